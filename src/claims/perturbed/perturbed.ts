import type { Dyadic } from '../../exact/dyadic.js';
import type { CaseKind, Cases, EnsembleCase, LogitsCase } from '../cases.js';
import { PerturbedCurve } from './perturbedCurve.js';
import { PerturbedDetector } from './perturbedDetector.js';
import { PerturbedRay } from './perturbedRay.js';

/** Every ensemble whose members and starting point are within `radius` of those of `source`. */
class PerturbedEnsemble {
  readonly members: readonly PerturbedRay[];

  constructor({ members, origin, direction }: EnsembleCase, radius: Dyadic) {
    this.members = members.map(
      (network) => new PerturbedRay({ network, origin, direction }, radius),
    );
  }
}

/** Every case whose logits are within `radius` of those of `source`. */
class PerturbedLogits {
  constructor(
    readonly source: LogitsCase,
    readonly radius: Dyadic,
  ) {}
}

/** All cases within a radius of one, by the kind of case. */
export interface Perturbed {
  readonly ray: PerturbedRay;
  readonly ensemble: PerturbedEnsemble;
  readonly logits: PerturbedLogits;
  readonly curve: PerturbedCurve;
  readonly detector: PerturbedDetector;
  /** No statement about these is refuted, so none of them has a box. */
  readonly smooth: never;
  readonly speeds: never;
  readonly trees: never;
}

/** The box of all cases within a radius of one. */
export function perturbed<Kind extends CaseKind>(
  kind: Kind,
  source: Cases[Kind],
  radius: Dyadic,
): Perturbed[Kind] {
  return MAKERS[kind](source, radius);
}

const MAKERS: { [Kind in CaseKind]: (source: Cases[Kind], radius: Dyadic) => Perturbed[Kind] } = {
  ray: (source, radius) => new PerturbedRay(source, radius),
  ensemble: (source, radius) => new PerturbedEnsemble(source, radius),
  logits: (source, radius) => new PerturbedLogits(source, radius),
  curve: (source, radius) => new PerturbedCurve(source, radius),
  detector: (source, radius) => new PerturbedDetector(source, radius),
  smooth: noBox,
  speeds: noBox,
  trees: noBox,
};

function noBox(): never {
  throw new RangeError('perturbed: there are no boxes of such cases');
}
