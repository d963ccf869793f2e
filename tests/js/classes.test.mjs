// Classes, and the status of a change: the Python rules, case by case.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changeClass, changeStatus, classKey, classOf } from "../../app/static/js/values/classes.js";
import { rules } from "./world.mjs";

test("a value has the class that Python gives it", () => {
  assert.ok(rules.classes.length > 20);
  for (const [breaks, value, expected] of rules.classes) assert.equal(classOf(value, breaks), expected, `${value}`);
});

test("a change has the class that Python gives it", () => {
  assert.ok(rules.changes.some(([, , expected]) => expected < 0));
  for (const [sizes, change, expected] of rules.changes) {
    assert.equal(changeClass(change, sizes), expected, `${change}`);
  }
});

test("a change has the status that Python gives it", () => {
  assert.equal(rules.changeStatuses.length, 36);
  for (const [then, now, expected] of rules.changeStatuses) {
    assert.equal(changeStatus(then, now), expected, `${then} ${now}`);
  }
});

test("a key is the class where the figure is recorded, else the status", () => {
  assert.equal(classKey("recorded", 3, false), "c3");
  assert.equal(classKey("recorded", -2, true), "d-2");
  assert.equal(classKey("no_data", 0, true), "no_data");
  assert.equal(classKey("zero", 0, false), "zero");
  assert.equal(classKey("zero", 0, false, "sites_zero"), "sites_zero");
});
