import { EigenvalueDecomposition, Matrix, pseudoInverse, solve } from 'ml-matrix';
import type { Declarations } from '../../src/testing/declarations.js';
import type { DetectorUnderTest, FitRequest, LabelledRows } from '../../src/testing/subject.js';

/**
 * A correct detector that shares no code with farfield's own: its own forward pass, its own
 * statistics, other conventions where a method leaves them open. No law may accuse it.
 */
export interface Independent {
  readonly subject: DetectorUnderTest;
  /** The built-in detector it is to agree with, if it is one of those. */
  readonly like?: string;
}

type Row = readonly number[];

/** What the classifier makes of rows, by a forward pass of our own. */
interface Seen {
  readonly inputs: readonly Row[];
  readonly features: readonly Row[];
  readonly logits: readonly Row[];
}

interface Known extends Seen {
  readonly labels: readonly number[];
  readonly classes: number;
  readonly validation: Seen;
  readonly head: { readonly weights: readonly Row[]; readonly bias: Row };
}

const dot = (a: Row, b: Row) => a.reduce((sum, value, j) => sum + value * b[j], 0);
const minus = (a: Row, b: Row) => a.map((value, j) => value - b[j]);
const norm = (a: Row) => Math.sqrt(dot(a, a));
const mean = (rows: readonly Row[]) =>
  rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0) / rows.length);
const topOf = (row: Row) => row.indexOf(Math.max(...row));
const softmax = (z: Row, temperature = 1) => {
  const most = Math.max(...z);
  const powers = z.map((value) => Math.exp((value - most) / temperature));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
};
const logSumExp = (z: Row) => {
  const most = Math.max(...z);
  return most + Math.log(z.reduce((sum, value) => sum + Math.exp(value - most), 0));
};
const quantile = (values: readonly number[], share: number) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
};
const float32 = (row: Row) => row.map(Math.fround);

function see({ network }: FitRequest, rows: readonly ArrayLike<number>[]): Seen {
  const [hidden, , head] = network.layers;
  if (hidden?.type !== 'dense' || head?.type !== 'dense') throw new Error('two layers, please');
  const inputs = rows.map((row) => {
    const values = Array.from(row);
    if (values.length !== network.inputs || !values.every(Number.isFinite)) {
      throw new Error(`a row must hold ${network.inputs} finite numbers`);
    }
    return values;
  });
  const features = inputs.map((x) =>
    hidden.weights.map((w, j) => Math.max(0, dot(w, x) + hidden.bias[j])),
  );
  const logits = features.map((f) => head.weights.map((w, c) => dot(w, f) + head.bias[c]));
  return { inputs, features, logits };
}

function independent(
  name: string,
  fit: (known: Known, options: Readonly<Record<string, unknown>>) => (seen: Seen) => number[],
  declares: Declarations = {},
  like?: string,
): Independent {
  const subject: DetectorUnderTest = {
    name,
    declares,
    fit(request, options = {}) {
      const labelled = (set: LabelledRows) => see(request, set.x);
      const head = request.network.layers.at(-1)!;
      if (head.type !== 'dense') throw new Error('the last layer must be dense');
      const score = fit(
        {
          ...labelled(request.train),
          labels: request.train.y,
          classes: head.bias.length,
          validation: labelled(request.validation),
          head,
        },
        options,
      );
      return { score: (rows) => score(see(request, rows)) };
    },
  };
  return like === undefined ? { subject } : { subject, like };
}

/** Means of the classes that have rows. */
function meansByClass({ features, labels, classes }: Known): (Row | null)[] {
  return Array.from({ length: classes }, (_, c) => {
    const own = features.filter((_row, i) => labels[i] === c);
    return own.length === 0 ? null : mean(own);
  });
}

function covariance(deviations: readonly Row[], divisor: number): Matrix {
  const matrix = new Matrix(deviations.map((row) => [...row]));
  return matrix.transpose().mmul(matrix).div(divisor);
}

function quadratic(precision: Matrix, d: Row): number {
  return dot(d, precision.mmul(Matrix.columnVector([...d])).to1DArray());
}

function within(known: Known): Row[] {
  const means = meansByClass(known);
  return known.features.map((f, i) => minus(f, means[known.labels[i]]!));
}

const present = (means: (Row | null)[]) => means.filter((m): m is Row => m !== null);

