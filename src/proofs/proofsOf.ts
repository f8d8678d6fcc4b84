import { type Audit, readAudit } from './readAudit.js';
import { type WeakerForm, weakerFormsOf } from './weakerForms.js';

/** The state of the formal proofs of a claim. */
export interface ClaimProofs {
  /** The claim as printed: proved, its negation proved, or neither. */
  readonly asPrinted: 'proved' | 'refuted-formally' | 'none';
  /** A repaired statement, if one is proved. */
  readonly repaired: 'proved' | 'none';
  /** The readings that are proved in a weaker form than they are stated. */
  readonly weaker: readonly Omit<WeakerForm, 'claim'>[];
  /** The theorems about the claim, in the order of the map. */
  readonly theorems: readonly string[];
  /** Every axiom that one of them rests on, sorted. */
  readonly axioms: readonly string[];
}

let shipped: Audit | undefined;

/**
 * Tells what is formally proved about a claim, according to the last passed audit.
 *
 * @param claim - the id of a claim; one without theorems gives `none`
 * @param audit - another audit than the one that ships with the package
 * @throws InputError as {@link readAudit}
 *
 * @example
 * ```ts
 * proofsOf('gradient-vanishes').asPrinted; // 'refuted-formally'
 * ```
 */
export function proofsOf(claim: string, audit: Audit = (shipped ??= readAudit())): ClaimProofs {
  const theorems = audit.theorems.filter((theorem) => theorem.claim === claim);
  const printed = theorems.filter(({ reading }) => reading === 'as-printed');
  const refuted = printed.some(({ verdict }) => verdict === 'refuted-formally');
  const status = {
    asPrinted: refuted ? 'refuted-formally' : printed.length > 0 ? 'proved' : 'none',
    repaired: theorems.some(({ reading }) => reading === 'repaired') ? 'proved' : 'none',
  } as const;
  return {
    ...status,
    weaker: weakerFormsOf(claim).filter(({ reading }) => status[reading] === 'proved'),
    theorems: theorems.map(({ name }) => name),
    axioms: [...new Set(theorems.flatMap(({ axioms }) => axioms))].sort(),
  };
}
