// The box for finding, once it is used: W3C's editable combobox with a list, whose options are chosen by hand. What is
// chosen is opened on the map, or at its address. Loaded by core/finding.js, in the page's language.
import { byId, fill, h } from "./core/dom.js";
import { beside } from "./core/files.js";
import { t } from "./core/i18n.js";
import { address, changes, shownName } from "./values/found.js";
import { folded, known, search } from "./values/search.js";

/** @import { Found, Index, Known } from "./values/search.js" */

const MOST = 10;
/** Degrees within which events of one name are of one place. */
const NEAR = 0.3;

const asked = document.currentScript?.dataset.arrival || "";
const input = /** @type {HTMLInputElement} */ (byId("find"));
const form = /** @type {HTMLFormElement} */ (input.form);
const list = h("ul", { id: "find-list", role: "listbox", "aria-label": t("Results") });
const said = h("p", { role: "status" });
const box = h("div", { class: "findbox", hidden: "" }, [list, said]);

/** @type {{index: Index, entries: Known[]} | null} */
let held = null;
/** @type {Found[]} */
let options = [];
let active = -1;

/** The map's page; undefined on others. */
const page = () => globalThis.Atlas?.page;

/** What the form keeps: source, frame and lang. */
function carried() {
  /** @type {NodeListOf<HTMLInputElement>} */
  const found = form.querySelectorAll("[type=hidden]");
  return Object.fromEntries(Array.from(found, ({ name, value }) => [name, value]));
}

/** The prefix of the page's links. */
const root = () => (form.getAttribute("action") || "").replace(/\/find$/, "");

function close() {
  box.hidden = true;
  input.setAttribute("aria-expanded", "false");
  mark(-1);
}

