// What is said of a class that depends on the estimate, and of a rate that rests on little: the server's
// presenters.uncertainty.
import { t } from "../core/i18n.js";

/** @import { Measure } from "../config" */
/** @import { Cell, State } from "../types" */

/** The marks behind a value. @param {Cell} cell */
export const marks = ({ isUnstable, isUncertain }) => (isUnstable ? "†" : "") + (isUncertain ? "◪" : "");

/** The same in words, and that a best estimate lies outside its own range. @param {Cell} cell */
export function doubts({ isUnstable, isUncertain, value, low, high }) {
  const isOutside = value != null && low != null && high != null && (value < low || value > high);
  return [
    isUnstable ? t("† Unstable: fewer than 5 events or, by people, fewer than 20,000 people.") : "",
    isUncertain ? t("◪ The class differs between the lowest and the highest of the reports.") : "",
    isOutside ? t("The best estimate lies outside the range, as published.") : "",
  ];
}

/** What the hatch and the dagger mean, where a unit has one. @param {Cell[]} cells */
export function doubtKeys(cells) {
  const hatched = t("Hatched, ◪ in the table: the class differs between the lowest and the highest of the reports.");
  const unstable = t("† Unstable: fewer than 5 events or, by people, fewer than 20,000 people.");
  return {
    hatched: cells.some((cell) => cell.isUncertain) ? hatched : "",
    unstable: cells.some((cell) => cell.isUnstable) ? unstable : "",
  };
}

/**
 * A measure's unit with the estimate that values are by.
 * @param {string} unit
 * @param {{hasRange: boolean}} measure
 * @param {State} state
 */
export function byEstimate(unit, { hasRange }, { estimate }) {
  if (estimate === "best" || !hasRange) return unit;
  return estimate === "low"
    ? t("%(unit)s, lowest of the reports", { unit })
    : t("%(unit)s, highest of the reports", { unit });
}

/**
 * The same and, where another estimate does not apply, that.
 * @param {string} unit
 * @param {Measure} measure
 * @param {State} state
 */
export function unitLineOf(unit, measure, state) {
  const isNone = state.estimate !== "best" && !measure.hasRange;
  const said = byEstimate(unit, measure, state);
  return isNone ? `${said}. ${t("Lowest and highest do not apply: this measure has one value.")}` : said;
}
