// The order of the table's rows: by the column that was pressed, its other way round when pressed again.
import { query } from "../addresses.js";
import { attribute, table } from "../core/dom.js";
import { follow } from "../core/links.js";
import { periodOf } from "../core/periods.js";
import { current, update } from "../state.js";
import { peopleOf } from "../values/people.js";
import { regionOf } from "../words/figures.js";

/** @import { Unit } from "../config" */
/** @import { Cell, State } from "../types" */
/** @typedef {{unit: Unit, cell: Cell}} Entry */

/** @type {Record<string, (entry: Entry) => string | number | null | undefined>} */
const COLUMNS = {
  name: ({ unit }) => unit.name,
  value: ({ cell }) => (cell.thenRow ? cell.change : cell.value),
  events: ({ cell }) => cell.row.events,
  best: ({ cell }) => cell.row.best,
  civilians: ({ cell }) => cell.row.civilians,
  population: ({ unit }) => peopleOf(unit, periodOf(current()), current().people),
  sites: ({ cell }) => cell.row.listed.open,
  region: ({ unit }) => regionOf(unit),
};

/**
 * Accents after their letters, as the server sorts.
 * @param {string} a
 * @param {string} b
 */
export function compareNames(a, b) {
  const x = a.normalize("NFD");
  const y = b.normalize("NFD");
  return x < y ? -1 : x > y ? 1 : 0;
}

/**
 * In the order of a column, the highest first after a `-`; what has no value is last.
 * @param {Entry[]} entries
 * @param {string} sort
 */
export function sorted(entries, sort) {
  const of = COLUMNS[sort.replace("-", "")];
  return [...entries].sort((a, b) => {
    const [x, y] = [of(a), of(b)];
    const names = compareNames(a.unit.name, b.unit.name);
    if (x == null || y == null) return x == null && y == null ? names : x == null ? 1 : -1;
    const difference = typeof x === "number" ? x - Number(y) : compareNames(x, String(y));
    return (sort < "a" ? -difference : difference) || names;
  });
}

/**
 * What a press on a column's head sorts by: numbers the highest first, and again the other way round.
 * @param {Element} head
 * @param {string} sort
 */
function next(head, sort) {
  const key = attribute(head, "data-sort");
  const [first, second] = /^(name|region)$/.test(key) ? [key, `-${key}`] : [`-${key}`, key];
  return sort === first ? second : first;
}

const heads = () => /** @type {HTMLElement[]} */ (Array.from(table("table").querySelectorAll("th[data-sort]")));

/** @param {State} state */
export function showSort(state) {
  for (const head of heads()) {
    if (attribute(head, "data-sort") !== state.sort.replace("-", "")) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", state.sort < "a" ? "descending" : "ascending");
  }
}

/** Let readers sort by the heads of the table. */
export function attachSort() {
  follow("[data-sort] a", (link) => {
    const state = current();
    return query({ ...state, sort: next(/** @type {Element} */ (link.parentElement), state.sort) });
  });
  for (const head of heads()) {
    /** @type {HTMLElement} */ (head.firstElementChild).onclick = (event) => {
      event.preventDefault();
      update({ sort: next(head, current().sort) });
    };
  }
}
