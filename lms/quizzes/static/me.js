/** Me: one's own results, and one's own language and aids. Nobody else sees this page. */
import { drawing, h } from "../tablet/element.js";
import { notice } from "../tablet/frame.js";
import { language, said, t } from "../tablet/texts.js";
import { taken } from "./attempt.js";
import { percent, place } from "./frame.js";
import { day } from "./today.js";

export const meScreen = {
  who: "employee",
  async show(tablet) {
    const own = await taken(tablet);
    const aids = tablet.aids.button();
    aids.classList.add("quiet");
    return {
      content: place(tablet, "me", [
        h("h1", {}, t("What I have taken")),
        own.length
          ? h("section", { class: "card", "aria-label": t("My results") }, h("ul", { class: "list" }, own.map((one) => row(tablet, one))))
          : h("p", { class: "lead" }, t("Nothing yet. The first quiz waits under Today.")),
        notice("", "lock", t("Only you see your answers."), t("Your manager sees who has taken the quiz, not how it went.")),
        h("section", { class: "card" }, h("h2", { class: "card-title" }, t("Language and aids")), languages(tablet), aids),
      ]),
    };
  },
};

function row(tablet, attempt) {
  const quiz = tablet.set.quizzes.find(({ document }) => document.key === attempt.quiz)?.document;
  return h(
    "li",
    {},
    h(
      "div",
      { class: "list-body" },
      h("span", { class: "list-title" }, quiz ? said(quiz.title, quiz.source) : attempt.quiz),
      h("span", { class: "soft small" }, `${day(attempt.at)}, ${percent(attempt.fraction)}`),
    ),
    attempt.passed
      ? h("span", { class: "badge good" }, drawing("check"), t("passed"))
      : h("span", { class: "badge warn" }, drawing("clock"), t("not yet")),
  );
}

function languages(tablet) {
  const known = document.getElementById("screen").dataset.languages.split(" ");
  return h(
    "div",
    { class: "chips", role: "group", "aria-label": t("Language") },
    known.map((tag) =>
      h(
        "button",
        {
          class: "chip",
          type: "button",
          lang: tag,
          "aria-pressed": String(tag === language()),
          onclick: () => tablet.speak(tag).catch(() => {}),
        },
        tag === language() && drawing("check"),
        new Intl.DisplayNames(tag, { type: "language" }).of(tag),
      ),
    ),
  );
}
