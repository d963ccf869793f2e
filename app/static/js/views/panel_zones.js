// What the panel says of a border zone: its figures on each side of the border that is shown, and its events.
import { h } from "../core/dom.js";
import { whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { periodOf } from "../core/periods.js";
import { beside, row } from "../values/counts.js";
import { isBoth, isCounted, sideLevel, sidesOf } from "../values/sides.js";
import { zoneLevel, zoneName } from "../values/zones.js";
import { sentence } from "../words/change.js";
import { vague } from "../words/figures.js";
import { bySide, whichSide } from "../words/sides.js";
import { charts, hint } from "./panel_charts.js";
import { asJson, filterLine, said } from "./panel_content.js";
import { eventsOf } from "./unit_events.js";

/** @import { NamedZone, State } from "../types" */
/** @typedef {import("../core/dom.js").Child} Child */

/**
 * What is counted of a zone on each side of the border, where both are shown.
 * @param {NamedZone} zone
 * @param {State} state
 */
function sides(zone, state) {
  if (!isBoth(state)) return [];
  const head = ["", t("Fatalities"), t("Range"), t("Events"), t("Of exact points")];
  const lines = bySide(zone, state).map(({ name, texts }) =>
    h("tr", {}, [
      h("th", { scope: "row" }, name),
      ...texts.map((words) => h("td", { colspan: texts.length > 1 ? null : head.length - 1 }, words)),
    ]),
  );
  return [
    h("h3", {}, t("On each side of the border")),
    h("table", { class: "sides" }, [
      h("thead", {}, h("tr", {}, head.map((words) => h("th", { scope: "col" }, words)))),
      h("tbody", {}, lines),
    ]),
    said(whichSide(state)),
  ];
}

/**
 * The charts of a zone on each side that a state shows.
 * @param {NamedZone} zone
 * @param {State} state
 */
function details(zone, state) {
  const abroad = sidesOf(state).filter((side) => isCounted(side, zone.km));
  const mali = isBoth(state) ? " – Mali" : "";
  return [
    ...charts(zoneLevel(zone), zone.id, state, mali),
    ...abroad.flatMap(({ key, label }) => charts(sideLevel(zone, key), zone.id, state, ` – ${label}`)),
  ];
}

/**
 * The lists of a zone's events, on each side that a state shows.
 * @param {NamedZone} zone
 * @param {State} state
 * @returns {Child[]}
 */
export function zoneEvents(zone, state) {
  const abroad = sidesOf(state).filter((side) => isCounted(side, zone.km) && side.counted === "any");
  return [
    eventsOf(zone.id, state, "zones", isBoth(state) ? " – Mali" : ""),
    ...abroad.map(({ key, label }) => eventsOf(zone.id, state, `zones.${key}`, ` – ${label}`)),
  ];
}

/**
 * @param {NamedZone} zone
 * @param {State} state
 * @returns {Child[]}
 */
export function ofZone(zone, state) {
  const level = zoneLevel(zone);
  const { civilians } = row(level, state, zone.id, periodOf(state));
  const exact = beside(level, state, zone.id, periodOf(state));
  const numbers = { civilians: whole(civilians), area: whole(Math.round(zone.area)) };
  const name = `${zoneName(zone)}${isBoth(state) ? " – Mali" : ""}`;
  const exactly = { events: whole(exact.events), deaths: whole(exact.best) };
  return [
    filterLine(state),
    h("p", { class: "sentence" }, sentence(level, { name, pcode: zone.id }, state)),
    h("p", {}, t("Civilians: %(civilians)s. Area in Mali: %(area)s km².", numbers)),
    exact.events == null
      ? null
      : h(
          "p",
          {},
          t("Of exact points: events %(events)s, deaths %(deaths)s. The others are known within about 25 km.", exactly),
        ),
    said(vague(state)),
    ...sides(zone, state),
    ...details(zone, state),
    hint(
      t(
        "Zones overlap: do not add them up. " +
          "A point is exact or known within about 25 km, and the border line is itself ±5 km.",
      ),
    ),
    asJson(level, zone.id, state),
  ];
}
