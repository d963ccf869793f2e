// The documents of the build, each asked for once. What cannot be had is said over everything else, and asked for
// again: after a while, when the connection is back, or when a reader presses the button.
import { config } from "./config.js";
import { fill, find, h } from "./dom.js";
import { t } from "./i18n.js";

const PATIENCE_MS = 60_000;
/** Pauses before it is asked for again by itself, in seconds; after the last one only on request. */
const PAUSES = [2, 5, 15, 60];

/** @type {Map<string, Promise<any>>} */
const waiting = new Map();
/** @type {Set<string>} */
const missing = new Set();
/** @type {(() => void)[]} */
const listeners = [];
let tries = 0;
let timer = 0;

/** Run a script of the build; one that cannot be had leaves nothing behind. @param {string} src */
export const run = (src) =>
  new Promise((done, fail) => {
    const script = /** @type {HTMLScriptElement} */ (h("script", { src }));
    script.onload = done;
    script.onerror = (event) => {
      script.remove();
      fail(event);
    };
    document.head.append(script);
  });

/** @param {string} name */
async function ask(name) {
  if (name.endsWith(".js")) return run(`/assets/${config.tag}/${name}`);
  const answer = await fetch(`/assets/${config.tag}/${name}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** The button that asks again. */
export function againButton() {
  const button = h("button", { type: "button", class: "again" }, t("Try again"));
  button.onclick = () => again();
  return button;
}

function tell() {
  const box = find("trouble");
  if (!box) return;
  box.hidden = !missing.size;
  const words = t("Part of the map could not be loaded. What is not shown is not loaded: that does not mean none.");
  fill(box, missing.size ? [h("span", {}, words), " ", againButton()] : []);
}

/** @param {string} name */
function miss(name) {
  missing.add(name);
  tell();
  if (timer || tries >= PAUSES.length) return;
  timer = setTimeout(again, PAUSES[tries] * 1000);
  tries += 1;
}

/**
 * Whether a document was asked for and could not be had.
 * @param {string} name
 */
export const isMissing = (name) => missing.has(name);

export const isWhole = () => !missing.size;

/**
 * A document of the build, or a script, which is run. Where it cannot be had the page says so, and the next call asks
 * again.
 * @param {string} name
 * @returns {Promise<any>}
 */
export function load(name) {
  const known = waiting.get(name);
  if (known) return known;
  const asked = ask(name).then(
    (found) => {
      if (missing.delete(name) && !missing.size) back();
      return found;
    },
    (error) => {
      waiting.delete(name);
      miss(name);
      throw error;
    },
  );
  waiting.set(name, asked);
  return asked;
}

/** All that was missing has come, whoever asked for it last: tell those who wait. */
function back() {
  clearTimeout(timer);
  timer = tries = 0;
  tell();
  for (const listener of listeners.slice()) listener();
}

/** Ask for everything that is missing. */
export async function again() {
  clearTimeout(timer);
  timer = 0;
  await Promise.allSettled(Array.from(missing, load));
}

/**
 * Do something each time that everything that was missing has come.
 * @param {() => void} listener
 */
export const whenBack = (listener) => listeners.push(listener);

/**
 * What `make` resolves to, however often it takes: for what the map cannot be shown without.
 * @template T
 * @param {() => Promise<T>} make it loads documents
 * @returns {Promise<T>}
 */
export function insist(make) {
  return make().catch((error) => {
    if (!missing.size) throw error;
    return new Promise((resolve) => {
      const listener = () => {
        listeners.splice(listeners.indexOf(listener), 1);
        resolve(insist(make));
      };
      listeners.push(listener);
    });
  });
}

/** Ask again when the connection is back. */
export function attachRetry() {
  addEventListener("online", () => {
    tries = 0;
    again();
  });
}
