// What can be reached by key on the map: units, border zones, sites, events and grid cells.
import { drawnAt } from "./ways.js";

/** @typedef {import("leaflet").LatLng} LatLng */
/** @typedef {"unit" | "zone" | "sites" | "events" | "cell"} Kind */
/**
 * @typedef {object} Item
 * @property {Kind} kind
 * @property {string} id the same again after the marks are drawn anew
 * @property {import("./ways.js").Point} point
 * @property {[number, number]} at
 * @property {SVGElement | HTMLElement} element
 * @property {import("leaflet").Layer} layer
 */

const { page } = globalThis.Atlas;

/**
 * @param {Kind} kind
 * @param {string} id
 * @param {readonly number[]} at
 * @param {import("leaflet").Layer} layer
 * @returns {Item[]}
 */
function item(kind, id, at, layer) {
  const element = /** @type {any} */ (layer).getElement?.();
  if (!element || at.length < 2) return [];
  return [{ kind, id, at: /** @type {[number, number]} */ (at), point: drawnAt(at), element, layer }];
}

function units() {
  const isDrawn = page.current().layers.has("units");
  return isDrawn ? page.config.units.flatMap(({ pcode, at }) => {
    const path = page.pathOf(pcode);
    return path ? item("unit", pcode, at, path) : [];
  }) : [];
}

/** Mali's zones and, where they are shown, their parts beyond the border. */
function zones() {
  const own = Array.from(page.current().layers).flatMap((id) => {
    const line = page.lineOf(id);
    return line ? shape("zone", id, line) : [];
  });
  return [...own, ...marks("zone")];
}

/**
 * An item of a shape, at its middle.
 * @param {Kind} kind
 * @param {string} id
 * @param {import("leaflet").Layer} layer
 */
function shape(kind, id, layer) {
  const { lat, lng } = /** @type {import("leaflet").Polygon} */ (layer).getBounds().getCenter();
  return item(kind, id, [lat, lng], layer);
}

/** The class of the marks of a kind. @type {Partial<Record<Kind, string>>} */
const CLASSES = { sites: ".sites", events: ".eventmark" };

/** What lies on the map that no list names. @param {Kind} kind */
function marks(kind) {
  /** @type {Item[]} */
  const found = [];
  page.map().eachLayer((layer) => {
    const element = /** @type {HTMLElement | undefined} */ (/** @type {any} */ (layer).getElement?.());
    if (!element) return;
    const { gid, of, zone, side } = element.dataset;
    if (kind === "cell" && gid && !of) found.push(...shape(kind, gid, layer));
    if (kind === "zone" && side) found.push(...shape(kind, `${zone} ${side}`, layer));
    if (!element.matches(CLASSES[kind] || "none")) return;
    const { lat, lng } = /** @type {import("leaflet").Marker} */ (layer).getLatLng();
    found.push(...item(kind, `${lat},${lng}`, [lat, lng], layer));
  });
  return found;
}

/** @type {Record<Kind, () => Item[]>} */
const MAKERS = {
  unit: units, zone: zones, sites: () => marks("sites"), events: () => marks("events"), cell: () => marks("cell"),
};

/** Everything of a kind that lies on the map now. @param {Kind} kind */
export const all = (kind) => MAKERS[kind]();

/** The nearest of some. @param {Item[]} items @param {{point: import("./ways.js").Point}} from */
export const nearest = (items, from) =>
  items.slice().sort((a, b) => away(a, from) - away(b, from))[0];

/** @param {Item} item @param {{point: import("./ways.js").Point}} from */
const away = ({ point }, from) => Math.hypot(point[0] - from.point[0], point[1] - from.point[1]);

/** The one that another was before all were drawn anew. @param {Item[]} items @param {Item} was */
export const same = (items, was) => items.find(({ id }) => id === was.id);
