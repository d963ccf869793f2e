// What is found by name, as geodata/exports/search.py finds it: the same spellings, typing errors and order.

/**
 * A row of find.<language>.json: geodata's search.Entry. `kind` is its place among the kinds of the index.
 * @typedef {[kind: number, names: string[], where: string, to: string, events?: number, deaths?: number]} Entry
 */
/** @typedef {[key: string, label: string, frame: string]} Kind */
/** @typedef {{kinds: Kind[], layers: string[], year: string, entries: Entry[]}} Index */
/** @typedef {{name: string, whole: string, words: string[]}} Name */
/** @typedef {{entry: Entry, names: Name[], beside: string[], number: number}} Known */
/** @typedef {{entry: Entry, name: string}} Found */

const SHORTEST_MISTYPED = 4;
const APOSTROPHES = /[\u0027\u2019\u2018\u02bc\u02bb\u0060\u00b4]/g;
/** @type {Record<string, string>} */
const LETTERS = {
  "œ": "oe", "æ": "ae", "ß": "ss", "ɓ": "b", "ɗ": "d", "ŋ": "n", "ɲ": "ny", "ɛ": "e", "ɔ": "o",
};
const [EXACT, PREFIX, WORDS, BESIDE, NEARLY, NEARLY_PREFIX, NEARLY_WORDS] = [0, 1, 2, 3, 4, 5, 6];

/** The words of a text without accents, case, apostrophes and hyphens. @param {string} text */
export function folded(text) {
  const plain = text.toLowerCase().replace(APOSTROPHES, "").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return plain.replace(/[œæßɓɗŋɲɛɔ]/g, (letter) => LETTERS[letter]).replace(/[^a-z0-9]+/g, " ").trim();
}

/** @param {string} name */
function named(name) {
  const plain = folded(name);
  return { name, whole: plain.replaceAll(" ", ""), words: plain.split(" ") };
}

/** An index made ready to be searched. @param {Index} index @returns {Known[]} */
export const known = ({ kinds, entries }) =>
  entries.map((entry, number) => ({
    entry,
    number,
    names: entry[1].map(named),
    beside: folded(`${kinds[entry[0]][1]} ${entry[2]}`).split(" "),
  }));

/** @param {string} one @param {string} other */
function common(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

/** @param {string} rest @param {string} left */
const isExchanged = (rest, left) => rest.length > 1 && rest[1] === left[0] && rest[0] === left[1];

/** Whether a word is typed with at most one letter too many, missing, wrong or exchanged. @type {Test} */
export function isNearly(typed, word) {
  const at = common(typed, word);
  const rest = typed.slice(at);
  const left = word.slice(at);
  const after = rest.slice(1);
  return (
    after === left.slice(1) || after === left || rest === left.slice(1) ||
    (isExchanged(rest, left) && rest.slice(2) === left.slice(2))
  );
}

/** @typedef {(typed: string, word: string) => boolean} Test */

/** Whether a word begins with what is typed but for one letter. @type {Test} */
export function beginsNearly(typed, word) {
  const at = common(typed, word);
  const rest = typed.slice(at);
  const left = word.slice(at);
  const after = rest.slice(1);
  return (
    left.slice(1).startsWith(after) || left.startsWith(after) || left.slice(1).startsWith(rest) ||
    (isExchanged(rest, left) && left.slice(2).startsWith(rest.slice(2)))
  );
}

/** @type {Test} */
const begins = (one, word) => word.startsWith(one);
/** @type {Test} */
const beginsClosely = (one, word) =>
  word.startsWith(one) || (one.length >= SHORTEST_MISTYPED && beginsNearly(one, word));

/**
 * Whether each word typed begins one of the name's or beside it, at least one the name's.
 * @param {string[]} words
 * @param {string[]} own
 * @param {string[]} beside
 * @param {Test} test
 */
function fits(words, own, beside, test) {
  const rest = words.filter((one) => !own.some((word) => test(one, word)));
  return rest.length < words.length && rest.every((one) => beside.some((word) => test(one, word)));
}

/**
 * How well a name fits what is typed, 0 the best; null where it does not.
 * @param {{whole: string, words: string[]}} typed
 * @param {{whole: string, words: string[]}} name
 * @param {string[]} beside
 */
export function graded(typed, name, beside) {
  if (typed.whole === name.whole) return EXACT;
  if (name.whole.startsWith(typed.whole)) return PREFIX;
  if (typed.words.every((one) => name.words.some((word) => begins(one, word)))) return WORDS;
  if (fits(typed.words, name.words, beside, begins)) return BESIDE;
  if (typed.whole.length < SHORTEST_MISTYPED) return null;
  if (isNearly(typed.whole, name.whole)) return NEARLY;
  if (beginsNearly(typed.whole, name.whole)) return NEARLY_PREFIX;
  return fits(typed.words, name.words, beside, beginsClosely) ? NEARLY_WORDS : null;
}

/**
 * The best entries for what is typed, and how many fit at all: by grade, kind, deaths, events, the order of the index.
 * @param {Known[]} entries
 * @param {string} text
 * @param {number} limit
 * @returns {{found: Found[], total: number}}
 */
export function search(entries, text, limit) {
  const typed = named(text);
  if (!typed.whole) return { found: [], total: 0 };
  /** @type {{grade: number, one: Known, name: string}[]} */
  const found = [];
  for (const one of entries) {
    let best = null;
    let by = "";
    for (const name of one.names) {
      const grade = graded(typed, name, one.beside);
      if (grade === null || (best !== null && grade >= best)) continue;
      best = grade;
      by = name.name;
    }
    if (best !== null) found.push({ grade: best, one, name: by });
  }
  found.sort(
    (a, b) =>
      a.grade - b.grade ||
      a.one.entry[0] - b.one.entry[0] ||
      (b.one.entry[5] || 0) - (a.one.entry[5] || 0) ||
      (b.one.entry[4] || 0) - (a.one.entry[4] || 0) ||
      a.one.number - b.one.number,
  );
  return { found: found.slice(0, limit).map(({ one, name }) => ({ entry: one.entry, name })), total: found.length };
}
