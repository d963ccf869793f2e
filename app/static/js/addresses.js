// The addresses of the page and of others: a link reopens the view.
import { config } from "./core/config.js";
import { isRange } from "./core/periods.js";
import { current } from "./state.js";

/** @import { State } from "./types" */

/** The query that says which source and frame are shown, for addresses of files. @param {State} state */
export function edition({ source, frame }) {
  return [...(source ? [`source=${source}`] : []), ...(frame ? [`frame=${frame}`] : [])];
}

/**
 * The address of another page, with the source, frame and language of the state.
 * @param {string} path
 * @param {string[]} [pairs]
 */
export function pageAddress(path, pairs = []) {
  const state = current();
  const said = [...pairs, ...edition(state), ...(state.lang ? [`lang=${state.lang}`] : [])];
  return state.root + path + (said.length ? `?${said.join("&")}` : "");
}

/** What the page shows beside the map, which no figure or file takes. */
const OF_PAGE = ["tab", "sort"];

/** @type {string[]} */
let known = [];

/** Every layer that an address can name, in its order. */
function knownLayers() {
  if (known.length) return known;
  const distances = config.distances.length ? config.distances : config.standardDistances;
  const zones = Object.keys(config.zoneStyles).flatMap((kind) => distances.map((km) => `${kind}-${km}`));
  const sites = config.forces.map((force) => `sites-${force.key}`);
  known = ["units", "grid", ...zones, ...sites, "events", "rivers", "towns"];
  return known;
}

/** The address of the view, without what is as the page opens. @param {State} state */
export function query(state) {
  const layers = knownLayers().filter((name) => state.layers.has(name)).join(",") || "none";
  /** @type {Record<string, unknown>} */
  const values = {
    ...state,
    year: state.month && isRange(state.month) ? null : state.year,
    level: config.level,
    layers,
    units: state.units.join(","),
    focus: state.at ? null : state.focus,
    at: state.at ? state.at.join("/") : null,
  };
  const said = config.address.filter(([name, standard]) => values[name] != null && values[name] !== standard);
  return said.length ? `?${said.map(([name]) => `${name}=${values[name]}`).join("&")}` : location.pathname;
}

/** A view that an event of it is opened in, and nothing else. @param {State} state */
export const withEvent = (state) => ({ ...state, unit: null, layers: new Set([...state.layers, "events"]) });

/** @param {string} id */
export const eventAnchor = (id) => `#event-${encodeURIComponent(id)}`;

/** The address that opens an event. @param {State} state @param {string} id */
export const eventAddress = (state, id) => query(withEvent(state)) + eventAnchor(id);

/**
 * The name=value pairs of a view's address; of what is made of the view, but those of the page itself.
 * @param {State} state
 */
export function pairsOf(state, isPage = false) {
  const pairs = (query(state).split("?")[1] || "").split("&").filter(Boolean);
  return pairs.filter((pair) => isPage || !OF_PAGE.includes(pair.split("=")[0]));
}
