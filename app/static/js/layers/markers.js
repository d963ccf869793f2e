// Marks that one can point at, reach by the keyboard and open: of sites and of events.
import { onPress } from "../core/dom.js";
import { opened, pointed } from "../state.js";

/** @import { Opened, Pointed } from "../types" */
/** @typedef {import("leaflet").Marker} Marker */
/** @typedef {Pointed & Opened} Shown */

/**
 * @param {import("leaflet").LatLngExpression} at
 * @param {import("leaflet").DivIconOptions & {html: HTMLElement}} look
 */
export function mark(at, look) {
  return L.marker(at, { pane: "sites", keyboard: false, alt: "", icon: L.divIcon(look) });
}

/**
 * Say what a mark shows, under the pointer and when it is opened.
 * @param {Marker} marker
 * @param {Shown} shown
 * @param {(element: HTMLElement) => void} name what it is for those who do not see it
 */
export function reach(marker, shown, name) {
  const point = () => pointed.send(shown);
  const open = () => opened.send(shown);
  marker.on("mouseover", point);
  marker.on("mouseout", () => pointed.send(null));
  marker.on("click", open);
  marker.on("add", () => {
    const element = /** @type {HTMLElement} */ (marker.getElement());
    name(element);
    element.setAttribute("role", "button");
    element.onfocus = point;
    element.onblur = () => pointed.send(null);
    onPress(element, open);
  });
}
