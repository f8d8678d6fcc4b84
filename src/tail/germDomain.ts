import { Real } from '../exact/real.js';
import type { Domain, UnitPlace } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type { PiecewisePolynomial, UnivariateFunction } from '../network/univariate.js';
import { type Germ, hullOfGerms, signOfGerm, subtractGerms } from './germ.js';
import { type PieceRecord, UNKNOWN_PIECE } from './pieceRecord.js';

/**
 * Germs at infinity as the numbers of a walk: a network's tail is the network interpreted over
 * them.
 *
 * Affine operations act on both parts; a function of one variable acts by the piece it ends on; a
 * maximum takes the lexicographically largest in (slope, intercept). Where an enclosure leaves a
 * comparison open, the result is the hull of what each answer gives: the germ is one of them.
 *
 * Arithmetic: exact for rational constants, enclosed for others.
 *
 * Source: claim `eventually-affine` (F1).
 */
export class GermDomain implements Domain<Germ> {
  /** @param record - takes note of every choice; null where only germs are wanted */
  constructor(
    private readonly network: Network,
    private readonly record: PieceRecord | null = null,
  ) {}

  constant(nearest: number, other: Real | null): Germ {
    return { intercept: other ?? Real.of(nearest), slope: Real.zero };
  }

  addScaled(sum: Germ, x: Germ, weight: number, weightOther: Real | null): Germ {
    const factor = weightOther ?? Real.of(weight);
    return {
      intercept: sum.intercept.add(factor.multiply(x.intercept)),
      slope: sum.slope.add(factor.multiply(x.slope)),
    };
  }

  apply(f: UnivariateFunction, x: Germ, place: UnitPlace): Germ {
    if (f.kind !== 'piecewise' || !f.lines) {
      throw beyondPiecewiseAffine(f.name, 'GermDomain');
    }
    const above = f.breakpoints.map((breakpoint) => {
      const difference = { intercept: x.intercept.subtract(breakpoint), slope: x.slope };
      this.record?.meet(difference);
      return signOfGerm(difference);
    });
    const certain = above.findIndex((sign) => sign !== 1);
    const first = certain < 0 ? above.length : certain;
    let last = first;
    while (last < above.length && (above[last] === null || above[last] === 1)) last++;
    this.note(place, first === last ? first : UNKNOWN_PIECE);
    let result = onPiece(f, first, x);
    for (let piece = first + 1; piece <= last; piece++) {
      result = hullOfGerms(result, onPiece(f, piece, x));
    }
    return result;
  }

  maximum(group: Int32Array, x: ArrayLike<Germ>, place: UnitPlace): Germ {
    // The first of those that no other certainly exceeds: of equal germs the first wins.
    const candidates = Array.from(group).filter(
      (i) => !group.some((j) => signOfGerm(subtractGerms(x[j], x[i])) === 1),
    );
    const tied = candidates.every((i) => signOfGerm(subtractGerms(x[i], x[candidates[0]])) === 0);
    const winner = candidates[0];
    this.note(place, tied ? winner : UNKNOWN_PIECE);
    if (this.record) {
      const value = this.network.nodes[place.node].inputs[0];
      for (const i of group) {
        if (i === winner || this.record.bothOff(value, i, winner)) continue;
        this.record.meet(subtractGerms(x[i], x[winner]));
      }
    }
    return candidates.map((i) => x[i]).reduce(hullOfGerms);
  }

  private note({ node, unit }: UnitPlace, state: number): void {
    const states = this.record?.pattern[node];
    if (states) states[unit] = state;
  }
}

function onPiece(f: PiecewisePolynomial, piece: number, x: Germ): Germ {
  const [constant = Real.zero, linear = Real.zero] = f.pieces[piece];
  return {
    intercept: constant.add(linear.multiply(x.intercept)),
    slope: linear.multiply(x.slope),
  };
}
