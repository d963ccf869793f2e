// The box for finding. What answers in it is loaded when it is first used: at its focus, at the key / from anywhere on
// the page, and on arrival from another page's box.
import { beside } from "./files.js";
import { find, h } from "./dom.js";

const ARRIVAL = /^#(fit$|event-|place-|site-)/;
const TYPED = "input:not([type=radio], [type=checkbox], [type=range]), textarea, select";
const COMBOBOX = Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" });

/** Whether keys that are pressed there are typed. @param {EventTarget | null} target */
const isTyping = (target) => target instanceof Element && target.matches(TYPED);

/** Load what answers in the box, once. */
export function attachFinding() {
  const asked = ARRIVAL.test(location.hash) ? location.hash : "";
  const box = find("find");
  if (!box) return;
  for (const [name, value] of COMBOBOX) box.setAttribute(name, value);
  let isLoaded = false;
  const load = () => {
    const src = beside(`find.${document.documentElement.lang}.js`);
    if (isLoaded || !src) return;
    isLoaded = true;
    document.head.append(h("script", { src, "data-arrival": asked }));
  };
  box.addEventListener("focus", load);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    box.focus();
  });
  // An address that differs in this alone asks for no page: it is opened anew.
  addEventListener("hashchange", () => ARRIVAL.test(location.hash) && location.reload());
  if (asked || document.activeElement === box) load();
}
