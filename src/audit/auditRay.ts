import type { Batch } from '../detectors/index.js';
import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { readJsonFile } from '../files/readJsonFile.js';
import type { InputScaling } from './inputScaling.js';

/** A direction to audit, and the input it starts from if it has one of its own. */
export interface AuditRay {
  /** As tables show it: `alcohol +`, `ray 3`, `row 17`. */
  readonly label: string;
  /** The feature the direction is along; null if it is none. */
  readonly feature: { readonly index: number; readonly name: string } | null;
  /** Whether the feature grows; 0 for a direction along none. */
  readonly sign: -1 | 0 | 1;
  /** The entries that are not 0, in the network's input units per unit of scale. */
  readonly entries: readonly { readonly index: number; readonly value: number }[];
  /** Where the ray starts, shape [D] in the network's input units; null for the audit's rows. */
  readonly origin: Float64Array | null;
}

/** Every feature, both directions: one unit of scale is one raw unit of the feature. */
export function featureRays(features: readonly string[], scaling: InputScaling | null): AuditRay[] {
  return features.flatMap((name, index) =>
    ([1, -1] as const).map((sign) => ({
      label: `${name} ${sign > 0 ? '+' : '−'}`,
      feature: { index, name },
      sign,
      entries: [{ index, value: scaling ? sign / scaling.deviations[index] : sign }],
      origin: null,
    })),
  );
}

/**
 * The scaling of whole inputs: from each row x along x itself, so that t is α − 1.
 *
 * @param raw - rows in raw units; with a scaling, α multiplies the raw values
 * @param rows - which of them
 * @throws InputError `zero_direction` if every row is 0
 *
 * Source: Hein et al. 2019, theorem 3.1; claim `hein-scaling`.
 */
export function scalingRays(
  raw: Batch,
  scaled: Batch,
  rows: readonly number[],
  scaling: InputScaling | null,
): AuditRay[] {
  const { columns } = raw;
  const rays = rows
    .map((row) => ({
      label: `α·row ${row + 1}`,
      feature: null,
      sign: 0 as const,
      entries: entriesOf(raw.values.subarray(row * columns, (row + 1) * columns), scaling),
      origin: scaled.values.slice(row * columns, (row + 1) * columns),
    }))
    .filter(({ entries }) => entries.length > 0);
  if (rays.length > 0) return rays;
  throw new InputError('--scale-all', [
    {
      code: 'zero_direction',
      path: 'rows',
      rule: 'must not all be 0: scaling such an input does nothing',
      remedy: 'give other data',
    },
  ]);
}

/**
 * Reads `[{ "direction": […], "origin": […], "label": "…" }, …]`, origin and label optional, in raw
 * units if there is a scaling, else in the network's.
 *
 * @throws InputError with every problem of the file, up to twenty
 */
export async function readAuditRays(
  path: string,
  inputSize: number,
  scaling: InputScaling | null,
): Promise<AuditRay[]> {
  const json = await readJsonFile(path);
  if (!Array.isArray(json) || json.length === 0) {
    throw new InputError(path, [
      {
        code: Array.isArray(json) ? 'empty' : 'wrong_type',
        path: 'rays',
        rule: 'must be a non-empty array of rays',
        remedy: 'write [{"direction": […]}, …]',
      },
    ]);
  }
  const problems: Problem[] = [];
  const vector = (value: unknown, place: string): number[] | null => {
    const numbers = Array.isArray(value) && value.every((x) => Number.isFinite(x));
    if (numbers && value.length === inputSize) return value;
    problems.push({
      code: numbers ? 'shape_mismatch' : 'wrong_type',
      path: numbers ? `${place}.length` : place,
      value: numbers ? value.length : value,
      rule: numbers
        ? `must equal network.inputSize=${inputSize}`
        : 'must be an array of finite numbers',
      remedy: 'give one number per input',
    });
    return null;
  };
  const rays = json.map((ray: Record<string, unknown> | null, r): AuditRay | null => {
    const direction = vector(ray?.direction, `rays[${r}].direction`);
    const origin = ray?.origin === undefined ? [] : vector(ray.origin, `rays[${r}].origin`);
    if (!direction || !origin) return null;
    const entries = entriesOf(direction, scaling);
    if (entries.length === 0) {
      problems.push({
        code: 'zero_direction',
        path: `rays[${r}].direction`,
        rule: 'must not be all zero',
        remedy: 'give at least one entry that is not 0',
      });
    }
    return {
      label: typeof ray?.label === 'string' && ray.label !== '' ? ray.label : `ray ${r}`,
      feature: null,
      sign: 0,
      entries,
      origin:
        origin.length === 0
          ? null
          : Float64Array.from(origin, (x, d) =>
              scaling ? (x - scaling.means[d]) / scaling.deviations[d] : x,
            ),
    };
  });
  if (problems.length > 0) throw new InputError(path, problems.slice(0, 20));
  return rays.filter((ray) => ray !== null);
}

/** The direction as a vector of the network's inputs, shape [D]. */
export function directionOf({ entries }: AuditRay, inputSize: number): Float64Array {
  const direction = new Float64Array(inputSize);
  for (const { index, value } of entries) direction[index] = value;
  return direction;
}

/**
 * How many standard deviations one unit of scale is: ‖direction / deviations‖₂.
 *
 * @param deviations - shape [D], network input units; null if none are known
 * @returns null where none are known, or a feature that moves never varied
 */
export function deviationsPerUnit(
  { entries }: AuditRay,
  deviations: Float64Array | null,
): number | null {
  if (!deviations) return null;
  const steps = entries.map(({ index, value }) => value / deviations[index]);
  const length = Math.hypot(...steps);
  return Number.isFinite(length) ? length : null;
}

function entriesOf(direction: ArrayLike<number>, scaling: InputScaling | null) {
  return Array.from(direction, (value, index) => ({
    index,
    value: scaling ? value / scaling.deviations[index] : value,
  })).filter(({ value }) => value !== 0);
}
