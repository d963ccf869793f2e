// Events whose circles would hide each other, together: their deaths are one area.
import { deathsOf } from "./deaths.js";

/** @import { ConflictEvent } from "../types" */
/** @typedef {{x: number, y: number}} Point */
/**
 * @typedef {object} Cluster
 * @property {Point} at where its first event is
 * @property {ConflictEvent[]} events
 * @property {number} deaths
 */

/** @param {number} deaths @param {number} scale px of radius of one death */
export const radius = (deaths, scale) => scale * Math.sqrt(deaths);

/** @param {Point} one @param {Point} other */
export const far = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

/** @template {{deaths: number}} T @param {T[]} found */
const byDeaths = (found) => found.sort((one, other) => other.deaths - one.deaths);

/**
 * Each event with the first deadlier one whose own circle covers its, or which is too near.
 * @param {ConflictEvent[]} events
 * @param {(event: ConflictEvent) => Point} pointOf
 * @param {number} scale
 * @param {number} near px
 */
function gathered(events, pointOf, scale, near) {
  /** @type {(Cluster & {reach: number})[]} */
  const found = [];
  for (const { event, deaths } of byDeaths(events.map((one) => ({ event: one, deaths: deathsOf(one) })))) {
    const at = pointOf(event);
    const own = radius(deaths, scale);
    const first = found.find((one) => far(one.at, at) < Math.max(near, one.reach - own));
    if (first) {
      first.events.push(event);
      first.deaths += deaths;
    } else found.push({ at, events: [event], deaths, reach: own });
  }
  return found;
}

/**
 * Those of the clusters, the deadliest first, whose circles show beside the ones before them; these take in the others.
 * @param {Cluster[]} clusters
 * @param {number} scale
 */
function uncovered(clusters, scale) {
  /** @type {Cluster[]} */
  const kept = [];
  for (const cluster of clusters) {
    const own = radius(cluster.deaths, scale);
    const over = kept.find((one) => far(one.at, cluster.at) + own <= radius(one.deaths, scale));
    if (over) {
      over.events.push(...cluster.events);
      over.deaths += cluster.deaths;
    } else kept.push(cluster);
  }
  return kept;
}

/**
 * The clusters of events on the screen, the deadliest first: none lies wholly under another.
 * @param {ConflictEvent[]} events
 * @param {(event: ConflictEvent) => Point} pointOf
 * @param {number} scale
 * @param {number} near px that any two are apart at least
 * @returns {Cluster[]}
 */
export function clustersOf(events, pointOf, scale, near) {
  /** @type {Cluster[]} */
  let found = byDeaths(gathered(events, pointOf, scale, near));
  for (let before = Infinity; found.length < before; byDeaths(found)) {
    before = found.length;
    found = uncovered(found, scale);
  }
  return found;
}
