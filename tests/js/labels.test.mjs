// Where labels may stand, and plain geometry.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around, decode, holds, isInView, meets } from "../../app/static/js/core/geometry.js";
import { OFFSETS, offsetsOf, settle } from "../../app/static/js/layers/placing.js";

const VIEW = { x: 200, y: 100 };

test("a label stands at its own point where that is free, else at the first spot that is", () => {
  const at = { x: 100, y: 50 };
  assert.deepEqual(settle(at, [40, 10], OFFSETS, VIEW, []), { area: [80, 45, 120, 55], offset: [0, 0] });
  const taken = [[90, 40, 110, 60]];
  const found = settle(at, [40, 10], OFFSETS, VIEW, taken);
  assert.deepEqual(found.offset, [0, -18]);
  assert.ok(!meets(found.area, taken[0]));
  assert.equal(settle(at, [40, 10], OFFSETS, VIEW, [[0, 0, 200, 100]]), undefined);
});

test("no label reaches over the edge of the map", () => {
  const found = settle({ x: 5, y: 50 }, [40, 10], OFFSETS, VIEW, []);
  assert.ok(isInView(found.area, VIEW));
  assert.equal(settle({ x: 5, y: 50 }, [40, 10], [[0, 0]], VIEW, []), undefined);
});

test("labels of less weight are tried at fewer spots, towns beside their dot", () => {
  assert.equal(offsetsOf("zone both", 1, [50, 19]).length, OFFSETS.length);
  assert.equal(offsetsOf("region", 3, [50, 19]).length, 3);
  assert.equal(offsetsOf("unit", 5, [50, 19]).length, 1);
  assert.deepEqual(offsetsOf("town", 3.5, [50, 19])[0], [31, 0]);
});

test("boxes, rings and steps", () => {
  assert.deepEqual(around({ x: 10, y: 10 }, [4, 2]), [8, 9, 12, 11]);
  assert.ok(!meets([0, 0, 1, 1], [1, 0, 2, 1]), "boxes that touch do not meet");
  const square = [{ x: 0, y: 0 }, { x: 2, y: 0 }, { x: 2, y: 2 }, { x: 0, y: 2 }];
  assert.ok(holds(square, { x: 1, y: 1 }));
  assert.ok(!holds(square, { x: 3, y: 1 }));
  assert.deepEqual(decode([[1000, 2000, 500, -250]]), [[[2, 1], [1.75, 1.5]]]);
});
