// The keys of the map in a list, under "?".
import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";

const keys = () => [
  [t("Arrow keys"), t("to the neighbour in that direction")],
  [t("Page Up, Page Down"), t("a year or month back, or on")],
  [t("Home, End"), t("to the highest, or the lowest, figure")],
  [t("Enter"), t("opens it; with Shift it is picked")],
  ["Z", t("to the border zones, one after another")],
  ["S", t("to the documented sites")],
  ["E", t("to the events")],
  ["G", t("to the grid cells")],
  ["U", t("back to the units")],
  ["W", t("says the view in words")],
  [t("Shift and arrow keys"), t("move the map")],
  ["+, −", t("nearer, farther")],
  [t("Escape"), t("closes what is opened")],
  ["?", t("this list")],
];

/** @type {HTMLDialogElement | null} */
let dialog = null;

/** Show the list. @param {() => void} back gives the focus back when it is closed */
export function showKeys(back) {
  if (!dialog) {
    const close = h("button", { type: "button", class: "button" }, t("Close"));
    const list = h("dl", {}, keys().flatMap(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)]));
    const title = h("h2", { id: "keys-title" }, t("Keys of the map"));
    dialog = /** @type {HTMLDialogElement} */ (
      h("dialog", { class: "keylist", "aria-labelledby": "keys-title" }, [title, list, close])
    );
    close.onclick = () => dialog?.close();
    dialog.onkeydown = (event) => event.stopPropagation(); // Escape closes the list, and not the panel as well
    dialog.onclose = back;
    document.body.append(dialog);
  }
  dialog.showModal();
}
