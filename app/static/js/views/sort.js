// The order of the table's rows: by the column that was pressed, its other way round when pressed again.
import { attribute, fill, h, table } from "../core/dom.js";
import { periodOf } from "../core/periods.js";
import { current } from "../state.js";
import { peopleOf } from "../values/people.js";
import { regionOf } from "../words/figures.js";

/** @import { Unit } from "../config" */
/** @import { Cell } from "../types" */
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

let by = "value";
let isDescending = true;

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
 * @param {Entry} a
 * @param {Entry} b
 */
function compare(a, b) {
  const x = COLUMNS[by](a);
  const y = COLUMNS[by](b);
  const names = compareNames(a.unit.name, b.unit.name);
  if (x == null || y == null) return x == null && y == null ? names : x == null ? 1 : -1;
  const difference = typeof x === "number" ? x - Number(y) : compareNames(x, String(y));
  return (isDescending ? -difference : difference) || names;
}

/** @param {Entry[]} entries */
export const sorted = (entries) => [...entries].sort(compare);

const heads = () => /** @type {HTMLElement[]} */ (Array.from(table("table").querySelectorAll("th[data-sort]")));

function markHeads() {
  for (const head of heads()) {
    if (attribute(head, "data-sort") !== by) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
  }
}

/**
 * Make the heads of the table buttons that sort it.
 * @param {() => void} redraw
 */
export function makeSortable(redraw) {
  for (const head of heads()) {
    const key = attribute(head, "data-sort");
    const button = h("button", { type: "button", class: "sort", id: head.id || null }, head.textContent);
    head.removeAttribute("id");
    fill(head, button);
    button.onclick = () => {
      isDescending = key === by ? !isDescending : key !== "name";
      by = key;
      markHeads();
      redraw();
    };
  }
  markHeads();
}
