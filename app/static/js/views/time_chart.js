// The shape of time: above each year its deaths or events, of what is opened or of the country, with their range.
import { config } from "../core/config.js";
import { attribute, byId, fill, h, tip } from "../core/dom.js";
import { when, whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { partsOf, periodOf, yearsIn } from "../core/periods.js";
import { isHeld, measureOf, needCounts, row, total } from "../values/counts.js";
import { national } from "../values/national.js";
import { sumOf, pickedOf } from "../values/picked.js";
import { isKindOfZone, zoneLevel, zoneName, zoneOf } from "../values/zones.js";
import { spanOf } from "../words/figures.js";
import { showHandles } from "./handles.js";

/** @import { Counts, State } from "../types" */
/** @typedef {{at: number, width: number, period: string, counts: Counts, isPart: boolean, isAwaited?: boolean}} Slot */

const HEIGHT = 52;
const TOP = 6;

/**
 * What the bars are of: a level and a unit of it, or the country.
 * @param {State} state
 * @returns {{level: string, pcode: string, name: string, isSum?: boolean}}
 */
function subject(state) {
  const id = state.unit || "";
  const unit = config.units.find((item) => item.pcode === id);
  const picked = pickedOf(state);
  if (picked.length) {
    return { level: config.level, pcode: "", name: picked.map((one) => one.name).join(" + "), isSum: true };
  }
  if (unit) return { level: config.level, pcode: id, name: unit.name };
  const { holder } = state;
  if (holder?.pcode === id) return holder;
  const zone = isKindOfZone(id) ? zoneOf(id) : undefined;
  if (zone) return { level: zoneLevel(zone), pcode: id, name: zoneName(zone) };
  return { level: config.level, pcode: "", name: "Mali" };
}

/**
 * @param {State} state
 * @param {string} period
 */
function countsOf(state, period) {
  const { level, pcode, isSum } = subject(state);
  if (isSum) return sumOf(state, period);
  if (pcode) return row(level, state, pcode, period);
  if (period.length > 4) return total(level, state, "national", period);
  return national({ ...state, year: period, month: null });
}

/** @param {State} state */
const yearly = (state) =>
  config.periods.map((period, index) => ({
    at: index / config.periods.length,
    width: 1 / config.periods.length,
    period,
    counts: countsOf(state, period),
    isPart: period in config.partial || config.later.some((other) => other.period === period),
  }));

/** The months of every year, in its place. @param {State} state */
const monthly = (state) =>
  config.periods.flatMap((year, index) =>
    config.months.map(([month], at) => ({
      at: (index + at / 12) / config.periods.length,
      width: 1 / 12 / config.periods.length,
      period: `${year}-${month}`,
      counts: countsOf(state, `${year}-${month}`),
      isPart: false,
      isAwaited: config.covered.includes(year) && !isHeld(subject(state).level, { ...state, year, month, from: null }),
    })),
  );

/** The last of 1, 2, 5, 10 times a power of ten up to a count. @param {number} most */
function round(most) {
  const scale = 10 ** Math.floor(Math.log10(most));
  return scale * ([5, 2].find((step) => step * scale <= most) || 1);
}

const percent = (/** @type {number} */ part) => `${part * 100}%`;

/**
 * @param {Slot} slot
 * @param {"events" | "best" | "civilians"} name what is counted
 * @param {number} top
 * @param {boolean} isShown
 */
function bar({ at, width, period, counts, isPart, isAwaited }, name, top, isShown) {
  const count = counts[name];
  const y = (/** @type {number} */ number) => HEIGHT - ((HEIGHT - TOP) * number) / top;
  const ground = { x: percent(at), width: percent(width), y: TOP, height: HEIGHT - TOP };
  if (isAwaited) return null;
  if (count == null) return h("rect", { ...ground, fill: "url(#p-no-data)", class: "gap" });
  const look = `bar${isShown ? " now" : ""}${isPart ? " other" : ""}`;
  const body = { x: percent(at + width * 0.18), width: percent(width * 0.64), y: y(count), height: HEIGHT - y(count) };
  const parts = [h("rect", { ...body, class: look })];
  const { low, high } = counts;
  if (name === "best" && low != null && high != null && high > low) {
    const x = percent(at + width / 2);
    parts.push(h("line", { x1: x, x2: x, y1: y(low), y2: y(high), class: "whisker" }));
  }
  const range = name === "best" ? ` (${spanOf(counts)})` : "";
  return h("g", { "data-slot": period }, [tip(`${when(period)}: ${whole(count)}${range}`), ...parts]);
}

/**
 * Ask for what the bars lack, the months of every year or what is opened of another level, then draw anew.
 * @param {State} state
 */
function needBars(state) {
  const { level } = subject(state);
  const years = state.month ? config.covered.map((year) => ({ ...state, year, month: "01", from: null })) : [state];
  if (years.every((one) => isHeld(level, one))) return;
  Promise.all(years.map((one) => needCounts(level, one))).then(() => draw(state), () => null);
}

/** @type {State | null} */
let drawn = null;

/** @param {State} state */
function draw(state) {
  if (state !== drawn) return;
  const { numerator } = measureOf(state.measure);
  const name = numerator === "events" || numerator === "civilians" ? numerator : "best";
  const slots = state.month ? monthly(state) : yearly(state);
  const isRanged = name === "best";
  const most = slots.map(({ counts }) => Math.max((isRanged && counts.high) || 0, counts[name] || 0));
  const top = Math.max(1, ...most);
  const shown = shownIn(state);
  const tick = round(top);
  const lines = [0, tick].map((count) => {
    const y = HEIGHT - ((HEIGHT - TOP) * count) / top;
    return h("line", { x1: 0, x2: "100%", y1: y, y2: y, class: count ? "gridline" : "axis" });
  });
  const bars = slots.map((slot) => bar(slot, name, top, shown.has(slot.period)));
  const look = { width: "100%", height: HEIGHT, class: "timechart", "aria-hidden": "true" };
  fill(byId("plot"), h("svg", look, [...lines, ...bars]));
  fill(byId("plot-top"), whole(tick));
  byId("plot-top").style.top = `${HEIGHT - ((HEIGHT - TOP) * tick) / top - 8}px`;
  const words = { best: t("deaths"), events: t("events"), civilians: t("civilian deaths") }[name];
  const by = state.month ? t("by month") : t("by year");
  fill(byId("time-of"), [h("b", {}, subject(state).name), ` · ${words} ${by}`]);
}

/** The bars that are of the period shown. @param {State} state */
const shownIn = (state) => new Set(state.month ? partsOf(periodOf(state)) : yearsIn(periodOf(state)));

/** @param {State} state */
function mark(state) {
  const shown = shownIn(state);
  for (const slot of Array.from(byId("plot").querySelectorAll("[data-slot]"))) {
    slot.querySelector(".bar")?.classList.toggle("now", shown.has(attribute(slot, "data-slot")));
  }
}

/** What changes none of the bars but which of them are shown. */
const SAME = new Set(["year", "month", "from", "tab", "place", "at", "circles", "estimate", "people", "compare"]);

/**
 * @param {State} state
 * @param {import("../types").Change} change
 */
export function showTimeChart(state, change) {
  const isSame = drawn && !drawn.month === !state.month && Object.keys(change).every((name) => SAME.has(name));
  drawn = state;
  if (isSame && Object.keys(change).length) mark(state);
  else draw(state);
  showHandles(state);
  needBars(state);
}

/** A date as a part of the years that are shown. @param {string} date */
function placeOf(date) {
  const [year, month, day] = [...date.split("-"), "7", "15"].map(Number);
  return (year - Number(config.periods[0]) + (month - 1 + day / 31) / 12) / config.periods.length;
}

/**
 * Name a moment above its tick; nothing where there is none.
 * @param {HTMLElement} [tick]
 */
function nameMoment(tick) {
  const name = byId("moment-name");
  name.textContent = tick ? tick.textContent : "";
  if (!tick) return;
  name.classList.toggle("before", parseFloat(tick.style.left) > 50);
  name.style.left = tick.style.left;
}

/** Ticks for coups and departures, which name themselves under the pointer; by key they are one list (keys.js). */
export function addMoments() {
  config.moments.forEach(([date, words, kind], index) => {
    const place = placeOf(date);
    if (place < 0 || place > 1) return;
    const tick = h("span", { role: "option", id: `moment-${index}`, class: `moment ${kind}` }, words);
    tick.style.left = percent(place);
    tick.onpointerenter = () => nameMoment(tick);
    tick.onpointerleave = () => nameMoment();
    byId("moments").append(tick);
  });
}
