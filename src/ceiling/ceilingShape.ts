import { list, nullable, number, object, oneOf } from '../schema/shape.js';
import type { CeilingFinding } from './ceilingFinding.js';

/** The fields of a ceiling in the JSON of commands, without that of each class. */
export const ceilingFields = {
  confidence: nullable(number()),
  doubt: nullable(number()),
  causes: list(oneOf('normalisation', 'bounded units')),
  reason: nullable(oneOf('one-output', 'unbounded', 'too-close')),
};

/** The shape of a ceiling. */
export const ceilingShape = object<CeilingFinding>({
  ...ceilingFields,
  classes: nullable(list(number())),
});
