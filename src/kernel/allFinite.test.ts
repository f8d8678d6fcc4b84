import { expect, test } from 'vitest';
import { allFinite } from './allFinite.js';

test('one number that is not finite is found wherever it stands', () => {
  for (let length = 0; length < 12; length++) {
    const values = Float64Array.from({ length }, (_, i) => (i % 2 === 0 ? -1e308 : 1e308));
    expect(allFinite(values)).toBe(true);
    for (const wrong of [Number.NaN, Infinity, -Infinity]) {
      for (let at = 0; at < length; at++) {
        expect(allFinite(values.with(at, wrong))).toBe(false);
      }
    }
  }
});
