import fc from 'fast-check';
import { expect, it } from 'vitest';
import { softmax } from '../../uncertainty/softmax.js';
import { plainSoftmax } from './plainSoftmax.js';

it('encloses the softmax narrowly', () => {
  const logit = fc.double({ min: -300, max: 300, noNaN: true });
  fc.assert(
    fc.property(fc.array(logit, { minLength: 2, maxLength: 4 }), (logits) => {
      const float64 = softmax(logits);
      plainSoftmax(logits)!.forEach(({ lower, upper }, c) => {
        expect(lower.compare(upper)).toBe(-1);
        expect(upper.subtract(lower).compare(upper)).toBeLessThan(0);
        expect(upper.subtract(lower).toNumber()).toBeLessThan(1e-25 * upper.toNumber());
        const slack = 1e-12 * float64[c] + 1e-300;
        expect(lower.toNumber()).toBeLessThanOrEqual(float64[c] + slack);
        expect(upper.toNumber()).toBeGreaterThanOrEqual(float64[c] - slack);
      });
    }),
    { numRuns: 200, seed: 3 },
  );
});

it('leaves logits alone that are further apart than any person would write down', () => {
  expect(plainSoftmax([0, 1e6])).toBeNull();
});
