import { InputError } from '../../errors/inputError.js';
import type { Problem, ProblemCode } from '../../errors/problem.js';
import { isObject } from './json.js';

/** One use of a layer: its settings and the uses it reads. */
export interface LayerUse {
  /** Layer and number of the use: a shared layer is used several times. */
  readonly id: string;
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly reads: readonly string[];
  readonly path: string;
}

/** A layers model as a graph. */
export interface LayerModel {
  readonly uses: ReadonlyMap<string, LayerUse>;
  readonly input: string;
  readonly output: string;
}

/**
 * Reads the topology of a Keras model, sequential or functional.
 *
 * @throws InputError with every fault of the structure
 */
export function readLayerModel(topology: unknown, where: string): LayerModel {
  const problems: Problem[] = [];
  const model = modelOf(topology, '', null, problems, 0);
  if (problems.length > 0) throw new InputError(where, problems.slice(0, 50));
  return model;
}

/** Models nested deeper than this are refused instead of exhausting the stack. */
const DEEPEST = 50;
const MODELS = new Set(['Sequential', 'Model', 'Functional']);

/**
 * One model, with the models inside it in the place of the layers that hold them.
 *
 * @param prefix - of the ids of its uses: empty for the outermost
 * @param outer - what its input reads where it is nested; null for the outermost
 */
function modelOf(
  topology: unknown,
  prefix: string,
  outer: readonly string[] | null,
  problems: Problem[],
  depth: number,
): LayerModel {
  const none: LayerModel = { uses: new Map(), input: '', output: '' };
  const report = (code: ProblemCode, path: string, rule: string, value?: unknown) => {
    const remedy = 'save the model again, as a layers model';
    problems.push(
      value === undefined ? { code, path, rule, remedy } : { code, path, value, rule, remedy },
    );
  };
  const described = isObject(topology) ? topology : {};
  const model = isObject(described.model_config) ? described.model_config : described;
  // Old Sequential models keep the list of layers in `config` itself.
  const config = Array.isArray(model.config) ? { layers: model.config } : model.config;
  if (!isObject(config) || !Array.isArray(config.layers) || config.layers.length === 0) {
    report('missing', 'modelTopology.model_config.config.layers', 'must be a list of layers');
    return none;
  }
  if (depth > DEEPEST) {
    report('too_large', 'modelTopology', `must not nest models deeper than ${DEEPEST}`);
    return none;
  }
  const sequential = model.class_name === 'Sequential';
  if (!MODELS.has(String(model.class_name))) {
    report(
      'unknown_value',
      'modelTopology.class_name',
      'must be Sequential, Model or Functional',
      model.class_name,
    );
  }
  const uses = new Map<string, LayerUse>();
  let previous = '';
  config.layers.forEach((layer: unknown, k) => {
    const path = `${prefix}layers[${k}]`;
    if (!isObject(layer) || !isObject(layer.config) || typeof layer.class_name !== 'string') {
      report('wrong_type', path, 'must be a layer with class_name and config');
      return;
    }
    const name = String(layer.config.name ?? layer.name ?? path);
    const make = (id: string, reads: readonly string[]) => {
      if (MODELS.has(layer.class_name as string)) {
        // The model's own uses, and one that stands for what they make.
        const inner = modelOf(
          layer,
          `${id}/`,
          reads.length === 0 ? (prefix === '' ? null : outer) : reads,
          problems,
          depth + 1,
        );
        for (const [own, use] of inner.uses) uses.set(own, use);
        uses.set(id, {
          id,
          name,
          className: 'InputLayer',
          config: {},
          reads: [inner.output],
          path: `${path} "${name}"`,
        });
        return;
      }
      if (uses.has(id)) report('duplicate', `${path}.name`, 'must be a name of its own', name);
      uses.set(id, {
        id,
        name,
        className: layer.class_name as string,
        config: layer.config as Record<string, unknown>,
        reads,
        path: `${path} "${name}"`,
      });
    };
    if (sequential) {
      const id = `${prefix}${name}:0`;
      make(id, previous === '' ? (outer ?? []) : [previous]);
      previous = id;
      return;
    }
    const nodes = Array.isArray(layer.inbound_nodes) ? layer.inbound_nodes : [];
    if (nodes.length === 0) {
      make(`${prefix}${name}:0`, layer.class_name === 'InputLayer' ? (outer ?? []) : []);
    }
    nodes.forEach((node: unknown, n) => {
      make(
        `${prefix}${name}:${n}`,
        tensorsOf(node).map((read) => `${prefix}${read}`),
      );
    });
  });
  const first = uses.keys().next().value ?? '';
  const ends = (list: unknown, what: string): string => {
    const ids = tensorsOf(list).map((id) => `${prefix}${id}`);
    if (ids.length === 1) return ids[0];
    report('unsupported', what, 'must name one tensor: other models are not read', ids);
    return '';
  };
  const input = sequential ? first : ends(config.input_layers, 'input_layers');
  const output = sequential ? previous : ends(config.output_layers, 'output_layers');
  return { uses, input, output };
}

/** The tensors a description names: `["name", node, tensor, …]`, lists of it, or Keras 3's form. */
function tensorsOf(description: unknown): string[] {
  const found: string[] = [];
  const open: unknown[] = [description];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) {
      if (typeof value[0] === 'string') found.push(`${value[0]}:${Number(value[1] ?? 0)}`);
      else for (let k = value.length - 1; k >= 0; k--) open.push(value[k]);
    } else if (isObject(value)) {
      if (isObject(value.config) && Array.isArray(value.config.keras_history)) {
        open.push(value.config.keras_history);
      } else if (Array.isArray(value.args)) open.push(value.args);
    }
  }
  return found;
}
