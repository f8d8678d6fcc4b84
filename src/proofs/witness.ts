import { InputError } from '../errors/inputError.js';
import { unknownKind } from '../errors/unknownKind.js';
import { type Layer, type NetworkFile, readNetwork } from '../network/networkFile.js';
import { rationalTerm as rational, vectorTerm as vector } from './coqTerms.js';
import { LOGIT_CLAIMS, logitWitness } from './logitWitness.js';

/** The claims whose counterexamples Coq can check by computing. */
export const WITNESSED_CLAIMS = [
  'gradient-vanishes',
  'monotone-logits',
  'perfect-certainty',
  ...LOGIT_CLAIMS,
] as const;

export type WitnessedClaim = (typeof WITNESSED_CLAIMS)[number];

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
 * the tail in rational arithmetic, so nothing is rounded and nothing of this suite is trusted. A
 * counterexample whose monotonicity needs more than the signs of the Jacobian's columns gives a
 * file that Coq rejects; see `proofs/Counterexamples.v`.
 *
 * @param claim - one of {@link WITNESSED_CLAIMS}; several members only for `perfect-certainty`
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
 * }).includes('vm_compute'); // true
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
  const networks = networksOf(claim, counterexample);
  const inputs = networks[0].inputs;
  const [coordinate, step] = movedCoordinate(counterexample, inputs);
  const classes = networks.map((network, m) => readNetwork(network, `members[${m}]`).outputSize);
  if (networks.some((network, m) => network.inputs !== inputs || classes[m] !== classes[0])) {
    throw refusal('members', 'shape_mismatch', 'must agree in inputs and classes', 'split them');
  }
  const D = inputs;
  const C = classes[0];
  const name = (claim as WitnessedClaim).replaceAll('-', '_');
  const subject = claim === 'perfect-certainty' ? 'networks' : 'network_0';
  const ray = `origin ${coordinate} ${rational(step)}`;
  const statement =
    claim === 'perfect-certainty'
      ? `refutes_perfect_certainty ${networks.length} ${D} ${C} (members networks)`
      : `refutes_${name} ${D} ${C} (eval (real network_0))`;
  return [
    `(** A counterexample to the claim ${claim}, checked by computing. *)`,
    '',
    'From Farfield Require Import Basics Network Interval Rational Counterexamples.',
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
    `Proof. apply (${name}_witness ${D} ${C} ${subject} ${ray}). vm_compute. reflexivity. Qed.`,
    '',
  ].join('\n');
}

function networksOf(claim: string, { network, members }: RayCounterexample): NetworkFile[] {
  if (!(WITNESSED_CLAIMS as readonly string[]).includes(claim)) {
    const remedy = `use ${WITNESSED_CLAIMS.join(', ')}`;
    throw refusal(
      'claim',
      'unknown_value',
      'must have a check in Counterexamples.v',
      remedy,
      claim,
    );
  }
  const networks = members ?? (network ? [network] : []);
  if (networks.length === 0) {
    throw refusal('network', 'missing', 'must be given', 'give network or members');
  }
  if (networks.length > 1 && claim !== 'perfect-certainty') {
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
