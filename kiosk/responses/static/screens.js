/** The screens a customer meets, for the tablet's shell. */
import { attractScreen } from "./attract.js";
import { settleLeftovers } from "./conversation.js";
import { languageScreen } from "./languages.js";
import { questionScreen } from "./question.js";
import { thanksScreen } from "./thanks.js";

export const screens = {
  attract: attractScreen,
  language: languageScreen,
  question: questionScreen,
  thanks: thanksScreen,
};

export const wake = settleLeftovers;
