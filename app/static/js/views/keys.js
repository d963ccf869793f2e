// The map as one stop of the Tab key, and the view in words: what both need is loaded at their first use (keys.js).
import { query } from "../addresses.js";
import { config } from "../core/config.js";
import { byId, find } from "../core/dom.js";
import { beside } from "../core/files.js";
import { t } from "../core/i18n.js";
import { run } from "../core/load.js";
import { theMap } from "../layers/map.js";

/** @type {Promise<unknown> | null} */
let loading = null;

/** Load it once, or again where that failed. */
function load() {
  loading = loading || run(beside(`keys.${config.lang}.js`));
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

/** Let the keyboard reach the map. */
export function attachKeys() {
  const box = theMap().getContainer();
  box.tabIndex = 0;
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", t("Map of Mali"));
  const first = (/** @type {Event} */ event) => {
    if (loading || !box.matches(":focus-visible")) return;
    load().then(() => /** @type {any} */ (globalThis).AtlasKeys.begin(event), () => {});
  };
  box.onfocus = box.onkeydown = first;
  const moments = find("moments");
  if (moments) moments.onfocus = load;
}

/** @type {string | undefined} */
let told;

/** What the page says of the view is read no more once it is of another. @param {import("../types").State} state */
export function showWords(state) {
  const own = query({ ...state, tab: "", unit: null, at: null, sort: "" });
  told = told || own;
  if (told === own && !loading) return;
  if (!loading) byId("in-words").hidden = true;
  if (state.tab === "table") load();
}
