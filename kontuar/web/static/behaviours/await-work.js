// Work in the background: asks how far it is (data-ask="address"), moves the <progress> inside, and opens the page anew when it's done.

const EVERY = 1_000; // ms

export default function awaitWork(element) {
  const bar = element.querySelector("progress");
  const ask = async () => {
    try {
      const answer = await fetch(element.dataset.ask, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (answer.status === 401 || answer.status === 404) return location.reload();
      const { at } = answer.ok ? await answer.json() : { at: 0 };
      if (at === null) return location.reload();
      if (bar && at > 0) bar.value = at;
    } catch {
      // the network is away for a moment: ask again
    }
    setTimeout(ask, EVERY);
    return undefined;
  };
  setTimeout(ask, EVERY);
}
