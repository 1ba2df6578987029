/** Signing in by PIN: at the node, and without it by what an earlier sign-in has left on this tablet. */
import { prepared, verify } from "./verifier.js";

const PATIENCE = 6_000; // ms

/**
 * Sign a person in. Gives one of
 * `{ person, visit }`, `{ wrong: "pin", left? }`, `{ wrong: "wait", seconds }`, `{ wrong: "locked" }`,
 * `{ wrong: "no-pin" }`, `{ wrong: "away" }` (no node, and nothing here that knows the PIN), `{ wrong: "revoked" }`.
 */
export async function signIn(store, device, id, pin) {
  const verifier = prepared(store, pin); // takes its time while the node is asked
  const { answer, said } = await call(device, "/api/v1/sign-in", { person: id, pin });
  if (!said || answer.status >= 500) return withoutNode(store, id, pin);
  if (!answer.ok) return refusal(answer, said);
  const { visit, person, attempts, until } = said;
  await verifier.leave(person, attempts).catch(() => {}); // signing in works without it
  return { person, visit: { token: visit, attempts, until } };
}

/** Set a PIN with the manager's one-time code: `{}`, or `{ wrong }`: "code", "weak", "no-line", or as above. */
export async function setPin(device, id, code, pin) {
  const { answer, said } = await call(device, "/api/v1/pin", { person: id, code, pin });
  if (!said || answer.status >= 500) return { wrong: "no-line" }; // a node asks head office
  if (answer.ok) return {};
  if (answer.status === 422) return { wrong: "weak" };
  const refused = refusal(answer, said);
  return refused.wrong === "pin" ? { wrong: "code" } : refused;
}

/** End a visit; nobody waits for it. */
export function signOut(device, visit) {
  if (visit?.token) call(device, "/api/v1/sign-out", {}, { Visit: visit.token });
}

async function withoutNode(store, id, pin) {
  const known = await verify(store, id, pin);
  if (!known) return { wrong: "away" };
  if (!known.person) return { wrong: "pin", left: known.left };
  return { person: known.person, visit: { token: null, attempts: known.attempts, until: known.until } };
}

function refusal(answer, said) {
  const code = said.error.code;
  if (code === "device-unknown") return { wrong: "revoked" };
  if (code.includes("locked")) return { wrong: "locked" };
  if (code.includes("no-pin")) return { wrong: "no-pin" };
  if (answer.status === 429) return { wrong: "wait", seconds: Number(answer.headers.get("Retry-After")) || 30 };
  return { wrong: "pin" };
}

/** The node's answer, `said` null when there is none of its own: a proxy's page, a time-out, a node that is starting. */
async function call(device, address, body, headers = {}) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${device.token}`,
        Accept: "application/json",
        "Content-Type": "application/json",
        ...headers,
      },
      body: JSON.stringify(body),
      redirect: "error",
      cache: "no-store",
      credentials: "omit",
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE),
    });
    const said = await answer.json();
    const own = answer.ok ? typeof said === "object" : typeof said?.error?.code === "string";
    return { answer, said: own ? said : null };
  } catch {
    return { answer: null, said: null };
  }
}