/** @param {number} number */
function mark(number) {
  active = number;
  Array.from(list.children).forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
  const option = list.children[number];
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

/** What is said beside the name of a result. @param {Found} found */
function told({ entry: [kind, , where, , events, deaths] }) {
  const [key, label] = held?.index.kinds[kind] || ["", ""];
  const counted = events ? t("events: %(events)s, fatalities: %(deaths)s", { events, deaths: deaths || 0 }) : "";
  return [label, key === "zone" ? "" : where, counted].filter(Boolean).join(" · ");
}

/** @param {Found} found @param {number} number */
function optionOf(found, number) {
  const option = h("li", { role: "option", id: `find-${number}`, "aria-selected": "false" }, [
    h("b", {}, shownName(found)), " ", h("small", {}, told(found)),
  ]);
  option.onclick = () => choose(found);
  return option;
}

/** The result that has the very name that is typed, or is the only one: Enter opens it. */
function meant() {
  const [first] = options;
  const isNamed = first && folded(shownName(first)) === folded(input.value.trim());
  return isNamed || options.length === 1 ? first : undefined;
}

/** Show what is found for what stands in the box. */
function show() {
  const typed = input.value.trim();
  if (!typed || !held) {
    close();
    return;
  }
  const { found, total } = search(held.entries, typed, MOST);
  options = found;
  fill(list, found.map(optionOf));
  list.hidden = !total;
  const more = meant() ? `. ${t("Enter opens the first")}` : total > found.length ? `. ${t("Enter shows all")}` : "";
  const none = t("Nothing is found for “%(typed)s”.", { typed });
  said.textContent = total ? t("Results: %(count)s", { count: total }) + more : none;
  box.hidden = false;
  input.setAttribute("aria-expanded", String(total > 0));
  mark(-1);
}

/** Load the index; until it is there, and where it cannot be had, the form asks the server. */
async function load() {
  try {
    const answer = await fetch(beside(`find.${document.documentElement.lang}.json`));
    if (!answer.ok) return;
    const index = await answer.json();
    held = { index, entries: known(index) };
  } catch {
    return;
  }
  if (document.activeElement === input) show();
}

/** @param {Found} found */
function choose(found) {
  if (!held) return;
  const [kind, , frame] = held.index.kinds[found.entry[0]];
  input.value = shownName(found);
  close();
  const map = page();
  if (!map || found.entry[3].startsWith("/")) {
    location.assign(root() + address(held.index, found.entry, carried()));
    return;
  }
  const { layer, arrival, set } = changes(kind, found.entry, map.current().year);
  const { level, ...rest } = set;
  const hasMeasure = kind === "measure" && map.config.measures.some(({ key }) => key === set.measure);
  if (frame || (level && level !== map.config.level && !hasMeasure)) leave(frame, set, arrival);
  else onMap(rest, layer, arrival);
}

/**
 * Go to another level, or other boundaries, as the page's own links to them do.
 * @param {string} frame
 * @param {import("./values/found.js").Pairs} set
 * @param {string} arrival
 */
function leave(frame, set, arrival) {
  const [name, key] = frame ? ["frame", frame] : ["level", set.level];
  const link = document.querySelector(`a[data-switch="${name}"][data-key="${key}"]`);
  const to = new URL(/** @type {HTMLAnchorElement | null} */ (link)?.href || `${root()}/`, location.href);
  if (frame && set.level !== page()?.config.level) to.searchParams.delete("measure");
  for (const [pair, value] of Object.entries(set)) to.searchParams.set(pair, value || "");
  location.assign(to.pathname + to.search.replace(/%2C/g, ",").replace(/%2F/g, "/") + arrival);
}

/**
 * Choose on the map that is shown.
 * @param {import("./values/found.js").Pairs} set
 * @param {string | undefined} layer
 * @param {string} arrival
 */
async function onMap({ unit, at, ...set }, layer, arrival) {
  const map = page();
  if (!map) return;
  const layers = layer ? { layers: new Set([...map.current().layers, layer]) } : {};
  const all = arrival.startsWith("#place-") ? { violence: "all", family: "any" } : {};
  await map.update(/** @type {any} */ ({ ...(set.year ? { month: null } : {}), ...set, ...layers, ...all }));
  if (unit) map.opened.send({ kind: "unit", pcode: unit });
  if (at) {
    const [, latitude, longitude] = at.split("/").map(Number);
    map.lookAt(L.latLngBounds([[latitude, longitude]]));
  }
  await arrive(arrival);
}

/** Fit what was found, or open it. @param {string} arrival */
async function arrive(arrival) {
  const map = page();
  if (!map) return;
  const [sort, id] = [arrival.slice(1).split("-")[0], arrival.replace(/^#\w+-/, "")];
  if (sort === "fit") await fit(map.current().unit);
  if (sort === "event" || sort === "place") openEvents(decodeURIComponent(id), sort === "place");
  if (sort === "site") {
    const sites = map.shownSites(map.current()).filter((site) => site.id === id);
    if (sites.length) open({ kind: "sites", sites }, [sites[0].at]);
  }
}

/** Open an event, or all that happened at its place. @param {string} id @param {boolean} isPlace */
function openEvents(id, isPlace) {
  const map = page();
  const events = map ? map.shownEvents(map.current()) : [];
  const one = events.find((event) => event.id === id);
  if (!one) return;
  const here = isPlace ? events.filter(({ place, at }) => place === one.place && isNear(at, one.at)) : [one];
  open({ kind: "events", events: here }, here.flatMap(({ at }) => (at ? [at] : [])));
  requestAnimationFrame(() => tellMore((input.value || one.place).split(" (")[0].trim()));
}

/** Above what happened at a place: the way to what else its name finds, claims among it. @param {string} name */
function tellMore(name) {
  const query = new URLSearchParams({ q: name, ...carried() });
  const link = h("a", { href: `${root()}/find?${query}` }, t("All that is found for “%(typed)s”", { typed: name }));
  document.querySelector("#panel .pane:not([hidden])")?.prepend(h("p", { class: "hint" }, link));
}

/** @param {number[] | null} one @param {number[] | null} other */
const isNear = (one, other) => one && other && Math.abs(one[0] - other[0]) < NEAR && Math.abs(one[1] - other[1]) < NEAR;

/** @param {import("./types").Opened} what @param {[number, number][]} points */
function open(what, points) {
  page()?.opened.send(what);
  if (points.length) page()?.lookAt(L.latLngBounds(points));
  /** @type {HTMLElement | null} */ (document.querySelector("#panel h2"))?.focus({ preventScroll: true });
}

/** @param {string | null} unit */
async function fit(unit) {
  const map = page();
  if (!map || !unit) return;
  const km = Number(unit.split("-")[1]);
  if (/^[a-z]+-\d+$/.test(unit)) await map.needZones(km);
  const shape = map.lineOf(unit) || map.pathOf(unit);
  if (shape) map.lookAt(shape.getBounds());
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const { key, altKey } = event;
  const last = options.length - 1;
  if (key === "ArrowDown" || key === "ArrowUp") {
    event.preventDefault();
    if (box.hidden) show();
    if (box.hidden || altKey || last < 0) return;
    if (key === "ArrowDown") mark(active < last ? active + 1 : 0);
    else mark(active > 0 ? active - 1 : last);
  } else if (key === "Enter" && !box.hidden) {
    const chosen = options[active] || meant();
    if (!chosen) return;
    event.preventDefault();
    choose(chosen);
  } else if (key === "Escape") {
    if (box.hidden) input.value = "";
    event.stopPropagation();
    close();
  } else if (key === "Tab") close();
}

/** What was found on another page is opened once the map is drawn. */
function onArrival() {
  const html = document.documentElement;
  const go = () => html.classList.contains("ready") && (arrive(asked), true);
  if (go()) return;
  const watch = new MutationObserver(() => go() && watch.disconnect());
  watch.observe(html, { attributes: true, attributeFilter: ["class"] });
}

const style = h("link", { rel: "stylesheet", href: beside("find.css") });
document.head.append(style);
input.setAttribute("aria-controls", "find-list");
form.append(box);
input.addEventListener("input", show);
input.addEventListener("keydown", onKey);
input.addEventListener("focus", () => {
  input.select();
  if (!held) load();
});
input.addEventListener("blur", close);
box.addEventListener("mousedown", (event) => event.preventDefault());
if (document.activeElement === input) load();
if (asked) onArrival();
