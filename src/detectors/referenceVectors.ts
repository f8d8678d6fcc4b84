import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNetwork } from '../network/networkFile.js';
import { ash } from './ash.js';
import { cea } from './cea.js';
import { Classifier } from './classifier.js';
import type { Detector, VariantOptions } from './detector.js';
import { dice } from './dice.js';
import { ebo } from './ebo.js';
import { type FittingData, fittingDataOf } from './fittingData.js';
import { gradNorm } from './gradNorm.js';
import { gram } from './gram.js';
import { klm } from './klm.js';
import { knn } from './knn.js';
import { mds } from './mds.js';
import { mls } from './mls.js';
import { msp } from './msp.js';
import { odin } from './odin.js';
import { openMax } from './openMax.js';
import { reAct } from './reAct.js';
import { rmds } from './rmds.js';
import { sheEuclidean, sheInnerProduct } from './she.js';
import { tempScale } from './tempScale.js';
import { unit } from './unit.js';
import { vim } from './vim.js';

/** A number as the reference vectors write it: non-finite ones are strings, no value is null. */
export type ReferenceNumber = number | 'NaN' | 'Infinity' | '-Infinity' | null;

/** What the reference recorded of one detector on one network. */
export interface ReferenceEntry {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly conf?: readonly ReferenceNumber[];
  readonly conf_single?: readonly ReferenceNumber[];
  readonly pred?: readonly number[];
  readonly metrics?: Readonly<Record<string, readonly ReferenceNumber[] | null>>;
  readonly error?: { readonly stage: string; readonly type: string; readonly message: string };
  readonly ill_conditioned?: boolean | readonly boolean[] | readonly number[] | string;
  readonly p?: number;
  readonly gamma?: number;
  readonly rho?: number;
  readonly tau?: ReferenceNumber;
  readonly lambda?: ReferenceNumber;
  readonly val_score_mean?: ReferenceNumber;
  readonly val_g_mean?: ReferenceNumber;
  readonly added?: readonly ReferenceNumber[];
}

/** Rows of the test set that were scored as one batch. */
export interface ReferenceGroup {
  readonly name: string;
  readonly kind: 'id' | 'ood';
  readonly start: number;
  readonly end: number;
}

/** One network with its data and the recorded results of every detector. */
export interface ReferenceCase {
  readonly name: string;
  readonly classifier: Classifier;
  readonly data: FittingData;
  readonly test: {
    readonly x: readonly (readonly number[])[];
    readonly groups: readonly ReferenceGroup[];
    readonly features: readonly (readonly number[])[];
    readonly logits: readonly (readonly number[])[];
  };
  readonly entries: Readonly<Record<string, ReferenceEntry>>;
  /** The same of the code as shipped, in float32: scores only. */
  readonly single: Readonly<Record<string, ReferenceEntry>>;
  readonly batchSize: number;
  readonly neighbours: number;
  readonly vimDimension: number;
}

/** The folder of reference vectors: `FARFIELD_REFERENCE` if set, else the built-in ones. */
export function referenceFolder(): string {
  const given = process.env.FARFIELD_REFERENCE;
  if (!given) return fileURLToPath(new URL('./fixtures', import.meta.url));
  return existsSync(join(given, 'detectors')) ? join(given, 'detectors') : given;
}

/** Reads every network, main ones and degenerate cases, of all files in a folder. */
export function readReferenceCases(folder: string): ReferenceCase[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const json = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      if (!String(json.format).startsWith('ood-detector-reference/')) return [];
      const name = file.replace(/\.json$/, '');
      const cases = Object.entries(json.cases ?? {}).map(([key, value]) =>
        caseOf(`${name}/${key}`, value),
      );
      return [caseOf(name, json), ...cases];
    });
}

/** A detector and the options that make it the one an entry names. */
export interface NamedDetector {
  readonly detector: Detector<VariantOptions>;
  readonly options: VariantOptions & Readonly<Record<string, unknown>>;
}

/**
 * The detector an entry of a case was made with, variant `cea-2024`.
 *
 * @param name - `MSP`, `ViM[dim=64]`, `CEA(EBO)`, `CEA[p=99,gamma=10,rho=1.1](MSP)`
 * @returns null for a name this version does not know
 */
