// The citation of each download, in the server's words, and the addresses that stay.
import { eventAnchor, pairsOf, withEvent } from "../addresses.js";
import { config } from "../core/config.js";
import { byId } from "../core/dom.js";
import { when } from "../core/format.js";
import { filled } from "../core/i18n.js";
import { isOfMonths, isRange, periodOf, thenOf } from "../core/periods.js";
import { measureOf } from "../values/counts.js";
import { freeDistance, isKindOfZone } from "../values/zones.js";

/** @import { State } from "../types" */
/** @typedef {{path: string, own: string[], layer: string | null, isAll: boolean}} File a link of the downloads */
/**
 * @typedef {object} Citable what the server says of citations
 * @property {{none: string, one: string, several: string, between: string}} words
 * @property {Record<string, string>} sources by id
 * @property {Record<string, Layer>} layers
 * @property {{named: string, sides: string}} added the words that a choice adds to a title
 * @property {{source: string, grounds: string[], drawn: string[], listed: Record<string, string>, later: string}} map
 * @property {[of: string, change: string]} briefing
 */
/**
 * @typedef {{
 *   titles: string[], covered: string[], later: string[], both_covered?: string[], both_later?: string[],
 *   takes: string[],
 * }} Layer
 */

const PEOPLE = "instat-rgph";
const MOST_NAMED = 5;

/** @type {Citable} */
let citable;

/** Read what the server says of citations. */
export function readCitable() {
  citable = JSON.parse(byId("citable").textContent || "");
}

/**
 * What a layer's file takes of the state, in the order of addresses.
 * @param {string} layer
 * @param {State} state
 * @param {boolean} isAll
 */
export function taken(layer, state, isAll) {
  const { takes } = citable.layers[layer];
  const isMonths = state.month && isRange(state.month);
  /** @type {[name: string, value: unknown][]} */
  const pairs = [
    ["year", isAll || (takes.includes("month") && isMonths) ? null : state.year],
    ["month", isAll ? null : state.month],
    ["from", isAll && state.from && isOfMonths(state.from) ? null : state.from],
    ["units", layer === config.level ? state.units.join(",") : null],
    ["violence", state.violence === "all" ? null : state.violence],
    ["family", state.family === "any" ? null : state.family],
    ["named", state.named === "apart" ? null : state.named],
    ["sides", state.sides === "mali" ? null : state.sides],
    ["people", state.people === "census" ? null : state.people],
    ["km", freeDistance(state)],
  ];
  return pairs.filter(([name, value]) => value && takes.includes(name)).map(([name, value]) => `${name}=${value}`);
}

/**
 * @param {string} path
 * @param {string[]} pairs
 */
export const withQuery = (path, pairs) => path + (pairs.length ? `?${pairs.join("&")}` : "");

/** @param {string[]} names */
const isOf = (names) => (/** @type {string} */ pair) => names.includes(pair.split("=")[0]);

/**
 * The address that stays: source, frame and build are named.
 * @param {string} path
 * @param {string[]} pairs
 */
function permanent(path, pairs) {
  const isEdition = isOf(["source", "frame"]);
  const own = pairs.filter((pair) => !isEdition(pair));
  return withQuery(`/b/${config.build}${path}`, [`source=${config.source}`, `frame=${config.frame}`, ...own]);
}

/**
 * That of the view or of what is made of it: its year and its language are named as well.
 * @param {string} path
 * @param {State} state
 * @param {string[]} [own]
 */
export function permanentView(path, state, own = []) {
  const pairs = pairsOf(state, path === "/");
  const isFirst = isOf(["source", "frame", "level", "year", "lang"]);
  const rest = pairs.filter((pair) => !isFirst(pair));
  const level = pairs.filter(isOf(["level"]));
  const year = state.month && isRange(state.month) ? [] : [`year=${state.year}`];
  return permanent(path, [...level, ...year, ...rest, `lang=${config.lang}`, ...own]);
}

/**
 * The whole permanent address of a file.
 * @param {File} file
 * @param {State} state
 */
export function permalink({ path, own, layer, isAll }, state) {
  const found = layer
    ? permanent(`/download/${path}`, [...taken(layer, state, isAll), ...own].sort())
    : permanentView(`/${path}`, state, own);
  return (byId("downloads").dataset.base || "") + found;
}

/** Whether a range is shown, whose sums hold no other release. @param {State} state */
const isSummed = (state) => isRange(periodOf(state));

