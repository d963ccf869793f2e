// The counts of units by year and month, and what each says: the server's rules on the server's counts.
import { config } from "../core/config.js";
import { load } from "../core/load.js";
import { isRange, lastYear } from "../core/periods.js";
import { statusOf } from "./classes.js";
import { filesOf, nameOf } from "./count_files.js";
import { COUNTS, isCovered, over, summed, sumOver } from "./covered.js";

/** @import { Measure } from "../config" */
/** @import { Count, CountName, Counts, Filter, Row, State, Values } from "../types" */

/** @type {Counts} */
const UNKNOWN = { events: null, low: null, best: null, high: null, civilians: null };

/** @type {Map<string, Values>} */
const documents = new Map();

/** What ranges sum, of the documents that are kept. @type {Map<string, import("./covered.js").Part[]>} */
const ranges = new Map();

/**
 * Keep a file of counts.
 * @param {string} file
 * @param {Omit<Values, "place" | "when">} values
 */
export function keep(file, values) {
  ranges.clear();
  documents.set(file, {
    ...values,
    place: new Map(values.pcodes.map((pcode, index) => [pcode, index])),
    when: new Map(values.periods.map((period, index) => [period, index])),
  });
}

/** @param {string} file */
async function one(file) {
  if (!documents.has(file)) keep(file, await load(file));
}

/**
 * @param {string} level
 * @param {Filter & Partial<State>} state
 */
export const missingOf = (level, state) => filesOf(level, state).filter((file) => !documents.has(file));

/**
 * @param {string} level
 * @param {Filter & Partial<State>} state
 */
export const needCounts = (level, state) => Promise.all(filesOf(level, state).map(one));

/**
 * @param {string} level
 * @param {Filter & Partial<State>} state
 */
export const isHeld = (level, state) => filesOf(level, state).every((file) => documents.has(file));

/**
 * The counts that hold a period; undefined where they have not been loaded or do not exist.
 * @param {string} level
 * @param {Filter} filter
 * @param {string} [period]
 */
export function held(level, filter, period = "") {
  return documents.get(nameOf(level, filter, period.length === 7 ? period.slice(0, 4) : ""));
}

/** @param {string} key */
export function measureOf(key) {
  const found = config.measures.find((measure) => measure.key === key);
  if (!found) throw new Error(`no measure ${key}`);
  return found;
}

/**
 * What a measure lists, and what is said of it; undefined for one of incidents.
 * @param {Measure} measure
 */
export const listedOf = (measure) => (measure.of in config.listed ? config.listed[measure.of] : undefined);

/**
 * What is counted where no event is.
 * @param {string} period
 * @returns {Counts}
 */
function nothing(period) {
  const isKnown = isCovered(period);
  const zero = (/** @type {CountName} */ name) => (isKnown && !config.absent.includes(name) ? 0 : null);
  const [events, low, best, high, civilians] = COUNTS.map(zero);
  return { events, low, best, high, civilians };
}

/**
 * What is counted where the values have no entry: none where they are loaded, and nothing known where they are not.
 * @param {Values | undefined} values
 * @param {string} period
 * @returns {Counts}
 */
const without = (values, period) => (values ? nothing(period) : { ...UNKNOWN });

/**
 * The counts of a unit in a period; null where there is no data or none is loaded. Units of many are listed only where
 * they have events.
 * @param {string} level
 * @param {Filter} filter
 * @param {string} pcode
 * @param {string} period
 * @returns {Row}
 */
export function row(level, filter, pcode, period) {
  return isRange(period) ? sumRow(level, filter, pcode, period) : partRow(level, filter, pcode, period);
}

/**
 * @param {string} level
 * @param {Filter} filter
 * @param {string} period a range
 */
function partsIn(level, filter, period) {
  const key = [nameOf(level, filter), period].join();
  const found = ranges.get(key) || summed(period).map((part) => {
    const values = held(level, filter, part);
    return { values, when: values?.when.get(part), period: part };
  });
  ranges.set(key, found);
  return found;
}

/**
 * The sums of a unit over a range, with the status that they have; what is listed is the last year's.
 * @param {string} level
 * @param {Filter} filter
 * @param {string} pcode
 * @param {string} period
 * @returns {Row}
 */
function sumRow(level, filter, pcode, period) {
  const parts = partsIn(level, filter, period);
  const places = parts.map(({ values }) => values?.place.get(pcode));
  const sums = sumOver(parts, ({ values, when }, name, at) => {
    const place = places[at];
    return values && place !== undefined && when !== undefined ? values[name][place][when] : undefined;
  });
  /** @type {Row} */
  const found = { ...sums, status: {}, listed: {} };
  for (const name of /** @type {const} */ (["events", "best", "civilians"])) {
    found.status[name] = statusOf(found[name], sums, name === "best");
  }
  if (level === "admin1") addListed(found, pcode, lastYear(period));
  return found;
}

