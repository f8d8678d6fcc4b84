import type { CaseKind } from './cases.js';
import type { Perturbed } from './perturbed/perturbed.js';

/** What the third reading of a claim may come out as. */
export type GenericVerdict = 'refuted' | 'holds' | 'inconclusive';

/**
 * The third reading of a claim that is refuted as printed: does the refutation live on ties, or does
 * it survive small changes of every number in it?
 */
export type GenericReading<Kind extends CaseKind> = RobustReading<Kind> | HeadsReading;

/**
 * Sources of small cases, for statements whose robust counterexamples are rare among all: `kinked`,
 * rays through the smallest networks of several pieces; `shallow`, rays through networks of three
 * classes with at most one hidden layer; `plateaus`, detectors on the smallest networks that can be
 * flat where a class is.
 */
export type SmallCases = 'kinked' | 'shallow' | 'plateaus';

/** Every network near some counterexample is one. */
export interface RobustReading<Kind extends CaseKind> {
  readonly kind: 'robust';
  readonly expected: GenericVerdict;
  /** Among which cases a witness is searched; all that are generated if it is left out. */
  readonly among?: SmallCases;
  /** What is refuted, and near what; after "Refuted robustly: ". */
  readonly statement: string;
  /** Whether the statement fails in every case of a box, its hypotheses met: true is proven. */
  failsThroughout(box: Perturbed[Kind]): boolean;
  /** The counterexample as mathematics: what every case of its box has in common, step by step. */
  explain?(box: Perturbed[Kind]): readonly string[];
  /** The statement in the sense that its printed proof argues, where that is another. */
  readonly asArgued?: ArguedReading<Kind>;
}

/** Another sense of a statement, refuted in every case of a box as well. */
export interface ArguedReading<Kind extends CaseKind> {
  /** What is refuted, and near what; after "As its proof argues: ". */
  readonly statement: string;
  /** What fails in every case of a box, its hypotheses met, in words; null if that is not so. */
  failing(box: Perturbed[Kind]): string | null;
  /** The middle of the box as mathematics. */
  describe(box: Perturbed[Kind]): readonly string[];
}

/**
 * The statement fails only for heads on finitely many hyperplanes (w_c − w_c')·Δ = 0 (R1): with all
 * weights but the last layer's fixed, it holds for almost every head. For claims about rays and
 * ensembles.
 */
export interface HeadsReading {
  readonly kind: 'heads';
  readonly expected: GenericVerdict;
  /** After "Holds for almost every head: ". */
  readonly statement: string;
}

/** R1, for one network. */
export const ALMOST_EVERY_HEAD =
  "the statement fails only for heads with (w_c − w_c')·Δ = 0 for some pair of classes, Δ the slope of the penultimate activations: finitely many hyperplanes. Where p is strictly monotonic and v ≠ 0, Δ ≠ 0.";

/** R1, for every member at once. */
export const ALMOST_EVERY_TUPLE =
  "where every member is strictly monotonic and v ≠ 0, the statement fails only for tuples of heads of which one has (w_c − w_c')·Δ = 0 for some pair of classes, Δ the slope of that member's penultimate activations: finitely many hyperplanes.";
