import { Real } from '../../../exact/real.js';
import { channelsFirst } from '../../../network/convolutionGeometry.js';
import { ConvolutionMap } from '../../../network/convolutionMap.js';
import { NumbersBuilder } from '../../../network/numbers.js';
import { SparseMap } from '../../../network/sparseMap.js';
import type { LayerGraph } from '../../lowering/layerGraph.js';
import { transposeTensor } from '../../lowering/moves.js';
import { refuseShape, refuseUnsupported, refuseValue } from '../../lowering/refusal.js';
import { countOf, type Shape, showShape, type VariableTensor } from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';
import { imageAxes } from './convolution.js';

/** Linear layers that change the size of an image. */
export const resampling: Readonly<Record<string, Lowering>> = {
  ConvTranspose: (context) => [transposedConvolution(context)],
  Resize: (context) => [resize(context)],
  DepthToSpace: (context) => [depthToSpace(context)],
  SpaceToDepth: (context) => [spaceToDepth(context)],
};

/** The transpose of a convolution, entry by entry: every input entry adds its kernel. */
function transposedConvolution(context: OperatorContext): VariableTensor {
  const { graph, node } = context;
  const x = context.variable(0);
  const kernel = context.weights(1, 'has computed kernels');
  const { channels, spatial } = imageAxes(x.shape);
  if (spatial.length > 2) refuseUnsupported('moves over more than two axes');
  const rank = spatial.length;
  const groups = node.integer('group', 1);
  const [inputs, perGroup, ...size] = kernel.shape;
  if (inputs !== channels || size.length !== rank || channels % groups !== 0) {
    refuseShape(
      `has kernels of shape ${showShape(kernel.shape)}, which do not fit an image of shape ${showShape(x.shape)}`,
    );
  }
  const list = (name: string, length: number, fallback: number) => {
    const given = node.integers(name);
    if (given && given.length !== length) refuseShape(`has ${given.length} ${name}`);
    return given ?? new Array<number>(length).fill(fallback);
  };
  const strides = list('strides', rank, 1);
  const dilations = list('dilations', rank, 1);
  const extra = list('output_padding', rank, 0);
  const filters = perGroup * groups;
  const reach = size.map((length, a) => (length - 1) * dilations[a] + 1);
  const full = spatial.map((length, a) => (length - 1) * strides[a] + reach[a] + extra[a]);
  const pads = padsOf(context, full, spatial, strides);
  const lengths = full.map((length, a) => length - pads[a].before - pads[a].after);
  if (lengths.some((length) => length < 1)) refuseShape('makes an empty image');
  // A convolution of the larger image to x, in which each entry of x reads the places it adds to.
  const two = (values: readonly number[], fallback: number) =>
    rank === 2 ? values : [fallback, ...values];
  const [height, width] = two(lengths, 1);
  const [rows, columns] = two(spatial, 1);
  const [strideY, strideX] = two(strides, 1);
  const [dilationY, dilationX] = two(dilations, 1);
  const [kernelHeight, kernelWidth] = two(size, 1);
  const [top, left] = two(
    pads.map(({ before }) => before),
    0,
  );
  graph.charge(16 * countOf(x.shape) * perGroup * countOf(size));
  const convolution = new ConvolutionMap(kernel.numbers, {
    input: channelsFirst(filters, height, width),
    output: channelsFirst(channels, rows, columns),
    kernelHeight,
    kernelWidth,
    strideY,
    strideX,
    dilationY,
    dilationX,
    padTop: top,
    padLeft: left,
    groups,
  });
  const map = transposeMap(convolution);
  const bias = context.has(2) ? context.weights(2, 'has a computed bias').numbers : null;
  if (bias && bias.length !== filters)
    refuseShape(`has ${bias.length} biases for ${filters} filters`);
  const area = height * width;
  const spread = bias?.pick(
    Int32Array.from({ length: filters * area }, (_, i) => Math.floor(i / area)),
  );
  const value = graph.affine([{ map, input: x.value }], spread ?? null);
  return { kind: 'variable', shape: [1, filters, ...lengths], value };
}

function padsOf(
  { node }: OperatorContext,
  full: readonly number[],
  spatial: readonly number[],
  strides: readonly number[],
): { before: number; after: number }[] {
  const rank = spatial.length;
  const wanted = node.integers('output_shape');
  const automatic = node.text('auto_pad', 'NOTSET');
  const same = automatic === 'SAME_UPPER' || automatic === 'SAME_LOWER';
  if (wanted || same) {
    return full.map((length, a) => {
      const goal = wanted ? wanted[wanted.length - rank + a] : spatial[a] * strides[a];
      const total = Math.max(0, length - goal);
      const half = Math.floor(total / 2);
      return automatic === 'SAME_UPPER'
        ? { before: half, after: total - half }
        : { before: total - half, after: half };
    });
  }
  const pads = node.integers('pads') ?? new Array<number>(2 * rank).fill(0);
  if (pads.length !== 2 * rank) refuseShape(`has ${pads.length} pads for ${rank} spatial axes`);
  return full.map((_, a) => ({ before: pads[a], after: pads[a + rank] }));
}

