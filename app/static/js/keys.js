// The map by keyboard and by ear: one stop of the Tab key, from which arrow keys go from unit to unit. Loaded when the
// map first gets the focus, or a key (views/keys.js), in the page's language.
import { configure } from "./core/config.js";
import { find, h } from "./core/dom.js";
import { beside } from "./core/files.js";
import { t } from "./core/i18n.js";
import { showKeys } from "./keys/help.js";
import { all, nearest, same } from "./keys/items.js";
import { stepMoments } from "./keys/moments.js";
import { leave, show } from "./keys/ring.js";
import { besideOf, classOf, placeOf, rangeOf, ranked, rankOf } from "./keys/words.js";
import { followWords, inWords } from "./keys/told.js";
import { ARROWS, drawnAt, toward, touchingOf, waysOf } from "./keys/ways.js";

/** @import { Item, Kind } from "./keys/items.js" */
/** @typedef {import("./keys/ways.js").Arrow} Arrow */

const { page, held } = globalThis.Atlas;
configure(/** @type {any} */ ({ lang: page.config.lang }));

document.head.append(h("link", { rel: "stylesheet", href: beside("keys.css") }));

const map = page.map();
const box = map.getContainer();
const PAN_PX = 80;
/** How far aside marks may lie from an arrow's direction, in degrees. */
const ASIDE = 60;
/** @type {Record<string, Kind>} */
const KINDS = { z: "zone", s: "sites", e: "events", g: "cell", u: "unit" };

const units = page.config.units.filter(({ pcode, at }) => at.length && page.pathOf(pcode));
const codes = units.map(({ pcode }) => pcode);
const touching = touchingOf(codes.map((pcode) => cornersOf(pcode)));
/** @param {string} pcode */
function cornersOf(pcode) {
  return /** @type {import("leaflet").LatLng[][]} */ (page.pathOf(pcode)?.getLatLngs() || []);
}

/** Where each arrow leads from each unit, by the units' places in `codes`. */
const ways = waysOf(units.map(({ at }) => drawnAt(at)), touching);

/** Where the keyboard is on the map. @type {Item | undefined} */
let here;
let isIn = false;
/** Whether the keys were named once. */
let isTold = false;

/** Say something that the focus does not. @param {string} words */
function say(words) {
  const node = find("said");
  if (node) node.textContent = words;
}

/** All that is said of a unit. @param {string} pcode */
function label(pcode) {
  const place = codes.indexOf(pcode);
  const state = page.current();
  const cells = page.cells();
  const cell = cells.get(pcode);
  const told = held.told(pcode);
  if (!cell || !told) return "";
  const measure = held.measureOf(state.measure);
  const value = `${measure.label}, ${told.when}: ${told.text}`;
  const rank = rankOf(pcode, ranked(cells, state));
  const known = [value, rangeOf(cell, measure, state), classOf(cell, measure, state), rank];
  const remarks = find("readout")?.querySelector(".said")?.textContent;
  const names = Array.from(touching[place], (one) => units[one].name);
  const said = [known.filter(Boolean).join(", "), placeOf(told.unit, units), besideOf(names), remarks];
  return [told.unit.name, ...said.filter(Boolean)].join("; ");
}

/** Name an item for those who do not see it: a zone and a cell by what the readout says of it. @param {Item} item */
function name({ kind, id, element, layer }) {
  if (kind !== "sites" && kind !== "events") layer.fire("mouseover"); // the readout tells of it
  if (kind === "unit") element.setAttribute("aria-label", label(id));
  if (kind === "zone" || kind === "cell") {
    const parts = Array.from(find("readout")?.querySelectorAll("p, dt, dd") || [], (node) =>
      node.textContent + (node.tagName === "DT" ? ":" : ";"));
    element.setAttribute("aria-label", parts.join(" "));
  }
  if (!element.getAttribute("role")) element.setAttribute("role", "button");
}

/** Go to an item: it gets the focus, and the map moves until it is in view. @param {Item | undefined} item */
function go(item) {
  if (!item) return;
  here = item;
  name(item);
  if (!isTold) say(t("Arrow keys go to neighbours, ? lists the keys."));
  isTold = true;
  item.element.setAttribute("tabindex", "-1");
  if (item.kind === "unit") page.uncover(item.id);
  else map.panInside(item.at, { padding: [40, 40], animate: false });
  item.element.focus({ preventScroll: true });
}

/** Where the keyboard was, or begins: at what is opened, else at the highest figure in view. */
function again() {
  const was = here;
  if (was) return same(all(was.kind), was) || nearest(all(was.kind), was) || start();
  return start();
}

function start() {
  const known = all("unit");
  const view = map.getBounds();
  const { unit } = page.current();
  const order = ranked(page.cells(), page.current()).map(({ pcode }) => pcode);
  const inView = known.filter(({ at }) => view.contains(at));
  const opened = known.find(({ id }) => id === unit);
  const rank = (/** @type {string} */ id) => (order.includes(id) ? order.indexOf(id) : order.length);
  const [first] = (inView.length ? inView : known).sort((a, b) => rank(a.id) - rank(b.id));
  return opened || first || [...all("zone"), ...all("cell"), ...all("sites"), ...all("events")][0];
}

