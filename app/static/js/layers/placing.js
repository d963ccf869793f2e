// Where labels may stand: the first free spot of those that are tried.
import { around, isInView, meets } from "../core/geometry.js";

/** @typedef {import("../core/geometry.js").Box} Box */
/** @typedef {import("../core/geometry.js").Pair} Pair */
/** @typedef {import("../core/geometry.js").Spot} Spot */

/** @type {Pair[]} */
export const OFFSETS = [
  [0, 0], [0, -18], [0, 18], [46, 0], [-46, 0], [40, -20], [-40, -20], [40, 20], [-40, 20], [0, -36], [0, 36],
  [70, 0], [-70, 0], [60, -30], [-60, -30], [60, 30], [-60, 30],
];

/**
 * The offsets from its own point that a label of a kind is tried at.
 * @param {string} kind
 * @param {number} rank
 * @param {Pair} size
 * @returns {Pair[]}
 */
export function offsetsOf(kind, rank, [wide]) {
  if (kind === "town") return [[wide / 2 + 6, 0], [-wide / 2 - 6, 0], [0, -20], [0, 20]];
  if (kind === "country near") return OFFSETS.slice(0, 3);
  if (rank <= 2) return OFFSETS;
  return OFFSETS.slice(0, kind === "unit" ? 1 : 3);
}

/**
 * The first box in view that meets none of those taken, with its offset; undefined where there is none.
 * @param {Spot} at
 * @param {Pair} size
 * @param {Pair[]} offsets
 * @param {Spot} view its right lower corner
 * @param {Box[]} taken
 */
export function settle(at, size, offsets, view, taken) {
  for (const offset of offsets) {
    const area = around({ x: at.x + offset[0], y: at.y + offset[1] }, size);
    if (isInView(area, view) && !taken.some((other) => meets(area, other))) return { area, offset };
  }
  return undefined;
}
