// What all layers need: the map that Folium makes, and how a layer is put on it or taken off.
/** @typedef {import("leaflet").Map} LeafletMap */
/** @typedef {import("leaflet").Layer} Layer */

/** @type {LeafletMap | null} */
let drawn = null;

/** Whether the view is set anew: each shape is drawn once at its end, where Leaflet alone draws it four times. */
let isBeingSet = false;

/** @param {LeafletMap} map */
export function useMap(map) {
  drawn = map;
  const drawing = /** @type {any} */ (L.SVG.prototype);
  for (const name of ["_onZoomEnd", "_updatePaths"]) {
    const act = drawing[name];
    /** @this {any} */
    drawing[name] = function unlessSet() {
      if (!isBeingSet) act.call(this);
    };
  }
}

/** Set the view anew, whatever of the map changes first. @param {() => void} set */
export function setView(set) {
  isBeingSet = true;
  try {
    set();
  } finally {
    isBeingSet = false;
  }
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
