// What the panel lists of a place: its sites.
import { pageAddress } from "../addresses.js";
import { config } from "../core/config.js";
import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { siteIcon } from "../drawing/symbols.js";
import { drawnOf } from "../values/sites.js";
import { dates, forceLabel, statusText, takenOver } from "../words/sites.js";

/** @import { Site } from "../config" */
/** @import { State } from "../types" */

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
