// The event that a list points at, lit on the map.
import { isPoint } from "./symbols.js";

/** @import { ToldEvent } from "../types" */

const LOOK = { radius: 15, color: "#ffb000", weight: 4, fill: false, interactive: false, pane: "sites" };

/** @type {import("leaflet").CircleMarker | null} */
let lit = null;

/** Light an event whose place is a point; null: none. @param {ToldEvent | null} event */
export function light(event) {
  lit?.remove();
  lit = event?.at && isPoint(event) ? L.circleMarker(event.at, LOOK).addTo(globalThis.Atlas.page.map()) : null;
}
