// What pages without the map load: copying, finding, and the way back to the view that this tab showed last.
import "./copy.js";
import { all } from "./core/dom.js";
import { LAST } from "./core/last.js";

/** A link to the map, of the same build, in the language of the page. @param {HTMLAnchorElement} link */
function lead(link) {
  const last = new URL(sessionStorage.getItem(LAST) || "about:blank");
  if (last.pathname !== link.pathname) return;
  const lang = new URL(link.href).searchParams.get("lang");
  const pairs = last.search.slice(1).split("&").filter((pair) => pair && !pair.startsWith("lang="));
  if (lang) pairs.push(`lang=${lang}`);
  link.search = pairs.join("&");
}

// A page that is come back to may have been left for another view.
addEventListener("pageshow", () => /** @type {HTMLAnchorElement[]} */ (all("a.home")).forEach(lead));
