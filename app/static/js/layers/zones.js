// Border zones: a distance is loaded when it is first wanted. They can be pointed at, opened and, where no units lie on
// the map, coloured.
import { config } from "../core/config.js";
import { decode } from "../core/geometry.js";
import { load } from "../core/load.js";
import { current, hasStarted, opened, pointed } from "../state.js";
import { isColoured, zoneCell } from "../values/sides.js";
import { distanceOf, distancesOf, know, zoneIds, zoneOf } from "../values/zones.js";
import { put } from "./map.js";

/** @import { NamedZone, State } from "../types" */
/** @typedef {import("leaflet").Polygon} Polygon */
/** @typedef {{group: import("leaflet").LayerGroup, line: Polygon, halo: Polygon, hit: Polygon}} Drawn */

/** Width of what is lit, above that of the line; and of what a pointer hits, which nobody sees. */
const [LIT_PX, HIT_PX] = [3, 14];
const HALO = { weight: 5, opacity: 0.75 };
const LIT_HALO = { weight: 12, opacity: 1 };

/** @type {Map<string, Drawn>} */
const drawn = new Map();

/** Add the layer. */
export function addZones() {
  know(config.zones);
  pointed.follow((at) => hasStarted() && light(current(), at?.kind === "zone" ? at.zone.id : null));
}

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
    pane: "zones", interactive: false, fill: false, color: "#ffffff", ...HALO,
  });
  const line = L.polygon(rings, {
    pane: "zones", fill: isBoth, fillColor: color, fillOpacity: 0.1, interactive: true,
    color, weight, dashArray: dashArray || undefined, bubblingMouseEvents: false,
    className: `zone zone-${zone.id}${isBoth ? " through" : ""}`,
  });
  const hit = L.polygon(rings, {
    pane: "zones", fill: false, color, weight: HIT_PX, opacity: 0, bubblingMouseEvents: false,
  });
  for (const path of [line, hit]) {
    path.on("mouseover", () => pointed.send({ kind: "zone", zone }));
    path.on("mouseout", () => pointed.send(null));
    path.on("click", () => opened.send({ kind: "unit", pcode: zone.id }));
  }
  return { group: L.layerGroup([halo, line, hit]), line, halo, hit };
}

/**
 * Light the zone that is pointed at, and the one that is opened.
 * @param {State} state
 * @param {string | null} id
 */
function light(state, id) {
  for (const [own, { line, halo }] of drawn) {
    const { width } = config.zoneStyles[own.split("-")[0]];
    const isLit = own === id || own === state.unit;
    line.setStyle({ weight: isLit ? width + LIT_PX : width });
    halo.setStyle(isLit ? LIT_HALO : HALO);
  }
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

/**
 * The band of a zone in the class of its figure or, where units lie below, its line alone.
 * @param {string} id
 * @param {State} state
 */
function colour(id, state) {
  const zone = zoneOf(id);
  const line = lineOf(id);
  if (!zone || !line) return;
  const cell = isColoured(state) ? zoneCell(zone, state) : null;
  const own = config.zoneStyles[zone.kind].colour;
  line.setStyle({
    fill: Boolean(cell) || zone.kind === "both", fillColor: cell ? cell.fill : own, fillOpacity: cell ? 1 : 0.1,
  });
  const element = line.getElement();
  element?.classList.toggle("through", !cell && zone.kind === "both");
  if (cell) element?.setAttribute("data-class", cell.key);
  else element?.removeAttribute("data-class");
}

/** @param {State} state */
export function showZones(state) {
  for (const [id, { group }] of drawn) put(group, state.layers.has(id));
  const kinds = ["both", "niger", "burkina", "either"];
  const rank = (/** @type {string} */ id) => distanceOf(id) * kinds.length + kinds.indexOf(id.split("-")[0]);
  const shown = zoneIds(state).filter((id) => drawn.has(id)).sort((a, b) => rank(b) - rank(a));
  for (const id of shown) {
    colour(id, state);
    const { line, hit } = /** @type {Drawn} */ (drawn.get(id));
    if (isColoured(state)) for (const path of [line, hit]) path.bringToFront();
  }
  light(state, null);
}
