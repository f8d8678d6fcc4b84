import { type Batch, batch } from '../detectors/batch.js';
import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { nullable, number, numbers, oneOf, optional, record } from '../errors/kinds.js';
import { checkNetwork } from '../network/checkNetwork.js';
import type { Network } from '../network/network.js';
import type { Beside } from '../readers/beside.js';
import { type ModelLayout, modelLayout } from '../readers/onnx/modelLayout.js';
import { readOnnx } from '../readers/onnx/readOnnx.js';
import type { ReadOptions } from '../readers/readOptions.js';
import type { Box } from '../tail/box.js';
import type { Guard } from '../uncertainty/guarded.js';
import {
  certifyDetector,
  type DetectorCertificate,
  type FlagScale,
} from './detectorCertificate.js';
import { detectorNodes } from './detectorNodes.js';
import { checkInputs, fitGuard, GUARD_DEFAULTS, type GuardAims } from './fitGuard.js';
import { certifyGuard, type GuardCertificate } from './guardCertificate.js';
import type { GuardDetector } from './guardDetector.js';
import { guardModel } from './guardModel.js';
import type { OutputKind } from './guardNodes.js';
import { headTensors } from './headTensors.js';
import { onnxOfNetwork } from './onnxOfNetwork.js';

/** A classifier to guard: the bytes of an ONNX file, or a network in memory. */
export type Unguarded =
  | {
      readonly onnx: Uint8Array;
      /** The file's name, for messages; `network` if absent. */
      readonly name?: string;
      readonly options?: ReadOptions;
      /** Gives the files that the model keeps weights in; there are none if absent. */
      readonly beside?: Beside;
    }
  | { readonly network: Network };

/** A classifier that is never certain far away, as an ONNX file. */
export interface Guarded {
  /** The bytes of the ONNX file. */
  readonly model: Uint8Array;
  readonly certificate: GuardCertificate;
  readonly guard: Guard;
  /** The classifier without its guard. */
  readonly network: Network;
  /** Whether the file keeps weights in files beside it, as the original does. */
  readonly hasFilesBeside: boolean;
  /** What its user should know. */
  readonly notes: readonly string[];
}

/** A detector to put into a guarded file, and where it was seen to flag. */
export interface DetectorBeside {
  readonly detector: GuardDetector;
  /** Along features; null where it was not followed. */
  readonly flags: readonly FlagScale[] | null;
}

/** Operator sets from this one on have `IsNaN` and `Where`. */
const FIRST_WITH_NAN = 9;

/**
 * Guards a classifier: `p̃ = s·p + (1 − s)/C` built into an ONNX file, where s is nearly 1 in a box of
 * inputs and falls to 0 outside.
 *
 * The most probable class is the original's everywhere; inside the box no probability changes by
 * more than `keep`; beyond `uncertainAt` widths outside it none exceeds `confidence`; and along every
 * ray the probabilities end uniform. The certificate says so in exact numbers. Arithmetic: box,
 * widths, κ and μ are float32 numbers, rounded so that the bounds hold of them as stored.
 *
 * @param classifier - two classes or more
 * @param data - rows of in-distribution data in the network's input units, or a box
 * @param beside - a detector whose novelty and verdict become outputs too; none if absent
 * @throws InputError `unsupported` for a network of one output; and as `fitGuard`
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * const box = { lower: Float64Array.of(-1), upper: Float64Array.of(1) };
 * const { model, certificate } = guard({ network }, box);
 * model.length > 0; // the bytes of guarded.onnx
 * certificate.classes; // 2
 * ```
 *
 * Source: claim `guard-uniform`.
 */
