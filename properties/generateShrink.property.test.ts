import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseKind, Cases, RayCase } from '../src/claims/cases.js';
import { CurveAnalysis } from '../src/claims/curveAnalysis.js';
import { gradientVanishes } from '../src/claims/gradientVanishes.js';
import { EnsembleAnalysis, RayAnalysis } from '../src/claims/rayAnalysis.js';
import { arbitraryOf } from '../src/generate/arbitraries.js';
import { holdsAlways, SEED } from './runs.js';

/** The case that shrinking ends at, for a property that says what is sought. */
function smallest<Kind extends CaseKind>(
  kind: Kind,
  sought: (source: Cases[Kind]) => boolean,
  seed = SEED,
): Cases[Kind] {
  const arbitrary: fc.Arbitrary<Cases[Kind]> = arbitraryOf[kind]();
  const { counterexample } = fc.check(
    fc.property(arbitrary, (source) => !sought(source)),
    { seed, numRuns: 10_000 },
  );
  return counterexample![0];
}

/** Where shrinking a given case ends. */
function shrunk(source: RayCase, sought: (candidate: RayCase) => boolean): RayCase {
  let current = source;
  for (;;) {
    const [better] = [
      ...arbitraryOf
        .ray()
        .shrink(current, undefined)
        .filter(({ value }) => sought(value))
        .take(1),
    ];
    if (better === undefined) return current;
    current = better.value;
  }
}

function affine(weights: number[][], bias = weights.map(() => 0)): RayCase['network'] {
  return {
    format: 'farfield-network',
    version: 1,
    inputs: weights[0].length,
    layers: [{ type: 'dense', weights, bias }],
  };
}

const seeds = Array.from({ length: 25 }, (_, k) => SEED + k);

const fewSeeds = seeds.slice(0, 8);

