/**
 * The set: all that this tablet works with, one whole of one version, kept here so that it starts without its node.
 *
 * A newer set is fetched when the node names another release, and lies beside the one in force until the screen is
 * free: no customer sees a survey change under the hand.
 */
import { ask, kept, transact } from "./store.js";

const PATIENCE = 20_000; // ms

/** What comes of fetching. */
export const Fetched = Object.freeze({ NEW: "new", SAME: "same", UNREACHABLE: "unreachable", REVOKED: "revoked" });

/** Ask the node for the set; one that is new is kept for `apply`. */
export async function fetchSet(store, device, address = "/api/v1/set") {
  const newest = (await kept.get(store, "set-next")) ?? (await kept.get(store, "set"));
  const headers = { Authorization: `Bearer ${device.token}`, Accept: "application/json" };
  if (newest?.tag) headers["If-None-Match"] = newest.tag;
  let answer;
  let set;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    answer = await fetch(address, { headers, signal, redirect: "error", cache: "no-store", credentials: "omit" });
    set = await answer.json().catch(() => null);
  } catch {
    return Fetched.UNREACHABLE;
  }
  if (answer.status === 304) return Fetched.SAME;
  if (answer.status === 401 && set?.error?.code === "device-unknown") return Fetched.REVOKED;
  if (!answer.ok || set?.device?.id !== device.id || !set.place?.id) return Fetched.UNREACHABLE;
  await kept.put(store, "set-next", { tag: answer.headers.get("ETag"), set }, "strict");
  return Fetched.NEW;
}

/** Put the newest set in force, in one step; gives the set now in force, or null where there never was one. */
export async function applySet(store) {
  const inForce = await transact(store, ["kept"], "readwrite", async (work) => {
    const shelf = work.objectStore("kept");
    const next = await ask(shelf.get("set-next"));
    if (!next) return ask(shelf.get("set"));
    shelf.put(next, "set");
    shelf.delete("set-next");
    return next;
  });
  return inForce?.set ?? null;
}
