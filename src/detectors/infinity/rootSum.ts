import { bitLength } from '../../exact/bitLength.js';
import { integerSquareRoot } from '../../exact/integerSquareRoot.js';
import { Rational } from '../../exact/rational.js';

/** `coefficient · √radicand`, radicand ≥ 0. */
export interface Root {
  readonly coefficient: Rational;
  readonly radicand: Rational;
}

/**
 * A number `rational + Σ coefficient·√radicand`: the slope of a novelty score.
 *
 * Norms of activations grow at rates that are square roots, logits at rational ones; which of them
 * wins is decided here. Arithmetic: the sign is exact, the value correct to about 2⁻²⁰⁰.
 */
export class RootSum {
  private constructor(
    readonly rational: Rational,
    readonly roots: readonly Root[],
  ) {}

  static of(rational: Rational): RootSum {
    return new RootSum(rational, []);
  }

  /** √radicand. */
  static root(radicand: Rational): RootSum {
    return new RootSum(Rational.zero, [{ coefficient: ONE, radicand }]);
  }

  add(other: RootSum): RootSum {
    const roots = [...this.roots];
    for (const root of other.roots) {
      const same = roots.findIndex(({ radicand }) => radicand.compare(root.radicand) === 0);
      if (same === -1) roots.push(root);
      else {
        const coefficient = roots[same].coefficient.add(root.coefficient);
        roots[same] = { coefficient, radicand: root.radicand };
      }
    }
    return new RootSum(
      this.rational.add(other.rational),
      roots.filter(({ coefficient, radicand }) => coefficient.sign !== 0 && radicand.sign !== 0),
    );
  }

  scale(factor: Rational): RootSum {
    return new RootSum(
      this.rational.multiply(factor),
      this.roots.map(({ coefficient, radicand }) => ({
        coefficient: coefficient.multiply(factor),
        radicand,
      })),
    ).add(RootSum.of(Rational.zero));
  }

  get sign(): -1 | 0 | 1 {
    const radicands = this.roots.map(({ radicand }) => radicand);
    return signOf(
      this.roots.reduce<Tower>(
        (sum, { coefficient }, k) => addTowers(sum, unitTower(k, coefficient)),
        this.rational,
      ),
      radicands,
    );
  }

  /** The nearest double, or one next to it. */
  get value(): number {
    if (this.sign === 0) return 0;
    return this.roots
      .reduce(
        (sum, { coefficient, radicand }) => sum.add(coefficient.multiply(squareRoot(radicand))),
        this.rational,
      )
      .toNumber();
  }
}

const ONE = new Rational(1n, 1n);

/**
 * An element of Q(√r_0)(√r_1)…: a rational, or `low + high·√r_level` with both in the field below.
 *
 * The sign of E + F√r is that of E and F if they agree, else that of E·(E² − F²r): one level less.
 */
type Tower = Rational | { readonly level: number; readonly low: Tower; readonly high: Tower };

function levelOf(x: Tower): number {
  return x instanceof Rational ? -1 : x.level;
}

function parts(x: Tower, level: number): { low: Tower; high: Tower } {
  return levelOf(x) === level && !(x instanceof Rational) ? x : { low: x, high: Rational.zero };
}

function unitTower(level: number, coefficient: Rational): Tower {
  return { level, low: Rational.zero, high: coefficient };
}

function addTowers(x: Tower, y: Tower): Tower {
  const level = Math.max(levelOf(x), levelOf(y));
  if (x instanceof Rational && y instanceof Rational) return x.add(y);
  const a = parts(x, level);
  const b = parts(y, level);
  return { level, low: addTowers(a.low, b.low), high: addTowers(a.high, b.high) };
}

function multiplyTowers(x: Tower, y: Tower, radicands: readonly Rational[]): Tower {
  if (x instanceof Rational && y instanceof Rational) return x.multiply(y);
  const level = Math.max(levelOf(x), levelOf(y));
  const a = parts(x, level);
  const b = parts(y, level);
  const times = (p: Tower, q: Tower) => multiplyTowers(p, q, radicands);
  return {
    level,
    low: addTowers(times(a.low, b.low), times(times(a.high, b.high), radicands[level])),
    high: addTowers(times(a.low, b.high), times(a.high, b.low)),
  };
}

function signOf(x: Tower, radicands: readonly Rational[]): -1 | 0 | 1 {
  if (x instanceof Rational) return x.sign;
  const low = signOf(x.low, radicands);
  const high = radicands[x.level].sign === 0 ? 0 : signOf(x.high, radicands);
  if (high === 0) return low;
  if (low === 0 || low === high) return high;
  const square = (y: Tower) => multiplyTowers(y, y, radicands);
  const difference = addTowers(
    square(x.low),
    multiplyTowers(square(x.high), radicands[x.level].negate(), radicands),
  );
  const size = signOf(difference, radicands);
  return size === 0 ? 0 : size === 1 ? low : high;
}

/** √value from below, to a relative error of 2⁻²⁵⁶. */
function squareRoot({ numerator, denominator }: Rational): Rational {
  if (numerator === 0n) return Rational.zero;
  const product = numerator * denominator;
  const shift = Math.max(0, 512 - bitLength(product));
  const even = BigInt(shift + (shift % 2));
  return new Rational(integerSquareRoot(product << even), denominator << (even / 2n));
}
