import { describe, expect, it } from 'vitest';
import { ebo } from '../detectors/ebo.js';
import { gram } from '../detectors/gram.js';
import { subjectOf } from './builtInSubject.js';
import { describeDetectorLaws } from './describeDetectorLaws.js';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';

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
});
