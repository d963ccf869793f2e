// A unit's figure in words, and what there is to know of it.
import { config } from "../core/config.js";
import { count, day, range, rate, when, whole, years } from "../core/format.js";
import { filled, t } from "../core/i18n.js";
import { isRange, lastYear, periodOf, thenOf } from "../core/periods.js";
import { comparable } from "../values/covered.js";
import { beside, listedOf, total } from "../values/counts.js";
import { peopleOf } from "../values/people.js";
import { doubts } from "./doubt.js";
import { meanWords } from "./ranges.js";
import { now, span, then } from "./view.js";

/** @import { Measure, Unit } from "../config" */
/** @import { Cell, Counts, Row, State } from "../types" */

/** The lowest and highest of the reports. @param {Counts} counts */
export function spanOf({ low, best, high }) {
  if (low == null) return best == null ? t("no data") : t("no range");
  return range(count(low), count(high));
}

/**
 * Fatalities, range, events and civilians as texts; with the counts of the period compared with, "then → now".
 * @param {Counts} counts
 * @param {Counts | null} [before]
 * @returns {string[]}
 */
export function countTexts(counts, before = null) {
  if (before) {
    const [old, fresh] = comparable(before, counts).map((one) => countTexts(one));
    return old.map((text, index) => `${text} → ${fresh[index]}`);
  }
  return [count(counts.best), spanOf(counts), count(counts.events), count(counts.civilians)];
}

/** Deaths and, in brackets, events; "" where there is no event. @param {Counts} counts */
export function deathsAndEvents({ best, events }) {
  if (events == null) return t("no data");
  return events ? `${whole(best)} (${whole(events)})` : "";
}

/**
 * The events that name a unit and are placed in none, with the range of their deaths; nothing where there is none.
 * @param {Unit} unit
 * @param {State} state
 * @returns {[label: string, text: string][]}
 */
export function namedFacts(unit, state) {
  const found = beside(config.level, state, unit.pcode, periodOf(state));
  if (!config.named || !found.events) return [];
  const text = t("%(deaths)s deaths (%(range)s), events: %(events)s", {
    deaths: whole(found.best),
    range: spanOf(found),
    events: whole(found.events),
  });
  return [[config.named[state.named].fact, text]];
}

/** @param {Unit} unit */
export function regionOf(unit) {
  return config.regions.find((region) => region.pcode === unit.region)?.name || unit.region || "";
}

/**
 * The sentence that says what a figure is when it is not simply a number.
 * @param {Cell} cell
 * @param {Measure} measure
 * @param {State} state
 * @returns {string | null}
 */
export function note(cell, measure, state) {
  const list = listedOf(measure);
  if (cell.key === "no_data" && state.from) return t("No data in one of the two years.");
  if (list) {
    const sentence = list.sentences[cell.key];
    const { uncertain, reported } = cell.row.listed;
    const perhaps = whole((uncertain || 0) + (reported || 0));
    return sentence ? filled(sentence, { year: lastYear(periodOf(state)), perhaps }) : null;
  }
  switch (cell.key) {
    case "no_data":
      return t("No data: the source has no figures here for %(year)s.", { year: now(state) });
    case "no_denominator":
      return t("Events are recorded, but the census gives no number of people for this unit in these boundaries.");
    case "none_recorded":
      return noneRecorded(state);
    case "best_zero":
      return t("Events are recorded; the best estimate of deaths is 0, the highest %(high)s.", {
        high: whole(cell.row.high),
      });
    case "zero":
      return t("Events are recorded, and none of this kind counted.");
    default:
      return null;
  }
}

/** @param {State} state */
function noneRecorded(state) {
  if (config.isPlacedByPrecision) {
    return t(
      "No event is placed here. Events whose place is known less closely are not on this map: " +
        "that none is shown is no proof that there was none.",
    );
  }
  if (isRange(periodOf(state))) {
    return t("The source records no event here in what it covers. That is not proof that there was none.");
  }
  return state.month
    ? t("The source covers this month and records no event here. That is not proof that there was none.")
    : t("The source covers this year and records no event here. That is not proof that there was none.");
}

/** What the number of people is. @param {State} state */
export function peopleLabel(state) {
  const period = periodOf(state);
  return state.people === "year" && Number(period.slice(0, 4)) < config.census
    ? t("People of %(year)s, between two censuses", { year: years(period) })
    : t("People, census %(year)s", { year: config.census });
}

/**
 * What is special about the people that a figure is divided by; undefined where nothing is.
 * @param {Measure} measure
 * @param {Unit} unit
 */
export function populationNote(measure, unit) {
  return measure.denominator === "population" ? config.populationNotes[unit.pcode] : undefined;
}

/**
 * What the year's listed figure is no count of; undefined for most years, and without a figure.
 * @param {Cell} cell
 * @param {Measure} measure
 * @param {State} state
 */
