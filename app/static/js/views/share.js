// The button that opens what a view can be shared by, which is loaded at the first press (share.js).
import { pairsOf } from "../addresses.js";
import { config } from "../core/config.js";
import { byId, h } from "../core/dom.js";
import { beside } from "../core/files.js";
import { copy } from "../copy.js";
import { citation, permalink, permanentView } from "./citations.js";

/** Let readers open it. */
export function attachShare() {
  const button = byId("share");
  const load = () => {
    button.removeEventListener("click", load);
    const script = /** @type {HTMLScriptElement} */ (h("script", { src: beside(`share.${config.lang}.js`) }));
    script.onload = () =>
      /** @type {any} */ (globalThis).AtlasShare({ button, citation, copy, pairsOf, permalink, permanentView });
    script.onerror = () => {
      script.remove();
      button.addEventListener("click", load);
    };
    document.head.append(h("link", { rel: "stylesheet", href: beside("share.css") }), script);
  };
  button.addEventListener("click", load);
}
