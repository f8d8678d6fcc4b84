import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Call, faultsOf } from '../properties/refusals.js';
import { temporaryFolder } from '../properties/temporaryFolder.js';
import * as farfield from './index.js';
import * as testing from './testing/index.js';

const {
  auroc,
  boxTail,
  Classifier,
  claimById,
  ebo,
  exactTail,
  fittingDataOf,
  msp,
  predict,
  Rational,
  readNetwork,
  scoreTailAlong,
  tail,
  verifyClaims,
} = farfield;

const folder = temporaryFolder('arguments');
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
const far = { origin: [1, 2], direction: [1, 0.5] };
const classifier = new Classifier(network);
const headMean = [
  [1, 2, 3, 0],
  [0, 1, 0, 0.5],
];
const headCovariance = Array.from({ length: 8 }, (_, i) =>
  Array.from({ length: 8 }, (_, j) => (i === j ? 1 : 0)),
);
const zero = Rational.zero;
const euclidean = {
  name: 'constant',
  fit: () => ({ score: (rows: readonly unknown[]) => rows.map(() => 0) }),
};
const result = {
  law: 'shape',
  statement: 's',
  status: 'failed',
  message: 'm',
  milliseconds: 1,
  input: [0],
};
const report = { subject: 's', passed: 0, failed: 1, notChecked: 0, results: [result] };

const ALWAYS: testing.Law<testing.DetectorUnderTest> = {
  id: 'always',
  statement: 's',
  likelyCause: 'c',
  check: async () => null,
};

const ray = () => structuredClone(far);
const labelled = () => ({
  x: [
    [0, 1],
    [1, 2],
    [3, 1],
    [0.5, 4],
  ],
  y: [0, 1, 0, 1],
});
const data = () => fittingDataOf(classifier, labelled(), labelled());
const behaviour = () =>
  farfield.behaviourAtInfinity(ebo.fit(data()), scoreTailAlong(classifier, far));
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
const guardOf = () => ({
  lower: Float64Array.of(0, 0),
  upper: Float64Array.of(1, 1),
  widths: Float64Array.of(1, 1),
  kappa: 10,
  mu: 2,
});
const id = () => [0, 1, 2, 3];
const ood = () => [2, 3, 4];
const logits = () => [1, 2, 0.5];
const end = (k: number) => ({
  regime: 'saturating',
  top: [k],
  intercept: [zero, zero],
});
const evidence = verifyClaims({ claims: ['softmax-increasing'], runs: 5, workers: 0 });
const evidenceOf = async () => structuredClone(await evidence);

const TABLE = 'a,b,kind\n1,2,0\n3,4,1\n';
const run = farfield.audit(network, { workers: 0 });
const audited = async () => structuredClone(await run);

function networkFile(): string {
  const path = join(folder, 'network.json');
  writeFileSync(path, JSON.stringify(file));
  return path;
}

function requests(): string {
  const path = join(folder, 'shape.requests.jsonl');
  writeFileSync(path, `${JSON.stringify({ score: [[1, 2]] })}\n`);
  return path;
}

function broken(): string {
  const path = join(folder, 'broken.mjs');
  writeFileSync(path, 'export const');
  return path;
}

/** What tells networks apart without comparing functions. */
function shapeOf({ inputSize, outputSize, nodes, output }: farfield.Network): unknown {
  return [
    inputSize,
    outputSize,
    nodes.map(({ operation, inputs }) => [operation.kind, inputs]),
    output,
  ];
}

/** What a tail says, without the network that stands behind it. */
function numbersOf({ from, slope, intercept, regime, top }: farfield.Tail): unknown {
  return [from, slope, intercept, regime, top];
}

/** A metric of the members of an ensemble. */
function metric(call: (source: never) => unknown): Call {
  return { call, good: () => [members()], anyLength: [0], limits: [0], nan: [0] };
}

/** Its gradient: there is none at infinity. */
function gradient(call: (source: never) => unknown): Call {
  return { call, good: () => [members()], anyLength: [0] };
}

/** A function of the logits of one network. */
function ofLogits(call: (logits: never) => unknown): Call {
  return { call, good: () => [logits()], anyLength: [0], limits: [0], nan: [0] };
}

/** A measure of two samples of novelty scores. */
function ranks(call: (id: never, ood: never) => unknown): Call {
  return { call, good: () => [id(), ood(), { nan: 'error' }], anyLength: [0, 1], limits: [0, 1] };
}

