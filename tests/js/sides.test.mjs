// The neighbours' sides of the zones: what is counted there, and in which files.
import assert from "node:assert/strict";
import { test } from "node:test";
import { config, configure } from "../../app/static/js/core/config.js";
import { gridLevels, isCounted, isFilled, sideMeasure, sidesOf } from "../../app/static/js/values/sides.js";
import { levelsOf } from "../../app/static/js/values/zones.js";
import { settings, view } from "./world.mjs";

configure(settings);
const both = (changes = {}) => view({ sides: "both", ...changes });

test("both sides need the counts of the neighbours, one side does not", () => {
  assert.deepEqual(levelsOf(view({ sides: "mali" })), ["admin1", "zones"]);
  assert.deepEqual(levelsOf(both()), ["admin1", "zones", "zones.NER", "zones.BFA"]);
  assert.deepEqual(sidesOf(both()).map(({ key, kind }) => [key, kind]), [["NER", "niger"], ["BFA", "burkina"]]);
  assert.deepEqual(sidesOf(view({ sides: "mali" })), []);
});

test("what is not loaded is not asked for, and is not counted at any distance", () => {
  const { sides, distances } = config;
  config.sides = [{ ...sides[0], counted: "any" }, { ...sides[1], counted: "none" }];
  config.distances = [75];
  const state = both({ layers: new Set(["niger-75"]) });
  assert.deepEqual(levelsOf(state), ["admin1", "zones", "zones.75", "zones.NER", "zones.75.NER"]);
  for (const km of [25, 75]) assert.deepEqual(config.sides.map((side) => isCounted(side, km)), [true, false]);
  assert.deepEqual([25, 75].map((km) => isCounted({ ...sides[0], counted: "standard" }, km)), [true, false]);
  Object.assign(config, { sides, distances });
});

test("the cells of both sides are those of the neighbours too, where the grid is shown", () => {
  assert.deepEqual(gridLevels(both()), []);
  assert.deepEqual(gridLevels(both({ layers: new Set(["grid"]) })), ["grid", "grid.NER", "grid.BFA"]);
  assert.deepEqual(gridLevels(view({ sides: "mali", layers: new Set(["grid"]) })), ["grid"]);
});

test("a part along its own border or either is coloured, by area", () => {
  const filled = ["niger-50", "burkina-50", "either-50", "both-50"].map((id) => isFilled({ id, side: "BFA" }));
  assert.deepEqual(filled, [false, true, true, false]);
  assert.equal(sideMeasure(both()).key, "fatalities_per_1000km2");
  assert.equal(sideMeasure(both()), config.zoneMeasure);
  assert.equal(sideMeasure(both({ measure: "fatalities_per_1000km2" })), config.measures[1]);
});
