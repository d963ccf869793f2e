// Labels that never overlap: the highlighted places first, then regions, towns by size and neighbours, where room is
// left.
import { config, hasMany } from "../core/config.js";
import { h } from "../core/dom.js";
import { around, holds, isInView } from "../core/geometry.js";
import { current } from "../state.js";
import { zoneName, zonesOf } from "../values/zones.js";
import { allNeighbours, allTowns } from "./base.js";
import { eventMarkers } from "./events.js";
import { theMap } from "./map.js";
import { OFFSETS, offsetsOf, settle } from "./placing.js";
import { sideParts } from "./sides.js";
import { siteMarkers } from "./sites.js";
import { regionPath } from "./units.js";
import { lineOf } from "./zones.js";

/** @import { NamedZone, Change, State } from "../types" */
/** @import { Unit } from "../config" */
/** @typedef {import("../core/geometry.js").Box} Box */
/** @typedef {import("../core/geometry.js").Pair} Pair */
/** @typedef {import("leaflet").LatLng} LatLng */
/** @typedef {Pair | LatLng} Where */
/** @typedef {{text: string, at: Where, rank: number, kind: string, along?: Where[]}} Label */

/** From which zoom cercles and communes are named. @type {Record<string, number>} */
const NAMED_FROM = { admin2: 6.5, admin3: 8.5 };
/** Weight and size in px by kind. @type {Record<string, [weight: number, size: number]>} */
const FONTS = {
  high: [700, 17], region: [600, 13], zone: [650, 12], town: [500, 12], country: [500, 12], unit: [500, 11],
};
/** What lies over the map, and labels keep clear of. */
const FURNITURE = [".focuses", ".leaflet-control-zoom", ".leaflet-control-scale"];
const NARROW = 500;
const SMALLEST_PART = 4000;

/** @type {import("leaflet").LayerGroup} */
let group;
/** @type {CanvasRenderingContext2D | null} */
let canvas = null;
/** Whether the labels stand where they are to: they are placed once, after all that a move of the map tells of it. */
let isPlaced = false;

const placeAnew = () => placeLabels(current());

/** Add the layer. */
export function addLabels() {
  group = L.layerGroup().addTo(theMap());
  // Among many units in a task of its own: all of them were drawn anew before.
  const soon = hasMany() ? setTimeout : queueMicrotask;
  theMap().on("zoomend moveend resize", () => {
    if (isPlaced) soon(placeAnew);
    isPlaced = false;
  });
}

/** @param {Where} at */
const onScreen = (at) => theMap().latLngToContainerPoint(at);

/**
 * The middle of the part of an area that is in view; null where that is too small, or bent around it.
 * @param {import("leaflet").Polygon} path
 * @param {Pair} margin of the view, in px
 */
function middle(path, [x, y]) {
  const map = theMap();
  const size = map.getSize();
  const view = L.bounds([x, y], [size.x - x, size.y - y]);
  let best = { extent: 0, at: L.point(0, 0), part: /** @type {import("leaflet").Point[]} */ ([]) };
  for (const ring of /** @type {LatLng[][]} */ (path.getLatLngs())) {
    const part = L.PolyUtil.clipPolygon(ring.map(onScreen), view, true);
    if (part.length < 3) continue;
    const box = L.bounds(part);
    const extent = box.getSize().x * box.getSize().y;
    if (extent > best.extent) best = { extent, at: box.getCenter(), part };
  }
  return best.extent > SMALLEST_PART && holds(best.part, best.at) ? map.containerPointToLatLng(best.at) : null;
}

/**
 * Where a region's label goes: its own point, or the middle of the part that is in view.
 * @param {Unit} unit
 * @returns {Where}
 */
function inView(unit) {
  const own = /** @type {Pair} */ (unit.at);
  const path = regionPath(unit.pcode);
  const bounds = theMap().getBounds();
  if (bounds.contains(own) || !path || !bounds.intersects(path.getBounds())) return own;
  return middle(path, [70, 50]) || own;
}

