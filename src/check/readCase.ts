import { SmoothAnalysis } from '../claims/beyond/smoothAnalysis.js';
import { SpeedsAnalysis } from '../claims/beyond/speedsAnalysis.js';
import { TreesAnalysis } from '../claims/beyond/treesAnalysis.js';
import { caseFields, checkCaseSizes } from '../claims/caseShapes.js';
import type { CaseKind, Cases, LabelledRows } from '../claims/cases.js';
import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { type NetworkFile, readNetwork } from '../network/networkFile.js';
import type { ReportProblem, Shape } from '../schema/shape.js';

/**
 * Reads a recorded case of a kind, checking everything: evidence files come from outside.
 *
 * @throws InputError with all problems of the first field that has any
 */
export function readCase<Kind extends CaseKind>(
  kind: Kind,
  json: unknown,
  where: string,
): Cases[Kind] {
  if (typeof json !== 'object' || json === null) {
    throw new InputError(where, [
      {
        code: 'wrong_type',
        path: 'counterexample',
        value: json,
        rule: 'must be an object',
        remedy: 'take the file as farfield wrote it',
      },
    ]);
  }
  return READERS[kind](json as Record<string, unknown>, where);
}

const READERS: {
  [Kind in CaseKind]: (json: Record<string, unknown>, where: string) => Cases[Kind];
} = {
  ray: ({ network, origin, direction }, where) => {
    const inputs = readNetwork(network, `${where}: network`).inputSize;
    return {
      network: network as NetworkFile,
      origin: numbers(origin, 'origin', where, inputs),
      direction: numbers(direction, 'direction', where, inputs),
    };
  },
  ensemble: ({ members, origin, direction }, where) => {
    const files = list(members, 'members', where);
    const sizes = files.map((file, k) => readNetwork(file, `${where}: members[${k}]`).inputSize);
    return {
      members: files as NetworkFile[],
      origin: numbers(origin, 'origin', where, sizes[0]),
      direction: numbers(direction, 'direction', where, sizes[0]),
    };
  },
  logits: ({ logits }, where) => ({ logits: matrix(logits, 'logits', where) }),
  curve: ({ units, weights, bias }, where) => {
    const read = list(units, 'units', where).map((unit, j) => {
      const { linear, oscillating } = (unit ?? {}) as Record<string, unknown>;
      const [a, b] = numbers([linear, oscillating], `units[${j}]`, where, 2);
      return { linear: a, oscillating: b };
    });
    const rows = matrix(weights, 'weights', where, read.length);
    return { units: read, weights: rows, bias: numbers(bias, 'bias', where, rows.length) };
  },
  detector: ({ network, train, validation, origin, direction }, where) => {
    const { inputSize, outputSize } = readNetwork(network, `${where}: network`);
    return {
      network: network as NetworkFile,
      train: labelledRows(train, 'train', where, inputSize, outputSize),
      validation: labelledRows(validation, 'validation', where, inputSize, outputSize),
      origin: numbers(origin, 'origin', where, inputSize),
      direction: numbers(direction, 'direction', where, inputSize),
    };
  },
  smooth: (json, where) => new SmoothAnalysis(shaped('smooth', json, where)).source,
  speeds: (json, where) => new SpeedsAnalysis(shaped('speeds', json, where)).source,
  trees: (json, where) => new TreesAnalysis(shaped('trees', json, where)).source,
};

/** A case as its shape says; what is said of it besides is left out. */
function shaped<Kind extends CaseKind>(
  kind: Kind,
  json: Record<string, unknown>,
  where: string,
): Cases[Kind] {
  const fields: Readonly<Record<string, Shape<unknown>>> = caseFields[kind];
  const known = Object.fromEntries(Object.keys(fields).map((name) => [name, json[name]]));
  const problems: Problem[] = [];
  const report: ReportProblem = (code, path, value, rule, remedy) => {
    problems.push({ code, path, value, rule, remedy });
  };
  for (const [name, shape] of Object.entries(fields)) shape.check(json[name], name, report);
  if (problems.length === 0) checkCaseSizes(kind, known as never, 'counterexample', report);
  if (problems.length > 0) throw new InputError(where, problems.slice(0, 20));
  return known as never;
}

function labelledRows(
  value: unknown,
  path: string,
  where: string,
  inputs: number,
  classes: number,
): LabelledRows {
  const { x, y } = (value ?? {}) as Record<string, unknown>;
  const rows = matrix(x, `${path}.x`, where, inputs);
  const labels = numbers(y, `${path}.y`, where, rows.length);
  const wrong = labels.findIndex((c) => !Number.isInteger(c) || c < 0 || c >= classes);
  if (wrong === -1) return { x: rows, y: labels };
  throw new InputError(where, [
    {
      code: 'out_of_range',
      path: `${path}.y[${wrong}]`,
      value: labels[wrong],
      rule: `must be a class index from 0 to ${classes - 1}`,
      remedy: 'take the file as farfield wrote it',
    },
  ]);
}

function list(value: unknown, path: string, where: string): unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw new InputError(where, [
    {
      code: 'wrong_type',
      path,
      value,
      rule: 'must be a non-empty array',
      remedy: 'take the file as farfield wrote it',
    },
  ]);
}

function matrix(value: unknown, path: string, where: string, columns?: number): number[][] {
  const rows = list(value, path, where);
  const width = columns ?? (Array.isArray(rows[0]) ? rows[0].length : 0);
  return rows.map((row, i) => numbers(row, `${path}[${i}]`, where, width));
}

function numbers(value: unknown, path: string, where: string, length: number): number[] {
  const entries = list(value, path, where);
  const problems: Problem[] = [];
  if (entries.length !== length) {
    problems.push({
      code: 'shape_mismatch',
      path: `${path}.length`,
      value: entries.length,
      rule: `must be ${length}`,
      remedy: 'give one number per entry expected',
    });
  }
  entries.forEach((entry, i) => {
    if (typeof entry === 'number' && Number.isFinite(entry)) return;
    problems.push({
      code: 'not_a_number',
      path: `${path}[${i}]`,
      value: entry,
      rule: 'must be a finite number',
      remedy: 'write a JSON number',
    });
  });
  if (problems.length > 0) throw new InputError(where, problems.slice(0, 20));
  return entries as number[];
}
