// What all layers need: the map that Folium makes, and how a layer is put on it or taken off.
/** @typedef {import("leaflet").Map} LeafletMap */
/** @typedef {import("leaflet").Layer} Layer */

/** @type {LeafletMap | null} */
let drawn = null;

/** @param {LeafletMap} map */
export function useMap(map) {
  drawn = map;
}

export function theMap() {
  if (!drawn) throw new Error("the map is not made yet");
  return drawn;
}

/**
 * @param {Layer} layer
 * @param {boolean} isOn
 */
export function put(layer, isOn) {
  const map = theMap();
  if (isOn && !map.hasLayer(layer)) map.addLayer(layer);
  if (!isOn && map.hasLayer(layer)) map.removeLayer(layer);
}
