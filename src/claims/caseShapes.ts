import { InputError } from '../errors/inputError.js';
import { type AnyNetworkFile, type NetworkFile, readNetwork } from '../network/networkFile.js';
import { networkIn } from '../network/networkShape.js';
import {
  type Fields,
  list,
  named,
  nullable,
  number,
  object,
  oneOf,
  type ReportProblem,
  type Shape,
} from '../schema/shape.js';
import type {
  AffineMap,
  CaseKind,
  Cases,
  CurveCase,
  DetectorCase,
  LabelledRows,
  LogitsCase,
  Move,
  SpeedsCase,
  TreeFile,
  TreesCase,
} from './cases.js';

const vectorShape = list(number(), 1);

const labelledRows = named(
  'labelled-rows',
  object<LabelledRows>({
    x: list(vectorShape, 1),
    y: list(number({ minimum: 0, whole: true }), 1),
  }),
  'Inputs with their class labels.',
);

/** A network file: checked by the reader of networks, described for other tools. */
const anyNetworkShape: Shape<AnyNetworkFile> = named('network', {
  check(value, path, report) {
    try {
      readNetwork(value, path);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const problem of error.problems) {
        const place = problem.path === 'network' ? path : `${path}.${problem.path}`;
        report(problem.code, place, problem.value, problem.rule, problem.remedy);
      }
    }
  },
  schema: networkIn,
});

/** Of cases whose networks are piecewise affine: the reader takes both. */
const networkShape = anyNetworkShape as Shape<unknown> as Shape<NetworkFile>;

const affineMapShape = named(
  'affine-map',
  object<AffineMap>({ weights: list(vectorShape, 1), bias: vectorShape }),
  'weights·x + bias, a row of weights for each output.',
);

