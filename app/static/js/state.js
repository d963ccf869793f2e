// The state that the page shows, and those who follow it. Views never call each other: they change the state, point at
// something or open it, and follow what the others do.
import { config, hasMany } from "./core/config.js";
import { ends, isOfMonths, isRange, lastYear, periodOf, thenOf } from "./core/periods.js";
import { inPieces } from "./core/pieces.js";

/** @import { Change, Opened, Pointed, Source, State } from "./types" */

/** @template T */
class Channel {
  constructor() {
    /** @type {((value: T) => void)[]} */
    this.listeners = [];
  }

  /** @param {(value: T) => void} listener */
  follow(listener) {
    this.listeners.push(listener);
  }

  /** @param {T} value */
  send(value) {
    for (const listener of this.listeners) listener(value);
  }
}

/** What is under the pointer or the focus; null: nothing. @type {Channel<Pointed | null>} */
export const pointed = new Channel();

/** What is asked for in the panel. @type {Channel<Opened>} */
export const opened = new Channel();

/** What is to be picked, or no longer: codes of units. @type {Channel<string[]>} */
export const picked = new Channel();

/** Whether a click or a touch on a unit picks it, and does not open it. */
export const picking = { isOn: false };

/** The map was moved by hand. @type {Channel<State>} */
export const moved = new Channel();

/** What was chosen could not be loaded: the state stays as it is. @type {Channel<State>} */
export const refused = new Channel();

/** @type {((state: State, change: Change) => void)[]} */
const views = [];
/** @type {Source[]} */
const sources = [];
/** @type {State | null} */
let shown = null;
/** @type {State | null} */
let wanted = null;
/** What was chosen last and could not be loaded. @type {Change | null} */
let missed = null;
let hasBegun = false;
/** How many states in a row were only passed. */
let passing = 0;

/** Whether the state shown is one step of a way that began with another. */
export const isOnTheWay = () => passing > 1;

/** A drag has ended: the next begins a way of its own. */
export const endWay = () => {
  passing = 0;
};

/**
 * Draw each state that is shown, in the order of the subscriptions.
 * @param {(state: State, change: Change) => void} view
 */
export function subscribe(view) {
  views.push(view);
}

/**
 * Name data that states are drawn from.
 * @param {Source} source
 */
export function provide(source) {
  sources.push(source);
}

/** Whether a state is shown yet. */
export const hasStarted = () => shown !== null;

/** The state that is shown. */
export function current() {
  if (!shown) throw new Error("no state is shown yet");
  return shown;
}

/** The state that has been chosen, which may still be loading; the controls show it. */
export const next = () => wanted || current();

/** @param {State} state */
const isReady = (state) => sources.every((source) => source.isHeld(state));

/**
 * Load what a state is drawn from.
 * @param {State} state
 */
export const need = (state) => Promise.all(sources.map((source) => source.need(state)));

/**
 * The years that have values of a measure.
 * @param {string} key
 */
export function yearsOf(key) {
  const measure = config.measures.find((item) => item.key === key);
  return ((measure && config.listed[measure.of]) || config).covered;
}

/**
 * What a single year changes of a state: a range of months, and a comparison with the year or with a range, end.
 * @param {State} state
 * @param {string} year
 */
export function inYear({ month, from }, year) {
  const isKept = from && !isRange(from) && from !== year;
  return { year, month: month && isRange(month) ? null : month, from: isKept ? from : null };
}

/**
 * Year and month say the same period: a range of months has its last year, and ends where a year is chosen.
 * @param {State} state
 * @param {Change} change
 */
function settle(state, change) {
  const { month } = state;
  if (!month) return state;
  if (change.year && !change.month && (isRange(month) || isRange(state.year))) return { ...state, month: null };
  if (isRange(month)) return { ...state, year: lastYear(month) };
  return isRange(state.year) ? { ...state, year: lastYear(state.year) } : state;
}

/**
 * A comparison must be with another period that has values of the measure, of months where months are shown.
 * @param {State} state
 */
function isComparable(state) {
  const { from, month } = state;
  const then = thenOf(state);
  if (!from || !then || then === periodOf(state)) return false;
  const known = yearsOf(state.measure);
  return !ends(then).some((end) => !known.includes(end.slice(0, 4))) && (month ? isOfMonths(then) : !isOfMonths(from));
}

/**
 * A state without what cannot be shown together.
 * @param {State} state
 * @param {Change} [change] what was chosen last
 */
export function fit(state, change = {}) {
  const settled = settle(state, change);
  return settled.from && !isComparable(settled) ? { ...settled, from: null } : settled;
}

/** What views that another state came before have not drawn. @type {Change} */
let owed = {};

/** For how long a state of many units is drawn without a pause, in milliseconds. */
const DRAWN_AT_ONCE = 60;

/**
 * @param {State} state
 * @param {Change} change
 */
async function show(state, change) {
  shown = state;
  owed = hasBegun ? { ...owed, ...change } : state;
  const said = owed;
  const piece = hasMany() ? DRAWN_AT_ONCE : Infinity;
  await inPieces(views, (view) => shown === state && view(state, said), piece);
  if (shown === state) owed = {};
}

/**
 * The state that the server rendered: known from the start, drawn by begin() when everything is there.
 * @param {State} state
 */
export function read(state) {
  shown = state;
}

/**
 * Draw the state that the server rendered, in pieces; what is chosen meanwhile is drawn in its place. Layers that could
 * not be loaded are left out until retry().
 */
export async function begin() {
  const state = current();
  const layers = Array.from(state.layers).filter((name) => isReady({ ...state, layers: new Set([name]) }));
  if (layers.length < state.layers.size) missed = { layers: state.layers };
  const drawn = { ...state, layers: new Set(layers) };
  shown = drawn;
  await inPieces(views, (view) => shown === drawn && view(drawn, drawn));
  hasBegun = true;
}

/** What was missing has come: show what was chosen, and say anew what is shown. */
export function retry() {
  if (!hasBegun) return;
  const change = missed;
  missed = null;
  if (change) update(change);
  else show(current(), {});
}

/**
 * Change the state: at once where everything is there, else once it has been loaded. Until then the page, its address
 * and its controls go on showing the state that is drawn; a failed load leaves them there.
 * @param {Change} change
 * @param {boolean} [isPassing] one of many on the way to a choice: dragged over, or played
 */
export async function update(change, isPassing = false) {
  passing = isPassing ? passing + 1 : 0;
  missed = null;
  const chosen = fit({ ...next(), ...change }, change);
  if (isReady(chosen)) {
    wanted = null;
    await show(chosen, change);
    return;
  }
  const soon = fit({ ...current(), ...change }, change);
  if (isReady(soon)) show(soon, change);
  wanted = chosen;
  try {
    await need(chosen);
  } catch {
    if (wanted === chosen) {
      wanted = null;
      missed = change;
    }
    refused.send(current());
    return;
  }
  if (wanted !== chosen) return;
  wanted = null;
  await show(chosen, { layers: chosen.layers });
}

/**
 * Note where the map was moved to; nothing is drawn anew.
 * @param {[zoom: number, latitude: number, longitude: number]} at
 */
export function move(at) {
  current().at = at;
  moved.send(current());
}
