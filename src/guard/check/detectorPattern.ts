import { NodePattern, NoGuard } from './nodePattern.js';
import type { PlainFraction } from './plainFraction.js';
import type { PlainNode } from './plainOnnx.js';

/** What the added nodes of a detector compute, read off them. */
export interface DetectorSeen {
  readonly base: 'msp' | 'ebo';
  readonly features: string;
  readonly logits: string;
  readonly width: number;
  readonly classes: number;
  readonly lambda: PlainFraction;
  readonly tau: PlainFraction;
  readonly threshold: PlainFraction;
}

/**
 * Reads a detector off nodes, from its verdict back.
 *
 * @throws NoGuard
 */
export function detectorSeen(
  added: readonly PlainNode[],
  outputs: { readonly novelty: string; readonly flagged: string },
): DetectorSeen {
  return new Pattern(added).read(outputs);
}

class Pattern extends NodePattern {
  read({ novelty, flagged }: { readonly novelty: string; readonly flagged: string }): DetectorSeen {
    // Flagged is what is not less: what is no number is flagged.
    const [compared, threshold] = this.of(this.of(flagged, 'Not')[0], 'Less');
    if (compared !== novelty) throw new NoGuard('another tensor than the novelty is compared');
    const [sum] = this.of(novelty, 'Reshape');
    const [opposite, weighed] = this.of(sum, 'Add');
    const [lambda, excess] = this.of(weighed, 'Mul');
    const { features, width, tau } = this.excess(excess);
    const [confidence] = this.of(opposite, 'Neg');
    const isEnergy = this.makers.get(confidence)?.operator === 'Add';
    const { logits, classes } = isEnergy ? this.energy(confidence) : this.msp(confidence);
    return {
      base: isEnergy ? 'ebo' : 'msp',
      features,
      logits,
      width,
      classes,
      tau,
      lambda: this.single(lambda, 'lambda', true),
      threshold: this.single(threshold, 'the threshold', true),
    };
  }

  /** √Σ((z − τ)₊)². */
  private excess(name: string) {
    const [squares, ones] = this.of(this.of(name, 'Sqrt')[0], 'MatMul');
    const [over, again] = this.of(squares, 'Mul');
    if (over !== again) throw new NoGuard('the product is of two tensors');
    const [z, tau] = this.of(this.of(over, 'Relu')[0], 'Sub');
    const { source, width } = this.rows(z);
    this.ones(ones, width);
    return { features: source, width, tau: this.single(tau, 'tau', true) };
  }

  private msp(name: string) {
    const { of, classes } = this.largest(name);
    const { source, width } = this.rows(this.of(of, 'Softmax', 1)[0]);
    if (width !== classes) throw new NoGuard('the largest is not of all classes');
    return { logits: source, classes };
  }

  /** m + ln Σ e^(f − m), m the largest f. */
  private energy(name: string) {
    const [most, logarithm] = this.of(name, 'Add');
    const [shares, ones] = this.of(this.of(logarithm, 'Log')[0], 'MatMul');
    const [f, again] = this.of(this.of(shares, 'Exp')[0], 'Sub');
    const { of, classes } = this.largest(most);
    if (again !== most || of !== f) throw new NoGuard('the energy is of different tensors');
    const { source, width } = this.rows(f);
    if (width !== classes) throw new NoGuard('the largest is not of all classes');
    this.ones(ones, classes);
    return { logits: source, classes };
  }

  /** The largest entry of each row, by a pool over all of it. */
  private largest(name: string): { of: string; classes: number } {
    const [pool, shape] = this.of(name, 'Reshape');
    if (this.width(shape) !== 1) throw new NoGuard('the largest is not one number a point');
    const [of, line] = this.of(this.of(pool, 'GlobalMaxPool')[0], 'Reshape');
    const [points, channels, classes, one] = this.integers(line);
    if ((points !== -1 && points !== 1) || channels !== 1 || one !== 1) {
      throw new NoGuard('the pool is not over one channel');
    }
    return { of, classes };
  }

  private rows(name: string): { source: string; width: number } {
    const [number, shape] = this.of(name, 'Reshape');
    return { source: this.uncast(number), width: this.width(shape) };
  }

  private ones(name: string, size: number): void {
    this.floats(name, [size, 1], (value) => value === 1, 'the ones of a sum');
  }
}
