import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { farfield } from '../../properties/builtCommand.js';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { COMMANDS } from './commands.js';

const folder = temporaryFolder('json-outputs');
const at = (name: string) => join(folder, name);
const write = (name: string, value: unknown) => {
  writeFileSync(at(name), typeof value === 'string' ? value : JSON.stringify(value));
  return at(name);
};

const identity = dense([
  [1, 0],
  [0, 1],
]);
const network = write(
  'net.json',
  networkFile(
    2,
    identity,
    relu,
    dense([
      [1, 0],
      [0, 0],
    ]),
  ),
);
const rows = Array.from({ length: 30 }, (_, i) => `${i % 7},${i % 3}`);
const data = write('id.csv', `height,width\n${rows.join('\n')}\n`);
const table = write(
  'table.csv',
  `a,b,kind\n${rows.map((row, k) => `${row},${k % 2 ? 'good' : 'bad'}`).join('\n')}\n`,
);
const rays = write('rays.json', [
  { origin: [0, 1], direction: [1, 0] },
  { origin: [0, 0], direction: [0, 1] },
]);
const posterior = write('posterior.json', {
  format: 'farfield-posterior',
  version: 1,
  kind: 'mixture',
  weights: [1],
  members: ['net.json'],
});
const config = write('farfield.config.json', { audit: { network: 'net.json', workers: 0 } });
const box = write('box.json', { lower: [0, 0], upper: [6, 2] });
const widths = write('widths.json', [2, 0.5]);
const scaling = write('scaling.json', { means: [3, 1], deviations: [2, 0.5] });
const directions = write('directions.json', [
  { direction: [1, 1], label: 'both' },
  { direction: [0, 1], origin: [1, 2] },
]);
const accept = write('accept.json', [{ direction: 'height +', reason: 'known' }]);

/** Schemas that were compiled: many commands print the same form. */
const validators = new Map<string, ValidateFunction>();

function problems(schema: string, value: unknown): unknown {
  const validate = validators.get(schema) ?? validatorOf(schema);
  validators.set(schema, validate);
  return validate(value) ? [] : validate.errors;
}

function validatorOf(schema: string): ValidateFunction {
  const text = readFileSync(new URL(`../../schema/${schema}.schema.json`, import.meta.url), 'utf8');
  return new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(text));
}

/** What each command prints with `--json`, in some of its ways; null for those that are not run here. */
const PRINTED: Readonly<
  Record<string, readonly (readonly [schema: string, words: readonly string[]])[] | string>
> = {
  verify: [
    [
      'evidence',
      [
        '--claims',
        'regimes,softmax-increasing',
        '--runs',
        '20',
        '--workers',
        '0',
        '--out',
        at('v'),
      ],
    ],
  ],
  merge: [
    ['evidence', [at('v'), '--out', at('merged')]],
    ['audit', [at('part-1'), at('part-2'), '--out', at('whole')]],
  ],
  refute: [
    ['refute', ['gradient-vanishes']],
    ['refute', ['softmax-increasing']],
    ['refute', ['saturation-rate', '--candidates', '5']],
    ['refute', ['growth-rate', '--robust', '--candidates', '200']],
  ],
  replay: [['replay-evidence', [at('v/evidence.json'), 'softmax-increasing']]],
  list: [
    ['list-claims', ['claims']],
    ['list-detectors', ['detectors']],
    ['list-policies', ['policies']],
  ],
  explain: ['regimes', 'gradient-vanishes', 'cea-id-small'].map((id) => ['explain', [id]] as const),
  tail: [
    ['tail', [network, '--origin', '0,1', '--direction', '1,0']],
    ['tail', [network, '--rays', rays]],
    ['tail', [network, '--rays', rays, '--exact']],
  ],
  audit: [
    ['audit', [network, '--shard', '1/2', '--out', at('part-1')]],
    ['audit', [network, '--shard', '2/2', '--out', at('part-2')]],
    ['audit', [network, '--data', data, '--posterior', posterior, '--out', at('audit')]],
    ['audit', [network, '--data', data, '--baseline', at('audit/audit.json'), '--accept', accept]],
    ['audit', ['--config', config, '--directions', 'random:5']],
    ['audit', [network, '--data', data, '--scaling', scaling, '--directions', directions]],
  ],
  certify: [['certificates', [network, '--rays', rays, '--out', at('certificates')]]],
  'check-certificate': [
    ['check-certificate', [network, at('certificates/ray-0.json')]],
    [
      'check-certificate',
      [at('guarded.onnx'), at('guarded.certificate.json'), '--original', network],
    ],
  ],
  guard: [
    ['guard', [network, '--data', data, '--out', at('plain.onnx')]],
    ['guard', [network, '--box', box, '--widths', widths, '--out', at('boxed.onnx')]],
    ['guard', [network, '--data', data, '--detector', 'cea-msp', '--out', at('guarded.onnx')]],
  ],
  detect: 'laws.schema.json and replay.schema.json; properties/lawsSchema.property.test.ts',
  adapter: [['adapter', ['python']]],
  experiment: [
    [
      'experiment',
      [
        'norms',
        '--data',
        `${table}`,
        '--label',
        'kind',
        '--seeds',
        '1',
        '--epochs',
        '1',
        '--workers',
        '0',
        '--out',
        at('experiment'),
      ],
    ],
  ],
  data: 'downloads: data-file.schema.json',
  bench: [['bench', ['exponents']]],
  explore: [['explore', ['--out', at('explore.html')]]],
  completion: [['completion', ['bash']]],
};

