import { Real } from '../../exact/real.js';
import { list, number, optional } from '../../schema/shape.js';
import { addNormalization } from '../normalization.js';
import { Numbers } from '../numbers.js';
import { SparseMap } from '../sparseMap.js';
import { layerKind } from './layerKind.js';

const EPSILON = 1e-5;

const doubles = optional(list(number()));
const epsilon = optional(number({ minimum: 0 }));

/** What the reader takes of either norm. */
interface Settings {
  scale?: readonly number[];
  shift?: readonly number[];
  epsilon?: number;
}

/** Values less their mean, over their standard deviation, scaled and shifted. */
export const layerNorm = layerKind<Settings>(
  { scale: doubles, shift: doubles, epsilon },
  normalization(true),
);

/** Values over the root of their mean square, scaled. */
export const rmsNorm = layerKind<Omit<Settings, 'shift'>>(
  { scale: doubles, epsilon },
  normalization(false),
);

function normalization(centred: boolean): Parameters<typeof layerKind<Settings>>[1] {
  return (layer, size, path, report) => {
    for (const field of ['scale', 'shift'] as const) {
      const count = layer[field]?.length ?? size;
      if (size === null || count === size) continue;
      const rule = `must equal the ${size} values the layer reads`;
      report('shape_mismatch', `${path}.${field}.length`, count, rule, 'give one per unit');
    }
    return (builder, input, place) => {
      const units = builder.sizeOf(input);
      const settings = { epsilon: Real.of(layer.epsilon ?? EPSILON), centred };
      const normal = addNormalization(builder, input, settings, place);
      const scale = Float64Array.from(layer.scale ?? new Float64Array(units).fill(1));
      const shift = Float64Array.from(layer.shift ?? new Float64Array(units));
      return builder.affine(SparseMap.diagonal(Numbers.from(scale)), shift, normal, place);
    };
  };
}
