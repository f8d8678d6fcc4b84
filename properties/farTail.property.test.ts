import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allDetectorIds } from '../src/audit/fittedDetectors.js';
import { Classifier, detectorNamed, fittingDataOf, isBlind } from '../src/detectors/index.js';
import { type FarTail, farBehaviour, farTailAlong } from '../src/detectors/infinity/farTail.js';
import type { GermVector } from '../src/detectors/infinity/germVector.js';
import { InputError } from '../src/errors/inputError.js';
import { Rational } from '../src/exact/rational.js';
import { readNetwork } from '../src/network/networkFile.js';
import { expandedTail } from '../src/tail/expandedTail.js';
import { RUNS, SEED } from './runs.js';
import { type SmoothCase, smoothCase } from './smoothNetworks.js';

/** How far out scores are looked at: near enough for float64, far enough for what vanishes. */
const FAR = [2 ** 20, 2 ** 28, 2 ** 36];

interface Tally {
  decided: number;
  asked: number;
  readonly wrong: string[];
}

/** Whether no weight is so small that far out is farther than is looked. */
function isBrisk({ file, direction }: SmoothCase): boolean {
  const numbers = JSON.stringify([file.layers, direction]).match(/-?\d[\d.e+-]*/g) ?? [];
  return numbers.map(Number).every((value) => value === 0 || Math.abs(value) >= 1 / 128);
}

/** Decides what every detector does along a ray, and looks at its scores far out. */
function check(made: SmoothCase, tally: Tally, change: (far: FarTail) => FarTail): void {
  const network = readNetwork(made.file as never);
  const { origin, direction } = made;
  const { regime, limit } = expandedTail(network, origin, direction);
  const top = limit?.findIndex(({ lower }) => lower.toNumber() > 0.5) ?? -1;
  if (top === -1) return;
  const saturates = regime === 'saturating';
  const classifier = new Classifier(network);
  const rows = Array.from({ length: 24 }, (_, i) =>
    origin.map((x, d) => x + (((i + 1) * (2 * d + 3)) % 13) / 4 - 1.5),
  );
  const y = rows.map((_, i) => i % network.outputSize);
  const set = { x: rows, y };
  const found = farTailAlong(classifier, { origin, direction });
  const far = found && change(found);
  if (!saturates && !far?.bounded) return;
  const seen = classifier.observe(FAR.map((t) => origin.map((x, d) => x + t * direction[d])));
  if (![...seen.logits.values, ...seen.features.values].every(Number.isFinite)) return;
  const data = fittingDataOf(classifier, set, set);
  for (const id of allDetectorIds()) {
    const detector = detectorNamed(id);
    try {
      const scorer = detector.fit(data);
      const threshold = Math.max(...scorer.score(data.validation));
      if (!Number.isFinite(threshold)) continue;
      tally.asked++;
      const end = { reads: detector.reads, classes: network.outputSize, top };
      const behaviour = farBehaviour(scorer, far, { ...end, saturates });
      const blind = behaviour && isBlind(behaviour, threshold);
      if (blind === null) continue;
      tally.decided++;
      const room = 1e-3 * Math.max(1, Math.abs(threshold));
      // Float64 scores do not tell limits from thresholds as near as that.
      if (behaviour?.kind === 'converges' && Math.abs(behaviour.limit - threshold) < room) continue;
      const scores = [...scorer.score(seen)];
      const flags = scores.map((score) => score > threshold + room);
      const silent = scores.map((score) => score < threshold - room);
      // What is still on its way to where it is said to end is not judged.
      const moves = scores[2] - scores[1];
      const onItsWay = blind ? moves < 0 : moves > 0;
      if (!onItsWay && (blind ? flags : silent).every(Boolean)) {
        tally.wrong.push(`${id}: ${blind ? 'blind' : 'flags'}, but ${scores} beside ${threshold}`);
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
}

const NOTHING: Tally = { decided: 0, asked: 0, wrong: [] };
const brisk = smoothCase.filter(isBrisk);

/** The first wrong decisions once tails are changed, among 60 cases. */
function wrongOnce(change: (far: FarTail) => FarTail): readonly string[] {
  const tally = { ...NOTHING, wrong: [] };
  for (const made of fc.sample(brisk, { numRuns: 60, seed: SEED })) {
    check(made, tally, change);
    if (tally.wrong.length > 0) break;
  }
  return tally.wrong;
}

describe('detectors at infinity along rays of networks beyond piecewise-affine', () => {
  it('do there what is decided, seen far out', () => {
    const tally: Tally = { ...NOTHING, wrong: [] };
    fc.assert(
      fc.property(brisk, (made) => check(made, tally, (far) => far)),
      { numRuns: RUNS, seed: SEED },
    );
    const { wrong, decided, asked } = tally;
    expect(wrong).toEqual([]);
    expect(decided).toBeGreaterThan(0.5 * asked);
    expect(asked).toBeGreaterThan(RUNS);
  });

  it('a wrong sign of the slopes of the features is noticed', () => {
    const turned = (germs: GermVector | null): GermVector | null =>
      germs && { ...germs, slope: germs.slope.map((slope) => slope.negate()) };
    const wrong = wrongOnce((far) => ({
      ...far,
      tail: { ...far.tail, penultimate: turned(far.tail.penultimate) },
    }));
    expect(wrong.length).toBeGreaterThan(0);
  });

  it('a tail without the constants of the features is noticed', () => {
    const wrong = wrongOnce((far) => {
      const { penultimate } = far.tail;
      const intercept = penultimate!.intercept.map((value) => value.add(Rational.of(100)));
      return { ...far, tail: { ...far.tail, penultimate: { ...penultimate!, intercept } } };
    });
    expect(wrong.length).toBeGreaterThan(0);
  });
});
