// The legend: the entries that the server made for the measure, how much of the period is placed, and what else the map
// shows.
import { pageAddress } from "../addresses.js";
import { config } from "../core/config.js";
import { byId, fill, h, input } from "../core/dom.js";
import { tools } from "../core/event_tools.js";
import { whole } from "../core/format.js";
import { filled, t } from "../core/i18n.js";
import { lastYear, periodOf } from "../core/periods.js";
import { siteIcon, swatch } from "../drawing/symbols.js";
import { most, radius } from "../layers/circles.js";
import { cellsOf, countedBy, fillOf } from "../values/cells.js";
import { besideAll, listedOf, measureOf, total } from "../values/counts.js";
import { coveredYears, shownEvents, showsEvents } from "../values/events.js";
import { caveatOf, unitOf } from "../values/people.js";
import { gridSides, isBoth, isColoured, sideMeasure } from "../values/sides.js";
import { distancesOf, zoneName, zonesOf } from "../values/zones.js";
import { doubtKeys, unitLineOf } from "../words/doubt.js";
import { vague } from "../words/figures.js";
import { whichSide } from "../words/sides.js";
import { dayShown, forceLabel, incomplete, statusKeys } from "../words/sites.js";
import { asMean, summedWords } from "../words/ranges.js";
import { subtitle } from "../words/view.js";

/** @import { Force, Measure } from "../config" */
/** @import { NamedZone, State } from "../types" */

/** The key of a class of values or of changes, and of nothing else. */
const CLASS = /^[cd]-?\d$/;

/**
 * The entries of a measure: of values or of changes, of a year or of a month of it.
 * @param {Measure} measure
 * @param {State} state
 */
export function entriesOf({ legend }, state) {
  if (state.from) return (state.month && legend.month_change) || legend.change;
  return (state.month && legend.month) || legend.value;
}

/**
 * @param {Measure} measure
 * @param {State} state
 * @param {RegExp} [which] of the keys
 */
function entryList(measure, state, which = /./) {
  const isBest = countedBy(measure, state) === measure.numerator;
  const entries = entriesOf(measure, state).filter(([key]) => which.test(key)).map(([key, label]) => {
    const [own, words] = isBest || key !== "best_zero" ? [key, label] : ["zero", config.notes[measure.of].value.zero];
    return h("li", {}, [swatch(fillOf(own, measure), own), h("span", {}, words)]);
  });
  return h("ul", {}, entries);
}

/**
 * @param {string} when
 * @param {string} unit
 */
const unitLine = (when, unit) => h("p", { class: "unit" }, [h("b", {}, when), ` ${unit}`]);

/**
 * The caveats under the source: on small screens too where a page says more of what the figures are no count of.
 * @param {Measure} measure
 * @param {State} state
 */
function caveat(measure, state) {
  const about = listedOf(measure)?.about;
  if (!about) return h("p", { class: "origin wide" }, caveatOf(measure, state));
  const words = t("About %(name)s", { name: forceLabel(about) });
  const link = h("a", { href: pageAddress(`/forces/${about}`) }, words);
  return h("p", { class: "origin about" }, [caveatOf(measure, state), " ", link]);
}

/**
 * How much of the period has a unit at a level finer than regions.
 * @param {State} state
 */
function placed(state) {
  const all = total(config.level, state, "national", periodOf(state));
  const missing = total(config.level, state, "not_allocated", periodOf(state));
  if (config.level === "admin1" || all.events == null || all.best == null) return null;
  const words = t(
    "On this map: %(events)s of %(all_events)s events and %(deaths)s of %(all_deaths)s deaths; " +
      "the place of the others is not known so closely.",
    {
      events: whole(all.events - (missing.events || 0)),
      all_events: whole(all.events),
      deaths: whole(all.best - (missing.best || 0)),
      all_deaths: whole(all.best),
    },
  );
  return `${words} ${namedInAll(state)}`.trim();
}

/**
 * How many of the period's events only name a unit, and whether they are counted.
 * @param {State} state
 */
function namedInAll(state) {
  const { events, best } = besideAll(config.level, state, periodOf(state));
  if (!config.named || !events) return "";
  return filled(config.named[state.named].sentence, { events: whole(events), deaths: whole(best) });
}

/**
 * To one digit, never up: no circle of the legend is larger than the largest on the map.
 * @param {number} count
 */
export function roundDown(count) {
  const scale = 10 ** Math.floor(Math.log10(Math.max(1, count)));
  return Math.max(1, Math.floor(count / scale) * scale);
}

/** @param {NamedZone[]} zones */
function zoneLegend(zones) {
  const lines = zones.map((zone) => {
    const { colour, width, dashes } = config.zoneStyles[zone.kind];
    const look = { stroke: colour, "stroke-width": width, "stroke-dasharray": dashes };
    return h("li", {}, [
      h(
        "svg",
        { width: 22, height: 8, "aria-hidden": "true" },
        h("line", { x1: 0, x2: 22, y1: 4, y2: 4, ...look }),
      ),
      h("span", {}, zoneName(zone)),
    ]);
  });
  return h("div", { class: "zonelegend" }, h("ul", {}, lines));
}

/** What the colours of the zones in Mali are. @param {State} state */
function zoneClasses(state) {
  const measure = /** @type {Measure} */ (sideMeasure(state));
  const nested = t("The colour of a band is that of all within its distance, narrower bands included.");
  return h("div", { class: "zoneclasses" }, [
    unitLine(subtitle(state), measure.unit),
    entryList(measure, state, CLASS),
    h("p", { class: "origin" }, nested),
  ]);
}

/**
 * What the colours beyond the border are, and what is counted there.
 * @param {State} state
 */
