// What is found by name, and where it leads, is what the Python side says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { address, shownName } from "../../app/static/js/values/found.js";
import { beginsNearly, folded, isNearly, known, search } from "../../app/static/js/values/search.js";
import { rules } from "./world.mjs";

const { index, folded: texts, found, addresses } = rules.search;
const entries = known(index);

test("a text is folded as Python folds it", () => {
  for (const [text, plain] of texts) assert.equal(folded(text), plain, text);
});

test("the same is found in the same order, by the same name", () => {
  const numbers = new Map(index.entries.map((entry, number) => [entry, number]));
  for (const [query, total, best] of found) {
    const here = search(entries, query, 6);
    assert.equal(here.total, total, query);
    assert.deepEqual(here.found.map((one) => [numbers.get(one.entry), shownName(one)]), best, query);
  }
  assert.ok(found.filter(([, total]) => total > 1).length > 5);
});

test("an entry leads where Python says", () => {
  for (const [carried, expected] of addresses) {
    assert.deepEqual(index.entries.map((entry) => address(index, entry, carried)), expected);
  }
});

test("one letter may be wrong, missing, too many or exchanged, and no more", () => {
  for (const typed of ["gossi", "gosi", "gosssi", "gissi", "ogssi", "ossi", "goss", "gossia"]) {
    assert.ok(isNearly(typed, "gossi"), typed);
  }
  for (const typed of ["gos", "gassa", "osgsi", "gossiaa", ""]) assert.ok(!isNearly(typed, "gossi"), typed);
  assert.ok(beginsNearly("gass", "gossi"));
  assert.ok(!beginsNearly("gasa", "gossi"));
});
