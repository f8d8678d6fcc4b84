import { describe, expect, it } from 'vitest';
import type { CaseKind, Cases } from '../claims/cases.js';
import type { Claim } from '../claims/claim.js';
import { claimById } from '../claims/claimById.js';
import type { RobustReading } from '../claims/generic.js';
import { perturbed } from '../claims/perturbed/perturbed.js';
import { dyadicOf } from '../exact/dyadic.js';
import type { Layer, NetworkFile } from '../network/networkFile.js';
import { subjectOf } from './subjects.js';
import { verify } from './verify.js';

/**
 * Counterexamples that were found by hand, with the radius found for them: the boxes must be decided
 * as wide as that. Searches never see them.
 */

function network(inputs: number, ...layers: Layer[]): NetworkFile {
  return { format: 'farfield-network', version: 1, inputs, layers };
}

function dense(weights: number[][], bias: number[] = weights.map(() => 0)): Layer {
  return { type: 'dense', weights, bias };
}

const RELU: Layer = { type: 'relu' };
const alongX = { origin: [1], direction: [1] };
const from0 = { origin: [0], direction: [1] };

/** f = (x, 0). */
const LINE = network(1, dense([[1], [0]]));

const at = (values: readonly number[], y = values.map(() => 0)) => ({
  x: values.map((value) => [value]),
  y,
});

const plane = (x1: number[], y: number) => ({
  x: x1.flatMap((first) => [-2, 0, 2].map((second) => [first, second])),
  y: x1.flatMap(() => [y, y, y]),
});
const [ones, minusOnes] = [plane([1, 2, 3], 0), plane([-3, -2, -1], 1)];
const TWO_PLATEAUS = { x: [...ones.x, ...minusOnes.x], y: [...ones.y, ...minusOnes.y] };

const WITNESSES: readonly {
  readonly id: string;
  readonly what: string;
  readonly radius: number;
  readonly source: Cases[CaseKind];
}[] = [
  { id: 'softmax-increasing', what: 'any logits', radius: 1, source: { logits: [[3, -1, 0]] } },
  { id: 'entropy-direction', what: 'f = (x, 0)', radius: 1 / 4, source: { logits: [[1, 0]] } },
  {
    id: 'growth-rate',
    what: 'f = (x, 0)',
    radius: 1 / 4,
    source: { network: LINE, ...alongX },
  },
  {
    id: 'monotone-on-polytopes',
    what: 'p of (2x, x, 0)',
    radius: 1 / 4,
    source: { network: network(1, dense([[2], [1], [0]])), origin: [-2], direction: [1] },
  },
  {
    id: 'monotone-on-polytopes',
    what: 'p of (0, −2x, x − 2), which turns at 0.9, before the time 1 of plain evaluation',
    radius: 1 / 4,
    source: { network: network(1, dense([[0], [-2], [1]], [0, 0, -2])), ...from0 },
  },
  {
    id: 'monotone-logits',
    what: 'f = (h_1 + h_2, 2h_2), h = (relu(x + 1), relu(1 − x))',
    radius: 1 / 4,
    source: {
      network: network(
        1,
        dense([[1], [-1]], [1, 1]),
        RELU,
        dense([
          [1, 1],
          [0, 2],
        ]),
      ),
      origin: [0],
      direction: [1],
    },
  },
  {
    id: 'single-dimension',
    what: 'f = (x, 0) and (−x, 0)',
    radius: 1 / 4,
    source: { members: [LINE, network(1, dense([[-1], [0]]))], ...alongX },
  },
  {
    id: 'perfect-certainty',
    what: 'f = (x, 0) and (−x, 0)',
    radius: 1 / 4,
    source: { members: [LINE, network(1, dense([[-1], [0]]))], ...alongX },
  },
  {
    id: 'cea-id-small',
    what: 'z = relu(x), 2,000 rows of 1 and one of 10, from −5 outwards',
    radius: 1 / 4,
    source: {
      network: network(1, dense([[1]]), RELU, dense([[1], [0]])),
      train: at([1, 1, 1, 1]),
      validation: at([10, ...new Array<number>(2000).fill(1)]),
      origin: [-5],
      direction: [-1],
    },
  },
  {
    id: 'cea-monotone',
    what: 'z = relu(10 − x), from x = 1 on',
    radius: 1 / 8,
    source: {
      network: network(1, dense([[-1]], [10]), RELU, dense([[1], [0]])),
      train: at([5, 5, 5, 5]),
      validation: at([5, 5, 5, 5]),
      ...alongX,
    },
  },
  {
    id: 'cea-catches-overconfidence',
    what: 'f = (relu(x) − 11/16, −11/16), all validation rows at 0',
    radius: 1 / 1024,
    source: {
      network: network(1, dense([[1]]), RELU, dense([[1], [0]], [-11 / 16, -11 / 16])),
      train: at([0, 0, 0, 0]),
      validation: at([0, 0, 0, 0]),
      ...alongX,
    },
  },
  {
    id: 'rmds-at-infinity',
    what: 'z = relu(1 − 10 relu(x_1) + relu(x_2 − 5)), a class on either side of x_1 = 0',
    radius: 1 / 64,
    source: {
      network: network(
        2,
        dense(
          [
            [1, 0],
            [0, 1],
          ],
          [0, -5],
        ),
        RELU,
        dense([[-10, 1]], [1]),
        RELU,
        dense([[0], [1]]),
      ),
      train: TWO_PLATEAUS,
      validation: TWO_PLATEAUS,
      origin: [-2, 1],
      direction: [0, 1],
    },
  },
];

describe('a logit of relu(−x)', () => {
  it('is constant on x > 0 in every network within 1/4', () => {
    const source = { network: network(1, dense([[-1]]), RELU, dense([[1], [0]])), ...alongX };
    const { logits } = perturbed('ray', source, dyadicOf(1 / 4)).tail;
    expect(logits.map(({ gradient }) => gradient[0].sign)).toEqual([0, 0]);
  });
});

describe('a counterexample found by hand', () => {
  it.each(WITNESSES)('to $id: $what', ({ id, radius, source }) => {
    const claim = claimById(id) as unknown as Claim<CaseKind>;
    expect(claim.asPrinted.check(subjectOf(claim.kind, source)).status).toBe('fails');
    expect(verify(claim, 'asPrinted', source as never).verified).toBe(true);
    const { failsThroughout } = claim.generic as RobustReading<CaseKind>;
    const survives = (width: number) =>
      failsThroughout(perturbed(claim.kind, source as never, dyadicOf(width)));
    expect(survives(2 ** -20)).toBe(true);
    expect(survives(radius)).toBe(true);
  });
});
