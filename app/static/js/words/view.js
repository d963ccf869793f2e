// What a state shows, in words: its period and its filters.
import { config } from "../core/config.js";
import { when } from "../core/format.js";
import { filled, t } from "../core/i18n.js";
import { periodOf, thenOf } from "../core/periods.js";
import { listedOf, measureOf } from "../values/counts.js";

/** @import { Listed } from "../config" */
/** @import { State } from "../types" */

/** The period shown. @param {State} state */
export const now = (state) => when(periodOf(state));

/** The period compared with; "" where there is none. @param {State} state */
export function then(state) {
  const period = thenOf(state);
  return period ? when(period) : "";
}

/** The period shown, after the one it is compared with. @param {State} state */
export const span = (state) => (state.from ? `${then(state)} → ${now(state)}` : now(state));

/**
 * The time of a year's listed figures.
 * @param {Listed} list
 * @param {string} year
 */
export const listedTime = (list, year) => filled(list.dated[year] || list.when, { year });

/** @param {State} state */
export function subtitle(state) {
  const list = listedOf(measureOf(state.measure));
  const { year, from } = state;
  if (from) {
    const pair = list ? { since: when(from), year: when(year) } : { since: then(state), year: now(state) };
    return t("Change from %(since)s to %(year)s", pair);
  }
  if (list) return listedTime(list, year);
  const months = config.partial[periodOf(state)];
  return months ? t("%(year)s, only %(months)s", { year: periodOf(state), months }) : now(state);
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
