import {
  type JsonSchema,
  list,
  number,
  object,
  oneOf,
  type Shape,
  schemaOf,
  variants,
  version,
} from '../schema/shape.js';
import type { LayerKind } from './layers/layerKind.js';
import { LAYER_KINDS } from './layers/layerKinds.js';

/** More inputs than this are refused: layers without weights would fill memory with their entries. */
const MOST_INPUTS = 2 ** 24;

/** The number of inputs. */
export const inputCount = number({ minimum: 1, maximum: MOST_INPUTS, whole: true });

/** Layers in a row. Only that it is a list is checked at once: the reader goes from layer to layer. */
const layers: Shape<readonly unknown[]> = {
  check: list<unknown>({ check() {}, schema: () => ({}) }, 1).check,
  schema(definitions) {
    if (!Object.hasOwn(definitions, 'layer')) {
      definitions.layer = {};
      definitions.layer = anyLayer.schema(definitions);
    }
    return { type: 'array', items: { $ref: '#/$defs/layer' }, minItems: 1 };
  },
};

/** The fields of each layer besides `type`, a residual block's included. */
const FIELDS: Readonly<Record<string, LayerKind['fields']>> = {
  ...Object.fromEntries(Object.entries(LAYER_KINDS).map(([type, { fields }]) => [type, fields])),
  residual: { layers },
};

/** Their names. */
export const LAYER_FIELDS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(FIELDS).map(([type, fields]) => [type, Object.keys(fields)]),
);

/** What each layer looks like by its type, a residual block included. */
export const anyLayer: Shape<object> = variants(
  'type',
  Object.fromEntries(
    Object.entries(FIELDS).map(([type, fields]) => [
      type,
      object<object>({ type: oneOf(type), ...fields } as never),
    ]),
  ),
);

/** A network file but for what its layers hold. */
export const networkShape = object<{
  format: 'farfield-network';
  version: 1;
  inputs: number;
  layers: readonly unknown[];
}>({
  format: oneOf('farfield-network'),
  version: version(1),
  inputs: inputCount,
  layers,
});

/** The JSON Schema of a network inside another file. What fits its layers is told by the reader. */
export const networkIn = networkShape.schema;

/** The JSON Schema of network files, as `schema/network.schema.json` holds it. */
export function networkSchema(): JsonSchema {
  return schemaOf(
    'farfield network, version 1',
    'A network in the JSON format of farfield: layers in a row, residual blocks inside.',
    networkShape,
  );
}
