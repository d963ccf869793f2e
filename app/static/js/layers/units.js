// The units of the level. Their geometry is drawn once; states only recolour it.
import { config, hasMany } from "../core/config.js";
import { onPress } from "../core/dom.js";
import { decode } from "../core/geometry.js";
import { insist, load } from "../core/load.js";
import { inPieces } from "../core/pieces.js";
import { opened, picked, picking, pointed } from "../state.js";
import { cellsOf } from "../values/cells.js";
import { measureOf } from "../values/counts.js";
import { spoken } from "../words/figures.js";
import { put, theMap } from "./map.js";

/** @import { Unit } from "../config" */
/** @import { State } from "../types" */
/** @typedef {import("leaflet").Polygon} Polygon */
/** @typedef {{id: string, rings: number[][]}} Shape */

/** @type {Record<string, number>} */
const EDGE = { admin1: 0.8, admin2: 0.7, admin3: 0.35 };
const EDGE_COLOUR = "#6b6559";

/** @type {import("leaflet").LayerGroup} */
let group;
/** @type {Map<string, Polygon>} */
const paths = new Map();
/** The outlines of the regions; at their own level, the units. @type {Map<string, Polygon>} */
let regions = paths;
/** @type {Promise<unknown>} */
let regionsThere = Promise.resolve();

/** @param {string} pcode */
export const pathOf = (pcode) => paths.get(pcode);

/** The corners of a unit, to draw it once more. @param {string} pcode */
export const ringsOf = (pcode) =>
  /** @type {import("leaflet").LatLng[][]} */ (paths.get(pcode)?.getLatLngs() || []);

/** @param {string} pcode */
export const regionPath = (pcode) => regions.get(pcode);

export const regionCodes = () => Array.from(regions.keys());

/** Resolves when the outlines of the regions are there. */
export const whenRegions = () => regionsThere;

/**
 * Open a unit or, with the shift key or while picking is on, pick it.
 * @param {string} pcode
 * @param {{shiftKey: boolean}} event
 */
function open(pcode, { shiftKey }) {
  if (shiftKey || picking.isOn) picked.send([pcode]);
  else opened.send({ kind: "unit", pcode });
}

/**
 * @param {Polygon} path
 * @param {Unit} unit
 */
function makeReachable(path, unit) {
  const element = /** @type {SVGElement} */ (path.getElement());
  element.setAttribute("data-pcode", unit.pcode);
  if (!hasMany()) element.setAttribute("role", "button");
  onPress(element, (event) => open(unit.pcode, event));
}

/**
 * Outline a unit as under the pointer, or no more. What is moved to the front would lose the focus.
 * @param {string} pcode
 * @param {boolean} isOn
 */
export function markUnit(pcode, isOn) {
  const path = paths.get(pcode);
  path?.setStyle(isOn ? { weight: 2.4, color: "#17202c" } : { weight: EDGE[config.level], color: EDGE_COLOUR });
  if (isOn && path?.getElement() !== document.activeElement) path?.bringToFront();
}

/**
 * @param {Shape} shape
 * @param {Unit} unit
 */
function drawUnit({ rings }, unit) {
  const weight = EDGE[config.level];
  const path = L.polygon(decode(rings), { color: EDGE_COLOUR, weight, fillOpacity: 1, fillColor: "#fff" });
  path.on("mouseover", () => pointed.send({ kind: "unit", unit }));
  path.on("mouseout", () => pointed.send(null));
  path.on("click", ({ originalEvent }) => open(unit.pcode, originalEvent));
  path.on("add", () => makeReachable(path, unit));
  paths.set(unit.pcode, path);
}

/** Put the units on the map, where they are shown. @param {State} state */
export async function placeUnits(state) {
  put(group, state.layers.has("units"));
  await inPieces(paths.values(), (path) => group.addLayer(path));
}

/** A shape that listens to the focus itself would be a stop of the Tab key: the map listens for all. */
function followFocus() {
  const units = new Map(config.units.map((unit) => [unit.pcode, unit]));
  const box = theMap().getContainer();
  /** @param {FocusEvent} event */
  const unitOf = ({ target }) => units.get(/** @type {SVGElement} */ (target).dataset.pcode || "");
  box.addEventListener("focusin", (event) => {
    const unit = unitOf(event);
    if (unit) pointed.send({ kind: "unit", unit });
  });
  box.addEventListener("focusout", (event) => unitOf(event) && pointed.send(null));
}

/** Outline the unit that is pointed at, on the map or in the table. */
function followPointed() {
  let lit = "";
  pointed.follow((at) => {
    markUnit(lit, false);
    lit = at?.kind === "unit" ? at.unit.pcode : "";
    markUnit(lit, true);
  });
}

/** Where what holds units of the level lies. @param {import("../types").Holder} holder */
export async function boundsOfHolder({ level, pcode }) {
  /** @type {Shape[]} */
  const shapes = await load(`units-${level}.json`);
  const shape = shapes.find(({ id }) => id === pcode);
  return shape && L.polygon(decode(shape.rings)).getBounds();
}

async function drawUnits() {
  const units = new Map(config.units.map((unit) => [unit.pcode, unit]));
  /** @type {Shape[]} */
  const shapes = await insist(() => load(`units-${config.level}.json`));
  await inPieces(shapes, (shape) => {
    const unit = units.get(shape.id);
    if (unit) drawUnit(shape, unit);
  });
}

async function drawOutlines() {
  const look = {
    pane: "rivers", interactive: false, color: "#4d483e", weight: 1.5, className: "outlines",
  };
  const outlines = await insist(() => load(`outlines-${config.level}.json`));
  L.polyline(decode(outlines), look).addTo(group);
}

async function drawRegions() {
  /** @type {Shape[]} */
  const shapes = await insist(() => load("units-admin1.json"));
  for (const shape of shapes) regions.set(shape.id, L.polygon(decode(shape.rings)));
}

/** Add the layer. */
export function addUnits() {
  group = L.layerGroup();
  followPointed();
  followFocus();
  const isThere = drawUnits();
  regionsThere = isThere;
  if (config.level === "admin1") return isThere;
  const outlines = drawOutlines();
  regions = new Map();
  regionsThere = drawRegions();
  return Promise.all([isThere, outlines, regionsThere]);
}

/**
 * Write an attribute where it is another than before.
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
function renew(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * Recolour the units. No geometry is touched.
 * @param {State} state
 */
export function showUnits(state) {
  put(group, state.layers.has("units"));
  const cells = cellsOf(state);
  const isFilled = !state.layers.has("grid");
  const measure = measureOf(state.measure);
  for (const unit of config.units) {
    const cell = cells.get(unit.pcode);
    const path = paths.get(unit.pcode);
    if (!cell || !path) continue;
    const element = path.getElement();
    if (path.options.fill !== isFilled || !element) path.setStyle({ fillColor: cell.fill, fill: isFilled });
    if (!element) continue;
    if (isFilled) renew(element, "fill", cell.fill);
    path.options.fillColor = cell.fill;
    renew(element, "data-class", cell.key);
    if (hasMany()) continue;
    renew(element, "aria-pressed", String(state.units.includes(unit.pcode)));
    renew(element, "aria-label", spoken(unit, cell, measure, state));
  }
}
