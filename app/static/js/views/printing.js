// On paper the map shows what it showed on the screen: it is made as large as a page's width before printing, and as it
// was afterwards. The browser waits for neither files nor promises here: nothing is loaded (print.css has the rest).
import { theMap } from "../layers/map.js";

/** Of the map on a page of A4, upright or lying down. */
const [WIDTH_PX, HEIGHT_PX] = [690, 500];

/** Listen to the browser that begins and ends to print. */
export function attachPrinting() {
  /** @type {(() => void) | null} */
  let back = null;
  addEventListener("beforeprint", () => {
    const map = theMap();
    const [box, bounds, center, zoom] = [map.getContainer(), map.getBounds(), map.getCenter(), map.getZoom()];
    const size = { position: "relative", inset: "auto", width: `${WIDTH_PX}px`, height: `${HEIGHT_PX}px` };
    Object.assign(box.style, size);
    map.invalidateSize({ pan: false, animate: false });
    map.fitBounds(bounds, { animate: false });
    back ??= () => {
      Object.assign(box.style, { position: "", inset: "", width: "", height: "" });
      map.invalidateSize({ pan: false, animate: false });
      map.setView(center, zoom, { animate: false });
    };
  });
  addEventListener("afterprint", () => {
    back?.();
    back = null;
  });
}
