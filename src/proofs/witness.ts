import { InputError } from '../errors/inputError.js';
import { unknownKind } from '../errors/unknownKind.js';
import { type Layer, type NetworkFile, readNetwork } from '../network/networkFile.js';
import { rationalTerm as rational, vectorTerm as vector } from './coqTerms.js';
import { LOGIT_CLAIMS, logitWitness } from './logitWitness.js';

/** Where a claim's check in Coq is, what it is about, and the arguments before those. */
interface RayStatement {
  readonly module: 'Counterexamples' | 'TailCounterexamples' | 'MetricCounterexamples';
  readonly about: 'network' | 'members';
  readonly sizes: readonly ('inputs' | 'classes')[];
}

const BOTH = ['inputs', 'classes'] as const;

const RAY_STATEMENTS = {
  'gradient-vanishes': { module: 'Counterexamples', about: 'network', sizes: BOTH },
  'monotone-logits': { module: 'Counterexamples', about: 'network', sizes: BOTH },
  'growth-rate': { module: 'TailCounterexamples', about: 'network', sizes: BOTH },
  'jacobian-limit-joint': { module: 'TailCounterexamples', about: 'network', sizes: ['classes'] },
  'msp-gradient': { module: 'TailCounterexamples', about: 'network', sizes: BOTH },
  'monotone-on-polytopes': { module: 'TailCounterexamples', about: 'network', sizes: BOTH },
  'mean-gradient': { module: 'TailCounterexamples', about: 'members', sizes: BOTH },
  'variance-gradient': { module: 'MetricCounterexamples', about: 'members', sizes: BOTH },
  'entropy-gradient': { module: 'MetricCounterexamples', about: 'members', sizes: BOTH },
  'mi-gradient': { module: 'MetricCounterexamples', about: 'members', sizes: BOTH },
  'perfect-certainty': { module: 'Counterexamples', about: 'members', sizes: BOTH },
  'perfect-certainty-same-sense': { module: 'TailCounterexamples', about: 'members', sizes: BOTH },
  'single-dimension': { module: 'TailCounterexamples', about: 'members', sizes: BOTH },
} as const satisfies Record<string, RayStatement>;

const RAY_CLAIMS = Object.keys(RAY_STATEMENTS) as readonly (keyof typeof RAY_STATEMENTS)[];

/** The claims whose counterexamples Coq can check by computing. */
export const WITNESSED_CLAIMS = [...RAY_CLAIMS, ...LOGIT_CLAIMS] as const;

/** A counterexample as evidence records it: logits of one prediction or more. */
export interface LogitCounterexample {
  readonly logits: readonly (readonly number[])[];
}

/** A counterexample as evidence records it: one network, or an ensemble, and a ray. */
export interface RayCounterexample {
  readonly network?: NetworkFile;
  readonly members?: readonly NetworkFile[];
  readonly origin: readonly number[];
  readonly direction: readonly number[];
}

/**
 * Writes a Coq file that proves a counterexample: its one theorem says that the hypotheses of the
 * printed claim hold on the ray and its conclusion does not.
 *
 * Every weight is written as the dyadic rational that its double is, and Coq's kernel recomputes
 * the tail in rational arithmetic, so nothing of this suite is trusted. Where the gradient of a
 * metric keeps exponentials and logarithms of these numbers, Coq encloses them in rational balls.
 * A counterexample whose monotonicity needs more than the signs of the Jacobian's columns, whose
 * members keep gradients of a mean that cancel in part, or whose limit is not told from 0 by the
 * balls, gives a file that Coq rejects; see `proofs/Counterexamples.v`,
 * `proofs/TailCounterexamples.v` and `proofs/MetricCounterexamples.v`.
 *
 * @param claim - one of {@link WITNESSED_CLAIMS}; several members only for a claim about
 *   ensembles
 * @param counterexample - logits of shape [1, C] for a claim about logits; else origin and
 *   direction of shape [D], the direction with one entry not 0
 * @returns the text of a `.v` file, to be compiled against the development
 * @throws InputError if the claim has no check, a network is malformed, or the ray does not move
 *   exactly one coordinate
 *
 * @example
 * ```ts
 * coqWitness('gradient-vanishes', {
 *   network: { format: 'farfield-network', version: 1, inputs: 2,
 *     layers: [{ type: 'dense', weights: [[0, 1], [0, 0], [-1, 0]], bias: [0, 0, 0] }] },
 *   origin: [1, 0], direction: [1, 0],
 * }).includes('vm_cast_no_check'); // true
 * ```
 */
