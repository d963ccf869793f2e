// What the figures of a range are, in words: the server's (text/captions.py).
import { config } from "../core/config.js";
import { rate, when } from "../core/format.js";
import { t } from "../core/i18n.js";
import { before, isOfMonths, isRange, partsOf, periodOf, thenOf } from "../core/periods.js";
import { isCovered, meanOf, summed } from "../values/covered.js";

/** @import { Counts, State } from "../types" */

/**
 * A text of a period with, of a range, that its values are means.
 * @param {string} text
 * @param {string} period
 */
export function asMean(text, period) {
  if (!isRange(period)) return text;
  return isOfMonths(period)
    ? t("%(period)s, mean per month", { period: text })
    : t("%(period)s, mean per year", { period: text });
}

/** A period where it begins a sentence or ends one. @param {string} period */
export function periodWords(period) {
  if (!isRange(period) || isOfMonths(period)) return when(period);
  const [first, last] = period.split("-");
  return t("%(first)s–%(last)s", { first, last });
}

/** Years or months, those that follow each other as a range. @param {string[]} parts */
function joined(parts) {
  /** @type {string[][]} */
  const runs = [];
  for (const part of parts) {
    const run = runs[runs.length - 1];
    if (run && before(part) === run[run.length - 1]) run.push(part);
    else runs.push([part]);
  }
  const apart = parts[0].length > 4 ? ".." : "-";
  return runs.map((run) => when(run.length > 1 ? run[0] + apart + run[run.length - 1] : run[0])).join(", ");
}

/** What of a range is in no sum; "" where all is. @param {string} period */
export function leftOut(period) {
  const rest = isRange(period) ? partsOf(period).filter((part) => !isCovered(part)) : [];
  return rest.length ? t("Not covered, and in no sum or mean: %(periods)s.", { periods: joined(rest) }) : "";
}

/**
 * @param {string} period
 * @param {boolean} isSum
 */
function heldIn(period, isSum) {
  const held = summed(period);
  if (!held.length) return [t("No part of %(period)s is covered by the source.", { period: when(period) })];
  const isMonths = isOfMonths(period);
  const of = { period: joined(held), count: held.length };
  const sums = isMonths
    ? t("Counts are sums over %(period)s, rates are means per month (of %(count)s).", of)
    : t("Counts are sums over %(period)s, rates are means per year (of %(count)s).", of);
  const inPart = isMonths ? [] : held.filter((year) => config.partial[year]);
  return [
    isSum ? sums : "",
    leftOut(period),
    ...inPart.map((year) => `${t("%(year)s, only %(months)s", { year, months: config.partial[year] })}.`),
  ];
}

/** What the figures are; "" where no range is shown or compared with. @param {State} state */
export function summedWords(state) {
  const then = thenOf(state);
  const ranges = [then, periodOf(state)].flatMap((period) => (period && isRange(period) ? period : []));
  if (!ranges.length) return "";
  const means = t("Counts and rates are means per year or month, so that periods of different length compare.");
  const reports = t(
    "Low and high are the sums of the lowest and of the highest reports: no limits of the whole, which is hardly " +
      "ever the lowest or the highest throughout.",
  );
  const said = [
    then ? means : "",
    ...ranges.flatMap((period) => heldIn(period, !then)),
    config.absent.includes("low") ? "" : reports,
  ];
  return said.filter(Boolean).join(" ");
}

/** The mean of a sum's deaths; "" of one year or month. @param {Counts} counts */
export function meanWords(counts) {
  if (!counts.periods || counts.best == null) return "";
  return t("mean %(mean)s", { mean: rate(meanOf(counts).best, 1) });
}
