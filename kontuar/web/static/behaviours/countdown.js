// A countdown: shows the seconds left (data-seconds="15") in [data-left], turns the ring, and at the end sends "countdown:over".
// data-over="reload" loads the page again then. The ring is a circle .countdown-left with pathLength="100".

export default function countdown(element) {
  const whole = Number(element.dataset.seconds);
  const end = performance.now() + whole * 1000;
  const shown = element.querySelector("[data-left]");
  const ring = element.querySelector(".countdown-left");
  const digits = new Intl.NumberFormat(document.documentElement.lang);
  const minute = new Intl.NumberFormat(document.documentElement.lang, { minimumIntegerDigits: 2 });
  const words = (left) =>
    whole < 60 ? digits.format(left) : `${digits.format(Math.floor(left / 60))}:${minute.format(left % 60)}`;

  const tick = () => {
    if (!element.isConnected) return clearInterval(timer);
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (shown) shown.textContent = words(left);
    if (ring) ring.setAttribute("stroke-dashoffset", String(100 - (100 * left) / whole));
    if (left > 0) return undefined;
    clearInterval(timer);
    element.dispatchEvent(new CustomEvent("countdown:over", { bubbles: true }));
    if (element.dataset.over === "reload") location.reload();
    return undefined;
  };
  const timer = setInterval(tick, 250);
  tick();
}
