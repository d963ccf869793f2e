// The kinds of events in a list: where they are placed, or why in no unit; and whether they are as many as are counted.
import { config } from "../core/config.js";
import { h } from "../core/dom.js";
import { whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { countedDeaths, deathsIn } from "./deaths.js";

/** @import { Counts, State, UnitEvent } from "../types" */
/** @typedef {[key: string, words: string, events: UnitEvent[]]} Kind */

/** What stands in the place of a p-code for all of Mali, and for what is in no unit: values/events.js. */
const [COUNTRY, NOT_ALLOCATED] = ["MLI", "none"];

/** The events that are in no unit, by the reason. @param {UnitEvent[]} events @returns {Kind[]} */
const byReason = (events) =>
  Object.entries(config.reasons).map(([key, words]) => [key, words, events.filter(({ reason }) => reason === key)]);

/**
 * The kinds of events that a list has any of.
 * @param {UnitEvent[]} events
 * @param {string | null} of the p-code of what it is of; null: a place of the map
 * @returns {Kind[]}
 */
export function kindsOf(events, of) {
  if (of === null) return [["here", t("Here"), events]];
  const placed = events.filter((event) => event.placed);
  const others = events.filter((event) => !event.placed);
  /** @type {Kind[]} */
  const found =
    of === NOT_ALLOCATED
      ? byReason(events)
      : [
          ["placed", of === COUNTRY ? t("Placed in a unit") : t("Placed here"), placed],
          ...(of === COUNTRY ? byReason(others) : [/** @type {Kind} */ (["named", t("Only named"), others])]),
        ];
  return found.filter(([, , some]) => some.length);
}

/**
 * What is summed of a list: all, where that is one count, and each kind where there are several.
 * @param {UnitEvent[]} events
 * @param {Kind[]} kinds
 * @param {string | null} of
 */
export function sumsOf(events, kinds, of) {
  /** @type {Kind[]} */
  const all = [];
  if (of === COUNTRY) all.push(["all", t("In all"), events]);
  if (of === NOT_ALLOCATED) all.push(["missing", t("Not allocated"), events]);
  return [...all, ...(all.length && kinds.length < 2 ? [] : kinds)];
}

/**
 * The number of events of a kind and their deaths, in words.
 * @param {Kind} kind
 */
export function sum([, kind, events]) {
  const numbers = { kind, events: whole(events.length), deaths: whole(deathsIn(events)) };
  return t("%(kind)s – events: %(events)s, deaths: %(deaths)s.", numbers);
}

/**
 * Why an event is placed in no unit; null where it is placed, or where that is not asked.
 * @param {UnitEvent} event
 * @param {string | null} of
 */
export function reasonOf({ placed, named, reason }, of) {
  if (of === null || placed) return null;
  const unit = (of === NOT_ALLOCATED || of === COUNTRY) && config.units.find(({ pcode }) => pcode === named);
  const also = unit ? `; ${t("names %(unit)s", { unit: unit.name })}` : "";
  return h("span", { class: "reason" }, (config.reasons[reason] || "") + also);
}

/**
 * Whether what is listed is what is counted, in words; "" where nothing is counted.
 * @param {UnitEvent[]} events
 * @param {string | null} of
 * @param {State} state
 * @param {Counts | null} counted
 */
export function check(events, of, state, counted) {
  if (!counted || counted.events == null) return "";
  const isWhole = of === COUNTRY || of === NOT_ALLOCATED || state.named === "with";
  const own = isWhole ? events : events.filter(({ placed }) => placed);
  const isSame = own.length === counted.events && deathsIn(own) === countedDeaths(counted);
  if (!isSame) {
    const numbers = { events: whole(counted.events), deaths: whole(countedDeaths(counted)) };
    return t("The figures count %(events)s events and %(deaths)s deaths: not what is listed.", numbers);
  }
  return own.length === events.length
    ? t("They add up to the figures.")
    : t("Those placed here add up to the figures; those only named are counted with no unit.");
}
