import type { EnsembleCase } from '../../claims/cases.js';
import { InputError } from '../../errors/inputError.js';
import { type NetworkFile, readNetwork } from '../../network/networkFile.js';
import type { Simplification } from '../caseArbitrary.js';
import { numbersOf, withNumbers } from './networkNumbers.js';
import { fieldComplexity, simplerFields } from './numberField.js';
import { networkSize, simplerNetworks } from './simplerNetworks.js';
import { tailOnly } from './tailOnly.js';
import { withoutClass, withoutInput } from './withoutUnits.js';

/** Simpler ensembles with a ray: fewer members, then what `simplerEnsembles` does. */
export const simplerEnsembleCases: Simplification<EnsembleCase> = {
  isCase: isEnsembleCase,
  sizeOf: ({ members, origin, direction }) => [
    members.length,
    ...networkSize(members),
    fieldComplexity(origin) + fieldComplexity(direction),
  ],
  *simpler(source) {
    const { members } = source;
    if (members.length > 1) {
      for (const member of members) yield { ...source, members: [member] };
      for (let k = 0; k < members.length; k++)
        yield { ...source, members: members.toSpliced(k, 1) };
    }
    yield* simplerEnsembles(source);
  },
};

/**
 * Ensembles of as many members with less structure, then simpler numbers: every network replaced
 * by its tail, fewer layers, classes, inputs, units; simpler rays and weights.
 */
export function* simplerEnsembles(source: EnsembleCase): Generator<EnsembleCase> {
  const { members, origin, direction } = source;
  if (members.some(({ layers }) => layers.length > 1)) {
    const tails = members.map((member) => tailOnly(member, origin, direction));
    yield { ...source, members: tails };
    for (let k = 0; k < members.length; k++) yield withMember(source, k, tails[k]);
  }
  for (let k = 0; k < members.length; k++) {
    for (const simpler of simplerNetworks(members[k])) yield withMember(source, k, simpler);
  }
  const classes = readNetwork(members[0]).outputSize;
  for (let c = 0; c < classes && classes > 2; c++) {
    const fewer = members.map((member) => withoutClass(member, c));
    if (fewer.every((member) => member !== null)) yield { ...source, members: fewer };
  }
  for (let d = 0; d < origin.length; d++) {
    const fewer = members.map((member) => withoutInput(member, d));
    if (!fewer.every((member) => member !== null)) continue;
    yield { members: fewer, origin: origin.toSpliced(d, 1), direction: direction.toSpliced(d, 1) };
  }
  yield* simplerRays(source);
  yield* simplerWeights(source);
}

/** Simpler rays, those that scale what they scaled before first. */
function* simplerRays(source: EnsembleCase): Generator<EnsembleCase> {
  const { origin, direction } = source;
  for (let d = 0; d < origin.length; d++) {
    for (const sign of [1, -1]) {
      const axis = origin.map((_, i) => (i === d ? sign : 0));
      yield { ...source, origin: axis, direction: axis };
      yield {
        ...source,
        origin: origin.map((value, i) => (i === d ? sign : value)),
        direction: axis,
      };
    }
  }
  const size = origin.length;
  const linked = origin.map((_, d) => [d, size + d]);
  const groups = [
    [...origin.keys()],
    [...origin.keys()].map((d) => size + d),
    // A scaling keeps direction_d = origin_d: both change together.
    ...linked.filter(([from, to]) => origin[from] === direction[to - size]),
  ];
  for (const values of simplerFields({ values: [...origin, ...direction], groups })) {
    yield { ...source, origin: values.slice(0, size), direction: values.slice(size) };
  }
}

/** Simpler weights and biases: of all members at once, since ties may be between members. */
function* simplerWeights(source: EnsembleCase): Generator<EnsembleCase> {
  const values: number[] = [];
  const groups: number[][] = [];
  const starts: number[] = [];
  for (const member of source.members) {
    const own = numbersOf(member);
    starts.push(values.length);
    groups.push(...own.groups.map((group) => group.map((k) => starts.at(-1)! + k)));
    values.push(...own.values);
  }
  if (source.members.length > 1) groups.unshift([...values.keys()]);
  starts.push(values.length);
  for (const simpler of simplerFields({ values, groups })) {
    const members = source.members.map((member, k) =>
      withNumbers(member, simpler.slice(starts[k], starts[k + 1])),
    );
    yield { ...source, members };
  }
}

function withMember(source: EnsembleCase, k: number, member: NetworkFile): EnsembleCase {
  return { ...source, members: source.members.with(k, member) };
}

/** Whether a value is an ensemble of networks of one shape, at least two classes, and a ray. */
export function isEnsembleCase(value: unknown): value is EnsembleCase {
  if (typeof value !== 'object' || value === null) return false;
  const { members, origin, direction } = value as Partial<Record<keyof EnsembleCase, unknown>>;
  if (!Array.isArray(members) || members.length === 0) return false;
  const networks = members.map(readOrNull);
  const first = networks[0];
  return (
    first !== null &&
    first.outputSize >= 2 &&
    networks.every(
      (network) =>
        network?.inputSize === first.inputSize && network.outputSize === first.outputSize,
    ) &&
    isPoint(origin, first.inputSize) &&
    isPoint(direction, first.inputSize) &&
    direction.some((entry) => entry !== 0)
  );
}

function isPoint(value: unknown, size: number): value is number[] {
  return Array.isArray(value) && value.length === size && value.every(Number.isFinite);
}

function readOrNull(member: unknown) {
  try {
    return readNetwork(member);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
