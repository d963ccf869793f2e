// What draws, explains and lists events: events.js, a script of its own that is loaded when it is first needed.
import { config } from "./config.js";
import { load } from "./load.js";

export const needTools = () => load(`events.${config.lang}.js`);

export const hasTools = () => "AtlasEvents" in globalThis;

export const tools = () => globalThis.AtlasEvents;
