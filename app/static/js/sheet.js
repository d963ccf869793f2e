// The sheet of a small screen: panel and controls below the map, at one of three stops. It is dragged by its edge or
// stepped; the map takes what it leaves, so that it never lies over what is selected. phone.css says what each stop is.
// Loaded on small screens alone (views/sheet.js), in the page's language.
import { configure } from "./core/config.js";
import { attribute, byId, find } from "./core/dom.js";
import { t } from "./core/i18n.js";

const page = globalThis.Atlas.held;
configure(page.config);

const STOPS = ["peek", "half", "full"];
/** What is dragged less is a tap, in px; and what is faster goes on to the next stop, in px a millisecond. */
const [TAP, FLING] = [8, 0.3];

const small = matchMedia("(max-width: 899px), (max-height: 500px)");
const atlas = () => byId("atlas");
const drawer = () => /** @type {HTMLDetailsElement} */ (byId("drawer"));
const stopNow = () => STOPS.indexOf(attribute(atlas(), "data-stop"));

/** Where the parts of the sheet are. */
const tops = () => [byId("panel"), drawer()].map((part) => part.getBoundingClientRect().top);

/** Let what was moved glide from where it was. @param {number[]} before */
function glide(before) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const after = tops();
  [byId("panel"), drawer()].forEach((part, at) => {
    const from = { transform: `translateY(${before[at] - after[at]}px)` };
    if (at === 0 || drawer().open) part.animate([from, { transform: "none" }], { duration: 200, easing: "ease-out" });
  });
}

/** @param {number} index of a stop, or beyond the last */
function go(index, before = tops()) {
  const at = Math.max(0, Math.min(index, STOPS.length - 1));
  const grip = byId("grip");
  const said = [t("folded"), t("half"), t("whole")][at];
  atlas().setAttribute("data-stop", STOPS[at]);
  if (small.matches && !at) {
    const isInside = document.activeElement?.closest(".drawer, .pane");
    drawer().open = false;
    if (isInside) grip.focus();
  }
  grip.setAttribute("aria-expanded", String(at > 0));
  grip.setAttribute("aria-label", t("Details: %(stop)s", { stop: said }));
  if (small.matches) glide(before);
}

/** How high each stop is: as it is, where it is that. */
function heights() {
  const was = attribute(atlas(), "data-stop");
  const found = STOPS.map((stop) => {
    atlas().setAttribute("data-stop", stop);
    return byId("panel").offsetHeight;
  });
  atlas().setAttribute("data-stop", was);
  return found;
}

const isBeside = () => matchMedia("(min-width: 500px) and (orientation: landscape)").matches;

/**
 * Follow a finger from where it was put down; what it does not move is tapped.
 * @param {PointerEvent} down
 */
function drag(down) {
  const edge = /** @type {HTMLElement} */ (down.currentTarget);
  if (!small.matches || down.button || (edge !== byId("grip") && !drawer().open)) return;
  const stops = heights();
  const start = byId("panel").offsetHeight;
  let [moved, speed] = [0, 0];
  edge.setPointerCapture(down.pointerId);
  edge.onpointermove = ({ clientY, timeStamp }) => {
    moved = down.clientY - clientY;
    speed = moved / Math.max(1, timeStamp - down.timeStamp);
    if (Math.abs(moved) < TAP && !atlas().classList.contains("dragged")) return;
    atlas().classList.add("dragged");
    const height = Math.max(stops[0], Math.min(start + moved, stops[2]));
    if (!isBeside()) atlas().style.setProperty("--drag", `${height}px`);
  };
  edge.onpointerup = edge.onpointercancel = () => {
    edge.onpointermove = edge.onpointerup = edge.onpointercancel = null;
    if (atlas().classList.contains("dragged")) settle(edge, start + moved, speed, stops);
  };
}

/**
 * The sheet is let go: it goes to the nearest stop, or on in the way that it was thrown.
 * @param {HTMLElement} edge
 * @param {number} height
 * @param {number} speed
 * @param {number[]} stops how high each is
 */
function settle(edge, height, speed, stops) {
  const before = tops();
  const way = Math.sign(speed);
  const away = stops.map((stop) => Math.abs(stop - height));
  const near = away.indexOf(Math.min(...away));
  const isThrown = Math.abs(speed) > FLING || isBeside();
  const next = way > 0 ? stops.findIndex((stop) => stop > height) : stops.filter((stop) => stop < height).length - 1;
  atlas().classList.remove("dragged");
  go(isBeside() ? stopNow() + way : isThrown && next >= 0 ? next : near, before);
  edge.addEventListener("click", ignore, { capture: true, once: true });
  setTimeout(() => edge.removeEventListener("click", ignore, { capture: true }), 50);
}

/** The click that ends a drag is none. @param {Event} event */
function ignore(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  /** @type {Record<string, number>} */
  const places = { ArrowUp: stopNow() + 1, ArrowDown: stopNow() - 1, Home: 0, End: 2 };
  if (!(event.key in places)) return;
  event.preventDefault();
  go(places[event.key]);
}

/** Whether something is opened that can be closed. */
const isOpen = () => document.body.classList.contains("has-panel");

/** Escape closes the controls, then what is opened, then the sheet. @param {KeyboardEvent} event */
function escape(event) {
  if (!small.matches || event.key !== "Escape" || !stopNow()) return;
  if (drawer().open) event.stopPropagation();
  else if (isOpen()) return;
  go(0);
}

/** Let the sheet be moved, and make room for what is chosen in it or beside it. */
function attach() {
  const grip = /** @type {HTMLButtonElement} */ (byId("grip"));
  const summary = /** @type {HTMLElement} */ (drawer().querySelector("summary"));
  grip.disabled = false;
  grip.onclick = () => go(stopNow() ? 3 - stopNow() : 1);
  grip.onkeydown = onKey;
  grip.onpointerdown = drag;
  summary.onpointerdown = drag;
  go(stopNow());
  drawer().ontoggle = () => {
    if (small.matches && drawer().open && !stopNow()) go(1);
  };
  byId("controls").addEventListener("change", () => go(Math.min(1, stopNow())));
  byId("close-panel").addEventListener("click", () => go(0));
  byId("pick").addEventListener("click", () => go(0));
  for (const tab of document.querySelectorAll("#panel [data-tab]")) {
    tab.addEventListener("click", () => go(Math.max(1, stopNow())));
  }
  globalThis.Atlas.page.opened.follow(({ kind }) => {
    if (stopNow() > 1 || kind !== "unit") go(1);
  });
  page.subscribe((_, change) => {
    if (change.compare) go(0);
  });
  document.addEventListener("keydown", escape, true); // before those that close what is opened
  find("compare")?.addEventListener("click", () => go(0));
}

/** @type {any} */ (globalThis).AtlasSheet = true;
attach();
