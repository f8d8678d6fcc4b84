import { describe, expect, it } from 'vitest';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import type { Batch } from '../detectors/index.js';
import { InputError } from '../errors/inputError.js';
import { readNetwork } from '../network/networkFile.js';
import { type AuditOptions, audit } from './audit.js';
import type { AuditData } from './auditData.js';
import { allDetectorIds } from './fittedDetectors.js';
import { parsePolicies } from './policy.js';
import { renderAuditMarkdown } from './renderAuditMarkdown.js';
import { serializeAudit } from './serializeAudit.js';

/** z = (relu(x₀), relu(x₁)), logits (z₀, z₁, 0): each feature's growth ends in a class of its own. */
const network = readNetwork(
  networkFile(
    2,
    dense([
      [1, 0],
      [0, 1],
    ]),
    relu,
    dense([
      [1, 0],
      [0, 1],
      [0, 0],
    ]),
  ),
);

const data = dataOf(
  Array.from({ length: 40 }, (_, i) => [(i % 8) / 4 - 1, (i % 5) / 2 - 1]),
  ['height', 'width'],
);

describe('audit of a network of one output', () => {
  const single = readNetwork(networkFile(2, dense([[1, 0]]), relu, dense([[-2]])));

  it('gives slopes, and no regime', async () => {
    const { audit: found } = await audit(single, {});
    expect(
      found.directions.map(({ label, regime, top, slopes }) => [label, regime, top, slopes]),
    ).toEqual([
      ['x_0 +', null, [], [-2]],
      ['x_0 −', null, [], [0]],
      ['x_1 +', null, [], [0]],
      ['x_1 −', null, [], [0]],
    ]);
    expect(found.summary.sentences[0]).toContain('one output');
    expect(found.summary.saturating).toBe(0);
  });

  it.each(['saturating>0', 'danger-scale<10', 'blind:msp'])(
    'refuses the policy %s',
    async (policy) => {
      const policies = parsePolicies(policy);
      await expect(audit(single, { policies })).rejects.toThrow('one output has no regime');
    },
  );

  it('refuses detectors', async () => {
    await expect(audit(single, { data, detectors: ['msp'] })).rejects.toThrow('must be at least 2');
  });
});

