// The year, or the month of it, that a state shows, and the one it is compared with.
/** @import { State } from "../types" */

/** @param {{year: string, month: string | null}} state */
export const periodOf = ({ year, month }) => (month ? `${year}-${month}` : year);

/** @param {State} state */
export const thenOf = ({ from, month }) => (from && month ? `${from}-${month}` : from);

/**
 * The last day of the period shown.
 * @param {{year: string, month: string | null}} state
 */
export function lastDay({ year, month }) {
  if (!month) return `${year}-12-31`;
  return new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10);
}
