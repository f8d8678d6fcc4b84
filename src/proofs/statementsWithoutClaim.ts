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
