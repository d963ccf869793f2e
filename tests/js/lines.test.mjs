// Lines to copy: markup that stays markup whatever the title says, and programs that name the address once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PROGRAMS, frameLines } from "../../app/static/js/words/lines.js";
import { rules } from "./world.mjs";

const CSV = "https://atlas.example.org/b/0123456789abcdef/download/admin1.csv?source=ucdp-ged&frame=2016&year=2022";

test("the lines of a frame are escaped", () => {
  const lines = frameLines("https://a.org/embed?year=2022&lang=fr", 'Gao "<b>" & more', 480);
  assert.match(lines, /^<iframe src="https:\/\/a\.org\/embed\?year=2022&amp;lang=fr"\n/);
  assert.match(lines, / title="Gao &quot;&lt;b&gt;&quot; &amp; more"\n/);
  assert.match(lines, / height="480" [^<>]*><\/iframe>$/);
  assert.equal(lines.match(/</g).length, 2);
});

test("the lines of a frame are those of the Python side", () => {
  for (const [src, title, height, lines] of rules.frames) assert.equal(frameLines(src, title, height), lines);
});

test("each program's lines fetch the address, whole and once, in quotes", () => {
  const programs = Object.fromEntries(PROGRAMS.map(([name, lines]) => [name.split(" ")[0], lines(CSV)]));
  assert.deepEqual(Object.keys(programs), ["Excel", "Google", "Python", "R", "Stata"]);
  for (const [name, lines] of Object.entries(programs)) assert.equal(lines.split(`"${CSV}"`).length, 2, name);
  assert.equal(programs.Google, `=IMPORTDATA("${CSV}"; ","; "en_US")`);
  assert.match(programs.Excel, /^let\n[^]*\nin\n {2}Figures$/);
});
