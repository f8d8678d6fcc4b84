import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { farfield } from '../../properties/builtCommand.js';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';

const folder = temporaryFolder('audit-shards');
const network = join(folder, 'net.json');
const identity = dense([
  [1, 0, 0],
  [0, 1, 0],
]);
writeFileSync(
  network,
  JSON.stringify(
    networkFile(
      3,
      identity,
      relu,
      dense([
        [1, 0],
        [0, 0],
      ]),
    ),
  ),
);
const data = join(folder, 'id.csv');
const rows = Array.from({ length: 20 }, (_, i) => `${i % 7},${i % 3},${i % 5}`);
writeFileSync(data, `height,width,depth\n${rows.join('\n')}\n`);
const second = join(folder, 'second.json');
writeFileSync(
  second,
  JSON.stringify(
    networkFile(
      3,
      identity,
      relu,
      dense([
        [2, 0],
        [0, 0],
      ]),
    ),
  ),
);

const schema = JSON.parse(
  readFileSync(new URL('../../schema/audit.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

/** Without what may differ from run to run. */
function read(path: string): string {
  const text = readFileSync(join(folder, path), 'utf8');
  const found = JSON.parse(text);
  expect(validate(found), JSON.stringify(validate.errors)).toBe(true);
  return text.replace(/"environment": \{[^}]*\}|"durationMs": \d+/g, '');
}

describe('farfield audit --shard and farfield merge', () => {
  it('give the audit at once, and merge judges its policies and baseline', async () => {
    const words = ['--data', data, '--detectors', 'msp,cea-msp', '--fail-on', 'saturating>0'];
    const posterior = join(folder, 'mixture.json');
    writeFileSync(
      posterior,
      JSON.stringify({
        format: 'farfield-posterior',
        version: 1,
        kind: 'mixture',
        weights: [0.5, 0.5],
        members: ['net.json', 'second.json'],
      }),
    );
    const audit = ['audit', network, ...words, '--posterior', posterior, '--workers', '0'];
    const out = (name: string) => join(folder, name);
    expect((await farfield(...audit, '--out', out('whole'))).status).toBe(1);
    for (const shard of ['1/2', '2/2']) {
      const part = await farfield(...audit, '--shard', shard, '--out', out(shard[0]));
      expect(part.status).toBe(0);
      expect(part.stdout).toContain(`This is part ${shard[0]} of 2`);
    }
    const merged = await farfield('merge', out('2'), out('1'), '--out', out('both'));
    expect(merged.status).toBe(1);
    expect(merged.stdout).toContain('violated  saturating>0');
    expect(read('both/audit.json')).toBe(read('whole/audit.json'));
    for (const file of ['audit.html', 'audit.sarif', 'audit.junit.xml', 'audit.md']) {
      const [both, whole] = ['both', 'whole'].map((name) =>
        readFileSync(join(folder, name, file), 'utf8'),
      );
      expect(both, file).toBe(whole);
    }
    read('1/audit.json');
    const against = ['--baseline', join(out('whole'), 'audit.json'), '--out', out('again')];
    expect((await farfield('merge', out('1'), out('2'), ...against)).status).toBe(0);
    const missing = await farfield('merge', out('1'), '--out', out('none'));
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('shard 2/2 is not among the folders');
  });

  it('draws directions, tells their share, and refuses what does not go together', async () => {
    const drawn = await farfield('audit', network, '--directions', 'random:30', '--json');
    expect(drawn.status).toBe(0);
    const found = JSON.parse(drawn.stdout);
    expect(validate(found), JSON.stringify(validate.errors)).toBe(true);
    expect(found.sample.drawn).toBe(30);
    expect(found.directions[4].label).toBe('random 5');
    for (const [words, message] of [
      [['--directions', 'random'], 'must say how many, for example random:1000'],
      [['--directions', 'axes', '--scale-all'], 'cannot be given with --scale-all'],
      [['--shard', '1/9'], 'leaves parts without a direction: there are 6'],
      [['--shard', '3/2'], 'must be i/n with i from 1 to n'],
      [['--shard', '1/2', '--baseline', 'old.json'], 'compares whole audits'],
      [['--directions', join(folder, 'nowhere.json')], 'cannot be read'],
    ] as const) {
      const refused = await farfield('audit', network, ...words);
      expect(refused.status, words.join(' ')).toBe(2);
      expect(refused.stderr).toContain(message);
    }
  });
});
