// What a source covers of a period, and sums over it.
import { config } from "../core/config.js";
import { isRange, partsOf } from "../core/periods.js";

/** @import { Count, CountName, Counts, Values } from "../types" */
/** @typedef {{values: Values | undefined, when: number | undefined, period: string}} Part a year or month of a range */

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
 * Add up what each part of a range has; where its values have no entry, it is none.
 * @param {Part[]} parts
 * @param {(part: Part, name: CountName, at: number) => Count | undefined} read
 * @returns {Counts}
 */
export function sumOver(parts, read) {
  const sum = (/** @type {CountName} */ name) => {
    const none = config.absent.includes(name) ? null : 0;
    let all = 0;
    for (let at = 0; at < parts.length; at += 1) {
      const count = read(parts[at], name, at);
      const found = count === undefined && parts[at].values ? none : count;
      if (found == null) return null;
      all += found;
    }
    return parts.length ? all : null;
  };
  const [events, low, best, high, civilians] = COUNTS.map(sum);
  return { events, low, best, high, civilians, periods: parts.length };
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
