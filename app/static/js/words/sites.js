// Forces and their documented sites, in words.
import { config } from "../core/config.js";
import { day, when } from "../core/format.js";
import { t } from "../core/i18n.js";
import { lastDay, periodOf } from "../core/periods.js";
import { drawnOf, statusOf } from "../values/sites.js";

/** @import { Site } from "../config" */
/** @import { State } from "../types" */

/** @param {string} key */
export const forceOf = (key) => config.forces.find((force) => force.key === key);

/** @param {string} key */
export const forceLabel = (key) => forceOf(key)?.label || config.holders[key] || key;

/** @param {Site} site */
export function dates(site) {
  const said = (/** @type {string | null} */ date, /** @type {string} */ basis) => {
    if (!date) return t("unknown");
    return day(date) + (config.bases[basis] ? ` (${config.bases[basis]})` : "");
  };
  const from = said(site.from, site.fromBasis);
  if (site.to) return t("from %(from)s to %(to)s", { from, to: said(site.to, site.toBasis) });
  const told = site.reported || site.from;
  const parts = [
    t("from %(from)s", { from }),
    ...(told ? [t("last reported %(day)s", { day: day(told) })] : []),
    ...(site.latest ? [t("closed by %(day)s", { day: day(site.latest) })] : []),
  ];
  return parts.join(", ");
}

/** @param {Site} site */
export function takenOver({ takenOverBy }) {
  const next = takenOverBy?.split(";").map(forceLabel).join(", ");
  return next ? `; ${t("then held by %(force)s", { force: next })}` : "";
}

/**
 * What to know where sites of forces with gaps in their lists are shown, or could be; null for other forces.
 * @param {string[]} keys
 */
export function incomplete(keys) {
  const forces = config.forces.filter((force) => force.isIncomplete && keys.includes(force.key));
  if (!forces.length) return null;
  return t("%(forces)s: the list is far from complete. No symbol does not mean no site.", {
    forces: forces.map((force) => force.label).join(", "),
  });
}

/** The day that the statuses shown are of. @param {State} state */
export const dayShown = (state) => day(lastDay(state));

/**
 * A site's status with the day it is of; null where there is none.
 * @param {Site} site
 * @param {State} state
 */
export function statusText(site, state) {
  const at = { day: dayShown(state) };
  switch (drawnOf(site, state) || statusOf(site, state)) {
    case "open":
      return t("open on %(day)s", at);
    case "last_reported":
      return t("last reported before %(day)s", at);
    case "uncertain":
      return t("uncertain on %(day)s", at);
    case "closed":
      return t("already closed on %(day)s", at);
    case "closed_during":
      return closedDuring(site.to || "", when(periodOf(state)));
    case "not_yet":
      return t("not yet open or reported on %(day)s", at);
    default:
      return null;
  }
}

/**
 * @param {string} to
 * @param {string} period
 */
function closedDuring(to, period) {
  if (!to) return t("closed during %(period)s", { period });
  return to.length > 7
    ? t("closed during %(period)s, on %(day)s", { period, day: day(to) })
    : t("closed during %(period)s, in %(month)s", { period, month: day(to) });
}

/**
 * The sites of a place for those who do not see the map.
 * @param {Site[]} here
 * @param {State} state
 */
export function spokenSites(here, state) {
  const each = here.map((site) => `${forceLabel(site.force)}, ${statusText(site, state)}`);
  return `${here[0].site}: ${each.join("; ")}`;
}

/**
 * [what is drawn, what it means] of the legend.
 * @param {State} state
 * @returns {[drawn: string, label: string][]}
 */
export function statusKeys(state) {
  const period = when(periodOf(state));
  return [
    ["open", t("open")],
    ["last_reported", t("last reported before, end not known")],
    ["uncertain", t("uncertain")],
    ["closed_during", t("closed during %(period)s", { period })],
    ["closed", t("closed before %(period)s", { period })],
  ];
}
