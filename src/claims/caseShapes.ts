import { InputError } from '../errors/inputError.js';
import { MOST_INPUTS, type NetworkFile, readNetwork } from '../network/networkFile.js';
import {
  type Fields,
  type JsonSchema,
  list,
  named,
  number,
  object,
  type ReportProblem,
  type Shape,
} from '../schema/shape.js';
import type {
  CaseKind,
  Cases,
  CurveCase,
  DetectorCase,
  LabelledRows,
  LogitsCase,
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
const networkShape: Shape<NetworkFile> = named('network', {
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
  schema(definitions) {
    definitions.layer = layerSchema();
    return {
      type: 'object',
      properties: {
        format: { const: 'farfield-network' },
        version: { const: 1 },
        inputs: { type: 'integer', minimum: 1, maximum: MOST_INPUTS },
        layers: { type: 'array', items: { $ref: '#/$defs/layer' }, minItems: 1 },
      },
      required: ['format', 'version', 'inputs', 'layers'],
      additionalProperties: false,
    };
  },
});

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

/** The layers that a network file may have. */
function layerSchema(): JsonSchema {
  const vector = { type: 'array', items: { type: 'number' } };
  const layer = (type: string, fields: Record<string, JsonSchema>): JsonSchema => ({
    type: 'object',
    properties: { type: { const: type }, ...fields },
    required: ['type', ...Object.keys(fields)],
    additionalProperties: false,
  });
  const indices = { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 1 };
  return {
    oneOf: [
      layer('dense', {
        weights: { type: 'array', items: vector, minItems: 1 },
        bias: vector,
      }),
      layer('relu', {}),
      layer('leaky-relu', { slope: { type: 'number' } }),
      layer('clip', { lower: { type: 'number' }, upper: { type: 'number' } }),
      layer('maximum', { groups: { type: 'array', items: indices, minItems: 1 } }),
      layer('residual', {
        layers: { type: 'array', items: { $ref: '#/$defs/layer' }, minItems: 1 },
      }),
    ],
  };
}
