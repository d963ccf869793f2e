// What the Python side says: rules.json, written by `python -m tests.js.write`.
import { readFileSync } from "node:fs";

export const rules = JSON.parse(readFileSync(new URL("rules.json", import.meta.url), "utf8"));

export const settings = { ...rules.figures.config };

/** A view of the regions without filters. */
export function view(changes = {}) {
  return {
    root: "", source: null, frame: null, lang: null, year: "2022", month: null, measure: "fatalities_per_100k",
    from: null, violence: "all", family: "any", people: "census", units: [], estimate: "best", circles: "none",
    layers: new Set(["units"]), focus: "east", unit: null,
    at: null, ...changes,
  };
}
