/** The staff's corner: how this tablet is, in words: its line to the node, what waits here, which set it runs. */
import { drawing, h } from "./element.js";
import { hand, notice } from "./frame.js";
import { waiting } from "./outbox.js";
import { kept } from "./store.js";
import { moment, number, said, t, tn } from "./texts.js";

const DAY = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
const LATELY = 3 * 60_000; // ms: three heartbeats

/** The screen. `check()` tries the line now and resolves when it is known. */
export function staffScreens({ store, check }) {
  return {
    staff: {
      who: "anybody",
      async show(tablet) {
        const { unsent, oldest, refused } = await waiting(store);
        const contact = await kept.get(store, "contact");
        const last = contact ? new Date(contact.at) : null;
        const away = !last || Date.now() - last.getTime() > LATELY;
        const { set } = tablet;
        const look = async (event) => {
          event.currentTarget.setAttribute("aria-busy", "true");
          await check();
          await tablet.go("staff");
        };
        return {
          content: hand({
            place: t("This tablet"),
            note: [set.device.name, set.place.name].filter(Boolean).join(", "),
            leave: () => tablet.finish(),
            broad: true,
            main: [
              h("h1", { class: "only-read" }, t("This tablet")),
              away && notice("warn", "offline", noContact(last), waits(unsent)),
              refused > 0 && notice("bad", "refused", tn("{n} answer was refused by the node", "{n} answers were refused by the node", refused), t("They are kept here. Tell head office.")),
              h("section", { class: "card" }, h("h2", { class: "card-title" }, t("How it is")), list(tablet, { last, away, unsent, oldest, release: contact?.release })),
            ],
            counter: [
              h("button", { class: "button", type: "button", onclick: look }, t("Check the line")),
              h("button", { class: "button brass", type: "button", onclick: () => tablet.go("door") }, drawing("person"), t("Learning: sign in")),
            ],
          }),
        };
      },
    },
  };
}

function noContact(last) {
  if (!last) return t("This tablet hasn't reached its node yet.");
  const today = last.toDateString() === new Date().toDateString();
  const time = today ? moment(last) : moment(last, DAY);
  return t("No connection since {time}. The survey keeps working.", { time });
}

function waits(unsent) {
  if (!unsent) return t("Nothing waits on the tablet.");
  return [
    tn("{n} answer waits on the tablet.", "{n} answers wait on the tablet.", unsent),
    t("What waits is sent by itself once the line is back; there is nothing to do."),
  ].join(" ");
}

function list(tablet, { last, away, unsent, oldest, release }) {
  const { set } = tablet;
  const survey = set.survey?.document;
  const lasting = last ? t("last contact {time}", { time: moment(last, DAY) }) : t("no contact yet");
  return h(
    "ul",
    { class: "list" },
    row(away ? "offline" : "online", t("Line to the node"), lasting, away ? badge("warn", "offline", t("no line")) : badge("good", "check", t("good"))),
    row("up", t("Unsent answers"), oldest ? t("the oldest from {time}", { time: moment(new Date(oldest), DAY) }) : t("none"), h("span", { class: unsent ? "badge count" : "badge" }, number(unsent))),
    row("survey", t("Survey"), survey ? t("{title}, version {version}", { title: said(survey.title, survey.source), version: survey.version }) : t("none chosen for this tablet")),
    row("tablet", t("Release"), release ? t("number {release}", { release }) : t("none")),
  );
}

function row(art, title, note, mark) {
  return h(
    "li",
    {},
    drawing(art),
    h("div", { class: "list-body" }, h("span", { class: "list-title" }, title), h("span", { class: "soft small" }, note)),
    mark,
  );
}

function badge(kind, art, words) {
  return h("span", { class: `badge ${kind}` }, drawing(art), words);
}
