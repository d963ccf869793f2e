// The tabs of the panel: pressed, stepped through by the arrow keys, or named by the address. The panel can be folded.
import { all, attribute, byId, input } from "../core/dom.js";
import { opened, update } from "../state.js";

/** @import { State } from "../types" */

const tabs = () => /** @type {HTMLButtonElement[]} */ (all("#panel [data-tab]"));

/** @param {State} state */
export function showTabs({ tab }) {
  byId("atlas").setAttribute("data-tab", tab);
  for (const button of tabs()) {
    const isShown = attribute(button, "data-tab") === tab;
    button.setAttribute("aria-selected", String(isShown));
    button.tabIndex = isShown ? 0 : -1;
    byId(attribute(button, "aria-controls")).hidden = !isShown;
  }
}

/** The focus goes round: after the last tab comes the first. @param {KeyboardEvent} event */
function onKey(event) {
  const found = tabs();
  const at = found.indexOf(/** @type {HTMLButtonElement} */ (event.target));
  /** @type {Record<string, number>} */
  const places = { ArrowRight: at + 1, ArrowLeft: at - 1 + found.length, Home: 0, End: found.length - 1 };
  const place = places[event.key];
  if (place === undefined) return;
  event.preventDefault();
  event.stopPropagation(); // the arrow keys step through the years elsewhere
  const button = found[place % found.length];
  update({ tab: attribute(button, "data-tab") });
  button.focus();
}

/** @param {boolean} isFolded */
function fold(isFolded) {
  byId("atlas").classList.toggle("folded", isFolded);
  byId("fold-panel").setAttribute("aria-expanded", String(!isFolded));
}

/** Let readers change the tab, and fold the panel away; what is opened unfolds it. */
export function attachTabs() {
  for (const button of tabs()) {
    button.disabled = false;
    button.onclick = () => update({ tab: attribute(button, "data-tab") });
    button.onkeydown = onKey;
  }
  document.querySelector('.skip[href="#figures"]')?.addEventListener("click", () => update({ tab: "table" }));
  input("fold-panel").onclick = () => fold(!byId("atlas").classList.contains("folded"));
  opened.follow(() => fold(false));
}
