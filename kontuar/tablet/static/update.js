/**
 * Updates: the service worker that lets the tablet start without its node, and how a newer one takes over.
 *
 * A new worker fetches everything first and then waits. The page lets it take over between two customers, and starts
 * again with it; a page in the middle of a conversation does so when that is over.
 */

const LOOK_EVERY = 30 * 60_000; // ms

/** Register the worker; gives `between()`, to be called whenever the screen is free. */
export async function updates(address = "/kiosk/sw.js", scope = "/kiosk") {
  if (!navigator.serviceWorker) return { between() {} };
  let changed = false;
  const had = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    changed = had; // the very first worker finds a page that is as new as itself
    if (asked) window.location.reload();
  });
  let asked = false;
  const registration = await navigator.serviceWorker.register(address, { scope, updateViaCache: "none" });
  setInterval(() => registration.update().catch(() => {}), LOOK_EVERY);
  return {
    between() {
      if (changed) window.location.reload();
      else if (registration.waiting && registration.active) {
        asked = true;
        registration.waiting.postMessage("take over");
      }
    },
    look: () => registration.update().catch(() => {}),
  };
}
