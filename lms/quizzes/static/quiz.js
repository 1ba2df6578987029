/** A quiz before it begins: what it is about, how long it takes; or, where it was interrupted, how far it has come. */
import { drawing, h } from "../tablet/element.js";
import { notice } from "../tablet/frame.js";
import { said, t, tn } from "../tablet/texts.js";
import { begin, giveUp, next, unfinished } from "./attempt.js";
import { away, bar, percent, step } from "./frame.js";
import { asked } from "./today.js";

/** `params`: { quiz: { hash, document } }. */
export const quizScreen = {
  who: "employee",
  async show(tablet, { quiz }) {
    const begun = await unfinished(tablet, quiz.document.key);
    const { document } = begun ?? quiz;
    const left = begun ? await next(begun) : null;
    const act = (words, kind, onclick) => h("button", { class: `button ${kind}`.trim(), type: "button", onclick }, words);
    return {
      content: step({
        away: away("back", t("Today"), () => tablet.go("learn")),
        main: [
          h(
            "div",
            { class: "stack tight" },
            h("h1", {}, said(document.title, document.source)),
            h("p", { class: "lead" }, said(document.intro, document.source)),
          ),
          begun ? howFar(left) : facts(document),
          notice("", "lock", t("Only you see your answers."), t("Your manager sees who has taken the quiz, not how it went.")),
        ],
        acts: begun
          ? [
              act(t("Start over"), "", () => startOver(tablet, begun, quiz)),
              act(t("Go on"), "brass", () => goOn(tablet, begun, left)),
            ]
          : [act(t("Begin"), "brass", () => tablet.go("item", { attempt: begin(tablet, quiz) }))],
      }),
    };
  },
};

/** The next item; where all are answered and only the last step failed, that step again. */
const goOn = (tablet, attempt, { item }) => tablet.go(item ? "item" : "outcome", { attempt });

async function startOver(tablet, begun, quiz) {
  await giveUp(tablet, begun);
  return tablet.go("item", { attempt: begin(tablet, quiz) });
}

const howFar = ({ number: at, of }) =>
  h(
    "section",
    { class: "card" },
    h("h2", { class: "card-title" }, t("You have answered {done} of {of}", { done: at - 1, of })),
    bar(at - 1, of),
    h("p", { class: "soft" }, t("The others wait where you left them.")),
  );

function facts(document) {
  const fact = (art, words) => h("li", {}, drawing(art), h("div", { class: "list-body" }, words));
  return h(
    "section",
    { class: "card", "aria-label": t("About this quiz") },
    h(
      "ul",
      { class: "list" },
      fact("survey", tn("{n} question", "{n} questions", asked(document))),
      fact("clock", t("About {minutes} min", { minutes: document.minutes })),
      fact("check", t("{percent} counts as passed", { percent: percent(document.pass / 100) })),
      fact("info", t("After each answer you see what is right, and why.")),
    ),
  );
}
