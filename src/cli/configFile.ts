import { dirname, join } from 'node:path';
import { isFile } from '../files/isFile.js';
import { readShaped } from '../schema/readShaped.js';
import {
  flag,
  type JsonSchema,
  list,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  schemaOf,
  text,
} from '../schema/shape.js';

/** Options of audits, as `farfield.config.json` holds them: those of the command line, in camel case. */
export interface AuditConfig {
  readonly network?: string;
  readonly data?: string;
  readonly label?: string;
  readonly detectors?: readonly string[];
  readonly policies?: readonly string[];
  readonly flagRate?: number;
  readonly scaling?: string;
  readonly directions?: string;
  readonly scaleAll?: boolean;
  readonly box?: string;
  readonly rows?: number;
  readonly shape?: string;
  readonly exec?: string;
  readonly module?: string;
  readonly posterior?: string;
  readonly ensemble?: readonly string[];
  readonly baseline?: string;
  readonly accept?: string;
  readonly out?: string;
  readonly workers?: number;
  readonly seed?: number;
  readonly output?: string;
  readonly batch?: 'first' | 'none';
  readonly binary?: boolean;
  readonly memory?: number;
}

/** The file `farfield.config.json`. */
export interface ConfigFile {
  /** Where editors find its schema. */
  readonly $schema?: string;
  readonly audit?: AuditConfig;
}

/** The name a configuration is looked for by, in the folder that farfield is run in. */
export const CONFIG_NAME = 'farfield.config.json';

const words = optional(list(text, 1));
const path = optional(text);
const count = optional(number({ minimum: 0, whole: true }));

const configShape: Shape<ConfigFile> = object<ConfigFile>({
  $schema: optional(text),
  audit: optional(
    object<AuditConfig>({
      network: path,
      data: path,
      label: optional(text),
      detectors: words,
      policies: words,
      flagRate: optional(number({ minimum: 0 })),
      scaling: path,
      directions: path,
      scaleAll: optional(flag),
      box: path,
      rows: optional(number({ minimum: 1, whole: true })),
      shape: optional(text),
      exec: optional(text),
      module: path,
      posterior: path,
      ensemble: words,
      baseline: path,
      accept: path,
      out: path,
      workers: count,
      seed: count,
      output: optional(text),
      batch: optional(oneOf('first', 'none')),
      binary: optional(flag),
      memory: optional(number({ minimum: 1, whole: true })),
    }),
  ),
});

/** The JSON Schema of farfield.config.json, as `schema/config.schema.json` holds it. */
export function configSchema(): JsonSchema {
  return schemaOf(
    'farfield configuration',
    'Options of `farfield audit`, those of the command line in camel case. Paths are relative to the file; the command line wins.',
    configShape,
  );
}

/**
 * The options of audits in a configuration file, paths relative to it resolved.
 *
 * @param given - the file asked for; `farfield.config.json` of the current folder if absent
 * @returns null where none is asked for and there is none
 * @throws InputError for a file that cannot be read, with every problem of one that can
 */
export async function readAuditConfig(
  given: string | undefined,
): Promise<{ readonly from: string; readonly options: AuditConfig } | null> {
  const from = given ?? CONFIG_NAME;
  if (given === undefined && !(await isFile(from))) return null;
  const { audit = {} } = await readShaped(from, configShape);
  const beside = (value: string) => join(dirname(from), value);
  const resolved: Record<string, unknown> = { ...audit };
  for (const [key, names] of Object.entries(NOT_PATHS)) {
    const value = audit[key as keyof typeof NOT_PATHS];
    if (value !== undefined && !names.test(value)) resolved[key] = beside(value);
  }
  if (audit.ensemble) resolved.ensemble = audit.ensemble.map(beside);
  // The name of a data set, unless there is such a file.
  if (audit.data !== undefined && (await isFile(beside(audit.data)))) {
    resolved.data = beside(audit.data);
  }
  return { from, options: resolved as AuditConfig };
}

const NOTHING = /^\//;

/** Options that are paths, and what of them is none, or does not move with the file. */
const NOT_PATHS = {
  network: NOTHING,
  scaling: /^(none|standardise|\/.*)$/,
  directions: /^(axes|random:.*|random|\/.*)$/,
  box: NOTHING,
  module: NOTHING,
  posterior: NOTHING,
  baseline: NOTHING,
  accept: NOTHING,
  out: NOTHING,
} as const;
