// The charts of the panel: deaths by month of the year shown, and by year.
import { config } from "../core/config.js";
import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { periodOf } from "../core/periods.js";
import { bars } from "../drawing/charts.js";
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
  if (!state.month || !held(level, state, periodOf(state))) return [];
  const slots = [...config.months.map(([month]) => month), UNDATED].map((month) => {
    const year = `${state.year}-${month}`;
    const counts = pcode ? row(level, state, pcode, year) : total(level, state, "national", year);
    return { year, label: month === UNDATED ? "?" : String(Number(month)), row: counts };
  });
  return [
    h("h3", {}, t("Fatalities by month, %(year)s", { year: state.year }) + of),
    bars(slots, periodOf(state)),
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
    bars(years, state.year),
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
