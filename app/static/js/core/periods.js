// The period that a state shows, and the one it is compared with: a year, a month, or a range of them.
const APART = "..";

/** @param {string} period */
export const isRange = (period) => period.includes(APART) || period.length === 9;

/** Whether a period is a month or of months. @param {string} period */
export const isOfMonths = (period) => period.length === 7 || period.includes(APART);

/**
 * The first and the last year or month of a period.
 * @param {string} period
 */
export function ends(period) {
  const [first, last] = isRange(period) ? period.split(period.includes(APART) ? APART : "-") : [period, period];
  return [first, last];
}

/** The last year that a period touches. @param {string} period */
export const lastYear = (period) => ends(period)[1].slice(0, 4);

/** A year as the number of itself, a month as the number of months since year 0. @param {string} part */
const numberOf = (part) => (part.length > 4 ? Number(part.slice(0, 4)) * 12 + Number(part.slice(5)) - 1 : Number(part));

/**
 * @param {number} number
 * @param {boolean} isMonth
 */
function partOf(number, isMonth) {
  const [year, month] = isMonth ? [Math.floor(number / 12), (number % 12) + 1] : [number, 0];
  return String(year).padStart(4, "0") + (isMonth ? `-${String(month).padStart(2, "0")}` : "");
}

/**
 * @param {string} first
 * @param {string} last
 */
export const rangeOf = (first, last) => (first === last ? first : first + (first.length > 4 ? APART : "-") + last);

/** The years or months that a period holds. @param {string} period */
export function partsOf(period) {
  if (!isRange(period)) return [period];
  const [first, last] = ends(period);
  const start = numberOf(first);
  const isMonth = first.length > 4;
  return Array.from({ length: numberOf(last) - start + 1 }, (_, index) => partOf(start + index, isMonth));
}

/** The years that a period touches. @param {string} period */
export const yearsIn = (period) => Array.from(new Set(partsOf(period).map((part) => part.slice(0, 4))));

/**
 * The period of the same length right before a range.
 * @param {string} period
 */
export function before(period) {
  const [first, last] = ends(period);
  const isMonth = first.length > 4;
  const start = numberOf(first);
  return rangeOf(partOf(2 * start - numberOf(last) - 1, isMonth), partOf(start - 1, isMonth));
}

/** @param {{year: string, month: string | null}} state */
export const periodOf = ({ year, month }) => (month ? (isRange(month) ? month : `${year}-${month}`) : year);

/**
 * The rule of periods.compared.
 * @param {{year: string, month: string | null, from: string | null}} state
 */
export function thenOf(state) {
  const { from } = state;
  if (!from || !state.month || from.length > 4) return from;
  const parts = ends(periodOf(state)).map(numberOf);
  const by = (Number(from) - Math.floor(parts[0] / 12)) * 12;
  return rangeOf(partOf(parts[0] + by, true), partOf(parts[1] + by, true));
}

/**
 * The last day of the period shown.
 * @param {{year: string, month: string | null}} state
 */
export function lastDay(state) {
  const [year, month] = ends(periodOf(state))[1].split("-");
  if (!month) return `${year}-12-31`;
  return new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10);
}
