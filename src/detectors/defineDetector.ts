import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { record } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';
import type { Detector, Scorer, Variant } from './detector.js';
import { checkFittingData, type FittingData } from './fittingData.js';
import { checkObservations, type Observations } from './observations.js';
import { completeOptions, oneOfOption } from './options.js';

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
 * score, so that no detector can forget to.
 *
 * @throws InputError from `fit`: `unknown_field` for an option the detector does not have,
 *   `unknown_value` for a variant it does not know
 */
export function defineDetector<Options extends object>(
  definition: DetectorDefinition<Options>,
): Detector<Options> {
  const { id, name, source, reads, family, whenCertain, defaults } = definition;
  const variants = definition.variants ?? ['paper', 'cea-2024'];
  return {
    id,
    name,
    source,
    reads,
    family,
    whenCertain,
    variants,
    defaults,
    fit(data, given = {}) {
      checkArguments(id, { options: [given, record({})] });
      const options = completeOptions(id, defaults, given);
      const problems = [
        ...('variant' in options ? oneOfOption('variant', options.variant, variants) : []),
        ...(definition.check?.(options) ?? []),
      ];
      if (problems.length > 0) throw new InputError(id, problems);
      checkFittingData(id, data);
      const classes = data.head.bias.length;
      const width = data.head.weights.columns;
      const fitted = definition.fit(data, options);
      return {
        detector: id,
        parameters: fitted.parameters,
        notes: fitted.notes ?? [],
        score(observations: Observations) {
          checkObservations(id, observations, classes, width, data.train);
          return fitted.score(observations);
        },
        ...(fitted.error && { error: fitted.error }),
        germ: (tail) => fitted.germ(tail),
      };
    },
  };
}
