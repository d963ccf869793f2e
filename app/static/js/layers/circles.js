// Circles of counts over the units, by area.
import { config } from "../core/config.js";
import { periodOf } from "../core/periods.js";
import { meanOf } from "../values/covered.js";
import { held, row } from "../values/counts.js";
import { theMap } from "./map.js";

/** @import { State } from "../types" */
/** @typedef {"events" | "best"} Column */

/** @type {import("leaflet").LayerGroup} */
let group;
/** @type {Map<string, import("leaflet").CircleMarker>} */
const circles = new Map();

/** Add the layer. */
export function addCircles() {
  group = L.layerGroup().addTo(theMap());
  for (const unit of config.units) {
    const circle = L.circleMarker(/** @type {[number, number]} */ (unit.at), {
      pane: "circles", interactive: false, color: "#17202c", weight: 2, fillColor: "#ffffff", fillOpacity: 0.45,
      radius: 0, className: "bubble",
    });
    circles.set(unit.pcode, circle);
  }
}

/**
 * The count that the circles show.
 * @param {State} state
 * @returns {Column}
 */
export const columnOf = (state) => (state.circles === "events" ? "events" : "best");

/**
 * The largest count of any unit, of the years or of the months shown.
 * @param {State} state
 */
export function most(state) {
  const values = held(config.level, { violence: "all", family: "any", named: state.named });
  const counts = (values ? values[columnOf(state)] : []).flat();
  const top = counts.reduce((/** @type {number} */ largest, count) => Math.max(largest, count || 0), 1);
  return state.month ? Math.max(1, top / 4) : top;
}

/**
 * @param {number} count
 * @param {number} top the count of the largest circle
 */
export function radius(count, top) {
  const largest = config.largestCircle;
  return count ? Math.min(largest * 1.5, Math.max(1.5, largest * Math.sqrt(count / top))) : 0;
}

/** @param {State} state */
export function showCircles(state) {
  group.clearLayers();
  if (state.circles === "none") return;
  const column = columnOf(state);
  const top = most(state);
  for (const [pcode, circle] of circles) {
    const count = meanOf(row(config.level, state, pcode, periodOf(state)))[column];
    if (count) group.addLayer(circle.setRadius(radius(count, top)));
  }
}
