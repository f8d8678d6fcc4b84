import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { callable, list, nullable, record, text } from '../errors/kinds.js';
import { unknownKind } from '../errors/unknownKind.js';
import { Rational } from '../exact/rational.js';
import { checkNetwork } from '../network/checkNetwork.js';
import type { Network } from '../network/network.js';
import { problemsOf } from '../schema/shape.js';
import { bodyOf } from './bodyOf.js';
import { checkGaussianHead } from './checkGaussianHead.js';
import { dropoutMixture } from './dropout.js';
import type { GaussianHead, Mixture, Posterior } from './posterior.js';
import { type PosteriorFile, posteriorShape } from './posteriorShape.js';

/** What a posterior file is read with. */
export interface PosteriorSetting {
  /** The network of a Gaussian head's body, or under dropout; null if there is none. */
  readonly network: Network | null;
  /** Reads a member: a path, or the content of a network file. */
  readonly readMember: (member: unknown, place: string) => Promise<Network>;
  /** Uniform numbers in [0, 1), for dropout over too many units for all masks. */
  readonly random: () => number;
  /** How many masks are sampled there; 100 if absent. */
  readonly samples?: number;
}

/**
 * Reads a posterior from parsed JSON.
 *
 * @param json - what `JSON.parse` made of the file
 * @param where - the file's name, for messages
 * @throws InputError for fields that are missing, wrong or do not fit the network; the promise rejects
 *
 * @example
 * ```ts
 * const file = { format: 'farfield-posterior', version: 1, kind: 'mixture',
 *   weights: [0.75, 0.25], members: ['one', 'other'] };
 * const mixture = await readPosterior(file, {
 *   network: null, readMember: () => Promise.resolve(network), random: Math.random,
 * });
 * limitOfPosterior(mixture, ray)!.top; // 0
 * ```
 */
export async function readPosterior(
  json: unknown,
  setting: PosteriorSetting,
  where = 'posterior',
): Promise<Posterior> {
  checkArguments('readPosterior', {
    setting: [setting, record({ network: nullable(record({})), readMember: callable })],
    where: [where, text],
  });
  if (setting.network) checkNetwork(where, setting.network);
  checkFormat(json, where);
  const problems = problemsOf(posteriorShape, json, 'posterior');
  if (problems.length > 0) throw new InputError(where, problems);
  const file = json as PosteriorFile;
  switch (file.kind) {
    case 'gaussian-head':
      return gaussianHead(networkOf(setting, where), file, where);
    case 'mixture':
      return await mixture(file, setting, where);
    case 'dropout':
      return dropoutMixture(networkOf(setting, where), file.masks, setting.random, setting.samples);
    default:
      return unknownKind(file);
  }
}

/** A file of something else would fail at its kind, which is not the reason. */
function checkFormat(json: unknown, where: string): void {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return;
  const { format } = json as { format?: unknown };
  if (format === undefined || format === 'farfield-posterior') return;
  throw new InputError(where, [
    {
      code: 'unsupported',
      path: 'posterior.format',
      value: format,
      rule: 'must be "farfield-posterior"',
      remedy: 'give a posterior file; a network is the model that it is about',
    },
  ]);
}

/**
 * A mixture of equally likely networks: an ensemble.
 *
 * @throws InputError `empty`, `shape_mismatch` if inputs or classes differ
 *
 * @example
 * ```ts
 * ensembleMixture([network, network]).members.length; // 2
 * ```
 */
export function ensembleMixture(networks: readonly Network[]): Mixture {
  checkArguments('ensembleMixture', { networks: [networks, list(record({}), 1)] });
  for (const network of networks) checkNetwork('ensembleMixture', network);
  const share = new Rational(1n, BigInt(Math.max(1, networks.length)));
  return mixtureOf(
    networks.map((network) => ({ network, weight: share })),
    '--ensemble',
  );
}

