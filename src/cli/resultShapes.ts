import { ceilingFields } from '../ceiling/ceilingShape.js';
import {
  flag,
  type JsonSchema,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  schemaOf,
  text,
} from '../schema/shape.js';
import { benchShape } from './benchShape.js';
import { CLAIM_RESULTS } from './claimShapes.js';
import { experimentReportShape } from './experimentReportShape.js';
import type { TailObject } from './tailObject.js';

const version = oneOf(1);
const numbers = list(number());
const bounds = object<{ lower: readonly number[]; upper: readonly number[] }>({
  lower: numbers,
  upper: numbers,
});

const tail = object<TailObject & { schemaVersion: 1 }>({
  schemaVersion: version,
  from: nullable(number()),
  slope: nullable(numbers),
  intercept: nullable(numbers),
  regime: nullable(text),
  top: nullable(list(number({ minimum: 0, whole: true }))),
  boundary: nullable(flag),
  exact: optional(
    object<NonNullable<TailObject['exact']>>({
      from: nullable(text),
      slope: nullable(list(text)),
      intercept: nullable(list(text)),
    }),
  ),
  fromBounds: optional(
    object<{ lower: number; upper: number }>({ lower: number(), upper: number() }),
  ),
  slopeBounds: optional(bounds),
  interceptBounds: optional(bounds),
  growth: optional(
    list(
      nullable(
        object<NonNullable<NonNullable<TailObject['growth']>[number]>>({
          power: nullable(number()),
          log: number(),
          coefficient: object<{ lower: number; upper: number }>({
            lower: number(),
            upper: number(),
          }),
        }),
      ),
    ),
  ),
  limit: nullable(bounds),
  ceiling: nullable(object<NonNullable<TailObject['ceiling']>>(ceilingFields)),
  settles: optional(
    object<NonNullable<TailObject['settles']>>({ within: number(), from: nullable(number()) }),
  ),
});

/** What commands print with `--json` that no other file tells: the schema of one, or of each of many. */
const RESULTS: Readonly<Record<string, readonly [says: string, shape: Shape<unknown>]>> = {
  tail: ['One tail of `farfield tail --json`; with `--rays` it prints an array of these.', tail],
  'check-certificate': [
    'The verdict of `farfield check-certificate --json`.',
    object({
      schemaVersion: version,
      accepted: flag,
      wrong: nullable(text),
      arithmetic: text,
      margin: optional(nullable(object({ gap: text, lead: text }))),
      trusted: optional(list(text)),
    }),
  ],
  certificates: [
    'The files that `farfield certify --json` names, and the rays that it could not certify.',
    object({
      schemaVersion: version,
      certificates: list(text),
      refused: list(object({ ray: number(), why: text })),
    }),
  ],
  completion: [
    'The script of `farfield completion SHELL --json`.',
    object({ schemaVersion: version, shell: text, text }),
  ],
  'list-detectors': [
    'One detector of `farfield list detectors --json`.',
    object({ schemaVersion: version, id: text, name: text, family: text, whenCertain: text }),
  ],
  'list-policies': [
    'One form of policy of `farfield list policies --json`.',
    object({ schemaVersion: version, example: text, says: text }),
  ],
  ...CLAIM_RESULTS,
  bench: ['What `farfield bench --json` measured: of each benchmark, if it was run.', benchShape],
  experiment: [
    'What `farfield experiment --json` found. Numbers that are not finite are null.',
    experimentReportShape,
  ],
  explore: [
    'The page that `farfield explore --json` wrote.',
    object({ schemaVersion: version, page: text }),
  ],
  'data-file': [
    'One file of `farfield data pull --json`.',
    object({ schemaVersion: version, path: text, bytes: number(), unchanged: flag }),
  ],
};

/** The JSON Schemas of results, by the names of their files. */
export const RESULT_SCHEMAS: Readonly<Record<string, () => JsonSchema>> = Object.fromEntries(
  Object.entries(RESULTS).map(([name, [says, shape]]) => [
    name,
    () => schemaOf(`farfield ${name}, version 1`, says, shape),
  ]),
);
