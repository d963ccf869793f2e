// Events one by one: drawn on the map, explained in the legend, listed in the panel. A script of its own, loaded when
// the first of these is wanted (core/event_tools.js), in the page's language.
import { configure } from "./core/config.js";
import { h } from "./core/dom.js";
import { beside } from "./core/files.js";
import { draw } from "./events/layer.js";
import { legend } from "./events/legend.js";
import { list } from "./events/list.js";

const { page } = globalThis.Atlas;
configure(page.config);
if (!document.querySelector('link[href$="/imported.css"]')) {
  document.head.append(h("link", { rel: "stylesheet", href: beside("imported.css") }));
}
globalThis.AtlasEvents = { draw, legend, list };
