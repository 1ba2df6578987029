/** After an answer: what is right, why, and the clause it stands in. */
import { drawing, h } from "../tablet/element.js";
import { language, said, t } from "../tablet/texts.js";
import { next } from "./attempt.js";
import { away, bar, clauseOf, position, step } from "./frame.js";

/** `params`: { attempt }; it is about its last answer. */
export const feedbackScreen = {
  who: "employee",
  async show(tablet, params) {
    const { attempt } = params;
    const { document, answers } = attempt;
    const given = answers.at(-1);
    const item = document.items.find((one) => one.key === given.item);
    const after = await next(attempt);
    const goOn = () => (after.item ? tablet.go("item", { attempt }) : tablet.go("outcome", { attempt }));
    return {
      content: step({
        called: t("Next step"),
        away: away("close", t("Interrupt"), () => tablet.go("learn")),
        note: position(answers.length, after.of),
        main: [
          bar(answers.length, after.of),
          h("h1", {}, headline(given.fraction)),
          h("p", { class: "soft" }, said(item.prompt, document.source)),
          h("div", { class: "choices one" }, compared(item, given, document.source)),
          remarks(item, given, document.source),
          h("p", {}, said(item.feedback, document.source)),
          clauseBlock(tablet, item.clause, { name: "feedback", params }),
        ],
        acts: [
          h("button", { class: "button brass", type: "button", onclick: goOn }, after.item ? t("Next") : t("See how it went")),
        ],
      }),
    };
  },
};

function headline(fraction) {
  if (fraction === 1) return t("Yes, that's it.");
  return fraction > 0 ? t("Almost. Better like this:") : t("Not yet. Better like this:");
}

/** What was answered beside what is right, by type; each line says whose it is. */
const compared = (item, given, source) => LINES[item.type](item, given, source);

const LINES = {
  one: (item, { answer }, source) => options(item, [answer], source),
  several: (item, { answer }, source) => options(item, answer, source),
  truefalse: (item, { answer }) =>
    [true, false]
      .filter((value) => value === answer || value === item.answer)
      .map((value) => line(value ? t("True") : t("False"), value === item.answer, value === answer)),
  short: (item, { answer, fraction }, source) => {
    const ways = item.accepted[language()] ?? item.accepted[source];
    return [line(answer, fraction === 1, true), fraction < 1 && line(ways[0], true, false)];
  },
  numeric: (item, { answer, fraction }, source) => {
    const unit = item.unit ? `\u00a0${said(item.unit, source)}` : "";
    return [line(answer + unit, fraction === 1, true), fraction < 1 && line(figures(item.value) + unit, true, false)];
  },
};

const options = (item, chosen, source) =>
  item.options
    .filter((option) => option.right || chosen.includes(option.id))
    .map((option) => line(said(option.text, source), Boolean(option.right), chosen.includes(option.id)));

/** A number in plain figures as the reader writes it, all its decimals kept. */
function figures(value) {
  const decimals = value.split(".")[1]?.length ?? 0;
  return new Intl.NumberFormat(language(), { minimumFractionDigits: decimals, useGrouping: false }).format(Number(value));
}

function line(words, right, own) {
  const verdict = right ? (own ? t("your answer, right") : t("right")) : t("your answer");
  return h(
    "div",
    { class: `choice over ${right ? "right" : "wrong"}` },
    h("span", { dir: "auto" }, words),
    h("span", { class: "choice-verdict" }, drawing(right ? "check" : "close"), verdict),
  );
}

/** What is to be said to whoever chose an option. */
const remarks = (item, { answer }, source) =>
  (item.options ?? [])
    .filter((option) => option.feedback && [answer].flat().includes(option.id))
    .map((option) => h("p", {}, said(option.feedback, source)));

/** A clause of the Book in its own words; `back` is where reading it leads back to. */
function clauseBlock(tablet, id, back) {
  const clause = id && clauseOf(tablet, id);
  if (!clause) return null;
  return h(
    "div",
    { class: "clause" },
    h("span", { class: "clause-number" }, t("Standard {number}", { number: clause.number })),
    h("p", { class: "clause-text" }, said(clause.text, tablet.set.book.document.source)),
    h(
      "button",
      { class: "button plain", type: "button", onclick: () => tablet.go("clause", { clause: id, back }) },
      t("Open in the Book"),
    ),
  );
}
