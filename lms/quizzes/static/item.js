/** An item: one question a screen, marked first and checked by the button on the counter. */
import { drawing, h } from "../tablet/element.js";
import { notice } from "../tablet/frame.js";
import { said, t } from "../tablet/texts.js";
import { ANSWERS } from "./answering.js";
import { give, next } from "./attempt.js";
import { away, bar, position, step } from "./frame.js";

/** `params`: { attempt }, and what the screen remembers: `marked`, `since`. */
export const itemScreen = {
  who: "employee",
  async show(tablet, params) {
    const { attempt } = params;
    const { item, number, of } = await next(attempt);
    params.since ??= tablet.ms();
    const mark = (value) => {
      params.marked = value;
      check.setAttribute("aria-disabled", String(value === undefined));
      sayWrong(form, null);
    };
    const form = await ANSWERS[item.type]({ item, attempt, marked: params.marked, mark });
    const check = h(
      "button",
      { class: "button brass", type: "submit", form: "answer", "aria-disabled": String(params.marked === undefined) },
      t("Check"),
    );
    const submit = once(async () => {
      if (params.marked === undefined) return false;
      const wrong = form.wrong?.();
      if (wrong) return sayWrong(form, wrong);
      try {
        await give(tablet, attempt, item, params.marked, (tablet.ms() - params.since) / 1000);
      } catch {
        failed.hidden = false;
        return false;
      }
      await tablet.go("feedback", { attempt });
      return true;
    });
    const failed = notice("bad", "warning", t("Couldn't keep the answer"), t("It is still marked. Try again."), {
      role: "alert",
      hidden: true,
    });
    return {
      focus: form.input,
      content: step({
        called: t("Answer"),
        away: away("close", t("Interrupt"), () => tablet.go("learn")),
        note: position(number, of),
        main: [
          bar(number - 1, of),
          h("h1", { id: "q" }, said(item.prompt, attempt.document.source)),
          item.type === "several" && h("p", { class: "only-read" }, t("More than one answer can be right.")),
          h("form", { id: "answer", novalidate: true, onsubmit: submit }, form.element),
          failed,
        ],
        acts: [check],
      }),
    };
  },
};

/** A form's submit whose work is done once (it says whether it was): the second tap of two comes too late. */
function once(work) {
  let busy = false;
  return async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    busy = await work();
  };
}

/** Say under the field why it can't be taken, or take that back. */
function sayWrong(form, words) {
  if (!form?.input) return false;
  const line = form.element.querySelector("#wrong");
  line.hidden = !words;
  line.replaceChildren(...(words ? [drawing("warning"), h("span", {}, words)] : []));
  if (words) {
    form.input.setAttribute("aria-invalid", "true");
    form.input.setAttribute("aria-errormessage", "wrong");
    form.input.focus();
  } else {
    form.input.removeAttribute("aria-invalid");
    form.input.removeAttribute("aria-errormessage");
  }
  return false;
}
