// Every region, measure and year, and changes from some: value, status and class are those of the Python side.
import assert from "node:assert/strict";
import { test } from "node:test";
import { config, configure } from "../../app/static/js/core/config.js";
import { cellOf, fillOf } from "../../app/static/js/values/cells.js";
import { beside, besideAll, held, isHeld, keep, measureOf, row, total } from "../../app/static/js/values/counts.js";
import { statusOn } from "../../app/static/js/values/sites.js";
import { levelsOf, zoneIds } from "../../app/static/js/values/zones.js";
import { rules, settings, view } from "./world.mjs";

configure(settings);
keep(rules.figures.file, rules.figures.values);

test("every cell is what Python says of it", () => {
  const keys = new Set();
  for (const [measure, year, from, expected] of rules.figures.cells) {
    const state = view({ year, from });
    config.units.forEach((unit, index) => {
      const cell = cellOf("admin1", state, unit, measureOf(measure));
      const shown = from === null ? cell.value : cell.change;
      const [value, key] = expected[index];
      const where = `${measure} ${unit.pcode} ${from} ${year}`;
      assert.equal(cell.key, key, where);
      if (value === null) assert.equal(shown, null, where);
      else assert.ok(Math.abs(shown - value) < 1e-6, `${where}: ${shown}, not ${value}`);
      keys.add(cell.key);
    });
  }
  for (const key of ["c1", "c5", "d-3", "d0", "d3", "no_data", "none_recorded", "zero", "sites_zero"]) {
    assert.ok(keys.has(key), `no figure is ${key}`);
  }
});

test("rates by the people of the year divide by the mean of a range's years", () => {
  for (const [year, values] of rules.figures.ofYear) {
    const state = view({ year, people: "year" });
    config.units.forEach((unit, index) => {
      const { value } = cellOf("admin1", state, unit, measureOf("fatalities_per_100k"));
      assert.ok(value === values[index] || Math.abs(value - values[index]) < 1e-9, `${year} ${unit.pcode}: ${value}`);
    });
  }
});

test("a range sums what is covered, and what the source says of no row is in no sum", () => {
  const state = view();
  for (const name of ["national", "not_allocated"]) {
    const sum = ["2021", "2022", "2023"].reduce((all, year) => all + total("admin1", state, name, year).best, 0);
    const found = total("admin1", state, name, "2021-2023");
    assert.deepEqual([found.best, found.periods], [sum, 3]);
    const known = total("admin1", state, name, "2023-2024");
    assert.deepEqual([known.best, known.periods], [total("admin1", state, name, "2023").best, 1]);
  }
  const missing = row("admin2", view(), "ML9901", "2021-2022");
  assert.deepEqual([missing.events, missing.status.events], [null, "no_data"], "not loaded");
});

test("every key has a fill, and every line of the legend", () => {
  for (const measure of config.measures) {
    for (const [key, label] of [...measure.legend.value, ...measure.legend.change]) {
      assert.match(fillOf(key, measure), /^(#[0-9a-f]{6}|url\(#p-[a-z-]+\))$/, `${measure.key} ${key}`);
      assert.ok(label);
    }
  }
});

test("the regions and what is not allocated are the country's counts", () => {
  const state = view();
  for (const year of config.covered) {
    const regions = config.units.map((unit) => row("admin1", state, unit.pcode, year).events);
    const missing = total("admin1", state, "not_allocated", year).events;
    const sum = regions.reduce((all, events) => all + events, missing);
    assert.equal(sum, total("admin1", state, "national", year).events, year);
  }
});

test("what is not loaded is no data, not none", () => {
  const found = row("admin2", view(), "ML9901", "2022");
  assert.deepEqual([found.events, found.status.events], [null, "no_data"]);
  assert.equal(total("admin2", view(), "national", "2022").events, null);
  assert.equal(beside("admin2", view(), "ML9901", "2022").events, null);
  assert.equal(besideAll("admin2", view(), "2022").best, null);
  assert.equal(beside("admin1", view(), "ML07", "2022").events, 0, "loaded, and no event only names Gao");
});

test("a unit without a row has no event where the source covers the year, else no data", () => {
  keep("values-admin2-all-any.json", { pcodes: [], periods: [], status: {} });
  const covered = row("admin2", view(), "ML9901", "2022");
  assert.deepEqual([covered.events, covered.status.events], [0, "none_recorded"]);
  const other = row("admin2", view(), "ML9901", "1999");
  assert.deepEqual([other.events, other.status.events], [null, "no_data"]);
});

test("counts are there once their file is", () => {
  assert.ok(isHeld("admin1", view()));
  assert.ok(!isHeld("admin1", view({ violence: "one_sided" })));
  assert.equal(held("admin1", view({ family: "jnim" })), undefined);
  assert.ok(!isHeld("admin1", view({ month: "03" })), "the months of a year are a file of their own");
});

test("a site has the status that Python gives it, around each of its dates", () => {
  const seen = new Set();
  assert.ok(rules.sites.length > 30);
  for (const [opened, closed, lastThere, days] of rules.sites) {
    for (const [day, expected] of days) {
      assert.equal(statusOn(day, opened, closed, lastThere), expected, `${day} ${opened} ${closed}`);
      seen.add(expected);
    }
  }
  assert.deepEqual(Array.from(seen).sort(), ["closed", "last_reported", "not_yet", "open", "uncertain"]);
});

test("zones are in the order of their kinds, then of their distances", () => {
  const state = view({ layers: new Set(["both-25", "niger-100", "units", "niger-50", "sites-fama"]) });
  assert.deepEqual(zoneIds(state), ["niger-50", "niger-100", "both-25"]);
  assert.deepEqual(levelsOf(state), ["admin1", "zones"]);
  const other = view({ layers: new Set(["either-75"]) });
  assert.deepEqual(levelsOf(other), ["admin1", "zones"], "75 km is not offered here");
});
