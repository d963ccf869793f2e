// The cells of the PRIO-GRID, drawn when they are first wanted; with both sides of the border, those of the neighbours
// under Mali's.
import { config } from "../core/config.js";
import { load } from "../core/load.js";
import { pointed } from "../state.js";
import { cellOf } from "../values/cells.js";
import { gridSides } from "../values/sides.js";
import { put } from "./map.js";

/** @import { GridUnit, State } from "../types" */
/** @typedef {{square: import("leaflet").Rectangle, unit: GridUnit, side?: string}} Square */

const COLUMNS = 720;
const SIDE = 0.5;
const STYLE = { pane: "grid", color: "#b3ad9f", weight: 0.5, fillOpacity: 1 };

/** @type {import("leaflet").LayerGroup} */
let group;
/** @type {import("leaflet").LayerGroup} */
let abroad;
/** @type {Square[]} */
let squares = [];
/** @type {Square[]} */
let beyond = [];
/** Mali's cells: number and area. @type {[string, number][] | null} */
let own = null;
/** The cells of each neighbour. @type {Record<string, [string, number][]> | null} */
let cells = null;

/** Add the layer. */
export function addGrid() {
  group = L.layerGroup();
  abroad = L.layerGroup();
}

/** @param {State} state */
const hasSides = (state) => !gridSides(state).length || cells !== null;

/** @param {State} state */
export const hasCells = (state) => (!state.layers.has("grid") || own !== null) && hasSides(state);

/** @param {State} state */
export async function needCells(state) {
  if (state.layers.has("grid") && !own) own = await load("cells.json");
  if (!hasSides(state)) cells = await load("sides-grid.json");
}

/**
 * @param {string} pcode
 * @returns {[[number, number], [number, number]]}
 */
function boundsOf(pcode) {
  const number = Number(pcode) - 1;
  const south = Math.floor(number / COLUMNS) * SIDE - 90;
  const west = (number % COLUMNS) * SIDE - 180;
  return [[south, west], [south + SIDE, west + SIDE]];
}

/**
 * @param {[string, number]} cell
 * @param {import("leaflet").LayerGroup} to
 * @param {string} [side]
 * @returns {Square}
 */
function draw([pcode, area], to, side) {
  const unit = { pcode, area };
  const square = L.rectangle(boundsOf(pcode), STYLE);
  square.on("mouseover", () => pointed.send({ kind: "cell", unit, side }));
  square.on("mouseout", () => pointed.send(null));
  to.addLayer(square);
  if (side) {
    const look = { ...STYLE, interactive: false, stroke: false, fillColor: "url(#p-side)" };
    to.addLayer(L.rectangle(boundsOf(pcode), look));
  }
  return { square, unit, side };
}

/** @param {State} state */
export function showGrid(state) {
  const isOn = state.layers.has("grid");
  const sides = gridSides(state).map(({ key }) => key);
  if (sides.length && cells && !beyond.length) {
    const known = cells;
    beyond = sides.flatMap((side) => known[side].map((cell) => draw(cell, abroad, side)));
  }
  if (isOn && own && !squares.length) squares = own.map((cell) => draw(cell, group));
  put(abroad, sides.length > 0);
  put(group, isOn);
  const measure = config.gridMeasure;
  if (!isOn || !measure) return;
  for (const { square, unit, side } of [...squares, ...(sides.length ? beyond : [])]) {
    const cell = cellOf(side ? `grid.${side}` : "grid", state, unit, measure);
    square.setStyle({ fillColor: cell.fill });
    const element = square.getElement();
    element?.setAttribute("data-class", cell.key);
    element?.setAttribute("data-gid", unit.pcode);
    if (side) element?.setAttribute("data-of", side);
  }
}
