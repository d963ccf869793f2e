// Events one by one, where the source's terms allow it: a file a year.
import { config } from "../core/config.js";
import { load } from "../core/load.js";
import { periodOf } from "../core/periods.js";

/** @import { ConflictEvent, State, ToldEvent, UnitEvent } from "../types" */

/** @type {Map<string, {events: ConflictEvent[], notDrawn: number}>} */
const years = new Map();
/** @type {Map<string, UnitEvent[]>} */
const units = new Map();

/** What stands in the place of a p-code for the events that no unit of the level could be told. */
export const NOT_ALLOCATED = "none";

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
 * Whether an event of the state's year is of its month and filters.
 * @param {ToldEvent} event
 * @param {State} state
 */
const isChosen = (event, state) =>
  (!state.month || event.month === periodOf(state)) &&
  (state.violence === "all" || event.type === state.violence) &&
  (state.family === "any" || event.families.includes(state.family));

/**
 * The events of the period and filter that are shown.
 * @param {State} state
 */
export function shownEvents(state) {
  if (!showsEvents(state)) return [];
  return (years.get(state.year)?.events || []).filter((event) => isChosen(event, state));
}

/**
 * How many events of a year have no place that could be drawn.
 * @param {string} year
 */
export const notDrawn = (year) => years.get(year)?.notDrawn || 0;

/**
 * @param {string} pcode
 * @param {State} state
 * @param {string} level
 */
const fileOf = (pcode, { year }, level) => `events-${level}-${pcode}-${year}.json`;

/**
 * Load the events of a unit or of a zone on one side, or those not allocated, in the state's year.
 * @param {string} pcode
 * @param {State} state
 */
export async function needUnitEvents(pcode, state, level = config.level) {
  const file = fileOf(pcode, state, level);
  if (!units.has(file)) units.set(file, await load(file));
}

/**
 * The events of a unit in the state's period and filters: those placed in it, then those that name it and are placed in
 * none, newest first. Of NOT_ALLOCATED, what is counted as not allocated: those that name a unit only where they are
 * not counted with it. Undefined where they have not been loaded.
 * @param {string} pcode
 * @param {State} state
 */
export function unitEvents(pcode, state, level = config.level) {
  const isWhole = pcode !== NOT_ALLOCATED || state.named !== "with";
  return units.get(fileOf(pcode, state, level))?.filter((event) => isChosen(event, state) && (isWhole || !event.named));
}
