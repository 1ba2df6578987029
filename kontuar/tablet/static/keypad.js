/** The keypad: digits that stay left to right in every language; what is typed shows as dots, and by number to a reader. */
import { drawing, h } from "./element.js";
import { t, tn } from "./texts.js";

/**
 * A keypad for `least` to `most` digits. `typed(digits)` hears of every change, `done(digits)` of Enter.
 * `aside` is what stands beside the nought. Gives `{ element, digits(), busy(yes), key(event) }`; `key` takes a keyboard's
 * `keydown` from wherever the pad lies.
 */
export function keypad({ least, most, typed = () => {}, done = () => {}, aside = null }) {
  let digits = "";
  let stopped = false;
  const dots = h("div", { class: "pin", role: "img" });
  const spoken = h("p", { class: "only-read", role: "status" });

  const show = () => {
    const places = Math.max(least, digits.length);
    dots.replaceChildren(
      ...Array.from({ length: places }, (_, place) => h("span", { class: place < digits.length ? "pin-dot set" : "pin-dot" })),
    );
    const words = tn("{n} digit entered", "{n} digits entered", digits.length);
    dots.setAttribute("aria-label", words);
    if (digits) spoken.textContent = words;
    typed(digits);
  };
  const press = (digit) => {
    if (stopped || digits.length >= most) return;
    digits += digit;
    show();
  };
  const erase = () => {
    if (stopped) return;
    digits = digits.slice(0, -1);
    show();
  };
  const key = (digit) => h("button", { class: "key", type: "button", onclick: () => press(digit) }, digit);
  const element = h(
    "div",
    { class: "stack" },
    dots,
    spoken,
    h(
      "div",
      { class: "keypad" },
      ["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(key),
      aside ?? h("span"),
      key("0"),
      h("button", { class: "key quiet", type: "button", "aria-label": t("Erase a digit"), onclick: erase }, drawing("erase")),
    ),
  );
  show();
  return {
    element,
    digits: () => digits,
    key(event) {
      if (/^[0-9]$/.test(event.key)) press(event.key);
      else if (event.key === "Backspace") erase();
      else if (event.key === "Enter" && !event.target.closest("button")) done(digits);
    },
    busy(yes) {
      stopped = yes;
      element.toggleAttribute("aria-busy", yes);
    },
  };
}
