/**
 * The service worker: serves the tablet's page and all it needs from one whole, so that it starts without its node.
 *
 * The server puts `const WHOLE = {name, page, files: {path: sha256}}` in front of this file; a change of any file makes
 * a new worker with a new whole. It is filled entirely, every file checked against its digest, before it counts; the
 * one before stays in force until the page says that nobody stands in front of it.
 */
/* global WHOLE */

const PREFIX = "kontuar-";

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(clear()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const path = request.mode === "navigate" && address.pathname === WHOLE.page ? WHOLE.page : address.pathname;
  if (path in WHOLE.files) event.respondWith(kept(path, request));
});

async function fill() {
  const cache = await caches.open(PREFIX + WHOLE.name);
  for (const [path, sha256] of Object.entries(WHOLE.files)) {
    if (await cache.match(path, { ignoreVary: true })) continue; // an earlier try got so far
    const answer = await fetch(path, { cache: "reload", redirect: "error", credentials: "omit" });
    if (!answer.ok || answer.redirected) throw new Error(`${path}: ${answer.status}`);
    const bytes = await answer.clone().arrayBuffer();
    if ((await digest(bytes)) !== sha256) throw new Error(`${path} isn't the file this worker was made for`);
    await cache.put(path, answer);
  }
}

async function clear() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== PREFIX + WHOLE.name);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function kept(path, request) {
  const cache = await caches.open(PREFIX + WHOLE.name);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

async function digest(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
