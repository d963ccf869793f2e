// What a state shows, in words: its period and its filters.
import { config } from "../core/config.js";
import { when } from "../core/format.js";
import { filled, t } from "../core/i18n.js";
import { isRange, lastYear, periodOf, thenOf } from "../core/periods.js";
import { listedOf, measureOf } from "../values/counts.js";

import { asMean, periodWords } from "./ranges.js";

/** @import { Listed, Measure } from "../config" */
/** @import { State } from "../types" */

/** The period shown. @param {State} state */
export const now = (state) => when(periodOf(state));

/** The period compared with; "" where there is none. @param {State} state */
export function then(state) {
  const period = thenOf(state);
  return period ? when(period) : "";
}

/** The period shown, after the one it is compared with. @param {State} state */
export const span = (state) =>
  state.from ? `${then(state)} → ${now(state)}` : periodWords(periodOf(state));

/**
 * The period of a measure's values: of a range that they are means, or the end of its last year.
 * @param {Measure} measure
 * @param {State} state
 */
export function timeOf({ denominator }, state) {
  const periods = [thenOf(state), periodOf(state)].flatMap((period) => period || []);
  const summed = periods.find(isRange);
  if (!summed) return span(state);
  return denominator ? asMean(span(state), summed) : periods.map(lastYear).join(" → ");
}

/**
 * The time of a year's listed figures.
 * @param {Listed} list
 * @param {string} year
 */
export const listedTime = (list, year) => filled(list.dated[year] || list.when, { year });

/** The period shown and, of a range, that its values are means. @param {State} state */
export const shown = (state) => asMean(periodWords(periodOf(state)), periodOf(state));

/** @param {State} state */
export function subtitle(state) {
  const list = listedOf(measureOf(state.measure));
  const period = periodOf(state);
  const earlier = thenOf(state);
  if (earlier) {
    const pair = list ? [earlier, period].map(lastYear) : [then(state), now(state)];
    const change = t("Change from %(since)s to %(year)s", { since: pair[0], year: pair[1] });
    return list ? change : asMean(change, isRange(earlier) ? earlier : period);
  }
  if (list) return listedTime(list, lastYear(period));
  const months = config.partial[period];
  return months ? t("%(year)s, only %(months)s", { year: period, months }) : shown(state);
}

/**
 * The filters; "" where there is none.
 * @param {State} state
 */
export function filterWords({ violence, family }) {
  const chosen = [
    violence === "all" ? undefined : config.violence.find(([key]) => key === violence),
    family === "any" ? undefined : config.families.find(([key]) => key === family),
  ];
  return chosen.flatMap((choice) => (choice ? choice[1] : [])).join(" · ");
}
