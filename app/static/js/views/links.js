// The page's own address, and every link that keeps the view (years, zooms, languages).
import { eventAddress, query } from "../addresses.js";
import { config } from "../core/config.js";
import { all, attribute, find, markCurrent } from "../core/dom.js";
import { LAST } from "../core/last.js";
import { attachLinks, follow } from "../core/links.js";
import { lastYear, periodOf, yearsIn } from "../core/periods.js";
import { current, fit, inYear, isOnTheWay, moved } from "../state.js";
import { NOT_ALLOCATED } from "../values/events.js";
import { withForces } from "../values/sites.js";
import { isKindOfZone } from "../values/zones.js";

/** @import { Change, State } from "../types" */

/** What a link to another source, frame or level keeps of the view; to another source, but those of SOURCE_OWN. */
const KEPT = [
  "year", "month", "layers", "focus", "at", "circles", "lang", "violence", "family", "named", "sides", "people",
  "estimate", "from", "unit", "tab", "sort",
];
const SOURCE_OWN = new Set([
  "month", "named", "sides", "layers", "violence", "family", "from", "year", "focus", "unit",
]);
const LEVELS = ["admin1", "admin2", "admin3"];
/** Columns of the table that not every level has. */
const LEVEL_OWN = /population|sites|region/;

/** @typedef {HTMLAnchorElement} Link */

/** @param {State} state */
function showYears(state) {
  const shown = yearsIn(periodOf(state));
  for (const link of /** @type {Link[]} */ (all("[data-year]"))) {
    const year = attribute(link, "data-year");
    markCurrent(link, shown.includes(year));
    link.classList.toggle("compared", year === state.from);
  }
}

/** @param {State} state */
function showMonths(state) {
  const known = config.coveredMonths;
  for (const link of /** @type {Link[]} */ (all("[data-month]"))) {
    const month = attribute(link, "data-month") || null;
    const period = `${lastYear(periodOf(state))}-${month}`;
    markCurrent(link, month === (state.month || null));
    link.classList.toggle("partial", month !== null && !(period >= known[0] && period <= known[known.length - 1]));
  }
}

/**
 * What stays opened at another level: of what is finer than its units, the cercle or region that holds it.
 * @param {State} state
 * @param {string} level
 */
function unitAt({ unit, holder }, level) {
  const own = config.units.find(({ pcode }) => pcode === unit);
  const held = holder?.pcode === unit ? holder : null;
  const isFiner = LEVELS.indexOf(held?.level || config.level) > LEVELS.indexOf(level);
  if (!isFiner) return unit;
  return (own && level === "admin2" ? own.cercle || own.pcode.split("-")[0] : (own || held)?.region) || unit;
}

/**
 * The measure of another level that has the same count, by area where people are not known.
 * @param {string} measure
 * @param {string} level
 */
function measureAt(measure, level) {
  const known = config.offered[level];
  const [count] = measure.split("_per_");
  return known.includes(measure) ? measure : known.find((key) => key.split("_per_")[0] === count) || known[0];
}

/**
 * A link to another source, frame or level keeps what the reader chose since: the year, the month, the layers, the
 * place and, where the other level has it, the measure.
 * @param {Link} link
 * @param {State} state
 */
function switched(link, state) {
  const address = new URL(link.href, location.href);
  const kind = attribute(link, "data-switch");
  const level = kind === "level" ? attribute(link, "data-key") : config.level;
  const unit = kind === "frame" ? null : unitAt(state, level);
  // A unit that stays opened where the level is another is looked at anew.
  const isUnit = unit && !["MLI", NOT_ALLOCATED].includes(unit) && !isKindOfZone(unit);
  const at = isUnit && level !== config.level ? null : state.at;
  const keep = new URLSearchParams(query({ ...state, unit, at }).split("?")[1] || "");
  const measure = kind === "source" ? "" : measureAt(state.measure, level);
  if (config.offered[level].indexOf(measure) > 0) address.searchParams.set("measure", measure);
  else if (kind !== "source") address.searchParams.delete("measure");
  address.searchParams.delete("units"); // their codes are of this level, and elsewhere of other shapes
  for (const name of KEPT) {
    if (name === kind) continue;
    if (kind === "source" && SOURCE_OWN.has(name)) continue;
    const value = keep.get(name);
    const isLost = name === "sort" && kind === "level" && LEVEL_OWN.test(value || "");
    if (value === null || isLost) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  const beside = kind === "level" && !/^measure/.test(state.compare || "") ? state.compare : null;
  if (beside) address.searchParams.set("compare", beside);
  else address.searchParams.delete("compare");
  return address.pathname + address.search.replace(/%2C/g, ",").replace(/%2F/g, "/").replace(/%3A/g, ":");
}

/** @param {State} state */
function showFocus(state) {
  for (const link of /** @type {Link[]} */ (all("[data-focus]"))) {
    markCurrent(link, attribute(link, "data-focus") === state.focus && !state.at);
  }
  const beside = find("beside");
  if (beside) markCurrent(beside, withForces(state).size === state.layers.size);
}

/** What each link changes of the view that is shown. @type {[selector: string, of: (link: Link) => Change][]} */
const CHANGES = [
  ["[data-year]", (link) => inYear(current(), attribute(link, "data-year"))],
  ["[data-focus]", (link) => ({ focus: attribute(link, "data-focus"), at: null })],
  ["#missing-events, #accounting a", () => ({ unit: NOT_ALLOCATED })],
  ["#beside", () => ({ layers: withForces(current()) })],
  ["#compare", (link) => ({ from: attribute(link, "data-from"), year: attribute(link, "data-to") })],
  ["#all-years", () => ({ compare: "years" })],
  ["#sum-clear", () => ({ units: [] })],
  ["#zones [data-open]", (link) => ({ unit: attribute(link, "data-open") })],
  ["a.lang", ({ lang }) => ({ lang })],
];

/** @param {Link} link */
function ofMonth(link) {
  const state = current();
  const month = attribute(link, "data-month") || null;
  return query(fit({ ...state, month, year: month ? lastYear(periodOf(state)) : state.year }));
}

/** @param {Link} link */
const ofEvent = (link) => eventAddress(current(), link.closest("li")?.getAttribute("data-event") || "");

/**
 * Each choice is a step of the history; what is only passed on the way to one is not, nor where the map is moved to.
 * @param {State} state
 * @param {boolean} isStep
 */
function note(state, isStep) {
  const address = query(state);
  const said = { ...state, layers: Array.from(state.layers) };
  const isSame = new URL(address, location.href).href === location.href && !state.place === !history.state?.place;
  if (isStep && history.state && !isSame) history.pushState(said, "", address);
  else history.replaceState(said, "", address);
}

/** @param {State} state */
export function showAddress(state) {
  note(state, !isOnTheWay());
  showYears(state);
  showMonths(state);
  showFocus(state);
}

/** Follow the map where it is moved to, and let the links lead to what is shown. */
export function attachAddress() {
  moved.follow((state) => {
    note(state, false);
    showFocus(state);
  });
  for (const [selector, of] of CHANGES) follow(selector, (link) => query({ ...current(), ...of(link) }));
  follow("[data-month]", ofMonth);
  follow("[data-switch]", (link) => switched(link, current()));
  follow("[data-event] a.address", ofEvent);
  follow(".kept a", () => `/${location.search}`);
  addEventListener("pagehide", () => sessionStorage.setItem(LAST, location.href));
  attachLinks();
}
