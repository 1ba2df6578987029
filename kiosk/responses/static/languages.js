/** Languages: each by its own name in its own script, in one fixed order, the one that is on ticked. */
import { drawing, h } from "../tablet/element.js";
import { language, t } from "../tablet/texts.js";
import { foot, top } from "./frame.js";

export const OWN_NAMES = {
  pl: "Polski",
  en: "English",
  uk: "Українська",
  de: "Deutsch",
  cs: "Čeština",
  lt: "Lietuvių",
  es: "Español",
  fr: "Français",
  vi: "Tiếng Việt",
  "zh-Hans": "简体中文",
  ar: "العربية",
  he: "עברית",
};
const FROM_RIGHT = new Set(["ar", "he"]);

/** The languages in which this tablet can ask: the survey's, in the fixed order. */
export function offered(tablet) {
  const { languages } = tablet.set.survey.document;
  return Object.keys(OWN_NAMES).filter((tag) => languages.includes(tag));
}

/** A button for one language; `chosen()` follows once it is on. */
export function languageChoice(tablet, tag, kind, chosen) {
  return h(
    "button",
    {
      class: kind,
      type: "button",
      lang: tag,
      dir: FROM_RIGHT.has(tag) ? "rtl" : "ltr",
      "aria-current": tag === language() && "true",
      onclick: () => chosen(tag),
    },
    tag === language() && drawing("check"),
    OWN_NAMES[tag],
  );
}

export const languageScreen = {
  who: "customer",
  show(tablet, { here }) {
    const back = () => tablet.go(here.name, here.params);
    const chosen = async (tag) => {
      await tablet.use(tag);
      await back();
    };
    return {
      leave: () => here.leave?.(),
      content: [
        top(tablet),
        h(
          "main",
          { class: "kiosk-main" },
          h(
            "div",
            { class: "wall" },
            h("h1", { class: "question" }, t("Choose your language")),
            language() !== "en" && h("p", { class: "question-help", lang: "en", dir: "ltr" }, "Choose your language"),
          ),
          h(
            "div",
            { class: "counter" },
            h(
              "div",
              { class: "languages" },
              offered(tablet).map((tag) => languageChoice(tablet, tag, "language", chosen)),
            ),
            foot(tablet, { back }),
          ),
        ),
      ],
    };
  },
};
