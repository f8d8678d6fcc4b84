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
  weaker('monotone-logits', 'repaired', 'part', 'that the log-odds move in the direction of p_c'),
  weaker(
    'jacobian-limit-joint',
    'repaired',
    'part',
    'that s_c(1 − s_c) vanishes exactly if c is not among the classes of largest slope or alone there',
  ),
  weaker(
    'single-dimension',
    'repaired',
    'part',
    'that the metrics of an ensemble are perfect exactly if its members agree',
  ),
  weaker('growth-rate', 'repaired', 'constant', 'the constant e^(−A)/(C − 1)'),
  weaker('gradient-vanishes', 'repaired', 'constant', 'the constant before e^(−γt)'),
  weaker(
    'rmds-at-infinity',
    'repaired',
    'part',
    'that the gap is not negative where both covariances have one rank, and the score constant where it is 0',
  ),
  weaker(
    'msp-at-infinity',
    'asPrinted',
    'part',
    'the limit on tied tails and the order of the error',
  ),
  weaker(
    'temp-scale-at-infinity',
    'asPrinted',
    'part',
    'the limit on tied tails and the order of the error',
  ),
  weaker(
    'entropy-at-infinity',
    'asPrinted',
    'part',
    'the limit on tied tails and the order of the error',
  ),
  weaker(
    'odin-at-infinity',
    'asPrinted',
    'assumption',
    'deriving that a bounded step keeps the logits within a bound of t·b',
  ),
  weaker('vim-at-infinity', 'asPrinted', 'part', 'what happens where the two slopes are equal'),
  weaker(
    'ash-at-infinity',
    'asPrinted',
    'assumption',
    'deriving that the units that end largest are the ones kept',
  ),
  weaker(
    'open-max-at-infinity',
    'asPrinted',
    'assumption',
    'deriving how fast the weights of the Weibull distributions settle',
  ),
  weaker(
    'gram-at-infinity',
    'asPrinted',
    'part',
    'powers above the first, the coefficient of t², and the published sign',
  ),
  weaker(
    'gaussian-head',
    'asPrinted',
    'assumption',
    'deriving that slopes are rarely near 0, and the Φ(m/s) of a Gaussian',
  ),
  weaker('layer-norm-limit', 'asPrinted', 'part', 'heads that are not linear'),
  weaker('decision-settles', 'asPrinted', 'part', 'which classes the decision settles on'),
  weaker('one-hot-column', 'asPrinted', 'part', 'rays along x_d that do not scale x_d'),
  weaker('gen-at-infinity', 'asPrinted', 'part', 'the order of the error'),
  weaker('nci-at-infinity', 'asPrinted', 'part', 'the slope −α‖Δ‖₁'),
  weaker('residual-at-infinity', 'asPrinted', 'part', 'the slope ‖RᵀΔ‖'),
  weaker(
    'scale-at-infinity',
    'asPrinted',
    'assumption',
    'deriving that the units that end largest are the ones kept',
  ),
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
