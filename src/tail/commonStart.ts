import type { Network } from '../network/network.js';
import { certifiedAffine } from './certifiedAffine.js';
import { CertifiedVector } from './certifiedVector.js';
import { equalPoints } from './keptVector.js';

/** Where intercepts go, for every value of a network, and those each operation reads. */
interface InterceptPlaces {
  readonly intercepts: readonly CertifiedVector[];
  readonly operands: readonly { readonly a: readonly CertifiedVector[] }[];
}

/**
 * Intercepts that depend on where a ray starts alone: those of the input, and of affine operations
 * before the first kink. Kept for the last start, so that rays from one point share them.
 */
export class CommonStart {
  /** The values in question; 0 is the input. */
  private readonly shared: readonly number[];
  private readonly kept: readonly CertifiedVector[];
  private origin: Float64Array | null = null;

  constructor(private readonly network: Network) {
    const before = new Set([0]);
    network.nodes.forEach(({ operation, inputs }, k) => {
      if (operation.kind === 'affine' && inputs.every((v) => before.has(v))) before.add(k + 1);
    });
    this.shared = [...before];
    this.kept = this.shared.map(
      (v) => new CertifiedVector(v === 0 ? network.inputSize : network.nodes[v - 1].operation.size),
    );
  }

  /** Whether a value's intercepts have been put in place by `place`. */
  has(value: number): boolean {
    return this.shared.includes(value);
  }

  /**
   * Puts the intercepts of rays from a point in their places.
   *
   * @returns the point, one array for all rays from it
   */
  place(origin: ArrayLike<number>, { intercepts, operands }: InterceptPlaces): Float64Array {
    if (this.origin && equalPoints(this.origin, origin)) {
      this.shared.forEach((v, n) => {
        intercepts[v].setTo(this.kept[n]);
      });
      return this.origin;
    }
    this.origin = null;
    const start = Float64Array.from(origin);
    this.shared.forEach((v, n) => {
      const { operation } = v === 0 ? { operation: null } : this.network.nodes[v - 1];
      if (operation?.kind === 'affine') {
        certifiedAffine(operation, operands[v - 1].a, false, intercepts[v]);
      } else {
        intercepts[v].setExact(start);
      }
      this.kept[n].setTo(intercepts[v]);
    });
    this.origin = start;
    return start;
  }
}
