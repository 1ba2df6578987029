/** Thanks: the answer is safe on this tablet; the screen closes by itself. Or, honestly, it couldn't be kept. */
import { h } from "../tablet/element.js";
import { said, t } from "../tablet/texts.js";
import { top } from "./frame.js";
import { shelf, stamp } from "./plates.js";

const SECONDS = 8;

/** `params`: { survey } (the document just answered) or { lost: true }. */
export const thanksScreen = {
  who: "customer",
  show(tablet, params) {
    tablet.restless(false);
    params.until ??= performance.now() + SECONDS * 1000;
    const closes = h("span", {});
    const done = () => {
      clearInterval(params.ticking);
      tablet.finish();
    };
    const tell = () => {
      const left = Math.max(0, Math.ceil((params.until - performance.now()) / 1000));
      closes.textContent = t("This screen closes in {left} s", { left });
      if (left === 0) done();
    };
    clearInterval(params.ticking);
    params.ticking = setInterval(tell, 1000);
    tell();
    return {
      content: [
        top(tablet),
        h(
          "main",
          { class: "kiosk-main" },
          h("div", { class: "invite" }, h("div", { class: "invite-words" }, words(params)), params.lost ? null : shelf()),
          h(
            "div",
            { class: "counter attract" },
            stamp(),
            h(
              "div",
              { class: "counter-foot" },
              h("div", {}, closes),
              h("div", {}),
              h("div", {}, h("button", { class: "button brass", type: "button", onclick: done }, t("Done"))),
            ),
          ),
        ),
      ],
    };
  },
};

function words({ survey, lost }) {
  if (!lost) return h("h1", { class: "question" }, onTwoLines(said(survey.thanks, survey.source)));
  return [
    h("h1", { class: "question" }, t("We couldn't keep your answer.")),
    h("p", { class: "question-help" }, t("Tell somebody at the counter what you wanted to say. We're sorry.")),
  ];
}

/** The first sentence on a line of its own. */
function onTwoLines(text) {
  const [first, ...rest] = text.split(/(?<=[.。؟?!])\s*(?=\S)/u);
  return rest.length ? [first, h("br"), text.slice(first.length).trim()] : text;
}