describe('shrinking', () => {
  it('of the counterexample to Lemma 4 always ends at 3 classes, 2 inputs, no hidden layer, weights in −2…2, no bias', () => {
    for (const seed of seeds) {
      const { network, origin, direction } = smallest(
        'ray',
        (source) => gradientVanishes.asPrinted.check(RayAnalysis.of(source)).status === 'fails',
        seed,
      );
      expect(network.layers).toHaveLength(1);
      const [layer] = network.layers;
      if (layer.type !== 'dense') throw new Error('the layer is no dense layer');
      expect([network.inputs, layer.weights.length]).toEqual([2, 3]);
      for (const weight of layer.weights.flat()) expect([-2, -1, 0, 1, 2]).toContain(weight);
      expect(layer.bias).toEqual([0, 0, 0]);
      expect(origin).toEqual(direction);
      expect(direction.map(Math.abs).sort()).toEqual([0, 1]);
    }
  });

  it('of a tied tail ends at three classes of one input', () => {
    for (const seed of fewSeeds) {
      const source = smallest(
        'ray',
        (candidate) => RayAnalysis.of(candidate).tail.regime === 'tied',
        seed,
      );
      const { file, tail, origin, direction } = RayAnalysis.of(source);
      expect([file.layers.length, file.inputs]).toEqual([1, 1]);
      // Two classes that are tied, and one below them by 1.
      const slopes = tail.slope.map((slope) => slope.toNumber()).sort((x, y) => x - y);
      expect([
        [-1, 0, 0],
        [0, 1, 1],
      ]).toContainEqual(slopes);
      expect(file.layers).toEqual([expect.objectContaining({ bias: [0, 0, 0] })]);
      expect([origin, direction.map(Math.abs)]).toEqual([[expect.any(Number)], [1]]);
    }
  });

  it('of a flat tail ends at the zero network of one input and two classes', () => {
    for (const seed of fewSeeds) {
      const { network } = smallest(
        'ray',
        (source) => RayAnalysis.of(source).tail.regime === 'flat',
        seed,
      );
      expect(network).toEqual(affine([[0], [0]]));
    }
  });

  it('of a boundary tail ends at a ReLU of something that stays 0', () => {
    for (const seed of fewSeeds) {
      const { network } = smallest('ray', (source) => RayAnalysis.of(source).tail.boundary, seed);
      // A ReLU of the input that does not move, or of a unit that is 0.
      const types = network.layers.map(({ type }) => type).join();
      expect(['relu,dense', 'dense,relu,dense']).toContain(types);
      expect(network.inputs).toBeLessThanOrEqual(2);
      for (const layer of network.layers) {
        if (layer.type !== 'dense') continue;
        expect([...layer.weights.flat(), ...layer.bias].every((value) => value === 0)).toBe(true);
      }
    }
  });

  it('of an ensemble that disagrees ends at two members without hidden layers', () => {
    for (const seed of fewSeeds) {
      const { members } = smallest(
        'ensemble',
        (source) => {
          const subject = new EnsembleAnalysis(source);
          const tops = new Set(subject.members.map(({ tail }) => tail.top.join()));
          return subject.saturates && tops.size > 1;
        },
        seed,
      );
      expect(members.map(({ inputs, layers }) => [inputs, layers.length])).toEqual([
        [1, 1],
        [1, 1],
      ]);
      for (const { layers } of members) {
        const [layer] = layers;
        const numbers = layer.type === 'dense' ? [...layer.weights.flat(), ...layer.bias] : [];
        // One weight of ±1, in one of two classes.
        expect(numbers.map(Math.abs).sort()).toEqual([0, 0, 0, 1]);
      }
    }
  });

  it('of logits with a tie below the top ends at 0, 0, 1', () => {
    for (const seed of fewSeeds) {
      const { logits } = smallest(
        'logits',
        ({ logits: rows }) =>
          rows.some((row) => {
            const [first, second, third] = row.toSorted((x, y) => y - x);
            return first > second && second === third;
          }),
        seed,
      );
      expect(logits.map((row) => row.toSorted((x, y) => x - y))).toEqual([[0, 0, 1]]);
    }
  });

  it('of a curve certain of a class while no unit diverges ends at two units of ±1', () => {
    for (const seed of fewSeeds) {
      const { units, weights, bias } = smallest(
        'curve',
        (source) => {
          const curve = new CurveAnalysis(source);
          return (
            curve.certainClass !== null &&
            curve.units.every(({ linear, oscillating }) => {
              const [l, o] = [Math.abs(linear.toNumber()), Math.abs(oscillating.toNumber())];
              return o > 0 && l <= o;
            })
          );
        },
        seed,
      );
      expect([units.length, weights.length]).toEqual([2, 2]);
      expect(bias).toEqual([0, 0]);
      for (const { linear, oscillating } of units) {
        expect(Math.abs(oscillating)).toBe(1);
        expect(Math.abs(linear)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('ends whatever is sought, in a case of which every simpler one is dull', () => {
    holdsAlways(
      fc.property(fc.constantFrom(...kinds), fc.integer(), fc.integer(), (kind, seed, salt) => {
        const arbitrary = arbitraryOf[kind]() as fc.Arbitrary<unknown>;
        // An erratic predicate: true of about half of all cases, without rhyme or reason.
        const sought = (source: unknown) => hash(JSON.stringify(source) + salt) % 2 === 0;
        let [current] = fc.sample(arbitrary, { seed, numRuns: 1 });
        let steps = 0;
        for (;;) {
          let better: unknown = null;
          for (const { value } of arbitrary.shrink(current, undefined)) {
            if (sought(value)) {
              better = value;
              break;
            }
          }
          if (better === null) break;
          current = better;
          expect(++steps).toBeLessThan(2000);
        }
      }),
      0.1,
    );
  });

  it('offers only valid cases, and the same ones each time', () => {
    holdsAlways(
      fc.property(fc.constantFrom(...kinds), fc.integer(), (kind, seed) => {
        const arbitrary = arbitraryOf[kind]() as fc.Arbitrary<unknown>;
        const [source] = fc.sample(arbitrary, { seed, numRuns: 1 });
        const offered = () =>
          [...arbitrary.shrink(source, undefined).take(60)].map(({ value }) => value);
        const candidates = offered();
        expect(offered()).toEqual(candidates);
        for (const candidate of candidates) {
          expect(arbitrary.canShrinkWithoutContext(candidate)).toBe(true);
          expect(candidate).not.toEqual(source);
        }
      }),
      0.5,
    );
  });

  it('renames numbers that are equal together, where nothing less keeps what is sought', () => {
    const source = { network: affine([[3], [3], [3], [-3]]), origin: [1], direction: [1] };
    const { network } = shrunk(source, ({ network: { layers } }) => {
      const [layer] = layers;
      if (layer.type !== 'dense' || layer.weights.length !== 4) return false;
      const [[a], [b], [c], [d]] = layer.weights;
      return a === b && b === c && d === -3;
    });
    expect(network).toEqual(affine([[0], [0], [0], [-3]]));
  });

  it('replaces hidden layers by what they are on the tail', () => {
    const layers: RayCase['network']['layers'] = [
      { type: 'dense', weights: [[-1], [1]], bias: [0, -4] },
      { type: 'leaky-relu', slope: 0.25 },
      ...affine([
        [2, 1],
        [0, 0],
      ]).layers,
    ];
    const source = {
      network: { ...affine([[0], [0]]), layers },
      origin: [0],
      direction: [1],
    };
    // Slope ½ needs the leaky ReLU or a head that has it.
    const half = (candidate: RayCase) =>
      RayAnalysis.of(candidate).tail.slope.map(String).join() === '1/2,0/1' &&
      candidate.direction[0] === 1;
    expect(shrunk(source, half).network).toEqual(affine([[0.5], [0]]));
  });

  it('takes a case read from a file, and refuses what is none', () => {
    const rays = arbitraryOf.ray();
    const network = affine([[3], [5]]);
    const source = { network, origin: [7], direction: [2] };
    expect(rays.canShrinkWithoutContext(source)).toBe(true);
    expect(rays.shrink(source, undefined).has(() => true)[0]).toBe(true);
    for (const wrong of [
      null,
      [],
      {},
      { ...source, network: affine([[3]]) },
      { ...source, direction: [0] },
      { ...source, origin: [Number.NaN] },
      { ...source, origin: [1, 2] },
      { ...source, network: { ...network, layers: [] } },
    ]) {
      expect(rays.canShrinkWithoutContext(wrong)).toBe(false);
    }
    for (const wrong of [{ logits: [] }, { logits: [[1]] }, { logits: [[1, 2], [1]] }, null]) {
      expect(arbitraryOf.logits().canShrinkWithoutContext(wrong)).toBe(false);
    }
    for (const wrong of [null, { units: [], weights: [[], []], bias: [0, 0] }]) {
      expect(arbitraryOf.curve().canShrinkWithoutContext(wrong)).toBe(false);
    }
    expect(
      arbitraryOf.ensemble().canShrinkWithoutContext({
        members: [network, affine([[1], [2], [3]])],
        origin: [1],
        direction: [1],
      }),
    ).toBe(false);
  });
});

const kinds = Object.keys(arbitraryOf) as CaseKind[];

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) {
    value = Math.imul(value ^ text.charCodeAt(k), 0x01000193) >>> 0;
  }
  return value >>> 7;
}
