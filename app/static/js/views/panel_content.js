// What the panel says of the country or a unit: violence above, documented sites below, and a plain sentence of
// what changed.
import { edition, pageAddress } from "../addresses.js";
import { config } from "../core/config.js";
import { byId, h } from "../core/dom.js";
import { day, whole, years as yearsOf } from "../core/format.js";
import { t } from "../core/i18n.js";
import { againButton, isMissing } from "../core/load.js";
import { periodOf, yearsIn } from "../core/periods.js";
import { timeline } from "../drawing/charts.js";
import { swatch } from "../drawing/symbols.js";
import { cellsOf } from "../values/cells.js";
import { listedOf, measureOf } from "../values/counts.js";
import { national } from "../values/national.js";
import { unitOf } from "../values/people.js";
import { sumOf } from "../values/picked.js";
import { allSites, hasSites, SITES_FILE } from "../values/sites.js";
import { sentence } from "../words/change.js";
import { namedFacts, regionOf, remarks, valueText } from "../words/figures.js";
import { deathsHeadline } from "../words/headline.js";
import { forceLabel, incomplete } from "../words/sites.js";
import { filterWords, timeOf } from "../words/view.js";
import { siteList } from "./cards.js";
import { charts, hint, monthly, yearly } from "./panel_charts.js";

/** @import { Measure, Unit } from "../config" */
/** @import { Cell, State } from "../types" */
/** @typedef {import("../core/dom.js").Child} Child */

/** @param {State} state */
export function filterLine(state) {
  const words = filterWords(state);
  return words ? h("p", { class: "filter" }, words) : null;
}

/** @param {string | null | undefined} words */
export const said = (words) => (words ? h("p", { class: "said" }, words) : null);

/**
 * @param {string} level
 * @param {string} pcode
 * @param {State} state
 */
export function asJson(level, pcode, state) {
  const { violence, family, root } = state;
  const [layer] = level.split(".");
  const own = [`level=${layer}`, `violence=${violence}`, `family=${family}`, `pcode=${pcode}`];
  const href = `${root}/api/figures?${[...edition(state), ...own].join("&")}`;
  return h("p", {}, h("a", { href }, t("These figures as JSON")));
}

/**
 * The coups and departures of the years that are shown, which the time bar has as ticks.
 * @param {State} state
 * @returns {Child[]}
 */
function momentsIn(state) {
  const period = periodOf(state);
  const items = config.moments.filter(([date]) => yearsIn(period).includes(date.slice(0, 4)));
  if (!items.length) return [];
  const listed = items.map(([date, words]) => h("li", {}, [h("b", {}, day(date)), " ", words]));
  return [h("h3", {}, `${t("Coups and departures")}, ${yearsOf(period)}`), h("ul", { class: "hint" }, listed)];
}

/**
 * The country's figures of every year; a year that only another release covers says which.
 * @param {State} state
 * @returns {Child[]}
 */
export function ofCountry(state) {
  const rows = config.periods.map((year) => ({ year, row: national({ ...state, year, month: null }) }));
  const years = rows.map((item) => ({ ...item, release: item.row.release }));
  const later = years.filter((item) => item.release);
  const shown = years.find((item) => item.year === state.year);
  const note = t(
    "%(years)s: from another release (UCDP country-year %(release)s), which also revises earlier years a little; " +
      "not to be compared closely.",
    { years: later.map((item) => item.year).join(", "), release: later[0]?.release },
  );
  return [
    filterLine(state),
    h("p", { class: "sentence" }, deathsHeadline(state)),
    ...monthly(config.level, null, state),
    ...yearly(years, state),
    ...momentsIn(state),
    later.length ? said(note) : null,
    shown?.row.note ? hint(shown.row.note) : null,
  ];
}

/**
 * What a list beside the incidents is no count of, with the page that says more; null for other measures.
 * @param {Measure} measure
 */
function caveat(measure) {
  const about = listedOf(measure)?.about;
  if (!about) return null;
  const words = t("About %(name)s", { name: forceLabel(about) });
  const link = h("a", { href: pageAddress(`/forces/${about}`) }, words);
  return h("p", { class: "said" }, [`${measure.caveat} `, link]);
}

/**
 * What a moved border means for a unit's figures.
 * @param {Unit} unit
 * @param {State} state
 */
function moved({ pcode }, { root }) {
  const text = config.moved[pcode];
  if (!text) return null;
  return h("p", { class: "said" }, [`${text} `, h("a", { href: root + config.changes }, t("What changed"))]);
}

/** @param {Unit} unit */
const sitesOf = ({ pcode }) => allSites().filter((site) => site.pcode === pcode);

