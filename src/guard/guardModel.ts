import { refuseFile } from '../readers/refuseFile.js';
import type { Guard } from '../uncertainty/guarded.js';
import { type GuardPlace, guardNodes } from './guardNodes.js';
import { ELEMENT, encodeNode, encodeTensor, type NodeToWrite } from './onnxNodes.js';
import { type Field, fieldsOf, joined, lengthDelimited, textOf } from './protobufFields.js';

/** Numbers of the fields that are looked into, as `onnx.proto` has them. */
const MODEL = { graph: 7, opsetImport: 8 } as const;
const GRAPH = { node: 1, input: 11, output: 12, valueInfo: 13 } as const;
const NODE = { input: 1, output: 2, attribute: 5 } as const;
const ATTRIBUTE = { graph: 6, graphs: 11 } as const;

/** What a file needs besides the place of its guard. */
export interface ModelToGuard {
  readonly bytes: Uint8Array;
  /** Its name, for messages. */
  readonly where: string;
  /** The output that is guarded. */
  readonly output: string;
  /** The tensor of probabilities that a ZipMap makes this output of; null for a tensor. */
  readonly zipped: string | null;
  /** Whether the file imports ONNX's own operator set. */
  readonly hasOpset: boolean;
}

/** A guarded file, and how its tensors are called. */
export interface GuardedModel {
  readonly bytes: Uint8Array;
  /** What the original's output is called in the guarded file. */
  readonly renamed: string;
  readonly originalNodes: number;
  readonly guardNodes: number;
}

/** What is put into a file beside its guard. */
export interface BesideGuard {
  readonly nodes: readonly NodeToWrite[];
  readonly outputs: readonly { readonly name: string; readonly holds: 'float32' | 'truth' }[];
  /** Of each of the outputs. */
  readonly shape: readonly (number | string)[];
}

/** Of the operator sets that the guard's nodes are in, the one that a file without any gets. */
const OPSET = 13;

/**
 * Puts a guard into an ONNX file. Every byte of the original stays, but for the name of its output,
 * which the guarded one takes over; nodes are added at the end.
 *
 * @param beside - makes what else is added, likewise; nothing if absent
 * @param place - makes the place of the guard, given how the original's output is called from now on
 *   and what the guard's own names may begin with
 * @throws InputError `unsupported` if a sub-graph of the model reads the output
 */
export function guardModel(
  { bytes, where, output, zipped, hasOpset }: ModelToGuard,
  guard: Guard,
  place: (original: string, prefix: string) => GuardPlace,
  beside: (renamed: string, prefix: string) => BesideGuard | null = () => null,
): GuardedModel {
  const model = fieldsOf(bytes);
  const graphs = model.filter(({ number }) => number === MODEL.graph);
  if (graphs.length !== 1) {
    return refuseFile(where, 'malformed', 'graph', 'must be there once', 'export the model again');
  }
  const graph = fieldsOf(graphs[0].value);
  const nodes = graph.filter(({ number }) => number === GRAPH.node);
  const prefix = freePrefix(nodes);
  const renamed = `${prefix}original/${output}`;
  const placed = place(zipped ?? renamed, prefix);
  const more = beside(renamed, prefix);
  const added = [...guardNodes(guard, placed), ...(more?.nodes ?? [])];
  const kept = graph.flatMap((field): readonly Uint8Array[] => {
    if (field.number === GRAPH.node) return [renamedNode(field, output, renamed, where)];
    if (field.number === GRAPH.valueInfo && nameOf(field) === output) return [];
    if (field.number === GRAPH.output && nameOf(field) === output && zipped !== null) {
      const declared = encodeTensor(output, ['N', placed.classes]);
      return [lengthDelimited(GRAPH.output, declared)];
    }
    return [field.whole];
  });
  const changed = joined([
    ...kept,
    ...added.map((node) => lengthDelimited(GRAPH.node, encodeNode(node))),
    ...(more?.outputs ?? []).map(({ name, holds }) =>
      lengthDelimited(GRAPH.output, encodeTensor(name, more!.shape, ELEMENT[holds])),
    ),
  ]);
  const parts = model.map((field) =>
    field.number === MODEL.graph ? lengthDelimited(MODEL.graph, changed) : field.whole,
  );
  // OperatorSetIdProto { version: 13 }: the domain left out is ONNX's own.
  if (!hasOpset) parts.push(lengthDelimited(MODEL.opsetImport, Uint8Array.of(0x10, OPSET)));
  return {
    bytes: joined(parts),
    renamed,
    originalNodes: nodes.length,
    guardNodes: added.length,
  };
}

/** A beginning that no tensor of the model has: a guarded model can be guarded again. */
function freePrefix(nodes: readonly Field[]): string {
  const names = nodes.flatMap(({ value }) =>
    fieldsOf(value)
      .filter(({ number }) => number === NODE.output)
      .map(textOf),
  );
  for (let n = 1; ; n++) {
    const prefix = n === 1 ? 'farfield guard/' : `farfield guard ${n}/`;
    if (!names.some((name) => name.startsWith(prefix))) return prefix;
  }
}

function nameOf({ value }: Field): string | null {
  const name = fieldsOf(value).find(({ number }) => number === 1);
  return name ? textOf(name) : null;
}

/** A node that calls a tensor by its new name. */
function renamedNode(field: Field, from: string, to: string, where: string): Uint8Array {
  const parts = fieldsOf(field.value);
  for (const part of parts) {
    if (part.number === NODE.attribute && readsInside(part, from)) {
      refuseFile(
        where,
        'unsupported',
        `output "${from}"`,
        'is read by a sub-graph of the model, which is not rewritten',
        'give the output a node of its own (Identity) before exporting',
      );
    }
  }
  const names = (part: Field) =>
    (part.number === NODE.input || part.number === NODE.output) && textOf(part) === from;
  if (!parts.some(names)) return field.whole;
  const name = new TextEncoder().encode(to);
  return lengthDelimited(
    GRAPH.node,
    joined(parts.map((part) => (names(part) ? lengthDelimited(part.number, name) : part.whole))),
  );
}

/** Whether a sub-graph in an attribute names a tensor, at any depth. */
function readsInside(attribute: Field, name: string): boolean {
  const pending = fieldsOf(attribute.value).filter(
    ({ number, wire }) => wire === 2 && (number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs),
  );
  for (let graph = pending.pop(); graph; graph = pending.pop()) {
    for (const part of fieldsOf(graph.value)) {
      if (part.number !== GRAPH.node) continue;
      for (const inner of fieldsOf(part.value)) {
        if (inner.number === NODE.input && textOf(inner) === name) return true;
        if (inner.number !== NODE.attribute) continue;
        pending.push(
          ...fieldsOf(inner.value).filter(
            ({ number, wire }) =>
              wire === 2 && (number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs),
          ),
        );
      }
    }
  }
  return false;
}
