/**
 * The clock of one page's life.
 *
 * A browser has no clock that survives a restart and none that nobody can set. So a fact carries the wall time as this
 * tablet believes it, and beside it the page's life and the milliseconds since it began, which only ever grow: the
 * receiver puts the two together.
 */
import { randomHex } from "./ids.js";

/** This page's life: new with every load. */
export const life = randomHex(8);

/** Milliseconds since this page's life began; never goes back, whoever sets the clock. */
export function ms() {
  return Math.round(performance.now());
}

/** What can be written as a time at all: a clock that is set to another age still says how the others relate to it. */
const EARLIEST = Date.UTC(1971, 0, 1);
const LATEST = Date.UTC(2099, 0, 1);

/** A moment as wall time with its offset, such as `2026-11-22T14:03:07.120+01:00`. */
export function wallTime(now = new Date()) {
  const moment = new Date(Math.min(LATEST, Math.max(EARLIEST, now.getTime() || 0)));
  const offset = -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(offset);
  const two = (number) => String(number).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** What a fact says about its own time. */
export function stamp() {
  return { at: wallTime(), clock: { quality: "exact", life, ms: ms() } };
}
