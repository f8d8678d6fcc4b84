import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { InputError } from '../errors/inputError.js';
import type { Clock } from './clock.js';
import { junitOf } from './junit.js';
import { jsonOf } from './lawReport.js';
import { ANSWERS } from './laws/answers.js';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';
import { METRIC_LAWS } from './laws/metricLaws.js';
import { type Replay, readReplay, requestFiles } from './replay.js';
import * as modules from './runModuleLaws.js';
import * as processes from './runProcessLaws.js';

const folder = temporaryFolder('detect');

/** Longer than anything takes that comes back, whatever else the machine does. */
const PATIENCE = { timeLimitMs: 600_000, loadLimitMs: 600_000 };

const runModuleLaws = (file: string, limits: modules.ModuleLimits = {}) =>
  modules.runModuleLaws(file, { ...PATIENCE, ...limits });
const replayModule = (file: string, replay: Replay) => modules.replayModule(file, replay, PATIENCE);
const runProcessLaws = (
  command: string,
  options: Parameters<typeof processes.runProcessLaws>[1] = {},
) => processes.runProcessLaws(command, { ...PATIENCE, ...options });
const replayProcess = (command: string, replay: Replay) =>
  processes.replayProcess(command, replay, PATIENCE);

/**
 * A clock whose time is up when a detector says that it will not come back, by writing a file: how
 * long anything else takes does not matter.
 */
function clockOf(gone: string): Clock {
  return {
    after(_, action) {
      const timer = setInterval(() => {
        if (!existsSync(gone)) return;
        rmSync(gone);
        clearInterval(timer);
        action();
      }, 5);
      return () => clearInterval(timer);
    },
  };
}

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

/** JavaScript that writes a file, in a script or a module. */
const writing = (file: string) =>
  `process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(file)}, '');`;

const OK = `if (request.fit) { say('{"ok": true}'); continue; }`;

