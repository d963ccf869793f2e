// Two maps beside each other, or a small map of every year. The second map is a page of its own in a frame, so that it
// can have another source or other boundaries; both move together and tell of the same unit.
import { configure } from "./core/config.js";
import { byId, fill, h } from "./core/dom.js";
import { rate } from "./core/format.js";
import { t } from "./core/i18n.js";
import { periodOf } from "./core/periods.js";

/** @import { Change, Held, Pointed, State, Told } from "./types" */
/** @typedef {import("leaflet").Map} LeafletMap */

/** What each of two maps has of its own. */
const OWN = new Set(["root", "source", "frame", "lang", "focus", "unit", "at", "compare"]);

const own = globalThis.Atlas.held;
configure(own.config);

/** The page in the frame, once its map is drawn. @type {Held | null} */
let other = null;
/** @type {HTMLIFrameElement | null} */
let frame = null;
let shownAddress = "";
let isTelling = false;

const box = () => byId("mapbox");
const kindOf = (/** @type {State} */ state) => (state.compare || "").split(":")[0];

/** What a period's text sets. @param {string} text @returns {Change} */
function ofPeriod(text) {
  if (text.includes("..")) return { year: text.slice(-7, -3), month: text };
  const [year, month = null] = /^\d{4}-\d\d$/.test(text) ? text.split("-") : [text];
  return { year, month };
}

/**
 * What the second map shows of a state: the same, but for what it is compared by.
 * @param {State} state
 * @returns {Change}
 */
function beyond(state) {
  const shared = Object.fromEntries(Object.entries(state).filter(([name]) => !OWN.has(name)));
  const of = (state.compare || "").slice(kindOf(state).length + 1);
  const change = kindOf(state) === "year" ? ofPeriod(of) : { measure: of };
  return { ...shared, ...change };
}

/** Whether the second map is of an earlier period: it then stands first. @param {State} state */
const isEarlier = (state) =>
  kindOf(state) === "year" && (state.compare || "").slice("year:".length) < periodOf(state);

/** The address of the frame. @param {State} state */
function addressOf(state) {
  const query = own.query({ ...state, unit: null, at: null });
  return `${state.root}/embed${query.startsWith("?") ? query : ""}`;
}

/** What the frame's address depends on: only another edition, or all years, need another page. @param {State} state */
function needed(state) {
  const kind = kindOf(state);
  const isHere = (kind === "year" || kind === "measure") && frame;
  return isHere && other ? shownAddress : addressOf(state);
}

/**
 * Let one map follow the other.
 * @param {LeafletMap} from
 * @param {LeafletMap} to
 * @param {{isMoving: boolean}} both
 */
function lead(from, to, both) {
  const place = (/** @type {any} */ center, /** @type {number} */ zoom) => {
    if (both.isMoving || !frame) return;
    both.isMoving = true;
    to.setView(center, zoom, { animate: false });
    both.isMoving = false;
  };
  const move = () => place(from.getCenter(), from.getZoom());
  from.on("move", move);
  from.on("zoomanim", (event) => place(event.center, event.zoom));
  return () => from.off("move", move);
}

/** @param {Held} page */
const labelOf = (page) => {
  const kind = kindOf(own.current());
  if (kind === "measure") return page.measureOf(page.current().measure).label;
  if (kind === "source") return page.config.sourceLabel;
  return kind === "frame" ? t("boundaries of %(year)s", { year: page.config.frame }) : "";
};

/** Why there is no difference; "" where there is one. @param {State} state */
function whyNone(state) {
  const kind = kindOf(state);
  if (kind === "source") return t("no difference: sources count different things");
  if (kind === "frame") return t("no difference: the boundaries are not the same");
  return kind === "measure" ? t("no difference: the measures are not the same") : "";
}

/**
 * Both values and their difference, the earlier first.
 * @param {string} pcode
 */
export function pairText(pcode) {
  if (!other) return "";
  const state = own.current();
  /** @type {[Held, Told | null][]} */
  const both = [[own, own.told(pcode)], [other, other.told(pcode)]];
  if (isEarlier(state)) both.reverse();
  const said = both.map(([page, one]) => {
    const name = labelOf(page) || one?.when;
    const text = one ? one.text : t("no such unit");
    return t("%(name)s: %(text)s", { name, text });
  });
  const [before, after] = both.map(([, one]) => one?.value);
  const why = whyNone(state);
  if (why) said.push(why);
  else if (before != null && after != null) {
    said.push(rate(after - before, own.measureOf(state.measure).decimals, true));
  }
  return said.join(" · ");
}

/**
 * Tell of both maps what is under the pointer, else what is opened.
 * @param {string | null} pcode
 */
function tell(pcode) {
  const readout = byId("readout");
  readout.querySelector(".pair")?.remove();
  const { unit } = own.current();
  const code = pcode || unit;
  const known = code && (own.told(code) || other?.told(code));
  if (!known || !other) return;
  readout.classList.add("full");
  readout.append(h("p", { class: "pair" }, (pcode ? "" : `${known.unit.name} – `) + pairText(code)));
}

/** @type {string | null} */
let told = null;

/** @param {Pointed | null} at */
const codeOf = (at) => (at?.kind === "unit" ? at.unit.pcode : null);

