// The country's figures; of years that another release alone covers, that release's.
import { config } from "../core/config.js";
import { t } from "../core/i18n.js";
import { periodOf } from "../core/periods.js";
import { total } from "./counts.js";

/** @import { National, State } from "../types" */

/** @param {State} state */
function laterOf(state) {
  if (state.violence !== "all" || state.family !== "any" || state.month) return undefined;
  return config.later.find((row) => row.period === state.year);
}

/**
 * @param {State} state
 * @returns {National}
 */
export function national(state) {
  const later = laterOf(state);
  if (!later) return { ...total(config.level, state, "national", periodOf(state)), release: null, note: "" };
  const { low, best, high, civilians, release } = later;
  const note = t("country only, from another release (UCDP country-year %(release)s)", { release });
  return { events: null, low, best, high, civilians, release, note };
}
