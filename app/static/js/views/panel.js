// The panel beside the map: of the unit that the state names, of what was opened on the map, else of the country.
import { config } from "../core/config.js";
import { byId, fill, find, focusOn, h } from "../core/dom.js";
import { theMap } from "../layers/map.js";
import { pathOf } from "../layers/units.js";
import { lineOf, needZones, zonesFile } from "../layers/zones.js";
import { t } from "../core/i18n.js";
import { current, opened, update } from "../state.js";
import { isHeld, missingOf, needCounts } from "../values/counts.js";
import { COUNTRY, NOT_ALLOCATED, PICKED } from "../values/events.js";
import { hasSites, needSites } from "../values/sites.js";
import { distanceOf, isKindOfZone, zoneLevel, zoneName, zoneOf } from "../values/zones.js";
import { title } from "../words/events.js";
import { incomplete } from "../words/sites.js";
import { sumName } from "../words/sum.js";
import { siteList } from "./cards.js";
import { notLoaded, ofCountry, ofHolder, ofMissing, ofPicked, ofUnit } from "./panel_content.js";
import { ofZone, zoneEvents } from "./panel_zones.js";
import { eventsHere, eventsOf } from "./unit_events.js";

/** @import { Unit } from "../config" */
/** @import { Opened, State } from "../types" */
/** @typedef {import("../core/dom.js").Child} Child */
/**
 * @typedef {object} Content what the panel is of
 * @property {string} name
 * @property {() => Child[]} figures
 * @property {() => Child[]} events
 */

const focusHeading = () => byId("panel-name").focus({ preventScroll: true });

/** Whether something is opened that can be closed. */
export const isOpen = () => Boolean(current().place || current().unit);

/** Close what is opened, and give the focus back to the unit, or the row of the table, that it was of. */
export function closePanel() {
  const { unit } = current();
  update({ unit: null, place: null });
  const shape = pathOf(unit || "") || lineOf(unit || "");
  if (unit === NOT_ALLOCATED) find("missing-events")?.focus();
  else if (shape?.getElement()) focusOn(shape.getElement());
  else theMap().getContainer().focus({ preventScroll: true });
}

/** That there is no list, where the source has none to show. @param {(Child | null)[]} lists */
function orNone(lists) {
  if (lists.some(Boolean)) return lists;
  return [h("p", { class: "hint" }, t("The events of this source are not listed here: only its counts are."))];
}

/**
 * @param {Opened} what
 * @param {State} state
 * @returns {Content | null}
 */
function ofPlace(what, state) {
  if (what.kind === "events") {
    const list = () => [eventsHere(what.events, state)];
    return { name: title(what.events), figures: list, events: list };
  }
  if (what.kind !== "sites") return null;
  const gaps = incomplete(what.sites.map((site) => site.force));
  const list = () => [siteList(what.sites, state), gaps ? h("p", { class: "said" }, gaps) : null];
  return { name: what.sites[0].site, figures: list, events: () => orNone([eventsOf(COUNTRY, state)]) };
}

/** What is waited for, by the unit or zone that is opened. @type {Set<string>} */
const awaited = new Set();

/**
 * Ask for what the panel lacks, and draw it anew when that has come or could not be had, if it still shows the same.
 * @param {string} unit
 * @param {() => Promise<unknown>} ask
 */
function wait(unit, ask) {
  if (awaited.has(unit)) return;
  awaited.add(unit);
  const end = () => {
    if (current().unit === unit) showPanel(current());
    awaited.delete(unit);
  };
  ask().then(end, end);
}

/**
 * @param {Unit} unit
 * @param {State} state
 * @returns {Content}
 */
function ofOneUnit(unit, state) {
  if (config.level === "admin1" && !hasSites()) wait(unit.pcode, needSites);
  return { name: unit.name, figures: () => ofUnit(unit, state), events: () => orNone([eventsOf(unit.pcode, state)]) };
}

/**
 * @param {string} id
 * @param {State} state
 * @returns {Content}
 */
function ofOneZone(id, state) {
  const level = zoneLevel({ id });
  const zone = zoneOf(id);
  if (zone && isHeld(level, state)) {
    return { name: zoneName(zone), figures: () => ofZone(zone, state), events: () => orNone(zoneEvents(zone, state)) };
  }
  const km = distanceOf(id);
  wait(id, () => Promise.all([needZones(km), needCounts(level, state)]));
  const said = notLoaded([zonesFile(km), ...missingOf(level, state)], t("The figures of this zone"));
  const name = zoneName({ label: config.zoneLabels[id.split("-")[0]], km });
  return { name, figures: () => said, events: () => said };
}

/**
 * @param {import("../types").Holder} holder
 * @param {State} state
 * @returns {Content}
 */
function ofAHolder(holder, state) {
  const { level, name, pcode } = holder;
  const events = () => [h("p", { class: "hint" }, t("Its events are listed at its own level."))];
  if (isHeld(level, state)) return { name, figures: () => ofHolder(holder, state), events };
  wait(pcode, () => needCounts(level, state));
  return { name, figures: () => notLoaded(missingOf(level, state), name), events };
}

/**
 * @param {State} state
 * @returns {Content}
 */
function contentOf(state) {
  const at = state.place && !state.unit ? ofPlace(state.place, state) : null;
  const unit = config.units.find((item) => item.pcode === state.unit);
  if (at) return at;
  if (unit) return ofOneUnit(unit, state);
  if (isKindOfZone(state.unit || "")) return ofOneZone(state.unit || "", state);
  if (state.unit === NOT_ALLOCATED) {
    return {
      name: config.missingLabel,
      figures: () => ofMissing(state),
      events: () => orNone([eventsOf(NOT_ALLOCATED, state)]),
    };
  }
  const { holder } = state;
  if (holder && holder.pcode === state.unit) return ofAHolder(holder, state);
  const isSum = state.units.length > 0;
  return {
    name: isSum ? sumName(state) : "Mali",
    figures: () => (isSum ? ofPicked(state) : ofCountry(state)),
    events: () => orNone([eventsOf(isSum ? PICKED : COUNTRY, state)]),
  };
}

/**
 * What is not to be seen is not drawn.
 * @param {State} state
 */
export function showPanel(state) {
  const { name, figures, events } = contentOf(state);
  byId("panel-name").textContent = name;
  byId("close-panel").hidden = !isOpen();
  document.body.classList.toggle("has-panel", isOpen());
  fill(byId("pane-figures"), state.tab === "figures" ? figures() : []);
  fill(byId("pane-events"), state.tab === "events" ? events() : []);
}

/** The tab that tells what was opened; that of a unit is left to the reader. @param {Opened} what */
function tabOf(what) {
  const { tab } = current();
  if (what.kind === "events" || (what.kind === "unit" && what.pcode === NOT_ALLOCATED)) return "events";
  return what.kind === "sites" ? "figures" : tab;
}

/** @param {Opened} what */
function open(what) {
  const [unit, place] = what.kind === "unit" ? [what.pcode, null] : [null, what];
  update({ unit, place, tab: tabOf(what) });
  focusHeading();
}

/** Follow what is opened. */
export function attachPanel() {
  opened.follow(open);
  byId("close-panel").onclick = closePanel;
}
