import type { Network } from '../network/network.js';
import type { Box } from '../tail/box.js';
import type { AuditRay } from './auditRay.js';
import type { DataReach } from './dataEdge.js';
import type { DirectionFinding } from './directionFinding.js';
import type { Fitting } from './fittedDetectors.js';
import type { RayCurves } from './followRays.js';

/** What every direction is audited against. */
export interface AuditGround {
  readonly network: Network;
  /** Rows the danger scales are taken at, each of shape [D], network input units. */
  readonly rows: readonly Float64Array[];
  /** Network input units; null for rays that have origins of their own. */
  readonly box: Box | null;
  /** Standard deviations of the data, network input units; null if none are known. */
  readonly deviations: Float64Array | null;
  /** Whether the detectors' behaviour is decided from exact germs. */
  readonly exactGerms: boolean;
  /** From how many of the rows ends are decided that depend on the row. */
  readonly endRows: number;
  /** From how many of the rows danger scales are certified where they cost a search. */
  readonly certifiedRows: number;
  /** From how many of the rows detectors are followed; the network is from all of them. */
  readonly detectorRows: number;
  /** Per direction how far the data reach; null without data. */
  readonly reaches: readonly (DataReach | null)[];
  /** How many scales a curve has. */
  readonly curvePoints: number;
  readonly fitting: Fitting | null;
  /** The certainties 1 − ε that danger scales are given for. */
  readonly epsilons: readonly number[];
}

/** A direction with the curves of its plot, which reports keep apart from the findings. */
export interface AuditedDirection {
  readonly finding: DirectionFinding;
  /** Null unless the direction ends in certainty. */
  readonly curves: RayCurves | null;
}

/** Audits directions of one network. */
export interface DirectionAuditor {
  /** @param firstIndex - the place of the first of them among all directions */
  audit(rays: readonly AuditRay[], firstIndex: number): AuditedDirection[];
}

/** Whether the logits are made by an affine layer, which detectors read from. */
export function hasHead(network: Network): boolean {
  const node = network.nodes[network.output - 1];
  return node?.operation.kind === 'affine' && node.inputs.length === 1;
}
