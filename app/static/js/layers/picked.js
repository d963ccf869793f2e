// The lines around the units that are picked.
import { put, theMap } from "./map.js";
import { ringsOf } from "./units.js";

/** @import { State } from "../types" */

/** Colour, width: a halo and a line. @type {[string, number][]} */
const LOOKS = [["#ffffff", 6], ["#0072b2", 3]];

/** By unit, its two lines. @type {Map<string, import("leaflet").LayerGroup>} */
const drawn = new Map();

/** @param {string} pcode */
function draw(pcode) {
  const look = { pane: "highlights", interactive: false, fill: false, className: "picked" };
  const lines = LOOKS.map(([color, weight]) => L.polygon(ringsOf(pcode), { ...look, color, weight }));
  const group = L.layerGroup(lines);
  drawn.set(pcode, group);
  return group;
}

/** @param {State} state */
export function showPicked(state) {
  for (const [pcode, group] of drawn) put(group, state.units.includes(pcode));
  for (const pcode of state.units) if (!drawn.has(pcode)) draw(pcode).addTo(theMap());
}
