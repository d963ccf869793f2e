// The lines around the regions that the atlas is about, above all others.
import { put, theMap } from "./map.js";
import { regionPath, whenRegions } from "./units.js";

/** @import { State } from "../types" */

/** Colour, width, opacity: a halo and a line. @type {[string, number, number][]} */
const LOOKS = [["#ffffff", 6.5, 0.9], ["#17202c", 3, 1]];

/** @type {import("leaflet").LayerGroup} */
let group;

/**
 * Add the layer.
 * @param {{pcodes: string[]}} options
 */
export async function addHighlights({ pcodes }) {
  group = L.layerGroup().addTo(theMap());
  await whenRegions();
  for (const pcode of pcodes) {
    const rings = regionPath(pcode)?.getLatLngs();
    if (!rings) continue;
    for (const [color, weight, opacity] of LOOKS) {
      const className = `highlight highlight-${pcode}`;
      const look = { pane: "highlights", interactive: false, fill: false, color, weight, opacity, className };
      L.polygon(/** @type {import("leaflet").LatLng[][]} */ (rings), look).addTo(group);
    }
  }
}

/** @param {State} state */
export const showHighlights = (state) => put(group, state.layers.has("units"));
