// The heading: what the map shows, and the country's figures in a sentence.
import { byId, fill, find, h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { measureOf } from "../values/counts.js";
import { isBoth } from "../values/sides.js";
import { isOnTheWay } from "../state.js";
import { headline } from "../words/headline.js";
import { filterWords, shown, subtitle } from "../words/view.js";

/** @import { State } from "../types" */

/** What is known to those who do not see the page: what was loaded with it needs no announcement. */
let announced = "";

/** Parts of a sentence that are longer, in letters, may wrap. */
const LONG = 40;

/** A sentence whose parts stay on a line, so that no figure is cut where there is no room. @param {string} text */
export const unbroken = (text) => text.split(/(?<=,)\s|\s(?=\()/).flatMap((part) =>
  [part.length > LONG ? part : h("span", { class: "nobr" }, part), " "]);

/** @param {State} state */
export function showHeading(state) {
  const measure = measureOf(state.measure);
  const isGrid = state.layers.has("grid");
  const full = `${measure.label}, ${subtitle(state)}`;
  document.body.classList.toggle("has-grid", isGrid);
  byId("title").textContent = isGrid ? t("Fatalities per 1,000 km² by grid cell") : measure.label;
  byId("subtitle").textContent = isGrid && !state.from ? shown(state) : subtitle(state);
  const table = find("figures-title");
  if (table) table.textContent = full;
  document.title = `${full} · Mali Atlas`;
  const both = isGrid || measure.denominator === "area"
    ? t("border zones on both sides")
    : t("border zones on both sides (beyond it: per 1,000 km²)");
  byId("filter").textContent = [filterWords(state), isBoth(state) && both].filter(Boolean).join(" · ");
  const country = headline(state);
  fill(byId("national"), unbroken(country));
  const said = find("said");
  const parts = ["title", "subtitle", "filter"].map((id) => byId(id).textContent).filter(Boolean);
  const words = `${parts.join(", ")}. ${country}`;
  if (said && announced && words !== announced && !isOnTheWay()) said.textContent = words;
  announced = words;
}
