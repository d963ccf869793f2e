// Events one by one: what draws them is loaded with them (events/layer.js).
import { hasTools, needTools, tools } from "../core/event_tools.js";
import { current, hasStarted } from "../state.js";
import { coveredYears, hasEvents, needEvents, shownEvents, showsEvents } from "../values/events.js";
import { theMap } from "./map.js";

/** @import { State } from "../types" */

/** @type {import("leaflet").LayerGroup} */
let group;

/** Add the layer. */
export function addEvents() {
  group = L.layerGroup().addTo(theMap());
  theMap().on("zoomend", () => {
    if (hasStarted() && eventSource.isHeld(current())) showEvents(current());
  });
}

/** The events of a state, and what draws them, as a source of it. */
export const eventSource = {
  /** @param {State} state */
  need: (state) => Promise.all([needEvents(state), showsEvents(state) && needTools()]),
  /** @param {State} state */
  isHeld: (state) => hasEvents(state) && (!showsEvents(state) || hasTools()),
};

export const eventMarkers = () => /** @type {import("leaflet").Marker[]} */ (group.getLayers());

/** @param {State} state */
export function showEvents(state) {
  group.clearLayers();
  if (showsEvents(state)) tools().draw(group, shownEvents(state), coveredYears(state).length, state);
}
