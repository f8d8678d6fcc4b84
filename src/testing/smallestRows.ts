type Rows = readonly (readonly number[])[];

/** Trials a search may make: each can cost a round trip to another process. */
const BUDGET = 80;

/**
 * Makes rows that violate a law as few and as simple as it can: halves first, then single rows
 * left out, then entries set to 0 or rounded.
 *
 * @param violates - whether rows violate the law; exceptions count as violations
 */
export async function smallestRows(
  rows: Rows,
  violates: (rows: Rows) => Promise<boolean>,
): Promise<Rows> {
  let trials = 0;
  let best = rows;
  const improves = async (candidate: Rows) => {
    if (trials++ >= BUDGET || candidate.length === 0) return false;
    let worse = true;
    try {
      worse = await violates(candidate);
    } catch {
      // It fails in another way: still a failure on a smaller input.
    }
    if (worse) best = candidate;
    return worse;
  };
  for (let size = Math.ceil(best.length / 2); size >= 1; ) {
    let shrunk = false;
    for (let from = 0; from < best.length && best.length > 1; from += size) {
      if (await improves([...best.slice(0, from), ...best.slice(from + size)])) {
        shrunk = true;
        from -= size;
      }
    }
    if (size === 1 && !shrunk) break;
    size = shrunk && size === 1 ? 1 : Math.floor(size / 2);
  }
  for (let i = 0; i < best.length; i++) {
    for (let j = 0; j < best[i].length; j++) {
      const value = best[i][j];
      for (const simpler of [0, Math.round(value)]) {
        if (simpler === value) break;
        if (await improves(best.map((row, r) => (r === i ? row.with(j, simpler) : row)))) break;
      }
    }
  }
  return best;
}
