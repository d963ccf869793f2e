// The border zones that a state shows, and where their counts are kept. The zones of a distance are known from the
// start where it is a standard one, else once they have been loaded.
import { config } from "../core/config.js";

/** @import { Zone } from "../config" */
/** @import { NamedZone, State } from "../types" */

/** @type {Map<string, NamedZone>} */
const known = new Map();

/**
 * Know zones by their id; those that are known already stay as they are.
 * @param {Zone[]} zones
 */
export function know(zones) {
  for (const zone of zones) {
    if (!known.has(zone.id)) known.set(zone.id, { ...zone, label: config.zoneLabels[zone.kind] });
  }
}

/** @param {string} id */
export const zoneOf = (id) => known.get(id);

/** @param {string} id */
export const isKindOfZone = (id) => id.split("-")[0] in config.zoneStyles;

/** @param {{label: string, km: number}} zone */
export const zoneName = (zone) => `${zone.label}, ${zone.km} km`;

/** @param {string} id */
export const distanceOf = (id) => Number(id.split("-")[1]);

/**
 * The ids of the zones that a state shows, by kind and then by distance.
 * @param {State} state
 */
export function zoneIds(state) {
  const kinds = Object.keys(config.zoneStyles);
  const rank = (/** @type {string} */ id) => kinds.indexOf(id.split("-")[0]) * 1000 + distanceOf(id);
  return Array.from(state.layers).filter(isKindOfZone).sort((a, b) => rank(a) - rank(b));
}

/** @param {State} state */
export const distancesOf = (state) => Array.from(new Set(zoneIds(state).map(distanceOf)));

/**
 * The zones that a state shows and that are known.
 * @param {State} state
 */
export const zonesOf = (state) => zoneIds(state).flatMap((id) => known.get(id) || []);

/** @param {number} km */
export const isStandard = (km) => config.standardDistances.includes(km);

/**
 * The distance of a zone that is shown and is none of the standard ones.
 * @param {State} state
 */
export const freeDistance = (state) => distancesOf(state).find((km) => !isStandard(km)) || null;

/**
 * The name of a zone's counts: those of the standard distances stand together.
 * @param {{id: string}} zone
 */
export const zoneLevel = ({ id }) =>
  config.zones.some((item) => item.id === id) ? "zones" : `zones.${distanceOf(id)}`;

/**
 * The names of the counts of the same zones on the neighbours' sides, where there are any.
 * @param {string} level
 */
const abroad = (level) =>
  config.sides.filter(({ counted }) => counted === "any" || (counted === "standard" && level === "zones"))
    .map(({ key }) => `${level}.${key}`);

/**
 * The levels whose counts a state shows: its units, the zones, the zones of a distance of its own, and the
 * same on the neighbours' sides where both sides are shown.
 * @param {State} state
 */
export function levelsOf(state) {
  const opened = /-(\d+)$/.exec(state.unit || "");
  const free = new Set([freeDistance(state), opened && Number(opened[1])]);
  const more = Array.from(free).filter((km) => km && !isStandard(km) && config.distances.includes(km));
  const zones = [...(config.zones.length ? ["zones"] : []), ...more.map((km) => `zones.${km}`)];
  return [config.level, ...zones, ...(state.sides === "both" ? zones.flatMap(abroad) : [])];
}
