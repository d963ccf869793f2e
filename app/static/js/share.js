// What a view can be shared by: links, frames, images, its citation, lines that fetch its figures. All is written when
// it is opened, from the view as it is then. Loaded at the first press of its button (views/share.js), in the page's
// language.
import { configure } from "./core/config.js";
import { attribute, byId, fill, h, select } from "./core/dom.js";
import { t } from "./core/i18n.js";
import { PROGRAMS, frameLines } from "./words/lines.js";

/** @import { State } from "./types" */
/** @typedef {import("./views/citations.js").File} File */
/**
 * @typedef {object} Tools what the page hands over
 * @property {HTMLElement} button
 * @property {(file: File, state: State) => string} citation
 * @property {(text: string, button: HTMLElement) => Promise<boolean>} copy
 * @property {(link: Element) => string} freshen
 * @property {{follow: (listener: () => void) => void}} moved
 * @property {(state: State, isPage?: boolean) => string[]} pairsOf
 * @property {(file: File, state: State) => string} permalink
 * @property {(path: string, state: State) => string} permanentView
 */

const page = globalThis.Atlas.held;
configure(page.config);

const MAP_PX = 480;
const YEARS_PX = 900;
const CHART_PX = 460;
const VIEW = { path: "", own: [], layer: null, isAll: false };
const IMAGES = ["png", "svg", "pdf"];

/** @type {Tools} */
let tools;
const box = h("section", { id: "sharing", "aria-labelledby": "sharing-title", hidden: "" });
/** What was chosen, which stays from one opening to the next. */
const chosen = { isFrozen: false, isChart: false, program: 0 };

const base = () => attribute(byId("downloads"), "data-base");

/** @param {string} path @param {string[]} pairs */
const live = (path, pairs) => base() + path + (pairs.length ? `?${pairs.join("&")}` : "");

/** A view as a frame shows it: alone, or as all its years. @param {State} state @returns {State} */
const framed = (state) => ({ ...state, compare: state.compare === "years" ? "years" : null });

/**
 * What an embed names: its period too, which may be another as the view opens once there are newer figures, and its
 * language.
 * @param {State} state
 */
function lasting(state) {
  const pairs = tools.pairsOf(state).filter((pair) => !pair.startsWith("lang="));
  const isDated = pairs.some((pair) => pair.startsWith("year=")) || /[.]{2}/.test(state.month || "");
  return [...(isDated ? [] : [`year=${state.year}`]), ...pairs, `lang=${page.config.lang}`];
}

/** The lines of a frame. @param {State} state */
function frame(state) {
  const lone = framed(state);
  const path = chosen.isChart ? "/embed/chart" : "/embed";
  const src = chosen.isFrozen ? base() + tools.permanentView(path, lone) : live(path, lasting(lone));
  const words = ["title", "subtitle", "filter"].map((id) => byId(id).textContent).filter(Boolean);
  const height = lone.compare ? YEARS_PX : MAP_PX;
  return frameLines(src, `${words.join(", ")} · Mali Atlas`, chosen.isChart ? CHART_PX : height);
}

/** The permanent address of the table's figures; null where terms keep them. @param {State} state */
function csv(state) {
  const path = `${page.config.level}.csv`;
  const isThere = document.querySelector(`[data-download="${path}"]`);
  return isThere && tools.permalink({ path, own: [], layer: page.config.level, isAll: false }, state);
}

/**
 * A field with what can be copied of it, and the button that does.
 * @param {string} key
 * @param {string} label
 * @param {string} text
 * @param {number} rows
 */
function field(key, label, text, rows) {
  const id = `shared-${key}`;
  const shown = /** @type {HTMLTextAreaElement} */ (
    h("textarea", { id, readonly: "", rows, spellcheck: "false", "aria-labelledby": `${id}-label` })
  );
  shown.value = text;
  const words = t("Copy: %(name)s", { name: label });
  const look = { type: "button", class: "button small", id: `copy-${key}`, "aria-label": words };
  const button = h("button", look, t("Copy"));
  button.onclick = () => tools.copy(shown.value, button);
  shown.onfocus = () => shown.select();
  return h("div", { class: "shared" }, [shown, button]);
}

