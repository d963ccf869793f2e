// Picking on the map: the button that turns it on, and what is loaded then for boxes and polygons.
import { config } from "../core/config.js";
import { byId } from "../core/dom.js";
import { beside } from "../core/files.js";
import { run } from "../core/load.js";
import { theMap } from "../layers/map.js";
import { next, picking, update } from "../state.js";

/** Load the tools for boxes and polygons, once. */
function loadTools() {
  const src = beside(`picking.${document.documentElement.lang}.js`);
  if (!src) return;
  const open = () => {
    const tools = {
      map: theMap(),
      box: byId("picking"),
      /** @param {(at: readonly number[]) => boolean} isInside */
      take: (isInside) => {
        const { units } = next();
        const taken = config.units.filter(({ pcode, at }) => units.includes(pcode) || (at.length && isInside(at)));
        update({ units: taken.map(({ pcode }) => pcode) });
      },
    };
    /** @type {any} */ (globalThis).AtlasPicking(tools);
  };
  run(src).then(open, () => {});
}

/** Let readers turn picking on and off: while it is on, a click or a touch picks instead of opening. */
export function attachPicking() {
  const button = byId("pick");
  button.addEventListener("click", () => {
    picking.isOn = !picking.isOn;
    button.setAttribute("aria-pressed", String(picking.isOn));
    byId("picking").hidden = !picking.isOn;
    if (picking.isOn && !("AtlasPicking" in globalThis)) loadTools();
  });
}
