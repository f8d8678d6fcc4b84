import { describe, expect, it } from 'vitest';
import { refute } from '../../src/check/refute.js';
import { claimById } from '../../src/claims/claimById.js';
import type { NetworkFile } from '../../src/network/networkFile.js';
import { expectSmall } from './witness.js';

/** Found from each of these, with no witness known beforehand. */
const SEEDS = Array.from({ length: 100 }, (_, n) => n + 1);

/** Candidates a search may try. */
const MOST = 10_000;

describe('a counterexample is found from each of 100 seeds, within 10,000 candidates', () => {
  it.each([
    'monotone-logits',
    'jacobian-limit-joint',
    'growth-rate',
    'gradient-vanishes',
    'perfect-certainty',
    'softmax-increasing',
    'entropy-direction',
  ])('to %s, and fails again from its recorded values', (id) => {
    for (const seed of SEEDS) {
      const found = refute(claimById(id), seed, MOST);
      expect(found.counterexample, `seed ${seed}`).not.toBeNull();
      expect(found.verifiedExactly, `seed ${seed}`).toBe(true);
      if (id === 'gradient-vanishes') {
        // Affine, with weights of −2 to 2: a person can check it on paper.
        const { network } = found.counterexample as unknown as { network: NetworkFile };
        expectSmall(network, { classes: 3, inputs: 2 });
      }
    }
  });
});
