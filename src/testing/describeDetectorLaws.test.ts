import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { ebo } from '../detectors/methods/ebo.js';
import { gram } from '../detectors/methods/gram.js';
import { subjectOf } from './builtInSubject.js';
import { describeDetectorLaws } from './describeDetectorLaws.js';
import { describeLawReport } from './describeLawReport.js';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';
import { runDetectorLaws } from './runDetectorLaws.js';

// The one call of a user's test file.
describeDetectorLaws(subjectOf(ebo), { describe, it });

describe('describeDetectorLaws', () => {
  it('fails the law that is broken, with its name, the smallest input and the likely cause', async () => {
    const failures: string[] = [];
    const bodies: (() => Promise<void>)[] = [];
    const skipped: string[] = [];
    const inverted = subjectOf(gram, {}, { variant: 'cea-2024' });
    describeDetectorLaws(inverted, {
      describe: (_name, body) => body(),
      it: Object.assign((_name: string, body: () => Promise<void>) => bodies.push(body), {
        skip: (name: string) => skipped.push(name),
      }),
    });
    expect(bodies.length + skipped.length).toBe(DETECTOR_LAWS.length);
    expect(skipped).toContainEqual(
      expect.stringMatching(/^replication: .*\(not checked: it does not declare replication\)$/),
    );
    for (const body of bodies) await body().catch((error: Error) => failures.push(error.message));
    const orientation = failures.find((message) => message.startsWith('orientation'))!;
    expect(orientation).toMatch(/what happened: AUROC 0\.\d+/);
    expect(orientation).toMatch(/smallest input: \{"situation":"ordinary","inside"/);
    expect(orientation).toMatch(/likely cause: the sign is inverted/);
  });

  it('a detector that does not start fails once, and no other law is tried', async () => {
    const outcomes: string[] = [];
    const bodies: ((context: unknown) => Promise<void>)[] = [];
    describeDetectorLaws(
      {
        name: 'picky',
        fit: () => {
          throw new Error('I need images');
        },
      },
      { describe: (_name, body) => body(), it: (_name, body) => bodies.push(body) },
    );
    const context = { skip: () => outcomes.push('skipped') };
    for (const body of bodies) {
      await body(context).catch((error: Error) => outcomes.push(error.message));
    }
    expect(outcomes[0]).toMatch(/it refused: I need images/);
    expect(new Set(outcomes.slice(1))).toEqual(new Set(['skipped']));
  });

  it('what came of laws is shown as tests that pass, fail and are skipped', async () => {
    const report = await runDetectorLaws({
      name: 'mine',
      fit({ train, network }) {
        if (train.x.length < 4) throw new Error('too few rows');
        return {
          score: (rows) =>
            rows.map((row) => {
              if (row.length !== network.inputs) throw new Error('a row of another length');
              return -Math.hypot(...Array.from(row));
            }),
        };
      },
    });
    const tests = new Map<string, () => Promise<void>>();
    const skipped: string[] = [];
    describeLawReport(report, {
      describe: (_name, body) => body(),
      it: Object.assign((name: string, body: () => Promise<void>) => tests.set(name, body), {
        skip: (name: string) => skipped.push(name),
      }),
    });
    expect(tests.size + skipped.length).toBe(DETECTOR_LAWS.length);
    // Refused while it ran: nothing in a framework could have known before.
    expect(skipped).toContainEqual(expect.stringMatching(/^few-rows: .*too few rows\)$/));
    const outcomes = await Promise.allSettled([...tests.values()].map((body) => body()));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(report.failed);
    expect(report.failed).toBeGreaterThan(0);
  });

  it('under node:test laws that do not apply, or are refused, show as skipped', () => {
    const file = join(temporaryFolder('node-test'), 'laws.test.ts');
    writeFileSync(
      file,
      `import { describe, it } from 'node:test';
import { describeDetectorLaws } from ${JSON.stringify(new URL('./describeDetectorLaws.ts', import.meta.url).href)};
describeDetectorLaws({ name: 'mine', fit({ train, network }) {
  if (train.x.length < 4) throw new Error('too few rows');
  return { score: (rows) => rows.map((row) => {
    if (row.length !== network.inputs) throw new Error('a row of another length');
    return Math.hypot(...row);
  }) };
} }, { describe, it });`,
    );
    const tsx = createRequire(import.meta.url).resolve('tsx');
    const words = ['--import', pathToFileURL(tsx).href, '--test', '--test-reporter', 'tap', file];
    // Vitest's own marks must not reach the other framework.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', env });
    expect(stdout).toMatch(/# fail 0/);
    expect(stdout).toMatch(/ok \d+ - replication: .*# SKIP/);
    expect(stdout).toMatch(/ok \d+ - few-rows: .*# SKIP not checked: it refuses .*too few rows/);
  });
});
