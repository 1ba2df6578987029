/**
 * Comparing what people type: when two short answers are the same, and which number somebody wrote.
 * The rules are those of `lms/quizzes/comparing.py`, with the reasons there; both are held to one table of cases.
 */
import { letters } from "./letters.js";

export const LONGEST_NUMBER = 30;

const pairs = (flat) => Array.from({ length: flat.length / 2 }, (_, at) => [flat[2 * at], flat[2 * at + 1]]);
const codes = ([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at));
const known = pairs(letters.known);
const unseen = new Set(pairs(letters.unseen).flatMap(codes));
const spaces = new Set(letters.spaces.map((code) => String.fromCodePoint(code)));
const plain = new Map(Object.entries(letters.alike));
const small = new Map(plain);
for (const [first, last, step, moved] of letters.lower) {
  for (let code = first; code <= last; code += step) {
    small.set(String.fromCodePoint(code), String.fromCodePoint(code + moved));
  }
}
const figures = new Map();
for (const zero of letters.zeros) {
  for (let figure = 0; figure < 10; figure += 1) figures.set(String.fromCodePoint(zero + figure), String(figure));
}
for (const space of spaces) figures.set(space, " ");
for (const [letter, other] of plain) figures.set(letter, other);
const MARKS = { "\u066b": "_", "\u066c": "'", "\uff0c": ",", "\uff0e": ".", "\u060c": ",", "\uff0b": "+", _: "x" };
for (const [letter, other] of Object.entries(MARKS)) figures.set(letter, other);

/** A short answer as it is compared. */
export function folded(text) {
  const mapped = (words, table) => visible(words).map((letter) => table.get(letter) ?? letter).join("");
  const lowered = mapped(normal(mapped(text, plain)), small);
  const spaced = [...normal(lowered)].map((letter) => (spaces.has(letter) ? " " : letter)).join("");
  return spaced.split(" ").filter(Boolean).join(" ");
}

/** The number somebody wrote, as plain decimal digits (`-12.5`); null where it can't be read as one. */
export function numberIn(text) {
  const read = visible(text).map((letter) => figures.get(letter) ?? letter);
  const match = /^([-+]?)([0-9.,'_ ]*)$/.exec(trimmed(read.join("")));
  if (!match) return null;
  const [whole, fraction] = split(trimmed(match[2]));
  const digits = ungrouped(whole);
  if (digits === null || !/^[0-9]*$/.test(fraction)) return null;
  const length = digits.length + fraction.length;
  if (length < 1 || length > LONGEST_NUMBER) return null;
  const decimals = fraction.replace(/0+$/, "");
  const number = (digits.replace(/^0+/, "") || "0") + (decimals ? `.${decimals}` : "");
  return match[1] === "-" && number !== "0" ? `-${number}` : number;
}

/** Whether a number is off by the tolerance at most; in whole figures, so 0.1 + 0.2 is 0.3. */
export function within(number, value, tolerance) {
  const places = Math.max(...[number, value, tolerance].map((text) => (text.split(".")[1] ?? "").length));
  const off = scaled(number, places) - scaled(value, places);
  return (off < 0n ? -off : off) <= scaled(tolerance, places);
}

function scaled(number, places) {
  const [whole, fraction = ""] = number.split(".");
  return BigInt(whole + fraction.padEnd(places, "0"));
}

const visible = (text) => [...text].filter((letter) => !unseen.has(letter));
const trimmed = (text) => text.replace(/^ +| +$/g, "");

function split(body) {
  for (const [mark, other] of [["_", null], [".", ","], [",", "."]]) {
    const at = body.lastIndexOf(mark);
    if (at < 0) continue;
    if (other === null || body.lastIndexOf(other) < at) {
      return body.indexOf(mark) === at ? [body.slice(0, at), body.slice(at + 1)] : [body, ""];
    }
  }
  return [body, ""];
}

function ungrouped(whole) {
  const groups = whole.split(/[.,' ]/);
  if (groups.length === 1) return /^[0-9]*$/.test(whole) ? whole : null;
  const marks = new Set(whole.replace(/[0-9]/g, ""));
  if (marks.size > 1 || groups[0].length < 1 || groups[0].length > 3) return null;
  return groups.slice(1).every((group) => group.length === 3) ? groups.join("") : null;
}

function isKnown(letter) {
  const code = letter.codePointAt(0);
  let [low, high] = [0, known.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < known[middle][0]) high = middle - 1;
    else if (code > known[middle][1]) low = middle + 1;
    else return true;
  }
  return false;
}

/** NFKC of the characters that the table's edition knows, run by run; younger ones stay as they are. */
function normal(text) {
  let [done, run] = ["", ""];
  for (const letter of text) {
    if (isKnown(letter)) run += letter;
    else {
      done += run.normalize("NFKC") + letter;
      run = "";
    }
  }
  return done + run.normalize("NFKC");
}
