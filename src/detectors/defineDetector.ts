import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { record } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';
import type { Detector, Scorer, Variant } from './detector.js';
import { checkFittingData, type FittingData } from './fittingData.js';
import type { NoveltyGerm } from './infinity/noveltyGerm.js';
import type { ScoreTail } from './infinity/scoreTail.js';
import { checkObservations, type Observations } from './observations.js';
import { completeOptions, oneOfOption } from './options.js';
import { isSettledFinite } from './settled.js';

/** What the definition of a detector says; the checks around it are shared. */
export interface DetectorDefinition<Options extends object>
  extends Omit<Detector<Options>, 'fit' | 'variants'> {
  /** `paper` and `cea-2024` if absent. */
  readonly variants?: readonly Variant[];
  /** Problems of option values, after unknown names have been refused. */
  check?(options: Options): readonly Problem[];
  fit(data: FittingData, options: Options): Omit<Scorer, 'detector'>;
}

/**
 * Makes a detector of its definition: options completed and checked, data checked at fit and at
 * score, so that no detector can forget to. What settled data and observations give is kept as long
 * as they are: CEA and fusions of a detector ask for the same again.
 *
 * @throws InputError from `fit`: `unknown_field` for an option the detector does not have,
 *   `unknown_value` for a variant it does not know
 */
export function defineDetector<Options extends object>(
  definition: DetectorDefinition<Options>,
): Detector<Options> {
  const {
    id,
    name,
    source,
    reads,
    readsHidden = false,
    family,
    whenCertain,
    defaults,
  } = definition;
  const variants = definition.variants ?? ['paper', 'cea-2024'];
  const fitted = new WeakMap<FittingData, Scorer>();
  return {
    id,
    name,
    source,
    reads,
    readsHidden,
    family,
    whenCertain,
    variants,
    defaults,
    fit(data, given = {}) {
      checkArguments(id, { options: [given, record({})] });
      const isPlain = Object.keys(given).length === 0;
      const known = isPlain && fitted.get(data);
      if (known) return known;
      const options = completeOptions(id, defaults, given);
      const problems = [
        ...('variant' in options ? oneOfOption('variant', options.variant, variants) : []),
        ...(definition.check?.(options) ?? []),
      ];
      if (problems.length > 0) throw new InputError(id, problems);
      checkFittingData(id, data);
      const scorer = scorerOf(id, definition.fit(data, options), data);
      // What wraps a detector fits it again.
      if (isPlain && areSettled(data)) fitted.set(data, scorer);
      return scorer;
    },
  };
}

/** What was fitted, with its arguments checked. */
function scorerOf(id: string, fitted: Omit<Scorer, 'detector'>, data: FittingData): Scorer {
  const classes = data.head.bias.length;
  const width = data.head.weights.columns;
  let parameters: Scorer['parameters'] | undefined;
  const scored = new WeakMap<Observations, Float64Array>();
  const expanded = new WeakMap<ScoreTail, NoveltyGerm>();
  return {
    detector: id,
    // Some compute theirs when they are read, from what scores need: D² numbers that nobody may ask for.
    get parameters() {
      parameters ??= fitted.parameters;
      return parameters;
    },
    notes: fitted.notes ?? [],
    score(observations) {
      const known = scored.get(observations);
      if (known) return known.slice();
      checkObservations(id, observations, classes, width, data.train);
      const scores = fitted.score(observations);
      if (isSettledFinite(observations)) scored.set(observations, scores.slice());
      return scores;
    },
    ...(fitted.error && { error: fitted.error }),
    germ(tail) {
      const known = expanded.get(tail);
      if (known) return known;
      const germ = fitted.germ(tail);
      expanded.set(tail, germ);
      return germ;
    },
  };
}

/** Whether what a detector is fitted on will not change. */
function areSettled({ train, validation }: FittingData): boolean {
  return isSettledFinite(train) && isSettledFinite(validation);
}
