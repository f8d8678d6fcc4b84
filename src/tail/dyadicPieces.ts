import type { Dyadic } from '../exact/dyadic.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { unknownOperation } from '../network/operation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import { type DyadicGerms, dyadicLines, largestOfGroup, pieceOfGerm } from './dyadicGerms.js';
import { isSwitchedOff } from './switchedOff.js';

/**
 * What a walk of germs chose, from germs in integers: the fast form of `PieceRecord`.
 *
 * Arithmetic: exact.
 */
export class DyadicPieces {
  readonly pattern: (Int32Array | null)[] = [];
  boundary = false;
  private latest = Rational.zero;

  constructor(germs: DyadicGerms) {
    for (let node = 0; node < germs.network.nodes.length; node++) this.visit(germs, node);
  }

  /** The last t ≥ 0 at which a unit changes piece along its germ. */
  get from(): Real {
    return Real.ofRational(this.latest);
  }

  /** Visits a node, after those before it. */
  private visit(germs: DyadicGerms, node: number): void {
    const { operation, inputs } = germs.network.nodes[node];
    if (operation.kind === 'affine') {
      this.pattern.push(null);
      return;
    }
    const x = germs.vector(inputs[0]);
    const states = new Int32Array(operation.size);
    switch (operation.kind) {
      case 'activation':
        for (let i = 0; i < states.length; i++) {
          const { breakpoints } = dyadicLines(operation.functionOf(i));
          states[i] = pieceOfGerm(breakpoints, x, i);
          for (const breakpoint of breakpoints) {
            const { mantissa, exponent } = less(
              { mantissa: x.intercepts[i], exponent: x.interceptExponent },
              breakpoint,
            );
            this.meet(mantissa, exponent, x.slopes[i], x.slopeExponent);
          }
        }
        break;
      case 'maximum':
        for (let g = 0; g < states.length; g++) {
          const winner = largestOfGroup(operation.groups[g], x);
          states[g] = winner;
          for (const i of operation.groups[g]) {
            if (i === winner || this.bothOff(germs, inputs[0], i, winner)) continue;
            this.meet(
              x.intercepts[i] - x.intercepts[winner],
              x.interceptExponent,
              x.slopes[i] - x.slopes[winner],
              x.slopeExponent,
            );
          }
        }
        break;
      case 'general':
        throw beyondPiecewiseAffine(operation.name, 'DyadicPieces');
      default:
        unknownOperation(operation, 'DyadicPieces');
    }
    this.pattern.push(states);
  }

  private bothOff(germs: DyadicGerms, value: number, i: number, winner: number): boolean {
    return [i, winner].every((j) => isSwitchedOff(germs.network, this.pattern, value, j));
  }

  /** Takes note of a germ (a, b) whose sign decides a piece: it changes at t = −a/b. */
  private meet(a: bigint, aExponent: number, b: bigint, bExponent: number): void {
    if (b === 0n) {
      if (a === 0n) this.boundary = true;
      return;
    }
    if (a === 0n || a > 0n === b > 0n) return;
    const scale = aExponent - bExponent;
    const numerator = scale > 0 ? -a << BigInt(scale) : -a;
    const denominator = scale < 0 ? b << BigInt(-scale) : b;
    // Compare before reducing to lowest terms: most candidates lose.
    const positive = denominator > 0n ? numerator : -numerator;
    const divisor = denominator > 0n ? denominator : -denominator;
    if (positive * this.latest.denominator > this.latest.numerator * divisor) {
      this.latest = new Rational(positive, divisor);
    }
  }
}

/** A difference at the lower of two exponents. */
function less(x: Dyadic, y: Dyadic): Dyadic {
  if (y.mantissa === 0n) return x;
  const exponent = Math.min(x.exponent, y.exponent);
  const mantissa =
    (x.mantissa << BigInt(x.exponent - exponent)) - (y.mantissa << BigInt(y.exponent - exponent));
  return { mantissa, exponent };
}
