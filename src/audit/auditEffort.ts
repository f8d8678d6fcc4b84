import { capabilityOf } from '../network/capability.js';
import type { Network } from '../network/network.js';
import { hasGerms } from './auditorOf.js';
import { CURVE_POINTS } from './followRays.js';
import { networkSize } from './networkSize.js';

/** How closely an audit looks, so that a large one ends. Decided by counting, never by the clock. */
export interface AuditEffort {
  /** From how many rows ends are decided that may depend on the row. */
  readonly endRows: number;
  /** From how many rows danger scales are certified where that takes a search. */
  readonly certifiedRows: number;
  /** From how many rows the network is followed in float64. */
  readonly followedRows: number;
  /** From how many of those detectors are followed. */
  readonly detectorRows: number;
  /** How many scales a curve has. */
  readonly curvePoints: number;
  /** Whether detectors are decided from exact germs. */
  readonly exactGerms: boolean;
  /** Products of all directions. */
  readonly work: number;
}

/** Products that curves may take before they are sampled coarsely. */
const CURVE_WORK = 1e11;
/** Products of exact germs that are no trouble. */
const EXACT_WORK = 3e7;
/** Operations on expansions that are no trouble: about half a minute. */
const END_WORK = 6e6;
/** Operations within searches for certified scales, each of dozens of walks, that are none. */
const CERTIFIED_WORK = 2.5e5;
/** Operations within searches from one row alone that are still none: a minute or two. */
const ONE_ROW_WORK = 2e6;
/** Rows that are searched from at most: their median and spread are what is shown. */
const MOST_CERTIFIED = 5;
/** Up to this many directions detectors are followed from five rows, else from one. */
const FEW_DIRECTIONS = 256;

/**
 * @param directions - how many
 * @param rows - how many there are to start from
 * @param asked - whether so many rows were asked for: then all of them count
 */
export function auditEffort(
  network: Network,
  directions: number,
  rows: number,
  asked: boolean,
): AuditEffort {
  const { multiplications, operations } = networkSize(network);
  const work = directions * Math.max(1, multiplications);
  const within = (budget: number) => Math.floor(budget / (directions * Math.max(1, operations)));
  const endRows = asked ? rows : Math.max(1, Math.min(rows, within(END_WORK)));
  const { asymptotic } = capabilityOf(network);
  const followedRows = hasGerms(network) || asymptotic ? rows : endRows;
  const detectorRows = Math.min(followedRows, directions <= FEW_DIRECTIONS ? 5 : 1);
  const fine = work * followedRows * CURVE_POINTS.fine <= CURVE_WORK;
  return {
    endRows,
    certifiedRows: Math.min(
      followedRows,
      MOST_CERTIFIED,
      Math.max(within(CERTIFIED_WORK), Math.min(1, within(ONE_ROW_WORK))),
    ),
    followedRows,
    detectorRows,
    curvePoints: fine ? CURVE_POINTS.fine : CURVE_POINTS.coarse,
    exactGerms: work * detectorRows <= EXACT_WORK,
    work,
  };
}
