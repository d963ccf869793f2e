// What is said of a unit that is reached by key: after its figure its class, rank, place in the country and neighbours.
import { range, rate, whole } from "../core/format.js";
import { t } from "../core/i18n.js";

/** @import { Unit } from "../config" */
/** @import { Cell, State } from "../types" */

/** Neighbours that are named. */
const NAMED = 8;

/** @param {number[]} values @param {number} value */
function third(values, value) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return Math.min(2, Math.floor(((value - low) / (high - low || 1)) * 3));
}

/**
 * Where a unit lies in the country, by thirds of where its units lie.
 * @param {Unit} unit
 * @param {Unit[]} units
 */
export function placeOf(unit, units) {
  const placed = units.filter(({ at }) => at.length);
  const row = third(placed.map(({ at }) => at[0]), unit.at[0]);
  const column = third(placed.map(({ at }) => at[1]), unit.at[1]);
  return [
    [t("in the south-west"), t("in the south"), t("in the south-east")],
    [t("in the west"), t("in the middle of the country"), t("in the east")],
    [t("in the north-west"), t("in the north"), t("in the north-east")],
  ][row][column];
}

/** The figure that a unit is coloured by. @param {Cell} cell @param {State} state */
export const figure = (cell, state) => (state.from ? cell.change : cell.value);

/**
 * Codes of the units with a figure, the highest first.
 * @param {Map<string, Cell>} cells
 * @param {State} state
 */
export const ranked = (cells, state) =>
  Array.from(cells).flatMap(([pcode, cell]) => {
    const value = figure(cell, state);
    return value == null ? [] : [{ pcode, value }];
  }).sort((a, b) => b.value - a.value);

/**
 * How many units have a higher figure, of how many with one; "" where the unit has none.
 * @param {string} pcode
 * @param {{pcode: string, value: number}[]} order
 */
export function rankOf(pcode, order) {
  const own = order.find((one) => one.pcode === pcode);
  if (!own || !own.value) return "";
  const place = order.filter(({ value }) => value > own.value).length + 1;
  return place === 1
    ? t("the highest of %(all)s", { all: whole(order.length) })
    : t("number %(place)s of %(all)s", { place: whole(place), all: whole(order.length) });
}

/**
 * The class of a unit, as the legend names it.
 * @param {Cell} cell
 * @param {import("../config").Measure} measure
 * @param {State} state
 */
export function classOf({ key }, measure, state) {
  const legend = /** @type {Record<string, [string, string][]>} */ (/** @type {unknown} */ (measure.legend));
  const label = legend[state.from ? "change" : "value"]?.find(([own]) => own === key)?.[1];
  return /^[cd]/.test(key) && label ? t("class %(label)s", { label }) : "";
}

/** The range of a value. @param {Cell} cell @param {import("../config").Measure} measure @param {State} state */
export const rangeOf = ({ low, high }, { hasRange, decimals }, state) =>
  hasRange && low != null && low !== high && !state.from
    ? t("range %(range)s", { range: range(rate(low, decimals), rate(high, decimals)) })
    : "";

/** Those that share a border with it. @param {string[]} names */
export function besideOf(names) {
  if (!names.length) return "";
  const more = names.length > NAMED ? t(" and %(count)s more", { count: whole(names.length - NAMED) }) : "";
  return t("beside: %(names)s", { names: names.slice(0, NAMED).join(", ") }) + more;
}
