/** The door: the way from the kiosk to learning. Pick yourself from the shop's people, then the PIN beside them. */
import { drawing, h } from "./element.js";
import { hand, state } from "./frame.js";
import { keypad } from "./keypad.js";
import { setPin, signIn } from "./signing.js";
import { moment, t, tn } from "./texts.js";

const PIN = { least: 4, most: 6 };
const CODE = { least: 8, most: 8 };

/** What the card asks for, step by step: a PIN; or the one-time code, a new PIN, and the new PIN again. */
const STEPS = {
  pin: { ...PIN, title: (name) => t("{name}, enter your PIN", { name }), act: () => t("Sign in") },
  code: {
    ...CODE,
    title: (name) => t("{name}, enter the code", { name }),
    says: () => t("Your manager gives you a code of 8 digits, under People. It works once."),
    act: () => t("Next"),
  },
  fresh: {
    ...PIN,
    title: () => t("Choose a PIN of 4 to 6 digits"),
    says: () => t("No year, no 1234. Nobody else ever needs it, not even your manager."),
    act: () => t("Next"),
  },
  again: { ...PIN, title: () => t("The same PIN once more"), act: () => t("Set PIN and sign in") },
};

/** What went wrong, in words. */
const WRONG = {
  pin: ({ left }) =>
    left === undefined
      ? t("That isn't the PIN. Try again.")
      : tn("That isn't the PIN. {n} try left while the node is away.", "That isn't the PIN. {n} tries left while the node is away.", left),
  code: () => t("This code isn't valid. Ask your manager for a new one."),
  weak: () => t("This PIN is too easy to guess. Choose another."),
  differs: () => t("The two PINs differ. Choose one again."),
  locked: () => t("Too many wrong tries: the PIN is locked. Ask your manager for a code."),
  wait: ({ until }) => t("Too many wrong tries. Try again at {time}.", { time: moment(until, { timeStyle: "medium" }) }),
  away: () =>
    t("No connection to the node. Signing in without it works for 72 hours after you last signed in on this tablet."),
  "no-line": () => t("A PIN can only be set while the line holds. Try again later."),
  revoked: () => t("This tablet has been taken out of service."),
};

/** The screen. `device` is this tablet's; `params` remember who was picked and how far he got. */
export function doorScreens({ store, device }) {
  return {
    door: {
      who: "anybody",
      show(tablet, params) {
        const { roster } = tablet.set;
        const picked = roster.find((person) => person.id === params.person);
        const pad = picked ? card(tablet, params, picked) : null;
        return {
          focus: pad?.focus,
          content: hand({
            place: tablet.set.place.name,
            leave: () => tablet.finish(),
            corner: h(
              "button",
              { class: "button plain", type: "button", onclick: () => tablet.go("staff") },
              drawing("tablet"),
              h("span", { class: "fold-phone" }, t("This tablet")),
            ),
            broad: true,
            main: [roster.length ? people(tablet, params, roster, pad) : nobody()],
            counter: pad?.action ?? h("p", { class: "hand-note" }, t("After 2 minutes without a touch you are signed out")),
          }),
        };
      },
    },
  };

  function card(tablet, params, person) {
    const step = STEPS[params.step];
    const firstName = person.name.split(" ")[0];
    const forgot = h(
      "button",
      { class: "key quiet", type: "button", onclick: () => tablet.go("door", { person: person.id, step: "code" }) },
      t("I forgot it"),
    );
    const next = async () => {
      if (pad.digits().length < step.least || action.getAttribute("aria-busy")) return;
      action.setAttribute("aria-busy", "true");
      pad.busy(true);
      await advance(tablet, params, person, pad.digits());
    };
    const action = h("button", { class: "button brass", type: "button", onclick: next }, step.act(), drawing("forward"));
    const pad = keypad({
      ...step,
      aside: params.step === "pin" ? forgot : null,
      typed: (digits) => action.setAttribute("aria-disabled", String(digits.length < step.least)),
      done: next,
    });
    const wrong = params.wrong && WRONG[params.wrong.wrong](params.wrong);
    const element = h(
      "section",
      { class: "card lifted", "aria-labelledby": "door-asks", onkeydown: pad.key },
      h("h2", { class: "card-title", id: "door-asks", tabindex: "-1" }, step.title(firstName)),
      step.says && h("p", { class: "soft" }, step.says()),
      wrong && h("p", { class: "field-error", role: "alert" }, drawing("warning"), h("span", {}, wrong)),
      pad.element,
    );
    return { element, action, focus: element.querySelector("h2") };
  }

  async function advance(tablet, params, person, digits) {
    const go = (more) => tablet.go("door", { person: person.id, ...more });
    if (params.step === "code") return go({ step: "fresh", code: digits });
    if (params.step === "fresh") return go({ step: "again", code: params.code, pin: digits });
    if (params.step === "again") {
      if (digits !== params.pin) return go({ step: "fresh", code: params.code, wrong: { wrong: "differs" } });
      const set = await setPin(device, person.id, params.code, digits);
      if (set.wrong) return go(after(set, params));
    }
    const signed = await signIn(store, device, person.id, digits);
    if (signed.person) return tablet.welcome(signed.person, signed.visit);
    return go(after(signed, { step: "pin" }));
  }
}

/** Where the card goes on after something was wrong. */
function after(wrong, { step, code }) {
  const said = wrong.wrong === "wait" ? { ...wrong, until: Date.now() + wrong.seconds * 1000 } : wrong;
  if (wrong.wrong === "no-pin") return { step: "code" };
  if (wrong.wrong === "weak") return { step: "fresh", code, wrong: said };
  if (wrong.wrong === "code") return { step: "code", wrong: said };
  return { step: step === "again" ? "fresh" : "pin", code, wrong: said };
}

function people(tablet, params, roster, pad) {
  const pick = (person) => tablet.go("door", { person: person.id, step: person.has_pin ? "pin" : "code" });
  return h(
    "div",
    { class: "door" },
    h(
      "section",
      { class: "stack" },
      h("h1", {}, t("Who is learning?")),
      h(
        "div",
        { class: "roster" },
        roster.map((person) =>
          h(
            "button",
            { class: "person", type: "button", "aria-pressed": String(person.id === params.person), onclick: () => pick(person) },
            h("span", { class: "initials", "aria-hidden": "true" }, person.initials),
            h("bdi", {}, person.name),
          ),
        ),
      ),
      h("p", { class: "soft" }, t("Not on the list? Your manager adds people, under People.")),
    ),
    pad?.element,
  );
}

function nobody() {
  return state({
    art: "people",
    title: t("Nobody is on this shop's list yet"),
    says: t("Your manager adds people, under People. They appear here by themselves."),
  });
}
