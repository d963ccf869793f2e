// The panel's list of the events behind a unit's count, or behind that of what no unit could be told.
import { config } from "../core/config.js";
import { fill, h } from "../core/dom.js";
import { whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { coveredYears, NOT_ALLOCATED, needUnitEvents, unitEvents } from "../values/events.js";
import { now } from "../words/view.js";
import { eventCard } from "./cards.js";

/** @import { State, UnitEvent } from "../types" */
/** @typedef {import("../core/dom.js").Child} Child */

const MOST = 50;
export const EVENTS_ID = "panel-events";

/** Whether the source has events of the state's year to show. @param {State} state */
export const listsEvents = (state) => config.hasEvents && coveredYears(state).length > 0;

/** @typedef {[key: string, words: string, events: UnitEvent[]]} Kind */

/**
 * The number of events of a kind and their deaths, in words.
 * @param {Kind} kind
 */
function sum([, kind, events]) {
  const deaths = events.reduce((all, event) => all + event.best, 0);
  const numbers = { kind, events: whole(events.length), deaths: whole(deaths) };
  return t("%(kind)s – events: %(events)s, deaths: %(deaths)s.", numbers);
}

/**
 * Why an event is placed in no unit; null where it is placed.
 * @param {UnitEvent} event
 * @param {string} pcode what the list is of
 */
function reason({ placed, named, reason: key }, pcode) {
  if (placed) return null;
  const unit = pcode === NOT_ALLOCATED && config.units.find((item) => item.pcode === named);
  const also = unit ? `; ${t("names %(unit)s", { unit: unit.name })}` : "";
  return h("span", { class: "reason" }, config.reasons[key] + also);
}

/**
 * The first of the events and, on demand, all.
 * @param {UnitEvent[]} events
 * @param {string} pcode
 */
function list(events, pcode) {
  const card = (/** @type {UnitEvent} */ event) => eventCard(event, reason(event, pcode));
  const shown = h("ul", { class: "eventlist" }, events.slice(0, MOST).map(card));
  if (events.length <= MOST) return shown;
  const words = t("Show all %(count)s events", { count: whole(events.length) });
  const button = h("button", { type: "button", class: "button small all" }, words);
  button.onclick = () => {
    const rest = events.slice(MOST).map(card);
    rest[0].setAttribute("tabindex", "-1");
    shown.append(...rest);
    button.remove();
    rest[0].focus({ preventScroll: true });
  };
  return h("div", {}, [shown, button]);
}

/**
 * The events that are not allocated, by the reason.
 * @param {UnitEvent[]} events
 * @returns {Kind[]}
 */
function byReason(events) {
  return Object.entries(config.reasons).flatMap(([key, words]) => {
    const found = events.filter((event) => event.reason === key);
    return found.length ? [/** @type {Kind} */ ([key, words, found])] : [];
  });
}

/**
 * The kinds of events that a list has any of.
 * @param {UnitEvent[]} events
 * @param {string} pcode
 */
function kindsOf(events, pcode) {
  if (pcode === NOT_ALLOCATED) return byReason(events);
  /** @type {Kind[]} */
  const parts = [
    ["placed", t("Placed here"), events.filter((event) => event.placed)],
    ["named", t("Only named"), events.filter((event) => !event.placed)],
  ];
  return parts.filter(([, , found]) => found.length);
}

/**
 * How many events and deaths there are, in all or of each kind, then each kind's list under its heading.
 * @param {UnitEvent[]} events
 * @param {string} pcode
 * @returns {Child[]}
 */
function content(events, pcode) {
  if (!events.length) return [h("p", { class: "said" }, t("No event of the source is in this list."))];
  const kinds = kindsOf(events, pcode);
  const lists = kinds.map(([key, words, found]) =>
    h("div", { "data-events": key, tabindex: "-1" }, [
      kinds.length > 1 ? h("h4", {}, words) : null,
      list(found, pcode),
    ]),
  );
  /** @type {Kind[]} */
  const all = pcode === NOT_ALLOCATED ? [["missing", t("Not allocated"), events]] : [];
  const sums = [...all, ...(all.length && kinds.length < 2 ? [] : kinds)];
  return [...sums.map((kind) => h("p", { class: "sum", "data-sum": kind[0] }, sum(kind))), ...lists];
}

/** The kind of events that the next list is opened for. @type {string | null} */
let wanted = null;

/** Open the next list at a kind of its events. @param {string} kind */
export function openAt(kind) {
  wanted = kind;
}

/** @param {HTMLElement} box */
function scroll(box) {
  const part = wanted && /** @type {HTMLElement | null} */ (box.querySelector(`[data-events="${wanted}"]`));
  wanted = null;
  if (part) setTimeout(() => part.focus());
}

/**
 * Show the list, which may have to be loaded; where that fails, say so and offer to ask again.
 * @param {HTMLElement} box
 * @param {string} pcode
 * @param {State} state
 * @param {string} [level]
 */
function show(box, pcode, state, level, of = "") {
  const heading = h("h3", {}, t("Events, %(when)s", { when: now(state) }) + of);
  const known = unitEvents(pcode, state, level);
  if (known) {
    fill(box, [heading, ...content(known, pcode)]);
    scroll(box);
    return;
  }
  fill(box, [heading, h("p", { class: "hint" }, t("Loading the list of events …"))]);
  needUnitEvents(pcode, state, level).then(
    () => show(box, pcode, state, level, of),
    () => {
      const again = h("button", { type: "button", class: "button small" }, t("Try again"));
      again.onclick = () => show(box, pcode, state, level, of);
      fill(box, [heading, h("p", { class: "said" }, t("The list of events could not be loaded.")), again]);
    },
  );
}

/**
 * The events of a unit, or of NOT_ALLOCATED, in the period and filters shown; null where the source has none to show.
 * @param {string} pcode
 * @param {State} state
 * @param {string} [level] of a zone: where its counts are kept
 * @param {string} [of] what the heading adds
 */
export function eventsOf(pcode, state, level, of) {
  if (!listsEvents(state)) return null;
  const box = h("section", { class: "unitevents", id: level?.includes(".") ? null : EVENTS_ID, tabindex: "-1" });
  show(box, pcode, state, level, of);
  return box;
}
