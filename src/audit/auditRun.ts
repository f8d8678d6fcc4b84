import type { CeilingFinding } from '../ceiling/ceilingFinding.js';
import type { Circle } from './circle.js';
import type { DirectionFinding } from './directionFinding.js';
import type { RayCurves } from './followRays.js';
import type { MeasuredDetector } from './measuredDetector.js';
import type { PosteriorEnds } from './posteriorEnd.js';
import type { RandomShare } from './randomShare.js';
import type { Violation } from './violation.js';

/** An audit and the curves of its plots. */
export interface AuditRun {
  readonly audit: Audit;
  /** One per direction; null unless it ends in certainty and was followed. */
  readonly curves: readonly (RayCurves | null)[];
}

/**
 * The findings of an audit: what `audit.json` holds, and all reports are made of.
 *
 * Everything but `environment` and `timing` is the same for the same input.
 */
export interface Audit {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'farfield'; readonly version: string };
  readonly network: {
    readonly name: string;
    readonly inputs: number;
    readonly classes: number;
    readonly parameters: number;
    /** What reading the network changed. */
    readonly notes: readonly string[];
  };
  readonly data: {
    readonly name: string;
    readonly rows: number;
    readonly labelled: boolean;
    /** What the labels call the classes, in order; absent unless they are words for all of them. */
    readonly classNames?: readonly string[];
    /** Share of labels the network predicts, over the first `accuracyRows` rows. */
    readonly accuracy: number | null;
    readonly accuracyRows: number;
  } | null;
  readonly seed: number;
  /** What a scale of 1 along a feature is. */
  readonly units: string;
  readonly scaling: { readonly source: string } | null;
  readonly rays: 'features' | 'given' | 'whole inputs' | 'random';
  /** Of an audit of some of its directions, to be joined with the others; absent of a whole one. */
  readonly shard?: AuditShard;
  /** Where danger scales are taken. */
  readonly origins: {
    readonly kind: 'data rows' | 'the origin' | 'of each ray';
    readonly rows: number;
  };
  /** What the certified bounds hold over. */
  readonly box: string;
  /** What the ends of directions were decided from. */
  readonly ends: {
    /** Slopes decide for every input; where they do not, or there are none, rows are decided. */
    readonly from: 'every input' | 'rows';
    /** How many rows limits were decided from, where they depend on the row; 0 for none. */
    readonly rows: number;
    /**
     * From how many rows danger scales were certified, of networks that are not piecewise affine; 0
     * where that would take too long. Null for others, whose scales are those of all rows.
     */
    readonly certifiedRows: number | null;
  };
  /** How certain the network can get over all inputs there are. */
  readonly ceiling: CeilingFinding;
  /**
   * Whether penultimate features are bounded over all inputs there are: then CEA is bounded too.
   * Null without a linear head.
   */
  readonly boundedFeatures: boolean | null;
  readonly summary: AuditSummary;
  /** What random directions say of all of them. Absent unless directions were drawn. */
  readonly sample?: RandomShare;
  /** All directions of a network of two inputs, as arcs. Absent unless directions were drawn. */
  readonly circle?: Circle;
  /** The policies as given. */
  readonly policies: readonly string[];
  readonly violations: readonly Violation[];
  readonly detectors: readonly DetectorSummary[];
  /** Somebody else's detector: measured, not decided. Absent without one. */
  readonly measured?: MeasuredDetector;
  /** How certain a posterior ends, per direction. Absent without one. */
  readonly posterior?: PosteriorEnds;
  readonly fitting: {
    readonly trainRows: number;
    readonly validationRows: number;
    /** The share of in-distribution inputs that thresholds may flag. */
    readonly flagRate: number;
    /** What blindness was decided from. */
    readonly arithmetic: string;
  } | null;
  /** How rays were followed in float64; null if none were. */
  readonly followed: {
    /** From how many rows the network was followed. */
    readonly rows: number;
    /** Whether that number was asked for, or is 50 or as many as there are. */
    readonly chosen: 'default' | 'given';
    /** From how many of them detectors were followed. */
    readonly detectorRows: number;
    readonly points: number;
    /** The relative error of the scales found. */
    readonly precision: number;
  } | null;
  readonly notes: readonly string[];
  readonly directions: readonly DirectionFinding[];
  readonly environment: {
    readonly node: string;
    readonly platform: string;
    readonly workers: number;
  };
  readonly timing: { readonly durationMs: number };
}

/** Which directions of an audit are here, and of what audit. */
export interface AuditShard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** Place of the first direction, and how many all shards have together. */
  readonly first: number;
  readonly total: number;
  /** SHA-256 of what was audited, in hexadecimal: shards of one audit have the same. */
  readonly fingerprints: {
    readonly network: string;
    readonly data: string;
    readonly options: string;
  };
}

/** How many directions end how. */
export interface AuditSummary {
  readonly directions: number;
  readonly saturating: number;
  readonly tied: number;
  readonly flat: number;
  /** Directions in which the probabilities do not converge. */
  readonly noLimit: number;
  /** Directions that end otherwise from one row than from another. */
  readonly varying: number;
  /** Directions that are not decided. */
  readonly unknown: number;
  /** Directions that end in certainty: those that saturate, and limits of at least 99 %. */
  readonly certain: number;
  /**
   * Directions that end in certainty which is created: below 99 % at the edge of the data, certain
   * further out. 0 for piecewise-affine networks without a linear head, which are not followed.
   */
  readonly created: number;
  /** Directions in which the network is certain at the edge of the data already, and in the end. */
  readonly kept: number;
  /** Of those created, within three standard deviations beyond the edge; null if none are known. */
  readonly near: number | null;
  /** Of those created, how many have no distance in standard deviations. */
  readonly withoutDistance: number;
  /** Comparisons that needed exact integers. */
  readonly settledExactly: number;
  readonly sentences: readonly string[];
}

/** What a detector does over all directions that end in certainty. */
export interface DetectorSummary {
  readonly id: string;
  readonly name: string;
  /** Inputs with novelty above it are flagged. */
  readonly threshold: number;
  /**
   * Where the quantile lies that the threshold estimates, whatever the distribution of the scores;
   * infinite where there are too few rows to say.
   */
  readonly thresholdBounds: {
    readonly lower: number;
    readonly upper: number;
    readonly level: number;
  };
  /** The share of the validation rows that the threshold flags. */
  readonly flagged: number;
  /** The share of all in-distribution inputs that it flags is at most this, with the same level. */
  readonly flagRateAtMost: number;
  /** Directions it was followed along: those that end in certainty. */
  readonly directions: number;
  readonly blind: number;
  /** Directions in which its limit is not known. */
  readonly undecided: number;
  /** Directions it flags in the end, but only beyond the danger scale from some row. */
  readonly late: number;
  /** Median distance it flags at, standard deviations; null if it never does or none are known. */
  readonly flagDistance: number | null;
}
