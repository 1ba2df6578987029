/**
 * The ways to answer: one for each type of item.
 *
 * Each gives `{ element, wrong() }`. `marked` is what is marked so far, `mark(value)` is told of every change (undefined:
 * nothing to check yet); `wrong()` is the sentence to say where what is there can't be taken.
 */
import { h } from "../tablet/element.js";
import { said, t } from "../tablet/texts.js";
import { numberIn } from "./comparing.js";
import { optionsOf } from "./ordering.js";

const LONGEST = 100;

export const ANSWERS = { one, several, truefalse, short, numeric };

async function one({ item, attempt, marked, mark }) {
  const options = await optionsOf(item, attempt.id);
  const { source } = attempt.document;
  return {
    element: choices(
      "choices one",
      options.map((option) =>
        choice({
          type: "radio",
          checked: marked === option.id,
          onchange: () => mark(option.id),
          words: said(option.text, source),
        }),
      ),
    ),
  };
}

async function several({ item, attempt, marked, mark }) {
  const options = await optionsOf(item, attempt.id);
  const { source } = attempt.document;
  const chosen = new Set(marked ?? []);
  const toggle = (id, on) => {
    if (on) chosen.add(id);
    else chosen.delete(id);
    mark(chosen.size ? options.map((option) => option.id).filter((each) => chosen.has(each)) : undefined);
  };
  return {
    element: choices(
      "choices one",
      options.map((option) =>
        choice({
          type: "checkbox",
          checked: chosen.has(option.id),
          onchange: (event) => toggle(option.id, event.target.checked),
          words: said(option.text, source),
        }),
      ),
    ),
  };
}

function truefalse({ marked, mark }) {
  const either = [
    [true, t("True")],
    [false, t("False")],
  ];
  return {
    element: choices(
      "choices either",
      either.map(([value, words]) =>
        choice({ type: "radio", checked: marked === value, onchange: () => mark(value), words }),
      ),
    ),
  };
}

function short({ marked, mark }) {
  const input = field({ value: marked, maxlength: LONGEST, autocapitalize: "none", dir: "auto" }, mark);
  return { element: h("div", { class: "field" }, input, error()), input };
}

function numeric({ item, attempt, marked, mark }) {
  const input = field({ value: marked, maxlength: 40, inputmode: "decimal", dir: "ltr", "aria-describedby": "unit" }, mark);
  const unit = item.unit && h("span", { class: "lead", id: "unit" }, said(item.unit, attempt.document.source));
  return {
    element: h("div", { class: "field" }, h("div", { class: "measured" }, input, unit), error()),
    input,
    wrong: () => (numberIn(input.value) === null ? t("Write a number in figures, for example 12.5.") : null),
  };
}

const choices = (kind, rows) => h("div", { class: kind, role: "group", "aria-labelledby": "q" }, rows);

const choice = ({ type, checked, onchange, words }) =>
  h("label", { class: "choice" }, h("input", { type, name: "answer", checked, onchange }), h("span", {}, words));

function field(attributes, mark) {
  return h("input", {
    class: "input",
    type: "text",
    autocomplete: "off",
    autocorrect: "off",
    spellcheck: "false",
    enterkeyhint: "done",
    "aria-labelledby": "q",
    oninput: (event) => mark(event.target.value.trim() ? event.target.value : undefined),
    ...attributes,
  });
}

const error = () => h("p", { class: "field-error", id: "wrong", role: "alert", hidden: true });