/**
 * What is under the pointer in one map is marked in the other, and told of both.
 * @param {Pointed | null} at
 * @param {Held} to where it is marked
 */
function point(at, to) {
  if (told) to.markUnit(told, false);
  told = codeOf(at);
  if (told) to.markUnit(told, true);
  tell(told);
}

/** @param {Held} page */
function followFrame(page) {
  page.pointed.follow((at) => {
    if (page !== other || isTelling) return;
    isTelling = true;
    const unit = own.told(codeOf(at) || "")?.unit;
    own.pointed.send(unit ? { kind: "unit", unit } : null);
    isTelling = false;
    point(at, own);
  });
  page.opened.follow((what) => {
    if (page === other && what.kind === "unit" && own.told(what.pcode)) own.opened.send(what);
  });
}

own.pointed.follow((at) => {
  if (other && !isTelling) point(at, other);
});

/** Stop following, once there is no second map. @type {(() => void)[]} */
let ends = [];

/** @param {HTMLIFrameElement} from */
async function join(from) {
  const page = /** @type {any} */ (from.contentWindow)?.Atlas?.held;
  if (!page || from !== frame || page === other) return;
  await page.ready;
  if (from !== frame) return;
  other = page;
  followFrame(page);
  const both = { isMoving: false };
  const maps = [own.theMap(), page.theMap()];
  ends = [lead(maps[0], maps[1], both), lead(maps[1], maps[0], both)];
  maps[1].setView(maps[0].getCenter(), maps[0].getZoom(), { animate: false });
  show(own.current());
}

/** @param {string} address */
function load(address) {
  shownAddress = address;
  other = null;
  const known = /** @type {HTMLIFrameElement | null} */ (document.querySelector("iframe.second"));
  const wanted = new URL(address, location.href).href;
  if (known && known.src === wanted) frame = known;
  else {
    known?.remove();
    frame = /** @type {HTMLIFrameElement} */ (h("iframe", { class: "second", src: address }));
    frame.title = t("What the map is compared with");
    box().append(frame);
  }
  const here = frame;
  here.onload = () => join(here);
  if (here.contentDocument?.readyState === "complete") join(here);
}

/** What a map shows: period, measure, source and boundaries. @param {Held} page */
function caption(page) {
  const state = page.current();
  const filter = page.filterWords(state);
  return [
    h("b", {}, page.subtitle(state)), " ", page.measureOf(state.measure).label, " ",
    filter ? h("span", { class: "filter" }, filter) : null, " ",
    h("span", { class: "soft" }, [page.config.sourceLabel, page.config.frame].join(" · ")),
  ];
}

/** Say below each map what it shows. */
function captions() {
  const [first, second] = ["first-caption", "second-caption"].map((name) => box().querySelector(`.${name}`));
  if (first) fill(first, caption(own));
  if (second) fill(second, other ? caption(other) : []);
}

function addParts() {
  if (box().querySelector(".end")) return;
  const button = h("button", { type: "button", class: "button small end" }, t("One map"));
  button.onclick = () => own.update({ compare: null });
  box().append(h("p", { class: "caption first-caption" }), h("p", { class: "caption second-caption" }), button);
}

function end() {
  const hadFocus = box().querySelector(":is(.second, .end):focus"); // what is taken away with the focus on it
  for (const stop of ends) stop();
  ends = [];
  if (frame) tell(null);
  for (const node of box().querySelectorAll(".second, .end, .caption")) node.remove();
  const was = frame;
  frame = other = null;
  box().classList.remove("two", "every", "comes-last");
  if (was) settle();
  if (hadFocus) document.getElementById("all-years")?.focus();
}

/** The map has another size: look at the same place. */
function settle() {
  const map = own.theMap();
  map.invalidateSize({ pan: false });
  const state = own.current();
  if (!state.at) own.zoomTo(state.focus, false);
}

/** Both maps on one scale need one legend. @param {State} state */
function keys(state) {
  if (!frame || !other) return;
  const there = other.current();
  const isSame = there.measure === state.measure && !there.from === !state.from;
  const root = /** @type {Document} */ (frame.contentDocument).documentElement;
  root.classList.add("paired");
  root.classList.toggle("same-scale", isSame);
  root.classList.toggle("comes-first", isEarlier(state));
  const legend = /** @type {HTMLDetailsElement | null} */ (root.querySelector(".keys"));
  if (legend && !isSame && !legend.dataset.seen) {
    legend.dataset.seen = "1";
    legend.open = own.theMap().getSize().x > 400;
  }
}

/** @param {State} state */
export function show(state) {
  const kind = kindOf(state);
  if (!kind) {
    end();
    return;
  }
  const isNew = !frame;
  box().classList.toggle("two", kind !== "years");
  box().classList.toggle("every", kind === "years");
  box().classList.toggle("comes-last", isEarlier(state));
  addParts();
  const address = needed(state);
  if (address !== shownAddress || isNew) load(address);
  else if (other && (kind === "year" || kind === "measure")) other.update(beyond(state)).then(captions);
  if (isNew) settle();
  captions();
  keys(state);
  tell(told);
}

own.subscribe((state) => show(state));
show(own.current());
