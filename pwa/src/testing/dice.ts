// Chance that can be had again, for tests.

/** The same numbers between 0 and 1 for the same seed. */
export function diceOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