export function guard(
  classifier: Unguarded,
  data: Batch | Box,
  aims: GuardAims = {},
  beside: DetectorBeside | null = null,
): Guarded {
  checkArguments('guard', {
    classifier: [classifier, record({})],
    data: [data, isBox(data) ? record({ lower: numbers(), upper: numbers() }) : batch],
    aims: [aims, guardAims],
    beside: [beside, nullable(record({ detector: detectorKind }))],
  });
  const { onnx, name, options, network, notes } = opened(classifier);
  const classes = network.outputSize;
  refuseOneOutput(name, classes);
  const layout = modelLayout(onnx, name, options.output);
  refuseInside(name, layout);
  checkInputs(data, network.inputSize);
  const fitted = fitGuard(classes, data, aims);
  const kind = kindOf(network, layout, options);
  if (beside) refuseOneScore(name, kind, network);
  const { output, opset } = layout;
  const onePoint = layout.inputs.every(({ shape }) => shape.length < 2 || shape[0] === 1);
  const mending = (opset ?? 13) >= FIRST_WITH_NAN ? 'where' : onePoint ? 'gather' : null;
  if (mending === null) {
    notes.push(
      `The operator set of the file, ${opset}, has no IsNaN: where the original overflows, the guarded output is not a number either. Convert the file to operator set 9 to mend that.`,
    );
  }
  const sizes = layout.inputs.map(({ shape }) => countOf(shape.slice(1)));
  const batched =
    layout.inputs.every(({ shape }) => shape.length > 1) &&
    sizes.reduce((sum, size) => sum + size, 0) === network.inputSize;
  const head = beside && headTensors(onnx, name, options.output, network);
  const detector = beside && stored(beside.detector);
  const outputs = detectorOutputs(onnx);
  // What the detector reads may be the output that the guard renames.
  const renamed = (tensor: string, to: string) => (tensor === output.name ? to : tensor);
  const made = guardModel(
    {
      bytes: onnx,
      where: name,
      output: output.name,
      zipped: output.zipped,
      hasOpset: opset !== null,
    },
    fitted,
    (original, prefix) => ({
      inputs: layout.inputs.map((input, k) => ({
        name: input.name,
        size: batched ? sizes[k] : countOf(input.shape),
        isFloat: input.elementType === 1,
      })),
      batched,
      original,
      holds: kind,
      classes,
      output: output.name,
      elementType: output.elementType === 0 ? 1 : output.elementType,
      prefix,
      mending,
    }),
    (to, prefix) =>
      head && {
        nodes: detectorNodes(detector!, {
          features: renamed(head.features, to),
          logits: renamed(head.logits, to),
          width: head.width,
          classes,
          batched,
          isFloat: layout.inputs.every(({ elementType }) => elementType === 1),
          outputs,
          prefix,
        }),
        outputs: [
          { name: outputs.novelty, holds: 'float32' },
          { name: outputs.flagged, holds: 'truth' },
        ],
        shape: [batched ? 'N' : 1],
      },
  );
  if (output.zipped !== null) {
    notes.push(
      `The output "${output.name}", dictionaries of a ZipMap, is a tensor of ${classes} columns now.`,
    );
  }
  const uncertainAt = aims.uncertainAt ?? GUARD_DEFAULTS.uncertainAt;
  return {
    model: made.bytes,
    certificate: certifyGuard({
      guard: fitted,
      classes,
      output: {
        name: output.name,
        holds: kind,
        original: made.renamed,
        zipped: output.zipped,
      },
      mending,
      excesses: [uncertainAt, 2 * uncertainAt, 4 * uncertainAt],
      detector:
        head &&
        certifyDetector(
          detector!,
          {
            ...head,
            features: renamed(head.features, made.renamed),
            logits: renamed(head.logits, made.renamed),
          },
          outputs,
          beside!.flags,
        ),
    }),
    guard: fitted,
    network,
    hasFilesBeside: layout.hasFilesBeside,
    notes,
  };
}

/** The detector of the float32 numbers that the file holds. */
function stored({ base, lambda, tau, threshold }: GuardDetector): GuardDetector {
  const [weight, floor, flag] = [lambda, tau, threshold].map(Math.fround);
  return { base, lambda: weight, tau: floor, threshold: flag };
}

/** Names that the model has no tensor of. */
function detectorOutputs(onnx: Uint8Array): DetectorCertificate['outputs'] {
  const text = new TextDecoder('latin1').decode(onnx);
  const free = (name: string): string => (text.includes(name) ? free(`farfield ${name}`) : name);
  return { novelty: free('novelty'), flagged: free('flagged') };
}

function isBox(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'lower' in data;
}

interface Opened {
  readonly onnx: Uint8Array;
  readonly name: string;
  readonly options: ReadOptions;
  readonly network: Network;
  readonly notes: string[];
}

function opened(classifier: Unguarded): Opened {
  if ('network' in classifier) {
    checkNetwork('guard', classifier.network);
    const { bytes, network, notes } = onnxOfNetwork(classifier.network);
    return { onnx: bytes, name: 'network', options: {}, network, notes: [...notes] };
  }
  const { onnx, name = 'network', options = {}, beside } = classifier;
  return { onnx, name, options, network: readOnnx(onnx, name, beside, options), notes: [] };
}

const detectorKind = record({
  base: oneOf('msp', 'ebo'),
  lambda: number(),
  tau: number(),
  threshold: number(),
});

const guardAims = record({
  keep: optional(number()),
  uncertainAt: optional(number()),
  confidence: optional(number()),
  quantile: optional(number()),
  margin: optional(number()),
});

/** What the file's output holds: what was taken off when it was read says so. */
function kindOf(network: Network, { output }: ModelLayout, { binary }: ReadOptions): OutputKind {
  const { takenOff, outputs } = network;
  if (takenOff === 'sigmoid') {
    return output.zipped === null && output.columns !== 2 ? 'probability' : 'probabilities';
  }
  if (takenOff === 'softmax') return 'probabilities';
  if (outputs === 'probabilities') return output.columns === 1 ? 'probability' : 'probabilities';
  return binary ? 'logit' : 'logits';
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * Math.max(1, length), 1);
}

function refuseOneOutput(where: string, classes: number): void {
  if (classes > 1) return;
  throw new InputError(where, [
    {
      code: 'unsupported',
      path: 'network.outputs',
      value: classes,
      rule: 'must be two or more classes: one score has no confidence to bound',
      remedy: 'read a score z as the classes (0, z) with --binary, or guard a classifier',
    },
  ]);
}

function refuseOneScore(where: string, kind: OutputKind, { takenOff }: Network): void {
  if (kind !== 'logit' && kind !== 'probability' && takenOff !== 'sigmoid') return;
  throw new InputError(where, [
    {
      code: 'unsupported',
      path: 'detector',
      rule: 'must be of a classifier with a score for each class, which this one has not',
      remedy: 'guard it without --detector',
    },
  ]);
}

function refuseInside(where: string, { output }: ModelLayout): void {
  if (output.isOutput) return;
  throw new InputError(where, [
    {
      code: 'unsupported',
      path: 'output',
      value: output.name,
      rule: 'must be an output of the model: nothing that is used would be guarded',
      remedy: 'name an output, or leave --output out',
    },
  ]);
}
