// The deaths of events by the estimate that is asked for.
/** @import { Counts, State, ToldEvent } from "../types" */

/** The best estimate where a source gives no other. */
let estimate = "best";

/** Count by a state's estimate from now on. @param {State} state */
export function countBy(state) {
  ({ estimate } = state);
}

/** @param {ToldEvent} event */
export const deathsOf = ({ low, best, high }) => ({ low, best, high })[estimate] ?? best;

/** @param {ToldEvent[]} events */
export const deathsIn = (events) => events.reduce((sum, event) => sum + deathsOf(event), 0);

/** Those that the figures count. @param {Counts} counts */
export const countedDeaths = ({ low, best, high }) => ({ low, best, high })[estimate];
