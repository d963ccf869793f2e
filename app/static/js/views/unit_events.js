// The lists of events in the panel: behind a unit's count, behind that of what no unit could be told, of a place of the
// map. What lists them is loaded when it is first wanted (events/list.js).
import { config } from "../core/config.js";
import { fill, h } from "../core/dom.js";
import { hasTools, needTools, tools } from "../core/event_tools.js";
import { t } from "../core/i18n.js";
import { periodOf } from "../core/periods.js";
import { isHeld, row, total } from "../values/counts.js";
import { COUNTRY, coveredYears, NOT_ALLOCATED, needUnitEvents, PICKED, unitEvents } from "../values/events.js";
import { sumOf } from "../values/picked.js";
import { zoneLevel } from "../values/zones.js";
import { sumName } from "../words/sum.js";
import { now } from "../words/view.js";

/** @import { ConflictEvent, State, UnitEvent } from "../types" */

const EVENTS_ID = "panel-events";

/** Whether the source has events of the state's year to show. @param {State} state */
export const listsEvents = (state) => config.hasEvents && coveredYears(state).length > 0;

/** The kind of events that the next list is opened for. @type {string | null} */
let wanted = null;

/** Open the next list at a kind of its events. @param {string} kind */
export function openAt(kind) {
  wanted = kind;
}

/**
 * What the figures count of a list.
 * @param {string} pcode
 * @param {State} state
 * @param {string} level
 */
function counted(pcode, state, level) {
  if (pcode === PICKED) return sumOf(state);
  if (pcode === COUNTRY) return total(level, state, "national", periodOf(state));
  if (pcode === NOT_ALLOCATED) return total(level, state, "not_allocated", periodOf(state));
  const kept = level.startsWith("zones") ? zoneLevel({ id: pcode }) + level.slice("zones".length) : level;
  return isHeld(kept, state) ? row(kept, state, pcode, periodOf(state)) : null;
}

/** @param {State} state */
const heading = (state) => t("Events, %(when)s", { when: now(state) });

/**
 * @param {HTMLElement} box
 * @param {UnitEvent[]} events
 * @param {string} pcode
 * @param {State} state
 * @param {string} level
 */
function list(box, events, pcode, state, level, of = "") {
  const name = pcode === PICKED ? ` – ${sumName(state)}` : of;
  const said = { heading: heading(state) + name, counted: counted(pcode, state, level), kind: wanted };
  tools().list(box, { ...said, events, of: pcode, state });
  wanted = null;
}

/**
 * Show a list, for which something may have to be loaded; where that fails, say so and offer to ask again.
 * @param {HTMLElement} box
 * @param {() => boolean} draw whether all is there
 * @param {() => Promise<unknown>} ask
 */
function show(box, draw, ask) {
  if (draw()) return;
  fill(box, h("p", { class: "hint" }, t("Loading the list of events …")));
  ask().then(draw, () => {
    const again = h("button", { type: "button", class: "button small" }, t("Try again"));
    again.onclick = () => show(box, draw, ask);
    fill(box, [h("p", { class: "said" }, t("The list of events could not be loaded.")), again]);
  });
}

/**
 * The events of a unit, of NOT_ALLOCATED or COUNTRY, in the period and filters shown; null where the source has none.
 * @param {string} pcode
 * @param {State} state
 * @param {string} [level] of a zone: where its counts are kept
 * @param {string} [of] what the heading adds
 */
export function eventsOf(pcode, state, level = config.level, of = "") {
  if (!listsEvents(state)) return null;
  const box = h("section", { class: "unitevents", id: level.includes(".") ? null : EVENTS_ID, tabindex: "-1" });
  const draw = () => {
    const known = hasTools() && unitEvents(pcode, state, level);
    if (known) list(box, known, pcode, state, level, of);
    return Boolean(known);
  };
  show(box, draw, () => Promise.all([needTools(), needUnitEvents(pcode, state, level)]));
  return box;
}

/**
 * The events of a place of the map.
 * @param {ConflictEvent[]} events
 * @param {State} state
 */
export function eventsHere(events, state) {
  const box = h("section", { class: "unitevents", id: EVENTS_ID, tabindex: "-1" });
  const here = events.map((event) => ({ ...event, placed: true, unit: null, named: null, reason: "" }));
  const draw = () => {
    const said = { heading: heading(state), counted: null, kind: null };
    if (hasTools()) tools().list(box, { ...said, events: here, of: null, state });
    return hasTools();
  };
  show(box, draw, needTools);
  return box;
}
