import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { farfield, farfieldInShell } from '../../properties/builtCommand.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { exitCodeOf } from './experiment.js';

const folder = temporaryFolder('experiment-cli');
process.env.XDG_CACHE_HOME = join(folder, 'cache');

describe('farfield experiment', () => {
  const quick = [
    '--data',
    'half-moons',
    '--rows',
    '150',
    '--epochs',
    '1',
    '--seeds',
    '2',
    '--json',
  ];

  it('gives the same result in threads as without', async () => {
    const run = (workers: string, cache: string) => {
      const out = join(folder, cache);
      const options = ['--workers', workers, '--cache', join(folder, cache), '--out', out];
      return farfield('experiment', 'norms', ...quick, ...options);
    };
    const [threads, alone] = [await run('2', 'a'), await run('0', 'b')];
    expect([threads.status, alone.status]).toEqual([0, 0]);
    const deterministic = (text: string) => {
      const { environment: _e, timing: _t, ...rest } = JSON.parse(text);
      return JSON.stringify(rest);
    };
    expect(deterministic(threads.stdout) === deterministic(alone.stdout)).toBe(true);
    expect(threads.stderr).toContain('[4/4]');
    expect(readdirSync(join(folder, 'a'))).toContain('experiment-norms.md');
  });

  it('ends with 2 and the remedy where a thread misses data', async () => {
    const { status, stderr } = await farfield(
      ...['experiment', 'norms', '--data', 'eicu', '--workers', '1', '--out', folder],
    );
    expect(stderr).toContain('needs credentials');
    expect(status).toBe(2);
  });

  it('ends with 2 for more seeds than anybody has the time for', async () => {
    const { status, stderr } = await farfield('experiment', 'norms', '--seeds', '1000000000000');
    expect(stderr).toContain('seeds=1000000000000 must be at most 1000');
    expect(status).toBe(2);
  });

  it('ends with 2 for an experiment it does not know, listing those it does', () => {
    const { status, stderr } = farfieldInShell('experiment', 'nothing');
    expect(status).toBe(2);
    expect(stderr).toContain('cea-tabular');
  });

  it('ends with 1 only if a decided limit is not what was measured', () => {
    const claims = (...all: object[]) => ({ claims: all }) as never;
    const predicted = { expected: 'holds' };
    expect(exitCodeOf(claims({ ...predicted, verdict: 'refuted' }))).toBe(1);
    expect(exitCodeOf(claims({ ...predicted, verdict: 'inconclusive' }))).toBe(0);
    expect(exitCodeOf(claims({ verdict: 'refuted' }))).toBe(0);
  });

  it.each([
    ['figure-2', ['--seeds', '2'], /seeds has no effect on figure-2/],
    ['figure-1', ['--rows', '100'], /rows has no effect on figure-1.*takes seeds, epochs/],
    [
      'norms',
      ['--reduced', '--variant', 'paper'],
      /reduced has no effect on norms.*\n.*variant has/,
    ],
    ['norms', ['--label', 'kind'], /label has no effect without a table of your own/],
    ['norms', ['--data', 'mine.csv'], /label must name the column of class labels of mine.csv/],
    ['norms', ['--data', 'dry-beans'], /data="dry-beans".*did you mean dry-bean\?/],
    ['norm', [], /did you mean norms\?/],
  ])('%s %j: ends with 2, and says why', async (name, options, message) => {
    const { status, stdout, stderr } = await farfield('experiment', name, ...options);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('runs on a table of the user', async () => {
    const path = join(folder, 'mine.csv');
    const rows = Array.from({ length: 120 }, (_, k) =>
      [Math.sin(k) + (k % 2), Math.cos(3 * k), k % 2 ? 'good' : 'bad'].join(),
    );
    writeFileSync(path, ['a,b,kind', ...rows, ''].join('\n'));
    const { status, stdout, stderr } = await farfield(
      ...[
        'experiment',
        'norms',
        '--data',
        path,
        '--label',
        'kind',
        '--seeds',
        '1',
        '--epochs',
        '1',
      ],
      ...['--workers', '0', '--json', '--out', join(folder, 'own')],
    );
    expect(stderr).toContain('[2/2]');
    expect(status).toBe(0);
    const { scores, settings } = JSON.parse(stdout);
    expect(settings.dataSets).toEqual([`${path}#kind`]);
    expect(scores[0]).toMatchObject({ dataSet: `${path}#kind`, seeds: 1, basis: 'rows' });
  });

  it('lists the experiments and data sets in its help', async () => {
    const { status, stdout } = await farfield('experiment', '--help');
    expect(status).toBe(0);
    expect(stdout).toContain('figure-1');
    expect(stdout).toMatch(/dry-bean +Dry Bean/);
  });
});

describe('farfield data pull', () => {
  it('ends with 2 for a data set it cannot fetch, listing those it can', () => {
    const { status, stderr } = farfieldInShell('data', 'pull', 'eicu');
    expect(status).toBe(2);
    expect(stderr).toMatch(/wine-quality.*physionet/);
  });
});
