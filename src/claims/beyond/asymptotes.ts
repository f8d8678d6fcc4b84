import { unknownKind } from '../../errors/unknownKind.js';
import { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';
import { SELU_ALPHA, SELU_LAMBDA, type UnitLayer } from './activationFormulas.js';

/** The line `slope·x + intercept` that a function approaches at one end. */
export interface End {
  readonly slope: Rational;
  readonly intercept: Rational;
}

/** What is known of an activation far out: section 7's table, once more. */
export interface Asymptotes {
  readonly left: End;
  readonly right: End;
  /** A bound, in float64, of the distance from either line at |x| = size and everywhere beyond. */
  readonly distance: (size: number) => number;
  /** A bound of |σ − σ₀| everywhere, σ₀ the two lines through 0. */
  readonly bend: number;
  /** A bound of the slope of every chord. */
  readonly lipschitz: number;
}

/** The lines and distances of an activation. */
export function asymptotesOf(layer: UnitLayer): Asymptotes {
  switch (layer.type) {
    case 'relu':
      return rectifier(() => 0, 0, 1);
    case 'leaky-relu':
      return {
        ...rectifier(() => 0, 0, Math.max(1, Math.abs(layer.slope))),
        left: end(Rational.of(layer.slope), Rational.zero),
      };
    case 'clip': {
      const [lower, upper] = [layer.lower, layer.upper];
      const bend = Math.max(Math.abs(lower), Math.abs(upper));
      return bounded(lower, upper, (size) => (size >= bend ? 0 : upper - lower), bend, 1);
    }
    case 'gelu':
      // |x|·Φ(−|x|) ≤ φ(x).
      return layer.approximate === 'tanh'
        ? rectifier((size) => decay(size, 1, 2 * Math.sqrt(2 / Math.PI)), 0.1702, 1.13)
        : rectifier((size) => Math.exp((-size * size) / 2) / Math.sqrt(2 * Math.PI), 0.17005, 1.13);
    case 'silu':
      return rectifier((size) => decay(size, 1, 1), 0.2785, 1.1);
    case 'softplus': {
      const beta = layer.beta ?? 1;
      return rectifier((size) => Math.exp(-beta * size) / beta, Math.LN2 / beta, 1);
    }
    case 'elu': {
      const alpha = layer.alpha ?? 1;
      return {
        ...rectifier((size) => alpha * Math.exp(-size), alpha, Math.max(1, alpha)),
        left: end(Rational.zero, Rational.of(-alpha)),
      };
    }
    case 'celu': {
      const alpha = layer.alpha ?? 1;
      return {
        ...rectifier((size) => alpha * Math.exp(-size / alpha), alpha, 1),
        left: end(Rational.zero, Rational.of(-alpha)),
      };
    }
    case 'selu': {
      const lambda = Rational.of(SELU_LAMBDA);
      const depth = lambda.multiply(Rational.of(SELU_ALPHA));
      const size = depth.toNumber();
      return {
        left: end(Rational.zero, depth.negate()),
        right: end(lambda, Rational.zero),
        distance: (x) => size * Math.exp(-x),
        bend: size,
        lipschitz: size,
      };
    }
    case 'mish':
      return rectifier((size) => Math.max(2 * decay(size, 1, 2), decay(size, 1, 1)), 0.3089, 1.09);
    case 'hard-swish':
      return rectifier((size) => (size >= 3 ? 0 : 0.375), 0.375, 1.5);
    case 'tanh':
      return bounded(-1, 1, (size) => 2 * Math.exp(-2 * size), 1, 1);
    case 'erf':
      // erfc(x) ≤ e^(−x²) for x ≥ 0.
      return bounded(-1, 1, (size) => Math.exp(-size * size), 1, 1.1284);
    case 'softsign':
      return bounded(-1, 1, (size) => 1 / (1 + size), 1, 1);
    case 'sigmoid':
      return bounded(0, 1, (size) => Math.exp(-size), 1, 0.25);
    default:
      return unknownKind(layer);
  }
}

/** The line an activation follows in a direction, and where it stands: 0 is neither end. */
export function endTowards(layer: UnitLayer, sign: -1 | 1): End {
  const { left, right } = asymptotesOf(layer);
  return sign > 0 ? right : left;
}

/** The bounds of an activation's values; null where it has none. */
export function rangeOf(layer: UnitLayer): { readonly lower: Real; readonly upper: Real } | null {
  const { left, right } = asymptotesOf(layer);
  if (left.slope.sign !== 0 || right.slope.sign !== 0) return null;
  // Every bounded activation here is monotonic.
  return { lower: Real.ofRational(left.intercept), upper: Real.ofRational(right.intercept) };
}

const ONE = Rational.of(1);

function end(slope: Rational, intercept: Rational): End {
  return { slope, intercept };
}

/** Lines 0 on the left and x on the right. */
function rectifier(
  distance: (size: number) => number,
  bend: number,
  lipschitz: number,
): Asymptotes {
  return {
    left: end(Rational.zero, Rational.zero),
    right: end(ONE, Rational.zero),
    distance: (size) => Math.min(bend, distance(size)),
    bend,
    lipschitz,
  };
}

function bounded(
  lower: number,
  upper: number,
  distance: (size: number) => number,
  bend: number,
  lipschitz: number,
): Asymptotes {
  return {
    left: end(Rational.zero, Rational.of(lower)),
    right: end(Rational.zero, Rational.of(upper)),
    distance,
    bend,
    lipschitz,
  };
}

/** The largest of |x|^power·e^(−rate·|x|) from here on. */
function decay(size: number, power: number, rate: number): number {
  const x = Math.max(size, power / rate);
  return x ** power * Math.exp(-rate * x);
}
