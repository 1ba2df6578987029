/** Marking: one or several of many; a whole row is the target, and a button goes on. Six on a screen, more on the next. */
import { drawing, h } from "../tablet/element.js";
import { said, t } from "../tablet/texts.js";
import { mark } from "./conversation.js";

const ON_A_SCREEN = 6;

export function marking({ tablet, conversation, question, params, answer, last }) {
  const several = question.type === "several";
  const given = conversation.answers[question.id];
  params.marked ??= new Set([given].flat().filter((one) => typeof one === "string"));
  const { marked } = params;
  const page = params.page ?? 0;
  const pages = Math.ceil(question.choices.length / ON_A_SCREEN);
  const shown = question.choices.slice(page * ON_A_SCREEN, (page + 1) * ON_A_SCREEN);
  const end = h("div", {});

  const value = () => {
    if (!marked.size) return undefined;
    const inOrder = question.choices.map((choice) => choice.id).filter((id) => marked.has(id));
    return several ? inOrder : inOrder[0];
  };
  const onwards = () => {
    if (page + 1 < pages && (several || !marked.size)) {
      return tablet.go("question", { ...params, page: page + 1 });
    }
    return marked.size || !question.required ? answer(value()) : undefined;
  };
  const settle = () => end.replaceChildren(button({ marked, question, last, more: page + 1 < pages && (several || !marked.size) }));

  const choose = (id, box) => {
    if (!several) marked.clear();
    if (box.checked) marked.add(id);
    else marked.delete(id);
    mark(tablet, conversation, question.id, value()); // who walks away now has marked it
    settle();
  };
  const rows = shown.map((choice) => {
    const box = h("input", {
      type: several ? "checkbox" : "radio",
      name: "answer",
      value: choice.id,
      checked: marked.has(choice.id),
      onchange: () => choose(choice.id, box),
    });
    return h("label", { class: "choice" }, box, said(choice.label, conversation.survey.source));
  });
  settle();
  return { submit: onwards, end, answers: h("fieldset", { class: "choices", "aria-labelledby": "q" }, rows) };
}

/** The button at the end: more, next or send; skip while nothing is marked. */
function button({ marked, question, last, more }) {
  if (more) return h("button", { class: "button", type: "submit" }, t("More answers"), drawing("forward"));
  if (!marked.size && !question.required) return h("button", { class: "button", type: "submit" }, t("Skip"));
  return h(
    "button",
    { class: "button brass", type: "submit", "aria-disabled": marked.size ? null : "true" },
    last ? t("Send") : t("Next"),
    drawing("forward"),
  );
}
