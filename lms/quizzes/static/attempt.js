/**
 * An attempt: one person's going through a quiz. It is kept on the tablet after each answer, with the quiz as it was when
 * it began, so that it goes on where it was after an interruption; at its end it becomes one fact.
 *
 *     { id, person, quiz (hash), document, began, answers: [{ item, version, answer, seconds, fraction }] }
 */
import { language } from "../tablet/texts.js";
import { grade, result } from "./grading.js";
import { itemsOf } from "./ordering.js";

const KIND = "lms.attempt";
const REMEMBERED = 72 * 3600_000; // ms, as long as one can sign in without the node

const keyOf = (person, quiz) => `attempt:${person}:${quiz}`;
const takenKey = (person, attempt) => `taken:${person}:${attempt}`;

/** A new attempt at a quiz of the set, `{ hash, document }`. */
export const begin = (tablet, { hash, document }) => ({
  id: tablet.newId(),
  person: tablet.person.id,
  quiz: hash,
  document,
  began: tablet.wallTime(),
  answers: [],
});

/** The attempt that this person has begun and not finished, or undefined. */
export const unfinished = (tablet, quiz) => tablet.kept.get(keyOf(tablet.person.id, quiz));

/** The item that comes next, its place and how many there are; item undefined when all are answered. */
export async function next(attempt) {
  const items = await itemsOf(attempt.document, attempt.id);
  const at = attempt.answers.length;
  return { item: items[at], number: at + 1, of: items.length };
}

/**
 * Take an answer to the next item: mark it and keep it; after the last one the attempt is finished.
 * Fails where the answer can't be kept, and changes nothing then.
 */
export async function give(tablet, attempt, item, answer, seconds) {
  const fraction = grade(item, answer);
  const given = { item: item.key, version: item.version, answer, seconds: Math.round(seconds * 10) / 10, fraction };
  const { of } = await next(attempt);
  const grown = { ...attempt, answers: [...attempt.answers, given] };
  await tablet.kept.put(keyOf(attempt.person, attempt.document.key), grown);
  attempt.answers = grown.answers;
  if (grown.answers.length >= of) await finish(tablet, attempt).catch(() => {}); // tried again when the outcome is shown
}

/** What the attempt has come to. */
export const outcome = (attempt) =>
  result(attempt.document, attempt.id, Object.fromEntries(attempt.answers.map(({ item, answer }) => [item, answer])), true);

/** Write the finished attempt down as a fact, once; what was kept of it goes in the same step. */
export async function finish(tablet, attempt) {
  if (attempt.finished) return;
  await write(tablet, attempt, true);
  attempt.finished = true;
  const { fraction, passed } = await outcome(attempt);
  const { key, version } = attempt.document;
  const taken = { id: attempt.id, quiz: key, version, at: tablet.wallTime(), fraction, passed };
  await tablet.kept.put(takenKey(attempt.person, attempt.id), taken);
}

/** Give an unfinished attempt up: what was answered is kept as a fact that proves nothing. */
export const giveUp = (tablet, attempt) => write(tablet, attempt, false);

function write(tablet, attempt, finished) {
  const { id, person, quiz, document, began, answers } = attempt;
  const seconds = Math.round(answers.reduce((sum, answer) => sum + answer.seconds, 0) * 10) / 10;
  const body = { quiz, person, language: language(), began, finished, seconds, answers };
  return tablet.record(KIND, body, { id, drop: keyOf(person, document.key) });
}

/** This person's finished attempts, the latest first: what the node told at signing in, and what it can't know yet. */
export async function taken(tablet) {
  const here = await tablet.kept.all(`taken:${tablet.person.id}:`);
  const all = new Map(here.map(([, attempt]) => [attempt.id, attempt]));
  for (const attempt of tablet.visit?.attempts ?? []) all.set(attempt.id, attempt);
  return [...all.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** Once, when the page starts: what nobody can go on with any more is given up, what is remembered too long forgotten. */
export async function settleLeftovers(tablet) {
  const here = new Set(tablet.set.roster.map((person) => person.id));
  const open = new Set(tablet.set.quizzes.map(({ document }) => document.key));
  for (const [, attempt] of await tablet.kept.all("attempt:")) {
    if (!here.has(attempt.person) || !open.has(attempt.document.key)) await giveUp(tablet, attempt);
  }
  for (const [key, attempt] of await tablet.kept.all("taken:")) {
    const age = Date.now() - Date.parse(attempt.at);
    if (age > REMEMBERED || !here.has(key.split(":")[1])) await tablet.kept.drop(key);
  }
}