/** @returns {Label[]} */
function unitLabels() {
  const isFine = config.level !== "admin1";
  const isNamed = isFine && theMap().getZoom() >= NAMED_FROM[config.level];
  const units = (isNamed ? config.units : []).map((unit) => ({
    text: unit.name, at: /** @type {Pair} */ (unit.at), rank: 5, kind: "unit",
  }));
  const regions = (isFine ? config.regions : config.units).map((unit) => {
    const isHigh = config.highlights.includes(unit.pcode);
    return { text: unit.name, at: inView(unit), rank: isHigh ? 0 : 3, kind: isHigh ? "high" : "region" };
  });
  return [...units, ...regions];
}

/**
 * Points of a line that are in view, as further places for a label.
 * @param {Where[]} line
 */
function along(line) {
  const bounds = theMap().getBounds();
  const points = line.filter((at) => bounds.contains(at));
  const step = Math.max(1, Math.floor(points.length / 40));
  return points.filter((_, index) => index % step === 0);
}

/**
 * A label a kind of zone: of the widest that is shown.
 * @param {State} state
 * @returns {Label[]}
 */
function zoneLabels(state) {
  /** @type {Map<string, NamedZone>} */
  const widest = new Map();
  for (const zone of zonesOf(state)) {
    const known = widest.get(zone.kind);
    if (!known || zone.km > known.km) widest.set(zone.kind, zone);
  }
  const isNarrow = theMap().getSize().x < NARROW;
  return Array.from(widest, ([kind, zone]) => ({
    text: isNarrow ? zone.label : zoneName(zone),
    at: /** @type {Pair} */ (zone.at),
    rank: kind === "both" ? 1 : 2,
    kind: `zone ${kind}`,
    along: along(/** @type {LatLng[][]} */ (lineOf(zone.id)?.getLatLngs() || []).flat()),
  }));
}

/**
 * The label of a neighbour whose side is shown: on the edge of its part, first in the middle of what is in view, or in
 * the part of it that is.
 * @param {string} text
 * @param {import("./sides.js").Named} part
 * @returns {Label}
 */
function beyond(text, { edge, at, fill }) {
  const spots = along(edge);
  const [own] = spots.splice(spots.length >> 1, 1);
  const last = fill && middle(fill, [10, 20]);
  return { text, at: own || at, rank: 2, kind: "country near", along: [...spots, ...(last ? [last] : [])] };
}

/**
 * Every label that could stand, the most important first.
 * @param {State} state
 * @returns {Label[]}
 */
function wanted(state) {
  const towns = allTowns().map(({ name, at, population }) => ({
    text: name, at, rank: 4 - Math.min(0.9, (population || 0) / 5e6), kind: "town",
  }));
  const parts = sideParts(state);
  const countries = allNeighbours().map(({ name, at }) => {
    const part = parts.get(name);
    return part ? beyond(name, part) : { text: name, at, rank: 6, kind: "country" };
  });
  const labels = [
    ...(state.layers.has("units") ? unitLabels() : []),
    ...zoneLabels(state),
    ...(state.layers.has("towns") ? towns : []),
    ...countries,
  ];
  return labels.sort((a, b) => a.rank - b.rank);
}

/** Sizes by kind and text: to measure one asks for the page's style. @type {Map<string, Pair>} */
const sizes = new Map();

/** @param {Label} label */
function sizeOf({ text, kind }) {
  const key = `${kind}|${text}`;
  const size = sizes.get(key) || measured(text, kind);
  sizes.set(key, size);
  return size;
}

/**
 * @param {string} text
 * @param {string} kind
 * @returns {Pair}
 */
function measured(text, kind) {
  canvas = canvas || document.createElement("canvas").getContext("2d");
  const [name] = kind.split(" ");
  const [weight, size] = FONTS[name];
  let wide = 0;
  if (canvas) {
    canvas.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
    wide = canvas.measureText(text).width * (name === "country" ? 1.25 : 1);
  }
  return [Math.ceil(wide) + (name === "zone" ? 14 : 6), size + 7];
}

