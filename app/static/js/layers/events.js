// Events one by one: symbols say how precise the place is, near ones share a cluster.
import { h } from "../core/dom.js";
import { whole } from "../core/format.js";
import { eventIcon } from "../drawing/symbols.js";
import { current, hasStarted } from "../state.js";
import { hasEvents, needEvents, shownEvents, showsEvents } from "../values/events.js";
import { title } from "../words/events.js";
import { theMap } from "./map.js";
import { mark, reach } from "./markers.js";

/** @import { ConflictEvent, State } from "../types" */
/** @typedef {{at: import("leaflet").Point, events: ConflictEvent[]}} Cluster */

const NEAR = 34;
const SINGLE = 18;

/** @type {import("leaflet").LayerGroup} */
let group;

/** Add the layer. */
export function addEvents() {
  group = L.layerGroup().addTo(theMap());
  theMap().on("zoomend", () => {
    if (hasStarted() && showsEvents(current())) showEvents(current());
  });
}

/** The events of a state, as a source of it. */
export const eventSource = { need: needEvents, isHeld: hasEvents };

export const eventMarkers = () => /** @type {import("leaflet").Marker[]} */ (group.getLayers());

/**
 * The nearest cluster that a point belongs to; undefined where none is near.
 * @param {Map<string, Cluster[]>} cells
 * @param {import("leaflet").Point} at
 * @param {[number, number]} place
 */
function nearest(cells, at, [x, y]) {
  /** @type {Cluster | undefined} */
  let best;
  let least = NEAR;
  for (const i of [-1, 0, 1]) {
    for (const j of [-1, 0, 1]) {
      for (const cluster of cells.get(`${x + i}:${y + j}`) || []) {
        const far = cluster.at.distanceTo(at);
        if (far >= least) continue;
        best = cluster;
        least = far;
      }
    }
  }
  return best;
}

/**
 * Events whose symbols would lie on each other share one: a circle with their number.
 * @param {ConflictEvent[]} events
 */
function clustersOf(events) {
  /** @type {Map<string, Cluster[]>} */
  const cells = new Map();
  /** @type {Cluster[]} */
  const found = [];
  for (const event of events) {
    const at = theMap().latLngToLayerPoint(event.at);
    const x = Math.round(at.x / NEAR);
    const y = Math.round(at.y / NEAR);
    const near = nearest(cells, at, [x, y]);
    if (near) {
      near.events.push(event);
      continue;
    }
    const made = { at, events: [event] };
    cells.set(`${x}:${y}`, [...(cells.get(`${x}:${y}`) || []), made]);
    found.push(made);
  }
  return found;
}

/** @param {Cluster} cluster */
function markerOf({ at, events }) {
  const count = events.length;
  const isOne = count === 1;
  const size = isOne ? SINGLE : Math.min(46, 22 + 5 * Math.log2(count));
  const html = isOne ? eventIcon(events[0].where) : h("span", { class: "cluster" }, whole(count));
  const made = mark(isOne ? events[0].at : theMap().layerPointToLatLng(at), {
    html,
    className: isOne ? "eventmark" : "eventmark many",
    iconSize: [size, size],
  });
  reach(made, { kind: "events", events }, (element) => {
    element.setAttribute("aria-label", title(events));
    element.setAttribute("data-events", events.map((event) => event.id).join(" "));
  });
  return made;
}

/** @param {State} state */
export function showEvents(state) {
  group.clearLayers();
  for (const cluster of clustersOf(shownEvents(state))) group.addLayer(markerOf(cluster));
}
