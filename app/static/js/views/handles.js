// The handles of the time bar: one for a year or month, two for a range; one pulled out of the bar opens a second map.
import { config } from "../core/config.js";
import { attribute, byId, find, input } from "../core/dom.js";
import { when } from "../core/format.js";
import { t } from "../core/i18n.js";
import { ends, isRange, lastYear, partsOf, periodOf, rangeOf } from "../core/periods.js";
import { current, endWay, inYear, update } from "../state.js";

/** @import { Change, State } from "../types" */

const MOST_MONTHS = 36;
/** How far above the bar a handle is out of it, in px. */
const OUT = 30;

/** The steps of the bar: every month where months are shown, else the years. @param {State} state */
export const stepsOf = ({ month }) =>
  month ? config.periods.flatMap((year) => config.months.map(([number]) => `${year}-${number}`)) : config.periods;

/** @param {string} period a year or month, or a range of them @returns {Change} */
export function chosen(period) {
  if (period.length === 7) return { year: period.slice(0, 4), month: period.slice(5) };
  return period.includes("..") ? { month: period } : { ...inYear(current(), period), month: null };
}

/** A year or month within those that the source has months of. @param {string} month */
function within(month) {
  const known = config.coveredMonths;
  return month < known[0] ? known[0] : month > known[known.length - 1] ? known[known.length - 1] : month;
}

/** The months of the years that are shown, as many as a range can have; the last year of a range of months. */
function toggleMonths() {
  const state = current();
  const period = periodOf(state);
  if (state.month) {
    update(chosen(lastYear(period)));
    return;
  }
  const [first, last] = ends(period);
  const months = partsOf(`${within(`${first}-01`)}..${within(`${last}-12`)}`).slice(-MOST_MONTHS);
  update(chosen(rangeOf(months[0], months[months.length - 1])));
}

/** A range of what is shown and what is before it; of a range, its last. */
function toggleRange() {
  const state = current();
  const steps = stepsOf(state);
  const [, last] = ends(periodOf(state));
  const at = Math.max(1, steps.indexOf(last));
  update(chosen(isRange(periodOf(state)) ? last : rangeOf(steps[at - 1], steps[at])));
}

/** @param {HTMLInputElement} moved */
function slideRange(moved) {
  const steps = stepsOf(current());
  const [start, end] = [input("slider"), input("slider-to")];
  const apart = Number(end.value) - Number(start.value);
  if (current().month && Math.abs(apart) >= MOST_MONTHS) {
    const other = moved === start ? end : start;
    other.value = String(Number(moved.value) + Math.sign(apart) * (moved === start ? 1 : -1) * (MOST_MONTHS - 1));
  }
  const [first, last] = [start, end].map(({ value }) => Number(value)).sort((a, b) => a - b);
  const [from, to] = [steps[first], steps[last]].map((step) => (current().month ? within(step) : step));
  if (to > from) update(chosen(rangeOf(from, to)), true);
}

/** @param {Event} event */
function slide({ target }) {
  const moved = /** @type {HTMLInputElement} */ (target);
  const state = current();
  if (!input("slider-to").hidden) {
    slideRange(moved);
    return;
  }
  const step = stepsOf(state)[Number(moved.value)];
  if (state.month) update(chosen(within(step)), true);
  else if (step !== state.from) update(inYear(state, step), true);
  else showHandles(state);
}

/**
 * The range of years that is shown with its nearer end at another; null where none is shown.
 * @param {string} year
 */
export function stretched(year) {
  const state = current();
  if (state.month || !isRange(state.year)) return null;
  const [first, last] = ends(state.year);
  const isBefore = Number(year) - Number(first) < Number(last) - Number(year);
  return isBefore ? rangeOf(year, last) : rangeOf(first, year);
}

/** What a handle is pulled away from. @type {State | null} */
let pulled = null;

/**
 * A handle let go above the bar: what was shown stays, and stands beside what the handle was at.
 * @param {PointerEvent} event
 */
function letGo({ clientY }) {
  const state = pulled;
  pulled = null;
  if (!state || clientY > byId("years").getBoundingClientRect().top - OUT) return;
  const period = periodOf(current());
  const { year, month, from } = state;
  if (period !== periodOf(state)) update({ year, month, from, compare: `year:${period}` });
}

/** @param {State} state */
export function showHandles(state) {
  const steps = stepsOf(state);
  const period = periodOf(state);
  const [start, end] = [input("slider"), input("slider-to")];
  end.hidden = !isRange(period);
  ends(period).forEach((part, at) => {
    const handle = at ? end : start;
    handle.max = String(steps.length - 1);
    handle.value = String(steps.indexOf(part));
    handle.setAttribute("aria-valuetext", when(part));
  });
  start.setAttribute("aria-label", state.month ? t("Month") : t("Year"));
  end.setAttribute("aria-label", state.month ? t("Last month") : t("Last year"));
  byId("years").style.setProperty("--n", String(steps.length));
  byId("range").setAttribute("aria-pressed", String(isRange(period)));
  const isLongest = period.includes("..") && partsOf(period).length === MOST_MONTHS;
  byId("time-most").textContent = isLongest ? t("at most %(count)s months", { count: MOST_MONTHS }) : "";
  for (const name of ["by-years", "by-months"]) {
    find(name)?.setAttribute("aria-pressed", String((name === "by-months") === Boolean(state.month)));
  }
}

/** The year or month whose bar is at a place of the window. @param {MouseEvent} event */
export function stepAt({ clientX, clientY }) {
  const { left, width, bottom, height } = byId("plot").getBoundingClientRect();
  if (!height || clientY > bottom) return undefined;
  const steps = stepsOf(current());
  return steps[Math.floor(((clientX - left) / width) * steps.length)];
}

/** Listen to the handles and to what makes them. @param {() => void} stop what plays */
export function attachHandles(stop) {
  for (const id of ["slider", "slider-to"]) {
    input(id).addEventListener("input", (event) => {
      stop();
      slide(event);
    });
    input(id).addEventListener("change", endWay);
    input(id).addEventListener("pointerdown", () => {
      pulled = current();
    });
  }
  document.addEventListener("pointerup", letGo);
  byId("range").addEventListener("click", () => {
    stop();
    toggleRange();
  });
  for (const name of ["by-years", "by-months"]) {
    find(name)?.addEventListener("click", ({ currentTarget }) => {
      stop();
      if (attribute(/** @type {Element} */ (currentTarget), "aria-pressed") === "false") toggleMonths();
    });
  }
}