/**
 * @param {string} level
 * @param {Filter} filter
 * @param {string} pcode
 * @param {string} period a year or a month
 * @returns {Counts}
 */
function countsIn(level, filter, pcode, period) {
  const values = held(level, filter, period);
  const place = values?.place.get(pcode);
  const when = values?.when.get(period);
  const found = without(values, period);
  if (values && place !== undefined && when !== undefined) {
    for (const name of COUNTS) found[name] = values[name][place][when];
  }
  return found;
}

/**
 * @param {string} level
 * @param {Filter} filter
 * @param {string} pcode
 * @param {string} period a year or a month
 * @returns {Row}
 */
function partRow(level, filter, pcode, period) {
  const values = held(level, filter, period);
  const place = values?.place.get(pcode);
  const when = values?.when.get(period);
  /** @type {Row} */
  const found = { ...countsIn(level, filter, pcode, period), status: {}, listed: {} };
  const isThere = values !== undefined && place !== undefined && when !== undefined;
  for (const name of /** @type {const} */ (["events", "best", "civilians"])) {
    if (isThere) found.status[name] = config.statusLetters[values.status[name][place][when]];
    else found.status[name] = found[name] == null ? "no_data" : "none_recorded";
  }
  if (level === "admin1") addListed(found, pcode, period);
  return found;
}

/**
 * @param {Row} found
 * @param {string} pcode
 * @param {string} period
 */
function addListed(found, pcode, period) {
  const place = config.units.findIndex((unit) => unit.pcode === pcode);
  const when = config.periods.indexOf(period.slice(0, 4));
  for (const { counts, status } of Object.values(config.listed)) {
    const names = Object.keys(counts);
    for (const name of names) found.listed[name] = counts[name][place][when];
    found.status[names[0]] = config.statusLetters[status[place][when]];
  }
}

/**
 * The counts that stand beside those of a unit or zone: of events that name it and are placed in none; of its exact
 * points. Without an entry there is no such event; null where there is no data.
 * @param {string} level
 * @param {Filter} filter
 * @param {string} pcode
 * @param {string} period
 * @returns {Counts}
 */
export function beside(level, filter, pcode, period) {
  if (!isRange(period)) return besideIn(level, filter, pcode, period);
  const parts = partsIn(level, filter, period);
  const found = parts.map((part) => part.values?.beside[pcode]?.[part.period]);
  return sumOver(parts, (_, name, at) => found[at]?.[COUNTS.indexOf(name)]);
}

/**
 * @param {string} level
 * @param {Filter} filter
 * @param {string} pcode
 * @param {string} period a year or a month
 * @returns {Counts}
 */
function besideIn(level, filter, pcode, period) {
  const values = held(level, filter, period);
  const found = values?.beside[pcode]?.[period];
  if (!found) return without(values, period);
  const [events, low, best, high, civilians] = found;
  return { events, low, best, high, civilians };
}

/**
 * The sum of what stands beside the units of a level.
 * @param {string} level
 * @param {Filter} filter
 * @param {string} period
 * @returns {Counts}
 */
export const besideAll = (level, filter, period) => over(period, (part) => besideAllIn(level, filter, part));

/**
 * @param {string} level
 * @param {Filter} filter
 * @param {string} period a year or a month
 * @returns {Counts}
 */
function besideAllIn(level, filter, period) {
  const values = held(level, filter, period);
  const sum = without(values, period);
  for (const series of Object.values(values?.beside || {})) {
    COUNTS.forEach((name, index) => {
      const count = series[period]?.[index];
      if (count != null) sum[name] = (sum[name] || 0) + count;
    });
  }
  return sum;
}

/**
 * The count that a measure shows, or is made of.
 * @param {Row} found
 * @param {string} name
 * @returns {Count}
 */
export function countOf(found, name) {
  return name in found.listed ? found.listed[name] : found[/** @type {CountName} */ (name)];
}

/**
 * The counts of the country, or of what no unit could be told of.
 * @param {string} level
 * @param {Filter} filter
 * @param {"national" | "not_allocated"} name
 * @param {string} period
 * @returns {Counts}
 */
export const total = (level, filter, name, period) => over(period, (part) => totalIn(level, filter, name, part));

/**
 * @param {string} level
 * @param {Filter} filter
 * @param {"national" | "not_allocated"} name
 * @param {string} period a year or a month
 * @returns {Counts}
 */
function totalIn(level, filter, name, period) {
  const values = held(level, filter, period);
  const found = without(values, period);
  const when = values?.when.get(period);
  if (values && when !== undefined) for (const count of COUNTS) found[count] = values[name][count][when];
  return found;
}
