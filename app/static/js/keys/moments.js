// Coups and departures by key: one stop of the Tab key, whose ticks the arrow keys step through.
import { find } from "../core/dom.js";

/** Let the keyboard step through the ticks, each of which names itself as under the pointer. */
export function stepMoments() {
  const box = find("moments");
  const ticks = /** @type {HTMLElement[]} */ (Array.from(box?.children || []));
  if (!box || !ticks.length) return;
  let at = 0;
  const tell = (/** @type {string} */ name) => ticks[at].dispatchEvent(new PointerEvent(name));
  const choose = (/** @type {number} */ next) => {
    ticks[at].removeAttribute("aria-selected");
    at = next;
    ticks[at].setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", ticks[at].id);
    tell("pointerenter");
  };
  box.onfocus = () => choose(at);
  box.onblur = () => tell("pointerleave");
  box.onkeydown = (event) => {
    const places = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ticks.length - 1 };
    const place = places[/** @type {keyof places} */ (event.key)];
    if (place === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // the arrow keys step through the years elsewhere
    choose((place + ticks.length) % ticks.length);
  };
  if (document.activeElement === box) choose(0);
}
