import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { scaledColumn } from '../data/index.js';
import { Classifier, cea, detectorNamed } from '../detectors/index.js';
import { auroc } from '../metrics/index.js';
import { evaluate } from '../network/evaluate.js';
import { readNetwork } from '../network/networkFile.js';
import { softmax } from '../uncertainty/softmax.js';
import { adversarialInputs } from './adversarialInputs.js';
import { EXPERIMENT_LIST } from './catalogue/experimentList.js';
import { EXPERIMENTS } from './catalogue/registry.js';
import { ContentCache } from './contentCache.js';
import { PAPER_CEA } from './detectorChoice.js';
import { renderFigure } from './figure.js';
import { renderReport } from './renderReport.js';
import { runExperiment } from './runExperiment.js';
import { scoreCell, scoreVariants } from './scoreCell.js';
import { fittingDataFor, type SubjectSpec, subjectOf } from './subject.js';
import { theoryCell } from './theoryCell.js';
import { writeExperiment } from './writeExperiment.js';

const newFolder = () => temporaryFolder('experiment');

const TINY: SubjectSpec = {
  dataSet: 'half-moons',
  seed: 1,
  architecture: { kind: 'mlp', hidden: [12, 10], dropout: 0.1 },
  loss: { kind: 'cross-entropy' },
  epochs: 4,
  rows: null,
};

const shared = new ContentCache(newFolder());

describe('ContentCache', () => {
  it('computes once, and again for other keys and for damaged entries', async () => {
    const cache = new ContentCache(newFolder());
    let computed = 0;
    const get = (key: unknown) =>
      cache.remember('x', key, async () => ({
        n: ++computed,
        w: Float32Array.of(1.5),
        i: Infinity,
      }));
    expect(await get({ a: 1 })).toEqual({
      value: { n: 1, w: Float32Array.of(1.5), i: Infinity },
      cached: false,
    });
    expect(await get({ a: 1 })).toEqual({
      value: { n: 1, w: Float32Array.of(1.5), i: Infinity },
      cached: true,
    });
    expect((await get({ a: 2 })).value.n).toBe(2);
    for (const name of await readdir(cache.folder)) {
      await writeFile(join(cache.folder, name), '{"n": 1');
    }
    expect((await get({ a: 1 })).value.n).toBe(3);
  });

  it('keeps nothing of a computation that failed', async () => {
    const cache = new ContentCache(newFolder());
    const failing = cache.remember('x', 1, () => Promise.reject(new Error('interrupted')));
    await expect(failing).rejects.toThrow('interrupted');
    expect(await readdir(cache.folder)).toEqual([]);
  });
});

