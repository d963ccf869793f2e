// Files that are made on request: which links are theirs, what they are called, and why one was not made.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isFile } from "../../app/static/js/core/files.js";

globalThis.document = { addEventListener() {} };
const { fileName, reason } = await import("../../app/static/js/making.js");

test("files are told by their path, of a named build too", () => {
  const files = ["/figure.png", "/download/admin1.csv", "/briefing.html", "/b/0123456789abcdef/download/pack.zip"];
  for (const path of files) assert.ok(isFile(path), path);
  for (const path of ["/", "/data", "/downloads", "/b/x/figure.png", "/gis/figure.png", "/figures"]) {
    assert.ok(!isFile(path), path);
  }
});

test("a file is called as the server says, else as its address ends", () => {
  assert.equal(fileName('attachment; filename="mali-2022.csv"', "/download/admin1.csv"), "mali-2022.csv");
  assert.equal(fileName(null, "/b/0123456789abcdef/download/admin1.csv"), "admin1.csv");
});

test("why it was not made is said in the server's words", async () => {
  const said = new Response(JSON.stringify({ detail: "Please try again in 3 seconds." }), { status: 503 });
  assert.equal(await reason(said), "Please try again in 3 seconds.");
  assert.equal(await reason(new Response("<html>", { status: 502 })), "The server answers 502.");
});
