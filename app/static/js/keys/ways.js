// Where an arrow key leads: to the neighbour in its direction, so that every unit is reached from every other.

/** @typedef {[x: number, y: number]} Point */
/** @typedef {"ArrowUp" | "ArrowRight" | "ArrowDown" | "ArrowLeft"} Arrow */
/** @typedef {Record<Arrow, number | undefined>} Ways */

/** @type {Record<Arrow, Point>} */
export const ARROWS = { ArrowUp: [0, 1], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowLeft: [-1, 0] };
const KEYS = /** @type {Arrow[]} */ (Object.keys(ARROWS));

/** How far from an arrow's direction a unit may lie: one that touches, one that is leapt to, the last resort. */
const [BESIDE, FAR, LAST] = [60, 45, 80];
/** How many of the nearest stand in for neighbours where a unit touches none. */
const NEAREST = 6;

/**
 * A place as the map draws it: degrees to the east, and to the north as Mercator has them.
 * @param {readonly number[]} at
 */
export const drawnAt = ([lat, lng]) =>
  /** @type {Point} */ ([lng, (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI]);

/** @param {Point} a @param {Point} b */
const distance = (a, b) => Math.hypot(b[0] - a[0], b[1] - a[1]);

/**
 * The angle in degrees between an arrow and the way to a point.
 * @param {Point} from
 * @param {Point} to
 * @param {Arrow} arrow
 */
export function angle(from, to, arrow) {
  const [x, y] = ARROWS[arrow];
  const along = (to[0] - from[0]) * x + (to[1] - from[1]) * y;
  return (Math.acos(along / (distance(from, to) || 1)) * 180) / Math.PI;
}

/**
 * Of some places the one that lies best in a direction: near, and little aside; undefined where none does.
 * @param {number} from
 * @param {Arrow} arrow
 * @param {Point[]} points
 * @param {Iterable<number>} among
 * @param {number} most degrees aside
 */
export function toward(from, arrow, points, among, most) {
  /** @type {number | undefined} */
  let best;
  let least = Infinity;
  for (const to of among) {
    if (to === from) continue;
    const aside = angle(points[from], points[to], arrow);
    const score = distance(points[from], points[to]) / Math.cos((aside * Math.PI) / 180);
    if (aside <= most && score < least) [best, least] = [to, score];
  }
  return best;
}

/** @param {Ways[]} ways @param {boolean} isBack against the arrows */
function reached(ways, isBack) {
  /** @type {number[][]} */
  const next = ways.map(() => []);
  ways.forEach((way, from) => {
    for (const to of Object.values(way)) if (to !== undefined) (isBack ? next[to].push(from) : next[from].push(to));
  });
  const found = new Set([0]);
  for (const from of found) for (const to of next[from]) found.add(to);
  return found;
}

/** @param {Ways[]} ways @param {{from: number, arrow: Arrow}} way */
const isTaken = (ways, { from, arrow }) => Number(ways[from][arrow] !== undefined);

/**
 * Let one arrow of a neighbour lead to a unit that none leads to, and cut nothing off by it.
 * @param {number} lost
 * @param {Ways[]} ways
 * @param {Point[]} points
 * @param {Set<number>[]} touching
 */
function lead(lost, ways, points, touching) {
  const before = reached(ways, false);
  const chances = Array.from(touching[lost])
    .flatMap((from) => KEYS.map((arrow) => ({ from, arrow, aside: angle(points[from], points[lost], arrow) })))
    .filter(({ from, aside }) => before.has(from) && aside <= LAST)
    .sort((a, b) => isTaken(ways, a) - isTaken(ways, b) || a.aside - b.aside);
  for (const { from, arrow } of chances) {
    const was = ways[from][arrow];
    ways[from][arrow] = lost;
    const after = reached(ways, false);
    if (Array.from(before).every((one) => after.has(one))) return;
    ways[from][arrow] = was;
  }
}

/**
 * Where each arrow leads from each place.
 * @param {Point[]} points
 * @param {Set<number>[]} touching of each place those that it shares a border with
 * @returns {Ways[]}
 */
export function waysOf(points, touching) {
  const all = points.map((_, index) => index);
  const near = touching.map((own, from) =>
    own.size ? own : new Set(all.filter((to) => to !== from)
      .sort((a, b) => distance(points[from], points[a]) - distance(points[from], points[b])).slice(0, NEAREST)));
  const ways = all.map((from) => /** @type {Ways} */ (Object.fromEntries(KEYS.map((arrow) =>
    [arrow, toward(from, arrow, points, near[from], BESIDE) ?? toward(from, arrow, points, all, FAR)]))));
  for (let round = 0; round < 3; round += 1) {
    const found = reached(ways, false);
    const lost = all.filter((one) => !found.has(one));
    if (!lost.length) break;
    for (const one of lost) if (!reached(ways, false).has(one)) lead(one, ways, points, near);
  }
  return ways;
}

/** Parts of a degree by which corners are told apart, in a circle of them, and the most corners that are numbered. */
const [PARTS, AROUND, MOST] = [1e4, 4e6, 2 ** 26];

/** Numbers corners from 0 on, those of one place alike. */
function numbering() {
  /** @type {Map<number, number>} */
  const numbers = new Map();
  return (/** @type {{lat: number, lng: number}} */ { lat, lng }) => {
    const place = Math.round((lat + 90) * PARTS) * AROUND + Math.round((lng + 180) * PARTS);
    const known = numbers.get(place) ?? numbers.size;
    numbers.set(place, known);
    return known;
  };
}

/**
 * Which shapes share a piece of border: two corners that follow each other.
 * @param {(readonly {lat: number, lng: number}[])[][]} shapes the rings of each
 * @returns {Set<number>[]}
 */
export function touchingOf(shapes) {
  /** @type {Set<number>[]} */
  const touching = shapes.map(() => new Set());
  /** @type {Map<number, number>} */
  const owners = new Map();
  const numberOf = numbering();
  shapes.forEach((rings, index) => {
    for (const corners of rings) {
      const numbers = corners.map(numberOf);
      numbers.forEach((number, place) => {
        const next = numbers[(place + 1) % numbers.length];
        const piece = Math.min(number, next) * MOST + Math.max(number, next);
        const other = owners.get(piece);
        if (other !== undefined && other !== index) {
          touching[index].add(other);
          touching[other].add(index);
        } else owners.set(piece, index);
      });
    }
  });
  return touching;
}
