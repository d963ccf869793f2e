// The button that opens what a view can be shared by, which is loaded at the first press (share.js).
import { pairsOf } from "../addresses.js";
import { config } from "../core/config.js";
import { byId, h } from "../core/dom.js";
import { beside } from "../core/files.js";
import { freshen } from "../core/links.js";
import { run } from "../core/load.js";
import { copy } from "../copy.js";
import { moved } from "../state.js";
import { citation, permalink, permanentView } from "./citations.js";

/** Let readers open it. */
export function attachShare() {
  const button = byId("share");
  const tools = { button, citation, copy, freshen, moved, pairsOf, permalink, permanentView };
  const listen = () => button.addEventListener("click", load, { once: true });
  const load = () => {
    document.head.append(h("link", { rel: "stylesheet", href: beside("share.css") }));
    run(beside(`share.${config.lang}.js`)).then(() => /** @type {any} */ (globalThis).AtlasShare(tools), listen);
  };
  listen();
}
