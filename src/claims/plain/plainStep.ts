import {
  addDyadic,
  type Dyadic,
  dyadicOf,
  multiplyDyadic,
  signOfDyadic,
  subtractDyadic,
} from '../../exact/dyadic.js';
import { Rational } from '../../exact/rational.js';
import type { NetworkFile } from '../../network/networkFile.js';
import { type Interpretation, walkFile } from './walkFile.js';

/**
 * How much each logit changes when one input is raised by a small step, far out on a ray: the file
 * evaluated exactly at x(t) and at x(t) + h·e_d, with h so small that no unit changes sides between
 * the two. No derivative is taken.
 *
 * @param power - t = 2^power
 * @param d - the input that is raised
 * @returns shape [C]; null if for no h down to 2^-1100 the two lie on one piece
 */
export function plainStep(
  file: NetworkFile,
  origin: readonly number[],
  direction: readonly number[],
  power: number,
  d: number,
): Rational[] | null {
  const t: Dyadic = { mantissa: 1n, exponent: power };
  const start = origin.map((x, i) =>
    addDyadic(dyadicOf(x), multiplyDyadic(t, dyadicOf(direction[i]))),
  );
  for (const exponent of [-4, -20, -70, -300, -1100]) {
    const walk = new OnePieceWalk();
    const input = start.map((x, i) => ({
      here: x,
      there: i === d ? addDyadic(x, { mantissa: 1n, exponent }) : x,
    }));
    const { logits } = walkFile(file, input, walk);
    if (walk.together) {
      return logits.map(({ here, there }) => Rational.ofDyadic(subtractDyadic(there, here)));
    }
  }
  return null;
}

/** A unit at the two points. */
interface TwoPoints {
  readonly here: Dyadic;
  readonly there: Dyadic;
}

class OnePieceWalk implements Interpretation<TwoPoints> {
  /** Whether every unit so far is on one and the same side of its kink at both points. */
  together = true;

  combine(weights: readonly number[], values: readonly TwoPoints[], bias: number): TwoPoints {
    const exact = dyadicOf(bias);
    return weights.reduce<TwoPoints>(
      (sum, weight, i) => (weight === 0 ? sum : this.add(sum, scale(values[i], weight))),
      { here: exact, there: exact },
    );
  }

  add(x: TwoPoints, y: TwoPoints): TwoPoints {
    return { here: addDyadic(x.here, y.here), there: addDyadic(x.there, y.there) };
  }

  rectify(x: TwoPoints, negativeSlope: number): TwoPoints {
    return this.sideOf(x) > 0 ? x : scale(x, negativeSlope);
  }

  clip(x: TwoPoints, lower: number, upper: number): TwoPoints {
    // Between two equal bounds there is no inside, and no kink.
    if (lower === upper) return { here: dyadicOf(lower), there: dyadicOf(lower) };
    for (const [bound, beyond] of [[lower, -1] as const, [upper, 1] as const]) {
      if (!Number.isFinite(bound)) continue;
      const exact = dyadicOf(bound);
      const end = { here: exact, there: exact };
      if (this.sideOf(this.add(x, scale(end, -1))) === beyond) return end;
    }
    return x;
  }

  largest(values: readonly TwoPoints[]): TwoPoints {
    return values.reduce((best, x) => (this.sideOf(this.add(x, scale(best, -1))) > 0 ? x : best));
  }

  private sideOf({ here, there }: TwoPoints): number {
    const [side, other] = [signOfDyadic(here), signOfDyadic(there)];
    if (side !== other) this.together = false;
    return side;
  }
}

function scale({ here, there }: TwoPoints, factor: number): TwoPoints {
  const exact = dyadicOf(factor);
  return { here: multiplyDyadic(here, exact), there: multiplyDyadic(there, exact) };
}
