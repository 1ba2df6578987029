/** Plates on the shelf and the stamped border: ornament of attract and thanks, never of a question. */
import { drawing, h } from "../tablet/element.js";

const SVG = "http://www.w3.org/2000/svg";

/** Five plates, alike in size, on the counter's edge. */
export const shelf = () => h("div", { class: "shelf" }, [1, 2, 3, 4, 5].map((face) => drawing(`face-${face}`)));

/** The stamped border under the edge. */
export function stamp() {
  const make = (name, attributes, ...children) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const ring = { cx: 18, cy: 12, r: 7.5, fill: "none", stroke: "currentColor", "stroke-width": 2.2 };
  const dot = (cx, r) => make("circle", { cx, cy: 12, r, fill: "currentColor" });
  const pattern = make(
    "pattern",
    { id: "stamp", width: 36, height: 24, patternUnits: "userSpaceOnUse" },
    make("circle", ring),
    dot(18, 2.6),
    dot(0, 2),
    dot(36, 2),
  );
  return make(
    "svg",
    { class: "stamp", "aria-hidden": "true", focusable: "false", height: 24 },
    make("defs", {}, pattern),
    make("rect", { width: "100%", height: 24, fill: "url(#stamp)" }),
  );
}
