/** Enrolment: how this browser becomes a tablet of a shop, by a code that works once, and what may stand in the way. */
import { drawing, h } from "./element.js";
import { hand, notice, state } from "./frame.js";
import { adopt, waiting } from "./outbox.js";
import { receiptKey } from "./receipt.js";
import { kept } from "./store.js";
import { t, tn } from "./texts.js";

/** What this browser lacks to work alone, in plain words; empty when nothing. */
export function unfit() {
  if (!window.isSecureContext) {
    return [
      t("This page was opened without encryption ({address}), so the browser keeps nothing safe.", {
        address: window.location.origin,
      }),
      t("Open it by its https address, or on the computer itself as localhost. The manual says how: Tablets, TLS."),
    ];
  }
  const lacks = [];
  if (!window.indexedDB) lacks.push(t("This browser keeps nothing on the device. Private windows don't."));
  if (!window.crypto?.subtle || !navigator.locks) lacks.push(t("This browser is too old. It needs an update."));
  if (!navigator.serviceWorker) lacks.push(t("This browser can't start pages without a network. Private windows can't."));
  return lacks;
}

/** Ask the node with a code; `{ device }` or `{ wrong }`: "code", "wait" or "unreachable". */
export async function enrol(store, code, name, address = "/api/v1/enrol") {
  let answer;
  let said;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(name ? { code, name } : { code }),
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(15_000),
    });
    said = await answer.json();
  } catch {
    return { wrong: "unreachable" };
  }
  if (answer.status === 429) return { wrong: "wait" };
  if (!answer.ok || !said.token) return { wrong: said.error?.code ? "code" : "unreachable" };
  const { receipt_key, ...rest } = said;
  const device = { id: said.device, token: said.token, name: said.name, key: await receiptKey(receipt_key) };
  await kept.drop(store, "set");
  await kept.drop(store, "set-next");
  await kept.put(store, "device", device, "strict");
  await adopt(store, device.id, rest.place.id ?? rest.place);
  await navigator.storage?.persist?.(); // it may say no: the staff's corner shows what lies here unsent
  return { device, place: rest.place };
}

/** The code in the address (`/kiosk#enrol=K7P4-...`), taken out of it at once: it is a secret. */
export function codeInAddress() {
  const code = /^#enrol=([\w-]+)$/.exec(window.location.hash)?.[1] ?? null;
  if (code) window.history.replaceState(null, "", window.location.pathname);
  return code;
}

const WRONG = {
  code: () => t("This code isn't valid. It works once, for 15 minutes. Ask for a new one."),
  wait: () => t("Too many tries. Wait a minute, then try again."),
  unreachable: () => t("The node can't be reached. Check the network, then try again."),
};

/** The screens before there is a tablet. `done(device)` goes on. */
export function enrolmentScreens({ store, done }) {
  return {
    unfit: {
      who: "anybody",
      show: () => ({
        content: hand({
          place: "Kontuar",
          main: [state({ art: "lock", title: t("This browser can't be a tablet yet"), says: unfit() })],
        }),
      }),
    },
    enrol: {
      who: "anybody",
      async show(tablet, params) {
        tablet.restless(false);
        const { unsent } = params.revoked ? await waiting(store) : { unsent: 0 };
        return form(params, unsent, (code, name) => attempt(tablet, params, code, name));
      },
    },
  };

  async function attempt(tablet, params, code, name) {
    const { device, wrong } = await enrol(store, code, name);
    if (device) return done(device);
    return tablet.go("enrol", { ...params, code, name, wrong });
  }
}

function form({ code = "", name = "", wrong, revoked }, unsent, send) {
  const codeField = field("code", t("Code"), code, {
    autocapitalize: "characters",
    required: true,
    ...(wrong && { "aria-invalid": "true", "aria-describedby": "code-error" }),
  });
  const nameField = field("name", t("What is this tablet called?"), name, { placeholder: "", maxlength: 60 });
  const submit = (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    send(codeField.input.value, nameField.input.value.trim());
  };
  const error = wrong && h("p", { class: "field-error", id: "code-error", role: "alert" }, drawing("warning"), WRONG[wrong]());
  codeField.element.append(...[error].filter(Boolean));
  nameField.element.append(h("span", { class: "field-hint" }, t("Staff see it, customers don't: By the till, for example.")));
  const form = h(
    "form",
    { class: "card lifted", id: "enrol", onsubmit: submit },
    codeField.element,
    nameField.element,
    h("button", { class: "button", type: "submit" }, t("Enrol this tablet")),
  );
  return {
    focus: codeField.input,
    content: hand({
      place: "Kontuar",
      main: [
        h("h1", {}, t("Make this browser a tablet")),
        revoked &&
          notice(
            "warn",
            "warning",
            t("This tablet has been taken out of service."),
            unsent > 0 && tn("{n} answer lies here unsent. It is sent once the tablet is enrolled again in the same shop.", "{n} answers lie here unsent. They are sent once the tablet is enrolled again in the same shop.", unsent),
          ),
        h("p", {}, t("Head office or your manager gives you a code, under Devices. It works once.")),
        form,
      ],
    }),
  };
}

function field(name, label, value, attributes) {
  const input = h("input", { class: "input", id: name, name, value, autocomplete: "off", spellcheck: "false", ...attributes });
  const element = h("div", { class: "field full" }, h("label", { class: "field-label", for: name }, label), input);
  return { element, input };
}
