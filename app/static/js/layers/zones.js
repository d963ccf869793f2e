// Border zones: a distance is loaded when it is first wanted.
import { config } from "../core/config.js";
import { decode } from "../core/geometry.js";
import { load } from "../core/load.js";
import { opened, pointed } from "../state.js";
import { distancesOf, know, zoneIds, zoneOf } from "../values/zones.js";
import { put } from "./map.js";

/** @import { NamedZone, State } from "../types" */
/** @typedef {import("leaflet").Polygon} Polygon */
/** @typedef {{group: import("leaflet").LayerGroup, line: Polygon}} Drawn */

/** @type {Map<string, Drawn>} */
const drawn = new Map();

/** Add the layer. */
export const addZones = () => know(config.zones);

/**
 * A zone's line; undefined where it has not been loaded.
 * @param {string} id
 */
export const lineOf = (id) => drawn.get(id)?.line;

/**
 * @param {NamedZone} zone
 * @param {number[][]} shape
 * @returns {Drawn}
 */
function draw(zone, shape) {
  const rings = decode(shape);
  const { colour: color, width: weight, dashes: dashArray } = config.zoneStyles[zone.kind];
  const isBoth = zone.kind === "both";
  const halo = L.polygon(rings, {
    pane: "zones", interactive: false, fill: false, color: "#ffffff", weight: 5, opacity: 0.75,
  });
  const line = L.polygon(rings, {
    pane: "zones", fill: isBoth, fillColor: color, fillOpacity: 0.1, interactive: true,
    color, weight, dashArray: dashArray || undefined, bubblingMouseEvents: false,
    className: `zone zone-${zone.id}${isBoth ? " through" : ""}`,
  });
  line.on("mouseover", () => pointed.send({ kind: "zone", zone }));
  line.on("mouseout", () => pointed.send(null));
  line.on("click", () => opened.send({ kind: "unit", pcode: zone.id }));
  return { group: L.layerGroup([halo, line]), line };
}

/** @param {number} km */
export const zonesFile = (km) => `zones-${km}.json`;

/**
 * Load the zones of a distance.
 * @param {number} km
 */
export async function needZones(km) {
  const found = await load(zonesFile(km));
  know(found.zones);
  for (const { id, rings } of found.shapes) {
    const zone = zoneOf(id);
    if (zone && !drawn.has(id)) drawn.set(id, draw(zone, rings));
  }
}

/** The zones of a state, as a source of it. */
export const zoneSource = {
  /** @param {State} state */
  need: (state) => Promise.all(distancesOf(state).map(needZones)),
  /** @param {State} state */
  isHeld: (state) => zoneIds(state).every((id) => drawn.has(id)),
};

/** @param {State} state */
export function showZones(state) {
  for (const [id, { group }] of drawn) put(group, state.layers.has(id));
}
