// What a browser can only do in a secure context (https, or this very computer) is hidden where it isn't in one.
// data-behaviour="needs-secure" data-else="id": the element with that id is shown instead.

export default function needsSecure(element) {
  if (window.isSecureContext) return;
  element.hidden = true;
  const instead = document.getElementById(element.dataset.else);
  if (instead) instead.hidden = false;
}
