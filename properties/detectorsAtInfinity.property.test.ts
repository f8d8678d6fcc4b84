import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  behaviourAtInfinity,
  Classifier,
  cea,
  DETECTORS,
  type Detector,
  detectorNamed,
  type FittingData,
  fittingDataOf,
  fusion,
  isBlind,
  observationsOnTail,
  type Scorer,
  scoreTailAlong,
  unit,
  type VariantOptions,
} from '../src/detectors/index.js';
import type { NoveltyGerm } from '../src/detectors/infinity/noveltyGerm.js';
import { InputError } from '../src/errors/inputError.js';
import { readNetwork } from '../src/network/networkFile.js';
import { sharedCases } from './sharedCases.js';

const RUNS = Number(process.env.FARFIELD_RUNS ?? 40);

/** Small whole weights make dead, duplicate and constant units, ties and flat tails common. */
const weight = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(0));

const situation = fc
  .record({
    inputs: fc.integer({ min: 1, max: 3 }),
    width: fc.integer({ min: 2, max: 6 }),
    classes: fc.integer({ min: 2, max: 4 }),
  })
  .chain(({ inputs, width, classes }) => {
    const matrix = (rows: number, columns: number) =>
      fc.array(fc.array(weight, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      });
    const vector = (length: number) => fc.array(weight, { minLength: length, maxLength: length });
    const half = fc.integer({ min: -8, max: 8 }).map((value) => value / 2);
    const points = fc.array(fc.array(half, { minLength: inputs, maxLength: inputs }), {
      minLength: 12,
      maxLength: 12,
    });
    return fc.record({
      layers: fc.tuple(
        matrix(width, inputs),
        vector(width),
        matrix(width, width),
        vector(width),
        matrix(classes, width),
        vector(classes),
      ),
      train: points,
      validation: points,
      origin: fc.array(half, { minLength: inputs, maxLength: inputs }),
      direction: fc
        .array(weight, { minLength: inputs, maxLength: inputs })
        .filter((v) => v.some((entry) => entry !== 0)),
      leak: fc.constantFrom(0, 0, 0.25),
      classes: fc.constant(classes),
      inputs: fc.constant(inputs),
    });
  })
  .map(({ layers: [w1, b1, w2, b2, w3, b3], train, validation, classes, inputs, leak, ...ray }) => {
    const network = readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs,
      layers: [
        { type: 'dense', weights: w1, bias: b1 },
        { type: 'relu' },
        { type: 'dense', weights: w2, bias: b2 },
        // With a leak units can fall for ever, and sums of their odd powers can cancel.
        leak === 0 ? { type: 'relu' } : { type: 'leaky-relu', slope: leak },
        { type: 'dense', weights: w3, bias: b3 },
      ],
    });
    const classifier = new Classifier(network);
    const labelled = (x: number[][]) => ({ x, y: x.map((_, i) => i % classes) });
    const data = fittingDataOf(classifier, labelled(train), labelled(validation));
    return { classifier, data, ray, tail: scoreTailAlong(classifier, ray) };
  });

const byId = (...ids: string[]) => ids.map((id) => detectorNamed(id) as Detector);
const FUSIONS = [
  fusion(byId('msp', 'cea-msp'), 'fisher'),
  fusion(byId('ebo', 'knn', 'mds'), 'ranks'),
  fusion(byId('gen', 'vra', 'she-euclidean'), 'fisher'),
] as unknown as readonly Detector<VariantOptions>[];
const BLIND_FUSIONS = [
  fusion(byId('msp', 'gen', 'nci'), 'fisher'),
  fusion(byId('gen', 'temp-scale'), 'ranks'),
] as unknown as readonly Detector<VariantOptions>[];

const plain = [...DETECTORS, unit].filter(({ reads }) => reads !== 'inputs');

interface Checked {
  readonly detector: Detector<VariantOptions>;
  readonly options: object;
  readonly name: string;
}

