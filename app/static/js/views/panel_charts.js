// The charts of the panel: deaths by month of the year shown, and by year.
import { config } from "../core/config.js";
import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { partsOf, periodOf, yearsIn } from "../core/periods.js";
import { bars, values } from "../drawing/charts.js";
import { held, row, total } from "../values/counts.js";

/** @import { State } from "../types" */

const UNDATED = "00";

/** @param {string} words */
export const hint = (words) => h("p", { class: "hint" }, words);

/**
 * The months of the year shown, where a month is: the last slot holds what no month is known of.
 * @param {string} level
 * @param {string | null} pcode null: the country
 * @param {State} state
 */
export function monthly(level, pcode, state, of = "") {
  const shown = partsOf(periodOf(state));
  if (!state.month || !held(level, state, shown[0])) return [];
  return yearsIn(periodOf(state)).flatMap((year) => monthsOf(level, pcode, state, year, of));
}

/**
 * @param {string} level
 * @param {string | null} pcode
 * @param {State} state
 * @param {string} year
 * @param {string} of
 */
function monthsOf(level, pcode, state, year, of) {
  const slots = [...config.months.map(([month]) => month), UNDATED].map((month) => {
    const period = `${year}-${month}`;
    const counts = pcode ? row(level, state, pcode, period) : total(level, state, "national", period);
    return { year: period, label: month === UNDATED ? "?" : String(Number(month)), row: counts };
  });
  return [
    h("h3", {}, t("Fatalities by month, %(year)s", { year }) + of),
    bars(slots, partsOf(periodOf(state))),
    values(slots),
    hint(t("“?”: the month is not known, or the event spans months.")),
  ];
}

/**
 * @param {import("../drawing/charts.js").Bar[]} years
 * @param {State} state
 */
export function yearly(years, state, of = "") {
  return [
    h("h3", {}, t("Fatalities by year") + of),
    bars(years, yearsIn(periodOf(state))),
    values(years),
    hint(t("Bars: best estimate. Lines: lowest to highest report. Hatched: no data.")),
  ];
}

/**
 * @param {string} level
 * @param {string} pcode
 * @param {State} state
 * @param {string} [of] what the headings add
 */
export function charts(level, pcode, state, of) {
  const years = config.periods.map((year) => ({ year, row: row(level, state, pcode, year) }));
  return [...monthly(level, pcode, state, of), ...yearly(years, state, of)];
}
