/** After the last item: what the attempt came to, standard by standard. */
import { drawing, h } from "../tablet/element.js";
import { notice } from "../tablet/frame.js";
import { number, said, t } from "../tablet/texts.js";
import { finish, outcome } from "./attempt.js";
import { clauseOf, percent, place } from "./frame.js";

/** `params`: { attempt }, all of it answered. */
export const outcomeScreen = {
  who: "employee",
  async show(tablet, { attempt }) {
    const { document } = attempt;
    const { marks, fraction, passed } = await outcome(attempt);
    const kept = await finish(tablet, attempt).then(
      () => true,
      () => false,
    );
    const right = marks.filter((mark) => mark.fraction === 1).length;
    const main = [
      h(
        "div",
        { class: "stack tight" },
        h("h1", {}, t("{right} of {of} right", { right, of: marks.length })),
        h("p", { class: "lead" }, words(fraction, passed, document.pass / 100)),
      ),
      !kept && notice("bad", "warning", t("It couldn't be written down"), t("The tablet's storage is full. Your answers stay here; open the quiz again later.")),
      h(
        "section",
        { class: "card" },
        h("h2", { class: "card-title" }, t("What it was about")),
        h("ul", { class: "list" }, subjects(tablet, document, marks).map((subject) => row(tablet, subject, attempt))),
      ),
      notice(
        "",
        "lock",
        t("Only you see your answers."),
        t("Your manager sees who has taken the quiz, and which standards are weak in the whole shop, without names."),
      ),
      h("button", { class: "button wide", type: "button", onclick: () => tablet.go("learn") }, t("Back to today")),
    ];
    return { content: place(tablet, "learn", main) };
  },
};

function words(fraction, passed, pass) {
  const values = { percent: percent(fraction), pass: percent(pass) };
  return passed
    ? t("That makes {percent}: passed.", values)
    : t("That makes {percent}; {pass} counts as passed. Take it again whenever you like, in another order.", values);
}

/** The clauses and products that were asked about, in the Book's order, with what was right of each. */
function subjects(tablet, document, marks) {
  const order = tablet.set.book?.document.parts.flatMap((part) => part.clauses).map((clause) => clause.id) ?? [];
  const found = new Map();
  for (const { item, fraction } of marks) {
    const key = item.clause ?? item.product;
    const subject = found.get(key) ?? { key, clause: item.clause && clauseOf(tablet, item.clause), right: 0, of: 0 };
    const product = document.products?.find((one) => one.key === item.product);
    subject.called ??= subject.clause
      ? `${subject.clause.number} ${said(subject.clause.title, tablet.set.book.document.source)}`
      : product
        ? said(product.name, document.source)
        : key;
    subject.of += 1;
    subject.right += fraction;
    found.set(key, subject);
  }
  const rank = ({ key }) => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...found.values()].sort((a, b) => rank(a) - rank(b));
}

function row(tablet, { key, clause, called, right, of }, attempt) {
  const known = right === of;
  const back = { name: "outcome", params: { attempt } };
  const title = clause
    ? h(
        "button",
        { class: "list-title button plain", type: "button", onclick: () => tablet.go("clause", { clause: key, back }) },
        called,
      )
    : h("span", { class: "list-title" }, called);
  const share = t("{right} of {of}", { right: number(right, { maximumFractionDigits: 1 }), of });
  return h(
    "li",
    {},
    h("div", { class: "list-body" }, title, h("span", { class: "soft small" }, share)),
    known
      ? h("span", { class: "badge good" }, drawing("check"), t("you know it"))
      : h("span", { class: "badge warn" }, drawing("clock"), t("look again")),
  );
}
