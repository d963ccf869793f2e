// The list of the events of what is selected: searched, sorted, and drawn in portions.
import { fill, h } from "../core/dom.js";
import { whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { folded } from "../values/search.js";
import { typeOf } from "../words/events.js";
import { card } from "./card.js";
import { check, kindsOf, reasonOf, sum, sumsOf } from "./kinds.js";
import { light } from "./light.js";
import { countBy, deathsIn, deathsOf } from "./deaths.js";

/** @import { Counts, State, UnitEvent } from "../types" */
/** @import { Kind } from "./kinds.js" */
/**
 * @typedef {object} Listed
 * @property {string} heading
 * @property {UnitEvent[]} events
 * @property {string | null} of the p-code of what they are of; null: a place of the map
 * @property {State} state
 * @property {Counts | null} counted
 * @property {string | null} kind the kind that is wanted alone
 */

const PORTION = 50;

/** @type {Record<string, (event: UnitEvent) => string | number>} */
const KEYS = {
  date: ({ from, to }) => `${from} ${to}`,
  deaths: deathsOf,
  place: ({ place }) => folded(place || ""),
  type: typeOf,
};
/** Those that begin with the highest. */
const FROM_TOP = ["date", "deaths"];

/** How lists are sorted, until the reader chooses otherwise. */
const order = { by: "date", isDown: true };

/** Events in the order that is chosen. @param {UnitEvent[]} events */
function sorted(events) {
  const keyed = events.map((event) => ({ key: KEYS[order.by](event), event }));
  const way = order.isDown ? -1 : 1;
  keyed.sort((one, other) => (one.key < other.key ? -way : one.key > other.key ? way : 0));
  return keyed.map(({ event }) => event);
}

/** What is searched of an event. @param {UnitEvent} event */
function textOf(event) {
  const { place, sides, id, from, to } = event;
  return folded([place, ...sides, typeOf(event), id, from, to].join(" "));
}

/** A list that is shown, with what was typed and chosen. */
class List {
  /** @param {HTMLElement} box @param {Listed} listed */
  constructor(box, listed) {
    this.listed = listed;
    this.kinds = kindsOf(listed.events, listed.of);
    this.kind = this.kinds.some(([key]) => key === listed.kind) ? listed.kind : null;
    this.typed = "";
    /** What is searched, by event. @type {Map<string, string>} */
    this.texts = new Map();
    this.results = h("div", { class: "results" });
    this.said = h("p", { class: "shown", role: "status" });
    this.more = h("button", { type: "button", class: "button small all" });
    this.more.onclick = () => this.portion()?.focus({ preventScroll: true });
    /** @type {Map<string, HTMLElement>} */
    this.buttons = new Map();
    /** @type {[kind: Kind, event: UnitEvent][]} */
    this.left = [];
    this.listen();
    fill(box, [h("h3", {}, listed.heading), ...this.head(), this.results, this.more]);
    this.refresh();
  }

  head() {
    const { events, of, state, counted } = this.listed;
    if (!events.length) return [h("p", { class: "said" }, t("No event of the source is in this list."))];
    return [
      ...sumsOf(events, this.kinds, of).map((kind) => this.sum(kind)),
      h("p", { class: "check" }, check(events, of, state, counted)),
      events.length > 1 ? this.tools() : null,
      this.said,
    ];
  }

  /** A kind's sum, which shows that kind alone when it is pressed. @param {Kind} kind */
  sum(kind) {
    if (this.kinds.length < 2) return h("p", { class: "kind", "data-sum": kind[0] }, sum(kind));
    const button = h("button", { type: "button", class: "kind", "data-sum": kind[0] }, sum(kind));
    button.onclick = () => this.show(kind[2] === this.listed.events || kind[0] === this.kind ? null : kind[0]);
    this.buttons.set(kind[0], button);
    return button;
  }

  tools() {
    const search = h("input", { type: "search", placeholder: t("Search place, side, day …") });
    search.setAttribute("aria-label", t("Search these events"));
    search.oninput = () => {
      this.typed = folded(/** @type {HTMLInputElement} */ (search).value);
      this.refresh();
    };
    const names = { date: t("date"), deaths: t("deaths"), place: t("place"), type: t("type") };
    const options = Object.entries(names).map(([value, words]) =>
      h("option", { value, selected: value === order.by && "" }, words),
    );
    const by = h("select", { "aria-label": t("Sort by") }, options);
    const way = h("button", { type: "button", class: "way" });
    const mark = () => {
      way.textContent = order.isDown ? "↓" : "↑";
      way.setAttribute("aria-label", order.isDown ? t("Descending") : t("Ascending"));
      this.refresh();
    };
    by.onchange = () => {
      order.by = /** @type {HTMLSelectElement} */ (by).value;
      order.isDown = FROM_TOP.includes(order.by);
      mark();
    };
    way.onclick = () => {
      order.isDown = !order.isDown;
      mark();
    };
    mark();
    return h("p", { class: "eventtools" }, [search, by, way]);
  }

  /** Light the event under the pointer, or with the focus, on the map. */
  listen() {
    /** @param {Event} event */
    const point = ({ target }) => {
      const item = /** @type {HTMLElement} */ (target).closest("[data-event]");
      light(this.listed.events.find(({ id }) => id === item?.getAttribute("data-event")) || null);
    };
    this.results.onmouseover = point;
    this.results.addEventListener("focusin", point);
    this.results.onmouseleave = () => light(null);
    this.results.addEventListener("focusout", () => light(null));
  }

  /** Show one kind alone; null: all. @param {string | null} kind */
  show(kind) {
    this.kind = kind;
    this.refresh();
  }

  /** Draw anew what is searched and chosen, in its order: the first portion. */
  refresh() {
    const kinds = this.kinds.filter(([key]) => !this.kind || key === this.kind);
    this.left = kinds.flatMap((kind) =>
      sorted(kind[2].filter((event) => this.isFound(event)))
        .map((event) => /** @type {[Kind, UnitEvent]} */ ([kind, event])),
    );
    for (const [key, button] of this.buttons) button.setAttribute("aria-pressed", String(key === this.kind));
    const found = this.left.map(([, event]) => event);
    const isAll = found.length === this.listed.events.length;
    const numbers = { events: whole(found.length), deaths: whole(deathsIn(found)) };
    this.said.textContent = isAll ? "" : t("Shown – events: %(events)s, deaths: %(deaths)s.", numbers);
    light(null);
    this.results.replaceChildren();
    this.portion();
  }

  /** @param {UnitEvent} event */
  isFound(event) {
    if (!this.typed) return true;
    const text = this.texts.get(event.id) || textOf(event);
    this.texts.set(event.id, text);
    return text.includes(this.typed);
  }

  /** Draw the next portion; its first card. */
  portion() {
    const { of, state } = this.listed;
    const made = this.left.splice(0, PORTION).map(([kind, event]) => {
      const one = card(event, state, reasonOf(event, of));
      this.group(kind).append(one);
      return one;
    });
    made[0]?.setAttribute("tabindex", "-1");
    this.more.hidden = !this.left.length;
    this.more.textContent = t("Show more (%(count)s left)", { count: whole(this.left.length) });
    return made[0];
  }

  /** The list of a kind, which is drawn last. @param {Kind} kind */
  group([key, words]) {
    const last = this.results.lastElementChild;
    if (last?.getAttribute("data-events") === key) return /** @type {Element} */ (last.lastElementChild);
    const own = h("ul", { class: "eventlist" });
    const title = this.kinds.length > 1 ? h("h4", {}, words) : null;
    this.results.append(h("div", { "data-events": key, tabindex: "-1" }, [title, own]));
    return own;
  }
}

/**
 * Show a list of events in a box, and give the focus to the kind that is wanted.
 * @param {HTMLElement} box
 * @param {Listed} listed
 */
export function list(box, listed) {
  countBy(listed.state);
  const made = new List(box, listed);
  if (made.kind) setTimeout(() => /** @type {HTMLElement | null} */ (made.results.firstElementChild)?.focus());
}
