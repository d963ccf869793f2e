// What stands beside the map is chosen here; how it is shown is loaded when it first is (compare.js).
import { query } from "../addresses.js";
import { config } from "../core/config.js";
import { all, fill, find, h, markCurrent } from "../core/dom.js";
import { beside } from "../core/files.js";
import { periodOf } from "../core/periods.js";
import { theMap } from "../layers/map.js";
import { markUnit } from "../layers/units.js";
import { current, opened, pointed, subscribe, update } from "../state.js";
import { cellOf } from "../values/cells.js";
import { measureOf } from "../values/counts.js";
import { valueText } from "../words/figures.js";
import { filterWords, span, subtitle } from "../words/view.js";
import { zoomTo } from "./focus.js";

/** @import { Held, State } from "../types" */

/** What is offered first: the sites of forces beside deaths. */
const BESIDE_DEATHS = "measure:documented_sites";

let isLoaded = false;

/** A unit's value in the state that is shown; null where there is no such unit. @param {string} pcode */
function told(pcode) {
  const state = current();
  const unit = config.units.find((one) => one.pcode === pcode);
  if (!unit) return null;
  const measure = measureOf(state.measure);
  const cell = cellOf(config.level, state, unit, measure);
  const value = state.from ? cell.change : cell.value;
  return { unit, when: span(state), text: valueText(cell, measure, state), value };
}

/** @type {Held} */
export const held = {
  ready: Promise.resolve(),
  config, query, current, update, subscribe, pointed, opened, theMap, zoomTo, markUnit, told, measureOf,
  subtitle, filterWords,
};

/** What the map itself shows, which the menu leaves out: as the server wrote it. */
let ownChoices = "";

/** Offer what can stand beside the map: the measures and years that it does not show itself. @param {State} state */
function showChoices(state) {
  const own = [`measure:${state.measure}`, `year:${periodOf(state)}`];
  if (ownChoices === own.join()) return;
  const isFirst = ownChoices === "";
  ownChoices = own.join();
  if (isFirst) return;
  const isLater = (/** @type {string} */ value) => Number(value !== BESIDE_DEATHS);
  /** @type {Record<string, [value: string, label: string][]>} */
  const offered = {
    measure: config.measures.map(({ key, label }) => [`measure:${key}`, label]),
    year: config.periods.map((year) => [`year:${year}`, year]),
  };
  for (const group of all("#comparing optgroup")) {
    const kind = (group.querySelector("option")?.value || "").split(":")[0];
    const known = offered[kind]?.filter(([value]) => !own.includes(value));
    known?.sort(([one], [other]) => isLater(one) - isLater(other));
    if (known) fill(group, known.map(([value, label]) => h("option", { value }, label)));
  }
}

/** Load what shows two maps, or all years, when the first are wanted. @param {State} state */
export function showComparing(state) {
  showChoices(state);
  const link = find("all-years");
  if (link) markCurrent(link, state.compare === "years");
  if (!state.compare || isLoaded) return;
  isLoaded = true;
  document.head.append(
    h("link", { rel: "stylesheet", href: beside("compare.css") }),
    h("script", { src: beside(`compare.${config.lang}.js`) }),
  );
}

/** Listen to the menu. */
export function attachComparing() {
  const menu = /** @type {HTMLDetailsElement | null} */ (find("comparing"));
  const form = menu?.querySelector("form");
  if (!menu || !form) return;
  /**
   * @param {Event} event
   * @param {string} compare
   */
  const choose = (event, compare) => {
    event.preventDefault();
    menu.open = false;
    update({ compare });
  };
  form.onsubmit = (event) => choose(event, /** @type {HTMLSelectElement} */ (form.elements.namedItem("compare")).value);
  const link = find("all-years");
  if (link) link.onclick = (event) => choose(event, "years");
}
