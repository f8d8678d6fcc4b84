import {
  type JsonSchema,
  list,
  number,
  object,
  optional,
  type Shape,
  schemaOf,
  text,
} from '../schema/shape.js';

/**
 * One number for each input of a network.
 *
 * @param inputs - how many; null where no network is at hand, as for a schema
 */
function perInput(inputs: number | null, entry = number()): Shape<readonly number[]> {
  const numbers = list(entry, 1);
  return {
    check(value, path, report) {
      numbers.check(value, path, report);
      if (!Array.isArray(value) || inputs === null || value.length === inputs) return;
      const rule = `must equal network.inputSize=${inputs}`;
      report('shape_mismatch', `${path}.length`, value.length, rule, 'give one number per input');
    },
    schema: numbers.schema,
  };
}

/** A direction: one number per input, not all 0. */
function direction(inputs: number | null): Shape<readonly number[]> {
  const numbers = perInput(inputs);
  return {
    check(value, path, report) {
      numbers.check(value, path, report);
      if (!Array.isArray(value) || value.length === 0 || value.some((x) => x !== 0)) return;
      const remedy = 'give at least one entry that is not 0';
      report('zero_direction', path, undefined, 'must not be all zero', remedy);
    },
    schema: numbers.schema,
  };
}

/** A box as files hold it. */
export interface BoxFile {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** `{ "lower": […], "upper": […] }`. */
export function boxShape(inputs: number | null): Shape<BoxFile> {
  return object<BoxFile>(
    { lower: perInput(inputs), upper: perInput(inputs) },
    ({ lower, upper }, path, report) => {
      lower.forEach((value, d) => {
        if (value <= upper[d]) return;
        const rule = `must be at most upper[${d}]=${upper[d]}`;
        report(
          'out_of_range',
          path === '' ? `lower[${d}]` : `${path}.lower[${d}]`,
          value,
          rule,
          'swap the two',
        );
      });
    },
  );
}

/** A scaling as files hold it. */
export interface ScalingFile {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/** `{ "means": […], "deviations": […] }`: what the training data were scaled with. */
export function scalingShape(inputs: number | null): Shape<ScalingFile> {
  return object<ScalingFile>({
    means: perInput(inputs),
    deviations: perInput(inputs, number({ above: 0 })),
  });
}

/** A ray as files hold it. */
export interface RayFile {
  readonly origin: readonly number[];
  readonly direction: readonly number[];
}

/** `[{ "origin": […], "direction": […] }, …]`; what else a ray says is not read. */
export function raysShape(inputs: number | null): Shape<readonly RayFile[]> {
  return list(
    object<RayFile>(
      { origin: perInput(inputs), direction: direction(inputs) },
      () => {},
      'passed over',
    ),
    1,
  );
}

/** A direction to audit: from every row of the data, or from an origin of its own. */
export interface AuditRayFile {
  readonly direction: readonly number[];
  readonly origin?: readonly number[];
  readonly label?: string;
}

/** `[{ "direction": […], "origin": […], "label": "…" }, …]`. */
export function auditRaysShape(inputs: number | null): Shape<readonly AuditRayFile[]> {
  return list(
    object<AuditRayFile>({
      origin: optional(perInput(inputs)),
      direction: direction(inputs),
      label: optional(text),
    }),
    1,
  );
}

/** `[…]`: what counts as one unit of each input. */
export function widthsShape(inputs: number | null): Shape<readonly number[]> {
  return perInput(inputs, number({ minimum: 1e-30, maximum: 1e30 }));
}

/** The JSON Schemas of files about a network's inputs, as `schema/` holds them. */
export const INPUT_SCHEMAS: Readonly<Record<string, () => JsonSchema>> = {
  box: () =>
    schemaOf(
      'farfield box, version 1',
      'What --box takes: the least and the greatest value of each input, in raw units if there is a scaling.',
      boxShape(null),
    ),
  scaling: () =>
    schemaOf(
      'farfield scaling, version 1',
      'What --scaling takes: the means and standard deviations that raw values are scaled with.',
      scalingShape(null),
    ),
  rays: () =>
    schemaOf(
      'farfield rays, version 1',
      'What --rays of tail and certify takes: rays in the units of the network.',
      raysShape(null),
    ),
  'audit-rays': () =>
    schemaOf(
      'farfield directions of an audit, version 1',
      'What --directions of audit takes: directions, each with an origin of its own if it has one.',
      auditRaysShape(null),
    ),
  widths: () =>
    schemaOf(
      'farfield widths, version 1',
      'What --widths of guard takes: what counts as one unit of each input.',
      widthsShape(null),
    ),
};
