import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { list, record } from '../errors/kinds.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { checkPoint } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import type { Pattern } from '../network/pattern.js';
import { certifiedWalk } from './certifiedWalk.js';
import { type EnclosedTail, enclosedTail } from './enclosedTail.js';
import { type ExactTail, exactTailOf } from './exactTail.js';
import { keptOrigin, keptVector } from './keptVector.js';
import { logitSlopes } from './logitSlopes.js';
import { type Regime, regimeOf } from './regime.js';
import { decideTop } from './topSet.js';

/** A ray x(t) = origin + t·direction, t ≥ 0. */
export interface Ray {
  /** Shape [D], input units. */
  readonly origin: ArrayLike<number>;
  /** Shape [D], input units per unit of t; not all zero. */
  readonly direction: ArrayLike<number>;
}

/**
 * A network's behaviour at infinity along a ray, decided exactly.
 *
 * `regime`, `top`, `boundary` and `pattern` are exact, or said not to be known. `from`, `slope` and `intercept` are float64
 * with certified errors; `exact` holds them as fractions, and is computed when first read.
 */
export interface Tail {
  readonly regime: Regime;
  /** The classes with the largest slope, ascending. */
  readonly top: readonly number[];
  /**
   * Whether some unit stays exactly on a kink for ever: the Jacobian is then one-sided. Null where
   * the network's constants are known too little to tell.
   */
  readonly boundary: boolean | null;
  /** The piece every unit is on for all large t; −1 where it is not known. */
  readonly pattern: Pattern;
  /**
   * The last t at which a unit changes piece along its germ; multiples of `direction`. Infinity
   * where nothing is known of it.
   */
  readonly from: number;
  /** Bounds of the exact `from`. */
  readonly fromBounds: { readonly lower: number; readonly upper: number };
  /** Shape [C], nats per unit of t. */
  readonly slope: Float64Array;
  /** Shape [C]: |slope − exact slope| is at most this. */
  readonly slopeError: Float64Array;
  /** Shape [C], nats. */
  readonly intercept: Float64Array;
  /** Shape [C]: |intercept − exact intercept| is at most this. */
  readonly interceptError: Float64Array;
  /** How many comparisons error bounds settled, and how many needed exact integers. */
  readonly decisions: { readonly certified: number; readonly exact: number };
  /** The same tail as exactly as the network's constants are known, computed when first read. */
  readonly enclosed: EnclosedTail;
  /**
   * The same tail in fractions, computed when first read.
   *
   * @throws InputError `unsupported` if the network has constants that are only enclosed
   */
  readonly exact: ExactTail;
}

/**
 * Finds a piecewise-affine network's behaviour at infinity along a ray.
 *
 * Along x(t) = origin + t·direction the network is affine from some t on:
 *
 *   logits(x(t)) = intercept + t·slope   for every t ≥ from.
 *
 * Decided exactly: doubles are read as the dyadic rationals they are, and comparisons that
 * certified rounding bounds cannot settle are redone in integers. Cost: about two forward passes,
 * whatever the number of pieces; reading `exact` costs a forward pass in integers.
 *
 * @param network - D inputs, C logits
 * @param origin - shape [D], input units
 * @param direction - shape [D], input units per unit of t, not all zero
 * @throws InputError `shape_mismatch` if a length is not D
 * @throws InputError `zero_direction` if every entry is 0
 * @throws InputError `not_finite` if an entry is NaN or infinite
 *
 * Source: claim `eventually-affine`; Arora et al. 2018, Thm 2.1; Hein et al. 2019, Lemma 3.1.
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1]], bias: [-3] }, { type: 'relu' }] });
 * tail(network, [0], [2]); // from 1.5, slope [2], intercept [-3]
 * ```
 */
export function tail(
  network: Network,
  origin: ArrayLike<number>,
  direction: ArrayLike<number>,
): Tail {
  return tails(network, [{ origin, direction }])[0];
}

/**
 * Finds the tails of many rays. One array in, one array out, in order; what depends on the network
 * alone is prepared once.
 *
 * @throws InputError as `tail` does; with several rays the place names the ray
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * tails(network, [{ origin: [0], direction: [1] }, { origin: [0], direction: [-1] }]).length; // 2
 * ```
 */
export function tails(network: Network, rays: readonly Ray[]): Tail[] {
  checkRays(network, rays);
  return rays.map((ray) => withExact(plainTail(network, ray), network, ray));
}

/** Checks what `tails` is given. @throws InputError as `tails` does */
export function checkRays(network: Network, rays: readonly Ray[]): void {
  checkNetwork('tail', network);
  checkArguments('tail', { rays: [rays, list(record({}))] });
  rays.forEach((ray, r) => {
    const name = rays.length === 1 ? '' : `rays[${r}].`;
    // Rays that share an origin mostly share the array.
    if (r === 0 || ray.origin !== rays[r - 1].origin) {
      checkPoint('tail', `${name}origin`, ray.origin, network.inputSize);
    }
    checkDirection(`${name}direction`, ray.direction, network.inputSize);
  });
}

/** Checks that a direction is a finite vector that goes somewhere. */
export function checkDirection(name: string, direction: ArrayLike<number>, size: number): void {
  checkPoint('tail', name, direction, size);
  let somewhere = false;
  for (let i = 0; i < size; i++) if (direction[i] !== 0) somewhere = true;
  if (!somewhere) {
    throw new InputError('tail', [
      {
        code: 'zero_direction',
        path: name,
        rule: 'must not be all zero',
        remedy: 'give at least one entry that is not 0',
      },
    ]);
  }
}

/** What is known of a tail before anything exact is asked of it: data that threads can send. */
export type PlainTail = Omit<Tail, 'enclosed' | 'exact'>;

/** The tail of a ray, which is not checked. */
export function plainTail(network: Network, { origin, direction }: Ray): PlainTail {
  const germs = certifiedWalk(network, origin, direction);
  const slopes = germs.slopes[network.output];
  const intercepts = germs.intercepts[network.output];
  const { top, known, settled } = decideTop(
    slopes,
    logitSlopes(network, () => germs.exact),
  );
  const { decisions, from } = germs;
  return {
    regime: regimeOf({ top, known }, network.outputSize),
    top,
    boundary: germs.boundary,
    pattern: germs.pattern,
    from: from.estimate,
    fromBounds: { lower: from.lower, upper: from.upper },
    slope: slopes.values.slice(),
    slopeError: slopes.errors.slice(),
    intercept: intercepts.values.slice(),
    interceptError: intercepts.errors.slice(),
    decisions: {
      certified: decisions.certified + (settled === 0 ? 1 : 0),
      exact: decisions.exact + settled,
    },
  };
}

/**
 * A tail with its exact numbers, computed when asked for. It holds on to where its ray starts and
 * goes, as they are now, and to nothing else.
 */
export function withExact(tail: PlainTail, network: Network, ray: Ray): Tail {
  const origin = keptOrigin(ray.origin);
  const direction = keptVector(ray.direction);
  let enclosed: EnclosedTail | undefined;
  let exact: ExactTail | undefined;
  const enclose = () => (enclosed ??= enclosedTail(network, origin, direction()));
  return Object.defineProperties(tail, {
    enclosed: { get: enclose, enumerable: true },
    exact: { get: () => (exact ??= exactTailOf(network, enclose())), enumerable: true },
  }) as Tail;
}
