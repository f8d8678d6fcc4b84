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
    const inverted = subjectOf(gram, {}, { variant: 'cea-2024' });
    describeDetectorLaws(inverted, {
      describe: (_name, body) => body(),
      it: (_name, body) => bodies.push(body),
    });
    expect(bodies.length).toBe(DETECTOR_LAWS.length);
    for (const body of bodies) await body().catch((error: Error) => failures.push(error.message));
    const orientation = failures.find((message) => message.startsWith('orientation'))!;
    expect(orientation).toMatch(/what happened: AUROC 0\.\d+/);
    expect(orientation).toMatch(/smallest input: \{"inside"/);
    expect(orientation).toMatch(/likely cause: the sign is inverted/);
    // Its softmax over the batch and its empty classes are found as well.
    expect(failures.some((message) => message.startsWith('empty-class'))).toBe(true);
  });
});
