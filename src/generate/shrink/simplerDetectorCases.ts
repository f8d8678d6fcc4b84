import type { DetectorCase, LabelledRows } from '../../claims/cases.js';
import { InputError } from '../../errors/inputError.js';
import { readNetwork } from '../../network/networkFile.js';
import { headOf } from '../../network/penultimate.js';
import type { Simplification } from '../caseArbitrary.js';
import { fieldComplexity, simplerFields } from './numberField.js';
import { isEnsembleCase, simplerEnsembles } from './simplerEnsembleCases.js';
import { networkSize } from './simplerNetworks.js';
import { withoutClass, withoutInput } from './withoutUnits.js';

/**
 * Simpler networks with data and a ray: fewer rows, classes and inputs, what is simpler for a
 * network with a ray, then simpler rows.
 */
export const simplerDetectorCases: Simplification<DetectorCase> = {
  isCase: isDetectorCase,
  sizeOf: ({ network, train, validation, origin, direction }) => {
    const [layers, units, numbers] = networkSize([network]);
    return [
      layers,
      units,
      train.x.length + validation.x.length,
      numbers,
      fieldComplexity([...origin, ...direction, ...train.x.flat(), ...validation.x.flat()]) +
        fieldComplexity([...train.y, ...validation.y]),
    ];
  },
  *simpler(source) {
    yield* fewerRows(source);
    yield* fewerClasses(source);
    yield* fewerInputs(source);
    const { network, origin, direction } = source;
    for (const simpler of simplerEnsembles({ members: [network], origin, direction })) {
      const { members, ...ray } = simpler;
      yield { ...source, network: members[0], ...ray };
    }
    yield* simplerRows(source);
  },
};

const SETS = ['train', 'validation'] as const;

function* fewerRows(source: DetectorCase): Generator<DetectorCase> {
  for (const name of SETS) {
    const { x, y } = source[name];
    const half = Math.ceil(x.length / 2);
    if (half < x.length) {
      for (const [from, to] of [
        [0, half],
        [half, x.length],
      ]) {
        yield { ...source, [name]: { x: x.slice(from, to), y: y.slice(from, to) } };
      }
    }
    // Of rows that are alike it does not matter which is left out.
    const seen = new Set<string>();
    for (let i = 0; i < x.length && x.length > 1; i++) {
      const row = [...x[i], y[i]].join();
      if (seen.has(row)) continue;
      seen.add(row);
      yield { ...source, [name]: { x: x.toSpliced(i, 1), y: y.toSpliced(i, 1) } };
    }
  }
}

function* fewerClasses(source: DetectorCase): Generator<DetectorCase> {
  const classes = readNetwork(source.network).outputSize;
  for (let c = 0; c < classes && classes > 2; c++) {
    const network = withoutClass(source.network, c);
    if (network === null) continue;
    const without = ({ x, y }: LabelledRows): LabelledRows => {
      const kept = [...y.keys()].filter((i) => y[i] !== c);
      return { x: kept.map((i) => x[i]), y: kept.map((i) => (y[i] > c ? y[i] - 1 : y[i])) };
    };
    yield {
      ...source,
      network,
      train: without(source.train),
      validation: without(source.validation),
    };
  }
}

function* fewerInputs(source: DetectorCase): Generator<DetectorCase> {
  const { origin, direction } = source;
  for (let d = 0; d < origin.length; d++) {
    const network = withoutInput(source.network, d);
    if (network === null) continue;
    const without = ({ x, y }: LabelledRows) => ({ x: x.map((row) => row.toSpliced(d, 1)), y });
    yield {
      network,
      train: without(source.train),
      validation: without(source.validation),
      origin: origin.toSpliced(d, 1),
      direction: direction.toSpliced(d, 1),
    };
  }
}

/** Of more rows than this those that are alike stay so. */
const MANY = 16;

/** Simpler inputs of the data, then simpler labels. */
function* simplerRows(source: DetectorCase): Generator<DetectorCase> {
  for (const name of SETS) {
    const { x, y } = source[name];
    const columns = x[0].length;
    const places = x.map((row, i) => row.map((_, d) => i * columns + d));
    // Rows that are alike become simpler together.
    const alike = new Map<string, number[]>();
    for (const [i, row] of x.entries()) {
      alike.set(row.join(), [...(alike.get(row.join()) ?? []), ...places[i]]);
    }
    const groups = [
      places.flat(),
      ...alike.values(),
      ...(alike.size < places.length && places.length > MANY ? [] : places),
      ...x[0].map((_, d) => places.map((row) => row[d])),
    ];
    for (const values of simplerFields({ values: x.flat(), groups })) {
      const rows = x.map((_, i) => values.slice(i * columns, (i + 1) * columns));
      yield { ...source, [name]: { x: rows, y } };
    }
    yield { ...source, [name]: { x, y: y.map(() => 0) } };
    for (let i = 0; i < y.length; i++) {
      if (y[i] > 0) yield { ...source, [name]: { x, y: y.with(i, 0) } };
    }
  }
}

/** Whether a value is a network with a linear head, two classes or more, data for it, and a ray. */
function isDetectorCase(value: unknown): value is DetectorCase {
  if (typeof value !== 'object' || value === null || !('network' in value)) return false;
  if (!isEnsembleCase({ ...value, members: [value.network] })) return false;
  const { train, validation } = value as unknown as DetectorCase;
  const network = readNetwork(value.network);
  try {
    headOf(network);
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
  const { inputSize, outputSize } = network;
  return isSet(train, inputSize, outputSize) && isSet(validation, inputSize, outputSize);
}

function isSet(value: unknown, inputs: number, classes: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y } = value as Partial<Record<keyof LabelledRows, unknown>>;
  return (
    Array.isArray(x) &&
    Array.isArray(y) &&
    x.length > 0 &&
    x.length === y.length &&
    x.every((row) => Array.isArray(row) && row.length === inputs && row.every(Number.isFinite)) &&
    y.every((label) => Number.isInteger(label) && label >= 0 && label < classes)
  );
}
