import { describe, expect, it } from 'vitest';
import { type Call, faultsOf } from '../properties/refusals.js';
import * as farfield from './index.js';

const { Classifier, Rational, Real, loadPrecise, readNetwork } = farfield;

const file = {
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      bias: [0, 1, -1],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 2, 3],
        [0, 1, 0],
      ],
      bias: [0, 0.5],
    },
  ],
} as const satisfies farfield.NetworkFile;
const network = readNetwork(file);
const precise = await loadPrecise({ digits: 20 });
const members = () => [
  [1, 2, 0.5],
  [0, 1, 3],
];
const jacobians = () => [
  [
    [1, 2],
    [0, 1],
    [3, 1],
  ],
  [
    [1, 0],
    [2, 2],
    [0, 1],
  ],
];
const rows = () => [
  [1, 2],
  [3, 4],
];
const batch = { rows: 2, columns: 2, values: Float64Array.of(1, 2, 3, 4) };

/** Numbers of many digits, as text that compares. */
function digitsOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(digitsOf);
  if (typeof value !== 'object' || value === null) return value;
  if ('toSignificantDigits' in value) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, digitsOf(of)]));
}

type Precise = farfield.Precise;

/** A number may be text too: `text` is refused as what it says, a bigint and a fraction are numbers. */
const MEANT_NUMBER = / = 1n$/;

function ofPrecise(name: keyof Precise, good: () => readonly unknown[], more: Partial<Call> = {}) {
  const method = precise[name] as unknown as (...args: never[]) => unknown;
  const row: Call = {
    call: method.bind(precise) as Call['call'],
    good,
    see: digitsOf,
    meant: MEANT_NUMBER,
    ...more,
  };
  return [name, row] as const;
}

const onMembers = (name: keyof Precise) => ofPrecise(name, () => [members()], { anyLength: [0] });
const onLogits = (name: keyof Precise) => ofPrecise(name, () => [[1, 2, 0.5]], { anyLength: [0] });
const onJacobians = (name: keyof Precise) =>
  ofPrecise(name, () => [members(), jacobians()], { depths: [3, 4] });
const onRay = (name: keyof Precise) =>
  ofPrecise(name, () => [network, [1, 2], [1, 0.5], 2], { depths: [1, 2, 2, 1] });

const PRECISE = Object.fromEntries([
  ofPrecise('number', () => [0.5]),
  ofPrecise('withDigits', () => [30], { see: ({ digits }: { digits: number }) => digits }),
  ofPrecise('evaluate', () => [network, [1, 2]], { depths: [1, 2] }),
  ofPrecise('entropy', () => [[0.25, 0.75]], { anyLength: [0] }),
  ofPrecise('norm', () => [[3, 4]], { anyLength: [0], meant: / = (1n|\[\])$/ }),
  ofPrecise('gradientOfProbability', () => [members(), jacobians(), 1], { depths: [3, 4, 1] }),
  ...(['logits', 'jacobian'] as const).map(onRay),
  ...(['softmax', 'complements', 'logSoftmax', 'logSumExp'] as const).map(onLogits),
  ...(
    [
      'maximumSoftmaxProbability',
      'oneMinusMaximum',
      'classVariance',
      'predictiveEntropy',
      'expectedEntropy',
      'mutualInformation',
      'uncertainty',
    ] as const
  ).map(onMembers),
  ...(
    [
      'gradientOfClassVariance',
      'gradientOfPredictiveEntropy',
      'gradientOfExpectedEntropy',
      'gradientOfMutualInformation',
      'gradients',
    ] as const
  ).map(onJacobians),
]);

const half = Rational.of(0.5);
const ofRational = (name: 'add' | 'subtract' | 'multiply' | 'divide' | 'compare'): Call => ({
  call: (other: farfield.Rational) => String(half[name](other)),
  good: () => [Rational.of(2)],
});
const root = Real.of(2).squareRoot();
const ofReal = (
  name: 'add' | 'subtract' | 'multiply' | 'divide' | 'hull' | 'maximum' | 'compare',
): Call => ({
  call: (other: farfield.Real) => String(root[name](other)),
  good: () => [Real.of(2)],
});

const ray = new farfield.RayAnalysis(file, [1, 2], [1, 0.5]);
const detector = new farfield.DetectorAnalysis({
  network: file,
  origin: [1, 2],
  direction: [1, 0.5],
  train: { x: [...rows(), ...rows()], y: [0, 1, 0, 1] },
  validation: { x: [...rows(), ...rows()], y: [0, 1, 0, 1] },
});

