// The country's figures of a state in a sentence: of what is listed where the measure shows a list, else of deaths.
import { config } from "../core/config.js";
import { whole } from "../core/format.js";
import { filled, t } from "../core/i18n.js";
import { lastYear, periodOf, thenOf } from "../core/periods.js";
import { listedOf, measureOf, row, total } from "../values/counts.js";
import { national } from "../values/national.js";
import { countTexts } from "./figures.js";
import { leftOut } from "./ranges.js";
import { listedTime, now, span } from "./view.js";

/** @import { Listed } from "../config" */
/** @import { State } from "../types" */

/** @param {State} state */
export function deathsHeadline(state) {
  const counts = national(state);
  if (counts.best == null) return t("Mali %(year)s: no data.", { year: now(state) });
  const then = thenOf(state);
  const before = then ? total(config.level, state, "national", then) : null;
  const [best, range, events, civilians] = countTexts(counts, before);
  const said = { year: span(state), best, range, events, civilians };
  const sentence =
    counts.low == null
      ? t("Mali %(year)s: %(best)s deaths, events: %(events)s.", said)
      : t("Mali %(year)s: %(best)s deaths (%(range)s), %(civilians)s civilians, events: %(events)s.", said);
  const note = counts.note ? t("No regional figures: %(note)s.", { note: counts.note }) : leftOut(periodOf(state));
  return note ? `${sentence} ${note}` : sentence;
}

/**
 * @param {string[]} names
 * @param {string} year
 * @param {State} state
 */
function sum(names, year, state) {
  const rows = config.units.map(({ pcode }) => row("admin1", state, pcode, year).listed);
  return whole(rows.reduce((all, listed) => names.reduce((some, name) => some + (listed[name] || 0), all), 0));
}

/**
 * @param {Listed} list
 * @param {State} state
 */
function listedHeadline(list, state) {
  const years = [thenOf(state), periodOf(state)].flatMap((period) => (period ? lastYear(period) : []));
  const unknown = years.find((year) => !list.covered.includes(year));
  if (unknown) return filled(list.sentences.no_data, { year: unknown });
  const [first] = Object.keys(list.counts);
  const join = (/** @type {(year: string) => string} */ say) => years.map(say).join(" → ");
  return filled(list.headline, {
    when: join((year) => listedTime(list, year)),
    count: join((year) => sum([first], year, state)),
    perhaps: join((year) => sum(["uncertain", "reported"], year, state)),
  });
}

/** @param {State} state */
export function headline(state) {
  const list = state.layers.has("grid") ? undefined : listedOf(measureOf(state.measure));
  return list ? listedHeadline(list, state) : deathsHeadline(state);
}
