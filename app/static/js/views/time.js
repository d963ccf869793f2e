// The years and months under the map: pressed, dragged, stepped by the arrow keys, or played.
import { config } from "../core/config.js";
import { attribute, byId, find } from "../core/dom.js";
import { ends, lastYear, periodOf } from "../core/periods.js";
import { current, endWay, inYear, next, opened, update } from "../state.js";
import { NOT_ALLOCATED } from "../values/events.js";
import { withForces } from "../values/sites.js";
import { attachHandles, chosen, stepAt, stretched } from "./handles.js";
import { closePanel, isOpen } from "./panel.js";
import { addMoments } from "./time_chart.js";

const PACE_MS = 900;
/** By how many years a key steps; on the map the arrow keys go to neighbours. @type {Record<string, number>} */
const ARROWS = { ArrowLeft: -1, ArrowRight: 1 };
/** @type {Record<string, number>} */
const PAGES = { PageUp: -1, PageDown: 1 };

/** @type {ReturnType<typeof setInterval> | undefined} */
let timer;

function stop() {
  if (timer !== undefined) endWay();
  clearInterval(timer);
  timer = undefined;
  byId("play").setAttribute("aria-pressed", "false");
  byId("play").classList.remove("playing");
}

/** @param {string} year */
function choose(year, isPassing = false) {
  if (year !== current().from) update(inYear(current(), year), isPassing);
}

const lastMonth = () => config.coveredMonths[config.coveredMonths.length - 1];

/**
 * One month on or back, into the next year where one ends. False where there is no further one.
 * @param {number} by
 * @param {boolean} isPassing
 */
function stepMonth(by, isPassing) {
  const state = current();
  const [shown, number] = ends(periodOf(state))[1].split("-");
  const index = Number(shown) * 12 + Number(number) - 1 + by;
  const year = String(Math.floor(index / 12));
  const month = String((index % 12) + 1).padStart(2, "0");
  const period = `${year}-${month}`;
  const isBeyond = (by < 0 && period < config.coveredMonths[0]) || (by > 0 && period > lastMonth());
  if (isBeyond || year === state.from) return false;
  update({ year, month }, isPassing);
  return period < lastMonth();
}

/** @param {number} by */
function step(by, isPassing = false) {
  const { year, month, from } = current();
  if (month) return stepMonth(by, isPassing);
  const { periods } = config;
  let at = periods.indexOf(lastYear(year)) + by;
  if (periods[at] === from) at += by;
  if (at >= 0 && at < periods.length) choose(periods[at], isPassing);
  return at < periods.length - 1;
}

/** Begin anew where the last year or month is shown. */
function rewind() {
  const { covered, coveredMonths } = config;
  const state = current();
  if (state.month) {
    const [year, month] = coveredMonths[0].split("-");
    if (periodOf(state) >= lastMonth()) update({ year, month });
  } else if (state.year >= covered[covered.length - 1]) choose(covered[0] === state.from ? covered[1] : covered[0]);
}

function play() {
  if (timer !== undefined) {
    stop();
    return;
  }
  rewind();
  byId("play").setAttribute("aria-pressed", "true");
  byId("play").classList.add("playing");
  timer = setInterval(() => {
    if (next() !== current()) return; // which is still being loaded
    const { year, month } = current();
    const isLast = !month && year >= config.covered[config.covered.length - 1];
    if (isLast || !step(1, true)) stop();
  }, PACE_MS);
}

/**
 * What a plain click on a link does here instead; the browser keeps the others.
 * @param {string} id
 * @param {string} selector
 * @param {(link: Element, event: MouseEvent) => void} act
 */
export function onLink(id, selector, act) {
  find(id)?.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest(selector);
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    act(link, event);
  });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && isOpen()) {
    closePanel();
    return;
  }
  const target = /** @type {Element} */ (event.target);
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || target.closest(".scroll")) return;
  const by = (target.closest("#map_atlas") ? PAGES : ARROWS)[event.key];
  if (!by) return;
  event.preventDefault();
  stop();
  step(by);
}

/** Listen to the years, the months and the arrow keys. */
export function attachTime() {
  onLink("years", "[data-year]", (link, event) => {
    stop();
    const year = attribute(link, "data-year");
    const month = current().month && event.detail ? stepAt(event) : undefined;
    if (month) update(chosen(month));
    else choose(stretched(year) || year);
  });
  onLink("months", "[data-month]", (link) => {
    stop();
    update({ month: attribute(link, "data-month") || null });
  });
  onLink("compare", "#compare", (link) => {
    stop();
    update({ from: attribute(link, "data-from"), year: attribute(link, "data-to") });
  });
  onLink("missing-events", "#missing-events", () => opened.send({ kind: "unit", pcode: NOT_ALLOCATED }));
  onLink("beside", "#beside", () => update({ layers: withForces(next()) }));
  attachHandles(stop);
  addMoments();
  byId("play").addEventListener("click", play);
  document.addEventListener("keydown", onKey);
}
