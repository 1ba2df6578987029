/** The start of the tablet's page: what is wrong with this browser, else who it is, what it works with, and go. */
import { ms } from "./clock.js";
import { doorScreens } from "./door.js";
import { codeInAddress, enrol, enrolmentScreens, unfit } from "./enrolment.js";
import { restScreens } from "./rest.js";
import { sender } from "./sending.js";
import { applySet, Fetched, fetchSet } from "./set.js";
import { shell } from "./shell.js";
import { signOut } from "./signing.js";
import { staffScreens } from "./staff.js";
import { kept, open } from "./store.js";
import { speak } from "./texts.js";
import { updates } from "./update.js";
import { wipe } from "./verifier.js";

const ASK_EVERY = 5 * 60_000; // ms: roster and survey may change without a new release
const root = document.getElementById("screen");
const known = root.dataset.languages.split(" ");

/** The language of a tablet that has no survey to say it: the browser's own, where we speak it. */
function browsers() {
  const asked = navigator.languages.map((tag) => known.find((one) => one === tag || one === tag.split("-")[0]));
  return asked.find(Boolean) ?? "en";
}

/** The language a screen comes up in: the chain's own, if the survey speaks it. */
function home({ language, survey }) {
  if (!survey || survey.document.languages.includes(language)) return language;
  return survey.document.source;
}

async function start() {
  if (unfit().length) {
    await speak(browsers()).catch(() => {});
    return shell({ root, store: null, own: enrolmentScreens({}), trades: [] }).show("unfit", {});
  }
  const store = await open();
  const code = codeInAddress();
  let device = await kept.get(store, "device");
  if (code) device = (await enrol(store, code)).device ?? device;
  await speak(browsers()).catch(() => {});
  if (!device || device.revoked) return newcomer(store, device, code);
  return work(store, device);
}

async function newcomer(store, device, code) {
  const own = enrolmentScreens({ store, done: () => window.location.reload() });
  const { show } = shell({ root, store, own, trades: [] });
  await show("enrol", { revoked: Boolean(device?.revoked), code: code ?? "", wrong: code ? "code" : undefined });
}

async function work(store, device) {
  const trades = await Promise.all(root.dataset.screens.split(" ").filter(Boolean).map((address) => import(address)));
  const updating = updates().catch(() => ({ between() {}, look() {} }));

  /** Between two people: what a newer release brings takes effect, and what the last one left is gone. */
  async function between(visit) {
    signOut(device, visit);
    const set = await applySet(store);
    if (set) {
      await wipe(store, set.roster);
      tablet.set = Object.freeze(set);
      tablet.home = home(set);
    }
    (await updating).between();
  }

  /** Ask the node for a newer set; one that has come takes effect at once where nobody stands. */
  async function refresh() {
    const fetched = await fetchSet(store, device);
    if (fetched === Fetched.REVOKED) return revoked();
    if (fetched === Fetched.NEW) {
      (await updating).look();
      if (tablet.free()) await tablet.finish(tablet.free);
    }
    return undefined;
  }

  async function revoked() {
    await wipe(store);
    await kept.put(store, "device", { ...device, revoked: true }, "strict");
    if (tablet.free()) window.location.reload();
  }

  let asked = { release: null, at: 0 }; // when the node was last asked for the set
  async function news({ outcome, release }) {
    if (outcome !== "unknown-device" && outcome !== "received") return;
    const due = outcome === "unknown-device" || release !== asked.release || ms() - asked.at > ASK_EVERY;
    if (!due) return;
    asked = { release, at: ms() };
    await refresh();
  }

  const sending = sender({ store, device, news });
  const check = async () => {
    await Promise.race([sending.now(), new Promise((resolve) => setTimeout(resolve, 9000))]);
    await refresh();
  };
  const own = {
    ...doorScreens({ store, device }),
    ...staffScreens({ store, check }),
    ...restScreens({ check }),
  };
  const { tablet, show } = shell({ root, store, own, trades, between });
  tablet.home = browsers(); // until its first set says another
  root.addEventListener("recorded", () => sending.poke());

  const learning = window.location.hash === "#learn";
  if (learning) window.history.replaceState(null, "", window.location.pathname);
  await between(null);
  if (tablet.set) for (const trade of trades) await trade.wake?.(tablet);
  await tablet.finish();
  sending.start();
  if (!tablet.set) await refresh();
  if (learning && tablet.set) await show("door", {});
}

start();
