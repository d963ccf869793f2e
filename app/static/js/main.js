// The map's page: what Folium's script calls. It configures the atlas, adds each layer that Folium places, and starts.
import { query } from "./addresses.js";
import { copy } from "./copy.js";
import { config, configure, hasMany } from "./core/config.js";
import { attribute, byId, find, focusOn } from "./core/dom.js";
import { attachRetry, insist, isWhole, whenBack } from "./core/load.js";
import { inPieces, pause, PIECE_MS } from "./core/pieces.js";
import { addBase, showBase } from "./layers/base.js";
import { addCircles, showCircles } from "./layers/circles.js";
import { showDoubts } from "./layers/doubts.js";
import { addEvents, eventSource, showEvents } from "./layers/events.js";
import { addGrid, hasCells, needCells, showGrid } from "./layers/grid.js";
import { addHighlights, showHighlights } from "./layers/highlights.js";
import { addLabels, showLabels } from "./layers/labels.js";
import { theMap, useMap } from "./layers/map.js";
import { mark, reach } from "./layers/markers.js";
import { showPicked } from "./layers/picked.js";
import { addSites, showSites, siteSource } from "./layers/sites.js";
import { addSides, showSides, sideSource } from "./layers/sides.js";
import { addUnits, pathOf, placeUnits, showUnits } from "./layers/units.js";
import { addZones, lineOf, needZones, showZones, zoneSource } from "./layers/zones.js";
import { begin, current, need, opened, provide, read, retry, subscribe, update } from "./state.js";
import { cellsOf } from "./values/cells.js";
import { isHeld, needCounts } from "./values/counts.js";
import { shownEvents } from "./values/events.js";
import { gridLevels } from "./values/sides.js";
import { shownSites } from "./values/sites.js";
import { levelsOf } from "./values/zones.js";
import { citeEvent } from "./views/citations.js";
import { attachComparing, held, showComparing } from "./views/comparing.js";
import { attachControls, showControls } from "./views/controls.js";
import { attachDownloads, showDownloads } from "./views/downloads.js";
import { attachFocus, goHome, look, lookAt, uncover } from "./views/focus.js";
import { showHeading } from "./views/heading.js";
import { attachKeys, showWords } from "./views/keys.js";
import { attachLegend, showLegend } from "./views/legend.js";
import { attachAddress, showAddress } from "./views/links.js";
import { attachZoneTable, showAccounting, showZoneTable } from "./views/more_tables.js";
import { attachPanel, showPanel } from "./views/panel.js";
import { attachPrinting } from "./views/printing.js";
import { attachReadout, refreshReadout } from "./views/readout.js";
import { attachPicking } from "./views/pick.js";
import { attachShare } from "./views/share.js";
import { attachSheet, showSheet } from "./views/sheet.js";
import { attachSum, showSum } from "./views/sum.js";
import { attachTable, showTable } from "./views/table.js";
import { attachTabs, showTabs } from "./views/tabs.js";
import { attachTime } from "./views/time.js";
import { showTimeChart } from "./views/time_chart.js";

/** @import { State } from "./types" */
/** @typedef {import("leaflet").Map} LeafletMap */
/** @typedef {(map: LeafletMap, options: any) => void} Add */

const EVERYTHING = { violence: "all", family: "any" };

/** The counts of a state; those without a filter are what circles are measured by. */
const countSource = {
  need: (/** @type {State} */ state) =>
    Promise.all([
      ...levelsOf(state).map((level) => needCounts(level, state)),
      needCounts(config.level, { ...EVERYTHING, named: state.named }),
    ]),
  isHeld: (/** @type {State} */ state) => levelsOf(state).every((level) => isHeld(level, state)),
};
const gridSource = {
  need: (/** @type {State} */ state) =>
    Promise.all([...gridLevels(state).map((level) => needCounts(level, state)), needCells(state)]),
  isHeld: (/** @type {State} */ state) =>
    gridLevels(state).every((level) => isHeld(level, state)) && hasCells(state),
};
const SOURCES = [countSource, gridSource, siteSource, eventSource, zoneSource, sideSource];

/** Who draws a state, in this order. */
const LAYERS = [
  showUnits, showDoubts, showHighlights, showPicked, showBase, showGrid, showSides, showZones, showCircles, showSites,
  showEvents,
];
const FIGURES = [
  showHeading, showLegend, showTable, showTabs, showSum, showZoneTable, showAccounting, showWords, showDownloads,
];
const VIEWS = [
  ...LAYERS, showAddress, ...FIGURES, showControls, refreshReadout, showTimeChart, showPanel, showSheet, showLabels,
  showComparing,
];
/** What a bare map draws, in the frame of another page. */
const BARE = [...LAYERS, showHeading, showLegend, refreshReadout, showLabels];
const ATTACHED = [
  attachSheet, attachReadout, attachTable, attachZoneTable, attachSum, attachPicking, attachControls, attachTime,
  attachPanel, attachTabs, attachLegend, attachFocus, attachAddress, attachDownloads, attachComparing, attachShare,
  attachPrinting, attachKeys,
];

/** What the map cannot be shown without. @type {unknown[]} */
const ready = [];

/** A maker for each element that Folium places. @type {Record<string, Add>} */
const layers = {
  baseMap(map) {
    useMap(map);
    ready.push(addBase());
  },
  regions: () => ready.push(addUnits()),
  grid: addGrid,
  zones() {
    addZones();
    addSides();
  },
  highlights: (_, options) => addHighlights(options),
  circles: addCircles,
  events: addEvents,
  sites: addSites,
  labels: addLabels,
};

/** Take the server's picture away; who has the focus on a unit of it goes on from there. */
function takeAway() {
  const picture = find("picture");
  const unit = picture?.querySelector("a:focus [data-unit]");
  picture?.remove();
  if (unit) focusOn(pathOf(attribute(unit, "data-unit"))?.getElement());
}

/** Read the state that the server rendered, wait for geometry and values, then draw. */
async function show() {
  const isBare = !find("panel");
  const said = JSON.parse(byId("state").textContent || "");
  /** @type {State} */
  const state = { ...said, layers: new Set(said.layers) };
  read(state);
  document.documentElement.classList.add("script");
  if (hasMany()) await pause();
  SOURCES.forEach(provide);
  (isBare ? BARE : VIEWS).forEach(subscribe);
  const all = [...ready, insist(() => countSource.need(state)), Promise.allSettled([need(state)])];
  const attached = isBare ? [attachReadout, attachKeys] : ATTACHED;
  await inPieces(attached, (attach) => attach(), hasMany() ? PIECE_MS : Infinity);
  attachRetry();
  whenBack(retry);
  await Promise.all(all);
  if (state.at) look(state.at);
  else await goHome(state, false);
  await placeUnits(state);
  await begin();
  takeAway();
  if (isWhole()) retry();
  const { unit } = current();
  if (unit && !isBare) uncover(unit);
  document.documentElement.classList.add("ready");
}

/** What find.js opens what it finds with, and what events.js draws and lists with. */
const page = {
  citeEvent, config, copy, current, lineOf, lookAt, map: theMap, mark, needZones, opened, pathOf, reach,
  shownEvents, shownSites, update, uncover, query,
  cells: () => cellsOf(current()),
};

const start = () => (held.ready = show());

globalThis.Atlas = { configure, layers, start, page, held };
