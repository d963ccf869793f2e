// Where the map looks: at a focus, beside the panel, or where it was moved by hand.
import { config } from "../core/config.js";
import { attribute, byId, isWide } from "../core/dom.js";
import { theMap } from "../layers/map.js";
import { pathOf, regionCodes, regionPath } from "../layers/units.js";
import { lineOf, needZones } from "../layers/zones.js";
import { move, opened, update } from "../state.js";
import { distanceOf } from "../values/zones.js";

/** @typedef {import("leaflet").LatLngBounds} Bounds */

/** The zone that a focus shows besides. @type {Record<string, string>} */
const ZONE = { east: "both-50", "three-borders": "both-50", niger: "niger-50", burkina: "burkina-50" };
const LEGEND_WIDTH = 280;
/** The nearest that a focus, and what was found, is looked at from. */
const [FOCUS_ZOOM, FOUND_ZOOM] = [8, 9.5];

let isMovedByHand = false;

/** @param {string} focus */
function codesOf(focus) {
  if (focus === "mali") return regionCodes();
  const { places } = config;
  return places[focus] || (config.zones.length ? [] : places.east);
}

/**
 * @param {string} focus
 * @returns {Promise<Bounds>}
 */
async function boundsOf(focus) {
  const bounds = L.latLngBounds([]);
  for (const pcode of codesOf(focus)) {
    const path = regionPath(pcode);
    if (path) bounds.extend(path.getBounds());
  }
  const zone = config.zones.length ? ZONE[focus] : undefined;
  if (zone) {
    await needZones(distanceOf(zone)).catch(() => null);
    const line = lineOf(zone);
    if (line) bounds.extend(line.getBounds());
  }
  return bounds.isValid() ? bounds : L.latLngBounds(config.units.map(({ at }) => /** @type {[number, number]} */ (at)));
}

/** The legend lies over the map's left on wide screens. */
const roomForLegend = () => (isWide() ? LEGEND_WIDTH : 12);

/** The panel lies over the map's right on wide screens. */
const panelWidth = () => (!byId("panel").hidden && isWide() ? byId("panel").offsetWidth : 0);

/**
 * Pan until the unit is not under the panel.
 * @param {string} pcode
 */
export function uncover(pcode) {
  const path = pathOf(pcode);
  const map = theMap();
  const free = map.getSize().x - panelWidth() - 20;
  if (!path || !panelWidth()) return;
  const east = map.latLngToContainerPoint(path.getBounds().getNorthEast()).x;
  const west = map.latLngToContainerPoint(path.getBounds().getSouthWest()).x;
  const by = Math.min(east - free, west - roomForLegend());
  if (east > free && by > 0) map.panBy([by, 0], { animate: false });
}

/**
 * @param {string} focus
 * @param {boolean} isAnimated
 */
export async function zoomTo(focus, isAnimated) {
  fit(await boundsOf(focus), isAnimated, FOCUS_ZOOM);
}

/**
 * @param {Bounds} bounds
 * @param {boolean} isAnimated
 * @param {number} maxZoom
 */
function fit(bounds, isAnimated, maxZoom) {
  const map = theMap();
  map.invalidateSize({ pan: false });
  map.fitBounds(bounds, {
    paddingTopLeft: [roomForLegend(), 48],
    paddingBottomRight: [24 + panelWidth(), 26],
    maxZoom,
    animate: isAnimated && !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
}

/** Look at what was found, and note where the map is then. @param {Bounds} bounds */
export function lookAt(bounds) {
  theMap().once("moveend", noteMove);
  fit(bounds, true, FOUND_ZOOM);
}

/** Note where the map is. */
function noteMove() {
  const map = theMap();
  const { lat, lng } = map.getCenter();
  move([Number(map.getZoom().toFixed(2)), Number(lat.toFixed(3)), Number(lng.toFixed(3))]);
}

function followHand() {
  const map = theMap();
  // A heading that wraps changes the map's height; Leaflet itself only follows the window.
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
  map.on("zoomend", () => {
    if (isMovedByHand) noteMove();
  });
  // A map that was flung moves on after the drag has ended.
  map.on("dragend", () => map.once("moveend", noteMove));
  const container = map.getContainer();
  container.addEventListener(
    "wheel",
    () => {
      isMovedByHand = true;
    },
    { passive: true },
  );
  container.addEventListener("pointerdown", (event) => {
    isMovedByHand = !(/** @type {Element} */ (event.target).closest(".focuses"));
  });
}

/** @param {MouseEvent} event */
async function choose(event) {
  const link = /** @type {Element} */ (event.target).closest("[data-focus]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  const focus = attribute(link, "data-focus");
  isMovedByHand = false;
  await zoomTo(focus, true);
  update({ focus, at: null });
}

/** Listen to the buttons over the map, and to the hand that moves it. */
export function attachFocus() {
  const buttons = /** @type {HTMLElement | null} */ (document.querySelector(".focuses"));
  buttons?.addEventListener("click", choose);
  opened.follow((what) => {
    if (what.kind === "unit") uncover(what.pcode);
  });
  followHand();
}
