/** A question: one a screen. Answers by a tap go on at once; marks and words go on by the button at the end. */
import { nextQuestion, previousQuestion, steps } from "../surveys/conditions.js";
import { h } from "../tablet/element.js";
import { said, t } from "../tablet/texts.js";
import { ANSWERS } from "./answers.js";
import { abandon, finish, mark } from "./conversation.js";
import { foot, top } from "./frame.js";

const DOUBLE_TAP = 300; // ms: the second tap of two belongs to the screen before

/** `params`: { conversation, question (id), page? }. */
export const questionScreen = {
  who: "customer",
  show(tablet, params) {
    const { conversation } = params;
    const { questions } = conversation.survey;
    const question = questions.find((one) => one.id === params.question);
    const moves = movesOf(tablet, params, question, questions);
    const drawn = ANSWERS[question.type]({ tablet, conversation, question, params, ...moves });
    const leave = () => abandon(tablet, conversation);
    const here = { name: "question", params, leave };
    const counter = h(
      drawn.submit ? "form" : "div",
      { class: "counter", onsubmit: submitting(drawn) },
      drawn.answers,
      declining(question, conversation, moves.answer),
      foot(tablet, { back: moves.back, here, end: drawn.end ?? moves.skipButton() }),
    );
    unripe(counter);
    return {
      leave,
      content: [
        top(tablet, steps(questions, conversation.answers, question.id)),
        h("main", { class: "kiosk-main" }, wall(conversation.survey, question, drawn), counter),
      ],
    };
  },
};

const submitting = ({ submit }) => (event) => {
  event.preventDefault();
  submit();
};

function wall(survey, question, { standing = false, written = null }) {
  const { source } = survey;
  return h(
    "div",
    { class: standing ? "wall with-faces" : "wall" },
    question.picture &&
      h("img", { class: "question-picture", src: question.picture.source, alt: said(question.picture.shows, source) }),
    h("h1", { class: "question", id: "q" }, said(question.title, source)),
    question.help && h("p", { class: "question-help", id: "q-help" }, said(question.help, source)),
    written,
  );
}

/** How the customer moves: back, answering (which goes on), skipping. */
function movesOf(tablet, params, question, questions) {
  const { conversation } = params;
  const go = (id) => tablet.go("question", { conversation, question: id });

  async function answer(value) {
    mark(tablet, conversation, question.id, value);
    const next = nextQuestion(questions, conversation.answers, question.id);
    if (next) return go(next);
    tablet.restless(false); // what comes now takes a moment, and nobody may walk off with half of it
    try {
      await finish(tablet, conversation);
      return tablet.go("thanks", { survey: conversation.survey });
    } catch {
      return tablet.go("thanks", { lost: true });
    }
  }

  function back() {
    if (params.page) return tablet.go("question", { ...params, page: params.page - 1 });
    const before = previousQuestion(questions, conversation.answers, question.id);
    return before ? go(before) : tablet.go("attract", { conversation });
  }

  const skipButton = () =>
    question.required
      ? null
      : h("button", { class: "button", type: "button", onclick: () => answer(undefined) }, t("Skip"));
  return { answer, back, skipButton, last: nextQuestion(questions, conversation.answers, question.id) === null };
}

const DECLINES = { unknown: () => t("I don't know"), inapplicable: () => t("Doesn't concern me") };

/** "I don't know" and "Doesn't concern me", where the question offers them; they never count in a score. */
function declining(question, conversation, answer) {
  const marked = conversation.answers[question.id]?.declined;
  if (!question.decline?.length) return null;
  return h(
    "div",
    { class: "row declines" },
    question.decline.map((why) =>
      h(
        "button",
        { class: "button", type: "button", "aria-pressed": String(marked === why), onclick: () => answer({ declined: why }) },
        DECLINES[why](),
      ),
    ),
  );
}

/**
 * For a moment after it has come, a screen takes no tap: it would be the end of a double tap. Keys are taken at once.
 * And no answer looks chosen only because a pointer was left lying where it came up (`data-still`).
 */
function unripe(counter) {
  const since = performance.now();
  counter.dataset.still = "";
  counter.addEventListener("pointermove", () => delete counter.dataset.still, { once: true });
  counter.addEventListener(
    "click",
    (event) => {
      if (event.detail > 0 && performance.now() - since < DOUBLE_TAP) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    { capture: true },
  );
}
