import { Rational } from '../../exact/rational.js';
import type { NetworkFile } from '../../network/networkFile.js';
import type { PlainTail } from './plainTail.js';
import { type Interpretation, walkFile } from './walkFile.js';

/** A stretch of a line through input space on which a network is affine. */
export interface Piece {
  readonly from: Rational;
  /** Null where it has no end. */
  readonly to: Rational | null;
  /** Shape [C]: logits are intercept + t·slope. */
  readonly slope: readonly Rational[];
  readonly intercept: readonly Rational[];
  /** Shape [C][D]. */
  readonly jacobian: readonly (readonly Rational[])[];
  /** How many units change sides where the piece begins; 0 for the first. */
  readonly crossings: number;
  /** Whether some unit rests on a kink on whose sides its derivatives differ. */
  readonly boundary: boolean;
}

/** Lines that bend more often are not followed to their end. */
const MOST_PIECES = 32;

/**
 * The pieces of a network file along a line, from one time on: on each every unit is followed to where
 * it first changes sides, and the walk begins again there. Shares nothing with the engines but the
 * arithmetic of fractions. Arithmetic: exact.
 *
 * @returns null where there are more than 32
 */
export function plainPieces(
  file: NetworkFile,
  origin: readonly number[],
  direction: readonly number[],
  start: Rational,
): Piece[] | null {
  const input = origin.map((x, i) => ({
    intercept: Rational.of(x),
    slope: Rational.of(direction[i]),
    gradient: origin.map((_, d) => (d === i ? Rational.one : Rational.zero)),
  }));
  const pieces: Piece[] = [];
  let from = start;
  let crossings = 0;
  while (pieces.length < MOST_PIECES) {
    const walk = new PieceWalk(from, origin.length);
    const { logits } = walkFile(file, input, walk);
    const to = walk.next;
    pieces.push({
      from,
      to,
      slope: logits.map(({ slope }) => slope),
      intercept: logits.map(({ intercept }) => intercept),
      jacobian: logits.map(({ gradient }) => gradient),
      crossings,
      boundary: walk.boundary,
    });
    if (to === null) return pieces;
    [from, crossings] = [to, walk.crossing];
  }
  return null;
}

/** A unit on one piece, and its derivative by the inputs. */
interface UnitLine {
  readonly intercept: Rational;
  readonly slope: Rational;
  /** Shape [D]. */
  readonly gradient: readonly Rational[];
}

/**
 * Where the tail of a ray begins, by its pieces. Behind more pieces than are followed, some beginning
 * of it: the time from which plain evaluation saw every unit keep its side.
 */
export function tailBeginning(
  file: NetworkFile,
  origin: readonly number[],
  direction: readonly number[],
  { power }: PlainTail,
): Rational {
  const pieces = plainPieces(file, origin, direction, Rational.zero);
  return pieces === null ? new Rational(1n << BigInt(power), 1n) : pieces[pieces.length - 1].from;
}

class PieceWalk implements Interpretation<UnitLine> {
  /** The first time after `from` at which a unit changes sides, and how many do. */
  next: Rational | null = null;
  crossing = 0;
  boundary = false;
  private readonly zero: UnitLine;

  constructor(
    private readonly from: Rational,
    inputs: number,
  ) {
    this.zero = {
      intercept: Rational.zero,
      slope: Rational.zero,
      gradient: new Array(inputs).fill(Rational.zero),
    };
  }

  combine(weights: readonly number[], values: readonly UnitLine[], bias: number): UnitLine {
    return weights.reduce<UnitLine>(
      (sum, weight, i) => (weight === 0 ? sum : this.add(sum, scaled(values[i], weight))),
      this.level(bias),
    );
  }

  add(x: UnitLine, y: UnitLine): UnitLine {
    return {
      intercept: x.intercept.add(y.intercept),
      slope: x.slope.add(y.slope),
      gradient: x.gradient.map((value, d) => value.add(y.gradient[d])),
    };
  }

  rectify(x: UnitLine, negativeSlope: number): UnitLine {
    return this.sideOf(x) > 0 ? x : scaled(x, negativeSlope);
  }

  clip(x: UnitLine, lower: number, upper: number): UnitLine {
    if (lower === upper) return this.level(lower);
    for (const [bound, beyond] of [[lower, -1] as const, [upper, 1] as const]) {
      if (!Number.isFinite(bound)) continue;
      const level = this.level(bound);
      if (this.sideOf(less(x, level)) === beyond) return level;
    }
    return x;
  }

  largest(values: readonly UnitLine[]): UnitLine {
    return values.reduce((best, x) => (this.sideOf(less(x, best)) > 0 ? x : best));
  }

  private level(value: number): UnitLine {
    return { ...this.zero, intercept: Rational.of(value) };
  }

  /** The side of 0 right after `from`; notes where it changes. */
  private sideOf({ intercept, slope, gradient }: UnitLine): -1 | 0 | 1 {
    if (slope.sign === 0) {
      if (intercept.sign === 0 && gradient.some(({ sign }) => sign !== 0)) this.boundary = true;
      return intercept.sign;
    }
    const root = intercept.negate().divide(slope);
    const order = root.compare(this.from);
    if (order <= 0) return slope.sign;
    const sooner = this.next === null ? -1 : root.compare(this.next);
    if (sooner < 0) [this.next, this.crossing] = [root, 1];
    else if (sooner === 0) this.crossing++;
    return slope.sign === 1 ? -1 : 1;
  }
}

function scaled({ intercept, slope, gradient }: UnitLine, factor: number): UnitLine {
  const exact = Rational.of(factor);
  return {
    intercept: intercept.multiply(exact),
    slope: slope.multiply(exact),
    gradient: gradient.map((value) => value.multiply(exact)),
  };
}

function less(x: UnitLine, y: UnitLine): UnitLine {
  return {
    intercept: x.intercept.subtract(y.intercept),
    slope: x.slope.subtract(y.slope),
    gradient: x.gradient.map((value, d) => value.subtract(y.gradient[d])),
  };
}
