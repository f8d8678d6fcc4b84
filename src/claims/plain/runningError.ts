import type { NetworkFile } from '../../network/networkFile.js';
import { type Interpretation, walkFile } from './walkFile.js';

/** What float64 makes of a network file at one point, and how far off it may be. */
export interface RoundedPoint {
  /** Shape [C]; not finite where float64 overflows. */
  readonly logits: Float64Array;
  /** How far each logit may be from that of real numbers. */
  readonly error: number;
  /** What the last layer reads, each with its own error; null where that is not dense. */
  readonly penultimate: readonly { readonly value: number; readonly error: number }[] | null;
  /** ∂f/∂x, shape [C][D]; null where rounding hides which side of a kink some unit is on. */
  readonly jacobian: Float64Array[] | null;
  /** How far each entry of the Jacobian may be off, shape [C][D]. */
  readonly jacobianError: readonly (readonly number[])[];
}

/**
 * Evaluates a network file at origin + t·direction in float64, with a running error bound.
 *
 * A sum of n terms in float64 is within (n + 1)u Σ|term| of the exact one, u = 2⁻⁵³ (Higham 2002,
 * section 4.2), and errors of what it is made of are passed on by |weights|; rectifiers, clips and
 * maxima pass on the largest. Underflow adds 2⁻¹⁰⁷⁴ a product.
 */
export function roundedPoint(
  file: NetworkFile,
  origin: readonly number[],
  direction: readonly number[],
  t: number,
): RoundedPoint {
  const walk = new RunningError();
  const input = origin.map((x, d): Rounded => {
    const step = t * direction[d];
    const value = x + step;
    return {
      value,
      error: UNIT * (Math.abs(step) + Math.abs(value)) + TINY,
      gradient: origin.map((_, other) => (other === d ? 1 : 0)),
      gradientError: origin.map(() => 0),
    };
  });
  const { logits, penultimate } = walkFile(file, input, walk);
  return {
    logits: Float64Array.from(logits, ({ value }) => value),
    error: Math.max(...logits.map(({ error }) => error)),
    penultimate,
    jacobian: walk.clear ? logits.map(({ gradient }) => Float64Array.from(gradient)) : null,
    jacobianError: logits.map(({ gradientError }) => gradientError),
  };
}

const UNIT = 2 ** -53;
const TINY = 2 ** -1074;

interface Rounded {
  readonly value: number;
  readonly error: number;
  /** Shape [D]. */
  readonly gradient: readonly number[];
  /** Shape [D]. */
  readonly gradientError: readonly number[];
}

class RunningError implements Interpretation<Rounded> {
  /** Whether every unit so far is certainly on one side of its kink. */
  clear = true;

  combine(weights: readonly number[], values: readonly Rounded[], bias: number): Rounded {
    let value = bias;
    let size = Math.abs(bias);
    let error = 0;
    const gradient = values[0].gradient.map(() => 0);
    const gradientError = gradient.slice();
    const gradientSize = gradient.slice();
    weights.forEach((weight, i) => {
      if (weight === 0) return;
      const x = values[i];
      const factor = Math.abs(weight);
      value += weight * x.value;
      size += factor * Math.abs(x.value);
      error += factor * x.error;
      x.gradient.forEach((slope, d) => {
        gradient[d] += weight * slope;
        gradientError[d] += factor * x.gradientError[d];
        gradientSize[d] += factor * Math.abs(slope);
      });
    });
    const terms = weights.length + 2;
    return {
      value,
      error: GENEROUS * (error + terms * (UNIT * size + TINY)),
      gradient,
      gradientError: gradientError.map(
        (own, d) => GENEROUS * (own + terms * (UNIT * gradientSize[d] + TINY)),
      ),
    };
  }

  add(x: Rounded, y: Rounded): Rounded {
    const value = x.value + y.value;
    const gradient = x.gradient.map((slope, d) => slope + y.gradient[d]);
    return {
      value,
      error: GENEROUS * (x.error + y.error + UNIT * Math.abs(value)),
      gradient,
      gradientError: gradient.map(
        (slope, d) => GENEROUS * (x.gradientError[d] + y.gradientError[d] + UNIT * Math.abs(slope)),
      ),
    };
  }

  rectify(x: Rounded, negativeSlope: number): Rounded {
    this.note(x.value, x.error);
    if (x.value > 0) return { ...x, error: x.error * Math.max(1, Math.abs(negativeSlope)) };
    if (negativeSlope === 0) {
      return { ...constant(0, x), error: -x.value > x.error ? 0 : x.error };
    }
    const scaled = this.combine([negativeSlope], [x], 0);
    return { ...scaled, error: Math.max(scaled.error, x.error) };
  }

  clip(x: Rounded, lower: number, upper: number): Rounded {
    // Between two equal bounds there is no inside, and no kink.
    if (lower === upper) return constant(lower, x);
    const [below, above] = [lower - x.value, x.value - upper];
    this.note(below, x.error + UNIT * Math.abs(below));
    this.note(above, x.error + UNIT * Math.abs(above));
    if (below > 0) return { ...constant(lower, x), error: below > x.error ? 0 : x.error };
    if (above > 0) return { ...constant(upper, x), error: above > x.error ? 0 : x.error };
    return x;
  }

  largest(values: readonly Rounded[]): Rounded {
    const best = values.reduce((leader, x) => (x.value > leader.value ? x : leader));
    for (const x of values) {
      // Two constants, such as units that are off, make no kink.
      if (x === best || (isConstant(x) && isConstant(best))) continue;
      const distance = best.value - x.value;
      this.note(distance, best.error + x.error + UNIT * Math.abs(distance));
    }
    return { ...best, error: Math.max(...values.map(({ error }) => error)) };
  }

  /** Notes a distance from a kink that errors may hide. */
  private note(distance: number, error: number): void {
    if (!(Math.abs(distance) > error)) this.clear = false;
  }
}

/** For the rounding of the errors themselves. */
const GENEROUS = 1 + 2 ** -20;

function constant(value: number, { gradient }: Rounded): Rounded {
  const zeros = gradient.map(() => 0);
  return { value, error: 0, gradient: zeros, gradientError: zeros };
}

function isConstant({ error, gradient, gradientError }: Rounded): boolean {
  return error === 0 && [...gradient, ...gradientError].every((slope) => slope === 0);
}
