// What a page in a frame of another site does: it says how high it would be, and nothing else, and its links leave the
// site that shows it alone. Loaded by the bare map and by the small maps of all years.
import { all, find } from "./core/dom.js";

const [LEAST_PX, MOST_PX, SHAPE] = [240, 640, 0.8];

/** Whether the page around the frame is our own. */
function isAmongOurs() {
  try {
    return window.parent.location.origin === location.origin;
  } catch {
    return false;
  }
}

/** How high the page would be in this width: a map of a good shape with its caption, or all that there is to read. */
function height() {
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  const caption = main.querySelector(".caption");
  if (!find("mapbox") || !caption) return Math.ceil(main.getBoundingClientRect().height);
  const ofMap = Math.min(Math.max(window.innerWidth * SHAPE, LEAST_PX), MOST_PX);
  return Math.ceil(ofMap + caption.getBoundingClientRect().height);
}

let told = 0;

/** Tell the page around the frame, where the height is another than it was. */
function tell() {
  const now = height();
  if (now !== told) window.parent.postMessage({ type: "mali-atlas:height", height: now }, "*");
  told = now;
}

if (window.parent !== window) {
  if (!isAmongOurs()) {
    for (const link of all("a[target=_top]")) {
      link.setAttribute("target", "_blank");
      link.setAttribute("rel", "noopener");
    }
  }
  const observer = new ResizeObserver(tell);
  for (const node of all("main, .caption")) observer.observe(node);
}