/** @returns {Box[]} */
function furniture() {
  const frame = theMap().getContainer().getBoundingClientRect();
  return FURNITURE.flatMap((name) => {
    const box = /** @type {HTMLElement | null} */ (document.querySelector(name));
    const found = box && !box.hidden ? box.getBoundingClientRect() : null;
    if (!found || !found.width) return [];
    const { left, top } = frame;
    return [[found.left - left - 2, found.top - top - 2, found.right - left + 2, found.bottom - top + 2]];
  });
}

/**
 * The boxes of markers on the screen.
 * @param {import("leaflet").Marker[]} markers
 * @returns {Box[]}
 */
function boxesOf(markers) {
  return markers.map((marker) => {
    const size = /** @type {Pair} */ (marker.options.icon?.options.iconSize);
    return around(onScreen(marker.getLatLng()), size);
  });
}

/**
 * Where a label can stand, and what it stands for there: its own point, or a point along its line.
 * @param {Label} label
 * @param {Pair} size
 * @param {import("leaflet").Point} view
 * @param {Box[]} taken
 */
function findSpot(label, size, view, taken) {
  const offsets = offsetsOf(label.kind, label.rank, size);
  const own = settle(onScreen(label.at), size, offsets, view, taken);
  if (own) return { spot: label.at, ...own };
  for (const spot of label.along || []) {
    const found = settle(onScreen(spot), size, label.kind === "country near" ? offsets : OFFSETS, view, taken);
    if (found) return { spot, ...found };
  }
  return undefined;
}

/** @param {Where} at */
function dot(at) {
  return L.circleMarker(at, {
    pane: "circles", radius: 2.4, color: "#ffffff", weight: 1, fillColor: "#17202c", fillOpacity: 1, interactive: false,
  });
}

/**
 * Whether the point of a label that makes no sense away from it is out of view.
 * @param {Label} label
 * @param {import("leaflet").Point} view
 */
function isOut({ kind, at }, view) {
  if (kind !== "unit" && kind !== "town") return false;
  const { x, y } = onScreen(at);
  return !isInView([x, y, x, y], view, kind === "town" ? 4 : 0);
}

/** @param {State} state */
function placeLabels(state) {
  isPlaced = true;
  group.clearLayers();
  const view = theMap().getSize();
  const towns = new Set(); // whose name says the unit's as well
  const taken = [...furniture(), ...boxesOf(siteMarkers()), ...boxesOf(eventMarkers())];
  for (const label of wanted(state)) {
    if (isOut(label, view) || (label.kind === "unit" && towns.has(label.text))) continue;
    const size = sizeOf(label);
    const found = findSpot(label, size, view, taken);
    if (label.kind === "town") group.addLayer(dot(label.at));
    if (!found) continue;
    if (label.kind === "town") towns.add(label.text);
    taken.push(found.area);
    const iconAnchor = /** @type {Pair} */ ([size[0] / 2 - found.offset[0], size[1] / 2 - found.offset[1]]);
    const html = h("span", {}, label.text);
    const icon = L.divIcon({ html, className: `label label-${label.kind}`, iconSize: size, iconAnchor });
    group.addLayer(L.marker(found.spot, { pane: "labels", interactive: false, keyboard: false, icon }));
  }
}

/** What a change may be of and leave every label where it is; symbols of events make room for themselves. */
const UNMOVED = new Set([
  "year", "month", "from", "measure", "unit", "units", "place", "at", "circles", "estimate", "violence", "family",
  "named", "people", "tab",
]);

/**
 * @param {State} state
 * @param {Change} change
 */
export function showLabels(state, change) {
  const isMoving = Object.keys(change).some((key) => !UNMOVED.has(key));
  if (isMoving || state.layers.has("events")) placeLabels(state);
}
