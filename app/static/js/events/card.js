// An event as lists tell it, with its address and its citation.
import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { civilians, date, days, deaths, origin, place, typeOf } from "../words/events.js";
import { isPoint, sample } from "./symbols.js";
import { titleOf } from "./words.js";

/** @import { State, ToldEvent } from "../types" */
/** @typedef {import("../core/dom.js").Child} Child */

/** Fly there. @param {ToldEvent} event */
function fly({ at }) {
  if (at) globalThis.Atlas.page.lookAt(L.latLngBounds([at]));
}

/** When, and who; where a point is known it leads there. @param {ToldEvent} event */
function head(event) {
  const words = [h("b", {}, days(event)), ` ${event.sides[0]} – ${event.sides[1]}`];
  if (!isPoint(event) || !event.at) return h("span", { class: "who" }, words);
  const button = h("button", { type: "button", class: "who go", title: t("Show on the map") }, words);
  button.onclick = () => fly(event);
  return button;
}

/**
 * @param {ToldEvent} event
 * @param {State} state
 */
function actions(event, state) {
  const { page } = globalThis.Atlas;
  const name = `${days(event)}, ${event.place || t("unknown")}`;
  const link = h("a", { class: "address", href: `#event-${event.id}` }, t("Link"));
  link.setAttribute("aria-label", t("Link to the event of %(name)s", { name }));
  link.onclick = (pressed) => {
    if (pressed.ctrlKey || pressed.metaKey || pressed.shiftKey) return;
    pressed.preventDefault();
    page.copy(/** @type {HTMLAnchorElement} */ (link).href, link);
  };
  const cite = h("button", { type: "button", class: "cite" }, t("Citation"));
  cite.setAttribute("aria-label", t("Citation of the event of %(name)s", { name }));
  cite.onclick = () => page.copy(page.citeEvent(titleOf(event), state, event.id), cite);
  return h("span", { class: "acts" }, [link, " · ", cite]);
}

/**
 * @param {ToldEvent} event
 * @param {State} state
 * @param {Child} more what else there is to say of it
 */
export function card(event, state, more) {
  return h("li", { "data-event": event.id }, [
    sample(event.type, event.where),
    h("div", {}, [
      head(event),
      h("span", { class: "deaths" }, deaths(event) + civilians(event)),
      h("span", {}, typeOf(event)),
      h("span", {}, place(event)),
      h("span", {}, date(event)),
      more,
      h("small", {}, origin(event)),
      actions(event, state),
    ]),
  ]);
}
