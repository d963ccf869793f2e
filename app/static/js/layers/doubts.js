// The hatch over units whose class differs between the lowest and the highest estimate.
import { config } from "../core/config.js";
import { cellsOf } from "../values/cells.js";
import { put } from "./map.js";
import { ringsOf } from "./units.js";

/** @import { State } from "../types" */

/** @type {Map<string, import("leaflet").Polygon>} */
const drawn = new Map();

/** @param {string} pcode */
function hatch(pcode) {
  const look = { pane: "rivers", interactive: false, stroke: false, fillOpacity: 1, fillColor: "url(#p-class)" };
  const made = L.polygon(ringsOf(pcode), { ...look, className: `doubt doubt-${pcode}` });
  drawn.set(pcode, made);
  return made;
}

/** @param {State} state */
export function showDoubts(state) {
  const isOn = state.layers.has("units") && !state.layers.has("grid");
  const cells = cellsOf(state);
  for (const { pcode } of config.units) {
    const isDrawn = isOn && Boolean(cells.get(pcode)?.isUncertain);
    if (isDrawn || drawn.has(pcode)) put(drawn.get(pcode) || hatch(pcode), isDrawn);
  }
}
