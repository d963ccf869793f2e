// The table of the units: rewritten from the same values as the map, in the server's form.
import { config, hasMany } from "../core/config.js";
import { attribute, byId, fill, find, h, table } from "../core/dom.js";
import { range, rate, whole, years } from "../core/format.js";
import { t } from "../core/i18n.js";
import { afterFrame, inPieces } from "../core/pieces.js";
import { lastYear, periodOf, thenOf, yearsIn } from "../core/periods.js";
import { swatch } from "../drawing/symbols.js";
import { opened, pointed } from "../state.js";
import { cellsOf } from "../values/cells.js";
import { beside, besideAll, measureOf, total } from "../values/counts.js";
import { addUp, isCovered } from "../values/covered.js";
import { NOT_ALLOCATED } from "../values/events.js";
import { national } from "../values/national.js";
import { caveatOf, peopleOf } from "../values/people.js";
import {
  countTexts, dated, deathsAndEvents, partialNote, peopleLabel, populationNote, regionOf,
} from "../words/figures.js";
import { byEstimate, doubts, marks } from "../words/doubt.js";
import { meanWords, summedWords } from "../words/ranges.js";
import { attachSort, showSort, sorted } from "./sort.js";

/** @import { Measure, Unit } from "../config" */
/** @import { Cell, Counts, Row, State } from "../types" */
/** @typedef {import("./sort.js").Entry} Entry */

const FIRST_COUNT = 3;

/**
 * @param {import("../core/dom.js").Children} words
 * @param {string} [className]
 */
export const td = (words, className = "num") => h("td", { class: className }, words);

/**
 * Write counts into a row that the server made.
 * @param {HTMLTableElement} of
 * @param {string} name
 * @param {number} first
 * @param {Counts} counts
 * @param {Counts | null} then
 */
export function writeFoot(of, name, first, counts, then) {
  const cells = of.querySelector(`tr[data-row="${name}"]`)?.children;
  countTexts(counts, then).forEach((words, index) => {
    if (cells) cells[first + index].textContent = words;
  });
}

/**
 * @param {Cell} cell
 * @param {Measure} measure
 * @param {State} state
 */
function limits(cell, { decimals }, state) {
  if (state.from) return `${rate(cell.then, decimals)} → ${rate(cell.value, decimals)}`;
  return cell.low == null ? "" : range(rate(cell.low, decimals), rate(cell.high, decimals));
}

/** @param {Row} row */
function sitesCell({ status, listed: { open, uncertain, reported } }) {
  if (status.open === "no_data") return t("no data");
  if (open == null) return t("none documented");
  const perhaps = (uncertain || 0) + (reported || 0);
  return perhaps ? t("%(open)s, %(perhaps)s perhaps", { open: whole(open), perhaps: whole(perhaps) }) : whole(open);
}

/**
 * The deaths and events that name the unit and are placed in none, where the table has a column of them.
 * @param {Entry} entry
 * @param {State} state
 */
function namedCell({ unit }, state) {
  if (!config.named) return [];
  return [td(deathsAndEvents(beside(config.level, state, unit.pcode, periodOf(state))), "num soft")];
}

/**
 * @param {Entry} entry
 * @param {State} state
 */
function lastCells({ unit, cell }, state) {
  if (config.level !== "admin1") return [td(regionOf(unit), "text")];
  return [td(whole(peopleOf(unit, periodOf(state), state.people)), "num soft"), td(sitesCell(cell.row))];
}

/**
 * @param {Unit} unit
 * @param {State} state
 */
function pickBox({ pcode, name }, state) {
  const isPicked = state.units.includes(pcode);
  const label = t("Pick %(name)s to add up", { name });
  return h("input", { type: "checkbox", "data-pick": pcode, "aria-label": label, checked: isPicked && "" });
}

/**
 * @param {Entry} entry
 * @param {Measure} measure
 * @param {State} state
 */
function line(entry, measure, state) {
  const { unit, cell } = entry;
  const { decimals } = measure;
  const value = state.from ? rate(cell.change, decimals, true) : rate(cell.value, decimals);
  const said = config.notes[measure.of][state.from ? "change" : "value"][cell.key];
  const notes = [said, populationNote(measure, unit), partialNote(measure, unit), dated(cell, measure, state)];
  notes.push(...doubts(cell));
  const note = notes.filter(Boolean).join(" ");
  const mean = cell.thenRow ? "" : meanWords(cell.row);
  const isChosen = unit.pcode === state.unit;
  const picked = state.units.includes(unit.pcode) ? { "data-picked": "" } : {};
  return h("tr", { "data-pcode": unit.pcode, "data-class": cell.key, class: isChosen ? "chosen" : null, ...picked }, [
    h("th", { scope: "row" }, [pickBox(unit, state), h("button", { type: "button", class: "go" }, unit.name)]),
    h("td", { class: "num value", "data-marks": marks(cell) || null }, [swatch(cell.fill, cell.key), ` ${value}`]),
    td(limits(cell, measure, state), "num soft"),
    ...countTexts(cell.row, cell.thenRow).map((words, index) =>
      td(index || !mean ? words : [words, " ", h("small", { class: "soft" }, mean)], index === 1 ? "num soft" : "num"),
    ),
    ...namedCell(entry, state),
    ...lastCells(entry, state),
    td(note, "note"),
  ]);
}

/**
 * Of communes only those with an event have a row; the others are counted under the table.
 * @param {State} state
 * @param {Entry} entry
 */
function isListed(state, { unit, cell }) {
  if (config.level !== "admin3" || [state.unit, ...state.units].includes(unit.pcode)) return true;
  if (cell.row.events || cell.thenRow?.events) return true;
  return beside(config.level, state, unit.pcode, periodOf(state)).events;
}

