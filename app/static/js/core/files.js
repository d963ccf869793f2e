// Links to files that may take a while. What shows their progress is loaded at the first click on one of them; where it
// cannot be had, the link works by itself.
import { h } from "./dom.js";

const FILE = /^(\/b\/[0-9a-f]+)?\/(download\/|figure\.|briefing\.html)/;

/** Whether a path is that of a file that is made on request. @param {string} path */
export const isFile = (path) => FILE.test(path);

/**
 * The link to a file that was clicked on, as links are followed: without a key that opens it elsewhere.
 * @param {MouseEvent} event
 */
export function fileLink(event) {
  const target = event.target instanceof Element ? event.target.closest("a[href]") : null;
  const link = /** @type {HTMLAnchorElement | null} */ (target);
  const isElsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || isElsewhere || event.defaultPrevented) return null;
  return link.origin === location.origin && isFile(link.pathname) ? link : null;
}

/** The address of a script beside the page's style. @param {string} name */
export function beside(name) {
  const style = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[href$="/atlas.css"]'));
  return style ? style.href.replace("atlas.css", name) : "";
}

/** Load what shows the progress of files at the first click on one. */
export function attachFiles() {
  /** @param {MouseEvent} event */
  const first = (event) => {
    const link = fileLink(event);
    const src = link && beside(`making.${document.documentElement.lang}.js`);
    if (!link || !src) return;
    event.preventDefault();
    document.removeEventListener("click", first);
    const script = /** @type {HTMLScriptElement} */ (h("script", { src }));
    script.onload = () => link.click();
    script.onerror = () => location.assign(link.href);
    document.head.append(script);
  };
  document.addEventListener("click", first);
}