/** @param {string} key @param {string} label @param {string} [hint] */
const name = (key, label, hint) =>
  h("h3", { id: `shared-${key}-label` }, [label, hint ? h("small", {}, ` ${hint}`) : null]);

/**
 * A choice of two or more.
 * @param {string} key
 * @param {string} label
 * @param {string[]} options
 * @param {number} index
 * @param {(index: number) => void} choose
 */
function choice(key, label, options, index, choose) {
  const id = `share-${key}`;
  const made = h("select", { id, "aria-label": label }, options.map((text, at) =>
    h("option", { value: at, selected: at === index ? "" : null }, text)));
  made.onchange = () => {
    choose(Number(select(id).value));
    write();
    select(id).focus();
  };
  return made;
}

/** A link to what the page offers of the view. @param {string} file @param {string} text */
function offered(file, text) {
  const known = document.querySelector(`[data-view="${file}"]`);
  return h("a", { href: known && tools.freshen(known) }, text);
}

/** Links to the figure of the view. */
const images = () => IMAGES.map((kind) => offered(`figure.${kind}`, kind.toUpperCase()));

/** @param {State} state */
function programs(state) {
  const address = csv(state);
  if (!address) return [];
  const [program, lines] = PROGRAMS[chosen.program];
  const label = t("These figures in a program");
  return [
    name("lines", label, t("fetched from a permanent address")),
    choice("program", label, PROGRAMS.map(([one]) => one), chosen.program, (index) => (chosen.program = index)),
    field("lines", program, lines(address), 4),
    program === "Google Sheets" && /^(localhost|127\.)/.test(location.hostname)
      ? h("p", { class: "hint" }, t("Google fetches only from servers that the internet reaches: not from this one."))
      : null,
  ];
}

/** Write everything from the view as it is. */
function write() {
  const state = page.current();
  const close = h("button", { type: "button", class: "close", "aria-label": t("Close") }, "×");
  close.onclick = () => hide(true);
  const [link, permanent, embed, cite] = [t("Link"), t("Permanent link"), t("Embed"), t("Citation")];
  const shapes = [t("Map"), t("Deaths by year")];
  const kinds = [t("live: with the newest figures"), t("frozen: as it is now")];
  fill(box, [
    h("header", {}, [h("h2", { id: "sharing-title", tabindex: "-1" }, t("Share this view")), close]),
    name("link", link, t("with the newest figures")),
    field("link", link, live("/", tools.pairsOf(state, true)), 1),
    name("permanent", permanent, t("with these figures, as long as their build is kept")),
    field("permanent", permanent, base() + tools.permanentView("/", state), 1),
    name("embed", embed, t("lines for a page of yours")),
    choice("what", t("What is shown"), shapes, Number(chosen.isChart), (index) => (chosen.isChart = index === 1)),
    choice("kind", embed, kinds, Number(chosen.isFrozen), (index) => (chosen.isFrozen = index === 1)),
    field("embed", embed, frame(state), 3),
    name("image", t("Image")),
    h("p", { class: "images" }, images()),
    name("briefing", t("Briefing"), t("a page to read and print")),
    h("p", { class: "images" }, [offered("briefing", t("Read")), offered("briefing.html", t("As a file"))]),
    name("citation", cite),
    field("citation", cite, tools.citation(VIEW, state), 3),
    ...programs(state),
  ]);
}

function show() {
  write();
  box.hidden = false;
  tools.button.setAttribute("aria-expanded", "true");
  byId("sharing-title").focus();
}

/** @param {boolean} isBack whether the focus goes back to the button */
function hide(isBack) {
  if (box.hidden) return;
  box.hidden = true;
  tools.button.setAttribute("aria-expanded", "false");
  if (isBack) tools.button.focus();
}

/** @param {Tools} given */
function attach(given) {
  tools = given;
  /** @type {Element} */ (document.querySelector(".heading")).append(box);
  tools.button.addEventListener("click", () => (box.hidden ? show() : hide(true)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !box.hidden) hide(true);
  });
  document.addEventListener("pointerdown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!target.closest("#sharing, #share, #copied")) hide(false);
  });
  const renew = () => {
    if (!box.hidden) write();
  };
  page.subscribe(renew);
  tools.moved.follow(renew);
  show();
}

/** @type {any} */ (globalThis).AtlasShare = attach;