describe('scoring a network', () => {
  it('is what the detectors themselves say, base and CEA', async () => {
    const spec = {
      subject: TINY,
      variant: 'paper' as const,
      detectors: ['msp', 'she-euclidean'],
      ceas: [PAPER_CEA],
      ood: [{ kind: 'scale' as const, alpha: 10 }],
    };
    const { scores, failures } = await scoreCell(spec, shared);
    expect(failures).toEqual([]);
    const subject = await subjectOf(TINY, shared);
    const data = await fittingDataFor(subject, 1);
    const { raw, x } = subject.prepared.test;
    const moved = [0, 1].map((column) => {
      const values = raw.values.map((value, k) => (k % 2 === column ? 10 * value : value));
      return subject.prepared.scaler.transform({ ...raw, values });
    });
    for (const id of spec.detectors) {
      for (const [name, detector] of [
        [id, detectorNamed(id)],
        [`cea:${id}`, cea(detectorNamed(id))],
      ] as const) {
        const scorer = detector.fit(data);
        const inside = scorer.score(await subject.observe(x));
        let total = 0;
        for (const ood of moved) {
          const outside = scorer.score(await subject.observe(ood));
          for (const a of inside) {
            for (const b of outside) total += b > a ? 1 : b === a ? 0.5 : 0;
          }
        }
        const mean = total / (2 * inside.length ** 2);
        const found = scores.find((score) => score.detector === name)!;
        expect(found.auroc).toBeCloseTo(mean, 10);
        expect(found.auroc2024).toBeCloseTo(mean, 10);
      }
    }
  });

  it('of several definitions at once gives what each gives alone, to the last bit', async () => {
    const spec = {
      subject: TINY,
      detectors: ['knn', 'mds', 'rmds', 'gram', 'openmax', 'msp'],
      ceas: [PAPER_CEA],
      ood: [
        { kind: 'scale' as const, alpha: 10 },
        { kind: 'scale' as const, alpha: 1000 },
      ],
    };
    const variants = ['cea-2024', 'paper'] as const;
    const alone = [];
    for (const variant of variants) alone.push(await scoreCell({ ...spec, variant }, shared));
    expect(alone[0].testRows).toBeLessThan(alone[1].testRows);
    expect(alone[0].scores).not.toEqual(alone[1].scores);
    const shares: number[] = [];
    const together = await scoreVariants({ ...spec, variants }, shared, (share) =>
      shares.push(share),
    );
    expect(together).toEqual(alone);
    expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('with normalised outputs, MSP, MLS and EBO rank two classes nearly alike', async () => {
    const { scores } = await scoreCell(
      {
        subject: { ...TINY, loss: { kind: 'logit-norm', temperature: 0.2 }, outputs: 'normalised' },
        variant: 'paper',
        detectors: ['msp', 'mls', 'ebo'],
        ceas: [],
        ood: [{ kind: 'scale', alpha: 10 }],
      },
      shared,
    );
    const [msp, mls, ebo] = scores.map((score) => score.auroc);
    expect(mls).toBeCloseTo(msp, 2);
    expect(ebo).toBeCloseTo(msp, 2);
  });

  it('says which detectors cannot be fitted instead of leaving them out silently', async () => {
    const { scores, failures } = await scoreCell(
      {
        subject: TINY,
        variant: 'cea-2024',
        detectors: ['odin'],
        ceas: [PAPER_CEA],
        ood: [{ kind: 'scale', alpha: 10 }],
      },
      shared,
    );
    expect(scores.map(({ detector }) => detector)).toEqual(['odin']);
    expect(failures).toEqual([
      { detector: 'cea:odin', reason: expect.stringContaining('input gradients') },
    ]);
  });

  it('a detector whose scores are NaN has no AUROC but a reason', async () => {
    // The authors' ViM keeps 64 principal dimensions, of ten features here.
    const scored = (variant: 'paper' | 'cea-2024') =>
      scoreCell(
        {
          subject: TINY,
          variant,
          detectors: ['vim', 'msp'],
          ceas: [PAPER_CEA],
          ood: [{ kind: 'scale', alpha: 10 }],
        },
        shared,
      );
    const authors = await scored('cea-2024');
    expect(authors.scores.map(({ detector }) => detector)).toEqual(['msp', 'cea:msp']);
    expect(authors.failures.map(({ detector }) => detector)).toEqual(['vim', 'cea:vim']);
    expect(authors.failures[0].reason).toMatch(
      /^every in-distribution score is NaN, fitted with dimension = 64, alpha = -?Infinity$/,
    );
    const asDefined = await scored('paper');
    expect(asDefined.failures).toEqual([]);
    expect(asDefined.scores).toHaveLength(4);
  });
});

describe('theory against experiment', () => {
  it('the AUROC measured far out is the limit that was decided', async () => {
    const { limits, regimes, columns } = await theoryCell(
      {
        subject: TINY,
        variant: 'paper',
        detectors: ['msp', 'ebo', 'mds', 'she-euclidean'],
        ceas: [PAPER_CEA],
        rays: 4,
        alphas: [10, 1e12],
      },
      shared,
    );
    expect(limits).toHaveLength(8);
    for (const { predicted, measured } of limits) {
      expect(measured.at(-1)!.auroc).toBeCloseTo(predicted!, 12);
    }
    expect(regimes.saturating + regimes.tied + regimes.flat).toBeCloseTo(1, 12);
    expect(columns.map(({ column }) => column)).toEqual(['x1', 'x2']);
  });

  it('measures at a finite α what scaling the raw column by α gives', async () => {
    const { limits } = await theoryCell(
      { subject: TINY, variant: 'paper', detectors: ['msp'], ceas: [], rays: 3, alphas: [2, 5] },
      shared,
    );
    const subject = await subjectOf(TINY, shared);
    const scorer = detectorNamed('msp').fit(await fittingDataFor(subject, 1));
    const { raw, x } = subject.prepared.test;
    const inside = scorer.score(await subject.observe(x));
    for (const { alpha, auroc: measured } of limits[0].measured) {
      let total = 0;
      for (const column of [0, 1]) {
        const ood = subject.prepared.scaler.transform(scaledColumn(raw, column, alpha));
        const outside = scorer.score(await subject.observe(ood)).subarray(0, 3);
        total += auroc(inside, outside) / 2;
      }
      expect(measured).toBeCloseTo(total, 6);
    }
  });

  it('the danger scale is in data units, and the network is 99 % certain there', async () => {
    const subject = await subjectOf(TINY, shared);
    const { columns } = await theoryCell(
      { subject: TINY, variant: 'paper', detectors: ['msp'], ceas: [], rays: 1, alphas: [10] },
      shared,
    );
    const { raw } = subject.prepared.test;
    columns.forEach(({ dangerAlpha, dangerValue }, column) => {
      if (dangerAlpha === null) return;
      expect(dangerValue).toBeCloseTo(dangerAlpha * raw.values[column], 9);
      const values = Float64Array.from(raw.values.subarray(0, 2));
      values[column] = dangerValue!;
      const x = subject.prepared.scaler.transform({ rows: 1, columns: 2, values }).values;
      const p = softmax(evaluate(subject.classifier!.network, x));
      expect(Math.max(...p)).toBeGreaterThan(0.99 - 1e-9);
    });
    expect(columns.some(({ dangerAlpha }) => dangerAlpha !== null)).toBe(true);
  });
});

describe('adversarialInputs', () => {
  it('stay within ε and within [0, 1] and raise the loss', () => {
    const network = readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: 2,
      layers: [
        {
          type: 'dense',
          weights: [
            [2, -1],
            [-1, 3],
          ],
          bias: [0, 0.1],
        },
        { type: 'relu' },
        {
          type: 'dense',
          weights: [
            [1, -1],
            [-1, 1],
          ],
          bias: [0, 0],
        },
      ],
    });
    const start = { rows: 2, columns: 2, values: Float64Array.of(0.5, 0.4, 0.02, 0.98) };
    const out = adversarialInputs(new Classifier(network), start, Int32Array.of(0, 1), {
      epsilon: 0.1,
      steps: 20,
    });
    const loss = (values: Float64Array, row: number, label: number) =>
      -Math.log(softmax(evaluate(network, values.subarray(2 * row, 2 * row + 2)))[label]);
    out.values.forEach((value, k) => {
      expect(Math.abs(value - start.values[k])).toBeLessThanOrEqual(0.1 + 1e-12);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    });
    expect(loss(out.values, 0, 0)).toBeGreaterThan(loss(start.values, 0, 0));
    expect(loss(out.values, 1, 1)).toBeGreaterThan(loss(start.values, 1, 1));
  });
});

