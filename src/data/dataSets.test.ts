import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writeCareTables } from '../../properties/careTables.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { type GuardedTests, testsNeeding } from '../../properties/testsNeeding.js';
import { cacheFolder, dataFolders, findDataFile } from './dataFolders.js';
import { dataSetNamed } from './dataSets.js';
import { halfMoons } from './halfMoons.js';
import { type CareLayout, loadCareData } from './intensiveCare.js';
import { mnistFiles } from './mnist.js';
import { multiClassProblem } from './multiClassProblem.js';
import { nineClusters } from './nineClusters.js';
import { tableName } from './ownTable.js';
import { RandomNumbers } from './randomNumbers.js';
import { scaledColumn } from './scaledColumn.js';
import { sharedCareData } from './sharedCareData.js';
import { stratifiedSplit } from './split.js';
import { StandardScaler } from './standardScaler.js';
import { STATISTIC_NAMES, timeSeriesStatistics } from './timeSeriesStatistics.js';

const before = { ...process.env };
afterEach(() => {
  for (const name of ['FARFIELD_DATA', 'XDG_CACHE_HOME']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

/** Tests that need a real data file. */
function testsOf(file: string): GuardedTests {
  return testsNeeding(
    file,
    dataFolders().some((folder) => existsSync(join(folder, file))),
  );
}

describe('the data sets', () => {
  for (const [name, file, rows, columns, counts] of [
    ['wine-color', 'winequality-red.csv', 6497, 11, [4898, 1599]],
    ['wine-color-with-quality', 'winequality-red.csv', 6497, 12, [4898, 1599]],
    ['dry-bean', 'dry-bean.csv', 13611, 16, [1322, 522, 1630, 3546, 1928, 2027, 2636]],
    ['diabetic-retinopathy', 'messidor-features.arff', 1151, 19, [540, 611]],
  ] as const) {
    testsOf(file).it(`${name} has its published size and class counts`, async () => {
      const { x, y, features, classes } = await dataSetNamed(name).load(0);
      expect([x.rows, x.columns, features.length]).toEqual([rows, columns, columns]);
      expect(classes.map((_, c) => y.filter((label) => label === c).length)).toEqual(counts);
      expect(x.values.every(Number.isFinite)).toBe(true);
    });
  }

  testsOf('winequality-red.csv').it(
    'puts white wine before red and makes red class 1',
    async () => {
      const { x, y } = await dataSetNamed('wine-color').load(0);
      expect([...x.values.subarray(0, 3)]).toEqual([7, 0.27, 0.36]);
      expect([y[0], y[4897], y[4898]]).toEqual([0, 0, 1]);
      expect([...x.values.subarray(4898 * 11, 4898 * 11 + 2)]).toEqual([7.4, 0.7]);
    },
  );

  testsOf('t10k-images-idx3-ubyte.gz').it(
    'MNIST has ten thousand images of 784 pixels between 0 and 1',
    async () => {
      const { x, y } = await dataSetNamed('mnist').load(0);
      expect([x.rows, x.columns]).toEqual([10000, 784]);
      expect([...y.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
      expect(x.values.every((value) => value >= 0 && value <= 1)).toBe(true);
    },
  );

  it('an unknown name is answered with the names there are', () => {
    expect(() => dataSetNamed('iris')).toThrow(/name="iris".*dry-bean/);
  });

  it('a missing file is answered with the command that fetches it', () => {
    process.env.FARFIELD_DATA = '/nowhere';
    expect(() => findDataFile(['no-such-file.csv'], 'dry-bean')).toThrow(
      /no-such-file.csv.*\/nowhere.*farfield data pull dry-bean/,
    );
  });

  it('FARFIELD_DATA comes before the cache, which follows XDG_CACHE_HOME', async () => {
    process.env.XDG_CACHE_HOME = '/some/cache';
    expect(cacheFolder()).toBe('/some/cache/farfield');
    process.env.FARFIELD_DATA = temporaryFolder('data');
    const path = join(process.env.FARFIELD_DATA, 'dry-bean.csv');
    await writeFile(path, 'Area,Class\n1,SEKER\n2,PINTO\n');
    expect(findDataFile(['dry-bean.csv'], 'dry-bean')).toBe(path);
    await expect(dataSetNamed('dry-bean').load(0)).rejects.toThrow(
      /line 3, column 2 \(Class\)="PINTO" must be one of BARBUNYA/,
    );
  });
});

describe('a table of the user', () => {
  const write = async (name: string, text: string) => {
    const path = join(temporaryFolder('own-table'), name);
    await writeFile(path, text);
    return path;
  };
  const rows = (label: (k: number) => string) =>
    Array.from({ length: 9 }, (_, k) => `${k},${label(k)},${k * k}`).join('\n');

  it('is read by its path and the column of labels, classes in order', async () => {
    const path = await write('mine.csv', `a,kind,b\n${rows((k) => String([10, 9, 2][k % 3]))}\n`);
    const { load, title, pull } = dataSetNamed(tableName(path, 'kind'));
    expect([title, pull]).toEqual(['mine.csv', null]);
    const data = await load(0);
    expect(data.features).toEqual(['a', 'b']);
    expect(data.classes).toEqual(['2', '9', '10']);
    expect([...data.y]).toEqual([2, 1, 0, 2, 1, 0, 2, 1, 0]);
    expect([...data.x.values.subarray(4, 6)]).toEqual([2, 4]);
  });

  it.each([
    [
      'no such column',
      (k: number) => String(k % 2),
      'class',
      /column "class" must be in the header/,
    ],
    ['a label that is a measurement', (k: number) => `${k}.5`, 'kind', /0\.5.*at least 3/],
    ['one class alone', () => 'x', 'kind', /1 classes.*from 2 to 100/],
    [
      'a row without label',
      (k: number) => ['', 'p', 'q'][k % 3],
      'kind',
      /row 1.*label in every row/,
    ],
  ])('is refused with %s', async (_, label, column, message) => {
    const path = await write('bad.csv', `a,kind,b\n${rows(label)}\n`);
    await expect(dataSetNamed(tableName(path, column)).load(0)).rejects.toThrow(message);
  });

  it('is refused with cells that are no numbers, line and column named', async () => {
    const path = await write('words.csv', 'a,kind\n1,x\nmany,x\n3,x\n4,y\n5,y\n6,y\n');
    await expect(dataSetNamed(tableName(path, 'kind')).load(0)).rejects.toThrow(
      /line 3, column 1 \(a\)="many"/,
    );
  });
});

describe('names of image files', () => {
  it('may have a dash or a dot, a prefix or a folder, packed or not', () => {
    expect(mnistFiles('mnist', 'images')).toContain('t10k-images.idx3-ubyte');
    expect(mnistFiles('mnist', 'labels')).toContain('t10k-labels-idx1-ubyte.gz');
    const fashion = mnistFiles('fashion-mnist', 'images');
    expect(fashion).toContain('fashion-mnist/t10k-images-idx3-ubyte.gz');
    expect(fashion).toContain('fashion-t10k-images.idx3-ubyte');
    // Never the other set's files.
    expect(fashion.some((name) => mnistFiles('mnist', 'images').includes(name))).toBe(false);
  });
});

describe('generated data', () => {
  it('depends on the seed alone', () => {
    expect(halfMoons({ seed: 1 })).toEqual(halfMoons({ seed: 1 }));
    expect(halfMoons({ seed: 1 }).x).not.toEqual(halfMoons({ seed: 2 }).x);
  });

  it('half-moons without noise lie on their half-circles', () => {
    const { x, y } = halfMoons({ seed: 3, noise: 0 });
    for (let i = 0; i < x.rows; i++) {
      const [a, b] = x.values.subarray(2 * i, 2 * i + 2) as unknown as [number, number];
      const radius = y[i] === 0 ? Math.hypot(a, b) : Math.hypot(a - 1, b - 0.5);
      expect(radius).toBeCloseTo(1, 12);
      expect(y[i] === 0 ? b >= 0 : b <= 0.5).toBe(true);
    }
  });

  it('nine clusters lie around the middles that the notebook states, with its variances', () => {
    const { x, y } = nineClusters({ seed: 1, rows: 9 * 400 });
    const spread = (c: number, axis: 0 | 1) => {
      const values = Array.from(y.keys())
        .filter((i) => y[i] === c)
        .map((i) => x.values[2 * i + axis]);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
      return { mean, variance };
    };
    expect(spread(5, 0).mean).toBeCloseTo(-2.5, 1);
    expect(spread(8, 1).mean).toBeCloseTo(-1.5, 1);
    for (let c = 0; c < 9; c++) {
      expect(spread(c, 0).variance).toBeGreaterThan(0.015);
      expect(spread(c, 0).variance).toBeLessThan(0.13);
      // Isotropic.
      expect(spread(c, 0).variance / spread(c, 1).variance).toBeGreaterThan(0.7);
      expect(spread(c, 0).variance / spread(c, 1).variance).toBeLessThan(1.4);
    }
    expect(nineClusters({ seed: 1 }).x.rows).toBe(450);
  });

  it('the synthetic problem has three balanced classes', () => {
    const { y } = multiClassProblem({ seed: 1 });
    expect([0, 1, 2].map((c) => y.filter((label) => label === c).length)).toEqual([250, 250, 250]);
  });

  it('random numbers have the moments of their distributions', () => {
    const random = new RandomNumbers(7);
    const normal = Array.from({ length: 20_000 }, () => random.normal());
    const moment = (power: number) =>
      normal.reduce((sum, value) => sum + value ** power, 0) / normal.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.03);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.3);
    const uniform = Array.from({ length: 20_000 }, () => random.uniform());
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    expect(uniform.reduce((sum, value) => sum + value, 0) / 20_000).toBeCloseTo(0.5, 1);
    expect([...random.permutation(50)].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
  });
});

describe('splitting and scaling', () => {
  it('a class of two rows cannot be split', () => {
    const data = { ...multiClassProblem({ seed: 1, rows: 30 }) };
    const y = data.y.map((label, i) => (i < 2 ? 2 : label % 2));
    expect(() => stratifiedSplit({ ...data, y }, 0)).toThrow(
      /rows of class 2=2 must be at least 3/,
    );
  });

  it('standardises with the training part, leaving constant columns at 0', () => {
    const train = { rows: 2, columns: 2, values: Float64Array.of(1, 0.1, 3, 0.1) };
    const scaler = StandardScaler.fit(train);
    expect([...scaler.transform(train).values]).toEqual([-1, 0, 1, 0]);
    expect([
      ...scaler.transform({ ...train, rows: 1, values: Float64Array.of(5, 1.1) }).values,
    ]).toEqual([3, 1]);
  });

  it('scales one raw column only', () => {
    const rows = { rows: 2, columns: 2, values: Float64Array.of(1, 2, 0, 4) };
    expect([...scaledColumn(rows, 0, 10).values]).toEqual([10, 2, 0, 4]);
  });
});

const LAYOUT: CareLayout = {
  name: 'tiny',
  files: [],
  stay: 'stay',
  time: { column: 'minutes', perHour: 60 },
  lengthOfStay: { column: 'days', perHour: 1 / 24 },
  series: ['pulse'],
  numbers: ['age'],
  categories: ['sex'],
  outcome: { column: 'dead', died: ['1'], lived: ['0'] },
  age: 'age',
  source: 'made up',
  credentials: { address: 'nowhere', table: 'a table' },
};

describe('intensive-care tables', () => {
  const load = async (rows: string) => {
    const path = join(temporaryFolder('care'), 'care.csv');
    await writeFile(path, `stay,minutes,days,age,sex,dead,pulse\n${rows}`);
    return loadCareData(path, LAYOUT);
  };

  it('keeps long stays of adults with known outcome and aggregates the first 48 hours', async () => {
    const data = await load(
      [
        'a,0,3,> 89,F,1.0,60',
        'a,60,3,> 89,F,1.0,80',
        'a,2881,3,> 89,F,1.0,999',
        'b,0,1.9,40,M,0,70',
        'c,0,2,18,M,0,70',
        'd,0,2,30,M,,70',
        'e,0,2,30,M,0,',
        'f,0,2,30,M,0,50',
        '',
      ].join('\n'),
    );
    expect(data.x.rows).toBe(2);
    expect([...data.y]).toEqual([1, 0]);
    expect(data.features.length).toBe(42 + 1 + 2);
    expect([...data.x.values.subarray(0, 6)]).toEqual([60, 80, 70, 10, 0, 2]);
    expect([...data.x.values.subarray(42, 45)]).toEqual([89, 1, 0]);
    expect(data.notes).toEqual(['2 of 6 stays kept']);
  });

  it('names line and column of a bad cell, and columns that are missing', async () => {
    await expect(load('a,0,3,40,F,1,60\na,x,3,40,F,1,60\n')).rejects.toThrow(
      /line 3, column 2 \(minutes\)="x"/,
    );
    await expect(load('a,0,1,40,F,1,60\n')).rejects.toThrow(/stays="1 in the file" must hold one/);
    const path = join(temporaryFolder('care'), 'care.csv');
    await writeFile(path, 'stay,minutes\n1,2\n');
    await expect(loadCareData(path, LAYOUT)).rejects.toThrow(/line 1, column "days" must be/);
    await expect(loadCareData('/nowhere.csv', LAYOUT)).rejects.toThrow(
      /nowhere.csv.*cannot be read/,
    );
  });

  it('eICU and MIMIC-IV are loaded from their documented columns', async () => {
    process.env.FARFIELD_DATA = temporaryFolder('care');
    const { EICU_LAYOUT, MIMIC_IV_LAYOUT } = await import('./intensiveCare.js');
    for (const layout of [EICU_LAYOUT, MIMIC_IV_LAYOUT]) {
      const header = [
        layout.stay,
        layout.time.column,
        layout.lengthOfStay.column,
        layout.outcome.column,
        ...layout.series,
        ...layout.numbers,
        ...layout.categories,
      ];
      const row = (id: number) => [
        id,
        1,
        50 * layout.lengthOfStay.perHour,
        layout.outcome[id % 2 === 0 ? 'died' : 'lived'][0],
        ...layout.series.map(() => 7 + id),
        ...layout.numbers.map(() => 60),
        ...layout.categories.map(() => 'x'),
      ];
      await writeFile(
        join(process.env.FARFIELD_DATA, layout.files[0]),
        [header, row(1), row(2)].map((cells) => cells.join(',')).join('\n'),
      );
      const { x, y } = await dataSetNamed(layout.name).load(0);
      expect(x.columns).toBe(
        42 * layout.series.length + layout.numbers.length + layout.categories.length,
      );
      expect([...y]).toEqual([0, 1]);
    }
  });

  it('the statistics are those of their windows', () => {
    const values = timeSeriesStatistics({ times: [0, 1, 2, 10], values: [1, 2, 3, 10] });
    const named = Object.fromEntries(STATISTIC_NAMES.map((name, k) => [name, values[k]]));
    expect(named['mean, all']).toBe(4);
    expect(named['mean, first 10%']).toBe(1.5);
    expect(named['observations, first 25%']).toBe(3);
    expect(named['maximum, last 10%']).toBe(10);
    // m2 = (9 + 4 + 1 + 36)/4, m3 = (−27 − 8 − 1 + 216)/4
    expect(named['standard deviation, all']).toBeCloseTo(Math.sqrt(12.5), 12);
    expect(named['skewness, all']).toBeCloseTo(45 / 12.5 ** 1.5, 12);
    expect(timeSeriesStatistics({ times: [3], values: [5] }).slice(0, 6)).toEqual([
      5, 5, 5, 0, 0, 1,
    ]);
  });
});

describe('a fingerprint', () => {
  testsOf('dry-bean.csv').it('is the SHA-256 of the files', async () => {
    const { fingerprint } = await dataSetNamed('dry-bean').load(0);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(createHash('sha256').update('').digest('hex')).not.toBe(fingerprint);
  });
});

describe('the variables that eICU and MIMIC-IV share', () => {
  it('are the same inputs in the same order, each from its own column', async () => {
    process.env.FARFIELD_DATA = temporaryFolder('care');
    writeCareTables(process.env.FARFIELD_DATA, 9);
    const columnOf = async (name: string, feature: string) => {
      const { features, x } = await dataSetNamed(name).load(0);
      const column = features.indexOf(feature);
      expect(column).toBeGreaterThanOrEqual(0);
      return Array.from({ length: x.rows }, (_, row) => x.values[row * x.columns + column]);
    };
    const [eicu, mimic] = await Promise.all(
      ['eicu-shared', 'mimic-iv-shared'].map((name) => dataSetNamed(name).load(0)),
    );
    expect(eicu.features).toEqual(mimic.features);
    expect(eicu.features).toHaveLength(9 * 42 + 3);
    for (const [shared, own, name] of [
      ['oxygen saturation: mean, all', 'O2 Saturation: mean, all', 'eicu'],
      ['oxygen saturation: mean, all', 'Oxygen saturation: mean, all', 'mimic-iv'],
      ['systolic pressure: skewness, last 50%', 'Invasive BP Systolic: skewness, last 50%', 'eicu'],
      ['age', 'age', 'mimic-iv'],
      ['male', 'gender = M', 'eicu'],
      ['female', 'gender = F', 'mimic-iv'],
    ] as const) {
      expect(await columnOf(`${name}-shared`, shared)).toEqual(await columnOf(name, own));
    }
    expect(eicu.y).toEqual((await dataSetNamed('eicu').load(0)).y);
  });

  it('read the gender however it is written, and refuse what is none', () => {
    const withLevels = (...levels: string[]) => {
      const x = { rows: levels.length, columns: levels.length + 1 };
      const values = new Float64Array(x.rows * x.columns);
      levels.forEach((_, i) => {
        values[i * x.columns + i] = 1;
      });
      return sharedCareData(
        {
          ...halfMoons({ seed: 1, rows: 2 }),
          features: [...levels.map((level) => `gender = ${level}`), 'age'],
          x: { ...x, values },
        },
        'made-up',
      );
    };
    const { features, x } = withLevels('Male', 'f', '2.0', 'Unknown', '1');
    const of = (name: string) =>
      Array.from({ length: x.rows }, (_, i) => x.values[i * x.columns + features.indexOf(name)]);
    expect(of('male')).toEqual([1, 0, 1, 0, 0]);
    expect(of('female')).toEqual([0, 1, 0, 0, 1]);
    expect(() => withLevels('F', 'yes')).toThrow(/gender="yes" must be one of F, Female/);
  });
});
