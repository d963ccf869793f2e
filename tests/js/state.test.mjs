// The store: a state is shown once what it is drawn from is there; until then the page shows the one before.
import assert from "node:assert/strict";
import { test } from "node:test";
import { configure } from "../../app/static/js/core/config.js";
import { begin, current, next, provide, read, refused, subscribe, update } from "../../app/static/js/state.js";
import { settings, view } from "./world.mjs";

configure(settings);
const there = new Set(["2022"]);
const waiting = [];
const shown = [];
const failed = [];

provide({
  isHeld: (state) => there.has(state.year),
  need: (state) =>
    new Promise((resolve, reject) => {
      waiting.push({ year: state.year, resolve, reject });
    }),
});

/** Let what waits for a year have it. */
function arrive(year) {
  there.add(year);
  for (const { resolve } of waiting.filter((one) => one.year === year)) resolve();
}

subscribe((state, change) => shown.push([state.year, state.measure, Object.keys(change).sort().join()]));
refused.follow((state) => failed.push(state.year));
read(view());
begin();

test("what is there is shown at once", async () => {
  shown.length = 0;
  const done = update({ measure: "events_per_100k" });
  assert.deepEqual(shown, [["2022", "events_per_100k", "measure"]]);
  await done;
});

test("what is missing is shown when it has come; the choice is known at once", async () => {
  shown.length = 0;
  const done = update({ year: "2020" });
  assert.deepEqual([current().year, next().year, shown.length], ["2022", "2020", 0]);
  const other = update({ measure: "fatalities_per_100k" });
  assert.deepEqual(shown, [["2022", "fatalities_per_100k", "measure"]], "what needs nothing more is shown meanwhile");
  arrive("2020");
  await Promise.all([done, other]);
  assert.deepEqual([current().year, current().measure, next()], ["2020", "fatalities_per_100k", current()]);
});

test("the last choice wins over one that comes later", async () => {
  const first = update({ year: "2016" });
  const second = update({ year: "2022" });
  arrive("2016");
  await Promise.all([first, second]);
  assert.equal(current().year, "2022");
});

test("what cannot be loaded leaves the page as it is, and is told", async () => {
  shown.length = 0;
  const done = update({ year: "2018" });
  waiting.find(({ year }) => year === "2018").reject(new Error("500"));
  await done;
  assert.deepEqual([current().year, next().year, shown, failed], ["2022", "2022", [], ["2022"]]);
});

test("a comparison is with another year that has values of the measure", async () => {
  there.add("2021");
  await update({ from: "2021" });
  assert.equal(current().from, "2021");
  await update({ year: "2021" });
  assert.equal(current().from, null);
  await update({ from: "2012", measure: "documented_sites" });
  assert.equal(current().from, null, "the list of sites does not cover 2012");
});

test("a range of months has its last year, and ends where a year is chosen", async () => {
  there.add("2021").add("2022").add("2021-2022");
  await update({ year: "2021-2022", from: null, measure: "fatalities_per_100k" });
  assert.deepEqual([current().year, current().month], ["2021-2022", null]);
  await update({ month: "03" });
  assert.deepEqual([current().year, current().month], ["2022", "03"]);
  await update({ month: "2021-11..2022-02" });
  assert.deepEqual([current().year, current().month], ["2022", "2021-11..2022-02"]);
  await update({ year: "2021" });
  assert.deepEqual([current().year, current().month], ["2021", null]);
  await update({ month: "03" });
  await update({ year: "2021-2022" });
  assert.deepEqual([current().year, current().month], ["2021-2022", null]);
});

test("a range can be compared with a year or a range, months with months", async () => {
  await update({ year: "2021-2022", month: null, from: "2018-2020" });
  assert.equal(current().from, "2018-2020");
  await update({ from: "2021-2022" });
  assert.equal(current().from, null, "the same");
  await update({ from: "2020-03..2020-05" });
  assert.equal(current().from, null, "no months are shown");
  await update({ from: "2020" });
  await update({ month: "2021-11..2022-02" });
  assert.equal(current().from, "2020", "the same months from 2020 on");
  await update({ from: "2018-2020" });
  assert.equal(current().from, null, "months are compared with months");
});
