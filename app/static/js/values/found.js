// Where a found entry leads, and what stands for it, as app/presenters/finding.py says it.
import { folded } from "./search.js";

/** @import { Entry, Found, Index } from "./search.js" */
/** @typedef {Record<string, string | null>} Pairs */

const ORDER = ["source", "frame", "level", "year", "measure", "layers", "unit", "at", "lang"];

/**
 * The year to show of those that an entry has: the one given, else the first.
 * @param {string[]} years
 * @param {string} year
 */
export const yearOf = (years, year) => (years.includes(year) ? year : years[0]);

/**
 * What choosing an entry of the map sets, and what is done on arrival. `layer` is shown besides those that are.
 * @param {string} kind
 * @param {Entry} entry
 * @param {string} year
 * @returns {{layer?: string, arrival: string, set: Pairs}}
 */
export function changes(kind, [, , , to], year) {
  const [first, ...rest] = to.split(" ");
  switch (kind) {
    case "zone":
      return { layer: first, arrival: "#fit", set: { unit: first } };
    case "place":
      return { layer: "events", arrival: `#place-${first}`, set: { year: yearOf(rest, year) } };
    case "site":
      return { layer: `sites-${rest[0]}`, arrival: `#site-${first}`, set: { year: yearOf(rest.slice(1), year) } };
    case "town":
      return { arrival: "", set: { at: first } };
    case "missing":
      return { arrival: "", set: { unit: first } };
    case "measure":
      return { arrival: "", set: { level: rest[0], measure: first } };
    default:
      return { arrival: "#fit", set: { level: kind, unit: first } };
  }
}

/** @param {Pairs} pairs */
function query(pairs) {
  const given = ORDER.filter((name) => pairs[name]);
  return given.length ? `?${given.map((name) => `${name}=${encodeURIComponent(pairs[name] || "")}`).join("&")}` : "";
}

/** @param {string} text */
const readable = (text) => text.replaceAll("%2C", ",").replaceAll("%2F", "/");

/**
 * The address that an entry leads to from a page that shows no view.
 * @param {Index} index
 * @param {Entry} entry
 * @param {Pairs} carried source, frame and lang of the page
 */
export function address(index, entry, carried) {
  const [kind, , frame] = index.kinds[entry[0]];
  if (entry[3].startsWith("/")) {
    const [path, anchor] = entry[3].split("#");
    return path + query(carried) + (anchor ? `#${anchor}` : "");
  }
  const { layer, arrival, set } = changes(kind, entry, index.year);
  const layers = layer ? Array.from(new Set([...index.layers, layer])).join(",") : null;
  return `/${readable(query({ ...carried, frame: frame || carried.frame, ...set, layers }))}${arrival}`;
}

/**
 * The name of an entry; before it the one that it was found by, where that is another and no part of it.
 * @param {Found} found
 */
export function shownName({ entry, name }) {
  const own = entry[1][0];
  return folded(own).includes(folded(name)) || entry[3].startsWith("/claims/") ? own : `${name} (${own})`;
}
