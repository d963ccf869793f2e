// Shapes as the server writes them, and plain geometry on the screen.

/** @typedef {[number, number]} Pair */
/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */
/** @typedef {{x: number, y: number}} Spot */

/**
 * Rings of thousandths of a degree, first a point and then moves, as [latitude, longitude] pairs.
 * @param {number[][]} rings
 */
export function decode(rings) {
  return rings.map((steps) => {
    /** @type {Pair[]} */
    const points = [];
    let x = 0;
    let y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      points.push([y / 1000, x / 1000]);
    }
    return points;
  });
}

/**
 * Whether a ring holds a point.
 * @param {Spot[]} ring
 * @param {Spot} point
 */
export function holds(ring, point) {
  let isInside = false;
  ring.forEach((a, index) => {
    const b = ring[(index + ring.length - 1) % ring.length];
    if (a.y > point.y === b.y > point.y) return;
    if (point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) isInside = !isInside;
  });
  return isInside;
}

/**
 * @param {Box} a
 * @param {Box} b
 */
export const meets = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/**
 * A box of a width and height around a spot.
 * @param {Spot} at
 * @param {Pair} size
 * @returns {Box}
 */
export const around = (at, [wide, high]) => [at.x - wide / 2, at.y - high / 2, at.x + wide / 2, at.y + high / 2];

/**
 * Whether a box lies in a view, but for a margin.
 * @param {Box} box
 * @param {Spot} view its right lower corner
 */
export function isInView(box, view, margin = 2) {
  return box[0] >= margin && box[1] >= margin && box[2] <= view.x - margin && box[3] <= view.y - margin;
}
