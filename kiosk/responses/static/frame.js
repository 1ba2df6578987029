/** The kiosk's frame: the shop and the steps above, a wall to read, a counter to touch with its foot in fixed places. */
import { drawing, h } from "../tablet/element.js";
import { language, number, t } from "../tablet/texts.js";
import { OWN_NAMES } from "./languages.js";

/** The shop's name, and where in the conversation we are: `{ number, of }`. */
export function top(tablet, steps) {
  const { chain, place } = tablet.set;
  const shop = place.name.startsWith(chain) ? place.name : `${chain}, ${place.name}`;
  return h(
    "header",
    { class: "kiosk-top" },
    h("span", { class: "kiosk-shop", dir: "auto" }, shop),
    steps &&
      h(
        "div",
        { class: "steps" },
        h("span", {}, t("Question {number} of {of}", steps)),
        h("ol", { class: "steps-dots", "aria-hidden": "true" }, dots(steps)),
      ),
  );
}

function dots({ number: current, of }) {
  return Array.from({ length: of }, (_, index) =>
    h("li", { class: index + 1 < current ? "done" : null, "aria-current": index + 1 === current ? "step" : null }),
  );
}

/** The counter's foot: back at the start, language and aids in the middle, `end` (skip or next) at the end. */
export function foot(tablet, { back, here, end, aids = true }) {
  return h(
    "div",
    { class: "counter-foot" },
    h(
      "div",
      {},
      back &&
        h(
          "button",
          { class: "button", type: "button", onclick: back },
          drawing("back"),
          h("span", { class: "fold-phone" }, t("Back")),
        ),
    ),
    h("div", { class: "row" }, here && languageButton(tablet, here), aids && tablet.aids.button()),
    h("div", {}, end),
  );
}

/** The way to the languages, called by the one that is on. `here` is where to come back to: `{ name, params }`. */
function languageButton(tablet, here) {
  return h(
    "button",
    { class: "button", type: "button", onclick: () => tablet.go("language", { here }) },
    drawing("language"),
    h("span", { class: "fold" }, OWN_NAMES[language()] ?? language()),
  );
}

/** A number beside the word it stands for: "0 certainly not". */
export const beside = (value, words) => `${number(value)}\u00a0${words}`;
