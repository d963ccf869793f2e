// The neighbours' parts of border zones, drawn where both sides of the border are shown.
import { decode } from "../core/geometry.js";
import { load } from "../core/load.js";
import { config } from "../core/config.js";
import { opened, pointed } from "../state.js";
import { isBoth, isFilled, sideCell } from "../values/sides.js";
import { distanceOf, distancesOf, zoneOf } from "../values/zones.js";
import { sideName } from "../words/sides.js";
import { theMap } from "./map.js";

/** @import { Part } from "../config" */
/** @import { State } from "../types" */
/** @typedef {import("../core/geometry.js").Pair} Pair */
/** @typedef {import("leaflet").Polygon} Polygon */
/** @typedef {{edge: Pair[], at: Pair, fill: Polygon | null}} Named */
/** @typedef {{part: Part, fill: Polygon | null, hatch: Polygon, over: import("leaflet").LayerGroup}} Drawn */

/** @type {import("leaflet").LayerGroup} */
let group;
/** @type {Map<number, Drawn[]>} */
const drawn = new Map();

/** Add the layer. */
export function addSides() {
  group = L.layerGroup().addTo(theMap());
}

/** @param {Part} part */
function fillOf(part) {
  const zone = zoneOf(part.id);
  if (!zone || !isFilled(part)) return null;
  const fill = L.polygon(decode(part.rings), { pane: "grid", stroke: false, fillOpacity: 1 });
  fill.on("mouseover", () => pointed.send({ kind: "zone", zone, side: part.side }));
  fill.on("mouseout", () => pointed.send(null));
  fill.on("click", () => opened.send({ kind: "unit", pcode: zone.id }));
  fill.on("add", () => {
    const element = /** @type {SVGElement} */ (fill.getElement());
    const said = { "data-side": part.side, "data-zone": zone.id };
    for (const [name, value] of Object.entries(said)) element.setAttribute(name, value);
  });
  return fill;
}

/**
 * @param {Part} part
 * @returns {Drawn}
 */
function draw(part) {
  const { colour: color, dashes } = config.zoneStyles[part.id.split("-")[0]];
  const line = decode(part.edge);
  const still = { pane: "zones", interactive: false };
  const fill = fillOf(part);
  const look = { ...still, color, weight: 1.6, dashArray: dashes || undefined, className: `side side-${part.id}` };
  const hatch = L.polygon(decode(part.rings), {
    pane: "grid", interactive: false, stroke: false, fillOpacity: 1, fillColor: "url(#p-side)",
  });
  const over = L.layerGroup([
    L.polyline(line, { ...still, color: "#fff", weight: 4, opacity: 0.75 }),
    L.polyline(line, look),
  ]);
  return { part, fill, hatch, over };
}

/** @param {number} km */
async function needSides(km) {
  /** @type {Part[]} */
  const parts = await load(`sides-${km}.json`);
  if (!drawn.has(km)) drawn.set(km, parts.map(draw));
}

/** The parts of a state, as a source of it. */
export const sideSource = {
  /** @param {State} state */
  need: (state) => (isBoth(state) ? Promise.all(distancesOf(state).map(needSides)) : null),
  /** @param {State} state */
  isHeld: (state) => !isBoth(state) || distancesOf(state).every((km) => drawn.has(km)),
};

/**
 * The parts that a state shows, the widest first: a narrower one lies on it.
 * @param {State} state
 */
function shown(state) {
  if (!isBoth(state)) return [];
  const parts = distancesOf(state).flatMap((km) => drawn.get(km) || []);
  const rank = (/** @type {Drawn} */ { part: { id } }) => distanceOf(id) * 2 + (id.startsWith("either") ? 1 : 0);
  return parts.filter(({ part }) => state.layers.has(part.id)).sort((a, b) => rank(b) - rank(a));
}

/**
 * The widest part that is shown of each neighbour, by the neighbour's name: where that is written.
 * @param {State} state
 * @returns {Map<string, Named>}
 */
export function sideParts(state) {
  const own = shown(state).filter(({ fill }) => fill).reverse();
  return new Map(
    own.map(({ part, fill }) => [
      sideName(part.side),
      { edge: decode(part.edge).flat(), at: /** @type {Pair} */ (part.at), fill },
    ]),
  );
}

/**
 * The part of a zone on a side; undefined where it is not loaded.
 * @param {{id: string}} zone
 * @param {string} side
 */
export const partOf = ({ id }, side) =>
  drawn.get(distanceOf(id))?.find(({ part }) => part.id === id && part.side === side)?.part;

/** @param {State} state */
export function showSides(state) {
  group.clearLayers();
  const isGrid = state.layers.has("grid");
  for (const { part, fill, hatch, over } of shown(state)) {
    const cell = fill && !isGrid ? sideCell(part, state) : null;
    if (fill && cell) {
      fill.setStyle({ fillColor: cell.fill });
      group.addLayer(fill);
      group.addLayer(hatch);
      fill.getElement()?.setAttribute("data-class", cell.key);
    }
    group.addLayer(over);
  }
}