describe('a detector in another process', () => {
  const python = testsNeeding('python3', spawnSync('python3', ['--version']).status === 0);
  const example = fileURLToPath(
    new URL('../../python/examples/class_distance.py', import.meta.url),
  );

  python.it('the Python example keeps all laws that reach it', async () => {
    const report = await runProcessLaws(`python3 ${JSON.stringify(example)}`);
    expect(report.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.passed).toBeGreaterThan(20);
  });

  it('a process that never answers is a finding within the time limit, not a hang', async () => {
    const gone = join(folder, 'silent');
    const silent = answering('silent', writing(gone));
    const report = await runProcessLaws(silent, { timeLimitMs: 400, clock: clockOf(gone) });
    expect(report.results[0]).toMatchObject({ law: 'answers', status: 'failed' });
    expect(report.results[0].message).toBe('no answer within 400 ms');
    expect(report.failed).toBe(1);
    expect(report.passed).toBe(0);
  });

  it('a crash is a finding with the last words of the process', async () => {
    const command = answering(
      'crash',
      `${OK} console.error('Traceback\\nRuntimeError: out of luck'); process.exit(1);`,
    );
    const report = await runProcessLaws(command);
    const finding = report.results.find(({ status }) => status === 'failed')!;
    expect(finding.law).toBe('answers');
    expect(finding.message).toBe('the process ended (exit code 1): RuntimeError: out of luck');
    expect(JSON.stringify(finding.input)).toMatch(/Traceback/);
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

  it('a command that does not start, or ends before its first answer, is bad input with its words', async () => {
    await expect(runProcessLaws(join(folder, 'no-such-command'))).rejects.toThrow(
      /--exec=.* it ended \(exit code 127\) before its first answer, saying\n.*not found/,
    );
    const refusing = answering('refusing', "console.error('no licence found'); process.exit(3);");
    await expect(runProcessLaws(refusing)).rejects.toThrow(/exit code 3.*saying\nno licence found/);
  });

  it('a refused start is one finding, in the words of the process', async () => {
    const report = await runProcessLaws(
      answering('picky', `say('{"error": "I need images of 3 channels"}');`),
    );
    expect(report).toMatchObject({ passed: 0, failed: 1 });
    expect(report.results[0]).toMatchObject({
      law: 'answers',
      message: 'it refused: I need images of 3 channels',
    });
    expect(report.results[0]).not.toHaveProperty('likelyCause');
    expect(report.results[1].message).toBe('see "answers"');
    expect(report.farAway).toMatch(/not measured/);
  });

  it('declarations that no law can read are a finding, unknown ones a note', async () => {
    const declaring = (declares: object) =>
      runProcessLaws(
        answering(
          'declares',
          `say(JSON.stringify({ ok: true, declares: ${JSON.stringify(declares)} }));`,
        ),
        { laws: [ANSWERS] },
      );
    const wrong = await declaring({ orientation: 'up', tolerance: 'small' });
    expect(wrong.results[0].message).toMatch(
      /declares.orientation is "up", must be "far" or "boundary" or "none"; declares.tolerance/,
    );
    const answers = answering(
      'unknown',
      `say(request.fit ? '{"ok": true, "declares": {"orientaton": "none"}}' : JSON.stringify({ scores: request.score.map(() => 1) }));`,
    );
    const unknown = await runProcessLaws(answers, { laws: [ANSWERS] });
    expect(unknown).toMatchObject({ failed: 0, notes: ['declares.orientaton is read by no law'] });
  });

  it('options travel beside fit, so one that is ignored is found', async () => {
    const scaled = (factor: string) =>
      `if (request.fit) { say('{"ok": true, "declares": {"options": {"scale": {"values": [1, 2]}}}}'); globalThis.scale = ${factor}; continue; }
       say(JSON.stringify({ scores: request.score.map((row) => globalThis.scale * Math.hypot(...row)) }));`;
    const statusOf = async (name: string, factor: string) =>
      (await runProcessLaws(answering(name, scaled(factor)))).results.find(
        ({ law }) => law === 'options-are-used',
      )!.status;
    expect(await statusOf('heeds', 'request.options?.scale ?? 1')).toBe('passed');
    expect(await statusOf('ignores', '1')).toBe('failed');
  });

  it('metrics it declares are put under the metric laws; --metrics asks for them alone', async () => {
    const rank = `if (request.metrics) {
      const { id, ood } = request.metrics;
      const numbers = (scores) => scores.map(Number);
      let wins = 0;
      for (const b of numbers(ood)) for (const a of numbers(id)) wins += b > a ? 1 : b === a ? 0.5 : 0;
      const auroc = wins / (id.length * ood.length);
      say(JSON.stringify({ auroc: Math.max(auroc, 1 - auroc) })); continue; }`;
    const report = await runProcessLaws(answering('metrics', rank), { onlyMetrics: true });
    const broken = report.results.filter(({ status }) => status === 'failed');
    // What it does not compute, and nobody declared, is no fault.
    expect(broken.map(({ law }) => law)).toEqual(['auroc-inverted']);
    const mute = await runProcessLaws(answering('mute', `say('{"mean": 0}');`), {
      onlyMetrics: true,
    });
    expect(mute.results[0].message).toMatch(/no number "auroc"/);
    const detector = `${rank}
      if (request.fit) { say('{"ok": true, "declares": {"metrics": ["auroc"]}}'); continue; }
      say(JSON.stringify({ scores: request.score.map((row) => Math.hypot(...row)) }));`;
    const both = await runProcessLaws(answering('both', detector));
    expect(both.results.find(({ law }) => law === 'auroc-inverted')!.status).toBe('failed');
    expect(both.results.find(({ law }) => law === 'fpr-ties')!.status).toBe('not-checked');
  });

  it('a finding is replayed from its recorded requests, and told when it is mended', async () => {
    const sign = (s: string) =>
      `${OK} say(JSON.stringify({ scores: request.score.map((row) => ${s}Math.hypot(...row)) }));`;
    const report = await runProcessLaws(answering('inverted', sign('-')));
    const files = requestFiles(report);
    const { name, text } = files.find((one) => one.name.startsWith('orientation'))!;
    const path = join(folder, name);
    writeFileSync(path, text);
    const replay = await readReplay(path, false);
    expect(Object.keys(replay.requests[0])).toEqual(['fit']);
    const again = await replayProcess(answering('inverted', sign('-')), replay);
    expect(again.result.status).toBe('failed');
    expect(again.answers[1].scores!.every((score) => score < 0)).toBe(true);
    expect((await replayProcess(answering('mended', sign('')), replay)).result.status).toBe(
      'passed',
    );
  });

  it('a file that holds no requests is refused with the line', async () => {
    const path = join(folder, 'shape.requests.jsonl');
    writeFileSync(path, '{"score": [[1]]}\nscore 2\n');
    await expect(readReplay(path, false)).rejects.toThrow(/line 2="score 2" must be JSON/);
    writeFileSync(path, '{"metrics": 1}\n');
    await expect(readReplay(path, false)).rejects.toThrow(/must be a fit or a score request/);
    await expect(readReplay(join(folder, 'other.jsonl'), false)).rejects.toThrow(/after a law/);
    await expect(readReplay(join(folder, 'like-far.requests.jsonl'), false)).rejects.toThrow(
      /--like must be given/,
    );
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
    const gone = join(folder, 'loops');
    const file = module(
      'loop',
      `export const detector = { name: 'loop', fit: () => ({ score: (rows) => {
         if (rows.length === 2) { ${writing(gone)} for (;;) {} }
         return rows.map((row) => Math.hypot(...row)); } }) };`,
    );
    const report = await runModuleLaws(file, { timeLimitMs: 1500, clock: clockOf(gone) });
    const shape = report.results.find(({ law }) => law === 'shape')!;
    expect(shape).toMatchObject({ status: 'failed', message: 'no result within 1500 ms' });
    expect(report.results.find(({ law }) => law === 'finite-scores')!.status).toBe('passed');
  });

  it('a module that never comes back from its first fit is one finding', async () => {
    const file = module(
      'stuck',
      'export const detector = { name: "stuck", fit: () => { for (;;) {} } };',
    );
    const report = await runModuleLaws(file, { timeLimitMs: 300 });
    expect(report).toMatchObject({ passed: 0, failed: 1 });
    expect(report.results.map(({ law }) => law)).toEqual(DETECTOR_LAWS.map(({ id }) => id));
    expect(report.results[0].message).toMatch(/no result within 300 ms/);
  });

  it('a module that gets stuck is given up after three laws, none of them passed', async () => {
    const gone = join(folder, 'hangs');
    const file = module(
      'hangs',
      `export const detector = { name: "hangs", fit: () => ({ score: (rows) => {
         if (rows.length !== 1 && rows.length !== 12) { ${writing(gone)} for (;;) {} }
         return rows.map((row) => row[0]); } }) };`,
    );
    const report = await runModuleLaws(file, { timeLimitMs: 1500, clock: clockOf(gone) });
    expect(report).toMatchObject({ passed: 1, failed: 3 });
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

  it('a module without a detector, or that throws, is bad input, in its own words', async () => {
    for (const [name, text, words] of [
      ['empty', 'export const answer = 42;', /it exports answer/],
      ['throwing', "throw new Error('no licence');", /no licence/],
    ] as const) {
      await expect(runModuleLaws(module(name, text))).rejects.toThrow(words);
    }
  });

  it('a module of metrics is put under the metric laws', async () => {
    const file = module(
      'metrics',
      'export const metrics = { auroc: (id, ood) => (Math.max(...ood) > Math.max(...id) ? 1 : 0) };',
    );
    const report = await runModuleLaws(file);
    expect(report.results.map(({ law }) => law)).toEqual(METRIC_LAWS.map(({ id }) => id));
    expect(report.failed).toBeGreaterThan(0);
  });

  it('what the first batch ever scored decides, across fits, is found in a module loaded anew', async () => {
    const file = module(
      'ever',
      `let ever = null;
       export default { name: 'ever', fit: () => ({ score: (rows) => {
         const scores = rows.map((row) => Math.hypot(...row));
         ever ??= { least: Math.min(...scores), most: Math.max(...scores) };
         return scores.map((score) => (score - ever.least) / (ever.most - ever.least + 1e-3)); } }) };`,
    );
    const report = await runModuleLaws(file);
    const { status, requests } = report.results.find(({ law }) => law === 'first-batch')!;
    expect(status).toBe('failed');
    const again = await replayModule(file, { law: 'first-batch', requests: requests! });
    expect(again.result.status).toBe('failed');
  });

  it('what is kept for ever is found in a detector of chance too', async () => {
    const file = (kept: string) =>
      module(
        `chance-${kept === 'mean' ? 'fresh' : 'stale'}`,
        `let ever = null;
         export default { name: 'chance', declares: { stochastic: true }, fit({ network, train }) {
           const [{ weights, bias }] = network.layers;
           const features = (row) => weights.map((w, unit) =>
             Math.max(0, w.reduce((sum, value, j) => sum + value * row[j], bias[unit])));
           const seen = train.x.map(features);
           const mean = bias.map((_, unit) => seen.reduce((sum, f) => sum + f[unit], 0) / seen.length);
           ever ??= mean;
           const center = ${kept};
           return { score: (rows) => rows.map((row) =>
             Math.hypot(...features(row).map((f, unit) => f - center[unit])) + Math.random() / 50) };
         } };`,
      );
    const failed = async (kept: string) =>
      (await runModuleLaws(file(kept))).results
        .filter(({ status }) => status === 'failed')
        .map(({ law }) => law);
    expect(await failed('mean')).not.toContain('fits-are-independent');
    expect(await failed('ever')).toContain('fits-are-independent');
  });

  it('a finding of a module is replayed', async () => {
    const file = module(
      'inverted',
      'export default { name: "inverted", fit: () => ({ score: (rows) => rows.map((row) => -Math.hypot(...row)) }) };',
    );
    const report = await runModuleLaws(file);
    const { requests } = report.results.find(({ law }) => law === 'orientation')!;
    const again = await replayModule(file, { law: 'orientation', requests: requests! });
    expect(again.result.status).toBe('failed');
    expect(again.answers.map(({ request }) => request)).toEqual(['fit', 'score', 'score']);
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
    expect(xml).toMatch(
      /<testsuite id="0" package="farfield" name=".*" tests="\d+" failures="\d+" errors="0" skipped="\d+" time="[\d.]+" timestamp="[\dT:-]{19}" hostname=".+">/,
    );
    expect(xml).toContain('&#60;&#38;');
    expect(xml).not.toContain('\u0007');
  });
});
