/** The screens of a learner, for the tablet's shell. */
import { settleLeftovers } from "./attempt.js";
import { bookScreen, clauseScreen } from "./book.js";
import { feedbackScreen } from "./feedback.js";
import { itemScreen } from "./item.js";
import { meScreen } from "./me.js";
import { outcomeScreen } from "./outcome.js";
import { quizScreen } from "./quiz.js";
import { todayScreen } from "./today.js";

export const screens = {
  learn: todayScreen,
  quiz: quizScreen,
  item: itemScreen,
  feedback: feedbackScreen,
  outcome: outcomeScreen,
  book: bookScreen,
  clause: clauseScreen,
  me: meScreen,
};

export const wake = settleLeftovers;
