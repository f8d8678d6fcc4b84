import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Classifier } from '../../../src/detectors/classifier.js';
import { type FittingData, fittingDataOf } from '../../../src/detectors/fittingData.js';
import { readNetwork } from '../../../src/network/networkFile.js';

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
  /** How far a row may be off, where a few units in the last place move it by more. */
  readonly tolerance?: Readonly<Record<string, ReferenceNumber>>;
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

/** What the reference recorded of one detector along one ray. */
export interface ReferenceRayEntry {
  /** At the times of the file. */
  readonly conf: readonly ReferenceNumber[];
  /** conf ≈ coefficient·t^power (+ constant) in float64. */
  readonly power?: number;
  readonly coefficient?: number;
  readonly constant?: number;
  /** Where there is no such law in float64, what there is. */
  readonly law?: 'float64 NaN' | 'float64 Infinity' | 'depends on the order of ties' | 'undecided';
  /** The law in real numbers where that differs. */
  readonly real?: { readonly power: number; readonly coefficient: number };
}

/** Rays of one network, and what every detector did along them. */
export interface ReferenceRays {
  readonly name: string;
  readonly reference: ReferenceCase;
  readonly times: readonly number[];
  readonly rays: readonly {
    readonly origin: readonly number[];
    readonly direction: readonly number[];
  }[];
  readonly entries: Readonly<Record<string, readonly ReferenceRayEntry[]>>;
}

/** The folder of reference vectors: `FARFIELD_REFERENCE` if set, else the built-in ones. */
export function referenceFolder(): string {
  return process.env.FARFIELD_REFERENCE || BUILT_IN;
}

const BUILT_IN = fileURLToPath(new URL('../../../src/detectors/fixtures', import.meta.url));

/** All that a folder of reference vectors holds. */
export interface ReferenceFolder {
  /** Every network, main ones and degenerate cases, each with the entries of all files about it. */
  readonly cases: readonly ReferenceCase[];
  readonly rays: readonly ReferenceRays[];
}

/**
 * Reads the files of a folder and of the folders in it: networks with their entries, additions of
 * entries to a network of another file, and rays. A network that the folder only adds to is the
 * built-in one.
 *
 * @throws Error if an addition or rays are about a file that is not there, or another version of it
 */
export function readReference(folder: string): ReferenceFolder {
  const files = jsonFiles(folder);
  const of = (format: string) =>
    files.filter(({ json }) => String(json.format).startsWith(`${format}/`));
  const bases = of('ood-detector-reference');
  const named = new Set(bases.map(({ name }) => `${name}.json`));
  const missing = new Set(files.flatMap(({ json }) => (named.has(json.base) ? [] : [json.base])));
  if (folder !== BUILT_IN && files.length > 0) {
    bases.push(...jsonFiles(BUILT_IN).filter(({ name }) => missing.has(`${name}.json`)));
  }
  const additions = of('ood-detector-reference-addition').map((file) => ({
    ...file,
    base: baseOf(file, bases),
  }));
  const cases = bases.flatMap((file) => {
    const added = additions.filter(({ base }) => base === file).map(({ json }) => json);
    const entries = (read: (json: Json) => Json) =>
      Object.assign({}, ...[file.json, ...added].map((json) => read(json)?.detectors));
    return [
      caseOf(
        file.name,
        file.json,
        entries((json) => json),
      ),
      ...Object.entries(file.json.cases ?? {}).map(([key, json]) =>
        caseOf(
          `${file.name}/${key}`,
          json,
          entries(({ cases: all }) => all?.[key]),
        ),
      ),
    ];
  });
  const rays = of('ood-detector-rays').map((file): ReferenceRays => {
    const base = baseOf(file, bases);
    return {
      name: file.name,
      reference: cases.find(({ name }) => name === base.name)!,
      times: file.json.t,
      rays: file.json.rays,
      entries: file.json.detectors,
    };
  });
  return { cases, rays };
}

// biome-ignore lint/suspicious/noExplicitAny: files of a fixed format, checked by being reproduced
type Json = any;

interface JsonFile {
  /** The name of the file without its ending. */
  readonly name: string;
  readonly sha256: string;
  readonly json: Json;
}

function jsonFiles(folder: string): JsonFile[] {
  if (!existsSync(folder)) throw new Error(`no folder of reference vectors at ${folder}`);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      const sha256 = createHash('sha256').update(text).digest('hex');
      return { name: basename(path, '.json'), sha256, json: JSON.parse(text) };
    });
}

function baseOf({ name, json }: JsonFile, bases: readonly JsonFile[]): JsonFile {
  const named = bases.filter((base) => `${base.name}.json` === json.base);
  if (named.length === 0) throw new Error(`${name}.json adds to ${json.base}, which is not there`);
  const found = named.find(({ sha256 }) => (json.base_sha256 ?? sha256) === sha256);
  if (found) return found;
  throw new Error(`${name}.json adds to another version of ${json.base}`);
}

function caseOf(name: string, json: Json, entries: ReferenceCase['entries']): ReferenceCase {
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
    entries,
    single: json.detectors_float32 ?? {},
    batchSize: json.batch_size,
    neighbours: json.k_knn,
    vimDimension: json.vim_dim,
  };
}
