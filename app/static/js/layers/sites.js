// Documented sites: one marker a place, holding the symbols of every force shown there; places too near on the screen
// share one.
import { h } from "../core/dom.js";
import { SITE_WIDTH, siteIcon } from "../drawing/symbols.js";
import { current, hasStarted } from "../state.js";
import { drawnOf, hasSites, needSites, shownSites, showsSites, statusOf } from "../values/sites.js";
import { spokenSites } from "../words/sites.js";
import { theMap } from "./map.js";
import { mark, reach } from "./markers.js";

/** @import { Site } from "../config" */
/** @import { State } from "../types" */
/** @typedef {{at: import("leaflet").Point, sites: Site[]}} Place */

const HEIGHT = 24;

/** @type {import("leaflet").LayerGroup} */
let group;

/** Add the layer. */
export function addSites() {
  group = L.layerGroup().addTo(theMap());
  theMap().on("zoomend", () => {
    if (hasStarted() && hasSites()) showSites(current());
  });
}

/** The sites of a state, as a source of it. */
export const siteSource = {
  /** @param {State} state */
  need: (state) => (showsSites(state) ? needSites() : null),
  /** @param {State} state */
  isHeld: (state) => !showsSites(state) || hasSites(),
};

export const siteMarkers = () => /** @type {import("leaflet").Marker[]} */ (group.getLayers());

/**
 * @param {Site[]} sites
 * @returns {Place[]}
 */
function placesOf(sites) {
  /** @type {Place[]} */
  const places = [];
  for (const site of sites) {
    const at = theMap().latLngToContainerPoint(site.at);
    const near = places.find((place) => {
      const reachOf = 14 + 8.5 * place.sites.length;
      return Math.abs(place.at.x - at.x) < reachOf && Math.abs(place.at.y - at.y) < HEIGHT + 1;
    });
    if (near) near.sites.push(site);
    else places.push({ at, sites: [site] });
  }
  return places;
}

/**
 * @param {Site[]} here
 * @param {State} state
 */
function markerOf(here, state) {
  const width = SITE_WIDTH * here.length + 7;
  const icons = here.map((site) => {
    const drawn = drawnOf(site, state);
    const said = { "data-site": site.id, "data-status": statusOf(site, state), "data-drawn": drawn };
    return siteIcon(site.force, drawn, said);
  });
  const html = h("span", { class: "sitebox" }, icons);
  const anchor = /** @type {[number, number]} */ ([width / 2, HEIGHT / 2]);
  const made = mark(here[0].at, { html, className: "sites", iconSize: [width, HEIGHT], iconAnchor: anchor });
  reach(made, { kind: "sites", sites: here }, (element) => {
    element.setAttribute("aria-label", spokenSites(here, state));
  });
  return made;
}

/** @param {State} state */
export function showSites(state) {
  group.clearLayers();
  for (const { sites } of placesOf(shownSites(state))) group.addLayer(markerOf(sites, state));
}
