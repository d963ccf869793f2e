// The legend draws what the server says; the figures in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { configure } from "../../app/static/js/core/config.js";
import { interval, nice } from "../../app/static/js/drawing/charts.js";
import { radius } from "../../app/static/js/layers/circles.js";
import { cellOf } from "../../app/static/js/values/cells.js";
import { keep, measureOf } from "../../app/static/js/values/counts.js";
import { entriesOf, roundDown } from "../../app/static/js/views/legend.js";
import { compareNames } from "../../app/static/js/views/sort.js";
import { sentence, times } from "../../app/static/js/words/change.js";
import { doubts } from "../../app/static/js/words/doubt.js";
import { countTexts, spoken, valueText } from "../../app/static/js/words/figures.js";
import { filterWords, subtitle } from "../../app/static/js/words/view.js";
import { rules, settings, view } from "./world.mjs";

configure(settings);
keep(rules.figures.file, rules.figures.values);

test("the entries are those of values or of changes, of a month where there are any", () => {
  const yearly = { value: [["c1", "a"]], change: [["d0", "b"]] };
  const monthly = { ...yearly, month: [["c1", "c"]], month_change: [["d0", "d"]] };
  const shown = (legend, changes) => entriesOf({ legend }, view(changes))[0][1];
  assert.equal(shown(monthly, {}), "a");
  assert.equal(shown(monthly, { from: "2020" }), "b");
  assert.equal(shown(monthly, { month: "03" }), "c");
  assert.equal(shown(monthly, { month: "03", from: "2020" }), "d");
  assert.equal(shown(yearly, { month: "03" }), "a");
  assert.equal(shown(yearly, { month: "03", from: "2020" }), "b");
});

test("every class that a region is drawn in has a line in the legend; of two kinds of zeros one has", () => {
  for (const [key, year, from, cells] of rules.figures.cells) {
    const lines = entriesOf(measureOf(key), view({ year, from })).map(([name]) => name);
    for (const [, name] of cells) {
      assert.ok(lines.includes(name) || name === "zero", `${key} ${year} ${from}: ${name}`);
    }
  }
});

test("circles: the largest is the largest count's, and none of the legend's is larger", () => {
  assert.equal(radius(100, 100), settings.largestCircle);
  assert.equal(radius(25, 100), settings.largestCircle / 2);
  assert.equal(radius(0, 100), 0);
  assert.equal(radius(1, 1e9), 1.5);
  assert.deepEqual([0, 1, 9, 10, 99, 1234, 99999].map(roundDown), [1, 1, 9, 10, 90, 1000, 90000]);
});

test("charts: nice ends, and dates as spans of years", () => {
  assert.deepEqual([0, 3, 10, 11, 480, 501].map(nice), [1, 5, 10, 20, 500, 1000]);
  assert.equal(interval(null), null);
  assert.deepEqual(interval("2022"), [2022, 2023]);
  assert.deepEqual(interval("2022-07"), [2022.5, 2022 + 7 / 12]);
  assert.deepEqual(interval("2022-01-01"), [2022, 2022]);
});

test("names are sorted with accents after their letters", () => {
  const names = ["Ségou", "Sikasso", "Segou", "Ménaka", "Mopti"];
  assert.deepEqual(names.sort(compareNames), ["Ménaka", "Mopti", "Segou", "Ségou", "Sikasso"]);
});

test("the period and the filters in words", () => {
  assert.equal(subtitle(view()), "2022");
  assert.equal(subtitle(view({ from: "2020" })), "Change from 2020 to 2022");
  assert.equal(subtitle(view({ measure: "documented_sites" })), "31 December 2022");
  assert.equal(filterWords(view()), "");
  const words = "One-sided (against civilians) · Islamic State";
  assert.equal(filterWords(view({ violence: "one_sided", family: "is" })), words);
});

test("what has changed, in words", () => {
  assert.equal(times(3, 0), null);
  assert.equal(times(30, 10), "3.0 times as many");
  assert.equal(times(10, 10), "about as many");
  assert.equal(times(5, 10), "fewer by 50 %");
  const [unit] = settings.units.filter(({ name }) => name === "Ménaka");
  assert.match(sentence("admin1", unit, view()), /^Ménaka, 2022 – fatalities: [\d,]+ \(reports range .+\)/);
  assert.match(sentence("admin1", unit, view()), /In 2021, fatalities: \d+; so 2022 has [\d.,]+ times as many\.$/);
  assert.match(sentence("admin1", unit, view({ year: "2024" })), /^Ménaka: the source has no figures for 2024\.$/);
});

test("a unit is spoken with its period and its value", () => {
  const [unit] = settings.units.filter(({ name }) => name === "Gao");
  const state = view({ from: "2020" });
  const measure = measureOf(state.measure);
  const cell = cellOf("admin1", state, unit, measure);
  const value = valueText(cell, measure, state);
  assert.equal(spoken(unit, cell, measure, state), `Gao; ${measure.label}, 2020 → 2022: ${value}`);
  const none = { events: null, low: null, best: null, high: null, civilians: null };
  assert.deepEqual(countTexts(none), ["no data", "no data", "no data", "no data"]);
});

test("a best estimate outside its own range is said, and no other", () => {
  const said = (value, low, high) => doubts({ isUnstable: false, isUncertain: false, value, low, high }).join("");
  const words = "The best estimate lies outside the range, as published.";
  assert.deepEqual([said(8, 9, 10), said(11, 9, 10)], [words, words]);
  assert.deepEqual([said(9, 9, 10), said(0, 0, 6), said(8, null, null), said(null, 9, 10)], ["", "", "", ""]);
});
