// What is picked: the line that sums it, its row in the table, and the ways to pick by pointer, finger and keyboard.
import { attribute, byId, table } from "../core/dom.js";
import { rate } from "../core/format.js";
import { thenOf } from "../core/periods.js";
import { next, picked, update } from "../state.js";
import { config } from "../core/config.js";
import { measureOf } from "../values/counts.js";
import { namedSum, sumOf, sumValue, toggled } from "../values/picked.js";
import { deathsAndEvents } from "../words/figures.js";
import { sumLine, sumName, sumTexts } from "../words/sum.js";

/** @import { State } from "../types" */

/** Pick these units, or no longer. @param {string[]} codes */
export const pick = (codes) => update({ units: toggled(next(), codes) });

/**
 * @param {State} state
 * @param {import("../types").Counts | null} before
 */
function showRow(state, before) {
  const line = /** @type {HTMLTableRowElement} */ (table("table").querySelector('tr[data-row="sum"]'));
  line.hidden = !state.units.length;
  if (line.hidden) return;
  const value = rate(sumValue(state), measureOf(state.measure).decimals, Boolean(state.from));
  const named = config.named ? [deathsAndEvents(namedSum(state))] : [];
  [sumName(state), value, "", ...sumTexts(state, before), ...named].forEach((words, index) => {
    line.children[index].textContent = words;
  });
}

/** @param {State} state */
export function showSum(state) {
  const then = thenOf(state);
  const before = state.units.length && then ? sumOf(state, then) : null;
  byId("sum").hidden = !state.units.length;
  byId("sum-line").textContent = state.units.length ? sumLine(state, before) : "";
  showRow(state, before);
}

/** Let readers pick with the boxes of the table, and pick no more. */
export function attachSum() {
  picked.follow(pick);
  byId("table").addEventListener("change", ({ target }) => {
    const code = target instanceof Element && attribute(target, "data-pick");
    if (!code) return;
    pick([code]);
    /** @type {HTMLElement | null} */ (document.querySelector(`[data-pick="${code}"]`))?.focus();
  });
  byId("sum-clear").addEventListener("click", (event) => {
    event.preventDefault();
    update({ units: [] });
  });
}
