import { list } from '../../schema/shape.js';
import type { ExactNumber } from '../exactNumber.js';
import { constants, numbersOf } from './constants.js';
import { layerKind } from './layerKind.js';

/** A matrix beyond this is an error in the file, not a network (2 GiB of doubles). */
const MOST_WEIGHTS = 2 ** 28;

/** Weights times what it reads, plus the bias. */
export const dense = layerKind<{
  weights: readonly (readonly ExactNumber[])[];
  bias: readonly ExactNumber[];
}>({ weights: list(constants, 1), bias: constants }, ({ weights, bias }, size, path, report) => {
  const columns = size ?? weights[0].length;
  weights.forEach((row, o) => {
    if (row.length === columns) return;
    const rule = `must equal the ${columns} values the layer reads`;
    const remedy = 'give one weight per input of the layer';
    report('shape_mismatch', `${path}.weights[${o}].length`, row.length, rule, remedy);
  });
  if (bias.length !== weights.length) {
    const rule = `must equal the ${weights.length} rows of weights`;
    report('shape_mismatch', `${path}.bias.length`, bias.length, rule, 'give one bias per output');
  }
  if (weights.length * columns > MOST_WEIGHTS) {
    const rule = `must have at most ${MOST_WEIGHTS} weights`;
    report('too_large', `${path}.weights`, weights.length * columns, rule, 'check the file');
  }
  return (builder, input, place) =>
    builder.dense(numbersOf(weights), numbersOf([bias]), input, place);
});
