// The panel's charts: violence by year or month, and the documented sites over the same years.
import { config } from "../core/config.js";
import { h, tip } from "../core/dom.js";
import { when, whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { spanOf } from "../words/figures.js";
import { forceLabel, forceOf } from "../words/sites.js";

/** @import { Site } from "../config" */
/** @import { Counts } from "../types" */
/** @typedef {{year: string, row: Counts, label?: string, release?: string | null}} Bar one year, or one month */
/** @typedef {[from: number, to: number]} Span in years */

const WIDTH = 330;
const LEFT = 34;
const TOP = 14;
const HEIGHT = 120;
const BASE = TOP + HEIGHT;
const ROW = 24;

/** The next of 1, 2, 5, 10 times a power of ten. @param {number} most */
export function nice(most) {
  const scale = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return scale * ([1, 2, 5, 10].find((step) => step * scale >= most) || 10);
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {string} anchor
 * @param {string | null} [className]
 */
function text(x, y, words, anchor, className = null) {
  return h("text", { x, y, "text-anchor": anchor, class: className }, words);
}

/** @param {Bar} bar */
function nameOf({ year, row, label, release }) {
  const period = year.length > 4 && label === "?" ? t("month not known") : when(year);
  const other = release ? ` (${t("another release, %(release)s", { release })})` : "";
  return `${period}${other}: ${row.best == null ? t("no data") : `${whole(row.best)} (${spanOf(row)})`}`;
}

/**
 * What stands in a bar's slot: hatched where there is no data.
 * @param {Bar} bar
 * @param {number} x
 * @param {number} step
 * @param {(count: number) => number} y
 * @param {boolean} isShown
 */
function slot({ row, release }, x, step, y, isShown) {
  const isMissing = row.best == null;
  const fill = isMissing ? "url(#p-no-data)" : "#ffffff";
  const ground = { x, y: TOP, width: step, height: HEIGHT, fill, "fill-opacity": isMissing ? "1" : "0" };
  const content = [h("rect", ground)];
  if (row.best == null) return content;
  const best = y(row.best);
  const name = `bar${isShown ? " now" : ""}${release ? " other" : ""}`;
  const height = Math.max(0, BASE - best);
  content.push(h("rect", { x: x + step * 0.18, y: best, width: step * 0.64, height, class: name }));
  const middle = x + step / 2;
  if (row.low != null && row.high != null && row.high > row.low) {
    content.push(h("line", { x1: middle, x2: middle, y1: y(row.low), y2: y(row.high), class: "whisker" }));
  }
  if (row.events === 0) content.push(h("circle", { cx: middle, cy: BASE - 3, r: 1.6, class: "none" }));
  return content;
}

let isOpen = false;

/** What the bars say, as a list that is folded until it is asked for, and then stays. @param {Bar[]} years */
export function values(years) {
  const made = /** @type {HTMLDetailsElement} */ (
    h("details", { class: "values" }, [
      h("summary", {}, t("Values")),
      h("ul", {}, years.map((bar) => h("li", {}, nameOf(bar)))),
    ])
  );
  made.open = isOpen;
  made.ontoggle = () => (isOpen = made.open);
  return made;
}

/**
 * Bars of the best estimate with the range of reports as a line.
 * @param {Bar[]} years
 * @param {string[]} shown
 */
export function bars(years, shown) {
  const top = nice(Math.max(...years.map(({ row }) => Math.max(row.high || 0, row.best || 0))));
  const step = (WIDTH - LEFT) / years.length;
  const y = (/** @type {number} */ count) => BASE - (HEIGHT * count) / top;
  const parts = [0, top / 2, top].map((tick) =>
    h("g", {}, [
      h("line", { x1: LEFT, x2: WIDTH, y1: y(tick), y2: y(tick), class: "gridline" }),
      text(LEFT - 5, y(tick) + 4, whole(tick), "end"),
    ]),
  );
  years.forEach((bar, index) => {
    const x = LEFT + index * step;
    const isShown = shown.includes(bar.year);
    const group = h("g", { "data-bar": bar.year }, slot(bar, x, step, y, isShown));
    group.prepend(tip(nameOf(bar)));
    parts.push(group);
    if (bar.label || index % 2 === 0 || isShown) {
      const words = bar.label || `’${bar.year.slice(2)}`;
      parts.push(text(x + step / 2, BASE + 13, words, "middle", isShown ? "now" : null));
    }
  });
  const label = years[0].label
    ? t("Fatalities by month, best estimate with the range of reports")
    : t("Fatalities by year, best estimate with the range of reports");
  return h("svg", { viewBox: `0 0 ${WIDTH} ${BASE + 18}`, class: "chart", role: "img", "aria-label": label }, parts);
}

/**
 * First and last day that a date of year, month or day precision can mean, as fractions of a year; null: unknown.
 * @param {string | null} date
 * @returns {Span | null}
 */
export function interval(date) {
  if (!date) return null;
  const [year, month, day] = date.split("-").map(Number);
  if (month === undefined) return [year, year + 1];
  if (day === undefined) return [year + (month - 1) / 12, year + month / 12];
  const at = year + (month - 1) / 12 + (day - 1) / 365;
  return [at, at];
}

/**
 * When a site may have opened and closed, in the years shown.
 * @param {Site} site
 * @param {number} first
 * @param {number} last
 * @returns {{from: Span, to: Span}}
 */
function spansOf(site, first, last) {
  const from = interval(site.from) || [first, first];
  const told = interval(site.lastThere);
  const end = site.latest ? interval(site.latest) : null;
  const open = told ? [told[0], end ? end[1] : last] : [last, last];
  return {
    from: site.fromBasis.startsWith("first_") ? [first, from[1]] : from,
    to: interval(site.to) || /** @type {Span} */ (open),
  };
}

/**
 * A bar a site on the same years: solid where surely open, pale where a date is not sure.
 * @param {Site[]} sites
 */
export function timeline(sites) {
  const first = Number(config.periods[0]);
  const last = Number(config.periods[config.periods.length - 1]) + 1;
  const x = (/** @type {number} */ year) =>
    LEFT + ((WIDTH - LEFT) * (Math.min(last, Math.max(first, year)) - first)) / (last - first);
  const parts = sites.map((site, index) => {
    const { from, to } = spansOf(site, first, last);
    const y = 3 + index * ROW;
    const fill = forceOf(site.force)?.colour;
    const part = (/** @type {number} */ start, /** @type {number} */ end, /** @type {number} */ opacity) =>
      h("rect", { x: x(start), y, width: Math.max(0, x(end) - x(start)), height: 7, fill, "fill-opacity": opacity });
    const unsure = [[site.from ? from[0] : first, from[1]], [to[0], site.to || site.lastThere ? to[1] : last]];
    return h("g", {}, [
      part(from[1], to[0], (site.to || site.lastThere) && site.from ? 1 : 0.35),
      ...unsure.map(([start, end]) => (end > start ? part(start, end, 0.3) : null)),
      text(LEFT, y + 18, `${forceLabel(site.force)}, ${site.site}`, "start"),
    ]);
  });
  return h(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${sites.length * ROW + 4}`,
      class: "chart sitesline",
      role: "img",
      "aria-label": t("Documented sites over the same years"),
    },
    parts,
  );
}
