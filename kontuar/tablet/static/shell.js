/**
 * The shell: one screen at a time, whose it is, and what every screen may use.
 *
 * A trade supplies screens in a module of its own (`<trade>/static/screens.js`, named to `tablet.install` by `app.py`):
 *
 *     export const screens = {
 *       quiz: {
 *         who: "employee",       // "customer": the kiosk; "employee": signed in by PIN; "anybody"
 *         first: true,           // where a customer is invited, or where an employee lands after signing in
 *         show(tablet, params) {
 *           return { content: [header, main, footer], focus: element, leave: async () => {} };
 *         },
 *       },
 *     };
 *     export async function wake(tablet) {}   // optional: once, when the page starts (settle what an earlier life left)
 *
 * `show` draws the screen anew: it is called again with the same `params` when the language or the aids change, so what
 * a screen must remember lies in `params`. It may be async. Of what it gives, `content` becomes the page (a customer's
 * under `.kiosk`, others' under `.hand`), `focus` is focused (else the `h1`), and `leave` is called when the person goes
 * away without finishing (idle, "Back to customers", signing out): there a screen keeps what was begun. It isn't called
 * by `go`.
 *
 * What a screen gets:
 *
 *     tablet.set             the set in force: place, device, chain, survey, quizzes, book, roster (read only)
 *     tablet.person          who is signed in, {id, name, initials, language}, else null
 *     tablet.visit           the employee's visit, {token | null, attempts: [...], until}: token is null without the node
 *     tablet.record(kind, body, {id, place, v, drop, from})
 *                            write a fact; resolves with its id once it is safe on this tablet. `place` is the set's
 *                            unless said; `drop` is the key of a kept thing that goes in the same transaction; `from`
 *                            too, and where that has gone already nothing is written (another page was faster)
 *     tablet.kept            what must survive an interruption, the page's end included:
 *                            get(key), put(key, value), drop(key), all(beginning); keys begin with the trade's word,
 *                            and with the person's id where it is his: "attempt:<person>:<quiz>"
 *     tablet.newId()         a UUID v7
 *     tablet.ms()            milliseconds of this page's life, for durations; tablet.wallTime() for "began"
 *     tablet.life            this page's life; tablet.alive(life) says (async) whether another open page is living it
 *     tablet.go(name, params)    show another screen
 *     tablet.finish()        the person is done: back to the customers' first screen, everything of him forgotten
 *     tablet.leave()         the same, unfinished: the screen's own `leave` first
 *     tablet.speak(tag)      put another language on and draw again; tablet.use(tag) without drawing
 *     tablet.aids            text size, contrast, motion: tablet.aids.button() for a screen's foot
 *     tablet.announce(text)  have a screen reader say it
 *     tablet.restless(bool)  false: nothing here can go idle (thank-you, attract)
 *
 * Texts come from `./texts.js` (t, tn, number, said), elements from `./element.js` (h, drawing).
 */
import { aids } from "./aids.js";
import { life, ms, wallTime } from "./clock.js";
import { h } from "./element.js";
import { idle } from "./idle.js";
import { newId } from "./ids.js";
import { record } from "./outbox.js";
import { kept } from "./store.js";
import { onlyMeant } from "./taps.js";
import { direction, language, speak } from "./texts.js";

/**
 * Build the shell round `root`; `own` are the tablet's own screens, `trades` the modules that supply the others.
 * `between(visit)` is awaited whenever one person has gone and the next hasn't come.
 */
export function shell({ root, store, own, trades, between = async () => {} }) {
  const screens = gather([{ screens: own }, ...trades]);
  const announcer = h("p", { class: "only-read", role: "status" });
  root.before(announcer); // after it, it would be one pixel below the page
  let shown = { name: null, params: {}, view: {}, turn: 0 };

  const tablet = {
    set: null,
    person: null,
    visit: null,
    home: "en",
    life,
    ms,
    wallTime,
    newId,
    aids,
    kept: {
      get: (key) => kept.get(store, key),
      put: (key, value) => kept.put(store, key, value),
      drop: (key) => kept.drop(store, key),
      all: (beginning) => kept.all(store, beginning),
    },
    async record(kind, body, { id, place = tablet.set.place.id, v = 1, drop, from } = {}) {
      const fact = await record(store, tablet.set.device.id, { kind, v, place, body, id }, { drop, from });
      root.dispatchEvent(new CustomEvent("recorded"));
      return fact;
    },
    async alive(other) {
      const { held } = await navigator.locks.query();
      return held.some((lock) => lock.name === `life:${other}`);
    },
    go: (name, params = {}) => show(name, params),
    redraw: () => show(shown.name, shown.params),
    use: (tag) => speak(tag),
    async speak(tag) {
      await speak(tag);
      await tablet.redraw();
    },
    announce(text) {
      announcer.textContent = "";
      announcer.textContent = text;
    },
    async leave() {
      try {
        await shown.view.leave?.();
      } finally {
        await tablet.finish();
      }
    },
    async finish(still = () => true) {
      const { visit } = tablet;
      Object.assign(tablet, { person: null, visit: null });
      aids.reset();
      await between(visit);
      if (!still()) return; // somebody has come meanwhile: the screen is his
      await speak(tablet.home).catch(() => {});
      await show(tablet.set?.survey && screens.customer ? screens.customer : "rest", {});
    },
    /** Whether nobody stands here: the first screen, as it comes up. */
    free: () => !tablet.person && [screens.customer, "rest"].includes(shown.name) && !waiter.active(),
    /** Where somebody lands who has just signed in. */
    async welcome(person, visit) {
      Object.assign(tablet, { person, visit });
      await speak(person.language ?? tablet.home).catch(() => {});
      await show(screens.employee ?? "rest", {});
    },
  };

  const waiter = idle(tablet, root);
  const anotherScreen = onlyMeant(root);
  tablet.restless = (yes) => waiter.restless(yes);

  async function show(name, params) {
    const screen = screens.named.get(name);
    if (!screen) throw new Error(`no screen is called ${name}`);
    if (screen.who === "employee" && !tablet.person) return show("door", {});
    const turn = (shown.turn += 1);
    waiter.begin(screen.who);
    const view = await screen.show(tablet, params);
    if (turn !== shown.turn) return undefined; // somebody was faster
    shown = { name, params, view, turn };
    draw(screen, view, name);
    return undefined;
  }

  function draw(screen, view, name) {
    document.documentElement.lang = language();
    document.documentElement.dir = direction();
    root.className = screen.who === "customer" ? "kiosk" : "hand";
    root.dataset.screen = name;
    root.replaceChildren(...view.content.filter(Boolean));
    anotherScreen();
    const heading = root.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    document.title = heading?.textContent ?? "Kontuar";
    window.scrollTo(0, 0);
    (view.focus ?? heading)?.focus({ preventScroll: true });
    view.focus?.closest("section, form")?.scrollIntoView({ block: "nearest" });
  }

  navigator.locks?.request(`life:${life}`, () => new Promise(() => {})); // held for as long as this page lives
  return { tablet, show, shown: () => shown };
}

/** All screens by name, and the first ones for customers and for employees. */
function gather(modules) {
  const gathered = { named: new Map(), customer: null, employee: null };
  for (const { screens } of modules) {
    for (const [name, screen] of Object.entries(screens)) {
      if (gathered.named.has(name)) throw new Error(`two screens are called ${name}`);
      gathered.named.set(name, screen);
      if (screen.first) gathered[screen.who] = name;
    }
  }
  return gathered;
}
