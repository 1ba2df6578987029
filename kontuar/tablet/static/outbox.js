/**
 * The outbox: facts written where they happened, kept until the node has given a receipt.
 *
 * A fact gets its epoch and number in the very transaction that writes it, so the numbers of an epoch have no gap; its
 * line is fixed then and sent as it stands, however often.
 */
import { stamp } from "./clock.js";
import { newId, randomHex } from "./ids.js";
import { ask, transact } from "./store.js";

const HEAD = "head:"; // + device: { place, epoch, seq } of the epoch this device writes in

/**
 * Write a fact; resolves with its id once it is on the disk. `drop` names a kept thing that goes in the same transaction.
 * So does `from`, of which the fact is made: where that has gone already nothing is written, and null is given.
 */
export function record(store, device, { kind, v = 1, place, body, id = newId() }, { drop, from } = {}) {
  return transact(store, ["facts", "kept"], "readwrite", async (work) => {
    const kept = work.objectStore("kept");
    if (from && (await ask(kept.getKey(from))) === undefined) return null;
    await write(work, device, { id, kind, v, place, body });
    for (const key of [drop, from]) if (key) kept.delete(key);
    return id;
  });
}

/** The same within a transaction that is already open (shelves "facts" and "kept"). */
export async function write(work, device, { id, kind, v, place, body, ...written }) {
  const kept = work.objectStore("kept");
  let head = await ask(kept.get(HEAD + device));
  let follows;
  if (!head || head.place !== place) {
    follows = head?.epoch; // an epoch belongs to one place for ever, and a forked one is gone on from in a new one
    head = { place, epoch: randomHex(16), seq: 0 };
  }
  head.seq += 1;
  const fact = { id, kind, v, place, device, epoch: head.epoch, seq: head.seq };
  if (head.seq === 1 && follows) fact.follows = follows;
  const { at, clock } = written.at ? written : stamp();
  const line = JSON.stringify({ ...fact, at, clock, body });
  kept.put(head, HEAD + device);
  work.objectStore("facts").put({ id, kind, device, place, epoch: head.epoch, seq: head.seq, at, line });
}

/** Up to `lines` facts after `number`, oldest first, together under `bytes` (but always one). */
export async function batch(store, after, lines, bytes) {
  const range = IDBKeyRange.lowerBound(after, true);
  const facts = await transact(store, ["facts"], "readonly", (work) =>
    ask(work.objectStore("facts").getAll(range, lines)),
  );
  const encoder = new TextEncoder();
  let total = 0;
  const end = facts.findIndex((fact, index) => {
    total += encoder.encode(fact.line).length + 1;
    return index > 0 && total > bytes;
  });
  return end < 0 ? facts : facts.slice(0, end);
}

/** Do as the receiver's verdicts say, line by line; gives how many facts stay to be sent again. */
export function settle(store, device, facts, verdicts, renew = []) {
  return transact(store, ["facts", "kept", "refused"], "readwrite", async (work) => {
    const shelf = work.objectStore("facts");
    let waiting = 0;
    for (const [index, fact] of facts.entries()) {
      const { v: verdict, why } = verdicts[index];
      if (["created", "duplicate", "quarantined", "conflict"].includes(verdict)) shelf.delete(fact.number);
      else if (verdict === "refused") await setAside(work, fact, why ?? "refused");
      else waiting += 1; // "retry", and any verdict this page doesn't know yet
    }
    const kept = work.objectStore("kept");
    const head = await ask(kept.get(HEAD + device));
    if (head && renew.includes(head.epoch)) kept.put({ ...head, place: null }, HEAD + device);
    return waiting;
  });
}

/** A refused fact is kept for staff to see, and its number is explained, so that nobody looks for it. */
async function setAside(work, fact, why) {
  work.objectStore("facts").delete(fact.number);
  const { number, ...rest } = fact;
  work.objectStore("refused").put({ ...rest, why });
  if (fact.kind === "sync.void") return;
  const body = { epoch: fact.epoch, seq: fact.seq, fact: fact.id, why };
  await write(work, fact.device, { id: newId(), kind: "sync.void", v: 1, place: fact.place, body });
}

/** What waits on this tablet: `{ unsent, oldest, refused }`, `oldest` as wall time. */
export function waiting(store) {
  return transact(store, ["facts", "refused"], "readonly", async (work) => {
    const shelf = work.objectStore("facts");
    const [unsent, first, refused] = await Promise.all([
      ask(shelf.count()),
      ask(shelf.getAll(null, 1)),
      ask(work.objectStore("refused").count()),
    ]);
    return { unsent, oldest: first[0]?.at ?? null, refused };
  });
}

/**
 * A tablet that is enrolled anew, at the same place, takes over what it hadn't sent under its former name: same ids,
 * new epoch. A fact whose receipt was lost is then known by its id.
 */
export function adopt(store, device, place) {
  return transact(store, ["facts", "kept"], "readwrite", async (work) => {
    const shelf = work.objectStore("facts");
    for (const fact of await ask(shelf.getAll())) {
      if (fact.device === device || fact.place !== place || fact.kind === "sync.void") continue;
      const { at, clock, body, v } = JSON.parse(fact.line);
      shelf.delete(fact.number);
      await write(work, device, { id: fact.id, kind: fact.kind, v, place, body, at, clock });
    }
  });
}
