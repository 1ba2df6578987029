/** Aids: larger text, stronger contrast, less motion. They belong to whoever stands here now and go when he goes. */
import { drawing, h } from "./element.js";
import { t } from "./texts.js";

const root = document.documentElement;

/** Each aid: the attribute of `<html>` it sets, and what it is called. */
const AIDS = [
  { attribute: "text", value: "large", called: () => t("Larger text") },
  { attribute: "theme", value: "contrast", called: () => t("Stronger contrast") },
  { attribute: "motion", value: "less", called: () => t("Less motion") },
];

export const aids = {
  /** Back to how the tablet is set up. */
  reset() {
    for (const { attribute } of AIDS) delete root.dataset[attribute];
  },

  /** Whether somebody has put one on. */
  any: () => AIDS.some(({ attribute }) => attribute in root.dataset),

  /** The button that opens them, for a screen's foot. */
  button() {
    return h(
      "button",
      { class: "button", type: "button", "aria-haspopup": "dialog", onclick: (event) => open(event.currentTarget) },
      drawing("access"),
      h("span", { class: "fold" }, t("Ease of use")),
    );
  },
};

function open(from) {
  const dialog = h(
    "dialog",
    { class: "dialog", "aria-labelledby": "aids-title", onclose: () => dialog.remove() },
    h("h2", { class: "question", id: "aids-title" }, t("What would help?")),
    h("div", { class: "choices one" }, AIDS.map(choice)),
    h("div", { class: "row end" }, h("button", { class: "button brass", onclick: () => dialog.close() }, t("Done"))),
  );
  from.closest(".kiosk, .hand").append(dialog);
  dialog.showModal();
}

function choice({ attribute, value, called }) {
  const box = h("input", {
    type: "checkbox",
    checked: root.dataset[attribute] === value,
    onchange: () => {
      if (box.checked) root.dataset[attribute] = value;
      else delete root.dataset[attribute];
    },
  });
  return h("label", { class: "choice" }, box, called());
}
