// A notice waits for a tablet: asks every few seconds (data-ask="address") and goes on to the tablet's page when it has come.

const EVERY = 3_000; // ms

export default function awaitTablet(element) {
  const end = Date.now() + 15 * 60_000;
  const ask = async () => {
    try {
      const answer = await fetch(element.dataset.ask, { headers: { Accept: "application/json" }, cache: "no-store" });
      const { page } = answer.ok ? await answer.json() : {};
      if (page) return location.assign(page);
      if (answer.status === 401 || answer.status === 404) return undefined;
    } catch {
      // the network is away for a moment: ask again
    }
    if (Date.now() < end) setTimeout(ask, EVERY);
    return undefined;
  };
  setTimeout(ask, EVERY);
}