/** Commands in an order in which each finds what it reads. */
const ORDER = ['audit', 'verify', 'merge', 'certify', 'guard', 'check-certificate'];

/** Files that the commands above wrote or read, and their schemas. */
const FILES = {
  'audit/audit.json': 'audit',
  'part-1/audit.json': 'audit',
  'part-1/audit.curves.json': 'audit-curves',
  'whole/audit.json': 'audit',
  'merged/evidence.json': 'evidence',
  'guarded.certificate.json': 'guard-certificate',
  'plain.certificate.json': 'guard-certificate',
  'posterior.json': 'posterior',
  'net.json': 'network',
  'certificates/ray-0.json': 'certificate',
  'certificates/ray-1.json': 'certificate',
  'farfield.config.json': 'config',
  'accept.json': 'acceptances',
  'rays.json': 'rays',
  'directions.json': 'audit-rays',
  'box.json': 'box',
  'scaling.json': 'scaling',
  'widths.json': 'widths',
};

describe('what commands print with --json', () => {
  it('is told of every command', () => {
    expect(Object.keys(PRINTED).sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  });

  it('carries its version and has the form that schema/ says, as the files written have', async () => {
    const names = [...ORDER, ...Object.keys(PRINTED).filter((name) => !ORDER.includes(name))];
    let seen = 0;
    for (const name of names) {
      const ways = PRINTED[name];
      if (typeof ways === 'string') continue;
      for (const [schema, words] of ways) {
        const { stdout, stderr, status } = await farfield(name, ...words, '--json', '--quiet');
        expect(status, `${name}: ${stderr}`).toBeLessThan(2);
        const printed = JSON.parse(stdout);
        for (const value of Array.isArray(printed) ? printed : [printed]) {
          expect(value.schemaVersion, name).toBe(1);
          expect(problems(schema, value), `${name} ${words.join(' ')}`).toEqual([]);
          seen++;
        }
      }
    }
    expect(seen).toBeGreaterThan(40);
    for (const [file, schema] of Object.entries(FILES)) {
      const written = JSON.parse(readFileSync(at(file), 'utf8'));
      expect(problems(schema, written), file).toEqual([]);
    }
    const all = readdirSync(new URL('../../schema/', import.meta.url));
    const used = [
      ...Object.values(PRINTED).flatMap((ways) =>
        typeof ways === 'string' ? [] : ways.map(([schema]) => schema),
      ),
      ...Object.values(FILES),
      ...['laws', 'replay', 'data-file'],
      // src/readers/tfjs/readTfjs.test.ts
      'tfjs-layer',
    ];
    expect(all.filter((file) => !used.includes(file.replace('.schema.json', '')))).toEqual([]);
  });

  it('refuses what no reader would take', () => {
    const certificate = JSON.parse(readFileSync(at('guarded.certificate.json'), 'utf8'));
    expect(problems('guard-certificate', { ...certificate, change: 0.1 })).not.toEqual([]);
    expect(problems('guard-certificate', { ...certificate, more: 1 })).not.toEqual([]);
    const found = JSON.parse(readFileSync(at('audit/audit.json'), 'utf8'));
    expect(problems('audit', { ...found, directions: [] })).not.toEqual([]);
    expect(problems('posterior', { format: 'farfield-posterior', version: 1 })).not.toEqual([]);
  });
});
