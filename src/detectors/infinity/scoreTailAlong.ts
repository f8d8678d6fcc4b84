import { checkArguments } from '../../errors/checkArguments.js';
import { InputError } from '../../errors/inputError.js';
import { instanceOf, number, record } from '../../errors/kinds.js';
import { Rational } from '../../exact/rational.js';
import type { Real } from '../../exact/real.js';
import { capabilityOf } from '../../network/capability.js';
import { checkPoint } from '../../network/evaluate.js';
import { headOf } from '../../network/penultimate.js';
import { enclosedTail } from '../../tail/enclosedTail.js';
import { realJacobianOn } from '../../tail/exactJacobian.js';
import { type ExactTail, exactTailOf } from '../../tail/exactTail.js';
import type { Germ } from '../../tail/germ.js';
import type { Ray } from '../../tail/tail.js';
import { Classifier } from '../classifier.js';
import type { Observations } from '../observations.js';
import type { GermVector } from './germVector.js';
import { type ScoreTail, scoreTail } from './scoreTail.js';

/**
 * The exact tail of a classifier along a ray, with the germs of every hidden layer.
 *
 * `tail(…).exact` serves every detector but CEA over all layers. Arithmetic: exact; of a network with
 * constants that are only enclosed, the middles of enclosures of 256 bits, with `slopeErrors` that
 * say how far slopes may be off.
 *
 * @param ray - origin and direction, finite
 * @throws InputError `unsupported` if enclosures leave the sign of a slope, or the regime, open
 *
 * @example
 * ```ts
 * scoreTailAlong(classifier, { origin: [0, 0], direction: [1, 0] }).hidden?.length; // hidden layers
 * ```
 */
export function scoreTailAlong(classifier: Classifier, ray: Ray): ExactTail & ScoreTail {
  checkRay('scoreTailAlong', classifier, ray);
  const { network } = classifier;
  const tail = enclosedTail(network, ray.origin, ray.direction);
  const hidden = classifier.hiddenValues.map((value) => middlesOf(tail.germs.of(value)));
  if (capabilityOf(network).constants !== 'enclosures') {
    return Object.assign(exactTailOf(network, tail), { hidden });
  }
  const { from, regime, top, gap, pattern, penultimate } = tail;
  if (!from || regime === 'unknown') throw undecided('regime', regime);
  return {
    ...middlesOf(tail.germs.of(network.output)),
    from: middleOf(from),
    regime,
    top,
    gap: gap && middleOf(gap),
    boundary: tail.boundary ?? false,
    pattern,
    penultimate: penultimate && middlesOf(tail.germs.of(headOf(network).penultimate)),
    get jacobian() {
      return realJacobianOn(network, pattern).map((row) => row.map(middleOf));
    },
    hidden,
  };
}

/** Germs as rationals: the numbers themselves, or the middles of their enclosures. */
function middlesOf(germs: readonly Germ[]): GermVector {
  const middles = {
    slope: germs.map(({ slope }) => middleOf(slope)),
    intercept: germs.map(({ intercept }) => middleOf(intercept)),
  };
  if (germs.every(({ slope }) => slope.rational)) return middles;
  germs.forEach(({ slope }, i) => {
    if (slope.sign === null) throw undecided(`slope[${i}]`, String(slope));
  });
  const slopeErrors = Float64Array.from(
    germs,
    ({ slope }) => slope.upper.subtract(slope.lower).toNumber() * (1 + 2 ** -50),
  );
  return { ...middles, slopeErrors };
}

function middleOf(value: Real): Rational {
  return value.rational ?? value.lower.add(value.upper).divide(Rational.of(2));
}

function undecided(path: string, value: string): InputError {
  return new InputError('scoreTailAlong', [
    {
      code: 'unsupported',
      path,
      value,
      rule: 'must be decided, but the constants of the network are known too little to tell',
      remedy: 'fold batch normalisation into its neighbours before exporting',
    },
  ]);
}

/**
 * What the classifier shows at the point t of a ray: the network's own evaluation before the tail
 * begins, the tail's expansion after.
 *
 * @param tail - of this ray
 * @param t - finite, at least 0
 *
 * @example
 * ```ts
 * ebo.fit(data).score(observationsAlong(classifier, ray, scoreTailAlong(classifier, ray), 0.5));
 * ```
 */
export function observationsAlong(
  classifier: Classifier,
  ray: Ray,
  tail: ScoreTail,
  t: number,
): Observations {
  checkRay('observationsAlong', classifier, ray);
  checkArguments('observationsAlong', { tail: [tail, scoreTail], t: [t, number()] });
  const { origin, direction } = ray;
  if (Rational.of(t).compare(tail.from) >= 0) return observationsOnTail(tail, t);
  return classifier.observe([Array.from(origin, (x, i) => x + t * direction[i])]);
}

/**
 * What the classifier shows at the point t of a tail: germs evaluated exactly and rounded once, so
 * that nothing cancels however far out.
 *
 * @param t - finite, at least `tail.from`
 *
 * @example
 * ```ts
 * ebo.fit(data).score(observationsOnTail(scoreTailAlong(classifier, ray), 1e6))[0];
 * ```
 */
export function observationsOnTail(tail: ScoreTail, t: number): Observations {
  checkArguments('observationsOnTail', { tail: [tail, scoreTail], t: [t, number()] });
  const at = ({ slope, intercept }: GermVector) => {
    const scale = Rational.of(t);
    const values = Float64Array.from(slope, (b, i) =>
      intercept[i].add(b.multiply(scale)).toNumber(),
    );
    return { rows: 1, columns: values.length, values };
  };
  return {
    logits: at(tail),
    features: at(tail.penultimate ?? { slope: [], intercept: [] }),
    ...(tail.hidden && { hidden: tail.hidden.map(at) }),
    ...(tail.members && { members: tail.members.map(at) }),
  };
}

/**
 * Checks a classifier and a ray through its inputs.
 *
 * @throws InputError `wrong_type`, `shape_mismatch`, `not_finite`
 */
function checkRay(where: string, classifier: Classifier, ray: Ray): void {
  checkArguments(where, {
    classifier: [classifier, instanceOf(Classifier, 'pass new Classifier(network)')],
    ray: [ray, record({})],
  });
  const { inputSize } = classifier.network;
  checkPoint(where, 'ray.origin', ray.origin, inputSize);
  checkPoint(where, 'ray.direction', ray.direction, inputSize);
}
