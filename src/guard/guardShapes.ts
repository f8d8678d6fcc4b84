import {
  flag,
  type JsonSchema,
  list,
  named,
  nullable,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  schemaOf,
  text,
  textLike,
} from '../schema/shape.js';
import type { DetectorCertificate, FlagScale } from './detectorCertificate.js';
import type { DetectorEffect } from './detectorEffect.js';
import type { DetectorReport } from './detectorReport.js';
import type { GuardCertificate } from './guardCertificate.js';
import type { GuardEffect } from './guardEffect.js';
import type { GuardReport } from './guardReport.js';

const count = number({ minimum: 0, whole: true });
const share = number({ minimum: 0 });
const fraction = textLike(/^-?\d+\/\d+$/, '"3/2"');
const numbers = list(number());

const flags: Shape<DetectorCertificate['flags']> = nullable(
  list(
    object<FlagScale>({
      direction: text,
      blind: nullable(flag),
      scale: nullable(named('flag-scale', numberOrInfinity())),
    }),
  ),
);

const outputs = object<DetectorCertificate['outputs']>({ novelty: text, flagged: text });

/** The shape of guarded.certificate.json. */
export const guardCertificateShape: Shape<GuardCertificate> = object<GuardCertificate>({
  schemaVersion: oneOf(1),
  format: oneOf('farfield-guard-certificate'),
  version: oneOf(1),
  inputs: count,
  classes: count,
  output: object<GuardCertificate['output']>({
    name: text,
    holds: oneOf('logits', 'logit', 'probabilities', 'probability'),
    original: text,
    zipped: nullable(text),
  }),
  guard: object<GuardCertificate['guard']>({
    lower: list(fraction),
    upper: list(fraction),
    widths: list(fraction),
    kappa: fraction,
    mu: fraction,
  }),
  change: fraction,
  confidence: list(
    object<GuardCertificate['confidence'][number]>({ excess: fraction, bound: fraction }),
  ),
  notFinite: oneOf('uniform', 'not mended'),
  detector: optional(
    object<DetectorCertificate>({
      base: oneOf('msp', 'ebo'),
      outputs,
      features: text,
      logits: text,
      lambda: fraction,
      tau: fraction,
      threshold: fraction,
      reach: nullable(fraction),
      ceiling: nullable(fraction),
      flags,
      statements: list(text),
    }),
  ),
  statements: list(text),
});

const both = object<{ before: number; after: number }>({ before: share, after: share });

const effect = object<GuardEffect>({
  data: nullable(
    object<NonNullable<GuardEffect['data']>>({
      rows: count,
      outside: count,
      labelsChanged: count,
      largestChange: share,
    }),
  ),
  far: list(
    object<GuardEffect['far'][number]>({
      excess: share,
      inputs: count,
      certain: both,
      largest: both,
    }),
  ),
  worst: list(
    object<GuardEffect['worst'][number]>({
      feature: text,
      sign: oneOf(1, -1),
      before: numbers,
      after: numbers,
    }),
  ),
  excesses: numbers,
});

const detectorEffect = object<DetectorEffect>({
  flaggedData: share,
  far: list(
    object<DetectorEffect['far'][number]>({
      excess: share,
      inputs: count,
      flagged: share,
      largestPassed: nullable(share),
    }),
  ),
});

const guardReportShape: Shape<GuardReport> = object<GuardReport>({
  schemaVersion: oneOf(1),
  network: text,
  out: text,
  certificate: text,
  data: nullable(text),
  seed: number({ whole: true }),
  inputs: count,
  classes: count,
  output: object<GuardReport['output']>({ name: text, holds: text }),
  guard: object<GuardReport['guard']>({
    lower: numbers,
    upper: numbers,
    widths: numbers,
    kappa: number(),
    mu: number(),
  }),
  change: share,
  confidence: list(object<GuardReport['confidence'][number]>({ excess: share, bound: share })),
  notFinite: oneOf('uniform', 'not mended'),
  detector: optional(
    object<DetectorReport>({
      id: text,
      outputs,
      lambda: number(),
      tau: number(),
      threshold: number(),
      flagRate: share,
      uncertainty: nullable(share),
      flags,
      effect: detectorEffect,
    }),
  ),
  effect,
  notes: list(text),
});

/** A number, or the text `Infinity`. */
function numberOrInfinity(): Shape<number | 'Infinity'> {
  return {
    check(value, path, report) {
      if (value === 'Infinity' || (typeof value === 'number' && Number.isFinite(value))) return;
      report('not_a_number', path, value, 'must be a number or "Infinity"', 'write one of these');
    },
    schema: () => ({ anyOf: [{ type: 'number' }, { const: 'Infinity' }] }),
  };
}

/** The JSON Schema of certificates of guards, as `schema/guard-certificate.schema.json` holds it. */
export function guardCertificateSchema(): JsonSchema {
  return schemaOf(
    'certificate of a farfield guard, version 1',
    'What is known of a guarded classifier for every input, in fractions; `farfield check-certificate` checks it.',
    guardCertificateShape,
  );
}

/** The JSON Schema of `farfield guard --json`, as `schema/guard.schema.json` holds it. */
export function guardSchema(): JsonSchema {
  return schemaOf(
    'farfield guard, version 1',
    'What `farfield guard --json` prints: the files written, what is certified and what was seen.',
    guardReportShape,
  );
}
