import {
  anything,
  type JsonSchema,
  list,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  schemaOf,
  variants,
} from '../schema/shape.js';
import type { DropoutMask } from './dropout.js';

/** A posterior in farfield's JSON format, version 1. */
export type PosteriorFile = {
  readonly schemaVersion?: 1;
  readonly format: 'farfield-posterior';
  readonly version: 1;
} & (
  | {
      readonly kind: 'gaussian-head';
      /** Shape [C][n + 1]: by class, units first, then the bias. */
      readonly mean: readonly (readonly number[])[];
      /** Shape [C(n + 1)][C(n + 1)]. */
      readonly covariance: readonly (readonly number[])[];
    }
  | {
      readonly kind: 'mixture';
      readonly weights: readonly number[];
      /** Paths of network files, or what such a file holds. */
      readonly members: readonly unknown[];
    }
  | { readonly kind: 'dropout'; readonly masks: readonly DropoutMask[] }
);

type Of<Kind extends PosteriorFile['kind']> = Extract<PosteriorFile, { readonly kind: Kind }>;

const head = {
  schemaVersion: optional(oneOf(1)),
  format: oneOf('farfield-posterior'),
  version: oneOf(1),
};
const numbers = list(number());

/** The shape of a posterior file. What fits the network is told where it is read. */
export const posteriorShape: Shape<PosteriorFile> = variants<PosteriorFile>('kind', {
  'gaussian-head': object<Of<'gaussian-head'>>({
    ...head,
    kind: oneOf('gaussian-head'),
    mean: list(numbers, 2),
    covariance: list(numbers, 1),
  }),
  mixture: object<Of<'mixture'>>({
    ...head,
    kind: oneOf('mixture'),
    weights: numbers,
    members: list(anything, 1),
  }),
  dropout: object<Of<'dropout'>>({
    ...head,
    kind: oneOf('dropout'),
    masks: list(
      object<DropoutMask>({ layer: number({ minimum: 1, whole: true }), rate: number() }),
      1,
    ),
  }),
});

/** The JSON Schema of posterior files, as `schema/posterior.schema.json` holds it. */
export function posteriorSchema(): JsonSchema {
  return schemaOf(
    'farfield posterior, version 1',
    'A distribution over classifiers: a Gaussian head, a weighted mixture of networks, or dropout masks.',
    posteriorShape,
  );
}
