// Picking on the map by a box or a polygon, with pointer, pen or finger. Loaded when picking is first turned on
// (views/pick.js), in the page's language; whoever uses no pointer picks with the boxes of the table.
import { h } from "./core/dom.js";
import { t } from "./core/i18n.js";

/** @typedef {import("leaflet").LatLng} LatLng */
/** @typedef {"box" | "polygon"} Kind */
/**
 * @typedef {object} Tools what the page hands over
 * @property {import("leaflet").Map} map
 * @property {HTMLElement} box where the buttons stand
 * @property {(isInside: (at: readonly number[]) => boolean) => void} take picks the units whose point lies inside
 */


const LOOK = { color: "#0072b2", weight: 2, dashArray: "5 4", fillOpacity: 0.08, interactive: false };
const [MOUSE_PX, FINGER_PX] = [12, 24];
const WORDS = {
  box: () => t("Draw a box: units whose middle lies in it are picked."),
  polygon: () => t("Click the corners, then the first again or Enter: units whose middle lies inside are picked."),
};

/**
 * Whether a point lies inside a ring: a ray to the east crosses it an odd number of times.
 * @param {readonly number[]} point latitude and longitude
 * @param {readonly (readonly number[])[]} ring
 */
export function isInside([lat, lng], ring) {
  let inside = false;
  ring.forEach(([north, east], index) => {
    const [south, west] = ring[(index + ring.length - 1) % ring.length];
    if (north > lat !== south > lat && lng < ((west - east) * (lat - north)) / (south - north) + east) inside = !inside;
  });
  return inside;
}

/** @param {LatLng[]} corners */
const pairs = (corners) => corners.map(({ lat, lng }) => [lat, lng]);

/** @param {LatLng} a @param {LatLng} b @returns {number[][]} */
const boxOf = (a, b) => [[a.lat, a.lng], [a.lat, b.lng], [b.lat, b.lng], [b.lat, a.lng]];

/** What is drawn on the map, with its buttons. */
class Drawing {
  /** @param {Tools} tools */
  constructor({ map, box, take }) {
    this.map = map;
    this.take = take;
    this.said = h("span", { role: "status", class: "soft" });
    /** @type {Kind | null} */
    this.kind = null;
    /** @type {LatLng[]} */
    this.corners = [];
    /** @type {import("leaflet").Polygon | null} */
    this.shape = null;
    this.buttons = {
      box: press(t("Box"), () => this.use("box")),
      polygon: press(t("Polygon"), () => this.use("polygon")),
    };
    box.append(this.buttons.box, " ", this.buttons.polygon, " ", this.said);
  }

  /** Begin to draw a box or a polygon; what is drawn already ends it. @param {Kind | null} kind */
  use(kind) {
    this.shape?.remove();
    this.corners = [];
    this.kind = this.kind === kind ? null : kind;
    for (const [name, button] of Object.entries(this.buttons)) {
      button.setAttribute("aria-pressed", String(name === this.kind));
    }
    const change = this.kind ? "disable" : "enable";
    this.map.dragging[change]();
    this.map.doubleClickZoom[change]();
    this.map.getContainer().style.touchAction = this.kind ? "none" : "";
    this.said.textContent = this.kind ? WORDS[this.kind]() : "";
  }

  /** @param {(readonly number[])[]} ring */
  draw(ring) {
    this.shape?.remove();
    this.shape = L.polygon(/** @type {any} */ (ring), LOOK).addTo(this.map);
  }

  /** Pick what lies in the ring. @param {(readonly number[])[]} ring */
  end(ring) {
    this.use(null);
    this.take((at) => isInside(at, ring));
  }

  /** @param {PointerEvent} event */
  down(event) {
    const at = this.map.mouseEventToLatLng(event);
    if (this.kind === "polygon" && this.isEnd(event)) {
      this.close();
      return;
    }
    if (this.kind === "box") this.map.getContainer().setPointerCapture(event.pointerId); // also over the legend
    this.corners.push(at);
    this.draw(pairs(this.corners));
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (!this.corners.length) return;
    const at = this.map.mouseEventToLatLng(event);
    this.draw(this.kind === "box" ? boxOf(this.corners[0], at) : pairs([...this.corners, at]));
  }

  /** @param {PointerEvent} event */
  up(event) {
    if (this.kind !== "box" || !this.corners.length) return;
    this.end(boxOf(this.corners[0], this.map.mouseEventToLatLng(event)));
  }

  /** End the polygon where it has three corners. */
  close() {
    if (this.kind === "polygon" && this.corners.length > 2) this.end(pairs(this.corners));
  }

  /** Whether a point is the first corner again. @param {PointerEvent} event */
  isEnd(event) {
    if (this.corners.length < 3) return false;
    const point = this.map.mouseEventToContainerPoint(event);
    const reach = event.pointerType === "mouse" ? MOUSE_PX : FINGER_PX;
    return this.map.latLngToContainerPoint(this.corners[0]).distanceTo(point) < reach;
  }
}

/**
 * @param {string} words
 * @param {() => void} act
 */
function press(words, act) {
  const made = h("button", { type: "button", class: "button small", "aria-pressed": "false" }, words);
  made.onclick = act;
  return made;
}

/** Hand on what a pointer does on the map while something is drawn: the map itself hears nothing of it. */
function listen(/** @type {Drawing} */ drawing) {
  const pane = drawing.map.getContainer();
  /** @param {((event: PointerEvent) => void) | null} act */
  const taking = (act) => (/** @type {Event} */ event) => {
    const isOnMap = event.target instanceof Element && !event.target.closest(".leaflet-control, a, button");
    if (!drawing.kind || !isOnMap) return;
    event.preventDefault();
    event.stopPropagation();
    act?.(/** @type {PointerEvent} */ (event));
  };
  const acts = {
    pointerdown: drawing.down.bind(drawing),
    pointermove: drawing.move.bind(drawing),
    pointerup: drawing.up.bind(drawing),
  };
  for (const [name, act] of Object.entries(acts)) pane.addEventListener(name, taking(act), true);
  for (const name of ["click", "mousedown", "touchstart", "dblclick"]) pane.addEventListener(name, taking(null), true);
  document.addEventListener("keydown", (event) => {
    if (drawing.kind && event.key === "Escape") drawing.use(null);
    if (event.key !== "Enter" || drawing.kind !== "polygon" || drawing.corners.length < 3) return;
    event.preventDefault(); // the button has the focus
    drawing.close();
  });
}

/** @param {Tools} tools */
const attach = (tools) => listen(new Drawing(tools));

/** @type {any} */ (globalThis).AtlasPicking = attach;
