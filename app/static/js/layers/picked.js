// The lines around the units that are picked, and around what is opened.
import { put } from "./map.js";
import { regionPath, ringsOf } from "./units.js";

/** @import { State } from "../types" */

/** Colour, width: a halo and a line. @type {[string, number][]} */
const LOOKS = [["#ffffff", 6], ["#0072b2", 3]];

/** By unit, its two lines. @type {Map<string, import("leaflet").LayerGroup>} */
const drawn = new Map();

/** @param {string} pcode */
function draw(pcode) {
  const own = ringsOf(pcode);
  const rings = own.length ? own : /** @type {typeof own} */ (regionPath(pcode)?.getLatLngs() || []);
  const look = { pane: "highlights", interactive: false, fill: false, className: "picked" };
  const lines = LOOKS.map(([color, weight]) => L.polygon(rings, { ...look, color, weight }));
  drawn.set(pcode, L.layerGroup(rings.length ? lines : []));
}

/** @param {State} state */
export function showPicked({ units, unit }) {
  const wanted = [...units, unit || ""];
  for (const pcode of wanted) if (!drawn.has(pcode)) draw(pcode);
  for (const [pcode, group] of drawn) put(group, wanted.includes(pcode));
}
