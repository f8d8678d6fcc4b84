import { Rational } from '../exact/rational.js';
import { confidenceBound, insideChange } from '../uncertainty/guardBounds.js';
import type { Guard } from '../uncertainty/guarded.js';
import type { DetectorCertificate } from './detectorCertificate.js';
import type { Mending, OutputKind } from './guardNodes.js';

/**
 * What is known of a guarded classifier for every input, in numbers that can be checked: fractions
 * `p/q` of what the file stores.
 */
export interface GuardCertificate {
  readonly schemaVersion: 1;
  readonly format: 'farfield-guard-certificate';
  readonly version: 1;
  readonly inputs: number;
  readonly classes: number;
  readonly output: {
    readonly name: string;
    readonly holds: OutputKind;
    /** What the original's output is called in the guarded file. */
    readonly original: string;
    /** The tensor of probabilities that is guarded, where the original's output is no tensor. */
    readonly zipped: string | null;
  };
  readonly guard: {
    readonly lower: readonly string[];
    readonly upper: readonly string[];
    readonly widths: readonly string[];
    readonly kappa: string;
    readonly mu: string;
  };
  /** Inside the box no probability changes by more than this. */
  readonly change: string;
  /** No probability exceeds the bound wherever the excess is at least this. */
  readonly confidence: readonly { readonly excess: string; readonly bound: string }[];
  /** What is answered where the original's probabilities are not finite numbers. */
  readonly notFinite: 'uniform' | 'not mended';
  /** A detector beside the guarded output; absent without one. */
  readonly detector?: DetectorCertificate;
  /** The same in words. */
  readonly statements: readonly string[];
}

/** What a certificate is made of. */
export interface CertifiedGuard {
  readonly guard: Guard;
  readonly classes: number;
  readonly output: GuardCertificate['output'];
  readonly mending: Mending;
  /** At which excesses to say how certain the guarded classifier can be. */
  readonly excesses: readonly number[];
  readonly detector: DetectorCertificate | null;
}

/** Writes down what claim `guard-uniform` says of a guard, with numbers rounded outward. */
export function certifyGuard(certified: CertifiedGuard): GuardCertificate {
  const { guard, classes, output, mending, excesses, detector } = certified;
  const { kappa, mu } = guard;
  const change = insideChange(classes, kappa);
  const confidence = excesses.map((excess) => ({
    excess,
    bound: confidenceBound(classes, kappa, mu, excess),
  }));
  const fractions = (values: Float64Array) => Array.from(values, fraction);
  return {
    schemaVersion: 1,
    format: 'farfield-guard-certificate',
    version: 1,
    inputs: guard.lower.length,
    classes,
    output,
    guard: {
      lower: fractions(guard.lower),
      upper: fractions(guard.upper),
      widths: fractions(guard.widths),
      kappa: fraction(kappa),
      mu: fraction(mu),
    },
    change: fraction(change),
    confidence: confidence.map(({ excess, bound }) => ({
      excess: fraction(excess),
      bound: fraction(bound),
    })),
    notFinite: mending ? 'uniform' : 'not mended',
    ...(detector && { detector }),
    statements: [
      'p~ = s p + (1 - s)/C with s = 1/(1 + exp(mu e(x) - kappa)), e(x) the distance outside the box in widths, summed over the inputs.',
      `Inside the box no probability changes by more than ${change}.`,
      'The most probable classes are the same at every input, as real numbers; outputs of labels are those of the original.',
      ...confidence.map(
        ({ excess, bound }) =>
          `Wherever e(x) is at least ${excess}, no probability exceeds ${bound}.`,
      ),
      'Along every ray that moves an input, p~ tends to 1/C.',
      'All this holds of real numbers, for any classifier p with probabilities from 0 to 1. Evaluation in float32 rounds each of them by a few units in the last place; far out s underflows there, all classes have exactly the same probability, and a label is to be taken from the output of labels or from the original.',
      mending
        ? 'Where a probability of the original is not finite, which float32 makes of large inputs, p~ is uniform.'
        : 'Where a probability of the original is not finite, so is p~: the operator set of the file, older than 9, has no IsNaN.',
      ...(detector?.statements ?? []),
    ],
  };
}

/** A double as the fraction it is. */
function fraction(value: number): string {
  return Rational.of(value).toString();
}
