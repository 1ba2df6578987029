/** Frames: the page of an employee's hand, and the states that every such page may be in. */
import { drawing, h } from "./element.js";
import { t } from "./texts.js";

/**
 * The parts of a page under `.hand`: who speaks above, `main` between, this step's one action on the counter.
 *
 *     content: hand({ title: t("Who is learning?"), place, leave, main: [...], counter: [...] })
 */
export function hand({ place, note, leave, corner, main, counter, broad = false }) {
  const away = leave
    ? h("button", { class: "button quiet", type: "button", onclick: leave }, drawing("close"), t("Back to customers"))
    : null;
  return [
    h(
      "header",
      { class: "hand-top" },
      h(
        "div",
        { class: "row" },
        drawing("mark"),
        h("div", { class: "list-body" }, h("strong", { dir: "auto" }, place), note && h("span", { class: "soft small" }, note)),
      ),
      h("div", { class: "row" }, corner, away),
    ),
    h("main", { class: broad ? "hand-main broad" : "hand-main" }, main),
    h("footer", { class: "hand-counter" }, h("div", { class: "hand-act" }, counter)),
  ];
}

/** A state of a page: what is so, what happens by itself, one thing to do. */
export function state({ art, title, says, action, level = "h1" }) {
  return h(
    "section",
    { class: "state" },
    h("div", { class: "state-art" }, drawing(art)),
    h(level, { class: "state-title" }, title),
    [says].flat().map((words) => words && h("p", {}, words)),
    action,
  );
}

/** A notice of `kind` "" (so it is), "warn", "bad" or "good". */
export function notice(kind, art, title, says, attributes = {}) {
  return h(
    "div",
    { class: `notice ${kind}`.trim(), ...attributes },
    drawing(art),
    h("p", { class: "notice-title" }, title),
    says && h("p", {}, says),
  );
}