/** The transpose of a map, by its stored coefficients. */
function transposeMap(map: ConvolutionMap): SparseMap {
  const entries: { row: number; column: number; value: Real }[] = [];
  for (let i = 0; i < map.rows; i++) {
    const { columns, values, others } = map.row(i);
    for (let n = 0; n < columns.length; n++) {
      entries.push({ row: columns[n], column: i, value: others?.[n] ?? Real.of(values[n]) });
    }
  }
  return sparse(map.columns, map.rows, entries);
}

function sparse(
  rows: number,
  columns: number,
  entries: { row: number; column: number; value: Real }[],
): SparseMap {
  entries.sort((a, b) => a.row - b.row || a.column - b.column);
  const starts = new Int32Array(rows + 1);
  for (const { row } of entries) starts[row + 1]++;
  for (let i = 0; i < rows; i++) starts[i + 1] += starts[i];
  const builder = new NumbersBuilder();
  for (const { value } of entries) builder.push(value);
  const indices = Int32Array.from(entries, ({ column }) => column);
  return new SparseMap(columns, starts, indices, builder.build());
}

/** One place of a resized axis: what it reads, and with what share. */
type Taps = readonly { readonly at: number; readonly share: Real }[];

function resize(context: OperatorContext): VariableTensor {
  const { graph, node } = context;
  const x = context.variable(0);
  const old = node.opset < 11;
  const scalesAt = old ? 1 : 2;
  const given = (index: number) => {
    if (!context.has(index)) return null;
    const tensor = context.constant(index, 'has a computed size');
    return countOf(tensor.shape) === 0 ? null : tensor.numbers;
  };
  const scales = given(scalesAt);
  const sizes = old ? null : given(3);
  const axes = node.integers('axes')?.map((axis) => context.axis(axis, x.shape.length));
  const named = axes ?? [...x.shape.keys()];
  if (!scales && !sizes) refuseValue('has neither scales nor sizes');
  if (node.text('keep_aspect_ratio_policy', 'stretch') !== 'stretch') {
    refuseUnsupported('keeps the aspect ratio', 'give the sizes themselves');
  }
  if (node.integer('antialias', 0) !== 0) refuseUnsupported('smooths what it shrinks');
  const taps = x.shape.map((length, axis): Taps[] => {
    const k = named.indexOf(axis);
    if (k < 0) return identityTaps(length);
    const scale = scales ? scales.at(k) : null;
    const target = sizes ? sizes.nearest[k] : Math.floor(length * scale!.toNumber());
    if (!(Number.isSafeInteger(target) && target >= 1)) refuseValue(`makes an axis of ${target}`);
    graph.charge(16 * target);
    const factor = scale ?? Real.of(target).divide(Real.of(length));
    return target === length && factor.compare(Real.one) === 0
      ? identityTaps(length)
      : axisTaps(node, length, target, factor);
  });
  return { kind: 'variable', ...resampled(graph, x, taps) };
}

function identityTaps(length: number): Taps[] {
  return Array.from({ length }, (_, at) => [{ at, share: Real.one }]);
}

function axisTaps(
  node: OperatorContext['node'],
  length: number,
  target: number,
  scale: Real,
): Taps[] {
  const mode = node.text('mode', 'nearest');
  const transform = node.text(
    'coordinate_transformation_mode',
    node.opset < 11 ? 'asymmetric' : 'half_pixel',
  );
  const half = Real.of(0.5);
  return Array.from({ length: target }, (_, i): Taps => {
    const place = (() => {
      switch (transform) {
        case 'asymmetric':
          return Real.of(i).divide(scale);
        case 'half_pixel':
          return Real.of(i).add(half).divide(scale).subtract(half);
        case 'pytorch_half_pixel':
          return target > 1 ? Real.of(i).add(half).divide(scale).subtract(half) : Real.zero;
        case 'align_corners':
          return target > 1
            ? Real.of(i)
                .multiply(Real.of(length - 1))
                .divide(Real.of(target - 1))
            : Real.zero;
        default:
          return refuseUnsupported(`has the coordinate transformation "${transform}"`);
      }
    })();
    const inside = (at: number) => Math.min(Math.max(at, 0), length - 1);
    const floor = floorOf(place);
    const rest = place.subtract(Real.of(floor));
    if (mode === 'nearest') {
      return [{ at: inside(nearestPlace(node, floor, rest)), share: Real.one }];
    }
    if (mode !== 'linear') {
      return refuseUnsupported(`resamples with mode "${mode}"`, 'use nearest or linear');
    }
    return [
      { at: inside(floor), share: Real.one.subtract(rest) },
      { at: inside(floor + 1), share: rest },
    ];
  });
}

