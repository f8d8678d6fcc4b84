import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dense, networkFile } from '../../properties/smallNetworks.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { dataFolders } from '../data/dataFolders.js';
import { dataSetNamed } from '../data/dataSets.js';
import { StandardScaler, stratifiedSplit } from '../data/index.js';
import { readNetwork } from '../network/networkFile.js';
import { toNetworkFile, trainNetwork } from '../training/index.js';
import { type AuditOptions, audit } from './audit.js';
import type { AuditData } from './auditData.js';
import { auditTable } from './auditTable.js';
import { spreadRows } from './dataEdge.js';
import { parsePolicies } from './policy.js';
import { renderAuditMarkdown } from './renderAuditMarkdown.js';
import { renderSarif } from './renderSarif.js';

/** Logits (slope·x, 0): certain from |x| = ln 99/slope on. */
const line = (slope: number) => readNetwork(networkFile(1, dense([[slope], [0]])));

/** Two clusters, around −3 and 3. */
const clusters = dataOf(
  Array.from({ length: 200 }, (_, i) => [(i % 2 === 0 ? 3 : -3) + Math.sin(i) / 2]),
);

describe('certainty, measured from the edge of the data', () => {
  it('is kept by a sane classifier of two clusters', async () => {
    // 99 % from 0.92 on, and the clusters end at 3.5: certain where the data are, and beyond.
    const { audit: found } = await run(line(5), { data: clusters });
    for (const { seen } of found.directions) {
      expect(seen).toMatchObject({ verdict: 'kept', rows: 50, kept: 50, created: null });
    }
    expect(found.summary).toMatchObject({ created: 0, kept: 2, near: 0 });
    expect(found.summary.sentences[1]).toBe(
      '0 create it (below 99 % at the edge of your data, certain further out); 2 keep it (certain at the edge of your data already). Seen from 50 rows.',
    );
    const policies = parsePolicies('seen-distance<3,seen-scale<100');
    const { audit: checked } = await run(line(5), { data: clusters, policies });
    expect(checked.violations).toEqual([]);
    expect(renderSarif(found, 'net.json')).not.toContain('"ruleId": "certain-near-data"');
    expect(renderSarif(found, 'net.json')).toContain('certain at the edge of the data already');
  });

  it('is created by one that is not certain at the edge, and certain soon after', async () => {
    // p = 0.99 at 4.6; the data end near 3.5 and vary by 3: 0.37 standard deviations beyond.
    const policies = parsePolicies('seen-distance<3');
    const { audit: found } = await run(line(1), { data: clusters, policies });
    const [up] = found.directions;
    expect(up.seen).toMatchObject({ verdict: 'created', kept: 0 });
    const edge = Math.max(...clusters.x.values);
    const beyond = up.seen!.created!.beyond;
    const precision = found.followed!.precision;
    expect(beyond.median).toBeGreaterThan((Math.log(99) - edge) * (1 - precision));
    expect(beyond.max).toBeLessThan(Math.log(99) * (1 + 2 * precision) - edge + 8 * precision);
    expect(up.seen!.distance).toBeCloseTo(beyond.median / deviationOf(clusters), 9);
    expect(found.summary).toMatchObject({ created: 2, kept: 0, near: 2 });
    expect(found.summary.sentences[1]).toMatch(/^2 create it .*, 2 of them within 3 standard/);
    expect(found.violations[0].message).toMatch(/50 rows followed; 0 keep certainty/);
    expect(renderSarif(found, 'net.json')).toMatch(/"ruleId": "certain-near-data"/);
    expect(auditTable(found, null).rows[1].join(' ')).toMatch(/created at 0\.\d+ σ/);
    expect(renderAuditMarkdown(found)).toMatch(/created at/);
  });

  it('is never there in a direction that is flat', async () => {
    const flat = readNetwork(
      networkFile(
        2,
        dense([
          [1, 0],
          [0, 0],
        ]),
      ),
    );
    const data = dataOf(Array.from({ length: 9 }, (_, i) => [i, i % 2]));
    const { audit: found } = await run(flat, { data });
    expect(found.directions.map(({ seen }) => seen?.verdict ?? 'never')).toEqual([
      'kept',
      'created',
      'never',
      'never',
    ]);
  });

  it('is told apart row by row, and the rest of the rows is said', async () => {
    // Rows with a large second feature are certain at the edge, others are not.
    const mixed = readNetwork(
      networkFile(
        2,
        dense([
          [1, 4],
          [0, 0],
        ]),
      ),
    );
    const data = dataOf(Array.from({ length: 40 }, (_, i) => [Math.cos(i), i % 4 === 0 ? 2 : 0]));
    const { audit: found } = await run(mixed, { data });
    const { seen } = found.directions[0];
    expect(seen).toMatchObject({ verdict: 'created', rows: 40, kept: 10 });
    expect(seen!.created!.rows).toBe(30);
    expect(auditTable(found, null).rows.flat().join()).toContain('30 of 40 rows');
  });

  it('follows as many rows as asked for, and says so', async () => {
    const { audit: found } = await run(line(1), { data: clusters, rows: 7 });
    expect(found.followed).toMatchObject({ rows: 7, chosen: 'given' });
    expect(found.summary.sentences[1]).toContain('Seen from 7 rows.');
    expect(auditTable(found, null).basis.join(' ')).toContain('7 rows (as asked for)');
    const all = await run(line(1), { data: dataOf([[1], [2], [4]]) });
    expect(all.audit.followed).toMatchObject({ rows: 3, chosen: 'default' });
  });

  it('hangs on no draw: the rows are spread over the file', () => {
    expect(spreadRows(10, 5)).toEqual([1, 3, 5, 7, 9]);
    expect(spreadRows(3, 50)).toEqual([0, 1, 2]);
    expect(new Set(spreadRows(6497, 50)).size).toBe(50);
  });
});