/**
 * A Gaussian head on a network's body.
 *
 * @param head - `mean` and `covariance` as `PosteriorFile` has them
 * @throws InputError `shape_mismatch`, `inconsistent` if the covariance is not symmetric
 *
 * @example
 * ```ts
 * // Two classes over three units and a bias: eight parameters, each of variance 1.
 * const covariance = Array.from({ length: 8 }, (_, i) =>
 *   Array.from({ length: 8 }, (_, j) => (i === j ? 1 : 0)));
 * gaussianHead(network, { mean: [[1, 0, 0, 0], [0, 1, 1, 0]], covariance }).classes; // 2
 * ```
 */
export function gaussianHead(
  network: Network,
  head: Pick<GaussianHead, 'mean' | 'covariance'>,
  where = 'posterior',
): GaussianHead {
  checkArguments('gaussianHead', { where: [where, text] });
  checkNetwork(where, network);
  const body = bodyOf(network);
  checkGaussianHead(where, 'head', head, network.outputSize, body.outputSize);
  const { mean, covariance } = head;
  return {
    kind: 'gaussian-head',
    body,
    mean,
    covariance,
    inputSize: network.inputSize,
    classes: mean.length,
  };
}

async function mixture(
  { weights, members }: Extract<PosteriorFile, { kind: 'mixture' }>,
  { readMember }: PosteriorSetting,
  where: string,
): Promise<Mixture> {
  if (weights.length !== members.length) {
    throw new InputError(where, [
      {
        code: 'shape_mismatch',
        path: 'weights.length',
        value: weights.length,
        rule: `must be ${members.length}, one for each member`,
        remedy: 'give each member its weight',
      },
    ]);
  }
  const total = weights.reduce((sum, weight) => sum.add(Rational.of(weight)), Rational.zero);
  const wrong = weights.findIndex((weight) => weight <= 0);
  if (wrong !== -1 || Math.abs(total.toNumber() - 1) > 1e-9) {
    throw new InputError(where, [
      {
        code: 'out_of_range',
        path: wrong === -1 ? 'weights' : `weights[${wrong}]`,
        value: wrong === -1 ? total.toNumber() : weights[wrong],
        rule: 'must be positive and add up to 1',
        remedy: 'divide them by their sum; leave members of weight 0 out',
      },
    ]);
  }
  const networks: Network[] = [];
  for (const [m, member] of members.entries()) {
    networks.push(await readMember(member, `members[${m}]`));
  }
  // The doubles as stored need not add up to 1 exactly: they are shares of their sum.
  return mixtureOf(
    networks.map((network, m) => ({ network, weight: Rational.of(weights[m]).divide(total) })),
    where,
  );
}

function mixtureOf(members: Mixture['members'], where: string): Mixture {
  const [first] = members;
  if (!first) {
    throw new InputError(where, [
      { code: 'empty', path: 'members', rule: 'must hold a network', remedy: 'add one' },
    ]);
  }
  const { inputSize, outputSize } = first.network;
  members.forEach(({ network }, m) => {
    if (network.inputSize === inputSize && network.outputSize === outputSize) return;
    throw new InputError(where, [
      {
        code: 'shape_mismatch',
        path: `members[${m}]`,
        value: `${network.inputSize} inputs, ${network.outputSize} classes`,
        rule: `must have ${inputSize} inputs and ${outputSize} classes, as the first has`,
        remedy: 'leave it out',
      },
    ]);
  });
  if (outputSize < 2) {
    throw new InputError(where, [
      {
        code: 'unsupported',
        path: 'members[0]',
        value: outputSize,
        rule: 'must have at least two classes',
        remedy: 'read one output as two classes (--binary)',
      },
    ]);
  }
  return { kind: 'mixture', members, sampled: false, inputSize, classes: outputSize };
}

function networkOf({ network }: PosteriorSetting, where: string): Network {
  if (network) return network;
  throw new InputError(where, [
    {
      code: 'missing',
      path: 'network',
      rule: 'is needed: the posterior is one over parts of it',
      remedy: 'give the network',
    },
  ]);
}
