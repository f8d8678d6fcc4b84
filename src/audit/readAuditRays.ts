import { readShaped } from '../schema/readShaped.js';
import { type AuditRay, entriesOf } from './auditRay.js';
import type { InputScaling } from './inputScaling.js';
import { auditRaysShape } from './inputShapes.js';

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
  const rays = await readShaped(path, auditRaysShape(inputSize), { root: 'rays' });
  return rays.map(({ direction, origin, label }, r) => ({
    label: label || `ray ${r}`,
    feature: null,
    sign: 0,
    entries: entriesOf(direction, scaling),
    origin: origin
      ? Float64Array.from(origin, (x, d) =>
          scaling ? (x - scaling.means[d]) / scaling.deviations[d] : x,
        )
      : null,
  }));
}