/** Every method of an exported class that takes something. */
const METHODS: Readonly<Record<string, Readonly<Record<string, Call>>>> = {
  Precise: PRECISE,
  Rational: {
    ...Object.fromEntries(
      (['add', 'subtract', 'multiply', 'divide', 'compare'] as const).map((name) => [
        name,
        ofRational(name),
      ]),
    ),
    of: { call: (value: number) => String(Rational.of(value)), good: () => [0.5] },
    ofDyadic: {
      call: (value: never) => String(Rational.ofDyadic(value)),
      good: () => [{ mantissa: 3n, exponent: -1 }],
    },
    parse: { call: (text: string) => String(Rational.parse(text)), good: () => ['3/2'] },
    constructor: {
      call: (numerator: bigint, denominator: bigint) =>
        String(new Rational(numerator, denominator)),
      good: () => [3n, 2n],
    },
  },
  Real: {
    ...Object.fromEntries(
      (['add', 'subtract', 'multiply', 'divide', 'hull', 'maximum', 'compare'] as const).map(
        (name) => [name, ofReal(name)],
      ),
    ),
    of: { call: (value: number) => String(Real.of(value)), good: () => [0.5] },
    ofRational: { call: (value: never) => String(Real.ofRational(value)), good: () => [half] },
    between: {
      call: (lower: never, upper: never) => String(Real.between(lower, upper)),
      good: () => [half, Rational.one],
    },
  },
  Classifier: {
    observe: {
      call: (given: never, options: never) => new Classifier(network).observe(given, options),
      good: () => [rows(), { hidden: true }],
      anyLength: [0],
      meant: /^0 = \[\]$/,
    },
    'observe, a batch': {
      call: (given: never) => new Classifier(network).observe(given),
      good: () => [{ ...batch }],
      meant: /^0 = \[\]$/,
    },
    observeForFitting: {
      call: (given: never, options: never) =>
        new Classifier(network).observeForFitting(given, options).logits,
      good: () => [rows(), { hidden: false }],
      anyLength: [0],
      meant: /^0 = \[\]$/,
    },
    inputGradients: {
      call: (inputs: never, cotangentOf: never) =>
        new Classifier(network).inputGradients(inputs, cotangentOf),
      good: () => [{ ...batch }, () => Float64Array.of(1, 0)],
    },
  },
  RayAnalysis: {
    activationsAt: {
      call: (t: farfield.Rational) => ray.activationsAt(t).map(String),
      good: () => [Rational.of(3)],
    },
    boxDangerScale: {
      call: (box: never, epsilon: number) => ray.boxDangerScale(box, epsilon),
      good: () => [{ lower: [0, 0], upper: [1, 1] }, 0.01],
    },
    dangerScale: { call: (epsilon: number) => ray.dangerScale(epsilon), good: () => [0.01] },
  },
  DetectorAnalysis: {
    auroc: {
      call: (id: never, ood: never) => detector.auroc(id, ood),
      good: () => [
        [0, 1, 2],
        [1, 3],
      ],
      anyLength: [0, 1],
      limits: [0, 1],
    },
    behaviourOf: {
      call: (scorer: never) => detector.behaviourOf(scorer),
      good: () => [farfield.ebo.fit(detector.data)],
      depths: [0],
    },
    scorerOf: {
      call: (given: never) => detector.scorerOf(given).parameters,
      good: () => [farfield.ebo],
      depths: [0],
    },
  },
};

/** The classes of the package that users make or are handed. */
const CLASSES: Readonly<Record<string, { prototype: object }>> = {
  Precise: precise.constructor as never,
  Rational,
  Real,
  Classifier,
  RayAnalysis: farfield.RayAnalysis,
  DetectorAnalysis: farfield.DetectorAnalysis,
  EnsembleAnalysis: farfield.EnsembleAnalysis,
  CurveAnalysis: farfield.CurveAnalysis,
};

/** Methods that say that they take something; what TypeScript calls private is not called. */
function takingMethods(of: { prototype: object }): string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(of.prototype)).flatMap(([name, found]) =>
    name !== 'constructor' && typeof found.value === 'function' && found.value.length > 0
      ? [name]
      : [],
  );
}

const PRIVATE = ['gradient', 'predict', 'jacobiansOf', 'at', 'batchFrom', 'observeInto', 'sizeOf'];

describe.each(Object.entries(CLASSES))('the methods of %s', (name, of) => {
  it('have a row each, if they take anything', () => {
    const told = Object.keys(METHODS[name] ?? {});
    const taking = takingMethods(of).filter((method) => !PRIVATE.includes(method));
    expect(taking.filter((method) => !told.includes(method))).toEqual([]);
  });

  const methods = Object.entries(METHODS[name] ?? {});
  if (methods.length === 0) return;
  it.each(methods)('%s refuses what it cannot mean', async (_method, row) => {
    expect(await faultsOf(row)).toEqual([]);
  });
});
