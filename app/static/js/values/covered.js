// What a source covers of a period, and sums over it.
import { config } from "../core/config.js";
import { isRange, partsOf } from "../core/periods.js";

/** @import { CountName, Counts } from "../types" */

/** @type {readonly CountName[]} */
export const COUNTS = ["events", "low", "best", "high", "civilians"];

/** @param {string} period a year or a month */
export function isCovered(period) {
  const months = config.coveredMonths;
  if (period.length === 4 || period.slice(5) === "00") return config.covered.includes(period.slice(0, 4));
  return months.length > 0 && period >= months[0] && period <= months[months.length - 1];
}

/** The years or months of a period that its counts are the sum of. @param {string} period */
export const summed = (period) => partsOf(period).filter(isCovered);

/**
 * The sums of several counts, and how many they are; null where one has no data.
 * @param {Counts[]} rows
 * @returns {Counts}
 */
export function addUp(rows) {
  const sum = (/** @type {CountName} */ name) =>
    rows.length && rows.every((row) => row[name] != null)
      ? rows.reduce((all, row) => all + (row[name] || 0), 0)
      : null;
  const [events, low, best, high, civilians] = COUNTS.map(sum);
  return { events, low, best, high, civilians, periods: rows.length };
}

/**
 * The counts of a period as `read` gives them of a year or month: of a range their sums.
 * @template {Counts} T
 * @param {string} period
 * @param {(part: string) => T} read
 * @returns {Counts}
 */
export const over = (period, read) => (isRange(period) ? addUp(summed(period).map(read)) : read(period));

/** How many years or months counts are the sum of. @param {Counts} counts */
export const lengthOf = ({ periods }) => periods || 1;

/**
 * The counts of a year or month, as the mean of those that they are the sum of.
 * @param {Counts} counts
 * @returns {Counts}
 */
export function meanOf(counts) {
  const part = (/** @type {CountName} */ name) => {
    const count = counts[name];
    return count == null ? null : count / lengthOf(counts);
  };
  const [events, low, best, high, civilians] = COUNTS.map(part);
  return { events, low, best, high, civilians };
}

/**
 * Two counts as they can be compared: as they are or, where one is a sum of several, their means.
 * @param {Counts} then
 * @param {Counts} now
 */
export const comparable = (then, now) =>
  Math.max(lengthOf(then), lengthOf(now)) > 1 ? [meanOf(then), meanOf(now)] : [then, now];
