import { InputError } from '../errors/inputError.js';
import { dyadicOf } from '../exact/dyadic.js';
import type { Real } from '../exact/real.js';
import { capabilityOf } from '../network/capability.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { checkPoint } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import type { Pattern } from '../network/pattern.js';
import { headOf } from '../network/penultimate.js';
import { walk } from '../network/walk.js';
import { DyadicGerms } from './dyadicGerms.js';
import { DyadicPieces } from './dyadicPieces.js';
import { inputGerms } from './exactGerms.js';
import type { Germ, GermSource } from './germ.js';
import { GermDomain } from './germDomain.js';
import type { Lines, LogitLines } from './logitLines.js';
import { logitSlopes } from './logitSlopes.js';
import { PieceRecord } from './pieceRecord.js';
import { type Regime, regimeOf } from './regime.js';
import { type ExactSlopes, largestOf } from './topSet.js';

/**
 * A network's behaviour at infinity along one ray, as exactly as its constants are known.
 *
 * `logits(origin + t·direction) = intercept + t·slope` for every `t ≥ from`. For rational constants
 * all numbers are rational and everything is decided; else they are enclosed, and what the
 * enclosures leave open is null, or `unknown`.
 */
export interface EnclosedTail extends LogitLines<Real, Regime, Real | null> {
  /** Null where it is not known. */
  readonly from: Real | null;
  /** γ: the largest slope less the next; null where there is no next, or it is not known. */
  readonly gap: Real | null;
  /** Whether some unit stays exactly on a kink for ever; null: not known. */
  readonly boundary: boolean | null;
  /** A unit whose piece is not known has state −1. */
  readonly pattern: Pattern;
  /** The germs of the penultimate units; null if the network has no linear head. */
  readonly penultimate: Lines<Real> | null;
  /** The germs of every value of the network. */
  readonly germs: GermSource;
}

/**
 * Finds the tail of a network along a ray, as exactly as its constants are known.
 *
 * Cost: a few operations on integers or fractions per weight; these grow with depth.
 *
 * @param origin - shape [D], finite
 * @param direction - shape [D], finite; all zero is allowed and gives slopes 0
 * @throws InputError `shape_mismatch` if a length is not D, `not_finite` for NaN and infinities
 *
 * Source: claim `eventually-affine` (F1).
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1]], bias: [-3] }, { type: 'relu' }] });
 * enclosedTail(network, [0], [2]).from?.toString(); // '3/2'
 * ```
 */
export function enclosedTail(
  network: Network,
  origin: ArrayLike<number>,
  direction: ArrayLike<number>,
): EnclosedTail {
  checkNetwork('enclosedTail', network);
  checkPoint('enclosedTail', 'origin', origin, network.inputSize);
  checkPoint('enclosedTail', 'direction', direction, network.inputSize);
  if (capabilityOf(network).constants === 'doubles') {
    return tailOfGerms(
      new DyadicGerms(network, Array.from(origin, dyadicOf), Array.from(direction, dyadicOf)),
    );
  }
  const record = new PieceRecord(network);
  const values = walk<Germ>(
    network,
    new GermDomain(network, record),
    inputGerms(origin, direction),
  );
  const germs: GermSource = {
    at: (value, index) => values[value][index],
    of: (value) => Array.from(values[value]),
  };
  return assemble(network, germs, record);
}

/** The tail that germs in integers, computed so far, and the rest of them, make up. */
export function tailOfGerms(germs: DyadicGerms): EnclosedTail {
  return assemble(germs.network, germs, new DyadicPieces(germs));
}

function assemble(
  network: Network,
  germs: GermSource,
  pieces: Pick<EnclosedTail, 'from' | 'boundary' | 'pattern'>,
): EnclosedTail {
  const logits = germs.of(network.output);
  const classes = logits.map((_, c) => c);
  const slopes = logitSlopes(network, () => germs);
  const { top, known } = largestOf(classes, slopes);
  const { from, boundary, pattern } = pieces;
  return {
    from,
    boundary,
    pattern,
    ...partsOf(logits),
    regime: regimeOf({ top, known }, network.outputSize),
    top,
    gap: known ? gapOf(classes, top, slopes) : null,
    penultimate: penultimateOf(network, germs),
    germs,
  };
}

function gapOf(
  classes: readonly number[],
  top: readonly number[],
  { difference }: Pick<ExactSlopes, 'difference'>,
): Real | null {
  const gaps = classes.filter((c) => !top.includes(c)).map((c) => difference(top[0], c));
  if (gaps.length === 0) return null;
  return gaps
    .map((gap) => gap.negate())
    .reduce((x, y) => x.maximum(y))
    .negate();
}

function penultimateOf(network: Network, germs: GermSource): EnclosedTail['penultimate'] {
  try {
    return partsOf(germs.of(headOf(network).penultimate));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function partsOf(germs: readonly Germ[]): Lines<Real> {
  return {
    slope: germs.map(({ slope }) => slope),
    intercept: germs.map(({ intercept }) => intercept),
  };
}
