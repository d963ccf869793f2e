// DOM nodes. Text only ever enters the page as text: never as markup.

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Child | Child[]} Children */

const SVG = "http://www.w3.org/2000/svg";
const SVG_NAMES = new Set(["svg", "g", "path", "rect", "circle", "line", "text", "polygon"]);

/**
 * @param {Element} node
 * @param {Children} children
 */
function append(node, children) {
  for (const child of Array.isArray(children) ? children : [children]) {
    if (child != null && child !== false) node.append(child);
  }
}

/**
 * An element with attributes and children; strings become text nodes.
 * @param {string} name
 * @param {Record<string, unknown>} [attributes] those that are null or false are left out
 * @param {Children} [children]
 * @returns {HTMLElement}
 */
export function h(name, attributes = {}, children = []) {
  const node = SVG_NAMES.has(name) ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value != null && value !== false) node.setAttribute(key, String(value));
  }
  append(node, children);
  return /** @type {HTMLElement} */ (node);
}

/**
 * An SVG element's name for those who point at it.
 * @param {string} words
 */
export function tip(words) {
  const node = document.createElementNS(SVG, "title");
  node.textContent = words;
  return node;
}

/**
 * Put other children in the place of an element's own.
 * @param {Element} node
 * @param {Children} children
 */
export function fill(node, children) {
  node.replaceChildren();
  append(node, children);
}

/**
 * The element of an id; null where this page has none.
 * @param {string} id
 */
export const find = (id) => document.getElementById(id);

/**
 * The element of an id that every map's page has.
 * @param {string} id
 */
export function byId(id) {
  const node = find(id);
  if (!node) throw new Error(`the page has no #${id}`);
  return node;
}

/** @param {string} id */
export const input = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** @param {string} id */
export const select = (id) => /** @type {HTMLSelectElement} */ (byId(id));

/** @param {string} id */
export const table = (id) => /** @type {HTMLTableElement} */ (byId(id));

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} selector
 * @returns {T[]}
 */
export const all = (selector) => Array.from(document.querySelectorAll(selector));

/**
 * @param {Element} node
 * @param {string} name
 */
export const attribute = (node, name) => node.getAttribute(name) || "";

/**
 * Whether a link is the one that is shown.
 * @param {Element} link
 * @param {boolean} isCurrent
 */
export function markCurrent(link, isCurrent) {
  if (isCurrent) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

/**
 * Do the same on Enter and on the space bar.
 * @param {HTMLElement | SVGElement} element
 * @param {(event: KeyboardEvent) => void} act
 */
export function onPress(element, act) {
  element.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act(event);
  };
}

/**
 * Give the focus to what the Tab key does not reach.
 * @param {Element | null | undefined} element
 */
export function focusOn(element) {
  element?.setAttribute("tabindex", "-1");
  /** @type {HTMLElement | undefined} */ (element)?.focus({ preventScroll: true });
}
