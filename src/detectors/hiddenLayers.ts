import { InputError } from '../errors/inputError.js';
import type { Batch } from './batch.js';
import type { GermVector } from './infinity/germVector.js';
import type { ScoreTail } from './infinity/scoreTail.js';
import type { Observations } from './observations.js';

/**
 * The activations of every hidden layer.
 *
 * @throws InputError `missing` if there are none
 */
export function hiddenBatches(where: string, { hidden }: Observations): readonly Batch[] {
  if (hidden) return hidden;
  throw missing(where, 'observations');
}

/**
 * The germs of every hidden layer.
 *
 * @throws InputError `missing` if there are none
 */
export function hiddenGerms(where: string, { hidden }: ScoreTail): readonly GermVector[] {
  if (hidden) return hidden;
  throw missing(where, 'tail');
}

function missing(where: string, what: 'observations' | 'tail'): InputError {
  return new InputError(where, [
    {
      code: 'missing',
      path: `${what}.hidden`,
      rule: 'must be given: every hidden layer is read',
      remedy: 'observe with a Classifier, or take the tail with scoreTailAlong',
    },
  ]);
}
