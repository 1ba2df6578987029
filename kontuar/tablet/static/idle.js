/**
 * Idle: when nobody touches the tablet any more, ask, count down in sight, then leave and forget.
 *
 * One touch anywhere in the dialog's question keeps everything as it was (WCAG 2.2, 2.2.1). What the one before had
 * begun is kept by the screen's own `leave`.
 */
import { h } from "./element.js";
import { number, t } from "./texts.js";

/** Seconds without a touch before the question, and of the question itself. */
const QUIET = { customer: 45, anybody: 45, employee: 105 };
const WARNING = 15;

/** Watch over `root` on behalf of `tablet`. */
export function idle(tablet, root) {
  let who = null;
  let resting = true;
  let timer = null;
  let dialog = null;

  const wait = () => {
    clearTimeout(timer);
    timer = !resting && !dialog ? setTimeout(warn, QUIET[who] * 1000) : null;
  };
  for (const touch of ["pointerdown", "keydown", "input"]) document.addEventListener(touch, wait, { capture: true });

  function warn() {
    dialog = question(who, {
      stay: () => close(),
      leave: () => {
        close();
        tablet.leave();
      },
    });
    root.append(dialog.element);
    dialog.element.showModal();
  }

  function close() {
    dialog?.stop();
    dialog?.element.remove();
    dialog = null;
    wait();
  }

  return {
    /** A new screen, for customers, employees or anybody. */
    begin(whose) {
      who = whose;
      resting = false;
      close();
    },
    /** False: nothing here can go idle. */
    restless(yes) {
      resting = !yes;
      close();
    },
    /** Whether somebody may be standing here. */
    active: () => !resting,
  };
}

/** The question with its countdown; `stay` and `leave` are the answers, no answer is `leave`. */
function question(who, { stay, leave }) {
  const until = performance.now() + WARNING * 1000;
  const figure = h("span", { class: "countdown-number", role: "timer" });
  const words = h("p", { class: "question-help", id: "idle-words" });
  const ring = ringOf();
  const tell = () => {
    const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    figure.textContent = number(left);
    words.textContent = says(who, left);
    ring.left.setAttribute("stroke-dasharray", `${(100 * left) / WARNING} 100`);
    if (left === 0) leave();
  };
  const ticking = setInterval(tell, 1000);
  const element = h(
    "dialog",
    { class: "dialog", "aria-labelledby": "idle-title", "aria-describedby": "idle-words", oncancel: stay },
    h(
      "div",
      { class: "row" },
      h("div", { class: "countdown" }, ring.svg, figure),
      h("div", { class: "list-body" }, h("h2", { class: "question", id: "idle-title" }, t("Shall we wait?")), words),
    ),
    h(
      "div",
      { class: "row end" },
      h("button", { class: "button quiet", type: "button", onclick: leave }, t("Finish")),
      h("button", { class: "button brass", type: "button", autofocus: true, onclick: stay }, t("Yes, wait")),
    ),
  );
  tell();
  return { element, stop: () => clearInterval(ticking) };
}

function says(who, left) {
  if (who === "employee") return t("In {left} s you will be signed out. What you have answered stays kept.", { left });
  if (who === "anybody") return t("In {left} s this screen goes back to the start.", { left });
  return t("In {left} s this screen goes back to the start. We'll keep what you've marked.", { left });
}

function ringOf() {
  const draw = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const place = { cx: 60, cy: 60, r: 52 };
  const left = draw("circle", {
    ...place,
    class: "countdown-left",
    pathLength: 100,
    "stroke-dasharray": "100 100",
    transform: "rotate(-90 60 60)",
  });
  const svg = draw("svg", { viewBox: "0 0 120 120", "aria-hidden": "true" });
  svg.append(draw("circle", { ...place, class: "countdown-track" }), left);
  return { svg, left };
}
