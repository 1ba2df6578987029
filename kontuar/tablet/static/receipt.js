/** Receipts: proof that the node itself has taken a batch. A log-in page that answers 200 to everything has none. */

const encoder = new TextEncoder();

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** The sha256 of some bytes, in hex. */
export async function digest(bytes) {
  return hex(await crypto.subtle.digest("SHA-256", bytes));
}

/** The receipt key as it is kept: usable by this browser, readable by nobody. */
export function receiptKey(text) {
  return crypto.subtle.importKey("raw", unhex(text), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

/** Whether `receipt` (hex) is the node's own over this batch and this answer. */
export async function genuine(key, batch, answer, receipt) {
  if (!/^[0-9a-f]{64}$/.test(receipt ?? "")) return false;
  const head = encoder.encode(`${batch}\n`);
  const whole = new Uint8Array(head.length + answer.byteLength);
  whole.set(head);
  whole.set(new Uint8Array(answer), head.length);
  return crypto.subtle.verify("HMAC", key, unhex(receipt), whole);
}
