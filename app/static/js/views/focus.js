// Where the map looks: at a focus, beside the panel, or where it was moved by hand.
import { config } from "../core/config.js";
import { attribute } from "../core/dom.js";
import { afterFrame } from "../core/pieces.js";
import { setView, theMap } from "../layers/map.js";
import { boundsOfHolder, pathOf, regionCodes, regionPath } from "../layers/units.js";
import { lineOf, needZones } from "../layers/zones.js";
import { current, hasStarted, move, opened, update } from "../state.js";
import { distanceOf } from "../values/zones.js";

/** @import { State } from "../types" */
/** @typedef {import("leaflet").LatLngBounds} Bounds */

/** The zone that a focus shows besides. @type {Record<string, string>} */
const ZONE = { east: "both-50", "three-borders": "both-50", niger: "niger-50", burkina: "burkina-50" };
const EDGE = 16;
/** The nearest that a focus, and what was found, is looked at from. */
const [FOCUS_ZOOM, FOUND_ZOOM] = [8, 9.5];
// The first picture keeps the same room (picture.css).
/** What lies over the map at its edges. @type {import("leaflet").FitBoundsOptions} */
const ROOM = { paddingTopLeft: [12, 44], paddingBottomRight: [44, 40] };

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

/**
 * How far to pan for a stretch to be in view: into it, or to its middle where it is longer than the view.
 * @param {number} from
 * @param {number} to
 * @param {number} size of the view
 */
function shift(from, to, size) {
  const room = size - 2 * EDGE;
  if (to - from > room) return (from + to - size) / 2;
  return Math.min(0, from - EDGE) || Math.max(0, to - size + EDGE);
}

/**
 * Pan until a unit is in view whose middle is not.
 * @param {string} pcode
 */
export function uncover(pcode) {
  const bounds = pathOf(pcode)?.getBounds();
  const map = theMap();
  if (!bounds || map.getBounds().contains(bounds.getCenter())) return;
  const [from, to] = [bounds.getNorthWest(), bounds.getSouthEast()].map((at) => map.latLngToContainerPoint(at));
  const size = map.getSize();
  map.panBy([shift(from.x, to.x, size.x), shift(from.y, to.y, size.y)], { animate: false });
}

const isAllowed = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * @param {string} focus
 * @param {boolean} isAnimated
 */
export async function zoomTo(focus, isAnimated) {
  isMovedByHand = false;
  fit(await boundsOf(focus), isAnimated, FOCUS_ZOOM);
}

/**
 * Where a state looks that names no place of the map: at what is opened of a coarser level, else at its focus.
 * @param {State} state
 * @param {boolean} isAnimated
 */
export async function goHome({ focus, holder, unit }, isAnimated) {
  const bounds = holder && holder.pcode === unit ? await boundsOfHolder(holder).catch(() => null) : null;
  if (bounds) fit(bounds, isAnimated, FOUND_ZOOM);
  else await zoomTo(focus, isAnimated);
}

/**
 * @param {Bounds} bounds
 * @param {boolean} isAnimated
 * @param {number} maxZoom
 */
function fit(bounds, isAnimated, maxZoom) {
  const map = theMap();
  const animate = isAnimated && isAllowed();
  const go = () => {
    map.invalidateSize({ pan: false });
    map.fitBounds(bounds, /** @type {any} */ ({ ...ROOM, maxZoom, animate, reset: !animate }));
  };
  if (animate) go();
  else setView(go);
}

/** Look at what was found, and note where the map is then. @param {Bounds} bounds */
export function lookAt(bounds) {
  theMap().once("moveend", noteMove);
  fit(bounds, true, FOUND_ZOOM);
}

/** @param {string} pcode */
function flyTo(pcode) {
  const bounds = pathOf(pcode)?.getBounds();
  if (bounds) lookAt(bounds);
}

/** Note where the map is. */
function noteMove() {
  const map = theMap();
  const { lat, lng } = map.getCenter();
  move([Number(map.getZoom().toFixed(3)), Number(lat.toFixed(3)), Number(lng.toFixed(3))]);
}

/** A tab, a panel that is folded or a heading that wraps change the map's size; Leaflet itself follows the window. */
async function follow() {
  const map = theMap();
  const { x, y } = map.getSize();
  const box = map.getContainer();
  if (!hasStarted() || (x === box.clientWidth && y === box.clientHeight)) return;
  const state = current();
  if (state.at) map.invalidateSize({ pan: true, animate: false });
  else await goHome(state, false);
  if (state.unit) uncover(state.unit);
}

function followHand() {
  const map = theMap();
  // What made the room is drawn first, and the map for it in a task of its own: the frame's is what drew the room.
  new ResizeObserver(() => afterFrame(follow)).observe(map.getContainer());
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
  await zoomTo(focus, true);
  update({ focus, at: null });
  reveal();
}

/** A narrow window's row of buttons is longer than it: the chosen one is brought into it. */
function reveal() {
  document.querySelector(".focuses [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

/** Back and forward show what was shown; the map goes where it was. @param {PopStateEvent} event */
async function goBack({ state: said }) {
  if (!said) return;
  const { at, focus } = current();
  await update({ place: null, ...said, layers: new Set(said.layers) });
  if (said.at) look(said.at);
  else if (at || said.focus !== focus) await zoomTo(said.focus, false);
}

/** @param {[zoom: number, latitude: number, longitude: number]} at */
export function look([zoom, latitude, longitude]) {
  isMovedByHand = false;
  setView(() => theMap().setView([latitude, longitude], zoom, /** @type {any} */ ({ reset: true })));
}

/** Listen to the buttons over the map, and to the hand that moves it. */
export function attachFocus() {
  const buttons = /** @type {HTMLElement | null} */ (document.querySelector(".focuses"));
  buttons?.addEventListener("click", choose);
  reveal();
  opened.follow((what) => {
    if (what.kind === "unit") (what.isFar ? flyTo : uncover)(what.pcode);
  });
  followHand();
  addEventListener("popstate", goBack);
}
