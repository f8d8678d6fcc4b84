import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { knn } from '../src/detectors/methods/knn.js';
import { subjectOf } from '../src/testing/builtInSubject.js';
import { jsonOf } from '../src/testing/lawReport.js';
import { METRIC_LAWS } from '../src/testing/laws/metricLaws.js';
import { ObservedDetector } from '../src/testing/observedDetector.js';
import { replayed } from '../src/testing/replay.js';
import { runDetectorLaws } from '../src/testing/runDetectorLaws.js';
import { runLaws } from '../src/testing/runLaws.js';
import { CORRECT_METRICS } from './zoo/metricFaults.js';

function problemsOf(schema: string, value: unknown): unknown {
  const text = readFileSync(new URL(`../schema/${schema}.schema.json`, import.meta.url), 'utf8');
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(text));
  return validate(value) ? [] : validate.errors;
}

const infinite = {
  name: 'infinite',
  fit: () => ({ score: (rows: readonly unknown[]) => rows.map(() => Infinity) }),
};

describe('schema/laws.schema.json', () => {
  it('describes reports of laws kept, broken and stopped at the start, and of metrics', async () => {
    const refusing = {
      name: 'refusing',
      fit() {
        throw new Error('no');
      },
    };
    for (const report of [
      await runDetectorLaws(subjectOf(knn), { like: 'knn' }),
      await runDetectorLaws(infinite),
      await runDetectorLaws(refusing),
      await runLaws('metrics', CORRECT_METRICS, METRIC_LAWS),
    ]) {
      expect(problemsOf('laws', JSON.parse(jsonOf(report))), report.subject).toEqual([]);
    }
  });

  it('refuses a result of another status and a field nobody knows', async () => {
    const report = JSON.parse(jsonOf(await runLaws('metrics', CORRECT_METRICS, METRIC_LAWS)));
    expect(problemsOf('laws', { ...report, more: 1 })).not.toEqual([]);
    report.results[0].status = 'skipped';
    expect(problemsOf('laws', report)).not.toEqual([]);
  });
});

describe('schema/replay.schema.json', () => {
  it('describes a replay', async () => {
    const { results } = await runDetectorLaws(infinite);
    const { requests, ...result } = results.find(({ law }) => law === 'finite-scores')!;
    const answers = await replayed(new ObservedDetector(infinite), requests!);
    const value = { schemaVersion: 1, subject: 'infinite', law: 'finite-scores', answers, result };
    const written = JSON.parse(
      JSON.stringify(value, (_, inner) => (inner === Infinity ? 'Infinity' : inner)),
    );
    expect(problemsOf('replay', written)).toEqual([]);
    expect(written.answers[1].scores[0]).toBe('Infinity');
  });
});
