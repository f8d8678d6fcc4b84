import { describe, expect, it } from 'vitest';
import { claimById } from '../claims/claimById.js';
import { verify } from './verify.js';

const reasonOf = (id: string, logits: number[]) => {
  const { verified, counterexample } = verify(claimById(id) as never, 'asPrinted', {
    logits: [logits],
  } as never);
  return [verified, counterexample.reason];
};

describe('a counterexample that plain evaluation', () => {
  it.each(['softmax-increasing', 'entropy-direction'])('bears out is verified: %s', (id) => {
    const [verified, reason] = reasonOf(id, [0.5, -1]);
    expect(verified).toBe(true);
    expect(reason).not.toMatch(/plain evaluation/);
  });

  it('cannot tell about is not verified, which is no fault of the suite', () => {
    const [verified, reason] = reasonOf('softmax-increasing', [3.4e283, -6.2e283]);
    expect(verified).toBe(false);
    expect(reason).toMatch(/plain evaluation could not tell/);
    expect(reason).not.toMatch(/fault/);
  });
});
