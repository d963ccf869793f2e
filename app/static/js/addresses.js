// The addresses of the page and of others: a link reopens the view.
import { config } from "./core/config.js";
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

/** Every layer that an address can name, in its order. */
function knownLayers() {
  const distances = config.distances.length ? config.distances : config.standardDistances;
  const zones = Object.keys(config.zoneStyles).flatMap((kind) => distances.map((km) => `${kind}-${km}`));
  const sites = config.forces.map((force) => `sites-${force.key}`);
  return ["units", "grid", ...zones, ...sites, "events", "rivers", "towns"];
}

/** The address of the view, without what is as the page opens. @param {State} state */
export function query(state) {
  const { defaults } = config;
  const layers = knownLayers().filter((name) => state.layers.has(name)).join(",") || "none";
  /** @type {[name: string, value: unknown, standard?: string][]} */
  const pairs = [
    ["source", state.source],
    ["frame", state.frame],
    ["level", config.level, "admin1"],
    ["year", state.year, "2022"],
    ["month", state.month],
    ["measure", state.measure, defaults.measure],
    ["from", state.from],
    ["violence", state.violence, defaults.violence],
    ["family", state.family, defaults.family],
    ["circles", state.circles, defaults.circles],
    ["layers", layers, defaults.layers.join(",")],
    ["focus", state.at ? null : state.focus, defaults.focus],
    ["unit", state.unit],
    ["at", state.at ? state.at.join("/") : null],
    ["lang", state.lang],
  ];
  const said = pairs.filter(([, value, standard]) => value != null && value !== standard);
  return said.length ? `?${said.map(([name, value]) => `${name}=${value}`).join("&")}` : location.pathname;
}

/** The name=value pairs of a view's address. @param {State} state */
export const pairsOf = (state) => (query(state).split("?")[1] || "").split("&").filter(Boolean);
