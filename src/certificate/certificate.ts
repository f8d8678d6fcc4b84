import { checkArguments } from '../errors/checkArguments.js';
import { record } from '../errors/kinds.js';
import { capabilityOf } from '../network/capability.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { checkPoint } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { enclosedTail } from '../tail/enclosedTail.js';
import { exactTailOf } from '../tail/exactTail.js';
import type { Regime } from '../tail/regime.js';
import { checkDirection, type Ray } from '../tail/tail.js';
import { certifyEnclosures, type EnclosureCertificate } from './enclosureCertificate.js';
import { certifyModels, type ModelCertificate } from './modelCertificate.js';

/**
 * What a network does at infinity along one ray, with all it takes to check that step by step:
 * the germ of every value and the piece of every unit. Fractions are text, `"p/q"`.
 */
export interface Certificate {
  readonly format: 'farfield-certificate';
  readonly version: 1;
  /** Shape [D]. */
  readonly origin: readonly number[];
  /** Shape [D]. */
  readonly direction: readonly number[];
  readonly from: string;
  readonly regime: Regime;
  readonly top: readonly number[];
  readonly boundary: boolean;
  /** One per node of the network's graph, in order. */
  readonly nodes: readonly NodeCertificate[];
}

/** The claim about one node: what it makes at infinity, and on which piece. */
export interface NodeCertificate {
  /** Null for an affine operation; else one state per output, as in `Pattern`. */
  readonly pattern: readonly number[] | null;
  /** The germ of every output: `intercept + t·slope` for t ≥ from. */
  readonly intercept: readonly string[];
  readonly slope: readonly string[];
}

/**
 * Certifies the tail of a ray: in fractions where the network is piecewise affine with rational
 * constants, in enclosures where it has asymptotes, else in Taylor models at infinity. Arithmetic:
 * exact, or rounded outward.
 *
 * `checkCertificate` checks the result with none of the code that made it.
 *
 * @throws InputError as `tail`; `unsupported` where enclosures leave a piece open, and where values
 *   grow like logarithms or exponentials
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * certify(network, { origin: [0], direction: [1] }).regime; // 'saturating'
 * ```
 */
export function certify(
  network: Network,
  ray: Ray,
): Certificate | EnclosureCertificate | ModelCertificate {
  checkNetwork('certify', network);
  checkArguments('certify', { ray: [ray, record({})] });
  const { origin, direction } = ray;
  checkPoint('certify', 'origin', origin, network.inputSize);
  checkDirection('direction', direction, network.inputSize);
  const { piecewiseAffine, asymptotic, constants } = capabilityOf(network);
  if (!asymptotic || network.outputs === 'probabilities') return certifyModels(network, ray);
  if (!piecewiseAffine || constants === 'enclosures') return certifyEnclosures(network, ray);
  const tail = enclosedTail(network, origin, direction);
  const { from, regime, top, boundary, pattern } = exactTailOf(network, tail);
  return {
    format: 'farfield-certificate',
    version: 1,
    origin: Array.from(origin),
    direction: Array.from(direction),
    from: from.toString(),
    regime,
    top,
    boundary,
    nodes: network.nodes.map((_, k) => {
      const germs = tail.germs.of(k + 1);
      const states = pattern[k];
      return {
        pattern: states ? Array.from(states) : null,
        intercept: germs.map(({ intercept }) => intercept.toString()),
        slope: germs.map(({ slope }) => slope.toString()),
      };
    }),
  };
}
