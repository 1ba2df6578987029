/** The Book on the tablet: its parts and clauses, and each clause with why and how. */
import { drawing, h } from "../tablet/element.js";
import { state } from "../tablet/frame.js";
import { moment, said, t } from "../tablet/texts.js";
import { away, place, step } from "./frame.js";

export const bookScreen = {
  who: "employee",
  show(tablet) {
    const document = tablet.set.book?.document;
    if (!document) return { content: place(tablet, "book", [noBook()]) };
    const say = (texts) => said(texts, document.source);
    return {
      content: place(tablet, "book", [
        h("div", { class: "stack tight" }, h("h1", {}, say(document.title)), h("p", { class: "lead" }, say(document.intro))),
        document.parts.map((part) =>
          h(
            "section",
            { class: "card" },
            h("h2", { class: "card-title" }, say(part.title)),
            h("ul", { class: "list" }, part.clauses.map((clause) => entry(tablet, clause, say))),
          ),
        ),
      ]),
    };
  },
};

const entry = (tablet, clause, say) =>
  h(
    "li",
    {},
    h(
      "button",
      { class: "list-title button plain", type: "button", onclick: () => tablet.go("clause", { clause: clause.id }) },
      h("span", { class: "num" }, clause.number),
      say(clause.title),
    ),
  );

/** `params`: { clause (id), back?: { name, params } }. */
export const clauseScreen = {
  who: "employee",
  show(tablet, params) {
    const document = tablet.set.book?.document;
    const clauses = document?.parts.flatMap((part) => part.clauses) ?? [];
    const at = clauses.findIndex((clause) => clause.id === params.clause);
    if (at < 0) return { content: place(tablet, "book", [noBook()]) };
    const say = (texts) => said(texts, document.source);
    const clause = clauses[at];
    const back = params.back ?? { name: "book", params: {} };
    return {
      content: step({
        called: t("Leaf through the Book"),
        away: away("back", params.back ? t("Back") : t("Book"), () => tablet.go(back.name, back.params)),
        note: t("Next review: {month}", { month: monthOf(clause["review-by"]) }),
        main: [
          h("h1", {}, say(clause.title)),
          h(
            "div",
            { class: "clause" },
            h("span", { class: "clause-number" }, t("Standard {number}, edition {edition}", { number: clause.number, edition: document.version })),
            h("p", { class: "clause-text" }, say(clause.text)),
          ),
          part(t("Why"), h("p", {}, say(clause.why))),
          part(t("How one can see it"), h("ul", { class: "list" }, clause.how.map((words) => h("li", {}, drawing("check"), h("div", { class: "list-body" }, say(words)))))),
        ],
        acts: [leaf(tablet, clauses[at - 1], "back", t("Previous"), params), leaf(tablet, clauses[at + 1], "forward", t("Next"), params)],
      }),
    };
  },
};

const part = (title, words) => h("section", { class: "stack tight" }, h("h2", { class: "card-title" }, title), words);

const leaf = (tablet, clause, art, words, { back }) =>
  clause &&
  h(
    "button",
    { class: "button", type: "button", onclick: () => tablet.go("clause", { clause: clause.id, back }) },
    art === "back" && drawing(art),
    words,
    art === "forward" && drawing(art),
  );

const monthOf = (day) => moment(new Date(`${day}T12:00:00`), { month: "long", year: "numeric" });

const noBook = () =>
  state({
    art: "book",
    title: t("There is no Book yet"),
    says: t("Head office publishes it. It appears here by itself."),
  });
