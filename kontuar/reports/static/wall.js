// A screen on a wall: fetches its picture anew every few minutes, keeps the last one without a network and says how old it is.

const EVERY = 180_000; // ms
const PATIENCE = 20_000;
const UNITS = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]];
let refreshed = Date.now();

async function refresh() {
  try {
    const answer = await fetch(location.href, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
    const text = await answer.text();
    if (answer.status === 404) return over();
    if (!answer.ok) throw new Error(String(answer.status));
    show(new DOMParser().parseFromString(text, "text/html"));
  } catch {
    tell();
  }
  setTimeout(refresh, EVERY);
}

function show(next) {
  const root = document.documentElement;
  if (next.documentElement.dataset.look !== root.dataset.look) return location.reload();
  document.getElementById("wall").replaceWith(document.adoptNode(next.getElementById("wall")));
  document.title = next.title;
  refreshed = Date.now();
  document.getElementById("stale").hidden = true;
}

function tell() {
  const stale = document.getElementById("stale");
  const age = Date.now() - refreshed;
  const [unit, length] = UNITS.find(([, each]) => age >= each) ?? UNITS[2];
  const ago = new Intl.RelativeTimeFormat(document.documentElement.lang).format(-Math.max(1, Math.floor(age / length)), unit);
  stale.textContent = stale.dataset.words.replace("{ago}", ago);
  stale.hidden = false;
}

// Taken back: what was shown goes at once.
function over() {
  const wall = document.getElementById("wall");
  const words = document.createElement("h1");
  words.textContent = wall.dataset.gone;
  wall.replaceChildren(words);
  document.getElementById("stale").hidden = true;
}

setTimeout(refresh, EVERY);
