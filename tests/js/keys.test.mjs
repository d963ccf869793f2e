// Where arrow keys lead on the map, and what is said there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { configure } from "../../app/static/js/core/config.js";
import { angle, ARROWS, drawnAt, touchingOf, waysOf } from "../../app/static/js/keys/ways.js";
import { besideOf, classOf, placeOf, rangeOf, ranked, rankOf } from "../../app/static/js/keys/words.js";
import { rules, settings, view } from "./world.mjs";

configure(settings);

/** The rings of a drawn world: a letter a unit, each of its squares a ring. */
function drawn(rows) {
  const names = Array.from(new Set(rows.join(""))).filter((name) => name !== " ");
  const squares = names.map((name) => rows.flatMap((row, y) => Array.from(row).flatMap((one, x) => one === name
    ? [[[y, x], [y, x + 1], [y + 1, x + 1], [y + 1, x]].map(([south, east]) => ({ lat: -south, lng: east }))] : [])));
  const middles = squares.map((rings) => {
    const all = rings.flat();
    const mean = (key) => all.reduce((sum, corner) => sum + corner[key], 0) / all.length;
    return [mean("lat"), mean("lng")];
  });
  return { names, squares, points: middles.map(drawnAt) };
}

const reachable = (ways, from) => {
  const found = new Set([from]);
  for (const one of found) for (const to of Object.values(ways[one])) if (to !== undefined) found.add(to);
  return found.size;
};

test("units touch that share a piece of border, and not those that meet in a corner", () => {
  const { names, squares } = drawn(["AB", "CD"]);
  const beside = touchingOf(squares).map((own) => Array.from(own, (index) => names[index]).sort().join(""));
  assert.deepEqual(beside, ["BC", "AD", "AD", "BC"]);
});

for (const rows of [["ABC", "DEF", "GHI"], ["AAAAA", "ABBBA", "ABCBA", "ABBBA", "AAAAA"], ["AAAB", "  C ", "DDDE"]]) {
  test(`arrows lead to a neighbour in their direction, and everywhere: ${rows.join("/")}`, () => {
    const { squares, points } = drawn(rows);
    const shifted = points.map(([x, y], index) => [x + index * 0.01, y + index * 0.02]); // no two middles are one
    const ways = waysOf(shifted, touchingOf(squares));
    ways.forEach((way, from) => Object.keys(ARROWS).forEach((arrow) => {
      if (way[arrow] === undefined) return;
      assert.notEqual(way[arrow], from);
      assert.ok(angle(shifted[from], shifted[way[arrow]], arrow) <= 80);
    }));
    ways.forEach((_, from) => assert.equal(reachable(ways, from), squares.length));
  });
}

test("in a grid each arrow leads to the square beside", () => {
  const { names, squares, points } = drawn(["ABC", "DEF", "GHI"]);
  const middle = waysOf(points, touchingOf(squares))[names.indexOf("E")];
  const led = Object.fromEntries(Object.entries(middle).map(([arrow, to]) => [arrow, names[to]]));
  assert.deepEqual(led, { ArrowUp: "B", ArrowRight: "F", ArrowDown: "H", ArrowLeft: "D" });
});

test("a unit that three others of one side hide is led to by one of them", () => {
  const points = [[0, 0], [1, 0], [2, 0.4], [2, -0.4]];
  const ways = waysOf(points, [new Set([1]), new Set([0, 2, 3]), new Set([1, 3]), new Set([1, 2])]);
  points.forEach((_, from) => assert.equal(reachable(ways, from), 4));
});

test("class, rank, range, place and neighbours in words", () => {
  const measure = rules.figures.config.measures[0];
  const values = { A: 3, B: 9, C: null, D: 3 };
  const cells = new Map(Object.entries(values).map(([pcode, value]) => [pcode, { value, key: "c2" }]));
  const order = ranked(cells, view());
  assert.deepEqual(order.map(({ pcode }) => pcode), ["B", "A", "D"]);
  assert.equal(rankOf("B", order), "the highest of 3");
  assert.equal(rankOf("D", order), "number 2 of 3", "equal figures have one rank");
  assert.equal(rankOf("C", order), "");
  assert.equal(classOf(cells.get("A"), measure, view()), "class 2–7.5");
  assert.equal(classOf({ key: "no_data" }, measure, view()), "");
  assert.equal(rangeOf({ low: 1, high: 2.5 }, measure, view()), "range 1.0–2.5");
  assert.equal(rangeOf({ low: 1, high: 1 }, measure, view()), "");
  const units = [[10, -10], [20, 0], [15, -5], []].map((at) => ({ at }));
  assert.deepEqual(units.slice(0, 3).map((unit) => placeOf(unit, units)),
    ["in the south-west", "in the north-east", "in the middle of the country"]);
  assert.equal(besideOf([]), "");
  assert.equal(besideOf(Array.from("abcdefghij")), "beside: a, b, c, d, e, f, g, h and 2 more");
});
