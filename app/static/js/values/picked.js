// The units that are picked, and their counts added up: the rule of geodata's figures.sums.
import { config } from "../core/config.js";
import { periodOf, thenOf } from "../core/periods.js";
import { countedBy, ratio } from "./cells.js";
import { beside, countOf, measureOf, row, total } from "./counts.js";
import { COUNTS, lengthOf } from "./covered.js";
import { peopleOf } from "./people.js";

/** @import { Unit } from "../config" */
/** @import { Count, Counts, State } from "../types" */

/** The picked units, in the order of the edition. @param {State} state */
export const pickedOf = ({ units }) => (units.length ? config.units.filter(({ pcode }) => units.includes(pcode)) : []);

/**
 * The codes of these units beside those that are picked, or without them where all of them are, in the edition's order.
 * @param {State} state
 * @param {string[]} codes
 */
export function toggled({ units }, codes) {
  const isOff = codes.every((code) => units.includes(code));
  const kept = units.filter((code) => !codes.includes(code));
  const all = isOff ? kept : [...kept, ...codes];
  return config.units.flatMap(({ pcode }) => (all.includes(pcode) ? pcode : []));
}

/** The sum; null where one is not known. @param {(Count | undefined)[]} values */
const added = (values) => values.reduce((/** @type {Count} */ sum, value) =>
  sum == null || value == null ? null : sum + value, 0);

/**
 * The sum of what units have: no silent part of it.
 * @param {Unit[]} units
 * @param {(unit: Unit) => Counts} read
 */
function addedUp(units, read) {
  const rows = units.map(read);
  const sums = Object.fromEntries(COUNTS.map((name) => [name, added(rows.map((one) => one[name]))]));
  return /** @type {Counts} */ ({ ...sums, periods: rows[0]?.periods });
}

/**
 * The counts of the picked units together.
 * @param {State} state
 * @param {string} [period]
 */
export const sumOf = (state, period = periodOf(state)) =>
  addedUp(pickedOf(state), ({ pcode }) => row(config.level, state, pcode, period));

/** The counts of the events that name one of them and are placed in none. @param {State} state */
export const namedSum = (state) =>
  addedUp(pickedOf(state), ({ pcode }) => beside(config.level, state, pcode, periodOf(state)));

/**
 * The picked units whose people are not known in a period, where the measure divides by them.
 * @param {State} state
 */
export function withoutPeople(state) {
  if (measureOf(state.measure).denominator !== "population") return [];
  return pickedOf(state).filter((unit) => !peopleOf(unit, periodOf(state), state.people));
}

/**
 * The measure's value for the picked units together: all of their counts by all of their people, or area.
 * @param {State} state
 * @param {string} period
 */
function valueIn(state, period) {
  const measure = measureOf(state.measure);
  const units = pickedOf(state);
  const rows = units.map(({ pcode }) => row(config.level, state, pcode, period));
  const counts = rows.map((one) => countOf(one, countedBy(measure, state)));
  const listed = counts.filter((count) => count != null);
  const count = measure.denominator ? added(counts) : listed.length ? added(listed) : null;
  const people = added(units.map((unit) => peopleOf(unit, period, state.people)));
  const area = added(units.map((unit) => unit.area)) || 0;
  return ratio(count, measure, { pcode: "", area }, people, lengthOf(rows[0]));
}

/** The measure's value for them or, where a change is shown, its change. @param {State} state */
export function sumValue(state) {
  const now = valueIn(state, periodOf(state));
  const before = thenOf(state);
  if (!before) return now;
  const then = valueIn(state, before);
  return now == null || then == null ? null : now - then;
}

/**
 * By period, the counts of the picked units; where none are, of the unit that is opened, else of the country. Null
 * where there is no data or none is loaded.
 * @param {State} state
 * @param {readonly string[]} [periods]
 * @returns {Record<string, Counts>}
 */
export function seriesOf(state, periods = config.periods) {
  const shown = { ...state, units: state.units.length ? state.units : state.unit ? [state.unit] : [] };
  const read = pickedOf(shown).length
    ? (/** @type {string} */ period) => sumOf(shown, period)
    : (/** @type {string} */ period) => total(config.level, state, "national", period);
  return Object.fromEntries(periods.map((period) => [period, read(period)]));
}
