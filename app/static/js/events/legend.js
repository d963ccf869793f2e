// The legend of events: size, colour, outline, and what has no point on the map.
import { config } from "../core/config.js";
import { fill, h } from "../core/dom.js";
import { whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { byEstimate } from "../words/doubt.js";
import { radius } from "./clusters.js";
import { countBy, deathsIn } from "./deaths.js";
import { disc, isPoint, sample } from "./symbols.js";

/** @import { ConflictEvent, State } from "../types" */

const SIZES = [0, 10, 100, 300];
/** Px of radius of one death at a zoom, what it is at most, and by how many zooms it doubles. */
const [SCALE, AT, MOST, DOUBLING] = [1.6, 6, 2.4, 2];
const [EXACT, NEARBY] = [1, 2];

/** @param {HTMLElement} symbol @param {string} words */
const entry = (symbol, words) => h("li", {}, [symbol, h("span", {}, words)]);

/** The types of violence, all but the choice of all. */
const types = () => config.violence.filter(([key]) => key !== "all");

/** An event as a sample: exact. @param {string} type @returns {ConflictEvent} */
const made = (type) => /** @type {ConflictEvent} */ ({ type, where: EXACT, low: 1, best: 1, high: 1 });

/**
 * Px of radius of one death, as the map is zoomed: in more years there are more deaths, and each has less area.
 * @param {number} years
 */
function scaleOf(years) {
  const { page } = globalThis.Atlas;
  return Math.min(MOST, SCALE * 2 ** ((page.map().getZoom() - AT) / DOUBLING)) / Math.max(1, years) ** 0.25;
}

/** @param {number} scale */
const sizes = (scale) =>
  SIZES.map((deaths) => entry(disc([made(types()[0][0])], 2 * radius(deaths, scale)), whole(deaths)));

/** The scale for the map as it is zoomed now, which the legend shows too. @param {number} years */
export function rescale(years) {
  const scale = scaleOf(years);
  const list = document.querySelector(".eventlegend .sizes");
  if (list) fill(list, sizes(scale));
  return scale;
}

/** @param {ConflictEvent[]} events */
function hidden(events) {
  const rest = events.filter((event) => !isPoint(event));
  if (!rest.length) return "";
  return t(
    "Not drawn, as no point is their place: events %(events)s, deaths %(deaths)s, " +
      "known to the cercle, the region or vaguer.",
    { events: whole(rest.length), deaths: whole(deathsIn(rest)) },
  );
}

/**
 * @param {ConflictEvent[]} events of the period and filters
 * @param {number} years
 * @param {State} state
 */
export function legend(events, years, state) {
  countBy(state);
  const mixed = types().map(([type]) => made(type));
  return h("div", { class: "eventlegend" }, [
    h("p", { class: "unit" }, byEstimate(t("Events: deaths, by area"), { hasRange: true }, state)),
    h("ul", { class: "sizes" }, sizes(scaleOf(years))),
    h("ul", {}, [
      ...types().map(([type, label]) => entry(sample(type, EXACT), label)),
      entry(disc(mixed, 10), t("several near each other: their deaths in all, by type")),
      entry(sample("one_sided", EXACT), config.wherePrecision[EXACT]),
      entry(sample("one_sided", NEARBY), config.wherePrecision[NEARBY]),
    ]),
    h("p", { class: "origin" }, hidden(events)),
  ]);
}
