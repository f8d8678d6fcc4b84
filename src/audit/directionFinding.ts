import type { Regime } from '../tail/regime.js';
import type { SeenCertainty } from './certainty.js';
import type { Spread } from './spread.js';

/** What an audit finds out about one direction. */
export interface DirectionFinding {
  /** The place among the directions audited. */
  readonly index: number;
  readonly label: string;
  /** Index and name of the feature it is along; null if it is along none. */
  readonly feature: number | null;
  readonly featureName: string | null;
  readonly sign: -1 | 0 | 1;
  /** Exact, for every input; null for a network of one output, which has none. */
  readonly regime: Regime | null;
  /** The classes with the largest slope, ascending. Exact, for every input; none of one output. */
  readonly top: readonly number[];
  /** Shape [C], nats per unit of scale, float64: the slopes of the outputs, for every input. */
  readonly slopes: readonly number[];
  /** Certified bounds of γ, nats per unit of scale, for every input. */
  readonly gap: { readonly lower: number; readonly upper: number } | null;
  /** How many comparisons needed exact integers. */
  readonly settledExactly: number;
  /** The last change of piece over the rows, float64; null unless the direction saturates. */
  readonly from: Spread | null;
  /** One per certainty; empty unless the direction saturates. */
  readonly scales: readonly ScaleFinding[];
  /**
   * Where the network was seen to be certain of its class, at the first certainty: float64, on
   * sampled scales, over the rows followed. Never beyond the danger scale but by rounding. Null unless
   * the direction saturates and the network has a linear head.
   */
  readonly seen: SeenCertainty | null;
  /** One per detector; empty without data, or unless the direction saturates. */
  readonly detectors: readonly DetectorFinding[];
}

/** From which scale on the network is certain for ever. Units: those of the audit. */
export interface ScaleFinding extends Spread {
  /** 1 − ε. */
  readonly certainty: number;
  /** Certified for every input of the box; Infinity if no bound was found, null without a box. */
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
    readonly from: number;
    readonly until: number | null;
  };
  /** Whether it flags by the danger scale t_ε, so that no window is left, from every row. */
  readonly timely: boolean;
  /** The least AUROC of in-distribution inputs against the far end, in reals; null if not known. */
  readonly limitAuroc: number | null;
  /** The same of float64 scores against the float64 end; null if not known. */
  readonly limitAurocFloat64: number | null;
}
