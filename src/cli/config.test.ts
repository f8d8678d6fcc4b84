import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { farfield } from '../../properties/builtCommand.js';
import { dense, networkFile } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { auditCommand } from './audit.js';

const folder = temporaryFolder('config');
mkdirSync(join(folder, 'models'));
const net = networkFile(
  2,
  dense([
    [1, 0],
    [0, 0],
  ]),
);
writeFileSync(join(folder, 'models', 'net.json'), JSON.stringify(net));
writeFileSync(
  join(folder, 'id.csv'),
  `height,width\n${Array.from({ length: 20 }, (_, i) => `${i % 7},${i % 3}`).join('\n')}\n`,
);

const schema = JSON.parse(
  readFileSync(new URL('../../schema/config.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ strict: true }).compile(schema);

function config(name: string, audit: object): string {
  const path = join(folder, name);
  const file = { $schema: './schema/config.schema.json', audit };
  writeFileSync(path, JSON.stringify(file));
  return path;
}

const COMPLETE = {
  network: 'models/net.json',
  data: 'id.csv',
  detectors: ['msp', 'cea-msp'],
  policies: ['saturating>0'],
  flagRate: 0.1,
  rows: 5,
  workers: 0,
  out: 'reports',
};

describe('farfield.config.json', () => {
  it('holds the options of an audit, relative to itself', async () => {
    const path = config('farfield.config.json', COMPLETE);
    expect(validate(JSON.parse(readFileSync(path, 'utf8'))), JSON.stringify(validate.errors)).toBe(
      true,
    );
    const { status, stdout, stderr } = await farfield('audit', '--config', path, '--json');
    expect(stderr).toContain(`Options of ${path}`);
    expect(status).toBe(1);
    const found = JSON.parse(stdout);
    expect(found.detectors.map(({ id }: { id: string }) => id)).toEqual(['msp', 'cea-msp']);
    expect(found.fitting.flagRate).toBe(0.1);
    expect(found.followed.rows).toBe(5);
    expect(found.policies).toEqual(['saturating>0']);
    expect(readFileSync(join(folder, 'reports', 'audit.sarif'), 'utf8')).toContain('saturating>0');
  });

  it('gives way to the command line, option by option', async () => {
    const path = config('second.json', COMPLETE);
    const words = ['--rows', '3', '--fail-on', 'tied>9', '--detectors', 'ebo'];
    const { status, stdout } = await farfield('audit', '--config', path, ...words, '--json');
    expect(status).toBe(0);
    const found = JSON.parse(stdout);
    expect(found.followed.rows).toBe(3);
    expect(found.policies).toEqual(['tied>9']);
    expect(found.detectors.map(({ id }: { id: string }) => id)).toEqual(['ebo']);
    expect(found.fitting.flagRate).toBe(0.1);
    const drawn = config('third.json', { ...COMPLETE, directions: 'random:4' });
    const axes = ['--directions', 'axes', '--json'];
    expect(JSON.parse((await farfield('audit', '--config', drawn, ...axes)).stdout).rays).toBe(
      'features',
    );
    const four = await farfield('audit', '--config', drawn, '--json');
    expect(JSON.parse(four.stdout).directions).toHaveLength(4);
  });

  it('is refused with every mistake, and what was meant', async () => {
    for (const [audit, message] of [
      [{ ...COMPLETE, polices: [] }, 'did you mean policies?'],
      [{ ...COMPLETE, detectors: 'msp' }, 'audit.detectors'],
      [{ ...COMPLETE, rows: 0 }, 'audit.rows'],
      [{ ...COMPLETE, flagRate: 2 }, 'at least 0 and below 1'],
      [{ ...COMPLETE, directions: 'random:0' }, 'must say how many'],
      [{ ...COMPLETE, policies: ['blind'] }, 'must name a detector'],
      [{ data: 'id.csv' }, "missing required argument 'network'"],
    ] as const) {
      const path = config('wrong.json', audit);
      const { status, stderr } = await farfield('audit', '--config', path);
      expect(status, message).toBe(2);
      expect(stderr).toContain(message);
    }
    const missing = await farfield('audit', '--config', join(folder, 'nowhere.json'));
    expect(missing.status).toBe(2);
  });

  it('has every option of an audit that belongs to a repository', () => {
    const known = Object.keys(schema.properties.audit.properties);
    const left = auditCommand()
      .options.map((option) => option.attributeName())
      .filter((name) => !known.includes(name));
    // Of a run, and names for what has another: --rays for --directions, --fail-on for policies.
    expect(left.sort()).toEqual(['config', 'failOn', 'json', 'quiet', 'rays', 'shard']);
  });
});
