import { InputError } from '../../errors/inputError.js';
import { capabilityOf } from '../../network/capability.js';
import type { LinearMap } from '../../network/linearMap.js';
import type { Network } from '../../network/network.js';
import { unknownOperation } from '../../network/operation.js';
import { beyondPiecewiseAffine } from '../../network/operations/general.js';
import type { FloatLines, UnivariateFunction } from '../../network/univariate.js';

/** What is known of the rounding of a high-precision evaluation before it is done. */
export interface WorkingDigits {
  /** Significant digits to work with. */
  readonly digits: number;
  /** log10 of a bound on the absolute error of every value of the network. */
  readonly logError: number;
}

/** More digits than this would take hours: such a network is refused instead. */
const MOST_DIGITS = 20_000;
/** The digits to which a constant is known that is only enclosed, of 256 bits. */
const ENCLOSED_DIGITS = 76;

/**
 * How many digits an evaluation needs for every value, the logits above all, to have an absolute
 * error of at most 10^−digits.
 *
 * The bound. Let M bound the magnitude of a value's entries, propagated by row sums: |W|·M + |b|
 * through an affine map, max(1, |slope|)·M + |intercept|, slopes and intercepts of all pieces, through
 * a function of one variable, M through a maximum. Let u = ½·10^(1−w) be the unit of rounding of w digits. The
 * error of a value is then at most S·u·M, S the largest sum of `2(terms + 4)` over the operations on
 * a path to it: an inner product of n rounded terms errs by at most (n + 2)u/(1 − (n + 2)u) times
 * the sum of absolute products (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
 * section 3.1), the rounded weight and bias by 2u more, and the factor 2 pays for the denominator
 * and for the computed operands, whose magnitude is at most M(1 + Su), Su < 10^−10. Errors of the
 * operands grow no faster than M since functions of one variable and maxima are Lipschitz with the factor
 * that M grows by: a unit that falls on the wrong side of a kink does no harm to its value.
 *
 * @param logInput - log10 of a bound on |x_d|; −Infinity if x is 0
 * @throws InputError `too_large` if more than 20,000 digits would be needed, or more than 76 of a
 *   network with constants that are only enclosed
 */
export function workingDigits(network: Network, logInput: number, digits: number): WorkingDigits {
  const magnitude = [logInput];
  // x = origin + t·direction: conversions, a product and a sum.
  const roundings = [8];
  for (const { operation, inputs } of network.nodes) {
    const before = Math.max(...inputs.map((value) => magnitude[value]));
    const roundingsBefore = Math.max(...inputs.map((value) => roundings[value]));
    let terms = 1;
    switch (operation.kind) {
      case 'affine': {
        const parts = operation.maps.map((map, k) => logNorm(map) + magnitude[inputs[k]]);
        magnitude.push(logSum([...parts, logLargest(operation.bias.nearest)]));
        terms = operation.maps.reduce((sum, map) => sum + map.termsPerRow, 1);
        break;
      }
      case 'activation': {
        const bends = operation.functions.map(linesOf);
        const steepest = Math.max(...bends.map(({ slopes }) => logLargest(slopes)));
        const highest = Math.max(...bends.map(({ intercepts }) => logLargest(intercepts)));
        magnitude.push(logSum([before + Math.max(0, steepest), highest]));
        break;
      }
      case 'maximum':
        magnitude.push(before);
        break;
      case 'general':
        throw beyondPiecewiseAffine(operation.name, 'workingDigits');
      default:
        unknownOperation(operation, 'workingDigits');
    }
    roundings.push(roundingsBefore + 2 * (terms + 4));
  }
  const largest = Math.max(0, ...magnitude);
  const logRoundings = Math.log10(Math.max(...roundings));
  const needed = Math.max(digits, 16) + Math.ceil(largest + logRoundings) + 2;
  // A multiple of 16, so that few precisions are set up.
  const working = Math.ceil(needed / 16) * 16;
  if (capabilityOf(network).constants === 'enclosures' && working > ENCLOSED_DIGITS) {
    throw new InputError('Precise', [
      {
        code: 'too_large',
        path: 'network',
        rule: `needs ${working} digits, but some of its constants are known to ${ENCLOSED_DIGITS} only`,
        remedy: 'use enclosures (enclosedTail), or a smaller t',
      },
    ]);
  }
  if (!(working <= MOST_DIGITS)) {
    throw new InputError('Precise', [
      {
        code: 'too_large',
        path: 'network',
        rule: `needs ${needed} digits for logits of up to 10^${Math.ceil(largest)}`,
        remedy: 'use exact arithmetic, or a smaller t',
      },
    ]);
  }
  return { digits: working, logError: largest + logRoundings - working + 1 };
}

function linesOf(f: UnivariateFunction): FloatLines {
  if (f.kind === 'piecewise' && f.lines) return f.lines;
  throw beyondPiecewiseAffine(f.name, 'workingDigits');
}

/** log10 of the largest row sum, also where that overflows as a double. */
function logNorm(map: LinearMap): number {
  let largest = 0;
  for (const sum of map.rowSums()) largest = Math.max(largest, sum);
  return largest === Infinity ? 308.3 + Math.log10(map.termsPerRow) : Math.log10(largest);
}

function logLargest(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return Math.log10(largest);
}

/** log10 of a sum, from log10 of its terms; rounded up by more than its own error. */
function logSum(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  if (largest === -Infinity) return largest;
  return largest + Math.log10(logs.reduce((sum, log) => sum + 10 ** (log - largest), 0)) + 1e-9;
}