const checked: readonly Checked[] = [
  ...plain.map((detector) => ({ detector, options: {}, name: detector.name })),
  ...plain.flatMap((detector) =>
    detector.variants.slice(1).map((variant) => ({
      detector,
      options: { variant, ...forSmallLayers(detector) },
      name: `${detector.name}, ${variant}`,
    })),
  ),
  ...plain.map((detector) => ({
    detector: cea(detector),
    options: { percent: 50 },
    name: `CEA(${detector.name})`,
  })),
  ...([1, 'max'] as const).map((norm) => ({
    detector: cea(plain.find(({ id }) => id === 'ebo')!),
    options: { percent: 50, norm },
    name: `CEA(EBO), norm ${norm}`,
  })),
  {
    detector: cea(plain.find(({ id }) => id === 'ebo')!),
    options: { percent: 50, layers: 'all' },
    name: 'CEA(EBO), all layers',
  },
  ...FUSIONS.map((detector) => ({ detector, options: {}, name: detector.name })),
];

/** The fitted detector; null where ViM refuses features that leave no residual. */
function fitted({ fit }: Checked['detector'], data: FittingData, options: object): Scorer | null {
  try {
    return fit(data, options);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain('no residual');
    return null;
  }
}

/** What published code needs to say anything of layers this small, and of as few rows. */
function forSmallLayers({ id, defaults }: Detector<VariantOptions>): object {
  return {
    ...('dimension' in defaults && { dimension: 1 }),
    ...(id.startsWith('ash') && { percent: 50 }),
    ...(id === 'gram-layers' && { heldOut: [[0], [0], [0], [0]] }),
  };
}

/** The most that stored numbers of an expansion may be off for its constant to be seen behind them. */
const SHARP = 1e-12;

/**
 * Of a score that grows: what its terms leave is the constant of its expansion, which sums of scores
 * whose growth cancels end in.
 */
function expectRest(
  { terms, constant, constantBounds, approach }: NoveltyGerm,
  noveltyAt: (t: number) => number,
): void {
  if (constantBounds || Number.isNaN(constant) || terms.some(({ power }) => power % 1 !== 0))
    return;
  const sharp = terms.every(
    ({ coefficient: { certain, value, bounds } }) =>
      certain && bounds.upper - bounds.lower <= SHARP * Math.abs(value),
  );
  if (!sharp) return;
  const rest = (t: number) =>
    terms.reduce(
      (left, { power, coefficient }) => left - coefficient.value * t ** power,
      noveltyAt(t),
    ) - constant;
  const [{ power, coefficient }] = terms;
  const [near, far] = power === 1 ? [1e4, 1e5] : [1e2, 1e3];
  const noise = 1e-12 * (Math.abs(coefficient.value) * far ** power + Math.abs(constant) + 1);
  const left = Math.abs(rest(far));
  if (approach?.kind === 'constant') expect(left).toBeLessThan(noise);
  else expect(left).toBeLessThan(Math.abs(rest(near)) / 2 + noise);
}

