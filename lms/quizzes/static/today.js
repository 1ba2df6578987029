/** Today: the quizzes as tasks with their minutes, the first lifted; and what one may decide alone. */
import { drawing, h } from "../tablet/element.js";
import { notice, state } from "../tablet/frame.js";
import { moment, said, t, tn } from "../tablet/texts.js";
import { next, taken, unfinished } from "./attempt.js";
import { clauseOf, percent, place } from "./frame.js";

const OWN_DECISION = "refund-up-to-limit"; // the clause that says what one may decide alone

export const todayScreen = {
  who: "employee",
  first: true,
  async show(tablet) {
    const { quizzes } = tablet.set;
    if (!quizzes.length) return { content: place(tablet, "learn", [nothingYet()]) };
    const tasks = await allTasks(tablet, quizzes);
    const waiting = tasks.filter((task) => !task.done);
    const minutes = waiting.reduce((sum, task) => sum + task.quiz.document.minutes, 0);
    const main = [
      h("div", { class: "stack tight" }, h("h1", {}, headline(minutes)), h("p", { class: "lead" }, lead(waiting.length))),
      !tablet.visit.token && withoutNode(),
      h(
        "div",
        { class: "hand-two" },
        h("div", { class: "stack tight" }, tasks.map((task) => entry(tablet, task, task === waiting[0]))),
        ownDecision(tablet),
      ),
    ];
    return { content: place(tablet, "learn", main, { broad: true }) };
  },
};

const headline = (minutes) =>
  minutes ? tn("{n} minute today", "{n} minutes today", minutes) : t("Nothing waits for you today");

const lead = (count) =>
  count
    ? tn("{n} thing to do, between customers.", "{n} things to do, all between customers.", count)
    : t("You can take a quiz again; its questions come in another order.");

/** What each quiz asks of this person: going on, taking it, taking it again; what is done comes last. */
async function allTasks(tablet, quizzes) {
  const own = await taken(tablet);
  const tasks = await Promise.all(
    quizzes.map(async (quiz) => {
      const { key, version } = quiz.document;
      const begun = await unfinished(tablet, key);
      const passed = own.find((attempt) => attempt.quiz === key && attempt.version === version && attempt.passed);
      const last = own.find((attempt) => attempt.quiz === key);
      const left = begun ? await next(begun) : null;
      return { quiz, begun, left, last, passed, done: Boolean(passed) && !begun, rank: begun ? 0 : passed ? 2 : 1 };
    }),
  );
  return tasks.sort((a, b) => a.rank - b.rank);
}

function entry(tablet, task, first) {
  const { document } = task.quiz;
  return h(
    "button",
    {
      class: task.done ? "task done" : first ? "task next" : "task",
      type: "button",
      onclick: () => tablet.go("quiz", { quiz: task.quiz }),
    },
    h("span", { class: "task-art" }, drawing(task.done ? "check" : "learn")),
    h(
      "span",
      {},
      h("span", { class: "task-title" }, said(document.title, document.source)),
      h("span", { class: "task-note" }, note(task)),
    ),
    drawing("forward"),
  );
}

function note({ quiz, begun, left, last, passed, done }) {
  const { version, minutes } = quiz.document;
  if (begun) return t("Begun: {done} of {of} answered", { done: left.number - 1, of: left.of });
  if (done) return t("Passed on {day}, {percent}", { day: day(passed.at), percent: percent(passed.fraction) });
  if (last?.version === version) return t("Last time {percent}. About {minutes} min", { percent: percent(last.fraction), minutes });
  if (last) return t("There is a new version. About {minutes} min", { minutes });
  return tn("{n} question, about {minutes} min", "{n} questions, about {minutes} min", asked(quiz.document), { minutes });
}

/** How many items one attempt has. */
export const asked = ({ items, pools = [] }) =>
  items.filter((item) => !item.pool).length + pools.reduce((sum, pool) => sum + pool.draw, 0);

/** The day of a moment, as one says it. */
export const day = (at) => moment(new Date(at), { day: "numeric", month: "long" });

function ownDecision(tablet) {
  const clause = clauseOf(tablet, OWN_DECISION);
  if (!clause) return null;
  const { source } = tablet.set.book.document;
  return h(
    "section",
    { class: "card" },
    h("h2", { class: "card-title" }, t("This you may decide yourself")),
    h("p", { class: "quote" }, said(clause.text, source)),
    h(
      "ul",
      { class: "list" },
      clause.how.map((words) => h("li", {}, drawing("check"), h("div", { class: "list-body" }, said(words, source)))),
    ),
    h(
      "button",
      { class: "button quiet", type: "button", onclick: () => tablet.go("clause", { clause: clause.id }) },
      drawing("book"),
      t("Standard {number}", { number: clause.number }),
    ),
  );
}

const withoutNode = () =>
  notice("", "offline", t("No connection to the node"), t("Learn on: what you answer is kept on this tablet and sent later."));

const nothingYet = () =>
  state({
    art: "learn",
    title: t("There is no quiz yet"),
    says: t("Head office publishes them. They appear here by themselves. The Book is always here to read."),
  });
