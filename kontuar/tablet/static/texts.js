/**
 * Texts: what the tablet says, in the language that is on.
 *
 * The source is English and stands in the code, `t("Back")`; the words of the other languages come whole, one file a
 * language, from `/kiosk/texts/<tag>.json`. Content (surveys, quizzes) carries its own languages: `said(texts)`.
 */

const loaded = new Map([["en", { tag: "en", dir: "ltr", texts: {} }]]);
let current = loaded.get("en");
let plural = new Intl.PluralRules("en");
let figures = new Intl.NumberFormat("en");

/** The tag of the language that is on, as in BCP 47. */
export const language = () => current.tag;
/** "ltr" or "rtl". */
export const direction = () => current.dir;

/** Put a language on; resolves when its words are there. A language that can't be had leaves the one before. */
export async function speak(tag, from = "/kiosk/texts/") {
  if (!loaded.has(tag)) {
    const answer = await fetch(`${from}${tag}.json`, { redirect: "error" });
    if (!answer.ok) throw new Error(`no words in ${tag}`);
    loaded.set(tag, await answer.json());
  }
  current = loaded.get(tag);
  plural = new Intl.PluralRules(tag);
  figures = new Intl.NumberFormat(tag);
}

/** Where a word of one letter doesn't end a line: it is bound to the next one. */
const BINDING = new Set(["pl", "cs", "uk"]);

const bound = (text) =>
  BINDING.has(current.tag) ? text.replace(/(?<=^|[\s\u00a0(„«])(\p{L}) (?=\S)/gu, "$1\u00a0") : text;

const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(value) : isolated(String(value));
  });

/** A name or a code in a sentence that runs from right to left keeps its own direction (Unicode's FSI and PDI). */
const isolated = (value) => (current.dir === "rtl" ? `\u2068${value}\u2069` : value);

/** A text in the language that is on; `{name}` in it stands for a value, numbers in the reader's own digits. */
export function t(source, values = {}) {
  const text = current.texts[source];
  return bound(fill(typeof text === "string" && text ? text : source, values));
}

/** A text that counts: `tn("{n} answer waits", "{n} answers wait", 3)`. */
export function tn(one, many, n, values = {}) {
  const category = plural.select(n);
  const forms = current.texts[one];
  const text = (forms && typeof forms === "object" && (forms[category] ?? forms.other)) || (n === 1 ? one : many);
  return bound(fill(text, { n, ...values }));
}

/** A number as the language writes it. */
export function number(value, options) {
  return options ? new Intl.NumberFormat(current.tag, options).format(value) : figures.format(value);
}

/** A moment as the language writes it, such as "14:03" or "22 Nov, 14:03". */
export function moment(value, options = { hour: "2-digit", minute: "2-digit" }) {
  return new Intl.DateTimeFormat(current.tag, options).format(value);
}

/** Of a text in several languages (`{"pl": "...", "en": "..."}`) the one that is on, else the source's. */
export function said(texts, source) {
  if (!texts) return "";
  return bound(texts[current.tag] || texts[source] || Object.values(texts).find(Boolean) || "");
}
