// Links to what is shown: the address of each is found when it is pointed at, reached, opened or copied, so that it is
// of what is shown then, where the map was moved to included.
import { all } from "./dom.js";

/** @typedef {HTMLAnchorElement} Link */

/** @type {[selector: string, of: (link: Link) => string][]} */
const followed = [];

/** What comes before a link is opened, dragged, or copied from a menu. */
const BEFORE = ["pointerover", "focusin", "pointerdown", "contextmenu", "click"];

/**
 * Name the address that links of a kind have; the server's stands until it is asked for.
 * @param {string} selector
 * @param {(link: Link) => string} of
 */
export const follow = (selector, of) => followed.push([selector, of]);

/** The address of a link as of now. @param {Element} link */
export function freshen(link) {
  for (const [selector, of] of followed) {
    if (link.matches(selector)) /** @type {Link} */ (link).href = of(/** @type {Link} */ (link));
  }
  return link.getAttribute("href") || "";
}

/** Keep the links of the page fresh; of a text that is copied or printed, all that it can hold. */
export function attachLinks() {
  const freshenOne = (/** @type {Event} */ { target }) => {
    const link = target instanceof Element && target.closest("a");
    if (link) freshen(link);
  };
  for (const name of BEFORE) addEventListener(name, freshenOne, true);
  for (const name of ["copy", "beforeprint"]) {
    addEventListener(name, () => all(followed.map(([selector]) => selector).join()).forEach(freshen), true);
  }
}
