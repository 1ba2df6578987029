/**
 * A customer's conversation: his answers so far, kept at every tap, and what becomes of them.
 *
 * It has its id before the first tap. Finished, it is a complete response; broken off by idleness, by walking away or by
 * the end of the browser, what was marked is kept as an abandoned one, by the next life of the page if need be. Words
 * that were typed and not sent are nobody's: they are not kept.
 */
import { kept as stillAsked } from "../surveys/conditions.js";
import { language } from "../tablet/texts.js";

const PREFIX = "begun:";

/** A new conversation over the survey in force. */
export function begin(tablet) {
  const { hash, document } = tablet.set.survey;
  return {
    id: tablet.newId(),
    hash,
    survey: document,
    answers: {},
    draft: {}, // what is typed and not yet sent, by question: in this page's memory alone
    began: tablet.ms(),
    life: tablet.life,
    pending: Promise.resolve(),
  };
}

/** Mark an answer (undefined: skipped) and keep the conversation as it is now. */
export function mark(tablet, conversation, question, answer) {
  if (answer === undefined) delete conversation.answers[question];
  else conversation.answers[question] = answer;
  conversation.answers = stillAsked(conversation.survey.questions, conversation.answers);
  const now = body(tablet, conversation, false);
  conversation.pending = tablet.kept
    .put(PREFIX + conversation.id, { life: tablet.life, body: now })
    .catch(() => {}); // finishing says whether it could be kept; until then the page's memory holds it
}

/** The customer has answered: resolves once the response is safe on this tablet. */
export async function finish(tablet, conversation) {
  const { id } = conversation;
  await tablet.record("kiosk.response", body(tablet, conversation, true), { id, drop: PREFIX + id });
}

/** He has gone: what he marked is kept, if he marked anything. */
export async function abandon(tablet, conversation) {
  await conversation.pending;
  const { id, answers } = conversation;
  if (Object.keys(answers).length) {
    await tablet.record("kiosk.response", body(tablet, conversation, false), { id, drop: PREFIX + id });
  } else {
    await tablet.kept.drop(PREFIX + id);
  }
}

/** What earlier lives of this page left behind is kept as abandoned; a page that is still open keeps its own. */
export async function settleLeftovers(tablet) {
  for (const [key, { life, body: begun }] of await tablet.kept.all(PREFIX)) {
    if (await tablet.alive(life)) continue;
    const id = key.slice(PREFIX.length);
    if (Object.keys(begun.answers).length) await tablet.record("kiosk.response", begun, { id, from: key });
    else await tablet.kept.drop(key);
  }
}

function body(tablet, { hash, answers, began }, complete) {
  const seconds = Math.round((tablet.ms() - began) / 100) / 10;
  return { survey: hash, language: language(), answers, complete, seconds };
}
