// What is under the pointer or the keyboard's focus, in words: in one corner of the map, or in another where it would
// lie on what it tells.
import { config } from "../core/config.js";
import { byId, fill, h } from "../core/dom.js";
import { whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { periodOf } from "../core/periods.js";
import { siteIcon, swatch } from "../drawing/symbols.js";
import { partOf } from "../layers/sides.js";
import { pathOf } from "../layers/units.js";
import { current, opened, pointed } from "../state.js";
import { cellOf } from "../values/cells.js";
import { beside, isHeld, measureOf, row, total } from "../values/counts.js";
import { gridSides, isBoth, isColoured, sideCell, sideMeasure, zoneCell } from "../values/sides.js";
import { drawnOf } from "../values/sites.js";
import { zoneLevel, zoneName } from "../values/zones.js";
import { byEstimate, marks } from "../words/doubt.js";
import { days, deaths, title } from "../words/events.js";
import { deathsAndEvents, facts, note, remarks, spanOf, vague, valueText } from "../words/figures.js";
import { sideFacts, sideName, whichSide } from "../words/sides.js";
import { dates, forceLabel, incomplete, statusText, takenOver } from "../words/sites.js";
import { now, timeOf } from "../words/view.js";
import { outside } from "./more_tables.js";

/** @import { Measure, Site, Unit } from "../config" */
/** @import { Cell, ConflictEvent, GridUnit, NamedZone, Pointed, State } from "../types" */

/**
 * @typedef {object} Said
 * @property {string} title
 * @property {string} big the figure
 * @property {string} unit what it counts
 * @property {[label: string, text: string][]} facts
 * @property {string | null} said
 * @property {string | null} [fill] the colour it is drawn in
 */

/** Where the browser notes that something was opened once. */
const USED = "mali-atlas-used";

/** @type {Pointed | null} */
let shown = null;

const box = () => byId("readout");

/** @param {import("../core/dom.js").Children} content */
function write(content) {
  fill(box(), content);
  box().classList.add("full");
}

/** @param {Said} said */
function writeFigure({ title: name, big, unit, facts: pairs, said, fill: colour }) {
  write([
    h("p", { class: "name" }, [colour ? swatch(colour) : null, name]),
    h("p", { class: "big" }, [h("b", {}, big), " ", h("span", {}, unit)]),
    h("dl", {}, pairs.flatMap(([label, text]) => [h("dt", {}, label), h("dd", {}, text)])),
    said ? h("p", { class: "said" }, said) : null,
  ]);
}

/**
 * What a value is of: its marks, its unit by which estimate, its time.
 * @param {Cell} cell
 * @param {Measure} measure
 * @param {State} state
 */
export function unitText(cell, measure, state) {
  const time = state.from ? "" : `, ${timeOf(measure, state)}`;
  return `${marks(cell)} ${byEstimate(measure.short, measure, state)}${time}`.trim();
}

/** @param {Unit} unit */
function showUnit(unit) {
  const state = current();
  const measure = measureOf(state.measure);
  const cell = cellOf(config.level, state, unit, measure);
  writeFigure({
    title: unit.name,
    big: valueText(cell, measure, state),
    unit: unitText(cell, measure, state),
    facts: facts(unit, cell, measure, state),
    said: remarks(cell, measure, unit, state),
    fill: cell.fill,
  });
  const middles = [pathOf(unit.pcode)?.getElement(), box().parentElement].map((drawn) => {
    const { left = 0, right = 0 } = drawn?.getBoundingClientRect() || {};
    return left + right;
  });
  box().classList.toggle("west", middles[0] > middles[1]);
}

/**
 * What the neighbours have in a cell of Mali's, where both sides are shown.
 * @param {GridUnit} unit
 * @param {State} state
 * @returns {[label: string, text: string][]}
 */
function cellBeyond({ pcode }, state) {
  return gridSides(state).flatMap(({ key, label }) => {
    const found = row(`grid.${key}`, state, pcode, periodOf(state));
    return found.events ? [/** @type {[string, string]} */ ([label, deathsAndEvents(found)])] : [];
  });
}

/**
 * @param {GridUnit} unit
 * @param {string} [side]
 */
function showCell(unit, side) {
  const state = current();
  const measure = config.gridMeasure;
  if (!measure) return;
  const cell = cellOf(side ? `grid.${side}` : "grid", state, unit, measure);
  const isNone = cell.key === "none_recorded";
  const name = t("Grid cell %(gid)s", { gid: unit.pcode });
  writeFigure({
    title: side ? `${sideName(side)} – ${name}` : name,
    big: valueText(cell, measure, state),
    unit: `${measure.short}, ${timeOf(measure, state)}`,
    facts: [
      [t("Events"), whole(cell.row.events)],
      [t("Fatalities"), `${whole(cell.row.best)} (${spanOf(cell.row)})`],
      [t("Civilians"), whole(cell.row.civilians)],
      ...(side ? [] : cellBeyond(unit, state)),
    ],
    said: isNone && !side ? `${t("No event is placed here.")} ${vague(state)}` : note(cell, measure, state),
    fill: cell.fill,
  });
}

/**
 * @param {NamedZone} zone
 * @param {State} state
 */
function exactText(zone, state) {
  return deathsAndEvents(beside(zoneLevel(zone), state, zone.id, periodOf(state))) || whole(0);
}

/**
 * A zone on a neighbour's side: its own figure, and what is counted on each side.
 * @param {NamedZone} zone
 * @param {string} side
 * @param {State} state
 */
function showSide(zone, side, state) {
  const part = partOf(zone, side);
  const measure = sideMeasure(state);
  const cell = part && sideCell(part, state);
  if (!cell || !measure) return false;
  writeFigure({
    title: `${sideName(side)} – ${zoneName(zone)}`,
    big: valueText(cell, measure, state),
    unit: `${measure.short}, ${timeOf(measure, state)}`,
    facts: sideFacts(zone, state),
    said: whichSide(state),
    fill: cell.fill,
  });
  return true;
}

/**
 * @param {NamedZone} zone
 * @param {string} [side]
 */
function showZone(zone, side) {
  const state = current();
  if (side) return showSide(zone, side, state);
  const level = zoneLevel(zone);
  if (!isHeld(level, state)) return false;
  const counts = row(level, state, zone.id, periodOf(state));
  const measure = sideMeasure(state);
  const cell = isColoured(state) && measure ? zoneCell(zone, state) : null;
  writeFigure({
    title: zoneName(zone),
    big: cell && measure ? valueText(cell, measure, state) : whole(counts.best),
    unit:
      cell && measure
        ? unitText(cell, measure, state)
        : t("deaths inside, %(year)s", { year: now(state) }),
    fill: cell?.fill,
    facts: [
      ...(cell ? [/** @type {[string, string]} */ ([t("Fatalities"), whole(counts.best)])] : []),
      [t("Range"), spanOf(counts)],
      [t("Events"), whole(counts.events)],
      [t("Civilians"), whole(counts.civilians)],
      [t("Of exact points"), exactText(zone, state)],
      [t("Events outside"), whole(outside(zone, state))],
      [t("Place too vague"), whole(total(level, state, "not_allocated", periodOf(state)).events)],
      ...(isBoth(state) ? sideFacts(zone, state).slice(1) : []),
    ],
    said: t("A point is exact or known within about 25 km, and the border line is itself ±5 km."),
  });
  return true;
}

/** @param {Site} site */
function siteLine(site) {
  const state = current();
  const status = statusText(site, state);
  const said = `, ${status ? `${status}; ` : "; "}${dates(site)}${takenOver(site)}`;
  return h("p", { class: "siteline" }, [
    siteIcon(site.force, drawnOf(site, state)),
    h("span", {}, [h("b", {}, forceLabel(site.force)), said]),
  ]);
}

/** @param {Site[]} here */
function showSites(here) {
  const gaps = incomplete(here.map((site) => site.force));
  write([
    h("p", { class: "name" }, here[0].site),
    ...here.map(siteLine),
    gaps ? h("p", { class: "said" }, gaps) : null,
  ]);
}

/** @param {ConflictEvent[]} here */
function showEvents(here) {
  const isOne = here.length === 1;
  const best = here.reduce((sum, event) => sum + event.best, 0);
  const [first] = here.slice().sort((a, b) => b.best - a.best);
  const said = isOne ? `${days(first)}, ${deaths(first)}` : t("fatalities: %(best)s", { best: whole(best) });
  const hint = isOne ? config.wherePrecision[first.where] : t("Click for each of them.");
  write([
    h("p", { class: "name" }, title(here)),
    h("p", {}, said),
    isOne ? h("p", {}, first.sides.join(" – ")) : null,
    h("p", { class: "hint" }, hint),
  ]);
}

const isUsed = () => localStorage.getItem(USED) !== null;

/** What was used once needs no hint. */
function rest() {
  box().classList.remove("full");
  if (isUsed()) {
    fill(box(), []);
    return;
  }
  const hint = matchMedia("(pointer: coarse)").matches
    ? t("Touch a place on the map to see its years.")
    : t("Point at a place on the map, or reach it with the Tab and arrow keys. Click or press Enter for its years.");
  fill(box(), h("p", { class: "hint" }, hint));
}

/** @param {Pointed | null} at */
function show(at) {
  if (at?.kind === "zone" && !showZone(at.zone, at.side)) return;
  shown = at;
  switch (at?.kind) {
    case "unit":
      showUnit(at.unit);
      break;
    case "cell":
      showCell(at.unit, at.side);
      break;
    case "sites":
      showSites(at.sites);
      break;
    case "events":
      showEvents(at.events);
      break;
    case undefined:
      rest();
      break;
    default:
  }
}

/** Follow the pointer. */
export function attachReadout() {
  rest();
  opened.follow(() => {
    localStorage.setItem(USED, "1");
    if (!shown) rest();
  });
  pointed.follow(show);
}

/** Say of the same thing what it is in the state that is shown now; events are of their year and stay. */
export function refreshReadout() {
  if (shown && shown.kind !== "events") show(shown);
}
