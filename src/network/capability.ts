import type { Network } from './network.js';
import { unknownOperation } from './operation.js';
import type { UnivariateFunction } from './univariate.js';

/** What a network is made of, as far as it matters for what can be decided of it. */
export interface Capability {
  /** Whether every operation is affine on pieces: then tails are germs a + t·b. */
  readonly piecewiseAffine: boolean;
  /**
   * Whether every value is a + t·b + o(1) along every ray: affine maps, maxima and functions with
   * asymptotes. Its slopes are then those of `recession`, for every input.
   */
  readonly asymptotic: boolean;
  /**
   * What its constants are: all doubles; fractions; or some of them known only between two
   * fractions.
   */
  readonly constants: 'doubles' | 'rationals' | 'enclosures';
}

/** Looks through a network once. */
export function capabilityOf(network: Network): Capability {
  let capability = known.get(network);
  if (!capability) known.set(network, (capability = look(network)));
  return capability;
}

const known = new WeakMap<Network, Capability>();

function look(network: Network): Capability {
  let piecewiseAffine = true;
  let asymptotic = true;
  let doubles = true;
  let rationals = true;
  for (const { operation } of network.nodes) {
    switch (operation.kind) {
      case 'affine':
        for (const numbers of [operation.bias, ...operation.maps.map((map) => map.coefficients)]) {
          doubles &&= numbers.areDoubles;
          rationals &&= numbers.areRational;
        }
        break;
      case 'activation':
        for (const f of operation.functions) {
          asymptotic &&= hasAsymptotes(f);
          if (f.kind !== 'piecewise' || !f.lines) piecewiseAffine = false;
          else {
            doubles &&= f.lines.exact;
            rationals &&= isRational(f);
          }
        }
        break;
      case 'maximum':
        break;
      case 'general':
        piecewiseAffine = false;
        asymptotic = false;
        break;
      default:
        unknownOperation(operation, 'capabilityOf');
    }
  }
  const constants = doubles ? 'doubles' : rationals ? 'rationals' : 'enclosures';
  return { piecewiseAffine, asymptotic, constants };
}

function hasAsymptotes(f: UnivariateFunction): boolean {
  if (f.kind === 'smooth') return true;
  return [f.pieces[0], f.pieces[f.pieces.length - 1]].every((piece) =>
    piece.slice(2).every((coefficient) => coefficient.isZero),
  );
}

function isRational(f: Extract<UnivariateFunction, { kind: 'piecewise' }>): boolean {
  return [...f.breakpoints, ...f.pieces.flat()].every((number) => number.rational !== null);
}