describe.each([
  ['wine-color', 'winequality-red.csv'],
  ['dry-bean', 'dry-bean.csv'],
])('a network trained on %s', (name, file) => {
  const here = testsNeeding(
    file,
    dataFolders().some((folder) => existsSync(`${folder}/${file}`)),
  );
  here.it('gets the same verdict for any seed', async () => {
    const set = await dataSetNamed(name).load(1);
    const { train, validation } = stratifiedSplit(set, 1);
    const scaler = StandardScaler.fit(train.x);
    const part = ({ x, y }: typeof train) => ({ x: scaler.transform(x), y });
    const classes = Math.max(...set.y) + 1;
    const options = { epochs: 2, batchSize: 256, learningRate: 0.01, seed: 1 };
    const architecture = { kind: 'mlp', hidden: [16, 16], dropout: 0 } as const;
    const trained = await trainNetwork(
      architecture,
      part(train),
      part(validation),
      classes,
      options,
    );
    const network = readNetwork(toNetworkFile(trained));
    const data = {
      name,
      features: set.features,
      x: scaler.transform(set.x),
      labels: set.y,
      notes: [],
    };
    const verdicts = await Promise.all(
      [1, 2, 3].map(async (seed) => {
        const policies = parsePolicies('seen-distance<3,seen-distance<1');
        const { audit: found } = await run(network, { data, seed, detectors: ['msp'], policies });
        return {
          sentence: found.summary.sentences[1],
          violations: found.violations,
          seen: found.directions.map(({ seen }) => seen),
        };
      }),
    );
    expect(verdicts[0].sentence).toMatch(/Seen from 50 rows/);
    expect(verdicts[1]).toEqual(verdicts[0]);
    expect(verdicts[2]).toEqual(verdicts[0]);
  });
});

function run(network: ReturnType<typeof line>, options: AuditOptions) {
  return audit(network, { workers: 0, seed: 1, ...options });
}

function dataOf(rows: readonly (readonly number[])[]): AuditData {
  const columns = rows[0].length;
  const x = { rows: rows.length, columns, values: Float64Array.from(rows.flat()) };
  return { name: 'test', features: rows[0].map((_, d) => `x_${d}`), x, labels: null, notes: [] };
}

function deviationOf({ x: { values } }: AuditData): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
