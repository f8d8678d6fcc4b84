import { Interval } from '../../exact/interval.js';
import type { Interpretation } from '../plain/walkFile.js';
import {
  addLines,
  type Balls,
  constantLine,
  exactly,
  hullOfLines,
  type Line,
  scaleLine,
} from './line.js';
import type { Span } from './span.js';

/**
 * What a network file means for lines, for every network whose weights and biases are within
 * the radius of `balls` of those of the file, zeros included, at once: the walk that plain evaluation takes.
 *
 * The slope of a leaky ReLU and the bounds of a clip are part of the architecture and stay. Where
 * the box holds networks on either side of a kink, the line is the hull of both sides.
 *
 * Arithmetic: intervals, outward rounded.
 */
export class PerturbedWalk implements Interpretation<Line> {
  /** Whether some network of the box may have a unit that stays exactly on a kink. */
  mayStayOnKink = false;
  /** Whether the box may hold networks, or the span times, on either side of some kink. */
  mayCrossKink = false;
  /** On which side of each kink every network of the box is, kink by kink; null where some differ. */
  readonly sides: (1 | -1 | null)[] = [];

  constructor(
    private readonly balls: Balls,
    private readonly span: Span,
  ) {}

  combine(weights: readonly number[], values: readonly Line[], bias: number): Line {
    return weights.reduce(
      (sum, weight, i) => addLines(sum, scaleLine(values[i], this.balls.around(weight))),
      constantLine(this.balls.around(bias), values[0]),
    );
  }

  add(x: Line, y: Line): Line {
    return addLines(x, y);
  }

  rectify(x: Line, negativeSlope: number): Line {
    const side = this.sideOf(x);
    if (side === 1) return x;
    const below = scaleLine(x, exactly(negativeSlope));
    return side === -1 ? below : hullOfLines(x, below);
  }

  clip(x: Line, lower: number, upper: number): Line {
    if (lower === upper) return constantLine(exactly(lower), x);
    let inside = x;
    for (const [bound, beyond] of [[lower, -1] as const, [upper, 1] as const]) {
      if (!Number.isFinite(bound)) continue;
      const end = constantLine(exactly(bound), x);
      const side = this.sideOf(addLines(x, scaleLine(end, exactly(-1))));
      if (side === beyond) return end;
      if (side !== -beyond) inside = hullOfLines(inside, end);
    }
    return inside;
  }

  largest(values: readonly Line[]): Line {
    return values.reduce((best, x) => {
      const side = this.sideOf(addLines(x, scaleLine(best, exactly(-1))));
      if (side === null) return hullOfLines(best, x);
      return side === 1 ? x : best;
    });
  }

  /** On which side of 0 a value is throughout the span, in every network of the box; else null. */
  private sideOf(x: Line): 1 | -1 | null {
    const { side, mayStay } = this.span.sideOf(x);
    if (mayStay) this.mayStayOnKink = true;
    if (side === null) this.mayCrossKink = true;
    this.sides.push(side);
    return side;
  }
}

/** x(t) = origin + t·direction, the origin anywhere within the radius of `balls`. Shape [D]. */
export function perturbedRay(
  origin: readonly number[],
  direction: readonly number[],
  balls: Balls,
): Line[] {
  return origin.map((x, d) => ({
    intercept: balls.around(x),
    slope: exactly(direction[d]),
    gradient: origin.map((_, other) => (other === d ? exactly(1) : Interval.zero)),
  }));
}