/** Which drawing of the rows is the newest. */
let drawing = 0;

/** How many rows of many are drawn with all else of a state: more than a panel shows; the others follow in pieces. */
const AT_ONCE = 24;

/** @param {State} state */
function showRows(state) {
  const cells = cellsOf(state);
  const entries = config.units.map((unit) => ({ unit, cell: /** @type {Cell} */ (cells.get(unit.pcode)) }));
  const listed = entries.filter((entry) => isListed(state, entry));
  const [body] = table("table").tBodies;
  const measure = measureOf(state.measure);
  const own = (drawing += 1);
  const rows = sorted(listed, state.sort);
  const append = (/** @type {Entry} */ entry) => own === drawing && body.append(line(entry, measure, state));
  const first = hasMany() ? AT_ONCE : rows.length;
  fill(body, rows.slice(0, first).map((entry) => line(entry, measure, state)));
  if (first < rows.length) afterFrame(() => inPieces(rows.slice(first), append));
  const count = entries.length - listed.length;
  byId("unlisted").textContent = count
    ? t("%(count)s communes without a recorded event are not listed.", { count: whole(count) })
    : "";
}

/**
 * @param {State} state
 * @param {"national" | "not_allocated"} name
 */
function before(state, name) {
  const then = thenOf(state);
  return then ? total(config.level, state, name, then) : null;
}

/**
 * The country's counts of the years that a period touches whose month is not known.
 * @param {State} state
 * @param {string} period
 */
function undated(state, period) {
  const touched = yearsIn(period);
  const known = touched.filter(isCovered);
  return addUp((known.length ? known : touched).map((year) => total(config.level, state, "national", `${year}-00`)));
}

/**
 * What counts in the year and in no month of it; a row of its own where a month is shown.
 * @param {State} state
 */
function showUndated(state) {
  const row = /** @type {HTMLElement | null} */ (table("table").querySelector('tr[data-row="undated"]'));
  if (!row) return;
  row.hidden = !state.month;
  const then = thenOf(state);
  if (state.month) {
    const old = then ? undated(state, then) : null;
    writeFoot(table("table"), "undated", FIRST_COUNT, undated(state, periodOf(state)), old);
  }
  const words = t("Month not known, all of %(year)s", { year: years(periodOf(state)) });
  if (row.firstElementChild) row.firstElementChild.textContent = words;
}

/**
 * @param {string} name
 * @param {string} words
 */
function writeNote(name, words) {
  const cell = table("table").querySelector(`tr[data-row="${name}"]`)?.lastElementChild;
  if (cell) cell.textContent = words;
}

/** @param {State} state */
function showFeet(state) {
  const missing = total(config.level, state, "not_allocated", periodOf(state));
  const country = national(state);
  writeFoot(table("table"), "missing", FIRST_COUNT, missing, before(state, "not_allocated"));
  writeFoot(table("table"), "national", FIRST_COUNT, country, before(state, "national"));
  showUndated(state);
  const named = find("named-all");
  if (named) named.textContent = deathsAndEvents(besideAll(config.level, state, periodOf(state)));
  table("table").querySelector('tr[data-row="national"]')?.classList.toggle("chosen", state.unit === "MLI");
  table("table").querySelector('tr[data-row="missing"]')?.classList.toggle("chosen", state.unit === NOT_ALLOCATED);
  writeNote("missing", missing.events == null ? "" : config.missing);
  writeNote("national", country.note);
}

/** The caveats, and in a month of which day the sites are. @param {State} state */
function caption(state) {
  const caveat = caveatOf(measureOf(state.measure), state);
  const period = periodOf(state);
  const hasDay = period.length > 4 && "sites" in config.listed;
  const sites = hasDay ? t("Documented sites: on 31 December %(year)s.", { year: lastYear(period) }) : "";
  return [caveat, summedWords(state), sites].filter(Boolean).join(" ");
}

/** The unit of the row that an event is in. @param {Event} event */
function unitAt({ target }) {
  const row = target instanceof Element ? target.closest("tr") : null;
  return config.units.find(({ pcode }) => row && pcode === attribute(row, "data-pcode"));
}

/** @param {Event} event */
function point(event) {
  const unit = unitAt(event);
  pointed.send(unit ? { kind: "unit", unit } : null);
}

/** A click on a row opens its unit and goes there, one on its box does not. @param {Event} event */
function go(event) {
  const unit = unitAt(event);
  if (!unit || /** @type {Element} */ (event.target).matches("input")) return;
  opened.send({ kind: "unit", pcode: unit.pcode, isFar: true });
}

/** Let readers sort the table, and point at what the map shows as the map does at the rows. */
export function attachTable() {
  attachSort();
  const [body] = table("table").tBodies;
  body.onclick = go;
  for (const name of ["mouseover", "focusin"]) body.addEventListener(name, point);
  for (const name of ["mouseleave", "focusout"]) body.addEventListener(name, () => pointed.send(null));
  pointed.follow((at) => {
    for (const row of body.querySelectorAll(".lit")) row.classList.remove("lit");
    if (at?.kind === "unit") body.querySelector(`[data-pcode="${at.unit.pcode}"]`)?.classList.add("lit");
  });
}

/** Whether the rows are of so many units that they are drawn when they are to be seen. @param {State} state */
const isHidden = ({ tab }) => hasMany() && tab !== "table";

/** @param {State} state */
export function showTable(state) {
  byId("figures-note").textContent = caption(state);
  const head = find("people-head");
  if (head) head.textContent = peopleLabel(state);
  const measure = measureOf(state.measure);
  byId("value-head").textContent = byEstimate(measure.short, measure, state);
  byId("limits-head").textContent = state.from ? t("from → to") : t("Range of the rate");
  showSort(state);
  if (!isHidden(state)) showRows(state);
  showFeet(state);
}
