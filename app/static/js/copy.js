// Text to the clipboard. Where a page has none, as on plain http, the text is shown and selected, to be copied by hand.
// Needs nothing of the map: pages without one load this file alone.
import { byId, find } from "./core/dom.js";
import { attachFiles } from "./core/files.js";
import { attachFinding } from "./core/finding.js";

/** @type {HTMLElement | null} */
let asked = null;

/** @param {string} text */
async function write(text) {
  if (!navigator.clipboard) throw new Error("no clipboard");
  await navigator.clipboard.writeText(text);
}

/** Old, and all that a page on plain http has: copies what is selected. */
function writeSelected() {
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

/**
 * @param {string} text
 * @param {string} words
 */
function show(text, words) {
  byId("copied-said").textContent = words;
  /** @type {HTMLTextAreaElement} */ (byId("copied-text")).value = text;
  byId("copied").hidden = false;
  byId("copied-status").textContent = "";
  setTimeout(() => {
    byId("copied-status").textContent = words;
  }, 60);
}

function select() {
  const field = /** @type {HTMLTextAreaElement} */ (byId("copied-text"));
  field.focus();
  field.select();
}

/** @param {HTMLElement} button */
function mark(button) {
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 2500);
}

/**
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function tryToWrite(text) {
  try {
    await write(text);
    return true;
  } catch {
    show(text, "");
    select();
    return writeSelected();
  }
}

/**
 * Copy a text for the button that was pressed, and say so.
 * @param {string} text
 * @param {HTMLElement} button
 */
export async function copy(text, button) {
  asked = button;
  const isDone = await tryToWrite(text);
  const { copied, byHand } = byId("copied").dataset;
  show(text, (isDone ? copied : byHand) || "");
  if (isDone) {
    mark(button);
    button.focus();
  } else select();
  return isDone;
}

function close() {
  const box = find("copied");
  if (!box || box.hidden) return;
  const isInside = box.contains(document.activeElement);
  box.hidden = true;
  if (isInside && asked) asked.focus();
}

/**
 * The text of an element; where the button names an address, with that in place of the element's own.
 * @param {HTMLElement} button
 */
function textOf({ dataset: { copy: id, address } }) {
  const from = byId(id || "");
  const text = (from.textContent || "").trim().replace(/[ \n\t]+/g, " ");
  return address ? text.replace(from.dataset.address || "", () => address) : text;
}

attachFiles();
attachFinding();
document.addEventListener("DOMContentLoaded", () => {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copy]"))) {
    button.hidden = false;
  }
  find("copied-close")?.addEventListener("click", close);
});
document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (target.closest("[data-copy]"));
  if (button) copy(textOf(button), button);
  else if (!target.closest("#copied, .cite, [id^=copy-]")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