export function coqWitness(
  claim: string,
  counterexample: RayCounterexample | LogitCounterexample,
): string {
  const aboutLogits = LOGIT_CLAIMS.find((other) => other === claim);
  if (aboutLogits) {
    const [logits] = 'logits' in counterexample ? counterexample.logits : [];
    if (logits === undefined) {
      throw refusal('logits', 'missing', 'must be given', 'give the logits of one prediction');
    }
    return logitWitness(aboutLogits, logits);
  }
  if ('logits' in counterexample) {
    throw refusal('logits', 'unsupported', `do not refute ${claim}`, 'give a network and a ray');
  }
  const { module, about, sizes } = rayStatement(claim);
  const networks = networksOf(claim, about, counterexample);
  const inputs = networks[0].inputs;
  const [coordinate, step] = movedCoordinate(counterexample, inputs);
  const classes = networks.map((network, m) => readNetwork(network, `members[${m}]`).outputSize);
  if (networks.some((network, m) => network.inputs !== inputs || classes[m] !== classes[0])) {
    throw refusal('members', 'shape_mismatch', 'must agree in inputs and classes', 'split them');
  }
  const dimensions = { inputs, classes: classes[0] };
  const dimension = sizes.map((size) => dimensions[size]).join(' ');
  const name = claim.replaceAll('-', '_');
  const ray = `origin ${coordinate} ${rational(step)}`;
  const ensemble = about === 'members';
  const subject = ensemble ? 'networks' : 'network_0';
  const statement = ensemble
    ? `refutes_${name} ${networks.length} ${dimension} (members networks)`
    : `refutes_${name} ${dimension} (eval (real network_0))`;
  return [
    `(** A counterexample to the claim ${claim}, checked by computing. *)`,
    '',
    'From Farfield Require Import Basics Network Interval Rational Counterexamples.',
    ...(module === 'Counterexamples' ? [] : [`From Farfield Require Import ${module}.`]),
    'Import ListNotations QArith.',
    'Open Scope Q_scope.',
    '',
    ...networks.flatMap((network, m) => [
      `Definition network_${m} : qnetwork :=`,
      `${term(network.layers, inputs, '  ').text}.`,
      '',
    ]),
    `Definition networks : list qnetwork := [${networks.map((_, m) => `network_${m}`).join('; ')}].`,
    '',
    `Definition origin : list Q := ${vector(counterexample.origin)}.`,
    '',
    `Theorem ${name}_counterexample :`,
    `  ${statement}`,
    `    (real_vec origin) (coordinate_direction ${coordinate} (Q2R ${rational(step)})).`,
    // The kernel computes once, at the end: `vm_compute` before would have it compute twice.
    `Proof. apply (${name}_witness ${dimension} ${subject} ${ray}). vm_cast_no_check (eq_refl true). Qed.`,
    '',
  ].join('\n');
}

function rayStatement(claim: string): RayStatement {
  const known = RAY_CLAIMS.find((other) => other === claim);
  if (known) return RAY_STATEMENTS[known];
  const remedy = `use ${WITNESSED_CLAIMS.join(', ')}`;
  const rule = 'must have a check in Counterexamples.v or a file beside it';
  throw refusal('claim', 'unknown_value', rule, remedy, claim);
}

function networksOf(
  claim: string,
  about: RayStatement['about'],
  { network, members }: RayCounterexample,
): NetworkFile[] {
  const networks = members ?? (network ? [network] : []);
  if (networks.length === 0) {
    throw refusal('network', 'missing', 'must be given', 'give network or members');
  }
  if (networks.length > 1 && about === 'network') {
    throw refusal('members', 'out_of_range', `must be one for ${claim}`, 'give one network');
  }
  return [...networks];
}

/** The one coordinate that the ray moves, and by how much per unit of t. */
function movedCoordinate(
  { origin, direction }: RayCounterexample,
  inputs: number,
): [number, number] {
  for (const [path, values] of Object.entries({ origin, direction })) {
    if (values.length !== inputs) {
      const rule = `must equal inputs=${inputs}`;
      throw refusal(
        `${path}.length`,
        'shape_mismatch',
        rule,
        'pass one entry per input',
        values.length,
      );
    }
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      throw refusal(`${path}[${bad}]`, 'not_finite', 'must be finite', 'replace it', values[bad]);
    }
  }
  const moved = direction.flatMap((value, d) => (value === 0 ? [] : [d]));
  if (moved.length !== 1) {
    const remedy = 'scale one feature: the claims are about one';
    throw refusal(
      'direction',
      'unsupported',
      'must have exactly one entry not 0',
      remedy,
      direction,
    );
  }
  return [moved[0], direction[moved[0]]];
}

/** A term of `qnetwork` for layers applied in order, and the number of its outputs. */
function term(
  layers: readonly Layer[],
  width: number,
  indent: string,
): { text: string; width: number } {
  if (layers.length === 0) return { text: `${indent}QIdentity`, width };
  const [layer, ...rest] = layers;
  const first = layerTerm(layer, width, indent);
  if (rest.length === 0) return first;
  const second = term(rest, first.width, indent);
  return {
    text: `${indent}QCompose (\n${first.text}) (\n${second.text})`,
    width: second.width,
  };
}

function layerTerm(layer: Layer, width: number, indent: string): { text: string; width: number } {
  switch (layer.type) {
    case 'dense':
      return { text: dense(width, layer.weights, layer.bias, indent), width: layer.weights.length };
    case 'relu':
      return { text: `${indent}QLeaky ${width} 0`, width };
    case 'leaky-relu':
      return { text: `${indent}QLeaky ${width} ${rational(layer.slope)}`, width };
    case 'maximum': {
      const groups = layer.groups.map((group) => `[${group.join('; ')}]`).join('; ');
      return { text: `${indent}QMaximum [${groups}]%nat`, width: layer.groups.length };
    }
    case 'clip':
      return {
        text: `${indent}QClip ${width} ${rational(layer.lower)} ${rational(layer.upper)}`,
        width,
      };
    case 'residual': {
      const inner = term(layer.layers, width, `${indent}  `);
      return { text: `${indent}QSum QIdentity (\n${inner.text})`, width };
    }
    default:
      return unknownKind(layer);
  }
}

function dense(
  inputs: number,
  weights: readonly (readonly number[])[],
  bias: readonly number[],
  indent: string,
): string {
  const rows = weights.map(vector).join(`;\n${indent}   `);
  return `${indent}QDense ${inputs}\n${indent}  [${rows}]\n${indent}  ${vector(bias)}`;
}

function refusal(
  path: string,
  code:
    | 'unknown_value'
    | 'missing'
    | 'out_of_range'
    | 'shape_mismatch'
    | 'not_finite'
    | 'unsupported',
  rule: string,
  remedy: string,
  value?: unknown,
): InputError {
  const problem = { code, path, rule, remedy };
  return new InputError('coqWitness', [value === undefined ? problem : { ...problem, value }]);
}