const QUICK = { dataSets: ['half-moons'], seeds: [0, 1], epochs: 1, rows: 150, workers: 0 };

describe('runExperiment', () => {
  it('loses nothing when it is interrupted, and gives the same result as in one go', async () => {
    const cache = newFolder();
    const interrupted = runExperiment('norms', {
      ...QUICK,
      cache,
      onCell: (done) => {
        if (done === 3) throw new Error('switched off');
      },
    });
    await expect(interrupted).rejects.toThrow('switched off');
    const resumed = await runExperiment('norms', { ...QUICK, cache });
    expect(resumed.timing).toMatchObject({ cells: 4, fromCache: 3 });
    const {
      environment: _e,
      timing: _t,
      ...whole
    } = await runExperiment('norms', {
      ...QUICK,
      cache: newFolder(),
    });
    const { environment, timing, ...joined } = resumed;
    expect(JSON.stringify(joined)).toBe(JSON.stringify(whole));
  });

  it('is listed with name and source for every experiment there is', () => {
    expect(EXPERIMENTS.map(({ name, source }) => ({ name, source }))).toEqual(EXPERIMENT_LIST);
  });

  it('refuses what it cannot do before doing anything', async () => {
    await expect(runExperiment('nothing')).rejects.toThrow(/name="nothing".*cea-tabular/);
    await expect(runExperiment('norms', { ...QUICK, dataSets: ['iris'] })).rejects.toThrow(
      /data="iris"/,
    );
    await expect(runExperiment('norms', { ...QUICK, dataSets: ['mnist'] })).rejects.toThrow(
      /data="mnist"/,
    );
    await expect(runExperiment('figure-1', { seeds: [0], dataSets: ['dry-bean'] })).rejects.toThrow(
      /one of nine-clusters, half-moons/,
    );
    await expect(runExperiment('norms', { ...QUICK, seeds: [1, 1], epochs: 0 })).rejects.toThrow(
      /2 problems/,
    );
  });

  it('names the command that fetches a data set that is not here', async () => {
    process.env.XDG_CACHE_HOME = newFolder();
    await expect(
      runExperiment('norms', { ...QUICK, dataSets: ['eicu'], cache: newFolder() }),
    ).rejects.toThrow(/eicu.csv.*needs credentials/);
  });

  it('writes tables, verdicts and figures', async () => {
    const report = await runExperiment('figure-2', { workers: 0 });
    const folder = newFolder();
    const files = await writeExperiment(folder, report);
    expect(files).toHaveLength(4);
    expect(await readFile(join(folder, 'figure-2-probability.svg'), 'utf8')).toContain('<svg');
    const markdown = await readFile(join(folder, 'experiment-figure-2.md'), 'utf8');
    expect(markdown).toContain('![Softmax probability of class 0](figure-2-probability.svg)');
    expect(renderReport(report)).toBe(markdown);
    const [first, again] = [report.figures[0], report.figures[0]].map(renderFigure);
    expect((await first) === (await again)).toBe(true);
    expect(await first).toContain('url(#figure-2-probability-0');
  });
});

const cacheHome = process.env.XDG_CACHE_HOME;
afterEach(() => {
  if (cacheHome === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cacheHome;
});
