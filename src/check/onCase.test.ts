import { describe, expect, it } from 'vitest';
import type { Claim } from '../claims/claim.js';
import { HOLDS } from '../claims/outcome.js';
import { softmaxSigmoid } from '../claims/softmaxSigmoid.js';
import { InputError } from '../errors/inputError.js';
import { InternalError } from '../errors/internalError.js';
import { searchCounterexample } from './search.js';
import { verifyClaims } from './verifyClaims.js';

function complain(): never {
  throw new InputError('softmax', [
    { code: 'empty', path: 'logits', rule: 'must not be empty', remedy: 'give some' },
  ]);
}

function withReading(change: Partial<Claim<'logits'>['asPrinted']>): Claim<'logits'> {
  return { ...softmaxSigmoid, asPrinted: { ...softmaxSigmoid.asPrinted, controls: [], ...change } };
}

describe('an error while a generated case is decided', () => {
  it.each([
    ['check', withReading({ check: complain })],
    ['confirm', withReading({ check: () => HOLDS, confirm: complain })],
  ])('in %s is an internal one that names the claim and the case', async (_, claim) => {
    const run = verifyClaims({ catalogue: [claim], runs: 20 });
    await expect(run).rejects.toThrow(InternalError);
    await expect(run).rejects.toThrow(
      /^softmax-sigmoid, as printed: softmax: logits must not be empty.*case \{"logits":\[\[/,
    );
    await expect(run).rejects.toMatchObject({ exitCode: 3, cause: expect.any(InputError) });
  });

  it('is not taken for a counterexample', () => {
    const visit = () => {
      throw new TypeError('not a function');
    };
    expect(() => searchCounterexample(softmaxSigmoid, 'asPrinted', 1, 10, visit)).toThrow(
      'not a function; case',
    );
  });
});
