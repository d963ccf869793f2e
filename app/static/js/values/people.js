// The people that a rate divides by: the rule of geodata's figures.people_of.
import { config } from "../core/config.js";
import { isRange, partsOf } from "../core/periods.js";
import { summed } from "./covered.js";

/** @import { Measure } from "../config" */
/** @import { State } from "../types" */
/** @typedef {{population?: number | null, populationBefore?: number | null}} Counted */

/**
 * The people of a unit that rates of a period divide by: of the census, or of the year; null where one is not known.
 * Between the censuses a number grows by the same factor each year; from the later one on it stays.
 * @param {Counted} unit
 * @param {string} period
 * @param {string} people
 */
function peopleIn({ population, populationBefore }, period, people) {
  const year = Number(period.slice(0, 4));
  if (people === "census" || year >= config.census || !population) return population;
  if (!populationBefore) return null;
  const share = (year - config.censusBefore) / (config.census - config.censusBefore);
  return Math.round(populationBefore ** (1 - share) * population ** share);
}

/**
 * The people of a unit that rates of a period divide by: of a range, the mean of what its counts are summed over.
 * @param {Counted} unit
 * @param {string} period
 * @param {string} people
 */
export function peopleOf(unit, period, people) {
  if (!isRange(period)) return peopleIn(unit, period, people);
  const held = summed(period);
  const found = (held.length ? held : partsOf(period)).map((part) => peopleIn(unit, part, people));
  if (found.some((number) => number == null)) return null;
  return Math.floor(found.reduce((/** @type {number} */ all, number) => all + (number || 0), 0) / found.length + 0.5);
}

/**
 * The unit of a measure's values, where rates divide by the state's people.
 * @param {Measure} measure
 * @param {State} state
 */
export const unitOf = ({ unit, unitOfYear }, { people }) => (people === "year" ? unitOfYear : unit);

/**
 * What there is to know of a measure, where rates divide by the state's people.
 * @param {Measure} measure
 * @param {State} state
 */
export const caveatOf = ({ caveat, caveatOfYear }, { people }) => (people === "year" ? caveatOfYear : caveat);