/** Numbers in [0, 1) of a generator with state: chance, the same in every run of the tests. */
function chance(): () => number {
  let state = 12_345;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

/** Correct detectors, made anew for each use: some roll dice. */
export function independentDetectors(): readonly Independent[] {
  const random = chance();
  return [
    independent(
      'softmax in float32',
      () => (seen) => seen.logits.map((z) => -Math.fround(Math.max(...softmax(float32(z))))),
      { tolerance: 1e-4, far: 'in' },
      'msp',
    ),
    independent(
      'energy at a temperature',
      (_, { temperature = 1 }) =>
        (seen) =>
          seen.logits.map(
            (z) => -Number(temperature) * logSumExp(z.map((v) => v / Number(temperature))),
          ),
      { options: { temperature: { values: [1, 5] } } },
      'ebo',
    ),
    independent(
      'entropy of the softmax',
      () => (seen) =>
        seen.logits.map((z) => softmax(z).reduce((s, p) => (p > 0 ? s - p * Math.log(p) : s), 0)),
      {},
      'entropy',
    ),
    independent(
      'largest logit',
      () => (seen) => seen.logits.map((z) => -Math.max(...z)),
      {},
      'mls',
    ),
    independent(
      'Mahalanobis distance, divisor n − 1, square root',
      (known) => {
        const means = present(meansByClass(known));
        const deviations = within(known);
        const precision = pseudoInverse(covariance(deviations, Math.max(1, deviations.length - 1)));
        return (seen) =>
          seen.features.map((f) =>
            Math.sqrt(
              Math.max(0, Math.min(...means.map((m) => quadratic(precision, minus(f, m))))),
            ),
          );
      },
      { far: 'out' },
      'mds',
    ),
    independent(
      'half the Mahalanobis distance, with a small ridge',
      (known) => {
        const means = present(meansByClass(known));
        const scatter = covariance(within(known), known.features.length);
        const ridged = scatter.add(Matrix.eye(scatter.rows).mul(1e-6));
        const precision = solve(ridged, Matrix.eye(scatter.rows));
        return (seen) =>
          seen.features.map(
            (f) => Math.min(...means.map((m) => quadratic(precision, minus(f, m)))) / 2,
          );
      },
      // Null directions have a variance of 1e-6: what solve loses there is beyond 1e-6.
      { tolerance: 1e-4 },
      'mds',
    ),
    independent(
      'relative Mahalanobis distance',
      (known) => {
        const means = present(meansByClass(known));
        const center = mean(known.features);
        const n = known.features.length;
        const near = pseudoInverse(covariance(within(known), n));
        const background = pseudoInverse(
          covariance(
            known.features.map((f) => minus(f, center)),
            n,
          ),
        );
        return (seen) =>
          seen.features.map(
            (f) =>
              Math.min(...means.map((m) => quadratic(near, minus(f, m)))) -
              quadratic(background, minus(f, center)),
          );
      },
      { orientation: 'boundary' },
      'rmds',
    ),
    independent(
      'tenth neighbour of normalised features',
      (known) => {
        const unit = (f: Row) => f.map((value) => value / (norm(f) + 1e-10));
        const bank = known.features.map(unit);
        return (seen) =>
          seen.features.map((f) => {
            const u = unit(f);
            const distances = bank.map((other) => norm(minus(u, other))).sort((a, b) => a - b);
            return distances[Math.min(9, distances.length - 1)];
          });
      },
      {},
      'knn',
    ),
    independent(
      'nearest neighbour in float32, differences first',
      (known) => (seen) =>
        seen.features.map((f) =>
          Math.fround(
            Math.min(
              ...known.features.map((other) =>
                Math.sqrt(
                  f.reduce((sum, value, j) => {
                    const d = Math.fround(Math.fround(value) - Math.fround(other[j]));
                    return Math.fround(sum + Math.fround(d * d));
                  }, 0),
                ),
              ),
            ),
          ),
        ),
      { tolerance: 1e-4, far: 'out' },
    ),
    independent(
      'ReAct on validation activations, 95 %',
      (known) => {
        const limit = quantile(known.validation.features.flat(), 0.95);
        return (seen) =>
          seen.features.map(
            (f) =>
              -logSumExp(
                known.head.weights.map(
                  (w, c) =>
                    dot(
                      w,
                      f.map((v) => Math.min(v, limit)),
                    ) + known.head.bias[c],
                ),
              ),
          );
      },
      { far: 'flat' },
      'react',
    ),
    independent(
      'distance to the mean of the predicted class',
      (known) => {
        const right = known.features.map((_, i) => topOf(known.logits[i]) === known.labels[i]);
        const means = Array.from({ length: known.classes }, (_, c) => {
          const own = known.features.filter((_f, i) => right[i] && known.labels[i] === c);
          return own.length > 0 ? mean(own) : null;
        });
        const all = mean(known.features);
        return (seen) =>
          seen.features.map((f, i) => norm(minus(f, means[topOf(seen.logits[i])] ?? all)));
      },
      { far: 'out' },
      'she-euclidean',
    ),
    independent(
      'what a principal subspace leaves over',
      (known) => {
        const center = mean(known.features);
        const scatter = covariance(
          known.features.map((f) => minus(f, center)),
          known.features.length,
        );
        const { eigenvectorMatrix } = new EigenvalueDecomposition(scatter, {
          assumeSymmetric: true,
        });
        const width = scatter.rows;
        const left = Array.from({ length: Math.ceil(width / 2) }, (_, k) =>
          eigenvectorMatrix.getColumn(k),
        );
        return (seen) =>
          seen.features.map((f) => norm(left.map((axis) => dot(axis, minus(f, center)))));
      },
      { tolerance: 1e-4 },
    ),
    independent(
      'margin between the two most likely classes, declared',
      () => (seen) =>
        seen.logits.map((z) => {
          const sorted = [...softmax(z)].sort((a, b) => b - a);
          return sorted[1] - sorted[0];
        }),
    ),
    independent(
      'kernel density of the inputs, in logarithms',
      (known) => (seen) =>
        seen.inputs.map(
          (x) => -logSumExp(known.inputs.map((other) => -(norm(minus(x, other)) ** 2) / 2)),
        ),
      { far: 'out' },
    ),
    independent(
      'trees that cut at random, seeded',
      (known) => {
        const draw = chance();
        const trees = Array.from({ length: 60 }, () => {
          const rows = Array.from({ length: 32 }, () => {
            return known.features[Math.floor(draw() * known.features.length)];
          });
          return grow(rows, 6, draw);
        });
        return (seen) =>
          seen.features.map((f) => -trees.reduce((sum, tree) => sum + depthOf(tree, f), 0) / 60);
      },
      { stochastic: true },
    ),
    independent(
      'nearest class mean in random halves of the features, seeded',
      (known) => {
        const draw = chance();
        const means = present(meansByClass(known));
        const halves = Array.from({ length: 8 }, () => means[0].map(() => Number(draw() < 0.5)));
        const seenIn = (half: readonly number[], row: readonly number[]) =>
          row.map((value, unit) => half[unit] * value);
        return (seen) =>
          seen.features.map((f) =>
            halves.reduce((sum, half) => {
              const distances = means.map((m) => norm(seenIn(half, minus(f, m))));
              return sum + Math.min(...distances) / halves.length;
            }, 0),
          );
      },
      { stochastic: true },
    ),
    independent(
      'energy under dropout, unseeded',
      (known) => (seen) =>
        seen.features.map((f) => {
          const kept = f.map((value) => (random() < 0.05 ? 0 : value / 0.95));
          return -logSumExp(known.head.weights.map((w, c) => dot(w, kept) + known.head.bias[c]));
        }),
      { stochastic: true },
    ),
    independent(
      'class means, refused where a class has too few rows',
      (known) => {
        for (let c = 0; c < known.classes; c++) {
          const count = known.labels.filter((label) => label === c).length;
          if (count < 2)
            throw new Error(`class ${c} has ${count} training rows, at least 2 are needed`);
        }
        const means = present(meansByClass(known));
        return (seen) => seen.features.map((f) => Math.min(...means.map((m) => norm(minus(f, m)))));
      },
      { far: 'out', replication: true },
    ),
    independent(
      'generalised entropy of the ten most likely classes',
      () => (seen) =>
        seen.logits.map((z) =>
          [...softmax(z)]
            .sort((a, b) => b - a)
            .slice(0, 10)
            .reduce((sum, p) => sum + (p * (1 - p)) ** 0.1, 0),
        ),
      {},
      'gen',
    ),
  ];
}

type Tree =
  | { readonly rows: number }
  | { readonly feature: number; readonly cut: number; readonly low: Tree; readonly high: Tree };

function grow(rows: readonly Row[], depth: number, draw: () => number): Tree {
  if (depth === 0 || rows.length <= 1) return { rows: rows.length };
  const feature = Math.floor(draw() * rows[0].length);
  const values = rows.map((row) => row[feature]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least === most) return { rows: rows.length };
  const cut = least + draw() * (most - least);
  return {
    feature,
    cut,
    low: grow(
      rows.filter((row) => row[feature] < cut),
      depth - 1,
      draw,
    ),
    high: grow(
      rows.filter((row) => row[feature] >= cut),
      depth - 1,
      draw,
    ),
  };
}

function depthOf(tree: Tree, row: Row): number {
  if ('rows' in tree) return tree.rows <= 1 ? 0 : Math.log2(tree.rows);
  return 1 + depthOf(row[tree.feature] < tree.cut ? tree.low : tree.high, row);
}