export function dated({ value, change }, measure, state) {
  const earlier = thenOf(state);
  if ((earlier ? change : value) == null) return undefined;
  const said = listedOf(measure)?.remarks || {};
  return said[lastYear(earlier || "")] || said[lastYear(periodOf(state))];
}

/**
 * What the unit's counts lack; undefined where the source tells all of its events.
 * @param {Measure} measure
 * @param {Unit} unit
 */
export function partialNote(measure, unit) {
  return listedOf(measure) ? undefined : config.partialNotes[unit.pcode];
}

/**
 * What is special about the figure, its counts, or the people it is divided by; null where nothing is.
 * @param {Cell} cell
 * @param {Measure} measure
 * @param {Unit} unit
 * @param {State} state
 */
export function remarks(cell, measure, unit, state) {
  const said = [
    note(cell, measure, state), populationNote(measure, unit), partialNote(measure, unit), dated(cell, measure, state),
    ...doubts(cell),
  ];
  return said.filter(Boolean).join(" ") || null;
}

/**
 * @param {Cell} cell
 * @param {Measure} measure
 * @param {State} state
 */
export function valueText(cell, measure, state) {
  if (state.from) return cell.change == null ? t("no data") : rate(cell.change, measure.decimals, true);
  const list = listedOf(measure);
  return list && cell.key === "none_documented" ? list.missing : rate(cell.value, measure.decimals);
}

/** @param {Row} row */
function sitesText({ status, listed: { open, uncertain, reported } }) {
  if (status.open === "no_data") return t("no data");
  if (open == null) return t("none documented");
  const perhaps = (uncertain || 0) + (reported || 0);
  return perhaps
    ? t("%(open)s open, %(perhaps)s perhaps", { open: whole(open), perhaps: whole(perhaps) })
    : t("%(open)s open", { open: whole(open) });
}

/**
 * A text of the counts, after that of those compared with.
 * @param {Cell} cell
 * @param {(counts: Counts) => string} read
 */
const both = ({ row, thenRow }, read) => (thenRow ? comparable(thenRow, row).map(read).join(" → ") : read(row));

/**
 * The change as "then → now", or the range of the value; null where there is neither.
 * @param {Cell} cell
 * @param {Measure} measure
 * @param {State} state
 * @returns {[label: string, text: string] | null}
 */
function spread(cell, { hasRange, decimals }, state) {
  if (state.from && cell.change != null) {
    return [`${then(state)} → ${now(state)}`, `${rate(cell.then, decimals)} → ${rate(cell.value, decimals)}`];
  }
  if (!hasRange || cell.low == null) return null;
  return [t("Range"), range(rate(cell.low, decimals), rate(cell.high, decimals))];
}

/** @param {State} state */
function sitesLabel(state) {
  const period = periodOf(state);
  if (period.length === 4) return t("Documented sites");
  return t("Documented sites on %(day)s", { day: day(`${lastYear(period)}-12-31`) });
}

/**
 * [label, text] pairs of a unit's figures.
 * @param {Unit} unit
 * @param {Cell} cell
 * @param {Measure} measure
 * @param {State} state
 */
export function facts(unit, cell, measure, state) {
  const first = spread(cell, measure, state);
  /** @type {[label: string, text: string][]} */
  const list = first ? [first] : [];
  const deaths = (/** @type {Counts} */ row) =>
    row.best == null ? t("no data") : `${count(row.best)} (${spanOf(row)})`;
  const mean = cell.thenRow ? "" : meanWords(cell.row);
  list.push([t("Events"), both(cell, (row) => count(row.events))]);
  list.push([t("Fatalities"), both(cell, deaths) + (mean && `; ${mean}`)]);
  list.push([t("Civilians"), both(cell, (row) => count(row.civilians))]);
  list.push(...namedFacts(unit, state));
  if (measure.denominator === "population") {
    list.push([peopleLabel(state), whole(peopleOf(unit, periodOf(state), state.people))]);
  }
  if (measure.denominator === "area") list.push([t("Area"), `${whole(Math.round(unit.area))} km²`]);
  if ("sites" in config.listed) list.push([sitesLabel(state), sitesText(cell.row)]);
  else list.push([t("Region"), regionOf(unit)]);
  return list;
}

/**
 * A unit and its figure, for those who do not see the map.
 * @param {Unit} unit
 * @param {Cell} cell
 * @param {Measure} measure
 * @param {State} state
 */
export const spoken = (unit, cell, measure, state) =>
  `${unit.name}; ${measure.label}, ${span(state)}: ${valueText(cell, measure, state)}`;

/**
 * How much of a period has no cell and no zone, since its place is too vague; null where nothing is known of it.
 * @param {State} state
 */
export function vague(state) {
  if (!config.zones.length) return null;
  const { events, best } = total("zones", state, "not_allocated", periodOf(state));
  if (events == null) return null;
  return t(
    "%(events)s events of %(year)s with %(deaths)s deaths, in all of Mali, " +
      "have too vague a place for any zone or cell.",
    { events: whole(events), deaths: whole(best), year: when(periodOf(state)) },
  );
}
