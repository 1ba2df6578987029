// A form of filters sends itself when a choice is changed. What is typed (words, days) is sent by Enter or by the button,
// so that nobody is interrupted in the middle of a year; where nothing is typed the button goes.

const TYPED = "input:not([type=hidden], [type=checkbox], [type=radio])";

export default function sendOnChange(form) {
  for (const button of form.querySelectorAll("[data-fallback]")) button.hidden = !form.querySelector(TYPED);
  form.addEventListener("change", (event) => {
    if (!event.target.matches(TYPED)) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if (field.name && field.value === "") field.disabled = true; // what isn't chosen stays out of the address
    }
  });
  addEventListener("pageshow", () => {
    for (const field of form.elements) field.disabled = false;
  });
}
