// Events one by one, where the source's terms allow it: a file a year.
import { config } from "../core/config.js";
import { load } from "../core/load.js";
import { periodOf } from "../core/periods.js";

/** @import { ConflictEvent, State } from "../types" */

/** @type {Map<string, {events: ConflictEvent[], notDrawn: number}>} */
const years = new Map();

/** @param {State} state */
export const showsEvents = (state) => state.layers.has("events") && config.hasEvents;

/** @param {State} state */
const isMissing = (state) => showsEvents(state) && config.covered.includes(state.year) && !years.has(state.year);

/** @param {State} state */
export async function needEvents(state) {
  if (isMissing(state)) years.set(state.year, await load(`events-${state.year}.json`));
}

/** @param {State} state */
export const hasEvents = (state) => !isMissing(state);

/**
 * The events of the period and filter that are shown.
 * @param {State} state
 */
export function shownEvents(state) {
  if (!showsEvents(state)) return [];
  return (years.get(state.year)?.events || []).filter(
    (event) =>
      (!state.month || event.month === periodOf(state)) &&
      (state.violence === "all" || event.type === state.violence) &&
      (state.family === "any" || event.families.includes(state.family)),
  );
}

/**
 * How many events of a year have no place that could be drawn.
 * @param {string} year
 */
export const notDrawn = (year) => years.get(year)?.notDrawn || 0;
