// Documented sites: their list, and the status of each on the last day of the year or month shown.
import { config } from "../core/config.js";
import { load } from "../core/load.js";
import { ends, lastDay, lastYear, periodOf } from "../core/periods.js";

/** @import { Site } from "../config" */
/** @import { State } from "../types" */

/** @typedef {"not_yet" | "open" | "last_reported" | "uncertain" | "closed"} Status */
/** @typedef {"open" | "last_reported" | "uncertain" | "closed" | "closed_during"} Drawn */
/** @typedef {[first: string, last: string]} Days */

export const SITES_FILE = "sites.json";

/** @type {Site[]} */
let list = [];
let isThere = false;

/** Load the list once. */
export async function needSites() {
  if (isThere) return;
  list = await load(SITES_FILE);
  isThere = true;
}

export const hasSites = () => isThere;
export const allSites = () => list;

/** The layers of a state, with the sites of every force. @param {State} state */
export const withForces = (state) => new Set([...state.layers, ...config.forces.map(({ key }) => `sites-${key}`)]);

/** @param {State} state */
export const showsSites = (state) => config.forces.some((force) => state.layers.has(`sites-${force.key}`));

/**
 * Whether a day is surely at or after a date; within the span that the date is no finer than, it is not.
 * @param {string} day
 * @param {Days} when
 */
const isPast = (day, [first, last]) => (first === last ? day >= last : day > last);

/**
 * The rule of dates.status_on. Days are ISO texts; `opened` and `closed` hold the first and the last day that each can
 * have been, null: not known; `lastThere` is the day of the last report of a site without a known end.
 * @param {string} day
 * @param {Days | null} opened
 * @param {Days | null} closed
 * @param {string | null} lastThere
 * @returns {Status}
 */
export function statusOn(day, opened, closed, lastThere) {
  if (opened && day < opened[0]) return "not_yet";
  if (closed && isPast(day, closed)) return "closed";
  if (!opened || !isPast(day, opened)) return "uncertain";
  if (lastThere) return day <= lastThere ? "open" : "last_reported";
  return closed && day < closed[0] ? "open" : "uncertain";
}

/**
 * Null in a year that the list does not cover.
 * @param {Site} site
 * @param {State} state
 */
export function statusOf(site, state) {
  const { opened, closed, lastThere } = site;
  const isCovered = config.siteYears.includes(lastYear(periodOf(state)));
  return isCovered ? statusOn(lastDay(state), opened, closed, lastThere) : null;
}

/**
 * What is drawn: open, last_reported, uncertain, closed_during the year or month shown, or closed before it.
 * Null: nothing.
 * @param {Site} site
 * @param {State} state
 * @returns {Drawn | null}
 */
export function drawnOf(site, state) {
  const status = statusOf(site, state);
  if (status === "not_yet") return null;
  const isNow = status === "closed" && site.closed && site.closed[0] >= ends(periodOf(state))[0];
  return isNow ? "closed_during" : status;
}

/**
 * The sites of a state's forces that have a symbol in its period.
 * @param {State} state
 */
export function shownSites(state) {
  return list.filter((site) => state.layers.has(`sites-${site.force}`) && drawnOf(site, state));
}
