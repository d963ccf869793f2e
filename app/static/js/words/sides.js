// What is counted on each side of the border, in words.
import { config } from "../core/config.js";
import { whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { periodOf } from "../core/periods.js";
import { beside, row } from "../values/counts.js";
import { isCounted, sideLevel, sidesOf } from "../values/sides.js";
import { zoneLevel } from "../values/zones.js";
import { deathsAndEvents, spanOf } from "./figures.js";

/** @import { NamedZone, State } from "../types" */

/** The name of a neighbour. @param {string} key */
export const sideName = (key) => config.sides.find((side) => side.key === key)?.label || key;

/**
 * Deaths, their range, events, and of these the exact points, of a zone on one side.
 * @param {string} level
 * @param {NamedZone} zone
 * @param {State} state
 */
function textsOf(level, zone, state) {
  const found = row(level, state, zone.id, periodOf(state));
  const exact = found.events == null ? t("no data") : deathsAndEvents(beside(level, state, zone.id, periodOf(state)));
  return [whole(found.best), spanOf(found), whole(found.events), exact || whole(0)];
}

/**
 * What is counted of a zone on each side: in Mali, then in the neighbours that the state shows.
 * @param {NamedZone} zone
 * @param {State} state
 */
export function bySide(zone, state) {
  const abroad = sidesOf(state).map((side) => ({
    name: side.label,
    texts: isCounted(side, zone.km)
      ? textsOf(sideLevel(zone, side.key), zone, state)
      : [t("not loaded")],
  }));
  return [{ name: "Mali", texts: textsOf(zoneLevel(zone), zone, state) }, ...abroad];
}

/**
 * The same as [side, text] pairs.
 * @param {NamedZone} zone
 * @param {State} state
 * @returns {[label: string, text: string][]}
 */
export const sideFacts = (zone, state) =>
  bySide(zone, state).map(({ name, texts: [deaths, range, events, exact] }) => [
    name,
    events
      ? t("%(deaths)s deaths (%(range)s), events: %(events)s; exact: %(exact)s", { deaths, range, events, exact })
      : deaths,
  ]);

/** What is counted where; what is not loaded. @param {State} state */
export function whichSide(state) {
  const missing = sidesOf(state).filter(({ counted: how }) => how === "none").map(({ label }) => label);
  const rule = t(
    "An event counts on the side of the country that its source gives it. The sides are never added up, and Mali’s " +
      "figures hold no event of another country.",
  );
  const others = t("In families of actors, the neighbours’ governments count as other actors.");
  const none = t("Not loaded: the events of %(countries)s. What is not loaded is not none.", {
    countries: missing.join(", "),
  });
  return [rule, state.family === "any" ? "" : others, missing.length ? none : ""].filter(Boolean).join(" ");
}
