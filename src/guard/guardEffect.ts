import { RandomNumbers } from '../data/randomNumbers.js';
import { type Batch, rowOf } from '../detectors/batch.js';
import { valuesAt } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { excessOf, type Guard, guardedProbabilities } from '../uncertainty/guarded.js';
import { softmax } from '../uncertainty/softmax.js';

/** What a guard does to a classifier, seen in float64: what the certificate bounds, in numbers. */
export interface GuardEffect {
  /** On the data given; null without any. */
  readonly data: {
    readonly rows: number;
    /** Rows outside the guard's box. */
    readonly outside: number;
    /** Rows whose most probable class is another with the guard. */
    readonly labelsChanged: number;
    /** The largest change of a probability at a row. */
    readonly largestChange: number;
  } | null;
  /** At random inputs of a given excess. */
  readonly far: readonly {
    readonly excess: number;
    readonly inputs: number;
    /** The share of inputs at which some class has more than 99 %. */
    readonly certain: BeforeAndAfter;
    readonly largest: BeforeAndAfter;
  }[];
  /** Features that drive the classifier to the highest confidence, from the middle of the box. */
  readonly worst: readonly {
    readonly feature: string;
    readonly sign: 1 | -1;
    /** Confidence along it, at each excess of `excesses`. */
    readonly before: readonly number[];
    readonly after: readonly number[];
  }[];
  readonly excesses: readonly number[];
}

interface BeforeAndAfter {
  readonly before: number;
  readonly after: number;
}

/** What an effect is measured with. */
export interface EffectSettings {
  readonly network: Network;
  readonly guard: Guard;
  /** In the network's input units. */
  readonly data: Batch | null;
  /** One name per input; `x_0`, … if absent. */
  readonly features?: readonly string[] | undefined;
  readonly seed: number;
  /** How far beyond the box inputs are tried. */
  readonly distances: readonly number[];
}

/** Random inputs per distance. */
const INPUTS = 200;
/** Features followed, those of the highest confidence. */
const WORST = 6;
/** More features than this are not tried one by one. */
const MOST_FEATURES = 256;
/** Distances that confidence along a feature is shown at. */
const CURVE = [0, 0.1, 0.2, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 20, 50, 100];
const CERTAIN = 0.99;

/**
 * Measures what a guard does: on the data, at random inputs beyond them, and along the features that
 * make the classifier most certain. Float64; random inputs are the same for the same seed.
 */
export function guardEffect(settings: EffectSettings): GuardEffect {
  const { network, guard, data, distances } = settings;
  const at = (x: Float64Array) => {
    const before = probabilitiesAt(network, x);
    return { before, after: guardedProbabilities(guard, x, before) };
  };
  const random = new RandomNumbers(settings.seed, 'guard');
  return {
    data: data && dataEffect(data, guard, at),
    far: distances.map((excess) => {
      const seen = Array.from({ length: INPUTS }, () => at(inputAt(guard, data, excess, random)));
      const side = (which: 'before' | 'after') => seen.map((p) => Math.max(...p[which]));
      const both = (f: (confidences: number[]) => number) => ({
        before: f(side('before')),
        after: f(side('after')),
      });
      return {
        excess,
        inputs: INPUTS,
        certain: both((all) => all.filter((p) => p > CERTAIN).length / all.length),
        largest: both((all) => Math.max(...all)),
      };
    }),
    worst: worstFeatures(settings, at),
    excesses: CURVE,
  };
}

/** The probabilities of a classifier at an input, float64; not finite where it overflows. */
function probabilitiesAt(network: Network, x: Float64Array): Float64Array {
  const outputs = valuesAt(network, x)[network.output];
  return network.outputs === 'probabilities' ? outputs : softmax(outputs);
}

type At = (x: Float64Array) => { before: Float64Array; after: Float64Array };

function dataEffect(data: Batch, guard: Guard, at: At): GuardEffect['data'] {
  let outside = 0;
  let labelsChanged = 0;
  let largestChange = 0;
  for (let i = 0; i < data.rows; i++) {
    const x = Float64Array.from(rowOf(data, i));
    if (excessOf(guard, x) > 0) outside++;
    const { before, after } = at(x);
    if (before.indexOf(Math.max(...before)) !== after.indexOf(Math.max(...after))) labelsChanged++;
    for (let c = 0; c < before.length; c++) {
      largestChange = Math.max(largestChange, Math.abs(after[c] - before[c]));
    }
  }
  return { rows: data.rows, outside, labelsChanged, largestChange };
}

/** An input of an excess: from a row, or from within the box, in a random direction. */
export function inputAt(
  guard: Guard,
  data: Batch | null,
  excess: number,
  random: RandomNumbers,
): Float64Array {
  const { lower, upper, widths } = guard;
  const from =
    data === null
      ? lower.map((value, d) => value + random.uniform() * (upper[d] - value))
      : Float64Array.from(rowOf(data, random.integer(data.rows)));
  const direction = widths.map((width) => width * random.normal());
  const moved = (t: number) => from.map((value, d) => value + t * direction[d]);
  // The excess is continuous and grows without bound.
  let [below, above] = [0, 1];
  while (excessOf(guard, moved(above)) < excess && above < 1e30) above *= 2;
  for (let k = 0; k < 60; k++) {
    const middle = (below + above) / 2;
    if (excessOf(guard, moved(middle)) < excess) below = middle;
    else above = middle;
  }
  return moved(above);
}

function worstFeatures({ guard, features }: EffectSettings, at: At): GuardEffect['worst'] {
  const { lower, upper, widths } = guard;
  const middle = lower.map((value, d) => value / 2 + upper[d] / 2);
  const step = Math.max(1, Math.ceil(lower.length / MOST_FEATURES));
  const found: { index: number; sign: 1 | -1; reached: number }[] = [];
  const along = (index: number, sign: 1 | -1, excess: number) => {
    const x = Float64Array.from(middle);
    x[index] = (sign > 0 ? upper[index] : lower[index]) + sign * excess * widths[index];
    return at(x);
  };
  for (let index = 0; index < lower.length; index += step) {
    for (const sign of [1, -1] as const) {
      const reached = Math.max(...along(index, sign, CURVE[CURVE.length - 1]).before);
      found.push({ index, sign, reached: Number.isNaN(reached) ? 0 : reached });
    }
  }
  found.sort((a, b) => b.reached - a.reached || a.index - b.index || b.sign - a.sign);
  return found.slice(0, WORST).map(({ index, sign }) => {
    const seen = CURVE.map((excess) => along(index, sign, excess));
    return {
      feature: features?.[index] ?? `x_${index}`,
      sign,
      before: seen.map(({ before }) => Math.max(...before)),
      after: seen.map(({ after }) => Math.max(...after)),
    };
  });
}
