// Events one by one: drawn on the map, explained in the legend, listed in the panel. A script of its own, loaded when
// the first of these is wanted (core/event_tools.js), in the page's language.
import { configure } from "./core/config.js";
import { draw } from "./events/layer.js";
import { legend } from "./events/legend.js";
import { list } from "./events/list.js";

const { page } = globalThis.Atlas;
const own = /** @type {any} */ (globalThis).AtlasTexts || {};
configure({ ...page.config, texts: { ...page.config.texts, ...own } });
globalThis.AtlasEvents = { draw, legend, list };
