/** The learner's frame: who it is and the way out above, one column between, the counter below. */
import { drawing, h } from "../tablet/element.js";
import { number, t } from "../tablet/texts.js";

/** A page with the learner's places on the counter; `here` is the one that is open: "learn", "book" or "me". */
export function place(tablet, here, main, { broad = false } = {}) {
  const out = h(
    "button",
    { class: "button plain", type: "button", onclick: () => tablet.leave() },
    t("Sign out"),
    drawing("sign-out"),
  );
  return [
    h(
      "header",
      { class: "hand-top" },
      h("div", { class: "row" }, drawing("mark"), h("strong", {}, tablet.person.name)),
      out,
    ),
    h("main", { class: broad ? "hand-main broad" : "hand-main" }, main),
    h("nav", { class: "hand-counter", "aria-label": t("Main") }, h("div", { class: "hand-nav" }, PLACES.map(link))),
  ];

  function link([name, art, called]) {
    const current = name === here ? "page" : null;
    return h(
      "button",
      { class: "hand-link", type: "button", "aria-current": current, onclick: () => tablet.go(name) },
      drawing(art),
      called(),
    );
  }
}

const PLACES = [
  ["learn", "today", () => t("Today")],
  ["book", "book", () => t("Book")],
  ["me", "person", () => t("Me")],
];

/** A step's page: `away` leads out of it, `note` says where we are, `acts` lie on the counter, the last one in brass. */
export function step({ away, note, main, acts, called }) {
  return [
    h("header", { class: "hand-top" }, away, note && h("span", { class: "soft small" }, note)),
    h("main", { class: "hand-main" }, main),
    h(
      "div",
      { class: "hand-counter", role: "region", "aria-label": called ?? t("This step") },
      h("div", { class: "hand-act" }, acts),
    ),
  ];
}

/** The way out of a step. */
export const away = (art, words, onclick) =>
  h("button", { class: "button plain", type: "button", onclick }, drawing(art), words);

/** How far we are: "Question 3 of 6", and as a bar. */
export const position = (at, of) => t("Question {number} of {of}", { number: at, of });
export const bar = (done, of) =>
  h("progress", { class: "progress", max: of, value: done, "aria-label": t("Progress") }, `${done}/${of}`);

/** A fraction as whole percent. */
export const percent = (fraction) => number(fraction, { style: "percent", maximumFractionDigits: 0 });

/** The clause of that id in the Book of the set, or undefined. */
export const clauseOf = (tablet, id) =>
  tablet.set.book?.document.parts.flatMap((part) => part.clauses).find((clause) => clause.id === id);
