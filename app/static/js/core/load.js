// The documents of the build, each asked for once.
import { config } from "./config.js";
import { fill, find, h } from "./dom.js";
import { t } from "./i18n.js";

/** @type {Map<string, Promise<any>>} */
const waiting = new Map();

/** @param {string} name */
async function ask(name) {
  const answer = await fetch(`/assets/${config.tag}/${name}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** @param {string} text */
function complain(text) {
  const box = find("readout");
  if (box) fill(box, h("p", { class: "trouble" }, text));
}

/**
 * A document of the build. Where it cannot be had the page says so, and the next call asks again.
 * @param {string} name
 * @returns {Promise<any>}
 */
export function load(name) {
  const known = waiting.get(name);
  if (known) return known;
  const asked = ask(name).catch((error) => {
    waiting.delete(name);
    complain(t("Part of the map could not be loaded. Check the connection, or reload the page."));
    throw error;
  });
  waiting.set(name, asked);
  return asked;
}
