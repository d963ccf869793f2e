// The downloads of the view: their addresses are of what is shown, and the citation of each can be copied.
import { edition, pairsOf } from "../addresses.js";
import { all, attribute, byId, h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow } from "../core/links.js";
import { copy } from "../copy.js";
import { when } from "../core/format.js";
import { current } from "../state.js";
import { pickedOf } from "../values/picked.js";
import { now } from "../words/view.js";
import { citation, permanentView, readCitable, taken, withQuery } from "./citations.js";

/** @import { State } from "../types" */
/** @typedef {import("./citations.js").File} File */

const QUOTES =
  "M6 1v5c0 3-1.6 4.6-4.6 5V8.9C2.7 8.6 3.2 7.9 3.3 7H1V1z" +
  "M13 1v5c0 3-1.6 4.6-4.6 5V8.9c1.3-.3 1.8-1 1.9-1.9H8V1z";

const FILES = "#downloads [data-download], #downloads [data-download-all], #downloads [data-view]";

/**
 * A file's link as its path, the parameters of its own name, its layer, and whether it is of all years.
 * @param {Element} link
 * @returns {File}
 */
function fileOf(link) {
  const names = ["data-download-all", "data-download", "data-view"];
  const name = names.find((attr) => link.hasAttribute(attr)) || "data-view";
  const [path, ...own] = attribute(link, name).split("?");
  const layer = name === "data-view" ? null : path.split(".")[0];
  return { path, own, layer, isAll: name === "data-download-all" };
}

/** @param {HTMLAnchorElement} link */
function address(link) {
  const state = current();
  const { path, own, layer, isAll } = fileOf(link);
  const found = layer
    ? withQuery(`/download/${path}`, [...edition(state), ...taken(layer, state, isAll), ...own])
    : withQuery(`/${path}`, [...pairsOf(state), ...own]);
  return state.root + found;
}

function quoteIcon() {
  return h(
    "svg",
    { viewBox: "0 0 14 12", width: "12", height: "11", "aria-hidden": "true" },
    h("path", { d: QUOTES, fill: "currentColor" }),
  );
}

/** A button beside a link that copies its citation. @param {HTMLAnchorElement} link */
function addButton(link) {
  const words = t("Copy the citation: %(name)s", { name: link.textContent });
  const button = h("button", { type: "button", class: "cite", title: words, "aria-label": words }, quoteIcon());
  button.addEventListener("click", () => copy(citation(fileOf(link), current()), button));
  link.after(button);
}

/** Let readers copy citations. */
export function attachDownloads() {
  readCitable();
  for (const link of /** @type {HTMLAnchorElement[]} */ (all(FILES))) addButton(link);
  byId("cite-hint").prepend(quoteIcon(), " ");
  byId("cite-hint").hidden = false;
  follow(FILES, address);
  follow("#permanent", () => permanentView("/", current()));
}

/** @param {State} state */
export function showDownloads(state) {
  for (const node of all(".only")) node.textContent = pickedOf(state).map(({ name }) => name).join(" + ");
  for (const node of all("[data-download-year]")) {
    const isSites = attribute(node, "data-download-year") === "sites";
    node.textContent = isSites ? when(state.year) : now(state);
    node.classList.toggle("apart", isSites && Boolean(state.month));
  }
}
