/**
 * How what is proved of a reading of a claim falls short of it.
 *
 * - `constant`: for some constant, where the claim states which
 * - `part`: of a part of the statement, or of some of its cases
 * - `assumption`: under an assumption that the claim does not make
 */
export type Shortfall = 'constant' | 'part' | 'assumption';

/** A reading of a claim whose theorems, taken together, say less than it does. */
export interface WeakerForm {
  readonly claim: string;
  readonly reading: 'asPrinted' | 'repaired';
  readonly shortfall: Shortfall;
  /** What the claim says and no theorem does, to stand after "without": "the constant". */
  readonly lacks: string;
}

/**
 * The readings that are proved in a weaker form than they are stated and checked, from comparing
 * statement and theorems one by one. What the models of `proofs/` leave out of the code stands with
 * each theorem (`leavesOut`), not here: this is about statements.
 *
 * All other readings with a proof are proved as stated; `weakerForms.test.ts` lists them, so that a
 * new theorem has to be compared too.
 */
export const WEAKER_FORMS: readonly WeakerForm[] = [
  weaker(
    'rmds-at-infinity',
    'repaired',
    'part',
    'that the gap is not negative where both covariances have one rank, and the score constant where it is 0',
  ),
  weaker('entropy-at-infinity', 'asPrinted', 'part', 'the order of the error'),
  weaker(
    'odin-at-infinity',
    'asPrinted',
    'assumption',
    'deriving that a bounded step keeps the logits within a bound of t·b',
  ),
  weaker(
    'open-max-at-infinity',
    'asPrinted',
    'assumption',
    'deriving how fast the weights of the Weibull distributions settle',
  ),
  weaker('gram-at-infinity', 'asPrinted', 'part', 'the published sign and its floor'),
  weaker(
    'adascale-a-at-infinity',
    'asPrinted',
    'assumption',
    'deriving that the moved input keeps the activations within a bound',
  ),
  weaker(
    'adascale-l-at-infinity',
    'asPrinted',
    'assumption',
    'deriving that the moved input keeps the activations within a bound',
  ),
  weaker(
    'gaussian-head',
    'asPrinted',
    'assumption',
    'deriving that slopes are rarely near 0, and the Φ(m/s) of a Gaussian',
  ),
  weaker(
    'posterior-gradient',
    'asPrinted',
    'assumption',
    'deriving that expectation and derivative may be swapped, and slopes of any size',
  ),
  weaker('limit-auroc', 'asPrinted', 'part', 'SHE and MDS, whose novelties grow'),
  weaker(
    'open-polytope',
    'asPrinted',
    'part',
    'that the path is inside the region unless some unit stays on a kink',
  ),
  weaker(
    'layer-norm-limit',
    'asPrinted',
    'part',
    'norms and attention before the last norm or behind it',
  ),
  weaker('several-speeds', 'asPrinted', 'part', 'attention'),
  weaker('gen-at-infinity', 'asPrinted', 'part', 'the order of the error'),
];

function weaker(
  claim: string,
  reading: WeakerForm['reading'],
  shortfall: Shortfall,
  lacks: string,
): WeakerForm {
  return { claim, reading, shortfall, lacks };
}

/** How the proofs of a claim fall short of it, reading by reading. */
export function weakerFormsOf(claim: string): readonly Omit<WeakerForm, 'claim'>[] {
  return WEAKER_FORMS.filter((form) => form.claim === claim).map(({ claim: _, ...form }) => form);
}
