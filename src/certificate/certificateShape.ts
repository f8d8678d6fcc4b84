import {
  either,
  flag,
  type JsonSchema,
  list,
  named,
  nullable,
  number,
  object,
  oneOf,
  type Shape,
  schemaOf,
  textLike,
} from '../schema/shape.js';
import type { Certificate, NodeCertificate } from './certificate.js';
import type { Bounds, EnclosureCertificate, EnclosureNode } from './enclosureCertificate.js';
import type { ModelCertificate, ModelClaim, ModelTerm } from './modelCertificate.js';

const vector = list(number(), 1);
const states = nullable(list(number({ whole: true })));
const classes = list(number({ minimum: 0, whole: true }), 1);
const fraction = textLike(/^-?\d+\/\d+$/, '3/2');
const fractions = list(fraction);
const bounds = named(
  'bounds',
  either<Bounds>(fraction, list(fraction, 2) as Shape<unknown> as Shape<Bounds>),
  'A fraction, or two between which the number lies.',
);

const exact = object<Certificate>({
  format: oneOf('farfield-certificate'),
  version: oneOf(1),
  origin: vector,
  direction: vector,
  from: fraction,
  regime: oneOf('saturating', 'tied', 'flat'),
  top: classes,
  boundary: flag,
  nodes: list(object<NodeCertificate>({ pattern: states, intercept: fractions, slope: fractions })),
});

const enclosed = object<EnclosureCertificate>({
  format: oneOf('farfield-certificate'),
  version: oneOf(2),
  origin: vector,
  direction: vector,
  regime: oneOf('saturating', 'tied', 'flat'),
  top: classes,
  limit: list(bounds),
  nodes: list(
    object<EnclosureNode>({ pattern: states, intercept: list(bounds), slope: list(bounds) }),
  ),
});

const models = object<ModelCertificate>({
  format: oneOf('farfield-certificate'),
  version: oneOf(3),
  origin: vector,
  direction: vector,
  from: fraction,
  depth: number({ whole: true }),
  regime: oneOf('saturating', 'tied', 'flat'),
  top: classes,
  limit: list(bounds),
  nodes: list(
    list(
      object<ModelClaim>({
        terms: list(object<ModelTerm>({ power: number(), coefficient: bounds })),
        rest: fraction,
        restPower: nullable(number()),
      }),
    ),
  ),
});

/**
 * The JSON Schema of certificates of rays, as `schema/certificate.schema.json` holds it. The checkers
 * do not read by it: they share nothing with what makes certificates, and take no form for granted.
 */
export function certificateSchema(): JsonSchema {
  return schemaOf(
    'farfield certificate, versions 1 to 3',
    'What a network does at infinity along one ray, with all it takes to check that step by step: in fractions (1), in enclosures (2), or in sums of powers of t with bounds of the rest (3).',
    either<unknown>(exact, enclosed, models),
  );
}
