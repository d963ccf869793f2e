// Symbols of the map, the legend and the panel: swatches, force sites.
import { h } from "../core/dom.js";
import { forceOf } from "../words/sites.js";

/** A force's shape: mapsheet's symbols are the same. @type {Record<string, string>} */
const SHAPES = {
  minusma: "M0-6a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
  french: "M-5.5-5.5h11v11h-11z",
  takuba: "M0-7L7 0L0 7L-7 0z",
  eutm: "M0-6.5L6.2 5H-6.2z",
  eucap: "M0 6.5L6.2-5H-6.2z",
  g5: "M0-6.8L6.5-2L4 5.6H-4L-6.5-2z",
  fama: "M-2.3-6.5h4.6v4.2h4.2v4.6h-4.2v4.2h-4.6v-4.2h-4.2v-4.6h4.2z",
  wagner: "M-3.4-6h6.8L7 0L3.4 6h-6.8L-7 0z",
  africa_corps: "M-5.5-6.2L5.5-6.2L5.5 0.5L0 7L-5.5 0.5z",
};
export const SITE_WIDTH = 17;

/**
 * Colour or pattern of a class.
 * @param {string} fill
 * @param {string | null} [key] the class, for those who read the page by its attributes
 */
export function swatch(fill, key = null) {
  return h(
    "svg",
    { class: "swatch", width: 22, height: 14, "aria-hidden": "true", "data-key": key },
    h("rect", { x: 0.5, y: 0.5, width: 21, height: 13, fill }),
  );
}

/**
 * A force's symbol: shape and colour by force; filled when open, pale when last reported before, pale and dashed when
 * uncertain, hollow when closed: in the force's colour where it closed in the period shown, grey where before it. No
 * shape for a site not yet open.
 * @param {string} force
 * @param {string | null} status
 */
export function symbol(force, status) {
  if (!status) return null;
  const colour = forceOf(force)?.colour;
  const isOpen = status === "open";
  const isUncertain = status === "uncertain";
  const isPale = isUncertain || status === "last_reported";
  return h("path", {
    d: SHAPES[force],
    fill: isOpen || isPale ? colour : "#ffffff",
    "fill-opacity": isPale ? "0.3" : "1",
    stroke: status === "closed" ? "#7d7a73" : isOpen ? "#ffffff" : colour,
    "stroke-width": isOpen ? "1" : status === "closed_during" ? "2.2" : "1.6",
    "stroke-dasharray": isUncertain ? "2.4 1.6" : null,
  });
}

/**
 * The symbol in a box of its own.
 * @param {string} force
 * @param {string | null} status
 * @param {Record<string, unknown>} [attributes]
 */
export function siteIcon(force, status, attributes = {}) {
  return h(
    "svg",
    { width: SITE_WIDTH, height: 18, viewBox: "-8.5 -9 17 18", "aria-hidden": "true", ...attributes },
    symbol(force, status),
  );
}
