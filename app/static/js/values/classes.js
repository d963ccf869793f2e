// The class of a value and of a change, and the status of a count and of a change: the rules of geodata's classes and
// measures.
/** @import { Count, Counts } from "../types" */

/**
 * 0 up to and with the first limit, then one more for each limit that is exceeded.
 * @param {number} value
 * @param {readonly number[]} limits
 */
export function classOf(value, limits) {
  const index = limits.findIndex((limit) => value <= limit);
  return index < 0 ? limits.length : index;
}

/**
 * 0 for none, else 1 and up by size, negative for a fall.
 * @param {number} change
 * @param {readonly number[]} sizes
 */
export function changeClass(change, sizes) {
  return change === 0 ? 0 : Math.sign(change) * (1 + classOf(Math.abs(change), sizes));
}

const MISSING = ["no_data", "no_denominator", "none_documented", "uncertain"];

/**
 * Missing or uncertain if either is; none_recorded without events in both; else recorded.
 * @param {string} then
 * @param {string} now
 */
export function changeStatus(then, now) {
  const missing = MISSING.find((status) => status === then || status === now);
  if (missing) return missing;
  return then === "none_recorded" && now === "none_recorded" ? "none_recorded" : "recorded";
}

/**
 * The key that a figure is drawn by: its status where that is no class, else c and its class, or d and that of a
 * change.
 * @param {string} status
 * @param {number} number
 * @param {boolean} isChange
 * @param {string} [zero] the key of a zero of what is listed
 */
export function classKey(status, number, isChange, zero = "zero") {
  if (status === "zero") return zero;
  return status === "recorded" ? `${isChange ? "d" : "c"}${number}` : status;
}

/**
 * The rule of measures.count_status.
 * @param {Count} count
 * @param {Counts} counts
 * @param {boolean} hasRange
 */
export function statusOf(count, { events, high }, hasRange) {
  if (count == null) return "no_data";
  if (!events) return "none_recorded";
  if (count) return "recorded";
  return hasRange && high ? "best_zero" : "zero";
}