function sideLegend(state) {
  const isGrid = state.layers.has("grid");
  const measure = isGrid ? gridSides(state).length && config.gridMeasure : sideMeasure(state);
  const isOwn = !isGrid && measure && measure.key !== state.measure;
  const crossed = t("A cell that the border crosses is coloured by Mali’s events alone.");
  const nested = t("The colour of a band is that of all within its distance, narrower bands included.");
  const said = isOwn
    ? [unitLine(subtitle(state), measure.unit), entryList(measure, state, CLASS)]
    : [h("p", { class: "origin" }, t("Coloured as the map’s units are."))];
  return h("div", { class: "sidelegend" }, [
    h("p", { class: "unit" }, [measure ? swatch("url(#p-side)") : null, ` ${t("Beyond the border")}`]),
    ...(measure ? said : []),
    (isGrid ? measure : distancesOf(state).length > 1) ? h("p", { class: "origin" }, isGrid ? crossed : nested) : null,
    h("p", { class: "origin" }, whichSide(state)),
  ]);
}

/** @param {State} state */
function circleLegend(state) {
  const top = most(state);
  const label = asMean(config.circles.find(([key]) => key === state.circles)?.[1] || "", periodOf(state));
  const x = 38;
  const base = 72;
  const steps = [top, top / 4, top / 25].map(roundDown).flatMap((count) => {
    const r = radius(count, top);
    const y = base - r * 2;
    return [
      h("circle", { cx: x, cy: base - r, r, class: "ring" }),
      h("line", { x1: x, x2: 92, y1: y, y2: y, class: "gridline" }),
      h("text", { x: 96, y: y + 4 }, whole(count)),
    ];
  });
  return h("div", { class: "circlelegend" }, [
    h("p", { class: "unit" }, t("Circles: %(label)s, by area", { label })),
    h("svg", { width: 170, height: 76, viewBox: "0 0 170 76", "aria-hidden": "true" }, steps),
  ]);
}

/**
 * @param {Measure} measure
 * @param {State} state
 */
function gridLegend(measure, state) {
  const classes = t(
    "Classes are fixed: the same for all years, or all months, in every source and in all boundaries.",
  );
  return h("div", { class: "gridlegend" }, [
    unitLine(subtitle(state), unitOf(measure, state)),
    entryList(measure, state),
    h("p", { class: "origin" }, measure.source),
    h("p", { class: "origin" }, [vague(state), " ", classes]),
  ]);
}

/**
 * @param {Force[]} forces
 * @param {State} state
 */
function siteLegend(forces, state) {
  const gaps = incomplete(forces.map((force) => force.key));
  const isCovered = config.siteYears.includes(lastYear(periodOf(state)));
  const uncovered = t("The list of sites does not cover %(year)s.", { year: lastYear(periodOf(state)) });
  return h("div", { class: "sitelegend" }, [
    h("p", { class: "unit" }, t("Documented sites on %(day)s", { day: dayShown(state) })),
    h("ul", {}, forces.map(({ key, label }) => h("li", {}, [siteIcon(key, "open"), h("span", {}, label)]))),
    h(
      "ul",
      { class: "keys" },
      statusKeys(state).map(([key, label]) => h("li", {}, [siteIcon(forces[0].key, key), h("span", {}, label)])),
    ),
    isCovered ? null : h("p", { class: "origin" }, uncovered),
    gaps ? h("p", { class: "origin" }, gaps) : null,
  ]);
}

/** What the hatch and the dagger mean. @param {State} state */
function doubtLines(state) {
  const { hatched, unstable } = doubtKeys(Array.from(cellsOf(state).values()));
  const rect = (/** @type {string} */ colour) => h("rect", { x: 0.5, y: 0.5, width: 21, height: 13, fill: colour });
  const sample = [rect("#f07c4f"), rect("url(#p-class)")];
  const key = h("svg", { class: "hatch", width: 22, height: 14, "aria-hidden": "true" }, sample);
  return [
    hatched ? h("p", { class: "origin doubt" }, [key, ` ${hatched}`]) : null,
    unstable ? h("p", { class: "origin doubt" }, unstable) : null,
  ];
}

/** What else the map shows. @param {State} state */
function more(state) {
  const zones = zonesOf(state);
  const forces = config.forces.filter((force) => state.layers.has(`sites-${force.key}`));
  return [
    state.layers.has("grid") && config.gridMeasure ? gridLegend(config.gridMeasure, state) : null,
    state.circles === "none" ? null : circleLegend(state),
    zones.length ? zoneLegend(zones) : null,
    zones.length && isColoured(state) ? zoneClasses(state) : null,
    isBoth(state) && (zones.length || gridSides(state).length) ? sideLegend(state) : null,
    forces.length ? siteLegend(forces, state) : null,
    showsEvents(state) ? tools().legend(shownEvents(state), coveredYears(state).length, state) : null,
  ];
}

/** Let readers unfold the strip, upwards over the map. */
export function attachLegend() {
  const button = input("unfold");
  button.onclick = () => {
    const isOpen = byId("legendbox").classList.toggle("open");
    button.setAttribute("aria-expanded", String(isOpen));
  };
}

/** @param {State} state */
export function showLegend(state) {
  const measure = measureOf(state.measure);
  const said = placed(state);
  const sums = listedOf(measure) ? "" : summedWords(state);
  fill(byId("legend"), [
    unitLine(subtitle(state), unitLineOf(unitOf(measure, state), measure, state)),
    entryList(measure, state),
    ...doubtLines(state),
    said ? h("p", { class: "placed" }, said) : null,
    h("p", { class: "origin" }, measure.source),
    caveat(measure, state),
    sums ? h("p", { class: "origin" }, sums) : null,
  ]);
  fill(byId("legend-more"), more(state));
}
