// What the server says of the edition and the level that are shown: filled once, before anything is drawn.
/** @import { Config } from "../config" */

export const config = /** @type {Config} */ ({});

/** @param {Config} given */
export function configure(given) {
  Object.assign(config, given);
}
