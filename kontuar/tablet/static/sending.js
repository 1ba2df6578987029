/**
 * Sending: what lies in the outbox goes to the node, once, however often the line breaks.
 *
 * One page of this browser sends at a time. Nothing is forgotten without a receipt that is the node's own. Errors back
 * off from 1 to 300 s with full jitter (Brooker 2015) and honour `Retry-After`. An empty batch is the heartbeat: its
 * answer names the release to be on. `navigator.onLine` is true with a dead server, so the probe is the real upload.
 */
import { life, ms, wallTime } from "./clock.js";
import { batch, settle, waiting } from "./outbox.js";
import { digest, genuine } from "./receipt.js";
import { kept } from "./store.js";

const MOST_LINES = 500;
const MOST_BYTES = 300_000;
const PATIENCE = 8_000; // ms for one batch, answer included
const HEARTBEAT = 60_000; // ms
const LONGEST_PAUSE = 300; // s
const LOCK = "kontuar-sending";

/**
 * A sender for one enrolled device: `{ id, token, key }`. `news(contact)` hears of every try:
 * `{ at, outcome, release? }`, `outcome` one of "received", "unreachable", "not-ours", "unknown-device", "busy".
 */
export function sender({ store, device, news = () => {}, address = "/api/v1/facts" }) {
  let timer = null;
  let failures = 0;
  let lines = MOST_LINES;
  let stopped = false;
  let asked = false;
  let running = null;

  const later = (wait) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(poke, wait);
  };

  /** Send what there is, now. */
  function poke() {
    asked = true;
    clearTimeout(timer);
    running ??= run().finally(() => {
      running = null;
      if (asked && !failures && !stopped) poke(); // asked for while the last pass was ending
    });
    return running;
  }

  async function run() {
    let pause = HEARTBEAT;
    while (asked && !stopped) {
      asked = false;
      // another page that holds the lock sends ours too: they lie in one store
      pause = await navigator.locks
        .request(LOCK, { ifAvailable: true }, (lock) => (lock ? empty() : HEARTBEAT))
        .catch(() => backOff(0));
      if (failures) break; // a new fact doesn't shorten a pause that the node needs
    }
    later(pause);
  }

  /** Send batch after batch until nothing is left; gives the pause before the next try, in ms. */
  async function empty() {
    let after = 0;
    let staying = 0;
    for (;;) {
      const facts = await batch(store, after, lines, MOST_BYTES);
      if (!facts.length && after > 0) break;
      const { outcome, wait = 0, answer } = await post(facts);
      await tell(outcome, answer);
      if (outcome === "too-much" && facts.length) {
        if (facts.length === 1) [after, staying] = [facts[0].number, staying + 1]; // it waits; the rest goes on
        else lines = Math.ceil(facts.length / 2);
        continue;
      }
      if (outcome !== "received") return backOff(wait);
      staying += await settle(store, device.id, facts, answer.verdicts, answer.renew);
      lines = Math.min(MOST_LINES, lines * 2);
      failures = 0;
      if (!facts.length) break;
      after = facts.at(-1).number;
    }
    return staying ? backOff(0) : HEARTBEAT * (0.75 + Math.random() / 2);
  }

  async function post(facts) {
    const body = new TextEncoder().encode(facts.map((fact) => `${fact.line}\n`).join(""));
    const sha256 = await digest(body);
    const { unsent, oldest } = await waiting(store);
    let answer;
    let bytes;
    try {
      answer = await fetch(address, {
        method: "POST",
        body,
        headers: {
          Authorization: `Bearer ${device.token}`,
          Accept: "application/json",
          "Content-Type": "application/x-ndjson",
          Batch: headerOf({ lines: facts.length, sha256, sent: wallTime(), life, ms: ms(), unsent, oldest }),
        },
        redirect: "error",
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(PATIENCE),
      });
      bytes = await answer.arrayBuffer();
    } catch (error) {
      if (error.name === "TimeoutError" && facts.length > 1) lines = Math.max(1, Math.floor(facts.length / 2));
      return { outcome: "unreachable" };
    }
    const wait = retryAfter(answer);
    if (answer.status === 401 || answer.status === 403) return { outcome: "unknown-device", wait: LONGEST_PAUSE };
    if (answer.status === 413) return { outcome: "too-much", wait };
    if (answer.status === 429 || answer.status >= 500) return { outcome: "busy", wait };
    const said = answer.ok ? await read(answer, bytes, sha256, facts.length) : null;
    return said ? { outcome: "received", answer: said } : { outcome: "not-ours", wait };
  }

  /** The answer, if it is JSON, about this very batch, and has the node's own receipt. */
  async function read(answer, bytes, sha256, count) {
    if (!(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) return null;
    if (!(await genuine(device.key, sha256, bytes, answer.headers.get("Receipt")))) return null;
    const said = JSON.parse(new TextDecoder().decode(bytes));
    return said.batch === sha256 && said.verdicts?.length === count ? said : null;
  }

  async function tell(outcome, answer) {
    const contact = { at: wallTime(), outcome, release: answer?.release };
    if (outcome === "received") await kept.put(store, "contact", contact);
    news(contact);
  }

  function backOff(wait) {
    failures += 1;
    const most = Math.min(LONGEST_PAUSE, 2 ** failures);
    return Math.max(wait, 1 + Math.random() * (most - 1)) * 1000;
  }

  const online = () => {
    failures = 0;
    poke();
  };

  return {
    poke: () => (failures ? undefined : poke()),
    now: online,
    start() {
      window.addEventListener("online", online);
      return poke();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      window.removeEventListener("online", online);
    },
  };
}

/** What is said of a batch: `lines=2; sha256=...; ...`; what is null isn't said. */
function headerOf(parts) {
  const said = Object.entries(parts).filter(([, value]) => value !== null);
  return said.map(([name, value]) => `${name}=${value}`).join("; ");
}

/** Seconds that an answer asks us to wait; 0 where it doesn't. */
function retryAfter(answer) {
  const said = answer.headers.get("Retry-After");
  if (!said) return 0;
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(0, seconds)) : 0;
}
