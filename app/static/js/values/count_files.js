// The files of counts: what they are called, and which of them a state needs.
import { config } from "../core/config.js";
import { before, isRange, periodOf, thenOf, yearsIn } from "../core/periods.js";

/** @import { Filter, State } from "../types" */

/**
 * The file of a level's counts under a filter: by year, or by month of a year.
 * @param {string} level
 * @param {Filter} filter
 * @param {string} [year]
 */
export function nameOf(level, filter, year) {
  const counted = filter.named === "with" && isNamed(level) ? ".with" : "";
  return `values-${level}${counted}-${filter.violence}-${filter.family}${year ? `-${year}` : ""}.json`;
}

/** Whether events can name a unit of a level. @param {string} level */
const isNamed = (level) => !/^(zones|grid)/.test(level);

/**
 * The years whose months a state needs: those that it shows, compares with and, of a range, the range before.
 * @param {Partial<State>} state
 */
function monthlyYears({ month, year = "", from = null }) {
  if (!month) return [];
  const period = periodOf({ year, month });
  const periods = [period, thenOf({ year, month, from }), isRange(period) ? before(period) : null];
  const years = new Set(periods.flatMap((some) => (some ? yearsIn(some) : [])));
  return Array.from(years).filter((some) => config.covered.includes(some));
}

/**
 * The files that a state needs of a level: the years, and the months of the years it shows.
 * @param {string} level
 * @param {Filter & Partial<State>} state
 */
export function filesOf(level, state) {
  return [nameOf(level, state), ...monthlyYears(state).map((year) => nameOf(level, state, year))];
}
