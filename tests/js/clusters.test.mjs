// Events that share a circle: no death is lost, and no circle lies under another.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clustersOf, far, radius } from "../../app/static/js/events/clusters.js";

const [SCALE, NEAR] = [1.6, 6];
let seed = 7;
const random = () => {
  seed = (seed * 16807) % 2147483647;
  return seed / 2147483647;
};
const drawn = (count) =>
  Array.from({ length: count }, (_, id) => ({
    id, best: Math.floor(random() ** 6 * 300), low: null, high: null, point: { x: random() * 500, y: random() * 300 },
  }));
const clusters = (events) => clustersOf(events, ({ point }) => point, SCALE, NEAR);
const sum = (events) => events.reduce((all, { best }) => all + best, 0);

test("every event is in one cluster, whose deaths are its events'", () => {
  for (const count of [0, 1, 40, 400]) {
    const events = drawn(count);
    const found = clusters(events);
    const ids = found.flatMap((cluster) => cluster.events.map(({ id }) => id));
    assert.deepEqual(ids.sort((a, b) => a - b), events.map(({ id }) => id));
    for (const cluster of found) assert.equal(cluster.deaths, sum(cluster.events));
  }
});

test("the deadliest come first, and no circle lies wholly under one before it", () => {
  const found = clusters(drawn(400));
  assert.ok(found.length > 50 && found.length < 400);
  found.forEach((cluster, rank) => {
    for (const over of found.slice(0, rank)) {
      assert.ok(over.deaths >= cluster.deaths);
      assert.ok(far(over.at, cluster.at) + radius(cluster.deaths, SCALE) > radius(over.deaths, SCALE));
    }
  });
});

test("events at one place are one circle where the deadliest is", () => {
  const at = { x: 3, y: 4 };
  const events = [[1, 4], [2, 9], [3, 0]].map(([id, best]) => ({ id, best, low: null, high: null, point: at }));
  const [one, ...others] = clusters([...events, { id: 4, best: 1, low: null, high: null, point: { x: 90, y: 90 } }]);
  assert.deepEqual([one.deaths, one.events[0].id, others.length], [13, 2, 1]);
});
