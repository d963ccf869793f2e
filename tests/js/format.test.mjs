// Numbers, dates and texts as the Python side writes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { configure } from "../../app/static/js/core/config.js";
import { day, range, rate, when, whole } from "../../app/static/js/core/format.js";
import { filled, t } from "../../app/static/js/core/i18n.js";
import { before, lastDay, partsOf, periodOf, thenOf } from "../../app/static/js/core/periods.js";
import { periodWords, summedWords } from "../../app/static/js/words/ranges.js";
import { rules, settings, view } from "./world.mjs";

/** Both sides separate thousands by a narrow space; which of the narrow ones is the library's choice. */
const spaced = (text) => text.replace(/\s/g, " ");

for (const [lang, numbers] of Object.entries(rules.numbers)) {
  const speak = () => configure({ ...settings, lang, months: numbers.months });
  /** The one text of ours among them is put in its language by the server. @param {string} text */
  const ours = (text) => (text === numbers.noData ? "no data" : text);

  test(`numbers are written as Python writes them (${lang})`, () => {
    speak();
    for (const [count, text] of numbers.whole) assert.equal(spaced(whole(count)), spaced(ours(text)), `${count}`);
    for (const [value, decimals, isSigned, text] of numbers.rate) {
      assert.equal(spaced(rate(value, decimals, isSigned)), spaced(ours(text)), `${value} to ${decimals} ${isSigned}`);
    }
  });

  test(`dates are written as Python writes them (${lang})`, () => {
    speak();
    for (const [date, text] of numbers.day) assert.equal(day(date), text);
  });
}

test("a month is written in full", () => {
  configure({ ...settings, lang: "en", months: rules.numbers.en.months });
  assert.equal(when("2022"), "2022");
  assert.equal(when("2022-03"), "March 2022");
  assert.equal(range("1", "2"), "1–2");
});

test("periods and what is said of ranges are those of the Python side", () => {
  configure({ ...settings, lang: "en", months: rules.numbers.en.months });
  for (const [year, month, from, parts, earlier, then, label, words, said] of rules.periods) {
    const state = view({ year, month, from });
    const period = periodOf(state);
    assert.deepEqual(partsOf(period), parts, period);
    if (earlier) assert.equal(before(period), earlier, period);
    assert.equal(thenOf(state), then, `${period} ${from}`);
    assert.equal(when(period), label);
    assert.equal(periodWords(period), words);
    assert.equal(summedWords(state), said, `${period} ${from}`);
  }
});

test("the placeholders of a text are filled", () => {
  assert.equal(t("fewer by %(percent)s %", { percent: 3 }), "fewer by 3 %");
  assert.equal(filled("%(year)s, %(other)s {year}", { year: "%(other)s" }), "%(other)s, %(other)s {year}");
});

test("periods", () => {
  assert.equal(periodOf(view({ month: "02" })), "2022-02");
  assert.equal(thenOf(view({ month: "02", from: "2020" })), "2020-02");
  assert.equal(thenOf(view()), null);
  assert.equal(lastDay(view()), "2022-12-31");
  assert.equal(lastDay(view({ year: "2020", month: "02" })), "2020-02-29");
});
