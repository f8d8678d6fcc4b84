import { list, nullable, number, object, oneOf } from '../schema/shape.js';
import type { CeilingFinding } from './ceilingFinding.js';

/** The shape of a ceiling in the JSON of commands. */
export const ceilingShape = object<CeilingFinding>({
  confidence: nullable(number()),
  doubt: nullable(number()),
  classes: nullable(list(number())),
  causes: list(oneOf('normalisation', 'bounded units')),
  reason: nullable(oneOf('one-output', 'unbounded', 'too-close')),
});
