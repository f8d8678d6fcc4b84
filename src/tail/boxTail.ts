import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import {
  between,
  type Kind,
  list,
  nullable,
  number,
  numbers,
  oneOf,
  record,
  whole,
} from '../errors/kinds.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { checkPoint } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import type { Box } from './box.js';
import { BoxWalk } from './boxWalk.js';
import { dangerScaleWithin } from './dangerScale.js';
import { type DirectionSlopes, directionSlopes } from './directionSlopes.js';
import { SlopeWalk, type UnitSlopes } from './slopeWalk.js';

/** What holds along a direction from every input of a box at once. */
export interface BoxTail {
  readonly slopes: DirectionSlopes;
  /** No input of the box has a later `from`. */
  readonly fromUpper: number;
  /** For each class c, no input of the box has a larger a_c − a_k, k the top class; 0 for c = k. */
  readonly leadUpper: Float64Array;
}

/**
 * Bounds the tails of all rays along a direction that start in a box.
 *
 * Slopes, and with them the piece of every unit whose slope is not 0, do not depend on the input;
 * intercepts are pushed through as intervals, certified. Units whose slope is 0 keep both pieces
 * when their interval does not decide.
 *
 * Arithmetic: certified float64 (outward rounding); signs of slopes exactly.
 *
 * @throws InputError as `tail`; `out_of_range` if a lower end exceeds its upper end
 *
 * Source: claims `eventually-affine`, `slopes-ignore-input` (F1, F3).
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * boxTail(network, { lower: [0], upper: [1] }, [1]).slopes.regime; // 'saturating'
 * ```
 */
export function boxTail(network: Network, box: Box, direction: ArrayLike<number>): BoxTail {
  checkNetwork('boxTail', network);
  checkArguments('boxTail', { box: [box, record({})] });
  const { inputSize } = network;
  checkPoint('boxTail', 'box.lower', box.lower, inputSize);
  checkPoint('boxTail', 'box.upper', box.upper, inputSize);
  for (let i = 0; i < inputSize; i++) {
    if (box.lower[i] <= box.upper[i]) continue;
    throw new InputError('boxTail', [
      {
        code: 'out_of_range',
        path: `box.lower[${i}]`,
        value: box.lower[i],
        rule: `must be at most box.upper[${i}]=${box.upper[i]}`,
        remedy: 'swap the two',
      },
    ]);
  }
  const slopes = directionSlopes(network, [direction])[0];
  return boxTailOf(network, box, slopes, new SlopeWalk(network).along(direction));
}

/**
 * The same for slopes that are known already, and nothing checked.
 *
 * @param units - the slopes of every unit along the direction
 */
export function boxTailOf(
  network: Network,
  box: Box,
  slopes: DirectionSlopes,
  units: UnitSlopes,
): BoxTail {
  const walk = new BoxWalk(network, box, units);
  return { slopes, fromUpper: walk.fromUpper, leadUpper: walk.leads(slopes.top[0]) };
}

/**
 * A certified upper bound of the danger scale over a box: every input of it is 1 − ε certain of the
 * top class from there on, for ever.
 *
 * @param epsilon - in (0, 1)
 * @returns multiples of the direction; null unless the direction saturates
 * @throws InputError `out_of_range` if epsilon is not in (0, 1), and for what no `boxTail` is
 *
 * Source: claim `danger-scale` (F2).
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * boxDangerScale(boxTail(network, { lower: [0], upper: [1] }, [1]), 0.01); // ln 99 = 4.595…
 * ```
 */
export function boxDangerScale(tail: BoxTail, epsilon: number): number | null {
  checkArguments('boxDangerScale', {
    tail: [tail, boxTailKind],
    epsilon: [epsilon, between(0, 1, 'pass 0.01 for 99 % certainty')],
  });
  const { slopes, fromUpper, leadUpper } = tail;
  if (slopes.regime !== 'saturating') return null;
  const [top] = slopes.top;
  const gap = slopes.gap?.lower ?? 0;
  return dangerScaleWithin({ from: fromUpper, leads: leadUpper, top, gap }, epsilon);
}

/** What `boxDangerScale` reads of a box's tail: as many leads as slopes. */
const boxTailKind: Kind = (value, path, report) => {
  const { length } = (value as BoxTail | null)?.slopes?.slope ?? {};
  record({
    slopes: record({
      regime: oneOf('saturating', 'tied', 'flat'),
      top: list(whole(0, (length ?? 1) - 1), 1),
      slope: numbers({ least: 1, infinite: true }),
      gap: nullable(record({ lower: number() })),
    }),
    fromUpper: number({ infinite: true }),
    leadUpper: numbers({ ...(length !== undefined && { length }), infinite: true }),
  })(value, path, report);
};
