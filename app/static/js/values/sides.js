// The neighbours' sides of the border zones: their parts, and where their counts are kept.
import { cellOf } from "./cells.js";
import { config } from "../core/config.js";
import { measureOf } from "./counts.js";
import { isStandard, zoneLevel } from "./zones.js";

/** @import { Part, Side } from "../config" */
/** @import { State } from "../types" */

/** Whether both sides of the border are shown. @param {State} state */
export const isBoth = (state) => state.sides === "both";

/** The neighbours that a state shows. @param {State} state */
export const sidesOf = (state) => (isBoth(state) ? config.sides : []);

/**
 * The name of the counts of a zone on a neighbour's side.
 * @param {{id: string}} zone
 * @param {string} side
 */
export const sideLevel = (zone, side) => `${zoneLevel(zone)}.${side}`;

/**
 * Whether a neighbour's events near the border are counted at a distance.
 * @param {Side} side
 * @param {number} km
 */
export const isCounted = ({ counted }, km) => counted === "any" || (counted === "standard" && isStandard(km));

/**
 * The neighbours whose cells a state shows beside Mali's.
 * @param {State} state
 */
export const gridSides = (state) => (state.layers.has("grid") ? sidesOf(state).filter(({ hasGrid }) => hasGrid) : []);

/**
 * The levels of the counts of the cells that a state shows.
 * @param {State} state
 */
export const gridLevels = (state) =>
  state.layers.has("grid") ? ["grid", ...gridSides(state).map(({ key }) => `grid.${key}`)] : [];

/**
 * Whether a part is coloured: those of a neighbour along its own border or either, of which one lies on the other.
 * @param {Part} part
 */
export function isFilled({ id, side }) {
  const [kind] = id.split("-");
  return kind === "either" || config.sides.some((item) => item.key === side && item.kind === kind);
}

/**
 * What the parts are coloured by: the measure shown where it is by area, else one that is.
 * @param {State} state
 */
export function sideMeasure(state) {
  const measure = measureOf(state.measure);
  return config.zoneMeasure && measure.denominator === "area" ? measure : config.zoneMeasure;
}

/**
 * Whether the bands of zones in Mali are coloured: where neither units nor cells lie on the map.
 * @param {State} state
 */
export const isColoured = (state) =>
  Boolean(config.zoneMeasure) && !state.layers.has("units") && !state.layers.has("grid");

/**
 * A zone in Mali as the map draws it.
 * @param {{id: string, area: number}} zone
 * @param {State} state
 */
export function zoneCell({ id, area }, state) {
  const measure = sideMeasure(state);
  return measure ? cellOf(zoneLevel({ id }), state, { pcode: id, area }, measure) : null;
}

/**
 * A neighbour's part as the map draws it.
 * @param {Part} part
 * @param {State} state
 */
export function sideCell({ id, side, area }, state) {
  const measure = sideMeasure(state);
  return measure ? cellOf(sideLevel({ id }, side), state, { pcode: id, area }, measure) : null;
}
