// What the panel lists: the sites of a place, the events of a place.
import { pageAddress } from "../addresses.js";
import { config } from "../core/config.js";
import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { eventIcon, siteIcon } from "../drawing/symbols.js";
import { drawnOf } from "../values/sites.js";
import { civilians, date, days, deaths, origin, place, typeOf } from "../words/events.js";
import { dates, forceLabel, statusText, takenOver } from "../words/sites.js";

/** @import { Site } from "../config" */
/** @import { ConflictEvent, State, ToldEvent } from "../types" */
/** @typedef {import("../core/dom.js").Child} Child */

/** @param {Site} site */
function sourceLine({ source }) {
  const link = h("a", { href: `${pageAddress("/sources")}#${source.id}` }, source.title);
  const more = [source.publisher, source.published].map((part) => (part ? `, ${part}` : ""));
  return h("small", {}, [link, ...more]);
}

/**
 * @param {Site} site
 * @param {State} state
 */
function siteCard(site, state) {
  const status = statusText(site, state);
  const force = h("a", { class: "force", href: pageAddress(`/forces/${site.force}`) }, forceLabel(site.force));
  return h("li", {}, [
    siteIcon(site.force, drawnOf(site, state)),
    h("div", {}, [
      force,
      `, ${site.site}, ${config.roles[site.role] || site.role}, ${dates(site)}`,
      status ? h("span", { class: "status" }, ` (${status})`) : null,
      takenOver(site),
      site.coordinates === "approximate" ? h("span", {}, `; ${t("place approximate")}`) : null,
      sourceLine(site),
    ]),
  ]);
}

/**
 * @param {Site[]} sites
 * @param {State} state
 */
export function siteList(sites, state) {
  return h("ul", { class: "sitelist" }, sites.map((site) => siteCard(site, state)));
}

/**
 * @param {ToldEvent} event
 * @param {Child} [more] what else there is to say of it
 */
export function eventCard(event, more) {
  return h("li", { "data-event": event.id }, [
    eventIcon(event.where),
    h("div", {}, [
      h("b", {}, days(event)),
      ` ${event.sides[0]} – ${event.sides[1]}`,
      h("span", { class: "deaths" }, deaths(event) + civilians(event)),
      h("span", {}, typeOf(event)),
      h("span", {}, place(event)),
      h("span", {}, date(event)),
      more,
      h("small", {}, origin(event)),
    ]),
  ]);
}

/** In the order of their days. @param {ConflictEvent[]} events */
export function eventList(events) {
  const ordered = events.slice().sort((a, b) => (a.from < b.from ? -1 : 1));
  return h("ul", { class: "eventlist" }, ordered.map((event) => eventCard(event)));
}
