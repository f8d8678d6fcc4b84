import type { GuardDetector } from './guardDetector.js';
import { NodeList } from './nodeList.js';
import type { NodeToWrite } from './onnxNodes.js';

/** Where a detector is put. */
export interface DetectorPlace {
  readonly features: string;
  readonly logits: string;
  readonly width: number;
  readonly classes: number;
  /** Whether the first axis counts points. */
  readonly batched: boolean;
  /** Whether the tensors are float32 and need no cast. */
  readonly isFloat: boolean;
  /** Names of its outputs. */
  readonly outputs: { readonly novelty: string; readonly flagged: string };
  /** What the names of its own tensors begin with. */
  readonly prefix: string;
}

/**
 * The nodes that make the novelty of an input, −MSP or −ln Σ e^f plus λ‖(z − τ)₊‖₂, and whether it is
 * flagged.
 *
 * Operators mean the same in all operator sets from 7 on: the largest entry of a row is taken by
 * GlobalMaxPool, since the axes of ReduceMax moved. Flagged is what is *not below* the threshold, so
 * that what overflow makes no number of is flagged.
 */
export function detectorNodes(detector: GuardDetector, place: DetectorPlace): NodeToWrite[] {
  const { width, classes, batched, isFloat, outputs } = place;
  const nodes = new NodeList(`${place.prefix}detector/`);
  const points = batched ? -1 : 1;
  const rows = (name: string, of: string, columns: number) =>
    nodes.add(name, 'Reshape', [
      isFloat ? of : nodes.cast(`${name}/number`, of, 1),
      nodes.integers(`${name}/shape`, [points, columns]),
    ]);
  const sum = (name: string, of: string, columns: number) =>
    nodes.add(name, 'MatMul', [
      of,
      nodes.numbers(`${name}/ones`, [columns, 1], new Float64Array(columns).fill(1)),
    ]);
  const largest = (name: string, of: string) =>
    nodes.add(name, 'Reshape', [
      nodes.add(`${name}/pool`, 'GlobalMaxPool', [
        nodes.add(`${name}/line`, 'Reshape', [
          of,
          nodes.integers(`${name}/line/shape`, [points, 1, classes, 1]),
        ]),
      ]),
      nodes.integers(`${name}/shape`, [points, 1]),
    ]);
  const z = rows('features', place.features, width);
  const over = nodes.add('over', 'Relu', [
    nodes.add('over/distance', 'Sub', [z, nodes.number('tau', detector.tau)]),
  ]);
  const excess = nodes.add('excess', 'Sqrt', [
    sum('excess/squares', nodes.add('over/square', 'Mul', [over, over]), width),
  ]);
  const f = rows('logits', place.logits, classes);
  const confidence = () => {
    if (detector.base === 'msp') {
      return largest('confidence', nodes.add('softmax', 'Softmax', [f], { axis: { int: 1 } }));
    }
    const most = largest('largest', f);
    const shares = nodes.add('shares', 'Exp', [nodes.add('shares/lead', 'Sub', [f, most])]);
    return nodes.add('confidence', 'Add', [
      most,
      nodes.add('shares/logarithm', 'Log', [sum('shares/sum', shares, classes)]),
    ]);
  };
  const novelty = nodes.add('novelty', 'Add', [
    nodes.add('base', 'Neg', [confidence()]),
    nodes.add('weighed', 'Mul', [nodes.number('lambda', detector.lambda), excess]),
  ]);
  nodes.make({
    operator: 'Reshape',
    inputs: [novelty, nodes.integers('novelty/shape', [points])],
    output: outputs.novelty,
    name: `${place.prefix}detector/output`,
  });
  nodes.make({
    operator: 'Not',
    inputs: [
      nodes.add('passes', 'Less', [outputs.novelty, nodes.number('threshold', detector.threshold)]),
    ],
    output: outputs.flagged,
    name: `${place.prefix}detector/flag`,
  });
  return nodes.all;
}
