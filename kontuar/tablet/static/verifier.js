/**
 * The verifier: signing in while the node is away.
 *
 * A sign-in that the node has agreed to leaves, for 72 hours and on this tablet alone, what tells the right PIN from a
 * wrong one: PBKDF2 of the PIN under a random salt, sealed by a key of this browser's that nobody can read out. It
 * opens a learner's rights only. It goes when its time is over, after five wrong tries, when the person has left the
 * roster and when the tablet is revoked.
 */
import { ask, kept, transact } from "./store.js";

const PREFIX = "verifier:";
const KEY = "verifier-key";
const LASTS = 72 * 3600_000; // ms
const TRIES = 5;
const ROUNDS = 600_000; // of PBKDF2-HMAC-SHA256, as OWASP's Password Storage Cheat Sheet asks

/**
 * Get a verifier for a PIN ready. `leave(person, attempts)` writes it once the node has agreed; `attempts` are the
 * person's own, to show him while the node is away.
 */
export function prepared(store, pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const sealing = ownKey(store).then((key) => sealed(key, pin, salt));
  sealing.catch(() => {}); // heard of when it is left, or not needed at all
  return {
    async leave(person, attempts) {
      const seal = await sealing;
      const now = Date.now();
      const verifier = { salt, seal, person, attempts, from: now, until: now + LASTS, tries: 0 };
      await kept.put(store, PREFIX + person.id, verifier, "strict");
    },
  };
}

/** `{ person, attempts, until }` for the right PIN; `{ left }` tries for a wrong one; null where none lies here. */
export async function verify(store, id, pin) {
  const verifier = await counted(store, id);
  if (!verifier) return null;
  const seal = await sealed(await ownKey(store), pin, verifier.salt);
  if (!same(seal, verifier.seal)) {
    const left = TRIES - verifier.tries;
    if (left <= 0) await kept.drop(store, PREFIX + id);
    return { left };
  }
  await kept.put(store, PREFIX + id, { ...verifier, tries: 0 }, "strict");
  return { person: verifier.person, attempts: verifier.attempts, until: verifier.until };
}

/** Wipe those that have ended and those of people who aren't on the roster; without a roster, all of them. */
export async function wipe(store, roster = []) {
  const known = new Set(roster.map((person) => person.id));
  for (const [key, verifier] of await kept.all(store, PREFIX)) {
    if (!known.has(verifier.person.id) || !lasts(verifier)) await kept.drop(store, key);
  }
}

/** Ended, or written by a clock that has been set back since. */
const lasts = (verifier, now = Date.now()) => now >= verifier.from && now < verifier.until;

/** The try is counted, on the disk, before the PIN is looked at. */
function counted(store, id) {
  return transact(store, ["kept"], "readwrite", async (work) => {
    const shelf = work.objectStore("kept");
    const verifier = await ask(shelf.get(PREFIX + id));
    if (!verifier) return null;
    if (!lasts(verifier) || verifier.tries >= TRIES) {
      shelf.delete(PREFIX + id);
      return null;
    }
    const next = { ...verifier, tries: verifier.tries + 1, from: Math.max(verifier.from, Date.now()) };
    shelf.put(next, PREFIX + id);
    return next;
  });
}

async function ownKey(store) {
  const key = await kept.get(store, KEY);
  if (key) return key;
  const made = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  await kept.put(store, KEY, made, "strict");
  return made;
}

async function sealed(key, pin, salt) {
  const word = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, await crypto.subtle.deriveBits(how, word, 256)));
}

function same(one, other) {
  return one.length === other.length && one.reduce((sum, byte, index) => sum | (byte ^ other[index]), 0) === 0;
}