/** @param {Arrow} arrow */
function step(arrow) {
  if (!here || !isIn) return again();
  const known = all(here.kind);
  if (here.kind === "unit") {
    const to = ways[codes.indexOf(here.id)]?.[arrow];
    return known.find(({ id }) => id === codes[to ?? -1]);
  }
  const from = known.findIndex(({ id }) => id === here?.id);
  const to = toward(from, arrow, known.map(({ point }) => point), known.keys(), ASIDE);
  return to === undefined ? undefined : known[to];
}

/** The nearest of a kind; from one of it the next, from west to east. @param {Kind} kind */
function kindred(kind) {
  const known = all(kind).sort((a, b) => a.point[0] - b.point[0]);
  const at = known.findIndex(({ id }) => id === here?.id);
  return here?.kind === kind ? known[(at + 1) % known.length] : nearest(known, here || { point: drawnAt([17, 0]) });
}

/** The unit with the highest figure, or the lowest. @param {number} place */
function extreme(place) {
  const order = ranked(page.cells(), page.current());
  return all("unit").find(({ id }) => id === order.at(place)?.pcode);
}

/** Note where the map is once it has been moved: as after a drag. @param {() => void} move */
function moving(move) {
  map.fire("dragend");
  move();
}

/** What a key does; false where it does nothing here. @param {KeyboardEvent} event */
function act(event) {
  const { key, shiftKey } = event;
  if (key in ARROWS) {
    const [x, y] = ARROWS[/** @type {Arrow} */ (key)];
    if (shiftKey) moving(() => map.panBy([x * PAN_PX, -y * PAN_PX], { animate: false }));
    else reach(step(/** @type {Arrow} */ (key)), t("Nothing further in that direction."));
  } else if (key === "Home" || key === "End") reach(extreme(key === "Home" ? 0 : -1), "");
  else if (key === "+" || key === "-") moving(() => map.setZoom(map.getZoom() + (key === "+" ? 0.5 : -0.5)));
  else if (key === "?") showKeys(() => go(again()));
  else if (key.toLowerCase() === "w") inWords().then((words) => say(words.join(" ")), () => {});
  else if (key.toLowerCase() in KINDS) reach(kindred(KINDS[key.toLowerCase()]), t("None is on the map."));
  else if ((key === "Enter" || key === " ") && isIn && (here?.kind === "zone" || here?.kind === "cell")) {
    here.layer.fire("click", { originalEvent: event });
  } else return false;
  return true;
}

/** @param {Item | undefined} item @param {string} words where there is none */
function reach(item, words) {
  if (item) go(item);
  else say(words);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const isMine = !(/** @type {Element} */ (event.target).closest(".leaflet-control"));
  if (!isMine || event.altKey || event.ctrlKey || event.metaKey || !act(event)) return;
  event.preventDefault();
  event.stopPropagation(); // arrow keys step through the years elsewhere
}

/** @param {FocusEvent} event */
function onFocus({ target }) {
  if (target === box) {
    if (box.matches(":focus-visible")) go(again());
    return;
  }
  const kinds = /** @type {Kind[]} */ (["unit", "sites", "events", "zone", "cell"]);
  const found = here?.element === target ? here : kinds.flatMap(all).find(({ element }) => element === target);
  if (!found) return;
  here = found;
  name(found);
  isIn = true;
  box.tabIndex = -1;
  show(found);
}

/** @param {FocusEvent} event */
function onBlur({ target }) {
  const left = /** @type {HTMLElement} */ (target);
  if (left !== box) left.removeAttribute("tabindex");
  if (left !== here?.element) return;
  leave();
  if (here.kind === "zone" || here.kind === "cell") here.layer.fire("mouseout");
  isIn = false;
  box.tabIndex = 0;
  setTimeout(recover); // drawn anew by neither a state (see follow) nor a zoom
}

/** Where marks were drawn anew without the one that had the focus, it goes to the same one again. */
function recover() {
  if (here && !here.element.isConnected && document.activeElement === document.body) go(again());
}

/** Marks are drawn anew with each state, and the focus with them; a unit stays, and says its new figure. */
function follow() {
  if (!here || !isIn) return;
  if (!here.element.isConnected) go(again());
  else if (here.kind === "unit") {
    const before = here.element.getAttribute("aria-label");
    name(here);
    const words = here.element.getAttribute("aria-label");
    if (words !== before) say(`${words}. ${find("said")?.textContent}`);
  }
}

box.addEventListener("keydown", onKey);
box.addEventListener("focusin", onFocus);
box.addEventListener("focusout", onBlur);
held.subscribe(follow);
map.on("zoomend", recover); // after the layers, which draw their marks anew then
followWords();
stepMoments();

/** What was done before this was loaded: a key, or the focus came. @param {Event} event */
function begin(event) {
  if (document.activeElement !== box) return;
  go(again());
  if (event instanceof KeyboardEvent && event.key !== "Tab") act(event);
}

/** @type {any} */ (globalThis).AtlasKeys = { codes, ways, touching, begin };
