/** Attract: the shop invites. Five plates, all alike, lead nobody to an answer; languages lie at hand in their own script. */
import { drawing, h } from "../tablet/element.js";
import { language, said, t } from "../tablet/texts.js";
import { abandon, begin } from "./conversation.js";
import { top } from "./frame.js";
import { languageChoice, offered } from "./languages.js";
import { shelf, stamp } from "./plates.js";

const AT_HAND = 3;

export const attractScreen = {
  who: "customer",
  first: true,
  show(tablet, params) {
    const { document } = tablet.set.survey;
    const { conversation } = params; // somebody came back here from the first question
    const touched = conversation || language() !== tablet.home || tablet.aids.any();
    tablet.restless(Boolean(touched));
    const start = () => {
      const now = conversation ?? begin(tablet);
      return tablet.go("question", { conversation: now, question: document.questions[0].id });
    };
    const leave = conversation && (() => abandon(tablet, conversation));
    const here = { name: "attract", params, leave };
    return {
      leave,
      content: [
        top(tablet),
        h(
          "main",
          { class: "kiosk-main" },
          h(
            "div",
            { class: "invite" },
            h(
              "div",
              { class: "invite-words" },
              h("h1", { class: "question" }, said(document.invite, document.source)),
              h("p", { class: "question-help" }, t("A few taps, no name. About {seconds} seconds.", { seconds: 20 })),
            ),
            shelf(),
          ),
          h(
            "div",
            { class: "counter attract" },
            stamp(),
            h("button", { class: "button brass start", type: "button", onclick: start }, t("Tell us"), drawing("forward")),
            h("div", { class: "row" }, atHand(tablet, here), tablet.aids.button(), staff(tablet)),
          ),
        ),
      ],
    };
  },
};

/** Some languages to tap at once, and the way to all of them. */
function atHand(tablet, here) {
  const others = offered(tablet).filter((tag) => tag !== language());
  const more =
    others.length > AT_HAND &&
    h(
      "button",
      { class: "button", type: "button", onclick: () => tablet.go("language", { here }) },
      drawing("language"),
      t("Other languages"),
    );
  const near = others.slice(0, AT_HAND);
  return [...near.map((tag) => languageChoice(tablet, tag, "button fold-large at-hand", tablet.speak)), more];
}

/** The employees' visible way in. */
function staff(tablet) {
  return h("button", { class: "button", type: "button", onclick: () => tablet.go("door") }, drawing("learn"), t("For staff"));
}
