import { InputError } from '../../errors/inputError.js';
import { type Kind, list, nullable, optional, record } from '../../errors/kinds.js';
import type { Rational } from '../../exact/rational.js';
import type { LogitLines } from '../../tail/logitLines.js';
import type { DecidedRegime } from '../../tail/regime.js';
import { decidedTail, germs } from '../../tail/tailKinds.js';
import type { GermVector } from './germVector.js';

/**
 * What behaviour at infinity is decided from: the exact tail of a network along a ray.
 *
 * `exactTail` and `tail(…).exact` are one, without `hidden` and `members`.
 */
export interface ScoreTail extends LogitLines<Rational, DecidedRegime> {
  /** Germs of the penultimate units: z(t) = intercept + t·slope. Null without a linear head. */
  readonly penultimate: GermVector | null;
  /** Germs of every hidden layer, for CEA over all layers. */
  readonly hidden?: readonly GermVector[];
  /** Logit germs of every member of an ensemble, for the uncertainty scores. */
  readonly members?: readonly GermVector[];
}

const units = record({
  penultimate: nullable(germs),
  hidden: optional(list(germs)),
  members: optional(list(germs)),
});

/** An exact tail, with germs of hidden layers and members where they are given. */
export const scoreTail: Kind = (value, path, report) => {
  decidedTail(value, path, report);
  units(value, path, report);
};

/**
 * The germs of the penultimate units.
 *
 * @throws InputError `unsupported` if the tail has none
 */
export function penultimateGerms({ penultimate }: ScoreTail): GermVector {
  if (penultimate) return penultimate;
  throw new InputError('behaviourAtInfinity', [
    {
      code: 'unsupported',
      path: 'tail.penultimate',
      value: null,
      rule: 'must hold germs: the detector reads penultimate activations',
      remedy: 'take the tail of a network whose last layer is affine',
    },
  ]);
}