/** A decision tree. */
const treeShape: Shape<TreeFile> = named('tree', {
  check: checkTree,
  schema: () => ({
    oneOf: [
      {
        type: 'object',
        properties: { leaf: { type: 'array', items: { type: 'number' }, minItems: 1 } },
        required: ['leaf'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: {
          feature: { type: 'integer', minimum: 0 },
          threshold: { type: 'number' },
          yes: { $ref: '#/$defs/tree' },
          no: { $ref: '#/$defs/tree' },
        },
        required: ['feature', 'threshold', 'yes', 'no'],
        additionalProperties: false,
      },
    ],
  }),
});

const leafShape = object<{ leaf: readonly number[] }>({ leaf: vectorShape });
const splitShape = object<{ feature: number; threshold: number; yes: TreeFile; no: TreeFile }>({
  feature: number({ minimum: 0, whole: true }),
  threshold: number(),
  yes: { check: checkTree, schema: () => ({}) },
  no: { check: checkTree, schema: () => ({}) },
});

function checkTree(value: unknown, path: string, report: ReportProblem): void {
  const isLeaf = typeof value === 'object' && value !== null && 'leaf' in value;
  (isLeaf ? leafShape : splitShape).check(value, path, report);
}

/** What is recorded of a case of each kind. */
export const caseFields: { readonly [Kind in CaseKind]: Fields<Cases[Kind]> } = {
  ray: { network: networkShape, origin: vectorShape, direction: vectorShape },
  ensemble: {
    members: list(networkShape, 1),
    origin: vectorShape,
    direction: vectorShape,
  },
  logits: { logits: list(vectorShape, 1) },
  curve: {
    units: list(object<CurveCase['units'][number]>({ linear: number(), oscillating: number() }), 1),
    weights: list(vectorShape, 1),
    bias: vectorShape,
  },
  detector: {
    network: networkShape,
    train: labelledRows,
    validation: labelledRows,
    origin: vectorShape,
    direction: vectorShape,
  },
  smooth: { network: anyNetworkShape, origin: vectorShape, direction: vectorShape },
  speeds: {
    network: networkShape,
    attention: nullable(
      object<NonNullable<SpeedsCase['attention']>>({
        scores: affineMapShape,
        values: affineMapShape,
      }),
    ),
    origin: vectorShape,
    moves: list(object<Move>({ power: number({ minimum: 0.5 }), direction: vectorShape }), 1),
  },
  trees: {
    inputs: number({ minimum: 1, whole: true }),
    trees: list(treeShape, 1),
    outputs: oneOf('logits', 'probabilities'),
    origin: vectorShape,
    direction: vectorShape,
  },
};

/** Reports sizes that do not fit together in a case whose fields are right one by one. */
export function checkCaseSizes(
  kind: CaseKind,
  value: Cases[CaseKind],
  path: string,
  report: ReportProblem,
): void {
  if (kind === 'logits') {
    const { logits } = value as LogitsCase;
    logits.forEach((row, k) => {
      expectLength(row, logits[0].length, `${path}.logits[${k}]`, 'of the first member', report);
    });
    return;
  }
  if (kind === 'curve') {
    const { units, weights, bias } = value as CurveCase;
    weights.forEach((row, c) => {
      expectLength(row, units.length, `${path}.weights[${c}]`, 'units', report);
    });
    expectLength(bias, weights.length, `${path}.bias`, 'rows of weights', report);
    return;
  }
  if (kind === 'speeds') {
    checkSpeeds(value as SpeedsCase, path, report);
    return;
  }
  if (kind === 'trees') {
    const { inputs, origin, direction } = value as TreesCase;
    expectLength(origin, inputs, `${path}.origin`, 'inputs', report);
    expectLength(direction, inputs, `${path}.direction`, 'inputs', report);
    return;
  }
  const { origin, direction } = value as Cases['ray'];
  const files =
    kind === 'ensemble' ? (value as Cases['ensemble']).members : [(value as Cases['ray']).network];
  const networks = files.map((file) => readNetwork(file));
  const { inputSize, outputSize } = networks[0];
  networks.forEach((network, k) => {
    if (network.inputSize === inputSize && network.outputSize === outputSize) return;
    report(
      'shape_mismatch',
      `${path}.members[${k}]`,
      [network.inputSize, network.outputSize],
      `must have the [inputs, classes] of the first member, [${inputSize}, ${outputSize}]`,
      'give members of one shape',
    );
  });
  expectLength(origin, inputSize, `${path}.origin`, 'inputs of the network', report);
  expectLength(direction, inputSize, `${path}.direction`, 'inputs of the network', report);
  if (kind !== 'detector') return;
  for (const name of ['train', 'validation'] as const) {
    checkRows((value as DetectorCase)[name], `${path}.${name}`, inputSize, outputSize, report);
  }
}

function checkSpeeds(
  { network, attention, origin, moves }: SpeedsCase,
  path: string,
  report: ReportProblem,
): void {
  const { inputSize, outputSize } = readNetwork(network);
  expectLength(origin, inputSize, `${path}.origin`, 'inputs of the network', report);
  moves.forEach(({ direction }, k) => {
    const place = `${path}.moves[${k}].direction`;
    expectLength(direction, inputSize, place, 'inputs of the network', report);
  });
  for (const [name, { weights, bias }] of Object.entries(attention ?? {})) {
    const place = `${path}.attention.${name}`;
    expectLength(bias, weights.length, `${place}.bias`, 'rows of weights', report);
    weights.forEach((row, j) => {
      expectLength(row, outputSize, `${place}.weights[${j}]`, 'outputs of the network', report);
    });
  }
}

function checkRows(
  { x, y }: LabelledRows,
  path: string,
  inputs: number,
  classes: number,
  report: ReportProblem,
): void {
  x.forEach((row, i) => {
    expectLength(row, inputs, `${path}.x[${i}]`, 'inputs of the network', report);
  });
  expectLength(y, x.length, `${path}.y`, 'rows of x', report);
  y.forEach((label, i) => {
    if (label < classes) return;
    const rule = `must be a class index from 0 to ${classes - 1}`;
    report('inconsistent', `${path}.y[${i}]`, label, rule, 'take the file as farfield wrote it');
  });
}

function expectLength(
  values: readonly unknown[],
  expected: number,
  path: string,
  what: string,
  report: ReportProblem,
): void {
  if (values.length === expected) return;
  report(
    'shape_mismatch',
    `${path}.length`,
    values.length,
    `must equal the ${expected} ${what}`,
    'give one entry for each',
  );
}
