import { type JsonSchema, schemaOf, variants } from '../../schema/shape.js';
import { shapeOfLayer } from './layerKind.js';
import { layerTable } from './layerTable.js';

/**
 * The JSON Schema of a layer of a TensorFlow.js model, as `schema/tfjs-layer.schema.json` holds it:
 * every layer that is read, with those of its settings that are.
 */
export function tfjsLayerSchema(): JsonSchema {
  const shapes = Object.entries(layerTable).map(([name, kind]) => [name, shapeOfLayer(name, kind)]);
  return schemaOf(
    'layer of a TensorFlow.js model',
    'A layer that farfield reads from a layers model, with the settings that it reads. Others change nothing at inference.',
    variants('class_name', Object.fromEntries(shapes)),
  );
}
