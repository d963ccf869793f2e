// The cells of the PRIO-GRID, drawn when they are first wanted.
import { config } from "../core/config.js";
import { pointed } from "../state.js";
import { cellOf } from "../values/cells.js";
import { put } from "./map.js";

/** @import { GridUnit, State } from "../types" */
/** @typedef {{square: import("leaflet").Rectangle, unit: GridUnit}} Square */

const COLUMNS = 720;
const SIDE = 0.5;

/** @type {import("leaflet").LayerGroup} */
let group;
/** @type {Square[]} */
let squares = [];

/** Add the layer. */
export function addGrid() {
  group = L.layerGroup();
}

/**
 * @param {GridUnit} unit
 * @returns {Square}
 */
function draw(unit) {
  const number = Number(unit.pcode) - 1;
  const south = Math.floor(number / COLUMNS) * SIDE - 90;
  const west = (number % COLUMNS) * SIDE - 180;
  const square = L.rectangle(
    [[south, west], [south + SIDE, west + SIDE]],
    { pane: "grid", color: "#b3ad9f", weight: 0.5, fillOpacity: 1 },
  );
  square.on("mouseover", () => pointed.send({ kind: "cell", unit }));
  square.on("mouseout", () => pointed.send(null));
  group.addLayer(square);
  return { square, unit };
}

/** @param {State} state */
export function showGrid(state) {
  const isOn = state.layers.has("grid");
  if (isOn && !squares.length) squares = config.grid.map(([pcode, area]) => draw({ pcode, area }));
  put(group, isOn);
  const measure = config.gridMeasure;
  if (!isOn || !measure) return;
  for (const { square, unit } of squares) {
    const cell = cellOf("grid", state, unit, measure);
    square.setStyle({ fillColor: cell.fill });
    const element = square.getElement();
    element?.setAttribute("data-class", cell.key);
    element?.setAttribute("data-gid", unit.pcode);
  }
}
