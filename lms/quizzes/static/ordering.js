/**
 * The order of an attempt: which items it draws and in which order they come.
 * The rules are those of `lms/quizzes/ordering.py`, with the reasons there; both are held to one table of cases.
 */

/** Where something stands in an attempt: the hexadecimal sha256 of the ids, joined by colons. */
export async function rank(attempt, ...keys) {
  const bytes = new TextEncoder().encode([attempt, ...keys].join(":"));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Things in the attempt's order, each by the keys that `keysOf` gives. */
async function ranked(attempt, things, keysOf) {
  const places = await Promise.all(things.map((thing) => rank(attempt, ...keysOf(thing))));
  const order = things.map((thing, at) => ({ thing, place: places[at] }));
  return order.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ thing }) => thing);
}

/** The items that an attempt asks, in its order. */
export async function itemsOf(quiz, attempt) {
  const drawn = new Set(quiz.items.filter((item) => !item.pool).map((item) => item.key));
  for (const pool of quiz.pools ?? []) {
    const pooled = quiz.items.filter((item) => item.pool === pool.key);
    const first = (await ranked(attempt, pooled, (item) => ["pool", item.key])).slice(0, pool.draw);
    for (const item of first) drawn.add(item.key);
  }
  const asked = quiz.items.filter((item) => drawn.has(item.key));
  return quiz.shuffle === false ? asked : ranked(attempt, asked, (item) => [item.key]);
}

/** The options of an item as an attempt shows them. */
export async function optionsOf(item, attempt) {
  const options = item.options ?? [];
  return item["in-order"] ? [...options] : ranked(attempt, options, (option) => [item.key, option.id]);
}
