/** Every visible element with words of its own that don't fit into it or into what cuts it off: who, and by how many pixels. */
() => {
  const found = [];
  const words = (element) => [...element.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  for (const element of document.querySelectorAll("body *")) {
    if (element instanceof SVGElement || !words(element) || !visible(element)) continue;
    const { overflowX, overflowY, display, clip } = getComputedStyle(element);
    if (display === "inline" || element.matches("textarea, option, .only-read, .only-read *, .skip, .kiosk-shop")) continue;
    if (element.clientWidth <= 1) continue;
    const name = `${element.tagName.toLowerCase()}.${(element.getAttribute("class") ?? "").replace(/ /g, ".")}`;
    const across = element.scrollWidth - element.clientWidth;
    const down = element.scrollHeight - element.clientHeight;
    if (across > 1) found.push(`${name} is ${across} px too narrow: ${element.textContent.trim().slice(0, 80)}`);
    if (down > 2 && ["hidden", "clip"].includes(overflowY)) found.push(`${name} is ${down} px too low: ${element.textContent.trim().slice(0, 80)}`);
  }
  return found;
};
