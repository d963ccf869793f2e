// What a small screen's sheet says in its first line, and the loading of what moves it (sheet.js).
import { config } from "../core/config.js";
import { byId, fill, h } from "../core/dom.js";
import { beside } from "../core/files.js";
import { when, whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { run } from "../core/load.js";
import { periodOf } from "../core/periods.js";
import { cellOf } from "../values/cells.js";
import { held, measureOf, row } from "../values/counts.js";
import { isBoth } from "../values/sides.js";
import { zoneLevel, zoneOf } from "../values/zones.js";
import { valueText } from "../words/figures.js";
import { headline } from "../words/headline.js";
import { unbroken } from "./heading.js";
import { unitText } from "./readout.js";

/** @import { State } from "../types" */

const small = matchMedia("(max-width: 899px), (max-height: 500px)");

/** What is selected, and its figure: the one line that is always seen. @param {State} state */
function line(state) {
  const unit = config.units.find(({ pcode }) => pcode === state.unit);
  const zone = zoneOf(state.unit || "");
  if (zone && held(zoneLevel(zone), state)) {
    const { best } = row(zoneLevel(zone), state, zone.id, periodOf(state));
    const words = [isBoth(state) ? "Mali, " : "", t("fatalities: %(best)s", { best: whole(best) })];
    return [h("b", {}, words), `, ${when(periodOf(state))}`];
  }
  if (!unit && (state.unit || state.place)) return [];
  if (!unit) return unbroken((state.units.length && byId("sum-line").textContent) || headline(state));
  const measure = measureOf(state.measure);
  const cell = cellOf(config.level, state, unit, measure);
  return [h("b", {}, valueText(cell, measure, state)), " ", unitText(cell, measure, state)];
}

/** @param {State} state */
export function showSheet(state) {
  fill(byId("peeked"), line(state));
}

/** The controls, which stand beside a wide map, are closed over a small one; then the sheet can be moved. */
export function attachSheet() {
  const fit = () => {
    /** @type {HTMLDetailsElement} */ (byId("drawer")).open = !small.matches;
    if (!small.matches || "AtlasSheet" in globalThis) return;
    run(beside(`sheet.${config.lang}.js`)).catch(() => byId("atlas").setAttribute("data-stop", "half"));
  };
  small.addEventListener("change", fit);
  fit();
}
