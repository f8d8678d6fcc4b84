import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { type AuditRay, entriesOf } from './auditRay.js';
import type { InputScaling } from './inputScaling.js';

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
