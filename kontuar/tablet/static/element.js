/** Elements: how screens make what is seen. Words always go in as text, never as markup. */

/** Drawings that point somewhere and so turn round where reading runs from right to left. */
const TURNS = new Set(["back", "forward", "erase", "learn", "sign-out", "speak", "survey"]);

/**
 * Make an element.
 *
 *     h("button", {class: "button", type: "button", onclick: next}, t("Next"), drawing("forward"))
 *
 * An attribute that is false, null or undefined is left out, true stands empty; a function under `on...` listens.
 * Children may be nodes, texts, numbers and lists of them; null and false are left out.
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A drawing from the page's own stock (`<template id="drawing-NAME">`): an icon, a face, the mark. Decoration only. */
export function drawing(name, kind = "") {
  const stock = document.getElementById(`drawing-${name}`);
  const svg = stock.content.firstElementChild.cloneNode(true);
  svg.querySelector("title")?.remove();
  svg.removeAttribute("role");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  if (!svg.hasAttribute("class")) svg.setAttribute("class", TURNS.has(name) ? "icon turns" : "icon");
  if (kind) svg.classList.add(...kind.split(" "));
  return svg;
}