/** The ids of the sources behind the map itself, beside those of its figures. @param {State} state */
function drawnSources(state) {
  const measure = measureOf(state.measure);
  const { map } = citable;
  const isGrid = state.layers.has("grid");
  const isPerPerson = !isGrid && measure.denominator === "population";
  const hasForces = Array.from(state.layers).some((name) => name.startsWith("sites-"));
  return [
    isGrid ? null : map.listed[measure.of],
    map.source,
    hasForces ? map.listed.sites : null,
    ...map.grounds.filter((id) => id !== PEOPLE || isPerPerson),
    ...(state.layers.has("towns") ? map.drawn : [map.drawn[0]]),
    isSummed(state) || config.covered.includes(state.year) ? null : map.later,
  ];
}

/**
 * @param {string} layer
 * @param {State} state
 * @param {boolean} isAll
 */
function layerSources(layer, state, isAll) {
  const found = citable.layers[layer];
  const which = isAll || !(isSummed(state) || config.covered.includes(state.year)) ? "later" : "covered";
  return (state.sides === "both" && found[`both_${which}`]) || found[which];
}

/** The layers that a pack of the view holds. @param {State} state */
function packed(state) {
  const names = Array.from(state.layers);
  return [
    config.level,
    names.some(isKindOfZone) ? "zones" : null,
    state.layers.has("grid") ? "grid" : null,
    names.some((name) => name.startsWith("sites-")) ? "sites" : null,
    state.layers.has("events") ? "events" : null,
  ].flatMap((name) => name || []);
}

/** The codes of picked units as a title has them: of many the first, and their number. @param {string[]} units */
function picked(units) {
  if (!units.length) return "";
  const isMany = units.length > MOST_NAMED;
  const named = isMany ? [...units.slice(0, MOST_NAMED - 2), "…"] : units;
  return ` (${named.join(" + ")}${isMany ? ` = ${units.length}` : ""})`;
}

/**
 * @param {string} layer
 * @param {State} state
 * @param {boolean} isAll
 */
function titleOf(layer, state, isAll) {
  const { takes, titles } = citable.layers[layer];
  const period = takes.includes("month") ? periodOf(state) : state.year;
  return filled(titles[(isAll ? 2 : 0) + (state.from ? 1 : 0)], {
    when: when(period),
    from: state.from && when(state.from),
    picked: takes.includes("units") ? picked(state.units) : "",
    named: state.named === "with" ? citable.added.named : "",
    sides: state.sides === "both" ? citable.added.sides : "",
  });
}

/**
 * What the page says it shows, as the title of a figure; a briefing has its own.
 * @param {string} path
 * @param {State} state
 */
function shownTitle(path, state) {
  if (!/^briefing/.test(path)) {
    const words = ["title", "subtitle", "filter"].map((id) => byId(id).textContent);
    return words.filter(Boolean).join(", ");
  }
  const then = thenOf(state);
  return filled(citable.briefing[then ? 1 : 0], { when: when(periodOf(state)), then: then && when(then) });
}

/**
 * @param {File} file
 * @param {State} state
 */
function sourcesOf({ path, layer, isAll }, state) {
  if (layer) return layerSources(layer, state, isAll);
  const ofPack = path.endsWith(".zip") ? packed(state).flatMap((name) => layerSources(name, state, false)) : [];
  return [...ofPack, ...drawnSources(state)];
}

/**
 * A file's citation in the server's words: its title, the build, its permanent address, its sources.
 * @param {File} file
 * @param {State} state
 */
export function citation(file, state) {
  const isPack = file.path.endsWith(".zip");
  const title =
    file.layer || isPack ? titleOf(file.layer || config.level, state, file.isAll) : shownTitle(file.path, state);
  return cited(title, permalink(file, state), sourcesOf(file, state));
}

/**
 * @param {string} title
 * @param {string} address
 * @param {(string | null)[]} ids of the sources
 */
function cited(title, address, ids) {
  const { words, sources } = citable;
  const known = Array.from(new Set(ids)).flatMap((id) => (id && sources[id]) || []);
  const pattern = known.length > 1 ? words.several : known.length ? words.one : words.none;
  return filled(pattern, { title, address, sources: known.join(words.between) });
}

/**
 * The citation of an event: its build and its address, which opens it.
 * @param {string} title
 * @param {State} state
 * @param {string} id
 */
export function citeEvent(title, state, id) {
  const view = permanentView("/", withEvent(state));
  const address = (byId("downloads").dataset.base || "") + view + eventAnchor(id);
  return cited(title, address, [config.source]);
}
