import fc from 'fast-check';
import type { BigNumber } from 'mathjs';
import { describe, expect, test } from 'vitest';
import { Rational } from '../src/exact/rational.js';
import type { Real } from '../src/exact/real.js';
import { readNetwork } from '../src/network/networkFile.js';
import { expandedTail } from '../src/tail/expandedTail.js';
import { type AnyLayer, big, evaluateDecimal, math } from './decimalNetwork.js';
import { holdsAlways } from './runs.js';
import { type SmoothCase, smoothCase } from './smoothNetworks.js';

/** The slopes by the claim `slopes-ignore-shape`: every activation by its slope on either side. */
function slopesOf(layers: readonly AnyLayer[], x: readonly Rational[]): Rational[] {
  return layers.reduce<Rational[]>(
    (b, layer) => {
      const sides = (left: number, right: number) =>
        b.map((value) => value.multiply(Rational.of(value.sign > 0 ? right : left)));
      switch (layer.type) {
        case 'dense':
          return layer.weights.map((row) =>
            row.reduce((sum, w, i) => sum.add(b[i].multiply(Rational.of(w))), Rational.zero),
          );
        case 'leaky-relu':
          return sides(layer.slope, 1);
        case 'selu':
          return sides(0, 1.0507009873554805);
        case 'residual': {
          const inner = slopesOf(layer.layers, b);
          return b.map((value, i) => value.add(inner[i]));
        }
        case 'clip':
        case 'tanh':
        case 'sigmoid':
        case 'erf':
        case 'softsign':
        case 'layer-norm':
        case 'rms-norm':
          return sides(0, 0);
        default:
          return sides(0, 1);
      }
    },
    [...x],
  );
}

const decimal = ({ numerator, denominator }: Rational): BigNumber =>
  math.bignumber(String(numerator)).div(math.bignumber(String(denominator)));

const FAR = math.bignumber('1e120');

/** What is wrong with an answer; null where nothing is, with how wide its enclosures are. */
function compare({ file, origin, direction }: SmoothCase): { wrong: string | null; width: number } {
  const tail = expandedTail(readNetwork(file), origin, direction);
  const slopes = slopesOf(file.layers, direction.map(Rational.of));
  const found = tail.slope?.map((slope) => slope.rational);
  const differs = slopes.some((slope, c) => !found?.[c] || slope.compare(found[c]) !== 0);
  if (differs) return { wrong: `slopes ${tail.slope} instead of ${slopes}`, width: 0 };
  const x = origin.map((value, i) => big(value).plus(FAR.times(big(direction[i]))));
  const truth = evaluateDecimal(file.layers, x).map((z, c) =>
    z.minus(FAR.times(decimal(slopes[c]))),
  );
  let width = tail.intercept ? 0 : Infinity;
  const outside = (bounds: Real, value: BigNumber, slack: BigNumber) =>
    value.plus(slack).lt(decimal(bounds.lower)) || value.minus(slack).gt(decimal(bounds.upper));
  for (const [c, bounds] of (tail.intercept ?? []).entries()) {
    // Far out a norm is off by 1/t.
    const slack = truth[c].abs().plus(1).times('1e-45');
    if (outside(bounds, truth[c], slack)) {
      return { wrong: `intercept ${c}: ${bounds.toNumber()} instead of ${truth[c]}`, width };
    }
    const size = bounds.toNumber();
    const wide = bounds.upper.subtract(bounds.lower).toNumber();
    if (wide > 0) width = Math.max(width, wide / Math.abs(size));
  }
  const best = slopes.reduce((a, b) => (b.compare(a) > 0 ? b : a));
  const top = slopes.flatMap((slope, c) => (slope.compare(best) === 0 ? [c] : []));
  const largest = top.map((c) => truth[c]).reduce((a, b) => (b.gt(a) ? b : a));
  const shares = truth.map((a, c) =>
    top.includes(c) ? a.minus(largest).exp() : math.bignumber(0),
  );
  const total = shares.reduce((a, b) => a.plus(b));
  const regime = top.length === 1 ? 'saturating' : top.length === truth.length ? 'flat' : 'tied';
  if (tail.regime !== regime) return { wrong: `regime ${tail.regime} instead of ${regime}`, width };
  for (const [c, bounds] of (tail.limit ?? []).entries()) {
    const value = shares[c].div(total);
    if (outside(bounds, value, value.times('1e-40').plus('1e-60'))) {
      return { wrong: `limit ${c}: ${bounds.toNumber()} instead of ${value}`, width };
    }
  }
  return { wrong: null, width };
}

describe('networks of every layer of the file format', () => {
  test('have the slopes of the claim and the intercepts of evaluation in decimals', () => {
    let [asked, narrow] = [0, 0];
    holdsAlways(
      fc.property(smoothCase, (made) => {
        const { wrong, width } = compare(made);
        expect(wrong).toBeNull();
        asked += 1;
        if (width < 1e-9) narrow += 1;
      }),
      // A run costs some tens of milliseconds: 320 digits.
      0.25,
    );
    expect(narrow / asked).toBeGreaterThan(0.98);
  });
});
