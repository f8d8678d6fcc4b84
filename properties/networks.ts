import fc from 'fast-check';
import type { Layer, NetworkFile } from '../src/network/networkFile.js';

/** A network and a ray, as data. */
export interface NetworkAndRay {
  readonly network: NetworkFile;
  readonly origin: readonly number[];
  readonly direction: readonly number[];
}

/** What `networkAndRay` may draw. */
export interface NetworkOptions {
  /** Hidden layers: at most this many. */
  readonly depth?: number;
  /** Inputs and units: at most this many. */
  readonly width?: number;
  /** Activations to draw from; all by default. */
  readonly activations?: readonly Activation[];
}

type Activation = 'relu' | 'leaky-relu' | 'clip' | 'maximum' | 'residual';

/**
 * Networks and rays with numbers from one arbitrary, made to cancel: rows repeat or negate others,
 * in full or but for one rounding, and columns repeat with the sign turned.
 *
 * Independent of the generators in `src/generate`, which are under test themselves; shrinks as
 * fast-check shrinks.
 */
export function networkAndRay(
  number: fc.Arbitrary<number>,
  { depth = 3, width = 5, activations = ALL }: NetworkOptions = {},
): fc.Arbitrary<NetworkAndRay> {
  const size = fc.integer({ min: 1, max: width });
  return fc
    .record({
      sizes: fc.array(size, { minLength: 2, maxLength: depth + 2 }),
      numbers: fc.infiniteStream(number),
      choices: fc.infiniteStream(fc.nat()),
    })
    .map(({ sizes, numbers, choices }) => {
      const next = () => numbers.next().value;
      const choose = (count: number) => choices.next().value % count;
      const inputs = sizes[0];
      const layers: Layer[] = [];
      let current = inputs;
      sizes.slice(1).forEach((units, k) => {
        layers.push(dense(current, units, next, choose));
        current = units;
        if (k + 2 === sizes.length) return;
        const made = activation(activations[choose(activations.length)], units, next, choose);
        layers.push(...made);
        const last = made[made.length - 1];
        if (last.type === 'maximum') current = last.groups.length;
      });
      const origin = Array.from({ length: inputs }, next);
      const direction = choose(3) === 0 ? origin.slice() : Array.from({ length: inputs }, next);
      if (choose(3) === 0) {
        const d = choose(inputs);
        direction.forEach((_, i) => {
          if (i !== d) direction[i] = 0;
        });
      }
      if (!direction.some((value) => value !== 0)) direction[choose(inputs)] = 1;
      return {
        network: { format: 'farfield-network', version: 1, inputs, layers },
        origin,
        direction,
      };
    });
}

const ALL: readonly Activation[] = [
  'relu',
  'relu',
  'relu',
  'leaky-relu',
  'clip',
  'maximum',
  'residual',
];

type Draw = () => number;
type Choose = (count: number) => number;

function dense(inputs: number, units: number, next: Draw, choose: Choose): Layer {
  const weights = Array.from({ length: units }, () => Array.from({ length: inputs }, next));
  const bias = Array.from({ length: units }, next);
  if (units > 1 && choose(2) === 0) {
    const [source, copy] = [choose(units), choose(units)];
    const sign = choose(2) === 0 ? 1 : -1;
    weights[copy] = weights[source].map((value) => sign * value);
    bias[copy] = choose(2) === 0 ? sign * bias[source] : bias[copy];
    if (choose(3) === 0) {
      const j = choose(inputs);
      const moved = weights[copy][j] * (1 + 2 ** -52);
      if (Number.isFinite(moved)) weights[copy][j] = moved;
    }
  }
  if (inputs > 1 && choose(3) === 0) {
    // What the next layer sums from two units that move alike cancels.
    const [source, copy] = [choose(inputs), choose(inputs)];
    for (const row of weights) row[copy] = -row[source];
  }
  if (choose(5) === 0) bias.fill(0);
  return { type: 'dense', weights, bias };
}

function activation(kind: Activation, units: number, next: Draw, choose: Choose): Layer[] {
  switch (kind) {
    case 'relu':
      return [{ type: 'relu' }];
    case 'leaky-relu':
      return [
        { type: 'leaky-relu', slope: choose(2) === 0 ? [0.1, 0.5, -1, 3][choose(4)] : next() },
      ];
    case 'clip': {
      const [x, y] = [next(), next()];
      return [{ type: 'clip', lower: Math.min(x, y), upper: Math.max(x, y) }];
    }
    case 'maximum': {
      const groups = Array.from({ length: 1 + choose(units) }, () =>
        Array.from({ length: 1 + choose(3) }, () => choose(units)),
      );
      return [{ type: 'maximum', groups }];
    }
    case 'residual':
      return [
        {
          type: 'residual',
          layers: [dense(units, 2, next, choose), { type: 'relu' }, dense(2, units, next, choose)],
        },
        { type: 'relu' },
      ];
  }
}
