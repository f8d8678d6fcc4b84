/** A statement about which theorems are proved before the catalogue has an executable claim. */
export interface StatementWithoutClaim {
  /** The id that its claim will have; theorems are named after it. */
  readonly id: string;
  /** Where it comes from: a place in a paper, or `farfield` for a statement of this project. */
  readonly source: string;
  readonly statement: string;
}

/**
 * The statements that are proved, or refuted, but that `verify` cannot run yet.
 *
 * A theorem of `proofs/theorems.json` belongs to a claim of the catalogue or to one of these. Once
 * the catalogue has a claim of that id, its formal status appears there by itself and the line here
 * can go.
 */
export const STATEMENTS_WITHOUT_CLAIM: readonly StatementWithoutClaim[] = [
  {
    id: 'almost-every-head',
    source: 'farfield',
    statement: 'Off finitely many hyperplanes of heads, a tail on which some unit moves saturates.',
  },
  {
    id: 'perfect-certainty-same-sense',
    source: 'paper A, Theorem 1 with Assumption 1 taken without its error',
    statement: 'Members that share the signs of monotonicity become certain together.',
  },
  {
    id: 'decision-settles',
    source: 'paper A, section 4',
    statement: 'The decision does not change any more in the limit.',
  },
  {
    id: 'single-dimension',
    source: 'paper A, section 6',
    statement: 'Monotonicity in one dimension suffices.',
  },
  {
    id: 'open-polytope',
    source: 'paper A, final version',
    statement: 'The scaled path ends in one linear region.',
  },
  {
    id: 'fixed-points',
    source: 'paper A, final version',
    statement: 'There p and all four metrics converge.',
  },
  {
    id: 'one-hot-column',
    source: 'paper A, final version',
    statement: 'A unique largest entry of the scaled column makes p one-hot.',
  },
  {
    id: 'monotone-on-polytopes',
    source: 'paper B, section 2',
    statement: 'Networks are component-wise strictly monotonic on each of their polytopes.',
  },
  {
    id: 'far-points-below-id',
    source: 'paper B, section 2',
    statement: 'MSP and entropy find far points less novel than in-distribution ones.',
  },
  {
    id: 'temperature-two-classes',
    source: 'paper B, appendix E',
    statement: 'For two classes a temperature leaves the AUROC of MSP as it is.',
  },
  {
    id: 'cea-does-no-harm',
    source: 'paper B, section 3.1',
    statement: 'Adding λg does not lower the AUROC if g(ID) ≤ g(OOD).',
  },
  {
    id: 'cea-weight',
    source: 'paper B, equation 5',
    statement: 'λ = γ |mean S| / (mean g + 0.1).',
  },
  {
    id: 'unflagged-ceiling',
    source: 'farfield',
    statement: 'What MSP with CEA does not flag has a certified highest confidence.',
  },
  {
    id: 'gen-at-infinity',
    source: 'farfield',
    statement: 'GEN ends at its most in-distribution value.',
  },
  {
    id: 'nci-at-infinity',
    source: 'farfield',
    statement: 'NCI grows without bound towards in-distribution.',
  },
  {
    id: 'scale-at-infinity',
    source: 'farfield',
    statement: 'SCALE follows the top logit, scaled.',
  },
  {
    id: 'fdbd-at-infinity',
    source: 'farfield',
    statement: 'fDBD has a limit that ignores the starting point.',
  },
  {
    id: 'nnguide-at-infinity',
    source: 'farfield',
    statement: 'NNGuide follows the top logit times a mean similarity.',
  },
  {
    id: 'residual-at-infinity',
    source: 'farfield',
    statement: 'The residual norm flags iff the slopes leave the principal space.',
  },
  {
    id: 'neco-at-infinity',
    source: 'farfield',
    statement: 'NECO follows the top logit times a share of the norm.',
  },
  {
    id: 'sirc-at-infinity',
    source: 'farfield',
    statement: 'SIRC with a residual may rise or fall.',
  },
];
