// The ground: borders, rivers, and the towns and neighbours that are named.
import { config } from "../core/config.js";
import { decode } from "../core/geometry.js";
import { t } from "../core/i18n.js";
import { insist, load } from "../core/load.js";
import { put, theMap } from "./map.js";

/** @import { State } from "../types" */
/** @typedef {import("../core/geometry.js").Pair} Pair */
/** @typedef {{name: string, at: Pair, population: number | null}} Town */
/** @typedef {{name: string, at: Pair}} Neighbour */

/** @type {import("leaflet").LayerGroup} */
let rivers;
/** @type {Town[]} */
let towns = [];
/** @type {Neighbour[]} */
let neighbours = [];

export const allTowns = () => towns;
export const allNeighbours = () => neighbours;

/** Add the layer. */
export async function addBase() {
  const map = theMap();
  const borders = L.layerGroup().addTo(map);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) Object.assign(map, { _zoomAnimated: false });
  L.control.zoom({ position: "topright", zoomInTitle: t("Zoom in"), zoomOutTitle: t("Zoom out") }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 90 }).addTo(map);
  rivers = L.layerGroup();
  const base = await insist(() => load("base.json"));
  const border = { pane: "rivers", interactive: false, color: "#8f897b", weight: 1.8 };
  L.polyline(decode(base.borders), border).addTo(borders);
  for (const river of base.rivers) {
    const look = { pane: "rivers", interactive: false, color: "#5b93b8", weight: 1.6, opacity: 0.9 };
    L.polyline(decode(river.rings), look).addTo(rivers);
  }
  towns = base.towns;
  neighbours = base.neighbours.map((/** @type {{name_fr: string, name_en: string, at: Pair}} */ country) => ({
    name: config.lang === "fr" ? country.name_fr : country.name_en,
    at: country.at,
  }));
}

/** @param {State} state */
export const showBase = (state) => put(rivers, state.layers.has("rivers"));
