/** Writing: a few words of the customer's own, a limit that is counted, and what not to write beside it. */
import { drawing, h } from "../tablet/element.js";
import { t } from "../tablet/texts.js";

const LIMIT = 500; // characters, where the survey doesn't say

export function writing({ conversation, question, answer, last }) {
  const limit = question.limit ?? LIMIT;
  const given = conversation.draft[question.id] ?? conversation.answers[question.id];
  const end = h("div", {});
  const count = h("span", { class: "field-count", id: "q-count" });
  const area = h("textarea", {
    class: "input",
    rows: 3,
    dir: "auto",
    maxlength: limit,
    autocomplete: "off",
    "aria-labelledby": "q",
    "aria-describedby": "q-privacy q-count",
    oninput: () => settle(),
  });
  area.value = typeof given === "string" ? given : "";

  const send = () => {
    const words = clean(area.value);
    if (!words && question.required) return undefined;
    delete conversation.draft[question.id];
    return answer(words || undefined);
  };
  const settle = () => {
    conversation.draft[question.id] = area.value;
    count.textContent = t("{n} of {limit} characters", { n: area.value.length, limit });
    end.replaceChildren(button(clean(area.value), { question, last, send }));
  };
  settle();
  return {
    end,
    written: [
      h("div", { class: "field" }, area, count),
      h(
        "p",
        { class: "hint-privacy", id: "q-privacy" },
        drawing("lock"),
        h(
          "span",
          {},
          t("No names or phone numbers, yours or anyone's."),
          h("span", { class: "fold-large" }, " ", t("We don't ask who you are and don't keep it.")),
        ),
      ),
    ],
  };
}

/** What can be sent: no half characters (a lone surrogate), no NUL, no blank ends. */
export function clean(text) {
  return (text.toWellFormed?.() ?? text).replaceAll("\0", "").trim();
}

function button(words, { question, last, send }) {
  if (!words && !question.required) {
    return h("button", { class: "button", type: "button", onclick: send }, last ? t("Finish") : t("Skip"));
  }
  return h(
    "button",
    { class: "button brass", type: "button", "aria-disabled": words ? null : "true", onclick: send },
    last ? t("Send") : t("Next"),
    drawing("forward"),
  );
}
