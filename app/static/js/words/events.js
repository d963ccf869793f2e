// Events one by one, in words.
import { config } from "../core/config.js";
import { range, whole } from "../core/format.js";
import { t } from "../core/i18n.js";

/** @import { ToldEvent } from "../types" */

/** @param {ToldEvent} event */
export const days = ({ from, to }) => (from === to ? from : `${from} – ${to}`);

/** @param {ToldEvent} event */
export function deaths({ low, best, high }) {
  const said = t("fatalities: %(best)s", { best: whole(best) });
  return said + (low == null ? "" : ` (${range(whole(low), whole(high))})`);
}

/** @param {ToldEvent} event */
export const civilians = (event) =>
  event.civilians == null ? "" : `; ${t("civilians: %(count)s", { count: whole(event.civilians) })}`;

/** @param {ToldEvent} event */
export const typeOf = ({ type }) => config.violence.find(([key]) => key === type)?.[1] || type;

/** @param {ToldEvent} event */
export function place(event) {
  const precision = config.wherePrecision[event.where];
  return t("Place: %(place)s, %(precision)s", { place: event.place || t("unknown"), precision });
}

/** @param {ToldEvent} event */
export const date = (event) => t("Date: %(precision)s", { precision: config.datePrecision[event.when] });

/** The offices that reported, each once. @param {string} by */
const offices = (by) => Array.from(new Set(by.split(";").map((name) => name.trim()))).join(", ");

/** @param {ToldEvent} event */
export function origin({ id, by, status }) {
  const parts = [`${config.sourceLabel}, ${id}`];
  if (by) parts.push(t("reported by %(offices)s", { offices: offices(by) }));
  if (status && status !== "Clear") parts.push(t("coding: %(status)s", { status }));
  return parts.join("; ");
}

/** @param {ToldEvent[]} here */
export function title(here) {
  return here.length === 1 ? here[0].place || t("Event") : t("%(count)s events here", { count: whole(here.length) });
}