/** A detector that is fitted and scores. */
function fits(detector: { fit(data: never, options?: never): farfield.Scorer }): Call {
  return {
    call: (train: never, options: never, seen: farfield.Observations) => {
      const scorer = detector.fit(train, options);
      return [scorer.parameters, scorer.score(seen)];
    },
    good: () => [data(), {}, classifier.observe(labelled().x)],
    depths: [2, 1, 3],
  };
}

/** An empty list of rays or directions has as many tails. */
const NONE_OF_THEM = /^1 = \[\]$/;

/** One intercept more is one class more, which a saturating tail may have. */
const MORE_CLASSES = /^0\.intercept too long$/;

/** Every export: how it is called, or why there is nothing to refuse. */
const EXPORTS: Readonly<Record<string, Call | string>> = {
  // Audit
  audit: {
    call: farfield.audit,
    good: () => [network, { workers: 0, seed: 1, rows: 1, policies: [] }],
    depths: [1, 1],
    see: ({ audit: { directions } }: farfield.AuditRun) => directions,
  },
  auditDataOfText: {
    call: farfield.auditDataOfText,
    good: () => [TABLE, 'table.csv', { inputSize: 2, outputSize: 2 }, { label: 'kind' }],
    // Without a name the column of the labels is found by its own.
    meant: /^3( = undefined| = \{\}|\.label = undefined)$/,
  },
  numbersOf: {
    call: farfield.numbersOf,
    good: () => [farfield.readTextTable(TABLE, 'table.csv'), [0, 1]],
    // Rows are as the reader of the text left them.
    depths: [2, 2],
    anyLength: [1],
    meant: /^1 = undefined$/,
  },
  readTextTable: {
    call: farfield.readTextTable,
    good: () => [TABLE, 'table.csv', { delimiter: ',', firstLine: 1 }],
  },
  auditReports: {
    call: farfield.auditReports,
    good: async () => [await audited(), {}, ['audit.md', 'audit.json']],
    depths: [1, 1, 2],
    anyLength: [2],
    meant: /^(1 = undefined|2 = undefined)$/,
  },
  evidenceReports: {
    call: farfield.evidenceReports,
    good: async () => [await evidenceOf(), ['report.md']],
    depths: [1, 2],
    anyLength: [1],
    // Without names all reports are asked for.
    meant: /^1 = undefined$/,
  },
  mergeAudits: {
    call: farfield.mergeAudits,
    good: async () => [
      [
        {
          name: 'one',
          ...(await farfield.audit(network, { rows: 1, shard: { index: 1, of: 1 } })),
        },
      ],
    ],
    depths: [4],
    see: ({ audit: { directions } }: farfield.AuditRun) => directions,
  },
  parsePolicies: { call: farfield.parsePolicies, good: () => ['danger-scale<3'] },
  // Guards
  guard: {
    call: farfield.guard,
    good: () => [
      { network },
      { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) },
      { keep: 1e-6, uncertainAt: 3, confidence: 0.9, quantile: 0, margin: 0 },
    ],
    depths: [1, 2, 2],
    see: ({ certificate }: farfield.Guarded) => certificate,
  },
  guardedProbabilities: {
    call: farfield.guardedProbabilities,
    good: () => [guardOf(), [3, 1], [0.25, 0.75]],
    limits: [1, 2],
    anyLength: [2],
    // What is not a number is answered by 1/C each.
    meant: /^[12]\[\d\] = NaN/,
  },
  // Certificates
  certify: { call: farfield.certify, good: () => [network, ray()], depths: [1, 3] },
  // Checking
  mergeEvidence: {
    call: farfield.mergeEvidence,
    good: async () => [[{ name: 'one', evidence: await evidenceOf() }]],
    depths: [3],
    see: ({ claims }: farfield.Evidence) => claims.length,
  },
  refute: {
    call: farfield.refute,
    good: () => [claimById('softmax-increasing'), 1, 10_000],
    depths: [0, 1, 1],
  },
  replay: {
    call: farfield.replay,
    good: async () => [await evidenceOf(), 'softmax-increasing', 'this run'],
    depths: [1, 1, 1],
  },
  verifyClaims: {
    call: verifyClaims,
    good: () => [{ claims: ['softmax-sigmoid'], runs: 5, seed: 1, workers: 0, candidates: 5 }],
    depths: [2],
    see: ({ claims, seed }: farfield.Evidence) => [claims, seed],
    // Without options the whole catalogue is checked, which takes a while.
    meant: /^0( = undefined| = \{\}|\.(claims|runs|seed|workers) = undefined)$/,
  },
  // Claims
  claimById: { call: claimById, good: () => ['regimes'] },
  CurveAnalysis: {
    call: (source: farfield.CurveCase) => new farfield.CurveAnalysis(source),
    good: () => [
      {
        units: [
          { linear: 1, oscillating: 0.5 },
          { linear: 2, oscillating: 1 },
        ],
        weights: [
          [1, 2],
          [0, 1],
        ],
        bias: [0, 1],
      },
    ],
    see: ({ units, logits }: farfield.CurveAnalysis) => [units, logits],
  },
  DetectorAnalysis: {
    call: (source: farfield.DetectorCase) => new farfield.DetectorAnalysis(source).data.train,
    good: () => [
      { network: structuredClone(file), ...ray(), train: labelled(), validation: labelled() },
    ],
  },
  EnsembleAnalysis: {
    call: (source: farfield.EnsembleCase) => new farfield.EnsembleAnalysis(source),
    good: () => [{ members: [structuredClone(file), structuredClone(file)], ...ray() }],
    see: ({ members }: farfield.EnsembleAnalysis) => members.map(({ tail }) => tail),
    meant: /^0\.members too/,
  },
  RayAnalysis: {
    call: (...args: ConstructorParameters<typeof farfield.RayAnalysis>) =>
      new farfield.RayAnalysis(...args),
    good: () => [structuredClone(file), [1, 2], [1, 0.5]],
    see: ({ tail }: farfield.RayAnalysis) => tail,
    meant: /^0\.layers too short$/,
  },
  fails: { call: farfield.fails, good: () => ['the gap is 0'] },
  holdsIf: {
    call: farfield.holdsIf,
    good: () => [false, 'not positive'],
    meant: /^1 = a function$/,
  },
  CLAIMS: 'a constant',
  HOLDS: 'a constant',
  OUTSIDE: 'a constant',
  UNDECIDED: 'a constant',
  // Detectors
  batchOf: {
    call: farfield.batchOf,
    good: () => [
      'inputs',
      [
        [1, 2],
        [3, 4],
      ],
      2,
    ],
    anyLength: [1],
    meant: NONE_OF_THEM,
  },
  behaviourAtInfinity: {
    call: farfield.behaviourAtInfinity,
    good: () => [ebo.fit(data()), scoreTailAlong(classifier, far)],
    depths: [1, 2],
  },
  blindWindow: {
    call: farfield.blindWindow,
    good: () => [
      {
        dangerScale: 2,
        tailFrom: 0,
        threshold: 0,
        noveltyAt: (t: number) => t - 5,
        behaviour: behaviour(),
      },
    ],
    limits: [0],
  },
  cea: { call: farfield.cea, good: () => [ebo], depths: [1], see: ({ id }: { id: string }) => id },
  dropoutMixture: {
    call: farfield.dropoutMixture,
    good: () => [network, [{ layer: 1, rate: 0.5 }], () => 0.5, 10],
    anyLength: [1],
    depths: [1, 3, 1, 1],
    see: ({ members }: { members: readonly unknown[] }) => members.length,
  },
  ensembleMixture: {
    call: farfield.ensembleMixture,
    good: () => [[network, network]],
    depths: [2],
    anyLength: [0],
    see: ({ members }: { members: readonly unknown[] }) => members.length,
  },
  gaussianHead: {
    call: farfield.gaussianHead,
    good: () => [network, { mean: headMean, covariance: headCovariance }, 'head'],
    depths: [1, 3, 1],
    see: ({ classes }: { classes: number }) => classes,
  },
  lastLayerLaplace: {
    call: farfield.lastLayerLaplace,
    good: () => [
      network,
      [
        [1, 2],
        [3, 4],
      ],
      { priorPrecision: 1 },
    ],
    depths: [1, 3, 3],
    anyLength: [1],
    see: ({ mean }: { mean: unknown }) => mean,
  },
  gaussianHeadGradient: {
    call: farfield.gaussianHeadGradient,
    good: () => [
      farfield.gaussianHead(network, { mean: headMean, covariance: headCovariance }, 'head'),
      far,
    ],
    depths: [1, 3],
    see: (limits: readonly { toNumber(): number }[] | null) => limits?.[0].toNumber(),
  },
  limitOfPosterior: {
    call: farfield.limitOfPosterior,
    good: () => [farfield.ensembleMixture([network, network]), far],
    depths: [1, 3],
    see: (limit: { top: number | null } | null) => limit?.top,
  },
  readPosterior: {
    call: farfield.readPosterior,
    good: () => [
      {
        format: 'farfield-posterior',
        version: 1,
        kind: 'gaussian-head',
        mean: headMean,
        covariance: headCovariance,
      },
      { network, readMember: () => Promise.resolve(network), random: () => 0.5 },
      'posterior',
    ],
    depths: [3, 1, 1],
    see: ({ kind }: { kind: string }) => kind,
  },
  fusion: {
    call: farfield.fusion,
    good: () => [[ebo, msp], 'fisher'],
    depths: [2],
    see: ({ id }: { id: string }) => id,
  },
  Classifier: {
    call: (given: farfield.Network, rows: number[][]) => new Classifier(given).observe(rows),
    good: () => [
      network,
      [
        [1, 2],
        [3, 4],
      ],
    ],
    depths: [1, 3],
    anyLength: [1],
    meant: NONE_OF_THEM,
  },
  detectorNamed: {
    call: farfield.detectorNamed,
    good: () => ['ebo'],
    see: ({ id }: { id: string }) => id,
  },
  fittingDataOf: {
    call: fittingDataOf,
    good: () => [classifier, labelled(), labelled()],
    depths: [0, 3, 3],
    see: ({ train, validation }: farfield.FittingData) => [train, validation],
  },
  isBlind: { call: farfield.isBlind, good: () => [behaviour(), 0], limits: [0, 1] },
  limitAuroc: {
    call: farfield.limitAuroc,
    good: () => [behaviour(), id()],
    anyLength: [1],
    limits: [0, 1],
    // A limit that is not known has no AUROC: null.
    meant: /^0\.(limit|float64Limit) = NaN$/,
  },
  float64LimitAuroc: {
    call: farfield.float64LimitAuroc,
    good: () => [behaviour(), id()],
    anyLength: [1],
    limits: [0, 1],
    // A limit that is not known has no AUROC: null.
    meant: /^0\.(limit|float64Limit) = NaN$/,
  },
  observationsAlong: {
    call: farfield.observationsAlong,
    good: () => [classifier, ray(), scoreTailAlong(classifier, far), 0.25],
    depths: [0, 3, 2, 1],
    meant: /^2\.hidden/,
  },
  observationsOnTail: {
    call: farfield.observationsOnTail,
    good: () => [scoreTailAlong(classifier, far), 100],
    depths: [2, 1],
    meant: /^0\.hidden/,
  },
  scoreTailAlong: {
    call: scoreTailAlong,
    good: () => [classifier, ray()],
    depths: [0, 3],
  },
  DETECTORS: 'a constant: each is called under its own name',
  ...Object.fromEntries(
    [...farfield.DETECTORS, farfield.unit].map((detector) => [
      Object.entries(farfield).find(([, value]) => value === detector)![0],
      fits(detector),
    ]),
  ),
  // Errors
  FarfieldError: 'thrown by farfield, and made by it alone',
  InputError: 'thrown by farfield, and made by it alone',
  InternalError: 'thrown by farfield, and made by it alone',
  describeProblem: {
    call: farfield.describeProblem,
    good: () => [{ code: 'empty', path: 'rows', rule: 'must hold rows', remedy: 'add some' }],
  },
  // Exact numbers
  Rational: {
    call: (value: number, written: string, by: number) =>
      Rational.of(value).add(Rational.parse(written)).divide(Rational.of(by)).toString(),
    good: () => [0.5, '1/3', 2],
  },
  Real: {
    call: (value: number, lower: farfield.Rational, upper: farfield.Rational) =>
      farfield.Real.of(value).add(farfield.Real.between(lower, upper)).toString(),
    good: () => [0.5, Rational.zero, Rational.of(2)],
  },
  // Metrics
  auroc: ranks(farfield.auroc),
  averagePrecision: {
    ...ranks(farfield.averagePrecision as never),
    good: () => [id(), ood(), { positive: 'ood', nan: 'error' }],
  },
  bootstrapInterval: {
    call: farfield.bootstrapInterval,
    good: () => [auroc, id(), ood(), { seed: 1, samples: 1000, level: 0.95, nan: 'error' }],
    anyLength: [1, 2],
    limits: [1, 2],
  },
  cea2024Metrics: {
    call: farfield.cea2024Metrics,
    good: () => [id(), ood()],
    anyLength: [0, 1],
    limits: [0, 1],
    // It reproduces an evaluation that deletes NaN.
    meant: /\] = NaN$|^\d = \[\]$/,
  },
  deLongInterval: {
    ...ranks(farfield.deLongInterval as never),
    good: () => [id(), ood(), { level: 0.95, nan: 'error' }],
  },
  deleteNonFinite: {
    call: farfield.deleteNonFinite,
    good: () => [id()],
    anyLength: [0],
    limits: [0],
    meant: /\] = NaN$|^\d = \[\]$/,
  },
  expectedCalibrationError: {
    call: farfield.expectedCalibrationError,
    good: () => [
      [
        [0.9, 0.1],
        [0.25, 0.75],
      ],
      [0, 1],
      { bins: 15 },
    ],
  },
  falsePositiveRate: {
    ...ranks(farfield.falsePositiveRate as never),
    good: () => [id(), ood(), { truePositiveRate: 0.95, positive: 'ood', nan: 'error' }],
  },
  ratesAt: {
    call: farfield.ratesAt,
    good: () => [2, id(), ood(), { nan: 'error' }],
    anyLength: [1, 2],
    limits: [0, 1, 2],
  },
  thresholdOf: {
    call: farfield.thresholdOf,
    good: () => [id(), 0.25, { level: 0.95, nan: 'error' }],
    anyLength: [0],
    limits: [0],
  },
  transportThreshold: {
    call: farfield.transportThreshold,
    good: () => [2, id(), ood(), { level: 0.95, nan: 'error' }],
    anyLength: [1, 2],
    limits: [0, 1, 2],
  },
  rankingMetrics: ranks(farfield.rankingMetrics as never),
  // Networks
  matrixKernel: { call: farfield.matrixKernel, good: () => [] },
  evaluate: { call: farfield.evaluate, good: () => [network, [1, 2]], depths: [1, 1] },
  jacobian: { call: farfield.jacobian, good: () => [network, [1, 2]], depths: [1, 1] },
  loadNetwork: {
    call: farfield.loadNetwork,
    good: () => [networkFile(), {}],
    see: shapeOf,
  },
  networkOfBytes: {
    call: farfield.networkOfBytes,
    good: () => [new TextEncoder().encode(JSON.stringify(file)), 'network.json', { files: {} }],
    depths: [0, 1, 1],
    see: shapeOf,
  },
  penultimate: { call: farfield.penultimate, good: () => [network, [1, 2]], depths: [1, 1] },
  readNetwork: {
    call: readNetwork,
    good: () => [structuredClone(file), 'network.json'],
    depths: [4, 1],
    see: shapeOf,
    meant: /^0\.layers too short$/,
  },
  recession: { call: farfield.recession, good: () => [network], depths: [1], see: shapeOf },
  // Tails
  boxDangerScale: {
    call: farfield.boxDangerScale,
    good: () => [boxTail(network, { lower: [0, 0], upper: [1, 1] }, [1, 0.5]), 0.01],
    depths: [2, 1],
    limits: [0],
  },
  boxTail: {
    call: boxTail,
    good: () => [network, { lower: [0, 0], upper: [1, 1] }, [1, 0.5]],
    depths: [1, 3, 1],
  },
  confidenceCeiling: {
    call: farfield.confidenceCeiling,
    good: () => [network],
    depths: [1],
  },
  dangerScale: {
    call: farfield.dangerScale,
    good: () => [exactTail(network, [1, 2], [1, 0.5]), 0.01],
    depths: [2, 1],
  },
  directionSlopes: {
    call: farfield.directionSlopes,
    good: () => [
      network,
      [
        [1, 0.5],
        [0, 1],
      ],
    ],
    depths: [1, 3],
    anyLength: [1],
    meant: NONE_OF_THEM,
  },
  enclosedTail: {
    call: farfield.enclosedTail,
    good: () => [network, [1, 2], [1, 0.5]],
    depths: [1, 1, 1],
    see: ({ from, slope, intercept }: farfield.EnclosedTail) => [from, slope, intercept],
  },
  exactTail: {
    call: exactTail,
    good: () => [network, [1, 2], [1, 0.5]],
    depths: [1, 1, 1],
  },
  roundedTail: {
    call: farfield.roundedTail,
    good: () => [exactTail(network, [1, 2], [1, 0.5])],
    depths: [2],
  },
  settlesWithin: {
    call: farfield.settlesWithin,
    good: () => [network, { origin: [1, 2], direction: [1, 0.5] }, 0.01],
    depths: [1, 2, 1],
  },
  tail: {
    call: tail,
    good: () => [network, [1, 2], [1, 0.5]],
    depths: [1, 1, 1],
    see: numbersOf,
  },
  tails: {
    call: farfield.tails,
    good: () => [network, [ray(), ray()]],
    see: (found: farfield.Tail[]) => found.map(numbersOf),
    depths: [1, 4],
    anyLength: [1],
    meant: NONE_OF_THEM,
  },
  tailsOnThreads: {
    call: farfield.tailsOnThreads,
    good: () => [network, [ray(), ray()], { workers: 0 }],
    see: (found: farfield.Tail[]) => found.map(numbersOf),
    depths: [1, 4],
    anyLength: [1],
    meant: NONE_OF_THEM,
  },
  directionSlopesOnThreads: {
    call: farfield.directionSlopesOnThreads,
    good: () => [
      network,
      [
        [1, 0.5],
        [0, 1],
      ],
      { workers: 0 },
    ],
    depths: [1, 3],
    anyLength: [1],
    meant: NONE_OF_THEM,
  },
  // Uncertainty
  certaintyIsPerfect: {
    call: farfield.certaintyIsPerfect,
    good: () => [[end(0), end(0)]],
    anyLength: [0],
  },
  classVariance: metric(farfield.classVariance),
  classVarianceGradient: gradient(farfield.classVarianceGradient),
  complements: ofLogits(farfield.complements),
  confirmSoftmaxJacobian: {
    call: farfield.confirmSoftmaxJacobian,
    good: () => [
      2,
      [[0, 1]],
      (row: number, column: number) => `s${row} * (${row === column ? 1 : 0} - s${column})`,
    ],
    anyLength: [1],
    meant: /^(1|2) = (undefined|\[\])$/,
  },
  expectedEntropy: metric(farfield.expectedEntropy),
  expectedEntropyGradient: gradient(farfield.expectedEntropyGradient),
  inputGradient: {
    call: farfield.inputGradient,
    good: () => [farfield.classVarianceGradient(members()), jacobians()],
    depths: [2, 3],
  },
  limitDistribution: {
    call: farfield.limitDistribution,
    good: () => [end(1)],
    meant: MORE_CLASSES,
  },
  limitUncertainty: {
    call: farfield.limitUncertainty,
    good: () => [[end(0), end(1)]],
    anyLength: [0],
  },
  loadPrecise: {
    call: farfield.loadPrecise,
    good: () => [{ digits: 64 }],
    see: ({ digits }: farfield.Precise) => digits,
  },
  logComplements: ofLogits(farfield.logComplements),
  logOdds: { ...ofLogits(farfield.logOdds as never), good: () => [logits(), 1] },
  logSoftmax: ofLogits(farfield.logSoftmax),
  // The sum of nothing is 0, its logarithm −∞.
  logSumExp: { ...ofLogits(farfield.logSumExp as never), meant: /^0 = \[\]$/ },
  maximumGradient: gradient(farfield.maximumGradient as never),
  maximumSoftmaxProbability: metric(farfield.maximumSoftmaxProbability),
  mutualInformation: metric(farfield.mutualInformation),
  mutualInformationGradient: gradient(farfield.mutualInformationGradient),
  oneMinusMaximum: metric(farfield.oneMinusMaximum),
  predict: metric(predict),
  predictiveEntropy: metric(farfield.predictiveEntropy),
  predictiveEntropyGradient: gradient(farfield.predictiveEntropyGradient),
  probabilityGradient: {
    call: farfield.probabilityGradient,
    good: () => [members(), 1],
    anyLength: [0],
  },
  softmax: ofLogits(farfield.softmax),
  softmaxJacobian: ofLogits(farfield.softmaxJacobian),
  uncertainty: metric(farfield.uncertainty),
  uncertaintyGradients: {
    call: farfield.uncertaintyGradients,
    good: () => [members(), jacobians()],
  },
};

