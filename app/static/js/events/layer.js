// Events on the map: circles by deaths, the deadliest on top and first for the keyboard.
import { whole } from "../core/format.js";
import { clustersOf, far, radius } from "./clusters.js";
import { countBy } from "./deaths.js";
import { rescale } from "./legend.js";
import { RIM, disc, isPoint } from "./symbols.js";
import { spoken } from "./words.js";

/** @import { ConflictEvent, State } from "../types" */
/** @import { Cluster } from "./clusters.js" */

/** What a finger or a pointer can hit, and how far apart circles are at least, in px. */
const [REACH, NEAR] = [16, 6];
/** From this radius on there is room for the number of deaths; and what room it takes. */
const [NUMBERED, NUMBER] = [11, 9];
const ABOVE = 10_000;

/**
 * @param {Cluster} cluster
 * @param {number} rank how many are deadlier
 * @param {number} r its radius
 * @param {boolean} isNumbered
 */
function markerOf({ events, deaths }, rank, r, isNumbered) {
  const { page } = globalThis.Atlas;
  const size = Math.max(REACH, 2 * (r + RIM));
  const html = disc(events, 2 * r, isNumbered ? whole(deaths) : "");
  const className = events.length > 1 ? "eventmark many" : "eventmark";
  const made = page.mark(events[0].at || [0, 0], { html, className, iconSize: [size, size] });
  made.setZIndexOffset(-ABOVE * (rank + 1));
  page.reach(made, { kind: "events", events }, (element) => {
    element.setAttribute("aria-label", spoken(events));
    element.setAttribute("data-events", events.map((event) => event.id).join(" "));
    element.setAttribute("data-deaths", String(deaths));
  });
  return made;
}

/**
 * Draw the events whose places are points.
 * @param {import("leaflet").LayerGroup} group
 * @param {ConflictEvent[]} events
 * @param {number} years
 * @param {State} state
 */
export function draw(group, events, years, state) {
  countBy(state);
  const map = globalThis.Atlas.page.map();
  const scale = rescale(years);
  const pointOf = (/** @type {ConflictEvent} */ { at }) => map.latLngToLayerPoint(at || [0, 0]);
  const clusters = clustersOf(events.filter(isPoint), pointOf, scale, NEAR);
  clusters.forEach((cluster, rank) => {
    const r = radius(cluster.deaths, scale);
    const isCovering = (/** @type {Cluster} */ one) => far(one.at, cluster.at) < radius(one.deaths, scale) + NUMBER;
    const isNumbered = r >= NUMBERED && !clusters.slice(0, rank).some(isCovering);
    group.addLayer(markerOf(cluster, rank, r, isNumbered));
  });
}
