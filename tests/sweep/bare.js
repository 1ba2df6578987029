/** Every text in the page, outside ⟦...⟧, that still has Latin letters once `allowed` is taken out: who says it, and what. */
(allowed) => {
  const names = new RegExp(`(?<![\\p{L}\\d])(?:${allowed})(?![\\p{L}\\d])`, "gu");
  const SILENT = "script, style, template, noscript";
  const ATTRIBUTES = ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "title", "placeholder", "alt", "label"];
  const found = [];

  /** What is left of a text outside its brackets; a text that was cut has lost one of a pair. */
  const outside = (text) => {
    let depth = 0;
    let left = "";
    for (const letter of text) {
      if (letter === "⟦") depth += 1;
      else if (letter === "⟧" && depth === 0) left = "";
      else if (letter === "⟧") depth -= 1;
      else if (depth === 0) left += letter;
    }
    return left;
  };
  const judge = (text, where) => {
    const left = outside(text).replace(names, " ");
    if (/\p{Script=Latin}/u.test(left)) found.push(`${where}: ${text.trim().replace(/\s+/g, " ").slice(0, 160)}`);
  };
  const called = (element) => {
    const name = element.tagName.toLowerCase();
    const kind = element.getAttribute("class");
    return (element.parentElement ? `${element.parentElement.tagName.toLowerCase()} ` : "") + name + (kind ? `.${kind.replace(/ /g, ".")}` : "");
  };
  const foreign = (element) => {
    const tag = element.getAttribute("lang");
    return element !== document.documentElement && tag && tag !== document.documentElement.lang;
  };

  /** Texts that run together in a line are one. */
  const walk = (element, run) => {
    if (element.matches(SILENT) || foreign(element)) return;
    for (const name of ATTRIBUTES) if (element.hasAttribute(name)) judge(element.getAttribute(name), `${called(element)} [${name}]`);
    if (element.matches("input[type=submit], input[type=button], input[type=reset]")) judge(element.value, `${called(element)} [value]`);
    for (const { name, value } of element.attributes)
      if (name.startsWith("data-") && name !== "data-screens" && name !== "data-languages" && /\p{L} \p{L}/u.test(value))
        judge(value, `${called(element)} [${name}]`);
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) run.text += child.data;
      else if (child.nodeType === Node.ELEMENT_NODE) {
        const display = getComputedStyle(child).display;
        const inline = ["inline", "contents"].includes(display) && !(child instanceof SVGElement) && child.tagName !== "OPTION";
        if (inline) walk(child, run);
        else {
          finish(run, element);
          const own = { text: "" };
          walk(child, own);
          finish(own, child);
        }
      }
    }
  };
  const finish = (run, element) => {
    if (run.text.trim()) judge(run.text, called(element));
    run.text = "";
  };
  const whole = { text: "" };
  walk(document.body, whole);
  finish(whole, document.body);
  judge(document.title, "title");
  return found;
};
