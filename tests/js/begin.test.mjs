// The start is drawn in pieces: what is chosen between two of them is drawn whole, and the start goes no further.
import assert from "node:assert/strict";
import { test } from "node:test";
import { configure } from "../../app/static/js/core/config.js";
import { inPieces } from "../../app/static/js/core/pieces.js";
import { begin, provide, read, subscribe, update } from "../../app/static/js/state.js";
import { settings, view } from "./world.mjs";

configure(settings);
provide({ isHeld: () => true, need: () => Promise.resolve() });

/** Each look at the clock finds it so much later. */
function clock(t, step) {
  let now = 0;
  t.mock.method(performance, "now", () => (now += step));
}

test("what takes long is done in the same order, with pauses in which others have their turn", async (t) => {
  clock(t, 20);
  const done = [];
  const all = inPieces([1, 2, 3, 4, 5], (item) => done.push(item));
  setTimeout(() => done.push("other"));
  assert.deepEqual(done, [1, 2], "a piece is what is done at once");
  await all;
  assert.deepEqual(done.filter((item) => item !== "other"), [1, 2, 3, 4, 5]);
  assert.ok(done.indexOf("other") < 5, "the others did not wait for the end");
});

test("what is short is done at once", (t) => {
  clock(t, 1);
  const done = [];
  inPieces([1, 2, 3], (item) => done.push(item));
  assert.deepEqual(done, [1, 2, 3]);
});

test("what is chosen while the start is drawn is drawn by every view, and nothing old after it", async (t) => {
  clock(t, 40);
  const drawn = [];
  for (const name of ["first", "second"]) {
    subscribe((state, change) => drawn.push([name, state.measure, Object.keys(change).length > 5]));
  }
  read(view());
  const start = begin();
  assert.deepEqual(drawn, [["first", view().measure, true]]);
  await update({ measure: "events_per_100k" });
  const whole = [["first", "events_per_100k", true], ["second", "events_per_100k", true]];
  assert.deepEqual(drawn.slice(1), whole, "as the whole of a state, since nothing was drawn before");
  await start;
  assert.equal(drawn.length, 3);
  await update({ measure: "fatalities_per_100k" });
  assert.deepEqual(drawn.slice(3).map(([, , isWhole]) => isWhole), [false, false]);
});

test("of many units what is chosen while another choice is drawn is drawn in its place, with what that one owed",
  async (t) => {
  clock(t, 200);
  configure({ ...settings, units: Array.from({ length: 101 }, (_, index) => ({ pcode: `U${index}` })) });
  const drawn = [];
  subscribe((state, change) => drawn.push(["third", state.measure, Object.keys(change).sort().join()]));
  const first = update({ measure: "events_per_100k" });
  const second = update({ year: "2020" });
  await Promise.all([first, second]);
  assert.deepEqual(drawn, [["third", "events_per_100k", "measure,year"]], "never drawn by itself, nor forgotten");
  await update({ people: "2019" });
  assert.deepEqual(drawn.slice(1), [["third", "events_per_100k", "people"]], "what has been drawn is owed no more");
  configure(settings);
  drawn.length = 0;
  update({ people: "census" });
  assert.deepEqual(drawn, [["third", "events_per_100k", "people"]], "of few units, all views at once");
});