const TESTING_EXPORTS: Readonly<Record<string, Call | string>> = {
  AGREEMENT: 'a constant',
  DETECTOR_LAWS: 'a constant',
  SITUATIONS: 'a constant',
  METRIC_LAWS: 'a constant',
  ORDINARY: 'a constant',
  ProtocolFault: 'thrown by farfield, and made by it alone',
  UNCERTAINTY_LAWS: 'a constant',
  describeDetectorLaws: {
    call: testing.describeDetectorLaws,
    good: () => [euclidean, { describe: () => {}, it: () => {} }, { laws: [ALWAYS] }],
    depths: [1, 1, 2],
    anyLength: [2],
  },
  describeLawReport: {
    call: testing.describeLawReport,
    good: () => [report, { describe: () => {}, it: () => {} }],
    depths: [1, 1],
  },
  describeFailure: {
    call: testing.describeFailure,
    good: () => [result],
    depths: [1],
    // Whatever the detector was given.
    meant: /^0\.input/,
  },
  jsonOf: { call: testing.jsonOf, good: () => [report], depths: [1] },
  junitOf: { call: testing.junitOf, good: () => [report], depths: [1] },
  likeLaws: {
    call: testing.likeLaws,
    good: () => ['ebo'],
    see: (laws: readonly { id: string }[]) => laws.map(({ id }) => id),
  },
  readReplay: {
    call: testing.readReplay,
    good: () => [requests(), false],
  },
  replayModule: {
    call: testing.replayModule,
    good: () => [broken(), { law: 'shape', requests: [{ score: [[1, 2]] }] }, {}],
    depths: [1, 3, 1],
    refuses: true,
  },
  replayProcess: {
    call: testing.replayProcess,
    good: () => ['nowhere', { law: 'shape', requests: [{ score: [[1, 2]] }] }, {}],
    refuses: true,
  },
  requestFiles: { call: testing.requestFiles, good: () => [report], depths: [1] },
  requestLine: {
    call: testing.requestLine,
    good: () => [{ score: [[1, 2]] }],
    // A detector may be asked for anything.
    meant: /^0(\.score)?(\[| too| = \{\}|.score)/,
  },
  runDetectorLaws: {
    call: testing.runDetectorLaws,
    good: () => [euclidean, { laws: [ALWAYS] }],
    depths: [1, 2],
    see: ({ results }: testing.LawReport) => results.length,
    // Without laws of its own it takes all.
    meant: /^1(\.laws)? = (undefined|\{\})$| too/,
  },
  situationNamed: { call: testing.situationNamed, good: () => ['tied classes'] },
  processDetector: {
    call: testing.processDetector,
    good: () => ['true', {}],
    see: ({ name }: { name: string }) => name,
  },
  runLaws: {
    call: testing.runLaws,
    good: () => ['constant', euclidean, testing.DETECTOR_LAWS.slice(0, 1)],
    depths: [1, 0, 1],
    anyLength: [2],
    meant: /^1 = /,
  },
  runModuleLaws: {
    call: testing.runModuleLaws,
    // A module that does not load is refused by itself, whatever the options.
    good: () => [broken(), {}],
    refuses: true,
  },
  runProcessLaws: {
    call: testing.runProcessLaws,
    good: () => ['nowhere', { laws: [ALWAYS] }],
    see: ({ results }: testing.LawReport) => results.length,
    // Without laws of its own it takes all, which this command cannot be asked.
    meant: /^1(\.laws)? = (undefined|\{\})$| too/,
  },
  subjectOf: {
    call: testing.subjectOf,
    good: () => [ebo, {}, {}],
    depths: [1, 1, 1],
    see: ({ name }: { name: string }) => name,
  },
};

describe.each([
  ['farfield', farfield, EXPORTS],
  ['farfield/testing', testing, TESTING_EXPORTS],
])('the exports of %s', (_, module, rows) => {
  it('have a row each', () => {
    expect(Object.keys(rows).sort()).toEqual(Object.keys(module).sort());
  });

  const calls = Object.entries(rows).flatMap(([name, row]) =>
    typeof row === 'string' ? [] : [[name, row] as const],
  );

  it.each(calls)('%s refuses what it cannot mean', async (_name, row) => {
    expect(await faultsOf(row)).toEqual([]);
  });
});
