// Where the keyboard is, outlined above all that is drawn: a light line under a dark one shows on every colour.
/** @import { Item } from "./items.js" */

const STILL = { pane: "circles", interactive: false, fill: false, className: "keyring" };

/** @type {import("leaflet").Path[]} */
let drawn = [];

/** Take the outline away. */
export function leave() {
  for (const line of drawn) line.remove();
  drawn = [];
}

/** Outline an item; marks have the page's own outline. @param {Item} item */
export function show({ kind, layer }) {
  leave();
  if (kind === "sites" || kind === "events") return;
  const corners = /** @type {import("leaflet").Polygon} */ (layer).getLatLngs();
  for (const [color, weight] of /** @type {[string, number][]} */ ([["#ffffff", 8], ["#0b4f8a", 4]])) {
    drawn.push(L.polygon(corners, { ...STILL, color, weight }).addTo(globalThis.Atlas.page.map()));
  }
}
