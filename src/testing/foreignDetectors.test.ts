import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { InputError } from '../errors/inputError.js';
import { jsonOf, junitOf } from './lawReport.js';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';
import { runModuleLaws } from './runModuleLaws.js';
import { runProcessLaws } from './runProcessLaws.js';

const folder = temporaryFolder('detect');

/** Writes a script that answers each request with `answer`, JavaScript over `request`. */
function answering(name: string, answer: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(
    file,
    `import { createInterface } from 'node:readline';
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const say = (text) => process.stdout.write(text + '\\n');
  ${answer}
}`,
  );
  return `${JSON.stringify(process.execPath)} ${JSON.stringify(file)}`;
}

const OK = `if (request.fit) { say('{"ok": true}'); continue; }`;

describe('a detector in another process', () => {
  const python = testsNeeding('python3', spawnSync('python3', ['--version']).status === 0);
  const example = fileURLToPath(new URL('./examples/class_distance.py', import.meta.url));

  python.it('the Python example keeps all laws that reach it', async () => {
    const report = await runProcessLaws(`python3 ${JSON.stringify(example)}`);
    expect(report.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.passed).toBeGreaterThan(20);
  });

  it('a process that never answers is a finding within the time limit, not a hang', async () => {
    const started = Date.now();
    const report = await runProcessLaws(answering('silent', ''), { timeLimitMs: 400 });
    expect(Date.now() - started).toBeLessThan(5000);
    expect(report.results[0]).toMatchObject({ law: 'answers', status: 'failed' });
    expect(report.results[0]!.message).toBe('no answer within 400 ms');
    expect(report.failed).toBe(1);
    expect(report.passed).toBe(0);
  });

  it('a crash is a finding with the last words of the process', async () => {
    const command = answering('crash', `${OK} throw new Error('out of luck');`);
    const report = await runProcessLaws(command);
    const finding = report.results.find(({ status }) => status === 'failed')!;
    expect(finding.law).toBe('shape');
    expect(JSON.stringify(report.results)).toMatch(/out of luck/);
    expect(JSON.stringify(report.results)).toMatch(/the process ended \(exit code 1\)/);
  });

  it('a line that is not JSON is a finding with that line', async () => {
    const report = await runProcessLaws(answering('chatter', `say('epoch 1 of 10'); ${OK}`), {
      restarts: 0,
    });
    expect(report.results[0]).toMatchObject({ status: 'failed', input: { line: 'epoch 1 of 10' } });
  });

  it('a wrong length, a score that is no number and a bare NaN are findings', async () => {
    for (const [name, answer, words] of [
      [
        'short',
        `say(JSON.stringify({ scores: request.score.slice(1).map(() => 0) }));`,
        /scores for \d+ rows/,
      ],
      [
        'words',
        `say(JSON.stringify({ scores: request.score.map(() => 'high') }));`,
        /neither a number nor/,
      ],
      ['bare', `say('{"scores": [NaN]}');`, /not a JSON object/],
    ] as const) {
      const report = await runProcessLaws(answering(name, `${OK} ${answer}`), { restarts: 0 });
      expect(report.failed, name).toBeGreaterThan(0);
      expect(JSON.stringify(report.results), name).toMatch(words);
    }
  });

  it('a command that does not exist is a finding', async () => {
    const report = await runProcessLaws(join(folder, 'no-such-command'));
    expect(report.results[0]).toMatchObject({ law: 'answers', status: 'failed' });
  });

  it('reads infinite scores, and what the process declares', async () => {
    const command = answering(
      'declaring',
      `if (request.fit) { say('{"ok": true, "declares": {"orientation": "none", "constant": true}}'); continue; }
       say(JSON.stringify({ scores: request.score.map(() => 'Infinity') }));`,
    );
    const report = await runProcessLaws(command);
    const status = Object.fromEntries(report.results.map((result) => [result.law, result.status]));
    expect(status).toMatchObject({
      orientation: 'not-checked',
      shape: 'passed',
      'finite-scores': 'failed',
    });
  });
});

describe('a detector in a module', () => {
  const module = (name: string, text: string) => {
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, text);
    return file;
  };

  it('the example keeps every law that applies', async () => {
    const report = await runModuleLaws(
      fileURLToPath(new URL('./examples/euclideanDetector.mjs', import.meta.url)),
    );
    expect(report.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.subject).toBe('distance to the nearest class mean');
    expect(report.passed).toBeGreaterThan(20);
  });

  it('a loop without end is a finding of its law, and the laws after it are checked', async () => {
    const file = module(
      'loop',
      `export const detector = { name: 'loop', fit: () => ({ score: (rows) => {
         if (rows.length === 2) for (;;) {}
         return rows.map((row) => Math.hypot(...row)); } }) };`,
    );
    const report = await runModuleLaws(file, { timeLimitMs: 1500 });
    const shape = report.results.find(({ law }) => law === 'shape')!;
    expect(shape).toMatchObject({ status: 'failed', message: 'no result within 1500 ms' });
    expect(report.results.find(({ law }) => law === 'finite-scores')!.status).toBe('passed');
  });

  it('a module that never comes back is given up after three laws, none of them passed', async () => {
    const file = module(
      'stuck',
      'export const detector = { name: "stuck", fit: () => { for (;;) {} } };',
    );
    const report = await runModuleLaws(file, { timeLimitMs: 300 });
    expect(report).toMatchObject({ passed: 0, failed: 3 });
    expect(report.results.map(({ law }) => law)).toEqual(DETECTOR_LAWS.map(({ id }) => id));
    expect(report.results.at(-1)!.message).toMatch(/3 laws in a row had no result/);
  });

  it('a call of process.exit is a finding of its law', async () => {
    const file = module(
      'exit',
      `export const detector = { name: 'exit', fit: () => ({ score: (rows) => {
         if (rows.length === 2) process.exit(7);
         return rows.map((row) => Math.hypot(...row)); } }) };`,
    );
    const report = await runModuleLaws(file);
    const shape = report.results.find(({ law }) => law === 'shape')!;
    expect(shape).toMatchObject({ status: 'failed', message: 'it ended the process' });
    expect(report.results.length).toBe(DETECTOR_LAWS.length);
  });

  it('a module without a detector, or that throws, fails and checks nothing', async () => {
    for (const [name, text, words] of [
      ['empty', 'export const answer = 42;', /it exports answer/],
      ['throwing', "throw new Error('no licence');", /no licence/],
    ] as const) {
      const report = await runModuleLaws(module(name, text));
      expect(report).toMatchObject({ passed: 0, failed: 1 });
      expect(report.results[0]!.message).toMatch(words);
    }
  });

  it('a file that is not there is bad input', async () => {
    await expect(runModuleLaws(join(folder, 'nowhere.mjs'))).rejects.toThrow(InputError);
    await expect(runModuleLaws(folder)).rejects.toThrow(/must be a file/);
  });
});

describe('reports of findings', () => {
  it('are JSON and JUnit, with what a garbage line holds escaped', async () => {
    const report = await runProcessLaws(answering('rude', `say('<&\\u0007"' ); ${OK}`), {
      restarts: 0,
    });
    expect(JSON.parse(jsonOf(report)).failed).toBe(report.failed);
    const xml = junitOf(report);
    expect(xml).toMatch(/<testsuite name=".*" tests="\d+" failures="\d+" skipped="\d+">/);
    expect(xml).toContain('&#60;&#38;');
    expect(xml).not.toContain('\u0007');
  });
});
