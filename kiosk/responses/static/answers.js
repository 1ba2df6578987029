/** Answers: how each type of question is answered with a finger, a key or a screen reader. */
import { drawing, h } from "../tablet/element.js";
import { language, number, said, t } from "../tablet/texts.js";
import { beside } from "./frame.js";
import { marking } from "./marking.js";
import { writing } from "./writing.js";

const LONG_WORD = 11; // letters: beyond it five labels don't fit side by side on a portrait screen

/**
 * By type of question: `(of) => ({ answers, end?, submit?, standing?, written? })`. `answers` lies on the counter, `end`
 * at the end of its foot (and submits), `standing` says that plates stand on the edge, `written` goes on the wall.
 */
export const ANSWERS = {
  smileys: faces,
  stars,
  yesno,
  nps: (of) => scale(of, 0, 10),
  effort: (of) => scale(of, 1, 7),
  one: marking,
  several: marking,
  text: writing,
};

const pressed = ({ conversation, question }, value) => String(conversation.answers[question.id] === value);

/** What a question's group of answers is called, to a screen reader. */
const group = (question) => ({
  role: "group",
  "aria-labelledby": "q",
  "aria-describedby": question.help ? "q-help" : null,
});

function faces(of) {
  const { conversation, question, answer } = of;
  const labels = question.labels.map((label) => said(label, conversation.survey.source));
  const long = labels.some((label) => label.split(/\s+/).some((word) => [...word].length >= LONG_WORD));
  const plates = labels.map((label, index) =>
    h(
      "button",
      { class: "face", type: "button", value: index + 1, "aria-pressed": pressed(of, index + 1), onclick: () => answer(index + 1) },
      drawing(`face-${index + 1}`),
      h("span", { class: "face-label" }, label),
    ),
  );
  return { standing: true, answers: h("div", { class: long ? "faces long" : "faces", ...group(question) }, plates) };
}

function scale(of, low, high) {
  const { conversation, question, answer } = of;
  const values = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const ends = question.ends && {
    [low]: said(question.ends.low, conversation.survey.source),
    [high]: said(question.ends.high, conversation.survey.source),
  };
  const tiles = values.map((value) =>
    h(
      "button",
      {
        class: "tile",
        type: "button",
        value,
        "aria-pressed": pressed(of, value),
        "aria-label": ends?.[value] && beside(value, ends[value]),
        onclick: () => answer(value),
      },
      number(value),
    ),
  );
  return {
    answers: h(
      "div",
      { class: "scale" },
      h("div", { class: high === 7 ? "scale-tiles seven" : "scale-tiles", ...group(question) }, tiles),
      ends &&
        h(
          "div",
          { class: "scale-ends", "aria-hidden": "true" },
          h("span", {}, beside(low, ends[low])),
          h("span", {}, beside(high, ends[high])),
        ),
    ),
  };
}

function stars(of) {
  const { question, answer } = of;
  const row = [1, 2, 3, 4, 5].map((value) =>
    h(
      "button",
      {
        class: "star",
        type: "button",
        value,
        "aria-pressed": pressed(of, value),
        "aria-label": t("{n} of {of} stars", { n: value, of: 5 }),
        onclick: () => answer(value),
      },
      drawing("star"),
    ),
  );
  return { answers: h("div", { class: "stars", ...group(question) }, row) };
}

/** Yes stands first, as people say it; no is stored as 0, yes as 1. */
function yesno(of) {
  const { conversation, question, answer } = of;
  const [no, yes] = question.labels?.length
    ? question.labels.map((label) => said(label, conversation.survey.source))
    : [t("No"), t("Yes")];
  const button = (value, words) =>
    h(
      "button",
      { class: "choice plain", type: "button", lang: language(), "aria-pressed": pressed(of, value), onclick: () => answer(value) },
      words,
    );
  return { answers: h("div", { class: "choices", ...group(question) }, button(1, yes), button(0, no)) };
}
