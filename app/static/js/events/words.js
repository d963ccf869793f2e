// Events in words that only they need.
import { range, whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { days } from "../words/events.js";
import { deathsIn } from "./deaths.js";

/** @import { ToldEvent } from "../types" */


/**
 * What a symbol on the map says to those who do not see it.
 * @param {ToldEvent[]} events the deadliest first
 */
export function spoken(events) {
  const [first] = events;
  const deaths = whole(deathsIn(events));
  const place = first.place || t("unknown");
  if (events.length === 1) return t("%(place)s, %(days)s: deaths %(deaths)s", { place, days: days(first), deaths });
  const values = { place, events: whole(events.length), deaths };
  return t("%(place)s and around: deaths %(deaths)s, events %(events)s", values);
}

/** An event as the title of a citation. @param {ToldEvent} event */
export function titleOf(event) {
  const { low, high } = event;
  const span = low == null || high == null ? "" : ` (${range(whole(low), whole(high))})`;
  return t("Event %(id)s: %(place)s, %(days)s, %(sides)s, deaths %(deaths)s", {
    id: event.id,
    place: event.place || t("unknown"),
    days: days(event),
    sides: event.sides.join(" – "),
    deaths: whole(event.best) + span,
  });
}
