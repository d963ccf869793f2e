// Long work in pieces, between which the page draws and answers.

/** How long a piece is, in milliseconds, where no more is said. */
export const PIECE_MS = 30;

/** Let what else waits come first. */
export const pause = () => new Promise((done) => setTimeout(done));

/**
 * Act in a task of its own once the page is drawn as it is now.
 * @param {() => void} act
 */
export const afterFrame = (act) => requestAnimationFrame(() => setTimeout(act));

/**
 * Do the same with one after the other; whenever a while has gone by, what else waits comes first.
 * @template T
 * @param {Iterable<T>} items
 * @param {(item: T) => void} act
 * @param {number} piece how long the while is, in milliseconds
 */
export async function inPieces(items, act, piece = PIECE_MS) {
  let began = performance.now();
  for (const item of items) {
    act(item);
    if (performance.now() - began < piece) continue;
    await pause();
    began = performance.now();
  }
}
