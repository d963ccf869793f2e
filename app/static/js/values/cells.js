// What a unit's figure is, in a period and under a filter: value, range, status, class.
import { config } from "../core/config.js";
import { periodOf, thenOf } from "../core/periods.js";
import { changeClass, changeStatus, classKey, classOf } from "./classes.js";
import { lengthOf } from "./covered.js";
import { countOf, listedOf, measureOf, row } from "./counts.js";
import { peopleOf } from "./people.js";

/** @import { Measure } from "../config" */
/** @import { Cell, Count, State } from "../types" */

/** @typedef {{pcode: string, area: number} & import("./people.js").Counted} Divisor */

/**
 * @param {Count} count
 * @param {Measure} measure
 * @param {Divisor} unit
 * @param {number | null | undefined} people
 * @param {number} [periods] that the count is the sum of: the mean of one is of the classes that one has
 */
function ratio(count, measure, unit, people, periods = 1) {
  if (count == null || !measure.denominator) return count;
  const denominator = measure.denominator === "population" ? people : unit.area;
  return denominator ? (count * measure.per) / denominator / periods : null;
}

/**
 * The limits of the classes of values and of changes: those of a month where one is shown.
 * @param {Measure} measure
 * @param {State} state
 */
export function breaksOf(measure, state) {
  const { value, change, month, month_change } = measure.breaks;
  return state.month && month && month_change ? { value: month, change: month_change } : { value, change };
}

/**
 * The colour or pattern of a class key such as c3, d-1 or no_data.
 * @param {string} key
 * @param {Measure} measure
 */
export const fillOf = (key, measure) => config.fills[key] || measure.fills[key];

/**
 * Counted, but nobody knows how many people the rate would be of.
 * @param {Count} value
 * @param {string} status
 * @param {Measure} measure
 */
function isUncounted(value, status, measure) {
  return value == null && ["recorded", "zero", "best_zero"].includes(status) && measure.denominator;
}

/**
 * A unit as the map draws it.
 * @param {string} level
 * @param {State} state
 * @param {Divisor} unit
 * @param {Measure} measure
 * @returns {Cell}
 */
export function cellOf(level, state, unit, measure) {
  const now = row(level, state, unit.pcode, periodOf(state));
  const people = peopleOf(unit, periodOf(state), state.people);
  const rateOf = (/** @type {Count} */ count) => ratio(count, measure, unit, people, lengthOf(now));
  const value = rateOf(countOf(now, measure.numerator));
  const status = now.status[measure.numerator];
  const found = {
    row: now,
    value,
    low: measure.hasRange ? rateOf(now.low) : null,
    high: measure.hasRange ? rateOf(now.high) : null,
    status: isUncounted(value, status, measure) ? "no_denominator" : status,
    key: "",
    fill: "",
    then: null,
    change: null,
    thenRow: null,
  };
  if (state.from) compare(found, level, state, unit, measure);
  else found.key = keyOf(found.status, found.value, breaksOf(measure, state).value, measure);
  found.fill = fillOf(found.key, measure);
  return found;
}

/**
 * @param {string} status
 * @param {Count} value
 * @param {readonly number[]} limits
 * @param {Measure} measure
 */
function keyOf(status, value, limits, measure) {
  return classKey(status, value == null ? 0 : classOf(value, limits), false, listedOf(measure)?.zero);
}

/**
 * Say of a cell what has changed since the period compared with.
 * @param {Cell} found
 * @param {string} level
 * @param {State} state
 * @param {Divisor} unit
 * @param {Measure} measure
 */
function compare(found, level, state, unit, measure) {
  const then = row(level, state, unit.pcode, thenOf(state) || "");
  found.thenRow = then;
  const people = peopleOf(unit, thenOf(state) || "", state.people);
  found.then = ratio(countOf(then, measure.numerator), measure, unit, people, lengthOf(then));
  found.change = found.value == null || found.then == null ? null : found.value - found.then;
  const now = ["zero", "best_zero"].includes(found.status) ? "recorded" : found.status;
  const before = then.status[measure.numerator];
  found.status = changeStatus(isUncounted(found.then, before, measure) ? "no_denominator" : before, now);
  const number = found.change == null ? 0 : changeClass(found.change, breaksOf(measure, state).change);
  found.key = classKey(found.status, number, true, listedOf(measure)?.zero);
}

/** @type {WeakMap<State, Map<string, Cell>>} */
const made = new WeakMap();

/**
 * The cells of every unit by p-code, worked out once a state.
 * @param {State} state
 */
export function cellsOf(state) {
  let cells = made.get(state);
  if (!cells) {
    const measure = measureOf(state.measure);
    cells = new Map(config.units.map((unit) => [unit.pcode, cellOf(config.level, state, unit, measure)]));
    made.set(state, cells);
  }
  return cells;
}
