import { list, nullable, number } from '../../schema/shape.js';
import {
  concatenateTensors,
  padTensor,
  takePositions,
  transposeTensor,
} from '../lowering/moves.js';
import { refuseShape, refuseUnsupported } from '../lowering/refusal.js';
import { constantTensor, countOf, showShape, type VariableTensor } from '../lowering/tensor.js';
import type { LayerContext } from './layerContext.js';
import {
  CHANNELS,
  type Ends,
  endsOr,
  type LayerKind,
  type Lengths,
  layerKind,
  lengthsOr,
  spread,
  textOr,
  wholeOr,
} from './layerKind.js';

/** A length, or -1 or null for the one that follows from the others. */
const lengthOrOpen = nullable(number({ minimum: -1, whole: true }));

/** An axis, counted from 1 behind the batch. */
const axisNumber = number({ minimum: 1, whole: true });

/** Layers that only move entries. */
export const arrangementLayers: Readonly<Record<string, LayerKind>> = {
  Flatten: layerKind({ data_format: CHANNELS }, ({ input }, { data_format }) => {
    // Keras moves the channels of such an image to the end before it is made flat.
    if (data_format !== 'channels_last' && input.shape.length > 2) {
      refuseUnsupported('has channels first', 'save the model with channels last');
    }
    return { ...input, shape: [1, countOf(input.shape)] };
  }),
  Reshape: layerKind({ target_shape: { shape: list(lengthOrOpen), fallback: [] } }, reshape),
  Concatenate: layerKind({ axis: { shape: number({ whole: true }), fallback: -1 } }, concatenate),
  ZeroPadding1D: ends(1, 'padding', 1),
  ZeroPadding2D: ends(2, 'padding', 1),
  Cropping2D: ends(2, 'cropping', 0),
  Permute: layerKind({ dims: { shape: list(axisNumber), fallback: [] } }, permute),
  RepeatVector: layerKind({ n: wholeOr(1) }, repeatVector),
  UpSampling1D: upSampling(1),
  UpSampling2D: upSampling(2),
};

function reshape(
  { input }: LayerContext,
  { target_shape: lengths }: { target_shape: readonly (number | null)[] },
): VariableTensor {
  const count = countOf(input.shape);
  const known = lengths.filter((length) => length !== null && length !== -1) as number[];
  const open = lengths.length - known.length;
  const shape = lengths.map((length) =>
    length === null || length === -1 ? count / countOf(known) : length,
  );
  const valid = shape.every((length) => Number.isSafeInteger(length) && length >= 1);
  if (open > 1 || !valid || countOf(shape) !== count) {
    refuseShape(
      `gives ${count} entries the shape ${showShape(lengths.map((length) => length ?? -1))}`,
    );
  }
  return { ...input, shape: [1, ...shape] };
}

/** Zeros around an image, or its margins cut off. */
function ends(rank: number, field: 'padding' | 'cropping', fallback: number): LayerKind {
  return layerKind<{ data_format: string; [field]: Ends }>(
    { data_format: CHANNELS, [field]: endsOr(rank, fallback) },
    (context, { data_format, [field]: given }) => {
      context.image(rank, data_format);
      const axes = rank === 1 ? [given as Lengths] : spread<Lengths>(given as Lengths[], rank);
      const sign = field === 'padding' ? 1 : -1;
      const pads = axes.map((axis) => {
        const [before, after] = spread<number>(axis, 2);
        return { before: sign * before, after: sign * after };
      });
      const none = { before: 0, after: 0 };
      const zero = constantTensor([], new Float64Array(1), 'zero');
      const around = [none, ...pads, none];
      return padTensor(context.graph, context.input, around, zero) as VariableTensor;
    },
  );
}

function permute(
  { graph, input }: LayerContext,
  { dims }: { dims: readonly number[] },
): VariableTensor {
  return transposeTensor(graph, input, [0, ...dims]) as VariableTensor;
}

function repeatVector({ graph, input }: LayerContext, { n }: { n: number }): VariableTensor {
  const [batch, features] = input.shape;
  const row = { ...input, shape: [batch, 1, features] };
  return takePositions(graph, row, new Map([[1, new Int32Array(n)]])) as VariableTensor;
}

/** Every entry repeated along the spatial axes. */
function upSampling(rank: number): LayerKind {
  return layerKind(
    { data_format: CHANNELS, interpolation: textOr('nearest'), size: lengthsOr(rank, 2) },
    (context, { data_format, interpolation, size }) => {
      const { graph, input } = context;
      const { spatial } = context.image(rank, data_format);
      if (interpolation !== 'nearest') {
        refuseUnsupported('interpolates between entries', 'use the nearest entry');
      }
      const sizes = spread<number>(size, rank);
      const positions = spatial.map((length, a) => {
        graph.charge(length * sizes[a]);
        return Int32Array.from({ length: length * sizes[a] }, (_, i) => Math.floor(i / sizes[a]));
      });
      const axes = new Map(positions.map((places, a) => [a + 1, places]));
      return takePositions(graph, input, axes) as VariableTensor;
    },
  );
}

function concatenate(
  { graph, inputs }: LayerContext,
  { axis: named }: { axis: number },
): VariableTensor {
  const rank = inputs[0].shape.length;
  const axis = named < 0 ? named + rank : named;
  if (!(axis >= 1 && axis < rank)) refuseShape(`joins along axis ${named} of ${rank}`);
  if (inputs.some(({ shape }) => shape.length !== rank))
    refuseShape('joins tensors of different ranks');
  return concatenateTensors(graph, inputs, axis) as VariableTensor;
}
