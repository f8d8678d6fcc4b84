import type { LimitRegime } from '../tail/expandedTailForm.js';
import type { SeenCertainty } from './certainty.js';
import type { Spread } from './spread.js';

/**
 * How a direction ends. `varies`: from some of the rows looked at so, from others otherwise;
 * `no-limit`: the probabilities do not converge; `unknown`: undecided.
 */
export type EndRegime = LimitRegime | 'varies';

/** Bounds of numbers, one each a class. */
export interface ClassBounds {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** What an audit finds out about one direction. */
export interface DirectionFinding {
  /** The place among the directions audited. */
  readonly index: number;
  readonly label: string;
  /** Index and name of the feature it is along; null if it is along none. */
  readonly feature: number | null;
  readonly featureName: string | null;
  readonly sign: -1 | 0 | 1;
  /** Decided, or said not to be; null for a network of one output, which has none. */
  readonly regime: EndRegime | null;
  /**
   * The classes that keep a positive limit, ascending, all that may where it is not known; of a
   * piecewise-affine network those with the largest slope. None of one output.
   */
  readonly top: readonly number[];
  /** Whether regime and top hold for every input there is, or for the rows they were decided from. */
  readonly fromEveryInput: boolean;
  /** The rows that regime, top and limit were decided from; 0 where no row was needed. */
  readonly decidedRows: number;
  /**
   * The class that the network ends at least 99 % certain of: the one class of a direction that
   * saturates, or one whose limit is as large from every row decided. Null if there is none, or none
   * is known.
   */
  readonly certainOf: number | null;
  /**
   * Enclosures of the limits of the class probabilities, from every row decided; null where there is
   * no limit, or it depends on the input and was not decided.
   */
  readonly limit: ClassBounds | null;
  /**
   * Shape [C], nats per unit of scale, float64: the slopes of the outputs, for every input. Empty
   * where they are not known, or outputs are no straight lines far out.
   */
  readonly slopes: readonly number[];
  /** Certified bounds of γ, nats per unit of scale, for every input; null where there are none. */
  readonly gap: { readonly lower: number; readonly upper: number } | null;
  /** How many comparisons needed exact integers. */
  readonly settledExactly: number;
  /**
   * The last change of piece over the rows, float64; null unless the direction saturates and the
   * network is piecewise affine.
   */
  readonly from: Spread | null;
  /** One per certainty; empty unless the direction ends in certainty. */
  readonly scales: readonly ScaleFinding[];
  /**
   * Where the network was seen to be certain of its class, at the first certainty: float64, on
   * sampled scales, over the rows followed. Never beyond the danger scale but by rounding. Null unless
   * the direction ends in certainty; of a piecewise-affine network without a linear head too.
   */
  readonly seen: SeenCertainty | null;
  /** One per detector; empty without data, or unless the direction ends in certainty. */
  readonly detectors: readonly DetectorFinding[];
}

/** From which scale on the network is certain for ever. Units: those of the audit. */
export interface ScaleFinding {
  /** 1 − ε. */
  readonly certainty: number;
  /** Over the rows; null where it is not known from all of them. Infinity: never so certain. */
  readonly median: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /**
   * Certified for every input of the box; Infinity if no bound was found, null without a box or
   * where it is not known.
   */
  readonly bound: number | null;
  /** The median in standard deviations of the data; null where those are not known. */
  readonly distance: number | null;
}

/** What a detector does in a direction, at worst over the rows it was followed from. */
export interface DetectorFinding {
  readonly id: string;
  /** What the score does from the row with the largest flag scale: `converges`, `diverges-up`, … */
  readonly behaviour: string;
  /** Whether it never flags for good from some row; null if that is not known. */
  readonly blind: boolean | null;
  /** From how many rows it is blind, of `origins`. */
  readonly blindFrom: number;
  readonly origins: number;
  /** The largest scale from which it flags for ever; Infinity if it never does. */
  readonly flagScale: number | null;
  /** The same in standard deviations of the data; null where those are not known. */
  readonly flagDistance: number | null;
  /** [t_ε, t_flag] from the row with the largest t_flag, and from where certainty was seen. */
  readonly window: {
    readonly seenFrom: number;
    /** Null where it is not known. */
    readonly from: number | null;
    readonly until: number | null;
  };
  /**
   * Whether it flags by the danger scale t_ε, so that no window is left, from every row; where that
   * is not known, by the scale from which certainty was seen.
   */
  readonly timely: boolean;
  /** The least AUROC of in-distribution inputs against the far end, in reals; null if not known. */
  readonly limitAuroc: number | null;
  /** The same of float64 scores against the float64 end; null if not known. */
  readonly limitAurocFloat64: number | null;
}
