// What changed, in one plain sentence, from the year before or the period compared with.
import { config } from "../core/config.js";
import { count, rate, when, whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { before, isRange, partsOf, periodOf, thenOf } from "../core/periods.js";
import { comparable, isCovered, lengthOf } from "../values/covered.js";
import { row } from "../values/counts.js";
import { spanOf } from "./figures.js";
import { asMean } from "./ranges.js";

/** @import { Count, Row, State } from "../types" */
/** @typedef {{pcode: string, name: string}} Named */

/**
 * @param {number} now
 * @param {Count} then
 */
export function times(now, then) {
  if (!then) return null;
  const ratio = now / then;
  if (ratio >= 1.05) return t("%(times)s times as many", { times: rate(ratio, 1) });
  if (ratio > 0.95) return t("about as many");
  return t("fewer by %(percent)s %", { percent: whole(Math.round((1 - ratio) * 100)) });
}

/**
 * What the period shown has, without a full stop.
 * @param {string} level
 * @param {string} name
 * @param {string} year
 * @param {Row} now
 */
function opening(level, name, year, now) {
  if (now.events) {
    return t("%(name)s, %(year)s – fatalities: %(deaths)s (reports range %(range)s), events: %(events)s", {
      name,
      year,
      deaths: whole(now.best),
      range: spanOf(now),
      events: whole(now.events),
    });
  }
  return config.isPlacedByPrecision && !level.startsWith("zones")
    ? t("%(name)s, %(year)s – no event placed here", { name, year })
    : t("%(name)s, %(year)s – no event recorded", { name, year });
}

/**
 * The period that the sentence compares with; null where there is none.
 * @param {State} state
 */
function earlierThan(state) {
  const then = thenOf(state);
  if (then) return then;
  const period = periodOf(state);
  if (!isRange(period)) return state.month ? null : config.periods[config.periods.indexOf(period) - 1] || null;
  return partsOf(before(period)).every(isCovered) ? before(period) : null;
}

/**
 * @param {string} level
 * @param {Named} unit
 * @param {State} state
 */
export function sentence(level, { pcode, name }, state) {
  const year = when(periodOf(state));
  const now = row(level, state, pcode, periodOf(state));
  if (now.best == null) return t("%(name)s: the source has no figures for %(year)s.", { name, year });
  const start = opening(level, name, year, now);
  const earlier = earlierThan(state);
  const old = earlier ? row(level, state, pcode, earlier) : null;
  if (!earlier || old?.best == null) return `${start}.`;
  const isSame = lengthOf(old) === lengthOf(now);
  const [then, fresh] = isSame ? [old, now] : comparable(old, now);
  const told = (/** @type {string} */ period) => (isSame ? when(period) : asMean(when(period), period));
  const compared = times(fresh.best || 0, then.best);
  const said = { start, then: told(earlier), before: count(then.best), year: told(periodOf(state)), compared };
  return compared
    ? t("%(start)s. In %(then)s, fatalities: %(before)s; so %(year)s has %(compared)s.", said)
    : t("%(start)s. In %(then)s, fatalities: %(before)s.", said);
}
