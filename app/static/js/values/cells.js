// What a unit's figure is, in a period and under a filter: value, range, status, class.
import { config } from "../core/config.js";
import { periodOf, thenOf } from "../core/periods.js";
import { changeClass, changeStatus, classKey, classOf } from "./classes.js";
import { lengthOf } from "./covered.js";
import { countOf, listedOf, measureOf, row } from "./counts.js";
import { peopleOf } from "./people.js";

/** @import { Measure } from "../config" */
/** @import { Cell, Count, Row, State } from "../types" */

const COUNTED = ["recorded", "zero", "best_zero"];
const [FEWEST_EVENTS, FEWEST_PEOPLE] = [5, 20_000];

/** @typedef {{pcode: string, area: number} & import("./people.js").Counted} Divisor */

/**
 * @param {Count} count
 * @param {Measure} measure
 * @param {Divisor} unit
 * @param {number | null | undefined} people
 * @param {number} [periods] that the count is the sum of: the mean of one is of the classes that one has
 */
export function ratio(count, measure, unit, people, periods = 1) {
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
  return value == null && COUNTED.includes(status) && measure.denominator;
}

/**
 * The count that values are of: by the state's estimate where the measure has several.
 * @param {Measure} measure
 * @param {State} state
 */
export const countedBy = ({ numerator, hasRange }, { estimate }) =>
  hasRange && estimate !== "best" ? estimate : numerator;

/**
 * What the count says: of the lowest or highest estimate, as the server's measures.count_status.
 * @param {Row} found
 * @param {Measure} measure
 * @param {State} state
 */
function statusBy(found, measure, state) {
  const name = countedBy(measure, state);
  const status = found.status[measure.numerator];
  if (name === measure.numerator || !COUNTED.includes(status)) return status;
  const count = countOf(found, name);
  return count == null ? "no_data" : count ? "recorded" : "zero";
}

/**
 * Whether a rate is of few events or, by people, of few people: the rule of geodata's figures.estimates.
 * @param {Row} found
 * @param {Measure} measure
 * @param {number | null | undefined} people
 */
function isUnstable(found, { numerator, denominator }, people) {
  if (!denominator || !COUNTED.includes(found.status[numerator])) return false;
  if (denominator === "population" && !people) return false;
  const isSmall = denominator === "population" && (people || 0) < FEWEST_PEOPLE;
  return (found.events || 0) < FEWEST_EVENTS || isSmall;
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
  const value = rateOf(countOf(now, countedBy(measure, state)));
  const status = statusBy(now, measure, state);
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
    isUncertain: false,
    isUnstable: isUnstable(now, measure, people),
  };
  if (state.from) compare(found, level, state, unit, measure);
  else {
    const limits = breaksOf(measure, state).value;
    found.key = keyOf(found.status, found.value, limits, measure);
    const { low, high } = found;
    found.isUncertain = low != null && high != null && classOf(low, limits) !== classOf(high, limits);
  }
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
  found.then = ratio(countOf(then, countedBy(measure, state)), measure, unit, people, lengthOf(then));
  found.isUnstable ||= isUnstable(then, measure, people);
  found.change = found.value == null || found.then == null ? null : found.value - found.then;
  const now = ["zero", "best_zero"].includes(found.status) ? "recorded" : found.status;
  const before = statusBy(then, measure, state);
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