function nearestPlace(node: OperatorContext['node'], floor: number, rest: Real): number {
  const rounding = node.text('nearest_mode', node.opset < 11 ? 'floor' : 'round_prefer_floor');
  const half = rest.compare(Real.of(0.5));
  switch (rounding) {
    case 'floor':
      return floor;
    case 'ceil':
      return rest.isZero ? floor : floor + 1;
    case 'round_prefer_floor':
      return half === 1 ? floor + 1 : floor;
    case 'round_prefer_ceil':
      return half === -1 ? floor : floor + 1;
    default:
      return refuseValue(`has nearest_mode "${rounding}"`);
  }
}

function floorOf(value: Real): number {
  const { rational } = value;
  if (!rational) return refuseValue('has scales that are not known exactly');
  const quotient = rational.numerator / rational.denominator;
  const below = rational.sign < 0 && quotient * rational.denominator !== rational.numerator;
  return Number(quotient) - (below ? 1 : 0);
}

/** The products of the shares along all axes. */
function resampled(
  graph: LayerGraph,
  x: VariableTensor,
  taps: readonly (readonly Taps[])[],
): { readonly shape: Shape; readonly value: number } {
  let rows: Taps[] = [[{ at: 0, share: Real.one }]];
  taps.forEach((places, axis) => {
    const length = x.shape[axis];
    graph.charge(rows.length * places.length * 16);
    rows = rows.flatMap((row) =>
      places.map((place) =>
        row.flatMap((outer) =>
          place
            .filter(({ share }) => !share.isZero)
            .map((inner) => ({
              at: outer.at * length + inner.at,
              share: outer.share.multiply(inner.share),
            })),
        ),
      ),
    );
  });
  const entries = rows.flatMap((row, i) =>
    merged(row).map(({ at, share }) => ({ row: i, column: at, value: share })),
  );
  const map = sparse(rows.length, countOf(x.shape), entries);
  const shape = taps.map((places) => places.length);
  return { shape, value: graph.affine([{ map, input: x.value }], null) };
}

/** At the border two taps may meet in one entry. */
function merged(taps: Taps): Taps {
  const shares = new Map<number, Real>();
  for (const { at, share } of taps) {
    const known = shares.get(at);
    shares.set(at, known ? known.add(share) : share);
  }
  return [...shares].map(([at, share]) => ({ at, share }));
}

function depthToSpace(context: OperatorContext): VariableTensor {
  const { graph, node } = context;
  const x = context.variable(0);
  const block = blockOf(context);
  const [batch, channels, height, width] = x.shape;
  const depth = channels / (block * block);
  if (x.shape.length !== 4 || !Number.isInteger(depth)) {
    refuseShape(`takes blocks of ${block} from a tensor of shape ${showShape(x.shape)}`);
  }
  const columnFirst = node.text('mode', 'DCR') === 'CRD';
  const split = columnFirst
    ? [batch, depth, block, block, height, width]
    : [batch, block, block, depth, height, width];
  const order = columnFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
  const moved = transposeTensor(graph, { ...x, shape: split }, order) as VariableTensor;
  return { ...moved, shape: [batch, depth, height * block, width * block] };
}

function spaceToDepth(context: OperatorContext): VariableTensor {
  const { graph } = context;
  const x = context.variable(0);
  const block = blockOf(context);
  const [batch, channels, height, width] = x.shape;
  if (x.shape.length !== 4 || height % block !== 0 || width % block !== 0) {
    refuseShape(`takes blocks of ${block} from a tensor of shape ${showShape(x.shape)}`);
  }
  const [rows, columns] = [height / block, width / block];
  const split = [batch, channels, rows, block, columns, block];
  const moved = transposeTensor(
    graph,
    { ...x, shape: split },
    [0, 3, 5, 1, 2, 4],
  ) as VariableTensor;
  return { ...moved, shape: [batch, channels * block * block, rows, columns] };
}

function blockOf({ node }: OperatorContext): number {
  const block = node.integer('blocksize', 0);
  return Number.isSafeInteger(block) && block >= 1 ? block : refuseValue(`has blocks of ${block}`);
}
