import { describe, expect, it } from 'vitest';
import type { LawReport } from '../../src/testing/lawReport.js';
import { DETECTOR_LAWS } from '../../src/testing/laws/detectorLaws.js';
import { METRIC_LAWS } from '../../src/testing/laws/metricLaws.js';
import { UNCERTAINTY_LAWS } from '../../src/testing/laws/uncertaintyLaws.js';
import { likeLaws } from '../../src/testing/like/likeLaws.js';
import { runDetectorLaws } from '../../src/testing/runDetectorLaws.js';
import { runLaws } from '../../src/testing/runLaws.js';
import { CORRECT_METRICS } from './metricFaults.js';
import { CORRECT_UNCERTAINTY } from './uncertaintyFaults.js';
import { faultyDetectors, METRIC_FAULTS, UNCERTAINTY_FAULTS } from './zoo.js';

function expectCaught(report: LawReport, law: string): void {
  const failed = report.results.filter(({ status }) => status === 'failed');
  expect(failed.map((result) => result.law)).toContain(law);
  const finding = failed.find((result) => result.law === law)!;
  expect(finding.message).not.toBe('');
  // What it threw says itself why.
  expect(finding.likelyCause ?? finding.message).toMatch(/.../);
  expect(finding.input).toBeTruthy();
}

describe('the zoo', () => {
  it('holds at least 25 faulty detectors, each with a name of its own', () => {
    const names = faultyDetectors().map(({ subject }) => subject.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(25);
  });
  for (const { subject, fault, law, like } of faultyDetectors()) {
    it(`${subject.name} (${fault}) is caught by ${law}`, async () => {
      expectCaught(await runDetectorLaws(subject, like === undefined ? {} : { like }), law);
    });
  }
  for (const { subject, fault, law } of METRIC_FAULTS) {
    it(`${subject.name} (${fault}) is caught by ${law}`, async () => {
      expectCaught(await runLaws(subject.name, subject, METRIC_LAWS), law);
    });
  }
  for (const { subject, fault, law } of UNCERTAINTY_FAULTS) {
    it(`${subject.name} (${fault}) is caught by ${law}`, async () => {
      expectCaught(await runLaws(subject.name, subject, UNCERTAINTY_LAWS), law);
    });
  }
  it('no law fails metrics and uncertainty scores without a fault', async () => {
    const reports = [
      await runLaws('metrics', CORRECT_METRICS, METRIC_LAWS),
      await runLaws('uncertainty', CORRECT_UNCERTAINTY, UNCERTAINTY_LAWS),
    ];
    for (const report of reports) {
      expect(report.results.filter(({ status }) => status !== 'passed')).toEqual([]);
    }
  });
  it('every law catches something: none is idle', () => {
    const expected = new Set([
      ...faultyDetectors().map(({ law }) => law),
      ...METRIC_FAULTS.map(({ law }) => law),
      ...UNCERTAINTY_FAULTS.map(({ law }) => law),
    ]);
    const idle = [...DETECTOR_LAWS, ...likeLaws('mds'), ...METRIC_LAWS, ...UNCERTAINTY_LAWS]
      .map(({ id }) => id)
      .filter((id) => !expected.has(id));
    expect(idle).toEqual([]);
  });
});
