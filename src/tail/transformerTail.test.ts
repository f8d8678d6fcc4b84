import { afterEach, expect, test, vi } from 'vitest';
import { ftTransformer, normals } from '../../properties/support/readers/graphWriter.js';
import { Interval } from '../exact/interval.js';
import { Rational } from '../exact/rational.js';
import { evaluate } from '../network/evaluate.js';
import { readOnnx } from '../readers/onnx/readOnnx.js';
import { expandedTail } from './expandedTail.js';

afterEach(() => {
  vi.restoreAllMocks();
});

const SIZES = { features: 15, width: 64, heads: 8, blocks: 2, hidden: 85, classes: 3 };
/** Weights met in one forward pass, by layer and token. */
const PRODUCTS = 713_930;

/** Counts calls of operations on big integers while something runs. */
function bigOperations(run: () => void): number {
  const counted = [
    vi.spyOn(Rational.prototype, 'add'),
    vi.spyOn(Rational.prototype, 'multiply'),
    vi.spyOn(Interval.prototype, 'add'),
    vi.spyOn(Interval.prototype, 'multiply'),
    vi.spyOn(Interval, 'ofRational'),
  ];
  run();
  return counted.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
}

test('an FT-Transformer of 2 blocks, 16 tokens, width 64 is followed in float64', () => {
  const network = readOnnx(ftTransformer(SIZES, 1), 'model.onnx');
  const random = normals(5);
  const origin = Array.from({ length: SIZES.features }, random);
  const directions: number[][] = [1, 7].map((axis) => origin.map((_, i) => (i === axis ? 1 : 0)));
  directions.push(origin.map(() => random()));
  for (const direction of directions) {
    let limit: readonly { lower: Rational; upper: Rational }[] = [];
    const big = bigOperations(() => {
      const tail = expandedTail(network, origin, direction);
      expect(tail.regime).toBe('flat');
      limit = tail.limit!;
    });
    // Exact numbers are needed where doubles leave a comparison open: for a part of the weights.
    expect(big).toBeLessThan(PRODUCTS / 4);
    const far = evaluate(
      network,
      origin.map((value, i) => value + 1e7 * direction[i]),
    );
    const largest = Math.max(...far);
    const shares = Array.from(far, (logit) => Math.exp(logit - largest));
    const total = shares.reduce((sum, share) => sum + share);
    limit.forEach(({ lower, upper }, c) => {
      expect(upper.subtract(lower).toNumber()).toBeLessThan(1e-9);
      // At 10⁷ what is left of the norms' 1/t is far below 1e-4.
      expect(Math.abs(lower.toNumber() - shares[c] / total)).toBeLessThan(1e-4);
    });
    vi.restoreAllMocks();
  }
});
