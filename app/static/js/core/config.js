// What the server says of the edition and the level that are shown: filled once, before anything is drawn.
/** @import { Config } from "../config" */

export const config = /** @type {Config} */ ({});

/** @param {Config} given */
export function configure(given) {
  Object.assign(config, given);
}

const MANY = 100;

/** Whether the units are so many that what is worked out for each waits for its use. */
export const hasMany = () => config.units.length > MANY;
