import { ceilingShape } from '../ceiling/ceilingShape.js';
import {
  type Fields,
  flag,
  infinitable,
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
import type { Audit, AuditShard, AuditSummary, DetectorSummary } from './auditRun.js';
import type { Acceptance, BaselineComparison, Change } from './baseline.js';
import type { SeenCertainty } from './certainty.js';
import type { Circle, CircleArc } from './circle.js';
import type {
  ClassBounds,
  DetectorFinding,
  DirectionFinding,
  ScaleFinding,
} from './directionFinding.js';
import type { MeasuredDetector } from './measuredDetector.js';
import type { PosteriorDraws } from './posteriorDraws.js';
import type { PosteriorEnd, PosteriorEnds } from './posteriorEnd.js';
import type { RandomShare } from './randomShare.js';
import type { Spread } from './spread.js';
import type { Violation } from './violation.js';

const count = number({ minimum: 0, whole: true });
const scale = nullable(infinitable);
const spreadFields = { median: infinitable, min: infinitable, max: infinitable };
const spread = named('spread', object<Spread>(spreadFields), 'Where numbers lie, over rows.');
const bounds = object<{ lower: number; upper: number }>({
  lower: infinitable,
  upper: infinitable,
});

const classBounds = object<ClassBounds>({ lower: list(number()), upper: list(number()) });

const seen = object<SeenCertainty>({
  rows: count,
  verdict: oneOf('created', 'kept', 'never'),
  scale: infinitable,
  distance: scale,
  created: nullable(
    object<NonNullable<SeenCertainty['created']>>({
      rows: count,
      scale: spread,
      beyond: spread,
      distance: nullable(spread),
    }),
  ),
  kept: count,
});

const detectorFinding = object<DetectorFinding>({
  id: text,
  behaviour: text,
  blind: nullable(flag),
  blindFrom: count,
  origins: count,
  flagScale: scale,
  flagDistance: scale,
  window: object<DetectorFinding['window']>({
    seenFrom: infinitable,
    from: scale,
    until: scale,
  }),
  timely: flag,
  limitAuroc: nullable(number()),
  limitAurocFloat64: nullable(number()),
});

const direction = object<DirectionFinding>({
  index: count,
  label: text,
  feature: nullable(count),
  featureName: nullable(text),
  sign: oneOf(-1, 0, 1),
  regime: nullable(oneOf('saturating', 'tied', 'flat', 'no-limit', 'unknown', 'varies')),
  top: list(count),
  // Audits written before these were have none.
  fromEveryInput: optional(flag),
  decidedRows: optional(count),
  certainOf: optional(nullable(count)),
  limit: optional(nullable(classBounds)),
  slopes: list(infinitable),
  gap: nullable(bounds),
  settledExactly: count,
  from: nullable(spread),
  scales: list(
    object<ScaleFinding>({
      certainty: number(),
      median: scale,
      min: scale,
      max: scale,
      bound: scale,
      distance: scale,
    }),
  ),
  seen: nullable(named('seen', seen, 'Where certainty was seen, in float64.')),
  detectors: list(named('detector-finding', detectorFinding, 'What a detector does there.')),
});

const detector = object<DetectorSummary>({
  id: text,
  name: text,
  threshold: infinitable,
  thresholdBounds: object<DetectorSummary['thresholdBounds']>({
    lower: infinitable,
    upper: infinitable,
    level: number(),
  }),
  flagged: number(),
  flagRateAtMost: number(),
  directions: count,
  blind: count,
  undecided: count,
  late: count,
  flagDistance: scale,
});

const measured = object<MeasuredDetector>({
  name: text,
  threshold: infinitable,
  flagRate: number(),
  trainRows: count,
  validationRows: count,
  rows: count,
  scale: number(),
  directions: list(
    object<MeasuredDetector['directions'][number]>({
      index: count,
      label: text,
      flagsFrom: nullable(number()),
      score: scale,
    }),
  ),
});

const posterior = object<PosteriorEnds>({
  kind: oneOf('gaussian-head', 'mixture'),
  members: nullable(count),
  sampled: flag,
  probitCeiling: nullable(number()),
  directions: list(
    object<PosteriorEnd>({
      index: count,
      label: text,
      limit: nullable(classBounds),
      top: nullable(count),
      confidence: nullable(bounds),
      entropy: nullable(bounds),
      mutualInformation: nullable(bounds),
      drawsSaturate: nullable(flag),
      fromEveryInput: flag,
      probit: nullable(number()),
      sample: nullable(
        object<PosteriorDraws>({ draws: count, share: number(), lower: number(), upper: number() }),
      ),
    }),
  ),
});

const fraction = textLike(/^-?\d+\/\d+$/, '1/3');

const digest = textLike(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

const fields: Fields<Audit> = {
  schemaVersion: oneOf(1),
  tool: object<Audit['tool']>({ name: oneOf('farfield'), version: text }),
  network: object<Audit['network']>({
    name: text,
    inputs: count,
    classes: count,
    parameters: count,
    notes: list(text),
  }),
  data: nullable(
    object<NonNullable<Audit['data']>>({
      name: text,
      rows: count,
      labelled: flag,
      classNames: optional(list(text)),
      accuracy: nullable(number()),
      accuracyRows: count,
    }),
  ),
  seed: number({ whole: true }),
  units: text,
  scaling: nullable(object<NonNullable<Audit['scaling']>>({ source: text })),
  rays: oneOf('features', 'given', 'whole inputs', 'random'),
  shard: optional(
    object<AuditShard>({
      index: number({ minimum: 1, whole: true }),
      of: number({ minimum: 1, whole: true }),
      first: count,
      total: count,
      fingerprints: object<AuditShard['fingerprints']>({
        network: digest,
        data: digest,
        options: digest,
      }),
    }),
  ),
  origins: object<Audit['origins']>({
    kind: oneOf('data rows', 'the origin', 'of each ray'),
    rows: count,
  }),
  box: text,
  ends: optional(
    object<Audit['ends']>({
      from: oneOf('every input', 'rows'),
      rows: count,
      certifiedRows: nullable(count),
    }),
  ),
  ceiling: optional(ceilingShape),
  boundedFeatures: optional(nullable(flag)),
  summary: object<AuditSummary>({
    directions: count,
    saturating: count,
    tied: count,
    flat: count,
    noLimit: optional(count),
    varying: optional(count),
    unknown: optional(count),
    certain: optional(count),
    created: count,
    kept: count,
    near: nullable(count),
    withoutDistance: count,
    settledExactly: count,
    sentences: list(text),
  }),
  sample: optional(
    object<RandomShare>({
      drawn: count,
      certain: count,
      undecided: count,
      lower: number(),
      upper: number(),
      level: number(),
    }),
  ),
  circle: optional(
    object<Circle>({
      lower: number(),
      upper: number(),
      arcs: list(
        object<CircleArc>({
          from: list(fraction, 2) as never,
          to: list(fraction, 2) as never,
          regime: oneOf('saturating', 'tied', 'flat'),
          top: list(count, 1),
          lower: number(),
          upper: number(),
        }),
      ),
    }),
  ),
  policies: list(text),
  violations: list(object<Violation>({ policy: text, message: text, directions: list(count) })),
  detectors: list(named('detector', detector, 'What a detector does over all directions.')),
  measured: optional(measured),
  posterior: optional(posterior),
  fitting: nullable(
    object<NonNullable<Audit['fitting']>>({
      trainRows: count,
      validationRows: count,
      flagRate: number(),
      arithmetic: text,
    }),
  ),
  followed: nullable(
    object<NonNullable<Audit['followed']>>({
      rows: count,
      chosen: oneOf('default', 'given'),
      detectorRows: count,
      points: count,
      precision: number(),
    }),
  ),
  notes: list(text),
  directions: list(named('direction', direction, 'What was found in one direction.'), 1),
  environment: object<Audit['environment']>({ node: text, platform: text, workers: count }),
  timing: object<Audit['timing']>({ durationMs: number({ minimum: 0 }) }),
};

/** The shape of audit.json. */
export const auditShape: Shape<Audit> = object<Audit>(fields);

const change = object<Change>({
  kind: oneOf('certain', 'new', 'nearer', 'blind', 'not-known'),
  direction: text,
  detector: nullable(text),
  before: scale,
  after: scale,
  accepted: nullable(text),
});

const comparison = object<BaselineComparison>({
  schemaVersion: oneOf(1),
  baseline: object<BaselineComparison['baseline']>({ network: text, version: text }),
  regressions: list(change),
  policies: list(text),
  improvements: count,
  added: list(text),
  gone: list(text),
  unchanged: count,
  thresholds: list(
    object<BaselineComparison['thresholds'][number]>({ id: text, before: scale, after: scale }),
  ),
  unused: list(
    object<Acceptance>({
      direction: text,
      kind: optional(oneOf('certain', 'new', 'nearer', 'blind', 'not-known')),
      detector: optional(text),
      reason: text,
    }),
  ),
});

/** The JSON Schema of audit.json, as `schema/audit.schema.json` holds it. */
export function auditSchema(): JsonSchema {
  return schemaOf(
    'farfield audit, version 1',
    'What `farfield audit` found; the baseline of a later one. Everything outside `environment` and `timing` is the same for the same input.',
    // Printed beside a baseline an audit says what changed, too.
    object<Audit & { baseline?: BaselineComparison }>({
      ...fields,
      baseline: optional(comparison),
    }),
  );
}
