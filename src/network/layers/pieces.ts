import { list, number } from '../../schema/shape.js';
import { type ExactNumber, readExactNumber, realOf } from '../exactNumber.js';
import { clipTo, leakyRelu } from '../functions.js';
import { constant } from './constants.js';
import { layerKind } from './layerKind.js';

/** max(0, x). */
export const relu = layerKind<object>({}, () => (builder, input, path) => {
  return builder.rectifier(0, input, path);
});

/** x where it is positive, else `slope` times x. */
export const leaky = layerKind<{ slope: ExactNumber }>({ slope: constant }, ({ slope }) => {
  return (builder, input, path) => builder.activation(leakyRelu(realOf(slope)), input, path);
});

/** x kept between two bounds. */
export const clip = layerKind<{ lower: ExactNumber; upper: ExactNumber }>(
  { lower: constant, upper: constant },
  ({ lower, upper }, _size, path, report) => {
    const [low, high] = [lower, upper].map((bound) => readExactNumber(bound, path, () => {}));
    // Enclosures that overlap may be in either order.
    const order = low && high ? low.compare(high) : -1;
    if (order === null || order > 0) {
      const rule = `must be at most upper=${JSON.stringify(upper)}`;
      report('out_of_range', `${path}.lower`, lower, rule, 'swap the two');
    }
    return (builder, input, place) =>
      builder.activation(clipTo(realOf(lower), realOf(upper)), input, place);
  },
);

/** The maximum over each group of indices: a max-pool written out. */
export const maximum = layerKind<{ groups: readonly (readonly number[])[] }>(
  { groups: list(list(number({ minimum: 0, whole: true }), 1), 1) },
  ({ groups }, size, path, report) => {
    groups.forEach((group, g) => {
      group.forEach((index, k) => {
        if (index < (size ?? Number.MAX_SAFE_INTEGER)) return;
        const rule = `must be a whole number from 0 to ${size! - 1}`;
        const remedy = 'indices count the values the layer reads, from 0';
        report('out_of_range', `${path}.groups[${g}][${k}]`, index, rule, remedy);
      });
    });
    return (builder, input, place) =>
      builder.maximum(
        groups.map((group) => Int32Array.from(group)),
        input,
        place,
      );
  },
);
