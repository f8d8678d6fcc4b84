import { Rational } from '../exact/rational.js';
import type { DetectorReport } from './detectorReport.js';
import type { Guarded } from './guard.js';
import type { GuardEffect } from './guardEffect.js';

/** What `farfield guard` prints with `--json`, and its page shows. */
export interface GuardReport {
  readonly schemaVersion: 1;
  /** The original's name. */
  readonly network: string;
  /** The guarded file and its certificate. */
  readonly out: string;
  readonly certificate: string;
  readonly data: string | null;
  readonly seed: number;
  readonly inputs: number;
  readonly classes: number;
  readonly output: { readonly name: string; readonly holds: string };
  readonly guard: {
    readonly lower: readonly number[];
    readonly upper: readonly number[];
    readonly widths: readonly number[];
    readonly kappa: number;
    readonly mu: number;
  };
  /** Certified: the largest change of a probability inside the box. */
  readonly change: number;
  /** Certified: what no probability exceeds from an excess on. */
  readonly confidence: readonly { readonly excess: number; readonly bound: number }[];
  readonly notFinite: 'uniform' | 'not mended';
  /** The detector beside the guarded output; absent without one. */
  readonly detector?: DetectorReport;
  /** Seen in float64. */
  readonly effect: GuardEffect;
  readonly notes: readonly string[];
}

/** What a run of `farfield guard` found, in one value. */
export function guardReport(
  files: Pick<GuardReport, 'network' | 'out' | 'certificate' | 'data' | 'seed'>,
  { certificate, guard, network, notes }: Guarded,
  effect: GuardEffect,
  detector: DetectorReport | null = null,
): GuardReport {
  const number = (text: string) => Rational.parse(text).toNumber();
  return {
    schemaVersion: 1,
    ...files,
    inputs: certificate.inputs,
    classes: certificate.classes,
    output: { name: certificate.output.name, holds: certificate.output.holds },
    guard: {
      lower: Array.from(guard.lower),
      upper: Array.from(guard.upper),
      widths: Array.from(guard.widths),
      kappa: guard.kappa,
      mu: guard.mu,
    },
    change: number(certificate.change),
    confidence: certificate.confidence.map(({ excess, bound }) => ({
      excess: number(excess),
      bound: number(bound),
    })),
    notFinite: certificate.notFinite,
    ...(detector && { detector }),
    effect,
    notes: [...network.notes, ...notes],
  };
}

/** A bound in so many digits, rounded up: what is printed holds too. */
export function boundText(bound: number, digits: number): string {
  const text = bound.toPrecision(digits);
  if (Number(text) >= bound) return text;
  return (bound + 10 ** (Math.floor(Math.log10(bound)) + 1 - digits)).toPrecision(digits);
}
