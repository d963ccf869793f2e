// The heading: what the map shows, and the country's figures in a sentence.
import { config } from "../core/config.js";
import { byId } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { thenOf } from "../core/periods.js";
import { measureOf, total } from "../values/counts.js";
import { national } from "../values/national.js";
import { countTexts } from "../words/figures.js";
import { filterWords, now, span, subtitle } from "../words/view.js";

/** @import { State } from "../types" */

/** @param {State} state */
function headline(state) {
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
  return counts.note ? `${sentence} ${t("No regional figures: %(note)s.", { note: counts.note })}` : sentence;
}

/** @param {State} state */
export function showHeading(state) {
  const measure = measureOf(state.measure);
  const isGrid = state.layers.has("grid");
  const full = `${measure.label}, ${subtitle(state)}`;
  document.body.classList.toggle("has-grid", isGrid);
  byId("title").textContent = isGrid ? t("Fatalities per 1,000 km² by grid cell") : measure.label;
  byId("subtitle").textContent = isGrid && !state.from ? now(state) : subtitle(state);
  byId("figures-title").textContent = full;
  document.title = `${full} · Mali Atlas`;
  byId("filter").textContent = filterWords(state);
  byId("national").textContent = headline(state);
}
