import { type ConfidenceCeiling, confidenceCeiling } from '../../ceiling/confidenceCeiling.js';
import type { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';
import { EXACT } from '../../network/domains/exact.js';
import { checkPoint } from '../../network/evaluate.js';
import type { Network } from '../../network/network.js';
import type { AnyNetworkFile } from '../../network/networkFile.js';
import { readNetwork } from '../../network/networkFile.js';
import { recession } from '../../network/recession.js';
import { walk } from '../../network/walk.js';
import { type ExpandedTail, expandedTail } from '../../tail/expandedTail.js';
import { settlesWithin } from '../../tail/settlesWithin.js';
import type { SmoothCase } from '../cases.js';
import { ceilingOf, largestLeads } from './ceiling.js';
import { type DistanceBound, distanceBound } from './distanceBound.js';
import { ENCLOSURES } from './enclosures.js';
import type { FileArithmetic } from './fileArithmetic.js';
import type { FileSubject } from './fileSubject.js';
import { lastNormOf, topOf } from './layersOf.js';
import { inputGerms, type PlainGerm, plainGerms } from './plainGerm.js';
import { inputAt, type NormLayer, walkAnyFile } from './walkAnyFile.js';

/** A network of any layers and a ray, with what checks need, computed when first asked for. */
export class SmoothAnalysis implements FileSubject {
  readonly outputs = 'logits';
  readonly file: AnyNetworkFile;
  readonly origin: readonly number[];
  readonly direction: readonly number[];
  readonly network: Network;
  private expanded: ExpandedTail | undefined;
  private biasFree: readonly Real[] | null | undefined;

  /** @throws InputError if the network or the ray is not valid */
  constructor(readonly source: SmoothCase) {
    this.file = source.network;
    this.origin = source.origin;
    this.direction = source.direction;
    this.network = readNetwork(this.file);
    checkPoint('SmoothAnalysis', 'origin', this.origin, this.network.inputSize);
    checkPoint('SmoothAnalysis', 'direction', this.direction, this.network.inputSize);
  }

  /** C. */
  get classes(): number {
    return this.network.outputSize;
  }

  /** The engine's answer: slopes, intercepts and the limit along the ray. */
  get tail(): ExpandedTail {
    this.expanded ??= expandedTail(this.network, this.origin, this.direction);
    return this.expanded;
  }

  /** The engine's t from which on probabilities keep within 1 % of their limits; null: not known. */
  get settles(): number | null {
    const { origin, direction } = this;
    if (direction.every((value) => value === 0)) return null;
    return settlesWithin(this.network, { origin, direction }, 0.01);
  }

  /** The same ray from another origin. */
  from(origin: readonly number[]): SmoothAnalysis {
    return new SmoothAnalysis({ ...this.source, origin });
  }

  /** f₀(v) by the engine's bias-free network, evaluated exactly; null where it has a norm. */
  get slopes(): readonly Real[] | null {
    if (this.biasFree === undefined) {
      this.biasFree = this.hasNorm ? null : this.biasFreeSlopes();
    }
    return this.biasFree;
  }

  /** How far f may be from t·f₀(v): B₀ and Lip(f₀). Of networks without a norm. */
  get distance(): DistanceBound {
    return distanceBound(this.file.layers);
  }

  /** B_ck, what f_c − f_k never exceeds, shape [C][C]. Of networks whose head reads a norm or a box. */
  get leads(): readonly (readonly Real[])[] {
    return largestLeads(topOf(this.file.layers)!);
  }

  /** What no probability exceeds, whatever the input. */
  get ceiling(): Real {
    return ceilingOf(this.leads);
  }

  /** The engine's own ceiling, of the graph that was read from the file. */
  get engineCeiling(): ConfidenceCeiling {
    return confidenceCeiling(this.network);
  }

  /** Whether some layer is a norm. */
  get hasNorm(): boolean {
    return hasNorm(this.file.layers);
  }

  /** The logits as germs, by the plain walk, with rests that are bounds at t. */
  germsAt(t: number): readonly PlainGerm[] {
    return plainGerms(this.file.layers, inputGerms(this.origin, this.direction), t);
  }

  /** The slopes of what reaches the last norm; null where there is none that every path passes. */
  get slopesAtNorm(): { readonly layer: NormLayer; readonly values: readonly Rational[] } | null {
    const last = lastNormOf(this.file.layers);
    if (!last) return null;
    const germs = plainGerms(last.before, inputGerms(this.origin, this.direction), 1);
    return { layer: last.norm, values: germs.map(({ slope }) => slope) };
  }

  /** The logits at x(t), enclosed, from the file. */
  logitsAt(t: number): readonly Real[] {
    return this.outputsOver(ENCLOSURES, (power) => Real.of(t ** power));
  }

  outputsOver<Value>(how: FileArithmetic<Value>, timeTo: (power: number) => Value) {
    const moves = [{ direction: this.direction, scale: timeTo(1) }];
    return walkAnyFile(this.file, inputAt(how, this.origin, moves), how);
  }

  private biasFreeSlopes(): readonly Real[] {
    const without = recession(this.network);
    const input = this.direction.map((value) => Real.of(value));
    return Array.from(walk(without, EXACT, input)[without.output]);
  }
}

function hasNorm(layers: AnyNetworkFile['layers']): boolean {
  return layers.some(
    (layer) =>
      layer.type === 'layer-norm' ||
      layer.type === 'rms-norm' ||
      (layer.type === 'residual' && hasNorm(layer.layers)),
  );
}
