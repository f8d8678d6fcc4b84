import { describe, expect, it } from 'vitest';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { RandomNumbers } from '../data/randomNumbers.js';
import { InputError } from '../errors/inputError.js';
import { readNetwork } from '../network/networkFile.js';
import { type AuditOptions, audit } from './audit.js';
import { auditReports } from './auditReports.js';
import type { AuditRun } from './auditRun.js';
import { type AuditPartFile, mergeAudits } from './mergeAudits.js';
import { parseAudit } from './parseAudit.js';
import { parseCurves } from './parseCurves.js';
import { parsePolicies } from './policy.js';
import { serializeAudit, serializeCurves } from './serializeAudit.js';

const random = new RandomNumbers(3, 'shards');
const matrix = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
const INPUTS = 11;
const hidden = matrix(12, INPUTS);
const head = matrix(3, 12);
const network = readNetwork(networkFile(INPUTS, dense(hidden), relu, dense(head)));
const data = {
  name: 'rows',
  features: Array.from({ length: INPUTS }, (_, d) => (d === 0 ? 'Infinity' : `f${d}`)),
  x: { rows: 40, columns: INPUTS, values: Float64Array.from(matrix(40, INPUTS).flat()) },
  labels: null,
  notes: ['made up'],
};
const options: AuditOptions = {
  data,
  workers: 0,
  rows: 4,
  detectors: ['msp', 'cea-msp'],
  policies: parsePolicies('saturating>3,blind:msp,danger-scale<0.001'),
};

/** Written to files and read back. */
function asRead({ audit: found, curves }: AuditRun, name: string): AuditPartFile {
  const read = parseAudit(JSON.parse(serializeAudit(found)), name);
  const text = serializeCurves({ schemaVersion: 1, network: 'net.json', curves });
  return { name, audit: read, curves: parseCurves(JSON.parse(text), read, name).curves };
}

async function shards(of: number, more: AuditOptions = {}): Promise<AuditPartFile[]> {
  const runs = Array.from({ length: of }, (_, k) =>
    audit(network, { ...options, ...more, shard: { index: k + 1, of } }),
  );
  return (await Promise.all(runs)).map((run, k) => asRead(run, `part ${k + 1}`));
}

const timeless = (run: AuditRun): AuditRun => ({
  ...run,
  audit: {
    ...run.audit,
    environment: { node: '', platform: '', workers: 0 },
    timing: { durationMs: 0 },
  },
});

const codeOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return `${error.code} ${error.path}`;
    throw error;
  }
  return 'no error';
};

describe('shards of an audit', () => {
  for (const [what, more] of [
    ['every feature', {}],
    ['random directions', { randomDirections: 17, policies: parsePolicies('certain-share>0.01') }],
    ['whole inputs', { scaleAll: true }],
  ] as const) {
    it(`join to the bytes of the audit at once, in any order: ${what}`, async () => {
      const at = timeless(await audit(network, { ...options, ...more }));
      expect(at.audit.violations).not.toEqual([]);
      const parts = await shards(3, more);
      expect(parts.every(({ audit: part }) => part.violations.length === 0)).toBe(true);
      const joined = timeless(mergeAudits([...parts].reverse()));
      expect(await auditReports(joined)).toEqual(await auditReports(at));
    });
  }

  it('have every direction once, whatever the number of shards', async () => {
    const parts = await shards(5);
    expect(parts.map(({ audit: part }) => part.directions.length)).toEqual([4, 4, 5, 4, 5]);
    expect(parts.flatMap(({ audit: part }) => part.directions.map(({ index }) => index))).toEqual(
      Array.from({ length: 2 * INPUTS }, (_, k) => k),
    );
  });

  it('are refused where one is missing, twice, whole, or of something else', async () => {
    const [one, two, three] = await shards(3);
    expect(codeOf(() => mergeAudits([one, three]))).toBe('missing shard 2/3');
    expect(codeOf(() => mergeAudits([one, two, two, three]))).toBe('duplicate shard 2/3');
    expect(codeOf(() => mergeAudits([]))).toBe('empty parts');
    const whole = { name: 'whole', ...(await audit(network, options)) };
    expect(codeOf(() => mergeAudits([whole]))).toBe('inconsistent whole');
    const [, other] = await shards(2);
    expect(codeOf(() => mergeAudits([one, other, three]))).toBe(
      'inconsistent part 2: number of shards',
    );
    const changed = structuredClone(head);
    changed[0][0] += 2 ** -40;
    const near = readNetwork(networkFile(INPUTS, dense(hidden), relu, dense(changed)));
    const second = { shard: { index: 2, of: 3 } };
    const different: readonly (readonly [string, Promise<AuditRun>])[] = [
      ['network', audit(near, { ...options, ...second })],
      ['data', audit(network, { ...options, ...second, data: { ...data, name: 'others' } })],
      ['seed', audit(network, { ...options, ...second, seed: 2 })],
      ['policies', audit(network, { ...options, ...second, policies: [] })],
      ['options', audit(network, { ...options, ...second, rows: 5 })],
    ];
    for (const [what, run] of different) {
      const part = asRead(await run, 'other');
      expect(codeOf(() => mergeAudits([one, part, three]))).toBe(`inconsistent other: ${what}`);
    }
    const values = Float64Array.from(data.x.values);
    values[5] += 1e-9;
    const moved = { ...data, x: { ...data.x, values } };
    const part = asRead(await audit(network, { ...options, ...second, data: moved }), 'other');
    expect(codeOf(() => mergeAudits([one, part, three]))).toBe('inconsistent other: data');
  });

  it('are refused where there would be none, or one there is not', async () => {
    const few = { ...options, randomDirections: 2 };
    await expect(audit(network, { ...few, shard: { index: 1, of: 3 } })).rejects.toThrow(
      'leaves parts without a direction: there are 2',
    );
    await expect(audit(network, { ...options, shard: { index: 4, of: 3 } })).rejects.toThrow(
      'must be i/n with i from 1 to n',
    );
  });
});
