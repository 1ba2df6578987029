/**
 * Which question comes next: conditions on earlier answers. The same rules stand in conditions.py; one table of cases
 * (tests/mirror/conditions.json) is run by both.
 *
 * Answers are those of the wire: a whole number, a choice's id, a list of them, a text, or {declined: ...}; a question
 * that was skipped is absent. Nothing but "answered", "declined" and "not" holds of a question without an answer.
 */

const SCALES = { smileys: [1, 5], nps: [0, 10], effort: [1, 7], stars: [1, 5], yesno: [0, 1] };

/** Whether an answer says that there is none. */
export function declines(answer) {
  return typeof answer === "object" && answer !== null && !Array.isArray(answer) && "declined" in answer;
}

/** Whether a question with this condition is asked, given the answers to the questions before it. */
export function holds(condition, answers) {
  return judge(condition, answers, new Set()) === true;
}

/** As `holds`, but null where it depends on questions that are still open. */
export function judge(condition, answers, stillOpen) {
  if (!condition) return true;
  if (condition.all) {
    const parts = condition.all.map((part) => judge(part, answers, stillOpen));
    return parts.includes(false) ? false : parts.includes(null) ? null : true;
  }
  if (condition.any) {
    const parts = condition.any.map((part) => judge(part, answers, stillOpen));
    return parts.includes(true) ? true : parts.includes(null) ? null : false;
  }
  if (condition.not) {
    const part = judge(condition.not, answers, stillOpen);
    return part === null ? null : !part;
  }
  if (stillOpen.has(condition.question)) return null;
  return compare(condition, given(answers, condition.question));
}

/** One comparison with one answer (undefined: there is none). */
export function compare(condition, answer) {
  if (condition.declined) return declines(answer);
  if (answer === undefined || answer === null || declines(answer)) return false;
  if (condition.answered) return true;
  if (condition.includes !== undefined) return Array.isArray(answer) && answer.includes(condition.includes);
  if (condition.is !== undefined) return answer === condition.is;
  if (!Number.isInteger(answer)) return false;
  if (condition.below !== undefined) return answer < condition.below;
  if (condition.above !== undefined) return answer > condition.above;
  if (condition["at-least"] !== undefined) return answer >= condition["at-least"];
  return condition["at-most"] !== undefined && answer <= condition["at-most"];
}

function given(answers, question) {
  return Object.hasOwn(answers, question) ? answers[question] : undefined;
}

/** The ids of the questions on this customer's way, in order, by the answers so far. */
export function asked(questions, answers) {
  const way = [];
  const before = {};
  for (const question of questions) {
    if (!holds(question.when, before)) continue;
    way.push(question.id);
    if (Object.hasOwn(answers, question.id)) before[question.id] = answers[question.id];
  }
  return way;
}

/** The answers without those to questions that are no longer asked, since an earlier answer was changed. */
export function kept(questions, answers) {
  const way = asked(questions, answers).filter((id) => Object.hasOwn(answers, id));
  return Object.fromEntries(way.map((id) => [id, answers[id]]));
}

/** The question that comes after one (or first); null when it was the last. */
export function nextQuestion(questions, answers, after = null) {
  const way = asked(questions, answers);
  return way[way.indexOf(after) + 1] ?? null;
}

/** The question that came before one; null when it was the first. */
export function previousQuestion(questions, answers, before) {
  const way = asked(questions, answers);
  return way[way.indexOf(before) - 1] ?? null;
}

/**
 * "Question 2 of 4": {number, of}. The count is the longest way still possible, so it may shrink on the way but never
 * grow. Answers to the current and later questions don't count: they may still change.
 */
export function steps(questions, answers, current) {
  const place = questions.findIndex((question) => question.id === current);
  const earlier = questions.slice(0, place);
  const later = questions.slice(place + 1);
  const before = kept(earlier, answers);
  const number = asked(earlier, answers).length + 1;
  const ways = possibleAnswers(questions[place]);
  if (ways === null) return { number, of: number + longest(later, before, new Set([current])) };
  const lengths = ways.map((way) => longest(later, way === null ? before : { ...before, [current]: way }, new Set()));
  return { number, of: number + Math.max(...lengths) };
}

/** All answers a question can get, null among them if it can be skipped; null for several and text: too many. */
export function possibleAnswers(question) {
  const ways = [];
  if (question.type in SCALES) {
    const [low, high] = SCALES[question.type];
    for (let value = low; value <= high; value += 1) ways.push(value);
  } else if (question.type === "one") {
    ways.push(...question.choices.map((choice) => choice.id));
  } else {
    return null;
  }
  ways.push(...(question.decline ?? []).map((why) => ({ declined: why })));
  if (!question.required) ways.push(null);
  return ways;
}

function longest(questions, answers, alreadyOpen) {
  const stillOpen = new Set(alreadyOpen);
  let count = 0;
  for (const question of questions) {
    if (judge(question.when, answers, stillOpen) === false) continue;
    count += 1;
    stillOpen.add(question.id);
  }
  return count;
}
