// A field takes its code from the part of the address after #, which no server and no log ever sees, and wipes it there.

export default function codeFromAddress(field) {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!/^[0-9A-Za-z-]{8,40}(\.[0-9a-f]{8,128})?$/.test(code)) return; // a node's code may have a fingerprint behind it
  history.replaceState(null, "", location.pathname + location.search);
  field.value = code;
  field.form.querySelector("input[type=password]")?.focus();
}
