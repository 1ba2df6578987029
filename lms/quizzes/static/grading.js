/**
 * Grading: what an answer is worth, 0..1, and what an attempt comes to.
 * The rules are those of `lms/quizzes/grading.py`, with the reasons there; both are held to one table of cases.
 */
import { folded, numberIn, within } from "./comparing.js";
import { itemsOf } from "./ordering.js";

export const LONGEST_TYPED = 500; // characters

const isTyped = (answer) => typeof answer === "string" && [...answer].length <= LONGEST_TYPED;

const rules = {
  one: (item, answer) => (item.options.some((option) => option.id === answer && option.right) ? 1 : 0),
  several,
  truefalse: (item, answer) => (typeof answer === "boolean" && answer === item.answer ? 1 : 0),
  short: (item, answer) => (isTyped(answer) && accepted(item, answer) ? 1 : 0),
  numeric(item, answer) {
    const number = isTyped(answer) ? numberIn(answer) : null;
    return number !== null && within(number, item.value, item.tolerance ?? "0") ? 1 : 0;
  },
};

/** The fraction of an item's mark that an answer earns. No answer, or one of another shape, earns nothing. */
export const grade = (item, answer) => rules[item.type](item, answer);

function several(item, answer) {
  if (!Array.isArray(answer)) return 0;
  const right = item.options.filter((option) => option.right).length;
  const wrong = item.options.length - right;
  const chosen = item.options.filter((option) => answer.includes(option.id));
  const hits = chosen.filter((option) => option.right).length;
  const misses = chosen.length - hits;
  return Math.max(0, (right ? hits / right : 0) - (wrong ? misses / wrong : 0));
}

function accepted(item, answer) {
  const typed = folded(answer);
  return typed !== "" && Object.values(item.accepted).some((ways) => ways.some((way) => folded(way) === typed));
}

/** What an attempt came to, its answers by item key: {marks: [{item, fraction, answered}], fraction, passed}. */
export async function result(quiz, attempt, answers, finished) {
  const marks = (await itemsOf(quiz, attempt)).map((item) => {
    const answered = Object.hasOwn(answers, item.key);
    return { item, fraction: answered ? grade(item, answers[item.key]) : 0, answered };
  });
  const total = marks.reduce((sum, mark) => sum + mark.fraction, 0);
  const enough = total * 100 >= quiz.pass * marks.length - 1e-9;
  return {
    marks,
    fraction: marks.length ? total / marks.length : 0,
    passed: finished && marks.length > 0 && enough,
  };
}
