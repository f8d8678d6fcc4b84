import { expect, it } from 'vitest';
import { float64Oracle } from '../../check/oracles/float64Oracle.js';
import { blindWindow } from '../blindWindow.js';
import { ceaCatchesOverconfidence } from '../ceaCatchesOverconfidence.js';
import { networkOf } from '../controls/cases.js';
import { SMALL } from '../controls/detectorCases.js';
import { DetectorAnalysis } from '../detectorAnalysis.js';
import { ashAtInfinity } from './ashAtInfinity.js';
import { ashPAtInfinity } from './ashPAtInfinity.js';
import { ashSAtInfinity } from './ashSAtInfinity.js';
import { sheInnerProductAtInfinity } from './sheInnerProductAtInfinity.js';

it('tells nothing where rounding chooses the class, however large the numbers are', () => {
  // 1.28·0.5 + 0.5 + 1.8·2.5 = 0.28·0.5 + 2.2·2.5, but for the rounding of the weights: class 0 or 1.
  const { check, confirm } = sheInnerProductAtInfinity.asPrinted;
  const verdicts = [0, 2 ** -30, 1 / 4].map((more) => {
    const subject = new DetectorAnalysis({
      network: networkOf(
        2,
        {
          type: 'dense',
          weights: [
            [-0.5, 2],
            [-1, -2.1],
            [-2.5, -0.43],
          ],
          bias: [0.4, 0.35, -0.2],
        },
        { type: 'relu' },
        {
          type: 'dense',
          weights: [
            [1.28, 0.5, 1.8 + more],
            [0.28, 0, 2.2],
          ],
          bias: [0, 0],
        },
      ),
      train: SMALL.train,
      validation: SMALL.validation,
      origin: [2, -2.8],
      direction: [-1, 0],
    });
    expect(check(subject).status).toBe('holds');
    return confirm!(subject, float64Oracle, 'holds').verdict;
  });
  expect(verdicts).toEqual(['could-not-tell', 'confirmed', 'confirmed']);
});

it('looks beyond the validation rows too, which CEA has its threshold from', () => {
  const { check, confirm } = ceaCatchesOverconfidence.repaired!;
  const subject = new DetectorAnalysis({
    network: networkOf(
      1,
      { type: 'dense', weights: [[-2.7], [0.64], [2]], bias: [0, 0, 0] },
      { type: 'relu' },
      {
        type: 'dense',
        weights: [
          [0, 0, 0],
          [-2.4, -1.1, 4],
        ],
        bias: [0.9, 0],
      },
    ),
    train: {
      x: [2.52, -1.2, 1.7, 1.3, 2.8, -0.7, 0.1, -0.5].map((x) => [x]),
      y: [1, 0, 1, 1, 1, 0, 0, 0],
    },
    validation: {
      x: [-7063.04, ...Array.from({ length: 32 }, (_, n) => (n % 4 < 2 ? -111.36 : -166.4))].map(
        (x) => [x],
      ),
      y: Array(33).fill(0),
    },
    origin: [1.6],
    direction: [1.6],
  });
  expect(check(subject).status).toBe('holds');
  expect(confirm!(subject, float64Oracle, 'holds').verdict).toBe('confirmed');
});

it('does not take parts of a statement that hold for the whole, where the part that fails is not told', () => {
  // CEA(MLS) has the slope −50 + 50·1 = 0, which no numbers show; the other four are caught.
  const subject = new DetectorAnalysis({
    network: networkOf(
      2,
      {
        type: 'dense',
        weights: [
          [-1, 0],
          [0, 1],
        ],
        bias: [0, 0],
      },
      { type: 'relu' },
      {
        type: 'dense',
        weights: [
          [50, 0],
          [0, 1],
        ],
        bias: [0, 0],
      },
    ),
    train: { x: [[0, 0]], y: [0] },
    validation: {
      x: [
        [0, 1],
        [0, 0],
      ],
      y: [0, 0],
    },
    origin: [0, 0],
    direction: [-1, 0],
  });
  const { check, confirm } = ceaCatchesOverconfidence.asPrinted;
  expect(check(subject).status).toBe('fails');
  expect(confirm!(subject, float64Oracle, 'fails').verdict).toBe('could-not-tell');
  expect(confirm!(subject, float64Oracle, 'holds').verdict).toBe('confirmed');
});

it('does not take rounding for the order of units, nor for what cancelling slopes leave', () => {
  // Units 0 and 1 rise by 0.1 + 0.2 and 0.3, which are no longer apart once t has been rounded.
  const alike = new DetectorAnalysis({
    ...SMALL,
    network: networkOf(
      2,
      {
        type: 'dense',
        weights: [
          [0.1, 0.2],
          [0.3, 0],
          [0.01, 0.01],
        ],
        bias: [0, 0, 0],
      },
      { type: 'relu' },
      {
        type: 'dense',
        weights: [
          [1, 9, 0],
          [0, 0, 1],
        ],
        bias: [0, 0],
      },
    ),
    origin: [1 / 3, 1 / 7],
    direction: [1, 1],
  });
  for (const claim of [ashAtInfinity, ashSAtInfinity, ashPAtInfinity]) {
    const { check, confirm } = claim.asPrinted;
    expect(check(alike).status, claim.id).toBe('holds');
    expect(confirm!(alike, float64Oracle, 'holds').verdict, claim.id).toBe('could-not-tell');
  }
  // The largest logit falls by 3·1.36 − 1.2·3.4, which is 0 but for the rounding of the weights.
  const cancelling = new DetectorAnalysis({
    ...SMALL,
    network: networkOf(
      2,
      {
        type: 'dense',
        weights: [
          [0.3, 1.3],
          [-0.8, -1.2],
          [-2, -1.2],
        ],
        bias: [-0.3, -1.1, 0],
      },
      { type: 'relu' },
      {
        type: 'dense',
        weights: [
          [0, -3, 1.2],
          [0, -6, 1.69],
        ],
        bias: [-5, -7],
      },
    ),
    origin: [-1.7, 2.78],
    direction: [-1.7, 0],
  });
  const { check, confirm } = blindWindow.asPrinted;
  expect(check(cancelling).status).toBe('holds');
  expect(confirm!(cancelling, float64Oracle, 'holds').verdict).not.toBe('contradicted');
});
