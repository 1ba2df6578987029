/** Taps: the second of two on one spot was meant for the screen that has gone in between, not for what lies there now. */

const TOGETHER = 400; // milliseconds between two taps that a hand makes as one
const NEAR = 24; // pixels

/** Swallow such taps within `root`. What comes back is to be called whenever another screen is drawn. */
export function onlyMeant(root) {
  let drawn = 0;
  let last = null;
  root.addEventListener(
    "click",
    (event) => {
      const tap = { at: event.timeStamp, x: event.clientX, y: event.clientY, drawn };
      if (last && last.drawn !== drawn && second(event, tap, last)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      last = tap;
    },
    true,
  );
  return () => (drawn += 1);
}

/** A mouse counts its clicks itself, a finger doesn't; a key has no place. */
function second(event, tap, last) {
  if (event.detail > 1) return true;
  const near = Math.hypot(tap.x - last.x, tap.y - last.y) < NEAR;
  return event.pointerType === "touch" && near && tap.at - last.at < TOGETHER;
}
