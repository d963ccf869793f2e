// Events one by one, where the source's terms allow it: a file a year.
import { config } from "../core/config.js";
import { load } from "../core/load.js";
import { partsOf, periodOf, yearsIn } from "../core/periods.js";

/** @import { ConflictEvent, State, ToldEvent, UnitEvent } from "../types" */

/** @type {Map<string, {events: ConflictEvent[]}>} */
const years = new Map();
/** @type {Map<string, UnitEvent[]>} */
const units = new Map();

/** What stands in the place of a p-code: for all events, those of the picked units, those of no unit of the level. */
export const COUNTRY = "MLI";
export const PICKED = "picked";
export const NOT_ALLOCATED = "none";

/** @param {State} state */
export const showsEvents = (state) => state.layers.has("events") && config.hasEvents;

/** @param {State} state */
const missingYears = (state) =>
  showsEvents(state) ? coveredYears(state).filter((year) => !years.has(year)) : [];

/** The covered years that a state's period touches. @param {State} state */
export const coveredYears = (state) => yearsIn(periodOf(state)).filter((year) => config.covered.includes(year));

/** @param {State} state */
export async function needEvents(state) {
  const one = async (/** @type {string} */ year) => years.set(year, await load(`events-${year}.json`));
  await Promise.all(missingYears(state).map(one));
}

/** @param {State} state */
export const hasEvents = (state) => !missingYears(state).length;

/**
 * Whether an event of the state's year is of its month and filters.
 * @param {ToldEvent} event
 * @param {State} state
 */
const isChosen = (event, state) =>
  (!state.month || (event.month !== null && partsOf(periodOf(state)).includes(event.month))) &&
  (state.violence === "all" || event.type === state.violence) &&
  (state.family === "any" || event.families.includes(state.family));

/**
 * The events of the period and filter that are shown.
 * @param {State} state
 */
export function shownEvents(state) {
  if (!showsEvents(state)) return [];
  return coveredYears(state).flatMap((year) => years.get(year)?.events || []).filter((event) => isChosen(event, state));
}

/**
 * A file for each year, the newest first.
 * @param {string} pcode
 * @param {State} state
 * @param {string} level
 */
const filesOf = (pcode, state, level) =>
  coveredYears(state).reverse().map((year) => `events-${level}-${pcode === PICKED ? COUNTRY : pcode}-${year}.json`);

/**
 * Load the events of a unit or of a zone on one side, or those not allocated, in the state's year.
 * @param {string} pcode
 * @param {State} state
 */
export async function needUnitEvents(pcode, state, level = config.level) {
  const missing = filesOf(pcode, state, level).filter((file) => !units.has(file));
  await Promise.all(missing.map(async (file) => units.set(file, await load(file))));
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
  const found = filesOf(pcode, state, level).map((file) => units.get(file));
  if (found.includes(undefined)) return undefined;
  const events = found.flatMap((some) => some || []);
  const isOf = (/** @type {UnitEvent} */ { unit, named }) =>
    pcode === PICKED ? state.units.includes(unit || named || "") : isWhole || !named;
  const chosen = events.filter((event) => isChosen(event, state) && isOf(event));
  return [...chosen.filter((event) => event.placed), ...chosen.filter((event) => !event.placed)];
}
