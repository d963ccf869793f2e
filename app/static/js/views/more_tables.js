// The tables of the border zones and of how events were placed.
import { query } from "../addresses.js";
import { config } from "../core/config.js";
import { attribute, byId, fill, find, h, table } from "../core/dom.js";
import { whole, years } from "../core/format.js";
import { t } from "../core/i18n.js";
import { periodOf, thenOf, yearsIn } from "../core/periods.js";
import { current, opened, pointed } from "../state.js";
import { beside, held, isHeld, row, total } from "../values/counts.js";
import { over } from "../values/covered.js";
import { NOT_ALLOCATED } from "../values/events.js";
import { isBoth, sideLevel, sidesOf } from "../values/sides.js";
import { freeDistance, zoneLevel, zoneName, zoneOf } from "../values/zones.js";
import { countTexts, deathsAndEvents } from "../words/figures.js";
import { td, writeFoot } from "./table.js";
import { listsEvents, openAt } from "./unit_events.js";

/** @import { NamedZone, State } from "../types" */

const NOTHING = { low: null, best: null, high: null, civilians: null };

/**
 * The events of a period that lie in no zone of a kind and distance.
 * @param {NamedZone} zone
 * @param {State} state
 */
export function outside(zone, state, level = zoneLevel(zone)) {
  return over(periodOf(state), (period) => ({ ...NOTHING, events: outsideIn(zone, state, level, period) })).events;
}

/**
 * @param {NamedZone} zone
 * @param {State} state
 * @param {string} level
 * @param {string} period a year or a month
 */
function outsideIn(zone, state, level, period) {
  const values = held(level, state, period);
  const place = values?.place.get(zone.id);
  const when = values?.when.get(period);
  if (!values?.outside_events || place === undefined || when === undefined) return null;
  return values.outside_events[place][when];
}

/**
 * The zones of the table: those of the standard distances, then those of the distance of its own.
 * @param {State} state
 */
function zonesIn(state) {
  const free = freeDistance(state);
  const ids = config.zones.map((zone) => zone.id);
  if (free && isHeld(`zones.${free}`, state)) {
    ids.push(...Object.keys(config.zoneStyles).map((kind) => `${kind}-${free}`));
  }
  return ids.flatMap((id) => zoneOf(id) || []);
}

/**
 * The rows of the table: each zone in Mali and, where both sides are shown, on the neighbours' sides.
 * @param {State} state
 */
function rowsIn(state) {
  return zonesIn(state).flatMap((zone) => [
    { zone, side: "", name: `${zoneName(zone)}${isBoth(state) ? " – Mali" : ""}`, level: zoneLevel(zone) },
    ...sidesOf(state).map(({ key, label }) => ({ zone, side: key, name: label, level: sideLevel(zone, key) })),
  ]);
}

/** @param {ReturnType<typeof rowsIn>[0]} of */
function emptyLine({ zone, side, name }) {
  const cells = [td(""), td("", "num soft"), td(""), td(""), td("", "num soft"), td("", "num soft")];
  const head = side ? [h("span", { class: "visually-hidden" }, `${zoneName(zone)} – `), name] : name;
  const link = h("a", { href: query({ ...current(), unit: zone.id }), "data-open": zone.id }, head);
  return h("tr", { "data-zone": zone.id, "data-side": side }, [h("th", { scope: "row" }, link), ...cells]);
}

/**
 * Point at the zone of a row, on the side of the border that the row is of.
 * @param {Event} event
 */
function point({ target }) {
  const line = target instanceof Element ? target.closest("tr[data-zone]") : null;
  const zone = line && zoneOf(attribute(line, "data-zone"));
  const side = (line && attribute(line, "data-side")) || undefined;
  pointed.send(zone ? { kind: "zone", zone, side } : null);
}

/** Let readers point at and open the zones of the table, by pointer and by keyboard. */
export function attachZoneTable() {
  const zones = find("zones");
  if (!zones) return;
  for (const name of ["mouseover", "focusin"]) zones.addEventListener(name, point);
  for (const name of ["mouseleave", "focusout"]) zones.addEventListener(name, () => pointed.send(null));
  zones.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-open]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opened.send({ kind: "unit", pcode: attribute(link, "data-open") });
  });
}

/** @param {State} state */
export function showZoneTable(state) {
  if (!find("zones")) return;
  const body = table("zones").tBodies[0];
  const rows = rowsIn(state);
  for (const line of Array.from(body.rows)) {
    if (!rows.some(({ zone }) => zone.id === attribute(line, "data-zone"))) line.remove();
  }
  for (const of of rows) {
    const known = body.querySelector(`tr[data-zone="${of.zone.id}"][data-side="${of.side}"]`);
    const line = known || emptyLine(of);
    if (!known) body.append(line);
    line.classList.toggle("chosen", of.zone.id === state.unit && !of.side);
    textsOf(of, state).forEach((words, index) => {
      line.children[1 + index].textContent = words;
    });
  }
  showMissing("zones-missing", "zones", state);
  for (const { key } of sidesOf(state)) showMissing(`zones-missing-${key}`, `zones.${key}`, state);
}

/**
 * @param {ReturnType<typeof rowsIn>[0]} of
 * @param {State} state
 */
function textsOf({ zone, level }, state) {
  const then = thenOf(state);
  const before = then ? row(level, state, zone.id, then) : null;
  const texts = countTexts(row(level, state, zone.id, periodOf(state)), before);
  const exact = deathsAndEvents(beside(level, state, zone.id, periodOf(state)));
  return [...texts, exact, whole(outside(zone, state, level))];
}

/**
 * @param {string} name
 * @param {string} level
 * @param {State} state
 */
function showMissing(name, level, state) {
  const then = thenOf(state);
  const before = then ? total(level, state, "not_allocated", then) : null;
  writeFoot(table("zones"), name, 1, total(level, state, "not_allocated", periodOf(state)), before);
}

/**
 * A reason and, where events are listed that are not allocated for it, a link to their list.
 * @param {string} reason
 * @param {boolean} isAllocated
 * @param {State} state
 */
function reasonCell(reason, isAllocated, state) {
  const words = config.reasons[reason];
  if (isAllocated || !listsEvents(state)) return words;
  const link = h("a", { href: query({ ...state, unit: NOT_ALLOCATED }) }, words);
  link.onclick = (event) => {
    event.preventDefault();
    openAt(reason);
    opened.send({ kind: "unit", pcode: NOT_ALLOCATED });
  };
  return link;
}

/** @param {State} state */
export function showAccounting(state) {
  const shown = yearsIn(periodOf(state));
  const year = years(periodOf(state));
  byId("accounting-title").textContent = t(
    "How the events of %(year)s were placed at this level, all types and actors",
    { year },
  );
  /** @type {Map<string, [isAllocated: boolean, events: number, deaths: number]>} */
  const found = new Map();
  for (const [period, reason, isAllocated, events, deaths] of config.accounting) {
    if (!shown.includes(period)) continue;
    const [, some, dead] = found.get(reason) || [isAllocated, 0, 0];
    found.set(reason, [isAllocated, some + (events || 0), dead + (deaths || 0)]);
  }
  const lines = Array.from(found, ([reason, [isAllocated, events, deaths]]) => {
    const head = h("th", { scope: "row" }, reasonCell(reason, isAllocated, state));
    return h("tr", {}, [head, td(whole(events)), td(whole(deaths))]);
  });
  const nothing = h("tr", {}, [h("th", { scope: "row" }, t("no data")), td(""), td("")]);
  fill(table("accounting").tBodies[0], lines.length ? lines : nothing);
}
