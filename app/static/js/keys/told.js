// The view in words, as its page says it: asked for when it is to be read, once the state has changed.
import { find, h } from "../core/dom.js";

const PAUSE_MS = 500;
const { page, held } = globalThis.Atlas;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let told = "";

/** The view in words. */
export async function inWords() {
  const state = page.current();
  const answer = await fetch(`${state.root}/${page.query(state).replace(/^[^?]*/, "")}`);
  const there = new DOMParser().parseFromString(await answer.text(), "text/html");
  return Array.from(there.querySelectorAll("#in-words p"), (node) => node.textContent || "");
}

/** Write the words anew, where they are shown and of another view; many changes in a row are waited for. */
function renew() {
  const state = page.current();
  const own = page.query({ ...state, tab: "", unit: null, at: null, sort: "" });
  const box = find("in-words");
  if (!box || own === told) return;
  clearTimeout(timer);
  box.hidden = true;
  if (state.tab !== "table") return;
  timer = setTimeout(() => inWords().then((words) => {
    told = own;
    box.replaceChildren(...words.map((text) => h("p", {}, text)));
    box.hidden = false;
  }, () => {}), PAUSE_MS);
}

/** Keep the words of the page those of the view. */
export function followWords() {
  held.subscribe(renew);
  renew();
}
