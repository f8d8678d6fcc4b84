import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeCareTables } from '../../properties/careTables.js';
import { writeDigitImages } from '../../properties/digitImages.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { dataFolders } from '../data/index.js';
import { mnistFiles } from '../data/mnist.js';
import { ContentCache } from './contentCache.js';
import { renderFigure } from './figure.js';
import { runExperiment } from './runExperiment.js';
import { scoreCell } from './scoreCell.js';

const QUICK = { seeds: [0], epochs: 2, workers: 0 };
const before = { ...process.env };
let folder: string;

beforeEach(() => {
  folder = temporaryFolder('other-data');
  process.env.FARFIELD_DATA = folder;
  process.env.XDG_CACHE_HOME = join(folder, 'cache');
});

afterEach(() => {
  for (const name of ['FARFIELD_DATA', 'XDG_CACHE_HOME']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

describe('patients of another hospital', () => {
  it('each data set is the outliers of the other, with a verdict on what the paper says', async () => {
    writeCareTables(folder, 160);
    const report = await runExperiment('other-hospital', QUICK);
    const kinds = new Set(report.scores.map(({ dataSet, ood }) => `${dataSet}: ${ood}`));
    expect(kinds).toEqual(
      new Set(['eicu-shared: other mimic-iv-shared', 'mimic-iv-shared: other eicu-shared']),
    );
    expect(report.scores).toHaveLength(2 * 32);
    expect(report.notes.join()).not.toContain('left out');
    // MIMIC-IV is spread three times as wide here: outliers for eICU, less so the other way round.
    const [eicu, mimic] = report.scores.filter(({ detector }) => detector === 'she-euclidean');
    expect(eicu.auroc).toBeGreaterThan(0.9);
    expect(mimic.auroc).toBeLessThan(eicu.auroc - 0.2);
    expect(report.claims.map(({ id, scope }) => `${id} ${scope}`)).toEqual([
      'cea-helps-other-data eicu-shared',
      'cea-never-lowers eicu-shared',
      'cea-above-chance eicu-shared',
      'cea-helps-other-data mimic-iv-shared',
      'cea-never-lowers mimic-iv-shared',
      'cea-above-chance mimic-iv-shared',
      'mimic-gains-more eicu-shared, mimic-iv-shared',
    ]);
    const raised = report.scores.filter(
      ({ dataSet, detector }) => dataSet === 'mimic-iv-shared' && detector.startsWith('cea:'),
    );
    expect(report.claims[5].estimate).toBeCloseTo(
      Math.min(...raised.map(({ auroc }) => auroc)),
      12,
    );
    expect(await renderFigure(report.figures[0])).toContain('trained on MIMIC-IV');
  });

  it('one alone is told apart too, and its patients are the other file’s', async () => {
    writeCareTables(folder, 60);
    const report = await runExperiment('other-hospital', { ...QUICK, dataSets: ['eicu-shared'] });
    expect(report.claims.map(({ id }) => id)).not.toContain('mimic-gains-more');
  });

  it('says where credentials are to be had and where the file goes', async () => {
    const start = runExperiment('other-hospital', QUICK);
    await expect(start).rejects.toThrow(
      /eicu\.csv.*credentials.*physionet\.org\/content\/eicu-crd.*as eicu\.csv into .*FARFIELD_DATA/,
    );
    writeCareTables(folder, 60);
    rmSync(join(folder, 'mimic-iv.csv'));
    await expect(runExperiment('other-hospital', QUICK)).rejects.toThrow(
      /mimic-iv\.csv.*physionet\.org\/content\/mimiciv/,
    );
  });

  it.each(['eicu', 'mimic-iv'])(
    '%s can be scaled column by column, as in paper B',
    async (name) => {
      writeCareTables(folder, 60);
      const report = await runExperiment('norms', { ...QUICK, dataSets: [name] });
      expect(report.scores.map(({ ood }) => ood)).toContain('scale 1000');
      expect(report.claims).toHaveLength(4);
    },
  );
});

describe('another set of images', () => {
  it('is told apart from MNIST, and MNIST from it; attacks and scaled pixels besides', async () => {
    writeDigitImages(folder, 200);
    const report = await runExperiment('images', {
      ...QUICK,
      dataSets: ['mnist', 'fashion-mnist'],
    });
    const kinds = (dataSet: string) => [
      ...new Set(report.scores.filter((row) => row.dataSet === dataSet).map(({ ood }) => ood)),
    ];
    expect(kinds('mnist').at(-1)).toBe('other fashion-mnist');
    expect(kinds('fashion-mnist').at(-1)).toBe('other mnist');
    expect(kinds('mnist')).toHaveLength(5);
    const row = report.scores.find(
      ({ dataSet, detector, ood }) =>
        dataSet === 'mnist' && detector === 'knn' && ood.startsWith('other'),
    );
    expect(row!.auroc).toBeGreaterThan(0.9);
    const predicted = report.claims.filter(({ expected }) => expected === 'holds');
    expect(predicted.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
    expect(report.claims).toHaveLength(10 + 10 + 2 + predicted.length);
  });

  it('is refused if its inputs are others, or its rows too few', async () => {
    writeCareTables(folder, 12);
    const against = (dataSet: string, subject: string) =>
      scoreCell(
        {
          subject: {
            dataSet: subject,
            seed: 0,
            architecture: { kind: 'mlp', hidden: [3], dropout: 0 },
            loss: { kind: 'cross-entropy' },
            epochs: 1,
            rows: null,
          },
          variant: 'paper',
          detectors: ['msp'],
          ceas: [],
          ood: [{ kind: 'other', dataSet }],
        },
        new ContentCache(join(folder, 'cache')),
      );
    await expect(against('mimic-iv', 'eicu')).rejects.toThrow(
      /inputs of mimic-iv="Temperature: minimum, all" must be the \d+ of eicu/,
    );
    const few = readFileSync(join(folder, 'mimic-iv.csv'), 'utf8').split('\n').slice(0, 4);
    writeCareTables(folder, 90);
    writeFileSync(join(folder, 'mimic-iv.csv'), few.join('\n'));
    await expect(against('mimic-iv-shared', 'eicu-shared')).rejects.toThrow(
      /rows of mimic-iv-shared=1 must be at least the 1[34] test rows/,
    );
  });

  it('is left out, with a note, where it is not here', async () => {
    writeDigitImages(folder, 60);
    rmSync(join(folder, 'fashion-t10k-images-idx3-ubyte'));
    const files = mnistFiles('fashion-mnist', 'images');
    const run = runExperiment('images', { ...QUICK, epochs: 1 });
    if (dataFolders().some((place) => files.some((file) => existsSync(join(place, file))))) {
      // The real one is found beside the project: larger images than these.
      await expect(run).rejects.toThrow(/inputs of fashion-mnist.*must be the 25 of mnist/);
      return;
    }
    const report = await run;
    expect(report.notes.join()).toContain('farfield data pull fashion-mnist');
    expect(report.scores.some(({ ood }) => ood.startsWith('other'))).toBe(false);
  });
});