export function detectorOfEntry(name: string, reference: ReferenceCase): NamedDetector | null {
  const wrapped = /^CEA(?:\[p=([\d.]+),gamma=([\d.]+),rho=([\d.]+)\])?\((.+)\)$/.exec(name);
  if (!wrapped) return plainDetector(name, reference);
  const base = plainDetector(wrapped[4]!, reference);
  if (!base) return null;
  const entry = reference.entries[name]!;
  return {
    detector: cea(base.detector),
    options: {
      variant: 'cea-2024',
      percent: Number(wrapped[1] ?? entry.p ?? 99.9),
      gamma: Number(wrapped[2] ?? entry.gamma ?? 10),
      rho: Number(wrapped[3] ?? entry.rho ?? 1.1),
      batchSize: reference.batchSize,
      base: base.options,
    },
  };
}

const PLAIN: Readonly<Record<string, Detector<VariantOptions>>> = {
  MSP: msp,
  MLS: mls,
  TempScale: tempScale,
  EBO: ebo,
  ODIN: odin,
  MDS: mds,
  RMDS: rmds,
  KNN: knn,
  ViM: vim,
  'SHE[inner_product]': sheInnerProduct,
  'SHE[euclidean]': sheEuclidean,
  KLM: klm,
  OpenMax: openMax,
  'OpenMax[exact-mle]': openMax,
  Gram: gram,
  GradNorm: gradNorm,
  ReAct: reAct,
  DICE: dice,
  ASH: ash,
  Unit: unit,
};

function plainDetector(name: string, reference: ReferenceCase): NamedDetector | null {
  // A suffix like [dim=64] names a setting, which is among the entry's parameters as well.
  const detector = PLAIN[name] ?? PLAIN[name.replace(/\[.*\]$/, '')];
  if (!detector) return null;
  const params = reference.entries[name]?.params ?? {};
  const variant = 'cea-2024' as const;
  const pick = (option: string, key: string) => (key in params ? { [option]: params[key] } : {});
  const own: Record<string, Record<string, unknown>> = {
    ebo: pick('temperature', 'T'),
    odin: { ...pick('temperature', 'temperature'), ...pick('noise', 'noise') },
    knn: { k: reference.neighbours, ...pick('k', 'k') },
    vim: {
      dimension: params.dim ?? reference.vimDimension,
    },
    openmax: {
      ...pick('alpha', 'alpha'),
      ...pick('tailSize', 'tail_size'),
      // libMR's fit stops at 1e-6: its recorded parameters are given, the exact fit is our own.
      ...(name === 'OpenMax' &&
        Array.isArray(params.classes) && { tails: params.classes.map(tailOf) }),
    },
    react: pick('percent', 'percentile'),
    dice: pick('percent', 'percentile'),
    ash: pick('percent', 'percentile'),
  };
  return { detector, options: { variant, ...own[detector.id] } };
}

function tailOf(recorded: { scale: number; shape: number; small_score: number; valid: boolean }) {
  const { scale, shape, small_score: smallScore, valid } = recorded;
  return { scale, shape, smallScore, valid };
}

// biome-ignore lint/suspicious/noExplicitAny: a file of a fixed format, checked by being reproduced
function caseOf(name: string, json: any): ReferenceCase {
  const layers = json.weights.flatMap(({ W, b }: { W: number[][]; b: number[] }, k: number) => [
    { type: 'dense', weights: W, bias: b },
    ...(k < json.weights.length - 1 ? [{ type: 'relu' }] : []),
  ]);
  const network = readNetwork(
    { format: 'farfield-network', version: 1, inputs: json.n_inputs, layers },
    name,
  );
  const classifier = new Classifier(network);
  return {
    name,
    classifier,
    data: fittingDataOf(classifier, json.train, json.val),
    test: json.test,
    entries: json.detectors,
    single: json.detectors_float32 ?? {},
    batchSize: json.batch_size,
    neighbours: json.k_knn,
    vimDimension: json.vim_dim,
  };
}
