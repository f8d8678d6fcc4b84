import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, farfield, farfieldInShell } from '../../properties/builtCommand.js';
import { exampleExperiments } from '../../properties/experimentExample.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { RandomNumbers } from '../data/randomNumbers.js';
import type { Evidence } from '../evidence/evidence.js';
import { EXPERIMENT_LIST } from '../experiments/catalogue/experimentList.js';
import { exitCodeOf, experimentOptions } from './verify.js';

const folder = temporaryFolder('verify-with-data');

/** A stand-in for the Debrecen data: the format of the file, and classes that can be told apart. */
function writeData(): string {
  const random = new RandomNumbers(1, 'stand-in');
  const rows = Array.from({ length: 240 }, (_, n) =>
    [...Array.from({ length: 19 }, () => (random.normal() + (n % 2)).toFixed(4)), n % 2].join(),
  );
  const names = Array.from({ length: 19 }, (_, k) => `@attribute ${k} numeric`);
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(
    join(data, 'messidor-features.arff'),
    ['@relation stand-in', ...names, '@attribute Class {0,1}', '@data', ...rows, ''].join('\n'),
  );
  return data;
}

const data = writeData();
// Data and a cache of its own.
process.env.FARFIELD_DATA = data;
process.env.XDG_CACHE_HOME = join(folder, 'cache');

/** `verify` of two claims and two experiments, as small as they come. */
function commandOf(out: string, ...args: string[]): string[] {
  return [
    ...['verify', '--claims', 'regimes,softmax-increasing', '--runs', '20'],
    ...['--with-data', 'norms,figure-2', '--rows', '150', '--epochs', '1', '--seeds', '2'],
    ...['--out', join(folder, out), ...args],
  ];
}

function verify(out: string, ...args: string[]) {
  return farfield(...commandOf(out, ...args));
}

/** The lines that say that a part of an experiment is done. */
function partsOf(stderr: string): string[] {
  return stderr.match(/^\[\d+\/\d+\] norms: .*$/gm) ?? [];
}

/** Kills the command, as nothing can prevent, when a part is done; what it had printed. */
function killedAfterOnePart(command: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...command]);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (partsOf(stderr).length > 0) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === null) resolve(stderr);
      else reject(new Error(`ended by itself with ${code}`));
    });
  });
}

/** What of an evidence file must not depend on where and how it was made. */
function reproducible(out: string): string {
  const text = readFileSync(join(folder, out, 'evidence.json'), 'utf8');
  const { environment: _, timing: __, ...rest } = JSON.parse(text);
  return JSON.stringify(rest);
}

const report = (out: string) => readFileSync(join(folder, out, 'report.html'), 'utf8');

