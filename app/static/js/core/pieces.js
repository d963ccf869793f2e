// Long work in pieces, between which the page draws and answers.
const PIECE_MS = 30;

/**
 * Do the same with one after the other; whenever a while has gone by, what else waits comes first.
 * @template T
 * @param {Iterable<T>} items
 * @param {(item: T) => void} act
 */
export async function inPieces(items, act) {
  let began = performance.now();
  for (const item of items) {
    act(item);
    if (performance.now() - began < PIECE_MS) continue;
    await new Promise((done) => setTimeout(done));
    began = performance.now();
  }
}
