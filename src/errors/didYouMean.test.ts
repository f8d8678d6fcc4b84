import { describe, expect, it } from 'vitest';
import { didYouMean } from './didYouMean.js';

const NAMES = ['cea-tabular', 'dry-bean', 'wine-color', 'wine-color-with-quality', 'norms'];

describe('did you mean', () => {
  it.each([
    ['dry-beans', 'dry-bean'],
    ['drybean', 'dry-bean'],
    ['Norm', 'norms'],
    ['tabular', 'cea-tabular'],
    ['wine-colour', 'wine-color'],
  ])('%s: %s', (given, meant) => {
    expect(didYouMean(given, NAMES)).toBe(`did you mean ${meant}? `);
  });

  it('says nothing where no name is near', () => {
    expect(didYouMean('iris', NAMES)).toBe('');
    expect(didYouMean('', NAMES)).toBe('');
    expect(didYouMean('x', [])).toBe('');
  });
});
