import fc from 'fast-check';
import { type ActivationName, activationByName } from '../src/network/activationByName.js';
import type { NetworkFile } from '../src/network/networkFile.js';
import type { AnyLayer } from './decimalNetwork.js';

/** Network files of every layer of the format, in integers, floats or magnitudes far apart. */

const integers = fc.integer({ min: -3, max: 3 });
// None so small that far out is farther than is looked.
const floats = fc.integer({ min: -(2 ** 21), max: 2 ** 21 }).map((value) => value / 2 ** 20);
const magnitudes = fc
  .tuple(floats, fc.integer({ min: -12, max: 12 }))
  .map(([mantissa, exponent]) => mantissa * 2 ** exponent);

const names = Object.keys(activationByName) as ActivationName[];
const kinds = [...names, 'relu', 'leaky-relu', 'clip', 'layer-norm', 'rms-norm'] as const;
type Kind = (typeof kinds)[number];

interface Block {
  readonly width: number;
  readonly kind: Kind;
  readonly residual: boolean;
  readonly parameter: number;
  readonly tied: boolean;
}

const block: fc.Arbitrary<Block> = fc.record({
  width: fc.integer({ min: 1, max: 4 }),
  kind: fc.constantFrom(...kinds),
  residual: fc.integer({ min: 0, max: 3 }).map((value) => value === 0),
  parameter: fc.constantFrom(0.25, 0.5, 1, 1.5, 3),
  tied: fc.integer({ min: 0, max: 3 }).map((value) => value === 0),
});

function layerOf({ kind, parameter }: Block, size: number, take: () => number): AnyLayer {
  const numbers = () => Array.from({ length: size }, take);
  switch (kind) {
    case 'gelu':
      return parameter > 1 ? { type: kind, approximate: 'tanh' } : { type: kind };
    case 'softplus':
      return { type: kind, beta: parameter };
    case 'elu':
    case 'celu':
      return { type: kind, alpha: parameter };
    case 'leaky-relu':
      return { type: kind, slope: parameter / 8 };
    case 'clip':
      return { type: kind, lower: -parameter, upper: parameter * 2 };
    case 'layer-norm':
      return { type: kind, scale: numbers(), shift: numbers(), epsilon: parameter * 1e-5 };
    case 'rms-norm':
      return { type: kind, scale: numbers(), epsilon: parameter * 1e-5 };
    default:
      return { type: kind };
  }
}

/** A network file, and a ray. */
export interface SmoothCase {
  readonly file: Omit<NetworkFile, 'layers'> & { readonly layers: readonly AnyLayer[] };
  readonly origin: readonly number[];
  readonly direction: readonly number[];
}

export const smoothCase: fc.Arbitrary<SmoothCase> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 3 }),
    blocks: fc.array(block, { minLength: 1, maxLength: 4 }),
    classes: fc.integer({ min: 2, max: 3 }),
    numbers: fc.constantFrom(integers, floats, magnitudes).chain((kind) =>
      fc.array(
        fc.oneof({ weight: 4, arbitrary: kind }, { weight: 1, arbitrary: fc.constant<number>(0) }),
        {
          minLength: 150,
          maxLength: 150,
        },
      ),
    ),
  })
  .map(({ inputs, blocks, classes, numbers }) => {
    let used = 0;
    const take = () => numbers[used++ % numbers.length];
    let size = inputs;
    const dense = (rows: number, tied: boolean): AnyLayer => {
      const weights = Array.from({ length: rows }, () => Array.from({ length: size }, take));
      // Equal rows: slopes that tie exactly.
      if (tied && rows > 1) weights[1] = [...weights[0]];
      size = rows;
      return { type: 'dense', weights, bias: Array.from({ length: rows }, take) };
    };
    const layers: AnyLayer[] = blocks.flatMap((one): AnyLayer[] => {
      if (one.residual) {
        const inner = [dense(size, one.tied), layerOf(one, size, take)];
        return [{ type: 'residual', layers: inner as never }];
      }
      return [dense(one.width, one.tied), layerOf(one, size, take)];
    });
    const tied = blocks[0].tied;
    layers.push(dense(classes, tied));
    const origin = Array.from({ length: inputs }, take);
    const direction: number[] = Array.from({ length: inputs }, take);
    if (!direction.some((value) => value !== 0)) direction.fill(1);
    const file = { format: 'farfield-network', version: 1, inputs, layers } as const;
    return { file, origin, direction };
  });
