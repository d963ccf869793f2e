// Long work in pieces, between which the page draws and answers.

/** Resolves when what else waits has had its turn. */
export const pause = () => new Promise((done) => setTimeout(done));

/**
 * Do the same with one after the other; whenever a while has gone by, what else waits comes first.
 * @template T
 * @param {Iterable<T>} items
 * @param {(item: T) => void} act
 * @param {number} [piece] how long the while is, in milliseconds
 */
export async function inPieces(items, act, piece = 30) {
  let began = performance.now();
  for (const item of items) {
    act(item);
    if (performance.now() - began < piece) continue;
    await pause();
    began = performance.now();
  }
}