describe('farfield verify --with-data', () => {
  it('puts the experiments into the evidence, and from it into every report', async () => {
    const { status, stdout, stderr } = await verify('whole', '--workers', '0');
    expect(stderr).toContain('[4/4] norms: score mlp on diabetic-retinopathy');
    expect(status).toBe(0);
    expect(stdout).toMatch(/norms +\w+ +CEA with ℓ1 gives the AUROC of ℓ2 to within 0\.01/);
    expect(stdout).toContain('! The experiments used only 150 rows of each data set');
    expect(stdout).toContain(`2 experiments of ${EXPERIMENT_LIST.length} were run on data.`);
    const evidence: Evidence = JSON.parse(
      readFileSync(join(folder, 'whole', 'evidence.json'), 'utf8'),
    );
    const [norms] = evidence.experiments.filter(({ name }) => name === 'norms');
    expect(norms).toMatchObject({ status: 'run', settings: { seeds: [0, 1], rows: 150 } });
    expect(norms.claims).toHaveLength(4);
    expect(norms.backend).not.toBe('none');
    expect(evidence.experiments).toHaveLength(EXPERIMENT_LIST.length);
    expect(evidence.timing.experimentsMs).toHaveProperty('norms');
    expect(report('whole')).toMatch(/ id="?experiment-norms[" >]/);
    expect(report('whole')).toMatch(/ id="?experiment-figure-2-figure-2-probability[" >]/);
    expect(readFileSync(join(folder, 'whole', 'report.md'), 'utf8')).toContain('## Experiments');
    expect(readFileSync(join(folder, 'whole', 'junit.xml'), 'utf8')).toContain('"experiments"');
  });

  it('leaves evidence that other commands read', async () => {
    const path = join(folder, 'whole', 'evidence.json');
    const { status, stdout } = await farfield('replay', path, 'softmax-increasing');
    expect(stdout).toContain('fails on the recorded values');
    expect(status).toBe(0);
  });

  it('gives the same in threads, with a cache of its own', async () => {
    const { status } = await verify('threads', '--workers', '2', '--cache', join(folder, 'other'));
    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'other')).length).toBeGreaterThan(3);
    expect(reproducible('threads') === reproducible('whole')).toBe(true);
  });

  it('gives the same in shards that are merged, resuming what is finished', async () => {
    for (const part of ['1', '2']) {
      const { status, stderr } = await verify(
        `part-${part}`,
        ...['--shard', `${part}/2`, '--workers', '0'],
      );
      expect(status).toBe(0);
      // Each part runs one of the two experiments; what was trained before is not trained again.
      expect(stderr.includes('(cached)')).toBe(part === '1');
      expect(stderr).not.toMatch(/train.*\d s\)/);
    }
    const parts = ['1', '2'].map((part) => join(folder, `part-${part}`));
    const { status, stdout } = await farfield('merge', ...parts, '--out', join(folder, 'merged'));
    expect(status).toBe(0);
    expect(stdout).toContain(`2 experiments of ${EXPERIMENT_LIST.length} were run on data.`);
    expect(reproducible('merged') === reproducible('whole')).toBe(true);
    // When it was run stands at the head, and how long it took at the end.
    const withoutRun = (html: string) =>
      html.slice(0, html.indexOf('<h3>This run</h3>')).replace(/<time [^>]*>[^<]*/, '');
    expect(report('whole')).toMatch(/<time [^>]*>[^<]*/);
    expect(report('whole')).toContain('<h3>This run</h3>');
    expect(withoutRun(report('merged')) === withoutRun(report('whole'))).toBe(true);
  });

  it('goes on where it was killed, computes the rest alone, and ends as one that was not', async () => {
    const args = ['--workers', '0', '--cache', join(folder, 'interrupted')];
    const done = partsOf(await killedAfterOnePart(commandOf('killed', ...args))).length;
    expect(existsSync(join(folder, 'killed', 'evidence.json'))).toBe(false);
    // The compiled command, as the one that was killed: other code finds other parts.
    const { status, stderr } = farfieldInShell(...commandOf('killed', ...args));
    expect(status).toBe(0);
    const cached = partsOf(stderr).map((line) => line.endsWith('(cached)'));
    expect(cached).toHaveLength(4);
    // One more may have been finished between its line and the end.
    expect([done, done + 1]).toContain(cached.filter(Boolean).length);
    expect(cached.indexOf(false)).toBe(cached.filter(Boolean).length);
    expect(reproducible('killed') === reproducible('whole')).toBe(true);
    const again = farfieldInShell(...commandOf('again', ...args));
    expect(partsOf(again.stderr).every((line) => line.endsWith('(cached)'))).toBe(true);
  });

  it('counts the seeds of experiments from --seed if it is given, else from 0', () => {
    expect(experimentOptions({ seed: 7 }).seeds).toEqual([7, 8, 9, 10, 11]);
    expect(experimentOptions({ seeds: 2 }).seeds).toEqual([0, 1]);
    expect(() => experimentOptions({ seeds: 1e12 })).toThrow(/seeds=1000000000000 must be at most/);
  });

  it.each([
    ['an unknown experiment', ['--with-data', 'norm'], /with-data="norm".*cea-tabular, /],
    [
      'too few rows, no seeds',
      ['--with-data', 'figure-2', '--rows', '3', '--seeds', '0'],
      /seeds=\[\] must not be empty.*\n.*rows=3 must be at least 30/,
    ],
    [
      'no experiments to set up',
      ['--epochs', '1', '--cache', 'x'],
      /epochs=1 is for exp.*\n.*cache/,
    ],
  ])('ends with 2 for %s, before anything is checked or written', async (_, args, message) => {
    const { status, stdout, stderr } = await farfield(
      ...['verify', ...args, '--out', join(folder, 'never')],
    );
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('[1/');
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(readdirSync(folder)).not.toContain('never');
  });

  it('finds damaged data before the claims are checked, and keeps earlier reports', async () => {
    const path = join(data, 'messidor-features.arff');
    const whole = readFileSync(path, 'utf8');
    const before = reproducible('whole');
    writeFileSync(path, whole.slice(0, 700));
    try {
      const { status, stderr } = await verify('whole', '--workers', '0');
      expect(stderr).toContain('messidor-features.arff');
      expect(stderr).not.toContain('[1/');
      expect(status).toBe(2);
      expect(reproducible('whole')).toBe(before);
    } finally {
      writeFileSync(path, whole);
    }
  });
});

describe('the exit code', () => {
  it('is 1 if a measurement contradicts the theory, and not if data refute a paper', () => {
    const experiments = (expected: 'holds' | null, verdict: 'holds' | 'refuted' | 'inconclusive') =>
      exampleExperiments().map((experiment) => ({
        ...experiment,
        claims: experiment.claims.map((claim) => ({ ...claim, expected, verdict })),
      }));
    const code = (...of: Parameters<typeof experiments>) =>
      exitCodeOf({ claims: [], experiments: experiments(...of) });
    expect(code('holds', 'refuted')).toBe(1);
    expect(code('holds', 'inconclusive')).toBe(0);
    expect(code(null, 'refuted')).toBe(0);
  });
});
