import { InputError } from '../errors/inputError.js';
import { vectorTerm } from './coqTerms.js';

/** A claim about logits alone: what its counterexample says in Coq, and the proof. */
interface LogitStatement {
  readonly modules: string;
  readonly statement: (classes: number) => string;
  readonly proof: (classes: number) => string;
}

const STATEMENTS = {
  // s_0 falls as logit 1 rises.
  'softmax-increasing': {
    modules: 'Basics Calculus Softmax Monotonic Rational',
    statement: (classes) =>
      `exists r, is_partial (fun f => softmax ${classes} f 0) 1 (real_vec logits) r /\\ r < 0`,
    proof: (classes) =>
      `exact (proj2 (softmax_increasing_repaired ${classes} 0 1 ltac:(lia) ltac:(lia) ltac:(lia)) ltac:(lia) (real_vec logits) I).`,
  },
  // The entropy at the logits is above that of all mass on one class.
  'entropy-direction': {
    modules: 'Basics Softmax Tail Metrics Certainty Auroc Rational',
    statement: (classes) =>
      `entropy ${classes} (one_hot 0) < entropy ${classes} (softmax ${classes} (real_vec logits))`,
    proof: (classes) =>
      `rewrite one_hot_entropy by lia. apply (softmax_entropy_pos ${classes}). lia.`,
  },
} as const satisfies Record<string, LogitStatement>;

/** The claims whose counterexamples are logits and that {@link logitWitness} can write. */
export const LOGIT_CLAIMS = Object.keys(STATEMENTS) as readonly (keyof typeof STATEMENTS)[];

/**
 * Writes a Coq file whose one theorem says that a claim about logits fails at the given ones.
 *
 * @param logits - shape [C], at least two classes
 * @throws InputError `shape_mismatch` for fewer than two classes, `not_finite` for NaN and ±∞
 *
 * @example
 * ```ts
 * logitWitness('softmax-increasing', [0, 0]).includes('r < 0'); // true
 * ```
 */
export function logitWitness(
  claim: (typeof LOGIT_CLAIMS)[number],
  logits: readonly number[],
): string {
  const bad = logits.findIndex((value) => !Number.isFinite(value));
  if (logits.length < 2 || bad >= 0) {
    throw new InputError('coqWitness', [
      bad >= 0
        ? {
            code: 'not_finite',
            path: `logits[${bad}]`,
            value: logits[bad],
            rule: 'must be finite',
            remedy: 'replace it',
          }
        : {
            code: 'shape_mismatch',
            path: 'logits.length',
            value: logits.length,
            rule: 'must be at least 2',
            remedy: 'pass the logits of two classes or more',
          },
    ]);
  }
  const { modules, statement, proof } = STATEMENTS[claim];
  return [
    `(** A counterexample to the claim ${claim}. *)`,
    '',
    `From Farfield Require Import ${modules}.`,
    'Import ListNotations QArith.',
    'Open Scope R_scope.',
    '',
    `Definition logits : list Q := (${vectorTerm(logits)})%Q.`,
    '',
    `Theorem ${claim.replaceAll('-', '_')}_counterexample :`,
    `  ${statement(logits.length)}.`,
    `Proof. ${proof(logits.length)} Qed.`,
    '',
  ].join('\n');
}