/**
 * From the top of the panel to a part below.
 * @param {string} id
 * @param {string} words
 */
function jump(id, words) {
  const link = h("a", { href: `#${id}` }, words);
  link.onclick = (event) => {
    event.preventDefault();
    const target = byId(id);
    const box = byId("pane-figures");
    box.scrollTop += target.getBoundingClientRect().top - box.getBoundingClientRect().top;
    target.focus({ preventScroll: true });
  };
  return link;
}

/**
 * From the top of the panel to its list of sites; null where there is none.
 * @param {Unit} unit
 */
function jumps(unit) {
  const number = config.level === "admin1" ? sitesOf(unit).length : 0;
  const words = t("Documented sites (%(number)s)", { number: whole(number) });
  return number ? h("p", { class: "jump" }, jump("panel-sites", words)) : null;
}

/**
 * In the place of what is not loaded: that it is on its way, or that it could not be had and can be asked for again.
 * @param {string[]} names the documents that it stands in
 * @param {string} what
 * @returns {Child[]}
 */
export function notLoaded(names, what) {
  if (!names.some(isMissing)) return [h("p", { class: "said loading" }, t("%(what)s: being loaded …", { what }))];
  const words = t("%(what)s: not loaded. Nothing is said here of what there is or was.", { what });
  return [h("p", { class: "trouble" }, [words, " ", againButton()])];
}

/**
 * @param {Unit} unit
 * @param {State} state
 */
function documented(unit, state) {
  const title = h("h3", { id: "panel-sites", tabindex: "-1" }, t("Documented sites"));
  if (!hasSites()) return [title, ...notLoaded([SITES_FILE], t("The list of documented sites"))];
  const here = sitesOf(unit);
  const none = said(t("No site is documented here. That is not proof that there was none."));
  return [
    title,
    here.length ? timeline(here) : none,
    here.length ? siteList(here, state) : null,
    h("p", { class: "said" }, incomplete(config.forces.map((force) => force.key))),
    hint(t("What is documented, not all there is. One after the other is not cause.")),
  ];
}

/**
 * The figure of the measure shown.
 * @param {Unit} unit
 * @param {Measure} measure
 * @param {State} state
 * @returns {Child[]}
 */
function figure(unit, measure, state) {
  const cell = /** @type {Cell} */ (cellsOf(state).get(unit.pcode));
  const value = h("b", {}, valueText(cell, measure, state));
  const unitWords = h("span", {}, `${unitOf(measure, state)}, ${timeOf(measure, state)}`);
  return [
    h("p", { class: "big" }, [swatch(cell.fill), value, " ", unitWords]),
    said(remarks(cell, measure, unit, state)),
  ];
}

/**
 * The events that no unit of the level could be told.
 * @param {State} state
 * @returns {Child[]}
 */
export const ofMissing = (state) => [filterLine(state), hint(config.missing)];

/** The years of the picked units together; the line above says the period's. @param {State} state @returns {Child[]} */
export const ofPicked = (state) => [
  filterLine(state),
  ...yearly(config.periods.map((year) => ({ year, row: sumOf(state, year) })), state),
];

/**
 * What was opened at a coarser level, and holds units that are shown.
 * @param {import("../types").Holder} holder
 * @param {State} state
 * @returns {Child[]}
 */
export const ofHolder = (holder, state) => [
  filterLine(state),
  h("p", { class: "sentence" }, sentence(holder.level, holder, state)),
  ...charts(holder.level, holder.pcode, state),
  asJson(holder.level, holder.pcode, state),
];

/**
 * @param {Unit} unit
 * @param {State} state
 * @returns {Child[]}
 */
export function ofUnit(unit, state) {
  const { level } = config;
  const isRegion = level === "admin1";
  const measure = measureOf(state.measure);
  const departures = pageAddress("/withdrawal", [`place=${unit.pcode}`]);
  return [
    isRegion ? null : hint(`${t("Region")} – ${regionOf(unit)}`),
    filterLine(state),
    h("p", { class: "sentence" }, sentence(level, unit, state)),
    ...namedFacts(unit, state).map(([name, text]) => said(`${t("%(name)s: %(text)s", { name, text })}.`)),
    jumps(unit),
    ...figure(unit, measure, state),
    caveat(measure),
    moved(unit, state),
    ...charts(level, unit.pcode, state),
    ...(isRegion ? documented(unit, state) : []),
    isRegion ? h("p", {}, h("a", { href: departures }, t("Before and after departures"))) : null,
    asJson(level, unit.pcode, state),
  ];
}
