/** The screen of a tablet that has nothing to ask: no survey yet, or nothing fetched yet. */
import { drawing, h } from "./element.js";
import { hand, state } from "./frame.js";
import { t } from "./texts.js";

/** `check()` asks the node again. */
export function restScreens({ check }) {
  return {
    rest: {
      who: "anybody",
      show(tablet) {
        tablet.restless(false);
        const { set } = tablet;
        const again = h("button", { class: "button brass", type: "button", onclick: check }, t("Try again"));
        const learn = h(
          "button",
          { class: "button brass", type: "button", onclick: () => tablet.go("door") },
          drawing("learn"),
          t("Learning: sign in"),
        );
        return {
          content: hand({
            place: set?.place.name ?? "Kontuar",
            main: [set ? noSurvey() : nothingYet()],
            counter: set ? learn : again,
          }),
        };
      },
    },
  };
}

function noSurvey() {
  return state({
    art: "survey",
    title: t("There is no survey for this tablet yet"),
    says: t("Head office chooses one under Devices. It appears here by itself."),
  });
}

function nothingYet() {
  return state({
    art: "offline",
    title: t("Waiting for the node"),
    says: t("This tablet is enrolled and fetches its survey as soon as it reaches its node. It tries by itself."),
  });
}
