// The symbol of events: a disc whose area is the deaths, coloured by the type of violence, its outline by how precise
// the place is.
import { h } from "../core/dom.js";
import { deathsOf } from "./deaths.js";

/** @import { ConflictEvent, ToldEvent } from "../types" */

/** Told apart by lightness too, so that no reader needs to see hues. @type {Record<string, string>} */
const COLOURS = { state_based: "#0b5cad", non_state: "#009688", one_sided: "#17202c" };
const OTHER = "#6b6760";
/** Where_prec of the places that are points: the exact place, and within about 25 km. */
const [EXACT, NEARBY] = [1, 2];
/** The px between a disc and the outer edge of its outline. */
export const RIM = 2.5;

/** @param {string} type */
export const colourOf = (type) => COLOURS[type] || OTHER;

/** Whether the place of an event is precise enough for a point. @param {ToldEvent} event */
export const isPoint = ({ where }) => where <= NEARBY;

/**
 * Deaths by the type of violence; events where there is no death.
 * @param {ToldEvent[]} events
 */
function shares(events) {
  const hasDeaths = events.some(deathsOf);
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const event of events) {
    found.set(event.type, (found.get(event.type) || 0) + (hasDeaths ? deathsOf(event) : 1));
  }
  return Array.from(found).filter(([, share]) => share);
}

/** One colour, or a part of the disc for each type. @param {[type: string, share: number][]} parts */
function paint(parts) {
  const all = parts.reduce((sum, [, share]) => sum + share, 0);
  let done = 0;
  const stops = parts.map(([type, share]) => {
    const from = done;
    done += (share / all) * 360;
    return `${colourOf(type)} ${from.toFixed(1)}deg ${done.toFixed(1)}deg`;
  });
  return `conic-gradient(${stops.join(",")})`;
}

/**
 * A disc for events: of the type that has most of its deaths it takes the outline's colour; where no point is the
 * place of one of them, it has no outline.
 * @param {ToldEvent[]} events
 * @param {number} size px across, without the outline
 * @param {string} [words] inside
 */
export function disc(events, size, words = "") {
  const parts = shares(events).sort(([, one], [, other]) => other - one);
  const worst = Math.max(...events.map(({ where }) => where));
  const outline = worst === EXACT ? "disc" : worst === NEARBY ? "disc near" : "disc vague";
  const types = parts.map(([type]) => type).join(" ");
  const node = h("span", { class: outline, "data-types": types });
  node.style.width = node.style.height = `${size.toFixed(2)}px`;
  node.style.color = colourOf(parts[0][0]);
  if (parts.length > 1) node.style.setProperty("--fill", paint(parts));
  if (words) node.append(h("b", {}, words));
  return node;
}

/**
 * A disc as the legend and lists show it: of one type and precision.
 * @param {string} type
 * @param {number} where
 * @param {number} [size]
 */
export const sample = (type, where, size = 10) =>
  disc([/** @type {ConflictEvent} */ ({ type, where, low: 1, best: 1, high: 1 })], size);
