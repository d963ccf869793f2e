// Files while they are made: what takes longer than a second says so and can be stopped; what is refused says why.
// Loaded at the first click on a file (core/files.js), in the page's language.
import { byId, find, h } from "./core/dom.js";
import { fileLink } from "./core/files.js";
import { t } from "./core/i18n.js";

const PATIENCE_MS = 1000;
const READY_MS = 4000;


/** The box of all files that are being made. */
function box() {
  const known = find("making");
  if (known) return known;
  document.body.append(h("div", { class: "copied making", id: "making" }));
  return byId("making");
}

/**
 * A line of the box: what is said of a file, the seconds so far, and a button.
 * @param {string} label
 * @param {() => void} press
 */
function line(label, press) {
  const said = h("span", { role: "status" });
  const seconds = h("span", { class: "soft", "aria-hidden": "true" });
  const button = h("button", { type: "button", class: "button small" }, label);
  const row = h("div", {}, h("p", {}, [h("span", {}, [said, " ", seconds]), button]));
  button.onclick = press;
  box().append(row);
  return { said, seconds, button, row };
}

/** @param {ReturnType<typeof line>} shown */
function close({ row }) {
  row.remove();
  const left = find("making");
  if (left && !left.childElementCount) left.remove();
}

/**
 * The name that the server gives a file, else the one in its address.
 * @param {string | null} header
 * @param {string} path
 */
export function fileName(header, path) {
  const named = (header || "").split("filename=")[1];
  return named ? named.replaceAll('"', "") : path.split("/").pop() || "";
}

/** Why a file was not made, in the server's words where it gives some. @param {Response} answer */
export async function reason(answer) {
  try {
    return String((await answer.json()).detail);
  } catch {
    return t("The server answers %(status)s.", { status: answer.status });
  }
}

/**
 * @param {Blob} content
 * @param {string} name
 */
function save(content, name) {
  const href = URL.createObjectURL(content);
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/**
 * Have a file made and saved. What is said of it begins after a second, and stays where it could not be had.
 * @param {HTMLAnchorElement} link
 */
async function make(link) {
  const { href, pathname } = link;
  const name = pathname.split("/").pop() || "";
  const stop = new AbortController();
  const started = performance.now();
  /** @type {ReturnType<typeof line> | null} */
  let shown = null;
  const tick = () => {
    shown ||= line(t("Stop"), () => stop.abort());
    shown.said.textContent = t("%(name)s is being made …", { name });
    shown.seconds.textContent = t("%(seconds)s s", { seconds: Math.round((performance.now() - started) / 1000) });
  };
  const timer = setInterval(tick, PATIENCE_MS);
  /** @param {string} text */
  const fail = (text) => {
    if (shown) close(shown);
    const said = line(t("Close"), () => close(said));
    const again = h("button", { type: "button", class: "button small" }, t("Try again"));
    again.onclick = () => {
      close(said);
      make(link);
    };
    said.row.append(h("p", {}, [again, said.button])); // below its words, which are long
    setTimeout(() => {
      said.said.textContent = t("%(name)s could not be had. %(reason)s", { name, reason: text });
    }, 60);
  };
  try {
    const language = { "Accept-Language": document.documentElement.lang };
    const answer = await fetch(href, { signal: stop.signal, headers: language });
    if (!answer.ok) fail(await reason(answer));
    else {
      save(await answer.blob(), fileName(answer.headers.get("Content-Disposition"), pathname));
      if (shown) ready(shown, name);
    }
  } catch {
    if (!stop.signal.aborted) fail(t("The connection failed."));
    else if (shown) close(shown);
  } finally {
    clearInterval(timer);
  }
}

/**
 * @param {ReturnType<typeof line>} shown
 * @param {string} name
 */
function ready(shown, name) {
  shown.said.textContent = t("%(name)s is saved.", { name });
  shown.seconds.remove();
  shown.button.remove();
  setTimeout(() => close(shown), READY_MS);
}

document.addEventListener("click", (event) => {
  const link = fileLink(event);
  if (!link) return;
  event.preventDefault();
  make(link);
});