describe('audit', () => {
  it('settles regimes and classes for every input, and danger scales at the origin', async () => {
    const { audit: found } = await run({});
    expect(found.directions.map(({ label, regime, top }) => [label, regime, top])).toEqual([
      ['x_0 +', 'saturating', [0]],
      ['x_0 −', 'flat', [0, 1, 2]],
      ['x_1 +', 'saturating', [1]],
      ['x_1 −', 'flat', [0, 1, 2]],
    ]);
    const [first] = found.directions[0].scales;
    // p_0 = e^t/(e^t + 2) is 0.99 at ln 198.
    expect(first.median).toBeCloseTo(Math.log(198), 10);
    expect(first.bound).toBeGreaterThanOrEqual(first.median!);
    expect(first.bound).toBeCloseTo(Math.log(198), 10);
    expect(first.distance).toBeNull();
    const precision = found.followed!.precision;
    expect(found.directions[0].seen!.scale).toBeGreaterThan(Math.log(198) * (1 - 1e-9));
    expect(found.directions[0].seen!.scale).toBeLessThan(Math.log(198) * (1 + precision) * 1.001);
    expect(found.summary).toMatchObject({ directions: 4, saturating: 2, flat: 2, near: null });
    expect(found.box).toBe('the single origin 0');
  });

  it('sees that MSP and EBO are blind and CEA is not', async () => {
    const { audit: found, curves } = await run({ data, detectors: ['msp', 'ebo', 'cea-msp'] });
    const [msp, ebo, cea] = found.directions[0].detectors;
    expect(msp).toMatchObject({ id: 'msp', blind: true, flagScale: Infinity, limitAuroc: 0 });
    expect(ebo).toMatchObject({ id: 'ebo', blind: true, behaviour: 'diverges-down' });
    expect(cea).toMatchObject({ id: 'cea-msp', blind: false, limitAuroc: 1 });
    expect(cea.flagScale).toBeGreaterThan(0);
    expect(found.detectors.map(({ blind }) => blind)).toEqual([2, 2, 0]);
    expect(found.summary.sentences.join(' ')).toContain('MSP and EBO are blind in all 2');
    expect(curves[0]!.confidence.at(-1)).toBe(1);
    expect(curves[1]).toBeNull();
  });

  it('flags from the scale it says on, and not before', async () => {
    const { audit: found } = await run({ data, detectors: ['mls', 'she-euclidean'], rows: 1 });
    const { flagScale } = found.directions[0].detectors[1];
    expect(flagScale).toBeGreaterThan(0);
    expect(flagScale).toBeLessThan(50);
  });

  it('takes scales in raw units: a deviation of 10 makes them ten times as large', async () => {
    const scaling = {
      means: new Float64Array([5, 0]),
      deviations: new Float64Array([10, 1]),
      source: 'test',
    };
    const { audit: found } = await run({ scaling });
    expect(found.directions[0].scales[0].median).toBeCloseTo(10 * Math.log(198), 8);
    expect(found.directions[0].scales[0].distance).toBeCloseTo(Math.log(198), 8);
    expect(found.directions[2].scales[0].median).toBeCloseTo(Math.log(198), 8);
    expect(found.units).toBe('raw units of the features');
  });

  it('knows no distance along a feature that never varied', async () => {
    const constant = dataOf(
      [
        [1, 0],
        [1, 2],
        [1, 3],
      ],
      ['a', 'b'],
    );
    const { audit: found } = await run({ data: constant });
    expect(found.directions[0].scales[0].distance).toBeNull();
    expect(found.directions[2].scales[0].distance).toBeGreaterThan(0);
    expect(found.summary.withoutDistance).toBe(1);
  });

  it('bounds the danger scale over the range of the data by one at every row', async () => {
    const { audit: found } = await run({ data });
    for (const { scales } of found.directions) {
      for (const { bound, max } of scales) expect(bound).toBeGreaterThanOrEqual(max!);
    }
  });

  it('follows rows scaled as a whole', async () => {
    const { audit: found } = await run({ data, scaleAll: true, rows: 6 });
    expect(found.rays).toBe('whole inputs');
    expect(found.directions.length).toBeGreaterThan(3);
    expect(found.directions.some(({ regime }) => regime === 'saturating')).toBe(true);
    expect(found.directions[0].label).toMatch(/^α·row \d+$/);
  });

  it('reports what violates a policy, and nothing that does not', async () => {
    const policies = parsePolicies(
      'danger-scale<1,danger-scale<10,blind:msp,blind:cea-msp,saturating>1',
    );
    const { audit: found } = await run({ data, detectors: ['msp', 'cea-msp'], policies });
    expect(found.violations.map(({ policy }) => policy)).toEqual([
      'danger-scale<10',
      'blind:msp',
      'saturating>1',
    ]);
    expect(found.violations[1].directions).toEqual([0, 2]);
  });

  it('sets thresholds at the share that may be flagged, and says how well it knows them', async () => {
    const at = (flagRate?: number, policies = '') =>
      run({
        data,
        detectors: ['mls', 'fisher-msp+mls'],
        ...(flagRate !== undefined && { flagRate }),
        ...(policies && { policies: parsePolicies(policies) }),
      });
    const [usual, strict] = [await at(), await at(0)];
    const [mls] = usual.audit.detectors;
    const validation = usual.audit.fitting!.validationRows;
    expect(usual.audit.fitting!.flagRate).toBe(0.05);
    expect(mls.flagged).toBeLessThanOrEqual(0.05);
    expect(strict.audit.detectors[0]).toMatchObject({ flagged: 0 });
    expect(strict.audit.detectors[0].threshold).toBeGreaterThanOrEqual(mls.threshold);
    // With none of n above it: at most 1 − 0.05^(1/n), to 95 %.
    const bound = 1 - 0.05 ** (1 / validation);
    expect(strict.audit.detectors[0].flagRateAtMost).toBeCloseTo(bound, 12);
    const judged = await at(0, `flag-rate:mls>${bound * 0.99},flag-rate:mls>${bound * 1.01}`);
    expect(judged.audit.violations.map(({ policy }) => policy)).toEqual([
      `flag-rate:mls>${bound * 0.99}`,
    ]);
    await expect(at(1)).rejects.toThrow(/flag-rate=1 must be at least 0 and below 1/);
  });

  it('counts what rounding of a fit may have made as not known, and as violated', async () => {
    // Units x₀ + x₂ and 1/3 − x₀ + x₂, whose sum is constant on the data, where x₂ = 0: MDS knows
    // nothing of the direction x₂, but for what rounding left in its pseudo-inverse.
    const dependent = readNetwork(
      networkFile(
        3,
        dense(
          [
            [0.3, 0.1, 1],
            [-0.3, -0.1, 1],
          ],
          [1 / 3, 2 / 3],
        ),
        relu,
        dense([
          [1, 0.5],
          [-1, 0.25],
        ]),
      ),
    );
    const rows = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(i), 0]);
    const { audit: found } = await audit(dependent, {
      workers: 0,
      data: dataOf(rows, ['a', 'b', 'c']),
      detectors: ['mds', 'cea-msp'],
      policies: parsePolicies('blind:mds,blind:cea-msp'),
    });
    const [up] = found.directions.filter(({ label }) => label === 'c +');
    expect(up.detectors[0]).toMatchObject({
      blind: null,
      behaviour: 'unknown',
      flagScale: null,
      limitAuroc: null,
      window: { until: null },
    });
    expect(found.violations.map(({ policy }) => policy)).toEqual(['blind:mds']);
    expect(found.violations[0].message).toContain('not known not to be');
    expect(found.violations[0].directions).toContain(up.index);
    expect(found.detectors[0].undecided).toBeGreaterThan(0);
  });

  it('gives limit AUROCs in reals and in float64, where they differ', async () => {
    // Logits (100·x, 0): the softmax of every row rounds to 1, though it is below 1.
    const steep = readNetwork(networkFile(1, dense([[100], [0]])));
    const rows = dataOf(
      Array.from({ length: 20 }, (_, i) => [1 + i]),
      ['a'],
    );
    const { audit: found } = await audit(steep, { workers: 0, data: rows, detectors: ['msp'] });
    expect(found.directions[0].detectors[0]).toMatchObject({
      limitAuroc: 0,
      limitAurocFloat64: 0.5,
    });
    expect(renderAuditMarkdown(found)).toContain('AUROC 0 %, in float64 50 %');
  });

  it('refuses policies that it could not check', async () => {
    await expect(run({ policies: parsePolicies('blind:msp') })).rejects.toThrow(
      /blind:msp needs the detector msp to be fitted; give --data/,
    );
    await expect(run({ policies: parsePolicies('danger-distance<3') })).rejects.toThrow(InputError);
    await expect(
      run({ data, detectors: ['ebo'], policies: parsePolicies('blind:msp') }),
    ).rejects.toThrow(/add it to --detectors/);
  });

  it('refuses detectors without data, data of one row, and no directions', async () => {
    await expect(run({ detectors: ['msp'] })).rejects.toThrow(/--data is needed/);
    await expect(run({ data: dataOf([[1, 2]], ['a', 'b']) })).rejects.toThrow(/at least 2/);
    await expect(run({ rays: [] })).rejects.toThrow(/nothing to check/);
    await expect(run({ data, detectors: ['mps', 'msp'] })).rejects.toThrow(/id="mps"/);
    await expect(run({ data, scaleAll: false, detectors: [] })).rejects.toThrow(/name a detector/);
  });

  it('leaves out detectors of all that cannot be fitted, and says so', async () => {
    const { audit: found } = await run({ data, detectors: ['all'] });
    const listed =
      found.detectors.length + found.notes.filter((n) => n.includes('left out')).length;
    expect(listed).toBe(allDetectorIds().length);
    expect(found.directions[0].detectors).toHaveLength(found.detectors.length);
  });

  it('gives the same bytes for the same input', async () => {
    const once = serializeAudit(timeless(await run({ data, detectors: ['msp', 'knn', 'mds'] })));
    const again = serializeAudit(timeless(await run({ data, detectors: ['msp', 'knn', 'mds'] })));
    expect(again).toBe(once);
    const other = await run({ data, detectors: ['msp', 'knn', 'mds'], seed: 2 });
    expect(serializeAudit(timeless(other))).not.toBe(once);
    expect(JSON.parse(once).directions[0].detectors[0].flagScale).toBe('Infinity');
  });
});

function run(options: AuditOptions) {
  return audit(network, { workers: 0, seed: 1, ...options });
}

function timeless({ audit: found }: Awaited<ReturnType<typeof run>>) {
  return { ...found, timing: { durationMs: 0 } };
}

function dataOf(rows: readonly (readonly number[])[], features: readonly string[]): AuditData {
  const x: Batch = {
    rows: rows.length,
    columns: rows[0].length,
    values: Float64Array.from(rows.flat()),
  };
  return { name: 'test', features, x, labels: null, notes: [] };
}
