// The form beside the map: it shows the state that has been chosen, and changes it.
import { config } from "../core/config.js";
import { all, attribute, byId, fill, find, h, input, select } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { symbol } from "../drawing/symbols.js";
import { when } from "../core/format.js";
import { next, refused, update, yearsOf } from "../state.js";
import { listedOf, measureOf } from "../values/counts.js";
import { freeDistance, isStandard } from "../values/zones.js";
import { showHandles } from "./handles.js";

/** @import { State } from "../types" */

const CHOICES = /** @type {const} */ (["violence", "family", "people", "estimate", "circles"]);
const FIRST_KIND = "either";

/**
 * The zones of the slider's column are those of its distance; moving it moves what is shown.
 * @param {number} km
 */
function slide(km) {
  const state = next();
  const layers = new Set(state.layers);
  const old = freeDistance(state);
  const kinds = Object.keys(config.zoneStyles).filter((kind) => old && layers.delete(`${kind}-${old}`));
  for (const kind of kinds.length ? kinds : [FIRST_KIND]) layers.add(`${kind}-${km}`);
  const isFollowing = old && state.unit?.endsWith(`-${old}`);
  const unit = isFollowing && state.unit ? { unit: state.unit.replace(`-${old}`, `-${km}`) } : {};
  update({ layers, ...unit });
}

/** @param {State} state */
function showDistance(state) {
  if (!find("distance")) return;
  const slider = input("distance");
  const km = freeDistance(state) || Number(slider.value);
  slider.value = String(km);
  slider.setAttribute("aria-valuetext", `${km} km`);
  byId("distance-now").textContent = `${km} km`;
  for (const box of /** @type {HTMLInputElement[]} */ (all("[data-free]"))) {
    box.setAttribute("data-layer", `${attribute(box, "data-free")}-${km}`);
    box.disabled = isStandard(km);
  }
}

/** The years one can compare with: all that the source covers but the chosen one. @param {State} state */
function showYears(state) {
  const from = select("from");
  const known = yearsOf(state.measure).filter((year) => year !== state.year);
  if (state.from && !known.includes(state.from)) known.unshift(state.from);
  const options = known.map((year) => h("option", { value: year }, t("change from %(year)s", { year: when(year) })));
  fill(from, [from.options[0], ...options]);
  from.value = state.from || "";
}

/** @param {State} state */
function hintOf(state) {
  const list = listedOf(measureOf(state.measure));
  if (list) return list.filters;
  return find("family") ? t("An event can involve several families: do not add them up.") : "";
}

/** @param {State} state */
function show(state) {
  showHandles(state);
  const radio = document.querySelector(`input[name="measure"][value="${state.measure}"]`);
  if (radio) /** @type {HTMLInputElement} */ (radio).checked = true;
  for (const name of CHOICES) {
    if (find(name)) select(name).value = state[name];
  }
  showYears(state);
  byId("filter-hint").textContent = hintOf(state);
  showDistance(state);
  for (const box of /** @type {HTMLInputElement[]} */ (all("[data-layer]"))) {
    box.checked = state.layers.has(attribute(box, "data-layer"));
  }
}

/** The state that has been chosen, which may still be loading. */
export const showControls = () => show(next());

/** @param {Event} event */
function onChange({ target }) {
  const node = /** @type {HTMLInputElement} */ (target);
  const layer = attribute(node, "data-layer");
  if (node.id === "distance") slide(Number(node.value));
  else if (layer) {
    const layers = new Set(next().layers);
    if (node.checked) layers.add(layer);
    else layers.delete(layer);
    update({ layers });
  } else update({ [node.name]: node.name === "from" ? node.value || null : node.value });
}

/** Let the form change the state. */
export function attachControls() {
  for (const node of /** @type {HTMLInputElement[]} */ (all(".needs-script"))) node.disabled = false;
  for (const node of all("svg.symbol")) node.append(symbol(attribute(node, "data-force"), "open") || "");
  find("distance")?.addEventListener("input", () => {
    byId("distance-now").textContent = `${input("distance").value} km`;
  });
  byId("controls").addEventListener("submit", (event) => event.preventDefault());
  byId("controls").addEventListener("change", onChange);
  refused.follow(show);
}
