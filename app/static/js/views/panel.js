// The panel over the map: of the unit that the state names, or of what was opened on the map.
import { config } from "../core/config.js";
import { byId, fill, find, h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { pathOf } from "../layers/units.js";
import { needZones, zonesFile } from "../layers/zones.js";
import { current, opened, update } from "../state.js";
import { isHeld, missingOf, needCounts } from "../values/counts.js";
import { NOT_ALLOCATED } from "../values/events.js";
import { hasSites, needSites } from "../values/sites.js";
import { distanceOf, isKindOfZone, zoneLevel, zoneName, zoneOf } from "../values/zones.js";
import { title } from "../words/events.js";
import { incomplete } from "../words/sites.js";
import { eventList, siteList } from "./cards.js";
import { notLoaded, ofCountry, ofMissing, ofUnit, ofZone } from "./panel_content.js";

/** @import { Site, Unit } from "../config" */
/** @import { Opened, State } from "../types" */
/** @typedef {import("../core/dom.js").Child} Child */

const COUNTRY = "MLI";

/** The sites of a place that the panel lists, where it is no unit's. @type {Site[] | null} */
let place = null;

const box = () => byId("panel");

function focusHeading() {
  const heading = box().querySelector("h2");
  heading?.focus({ preventScroll: true });
}

/** Close the panel, and give the focus back to the unit, or the row of the table, that it was of. */
export function closePanel() {
  place = null;
  box().hidden = true;
  document.body.classList.remove("has-panel");
  const { unit } = current();
  if (!unit) return;
  update({ unit: null });
  if (unit === NOT_ALLOCATED) find("missing-events")?.focus();
  const element = /** @type {SVGElement | undefined} */ (pathOf(unit)?.getElement());
  element?.focus({ preventScroll: true });
}

/**
 * @param {string} name
 * @param {Child[]} content
 */
function frame(name, content) {
  const hadFocus = box().contains(document.activeElement);
  const button = h("button", { type: "button", class: "close", "aria-label": t("Close") }, "×");
  button.onclick = closePanel;
  place = null;
  fill(box(), [h("header", {}, [h("h2", { tabindex: "-1" }, name), button]), ...content]);
  box().hidden = false;
  document.body.classList.add("has-panel");
  if (hadFocus) focusHeading();
}

/** @param {Site[]} here */
function listSites(here) {
  const gaps = incomplete(here.map((site) => site.force));
  frame(here[0].site, [siteList(here, current()), gaps ? h("p", { class: "said" }, gaps) : null]);
  place = here;
}

/**
 * @param {Unit} unit
 * @param {State} state
 */
function showUnit(unit, state) {
  frame(unit.name, ofUnit(unit, state));
  if (config.level !== "admin1" || hasSites()) return;
  const again = () => {
    if (current().unit === unit.pcode) frame(unit.name, ofUnit(unit, current()));
  };
  needSites().then(again, again);
}

/**
 * @param {string} id
 * @param {State} state
 */
function showZone(id, state) {
  const level = zoneLevel({ id });
  const zone = zoneOf(id);
  if (zone && isHeld(level, state)) {
    frame(zoneName(zone), ofZone(zone, state));
    return;
  }
  const km = distanceOf(id);
  const name = zoneName({ label: config.zoneLabels[id.split("-")[0]], km });
  const wait = () => frame(name, notLoaded([zonesFile(km), ...missingOf(level, state)], t("The figures of this zone")));
  wait();
  Promise.all([needZones(km), needCounts(level, state)]).then(
    () => current().unit === id && showZone(id, current()),
    () => current().unit === id && wait(),
  );
}

/** @param {State} state */
export function showPanel(state) {
  const unit = config.units.find((item) => item.pcode === state.unit);
  if (isKindOfZone(state.unit || "")) showZone(state.unit || "", state);
  else if (state.unit === COUNTRY) frame("Mali", ofCountry(state));
  else if (state.unit === NOT_ALLOCATED) frame(config.missingLabel, ofMissing(state));
  else if (unit) showUnit(unit, state);
  else if (place) listSites(place);
}

/** @param {Opened} what */
function open(what) {
  switch (what.kind) {
    case "sites":
      listSites(what.sites);
      break;
    case "events":
      frame(title(what.events), [eventList(what.events)]);
      break;
    default:
      update({ unit: what.pcode });
      if (what.pcode === NOT_ALLOCATED) box().scrollIntoView({ block: "nearest" });
      focusHeading();
  }
}

/** Follow what is opened. */
export const attachPanel = () => opened.follow(open);