describe('behaviour at infinity, decided from the tail', () => {
  const onEach = sharedCases(situation, { numRuns: RUNS, seed: 20_240_511 });
  for (const { detector, options, name } of checked) {
    it(`${name}: agrees with the score far out, for every network, data set and ray`, () => {
      const kinds = new Map<string, number>();
      onEach(({ data, tail }) => {
        const scorer = fitted(detector, data, options);
        if (scorer === null) return;
        const behaviour = behaviourAtInfinity(scorer, tail);
        kinds.set(behaviour.kind, (kinds.get(behaviour.kind) ?? 0) + 1);
        const noveltyAt = (t: number) => scorer.score(observationsOnTail(tail, t))[0];
        if (behaviour.float64Limit !== null) {
          // Slopes are multiples of 2⁻⁶ here: by then e^{−γt} has underflown.
          expect(noveltyAt(1e7)).toBe(behaviour.float64Limit);
        } else if (behaviour.growth) {
          const { power, coefficient } = behaviour.growth;
          // Within rounding of the fit: true of the stored parameters, too far out to be seen.
          if (Math.abs(coefficient) < 1e-6) return;
          // Gram grows at fractional powers, which are slow to part.
          const t = name.includes('Gram') ? 1e40 : 1e10;
          expect(noveltyAt(t) / t ** power / coefficient).toBeCloseTo(1, 3);
          expect(Math.sign(noveltyAt(t))).toBe(behaviour.kind === 'diverges-up' ? 1 : -1);
          expectRest(scorer.germ(tail), noveltyAt);
        } else if (behaviour.kind === 'converges') {
          if (behaviour.notes.some((note) => /float64|rounding/.test(note))) return;
          const { lower, upper } = behaviour.bounds;
          expect(lower).toBeLessThanOrEqual(behaviour.limit);
          expect(upper).toBeGreaterThanOrEqual(behaviour.limit);
          // A residual that is rounding, scaled up: known to no digit, and said so.
          if (upper - lower > 1e-6 * Math.max(1, Math.abs(behaviour.limit))) return;
          const far = noveltyAt(1e7);
          const scale = Math.max(1, Math.abs(behaviour.limit));
          expect(Math.abs(far - behaviour.limit) / scale).toBeLessThan(1e-5);
          const rest = (t: number) => Math.abs(noveltyAt(t) - behaviour.limit) / scale;
          const { approach } = behaviour;
          if (approach?.kind === 'constant') expect(rest(1e7)).toBeLessThan(1e-9);
          if (approach?.kind === 'exponential') {
            // Intercepts are below 300 here: their factor e^300 has died out by then.
            expect(rest(400 / approach.rate)).toBeLessThan(1e-9);
          }
          if (approach?.kind === 'algebraic') {
            expect(rest(1e5)).toBeLessThan(rest(1e4) / 5 + 1e-9);
          }
        } else if (FUSIONS.includes(detector)) {
          // A rank among held-out scores: the far score is within the bounds, not only near them.
          const { lower, upper } = behaviour.bounds;
          expect(noveltyAt(1e7)).toBeGreaterThanOrEqual(lower - 1e-9);
          expect(noveltyAt(1e7)).toBeLessThanOrEqual(upper + 1e-9);
        } else if (behaviour.kind === 'undefined') {
          // A fitted parameter is NaN or infinite, or moving units of both signs cancel.
          expect(behaviour.notes.length).toBeGreaterThan(0);
        }
      });
      const decided = [...kinds].filter(([kind]) => !['undefined', 'unknown'].includes(kind));
      expect(decided.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(RUNS / 4);
    });
  }
});

describe('where the network becomes certain behind rectified units', () => {
  const certain = situation.filter(
    ({ tail }) =>
      tail.regime === 'saturating' && tail.penultimate!.slope.every(({ sign }) => sign >= 0),
  );
  const declared = [...DETECTORS, unit, ...BLIND_FUSIONS].filter(
    ({ whenCertain }) => whenCertain !== 'depends',
  );

  const onEach = sharedCases(certain, { numRuns: RUNS, seed: 20_240_513 });
  it.each(declared)('$name is $whenCertain, for every network, data set and ray', (detector) => {
    onEach(({ data, tail }) => {
      const scorer = detector.fit(data);
      const behaviour = behaviourAtInfinity(scorer, tail);
      if (detector.whenCertain === 'never blind') expect(behaviour.kind).toBe('diverges-up');
      // Whatever a threshold passes of the data, it passes the far point.
      else expect(isBlind(behaviour, Math.min(...scorer.score(data.train)))).toBe(true);
    });
  });

  const metBothWays = (found: Set<string> | undefined) =>
    found?.has('true') === true && found.has('false');

  it('each way of a detector that depends is met by some', () => {
    const depending = DETECTORS.filter(
      ({ whenCertain, reads }) => whenCertain === 'depends' && reads !== 'inputs',
    );
    const met = new Map<string, Set<string>>();
    for (const { data, tail } of fc.sample(certain, { numRuns: 10 * RUNS, seed: 7 })) {
      for (const detector of depending.filter(({ id }) => !metBothWays(met.get(id)))) {
        const scorer = fitted(detector, data, {});
        if (scorer === null) continue;
        const blind = isBlind(
          behaviourAtInfinity(scorer, tail),
          Math.max(...scorer.score(data.train)),
        );
        met.set(detector.id, (met.get(detector.id) ?? new Set()).add(String(blind)));
      }
    }
    const onlyOneWay = depending.filter(({ id }) => !metBothWays(met.get(id)));
    // Whether Δ is in a principal space is not known within rounding, and RMDS[ridge] nearly always
    // flags.
    expect(onlyOneWay.map(({ id }) => id)).toEqual(['residual', 'rmds-ridge']);
  });
});
