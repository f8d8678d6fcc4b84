import {
  either,
  type JsonSchema,
  list,
  named,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  schemaOf,
  textLike,
} from '../schema/shape.js';
import { activationByName } from './activationByName.js';
import type { ExactNumber } from './exactNumber.js';

/** More inputs than this are refused: layers without weights would fill memory with their entries. */
export const MOST_INPUTS = 2 ** 24;

const end = either<number | string>(number(), textLike(/^-?\d+(\/\d+)?$/, '1/3'));

/** A constant: a number, a fraction as text, or two between which it lies. */
const constant: Shape<ExactNumber> = named(
  'constant',
  either<ExactNumber>(
    end,
    object<{ lower: number | string; upper: number | string }>({ lower: end, upper: end }),
  ),
  'A number; a fraction such as "1/3"; or two of these, between which it is known to lie.',
);

const doubles = list(number());

/** What layers are made of, but for their type, of those inside which there are no others. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, Shape<unknown>>>>> = {
  dense: { weights: list(list(constant), 1), bias: list(constant) },
  relu: {},
  'leaky-relu': { slope: constant },
  clip: { lower: constant, upper: constant },
  maximum: { groups: list(list(number({ minimum: 0, whole: true }), 1), 1) },
  residual: { layers: { check() {}, schema: layersSchema } },
  'layer-norm': {
    scale: optional(doubles),
    shift: optional(doubles),
    epsilon: optional(number({ minimum: 0 })),
  },
  'rms-norm': { scale: optional(doubles), epsilon: optional(number({ minimum: 0 })) },
  ...Object.fromEntries(Object.keys(activationByName).map((name) => [name, {}])),
  gelu: { approximate: optional(oneOf('none', 'tanh')) },
  softplus: { beta: optional(number()) },
  elu: { alpha: optional(number({ minimum: 0 })) },
  celu: { alpha: optional(number()) },
};

/** The fields of each layer besides `type`: what the reader knows, and what the schema says. */
export const LAYER_FIELDS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(FIELDS).map(([type, fields]) => [type, Object.keys(fields)]),
);

function layersSchema(definitions: Record<string, JsonSchema>): JsonSchema {
  if (!Object.hasOwn(definitions, 'layer')) {
    definitions.layer = {};
    definitions.layer = {
      oneOf: Object.entries(FIELDS).map(([type, fields]) =>
        object<object>({ type: oneOf(type), ...fields } as never).schema(definitions),
      ),
    };
  }
  return { type: 'array', items: { $ref: '#/$defs/layer' }, minItems: 1 };
}

/** The JSON Schema of a network inside another file. What fits its layers is told by the reader. */
export function networkIn(definitions: Record<string, JsonSchema>): JsonSchema {
  return {
    type: 'object',
    properties: {
      format: { const: 'farfield-network' },
      version: { const: 1 },
      inputs: { type: 'integer', minimum: 1, maximum: MOST_INPUTS },
      layers: layersSchema(definitions),
    },
    required: ['format', 'version', 'inputs', 'layers'],
    additionalProperties: false,
  };
}

/** The JSON Schema of network files, as `schema/network.schema.json` holds it. */
export function networkSchema(): JsonSchema {
  return schemaOf(
    'farfield network, version 1',
    'A network in the JSON format of farfield: layers in a row, residual blocks inside.',
    { check() {}, schema: networkIn },
  );
}
