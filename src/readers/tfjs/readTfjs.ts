import { InputError } from '../../errors/inputError.js';
import type { Problem } from '../../errors/problem.js';
import type { Network } from '../../network/network.js';
import { type Beside, besideGiven } from '../beside.js';
import { LayerGraph } from '../lowering/layerGraph.js';
import { Refusal } from '../lowering/refusal.js';
import { type ConstantTensor, countOf, type VariableTensor } from '../lowering/tensor.js';
import type { ReadOptions } from '../readOptions.js';
import { refuseFile } from '../refuseFile.js';
import { isObject } from './json.js';
import { LayerContext } from './layerContext.js';
import { type LayerModel, type LayerUse, readLayerModel } from './layerModel.js';
import { layerTable } from './layerTable.js';
import { readWeights } from './weights.js';

/**
 * Reads a TensorFlow.js layers model: Keras layers, channels last, with weights in shards.
 *
 * Weights are the exact doubles of the stored numbers. A softmax at the end is taken off and noted.
 *
 * @param json - the parsed `model.json`
 * @param where - the name for messages
 * @param beside - the shards; none if absent
 * @param options - how much memory layers may take
 * @throws InputError with every layer that is not piecewise affine, or every fault found
 *
 * @example
 * ```ts
 * const network = readTfjs(JSON.parse(await readFile('model.json', 'utf8')), 'model.json');
 * ```
 */
export function readTfjs(
  json: unknown,
  where: string,
  beside: Beside = besideGiven({}),
  options: ReadOptions = {},
): Network {
  const file = isObject(json) ? json : {};
  const remedy = 'convert the model with tensorflowjs_converter to the layers-model format';
  if (
    file.format === 'graph-model' ||
    (isObject(file.modelTopology) && 'node' in file.modelTopology)
  ) {
    refuseFile(where, 'unsupported', 'format', 'must be a layers model', remedy, 'graph-model');
  }
  const model = readLayerModel(file.modelTopology, where);
  const ordered = orderUses(model, where);
  const unsupported = ordered.filter(({ className }) => !Object.hasOwn(layerTable, className));
  if (unsupported.length > 0) {
    const problems = unsupported.slice(0, 50).map(
      ({ path: at, className }): Problem => ({
        code: 'unsupported',
        path: at,
        value: className,
        rule: 'is not among the piecewise-affine layers read here',
        remedy: `use only ${Object.keys(layerTable).join(', ')}`,
      }),
    );
    throw new InputError(where, problems);
  }
  let weights: Map<string, ConstantTensor>;
  try {
    weights = byLayer(readWeights(file.weightsManifest, beside));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new InputError(where, [error.at('weightsManifest')]);
  }
  return lower(model, ordered, weights, options, where);
}

function lower(
  model: LayerModel,
  ordered: readonly LayerUse[],
  weights: ReadonlyMap<string, ConstantTensor>,
  options: ReadOptions,
  where: string,
): Network {
  const problems: Problem[] = [];
  const tensors = new Map<string, VariableTensor>();
  const readers = new Map<string, number>();
  for (const name of [model.output, ...ordered.flatMap(({ reads }) => reads)]) {
    readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  const ends = endsOf(model);
  const shape = inputShape(model.uses.get(model.input)!, where);
  const graph = attempt(() => new LayerGraph(countOf(shape), options.memory), 'input', problems);
  if (!graph) throw new InputError(where, problems);
  for (const use of ordered) {
    const first = use.id === model.input;
    const inputs = first
      ? [{ kind: 'variable' as const, shape, value: 0 }]
      : use.reads.map((id) => tensors.get(id));
    // Layers behind one that failed have nothing to read; its problem is reported already.
    if (!inputs.every((input) => input !== undefined)) continue;
    graph.label = use.name;
    const last = ends.has(use.id);
    const context = new LayerContext(graph, use.name, inputs, last, weights);
    const made = attempt(
      () => {
        if (inputs.length === 0) throw new Refusal('missing', 'reads nothing', 'save it again');
        return layerTable[use.className].lower(context, use.config);
      },
      use.path,
      problems,
      use.className,
    );
    if (!made) continue;
    tensors.set(use.id, made);
    if (readers.get(use.id) !== 1) graph.share(made.value);
  }
  if (problems.length > 0) throw new InputError(where, problems.slice(0, 50));
  return graph.build(tensors.get(model.output)!.value);
}

/** The output, and what makes it inside nested models. */
function endsOf({ uses, output }: LayerModel): ReadonlySet<string> {
  const ends = new Set([output]);
  for (let use = uses.get(output); use?.className === 'InputLayer' && use.reads.length === 1; ) {
    ends.add(use.reads[0]);
    use = uses.get(use.reads[0]);
  }
  return ends;
}

/** The shape of one point, with the batch as 1. */
function inputShape({ config, path }: LayerUse, where: string): readonly number[] {
  const given = config.batch_input_shape ?? config.batch_shape;
  const shape: readonly unknown[] = Array.isArray(given) ? given.slice(1) : [];
  if (shape.length === 0 || !shape.every((n) => Number.isSafeInteger(n) && (n as number) >= 1)) {
    refuseFile(
      where,
      'missing',
      `${path}.batch_input_shape`,
      'must give every length but the batch',
      'save the model with a fixed input shape',
      given,
    );
  }
  return [1, ...(shape as number[])];
}

/** The uses of layers the output needs, each after those it reads, without recursion. */
function orderUses({ uses, output, input }: LayerModel, where: string): LayerUse[] {
  const ordered: LayerUse[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const stack = [{ id: output, next: 0, from: 'output_layers' }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    const use = uses.get(top.id);
    const remedy = 'save the model again';
    if (!use) {
      return refuseFile(
        where,
        'missing',
        top.from,
        'must name a layer of the model',
        remedy,
        top.id,
      );
    }
    state.set(top.id, 'open');
    const reads = top.id === input ? [] : use.reads;
    if (top.next === reads.length) {
      state.set(top.id, 'done');
      ordered.push(use);
      stack.pop();
      continue;
    }
    const id = reads[top.next++];
    if (state.get(id) === 'open') {
      refuseFile(where, 'inconsistent', use.path, 'must not read its own output', remedy, id);
    }
    if (!state.has(id)) stack.push({ id, next: 0, from: use.path });
  }
  if (!ordered.some(({ id }) => id === input)) {
    refuseFile(
      where,
      'inconsistent',
      'input_layers',
      'must lead to the output',
      'save it again',
      input,
    );
  }
  return ordered;
}

/** Weights by layer and kind: `model/dense_1/kernel:0` is found as `dense_1/kernel`. */
function byLayer(weights: ReadonlyMap<string, ConstantTensor>): Map<string, ConstantTensor> {
  const named = new Map<string, ConstantTensor>();
  for (const [name, tensor] of weights) {
    const key = name.replace(/:\d+$/, '').split('/').slice(-2).join('/');
    if (named.has(key)) {
      throw new Refusal('duplicate', 'is the weight of two layers of one name', 'rename one', {
        path: 'weightsManifest',
        value: key,
      });
    }
    named.set(key, tensor);
  }
  return named;
}

function attempt<T>(act: () => T, path: string, problems: Problem[], value?: unknown): T | null {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    problems.push(error.at(path, value));
    return null;
  }
}
