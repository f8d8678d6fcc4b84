import type { Law } from '../law.js';
import { fitOn, scoresOf } from '../scoring.js';
import { HARD_SITUATIONS } from '../situations/situations.js';
import type { DetectorUnderTest } from '../subject.js';

const STEPS = 64;
/** Scores are piecewise smooth: along a line they turn where pieces meet, not at every step. */
const TURNS_ALLOWED = STEPS / 4;

/**
 * Digits lost to cancellation show as a score that jumps up and down along a line between two rows
 * of one class, in data of which the spread is small beside their distance from the origin.
 */
export const SMOOTH_SCORES: Law<DetectorUnderTest> = {
  id: 'smooth-scores',
  statement: 'between two near rows scores do not jump up and down, however far the origin is',
  likelyCause:
    'distances by ‖x‖² − 2x·μ + ‖μ‖² in float32, where the differences cancel: subtract first, then square',
  applies: ({ declares }) =>
    declares?.stochastic ? { notChecked: 'it declares to be stochastic' } : null,
  async check(subject) {
    const situation = HARD_SITUATIONS.farFromOrigin;
    const fitted = await fitOn(subject, situation);
    for (const [from, to] of pairsOfOneClass()) {
      const rows = Array.from({ length: STEPS + 1 }, (_, step) =>
        from.map((value, j) => value + ((to[j] - value) * step) / STEPS),
      );
      const scores = await scoresOf(fitted, rows);
      if (!scores.every(Number.isFinite)) continue;
      const size = Math.max(1, ...scores.map(Math.abs));
      const range = Math.max(...scores) - Math.min(...scores);
      const rounding = 10 * (subject.declares?.tolerance ?? 1e-6) * size;
      const turns = turnsOf(scores, Math.max(0.01 * range, rounding));
      if (turns <= TURNS_ALLOWED) continue;
      return {
        message: `along ${STEPS} steps from ${JSON.stringify(from)} to ${JSON.stringify(to)} the score turns ${turns} times, by more than 1 % of its range each`,
        input: { situation: situation.name, rows: [from, to] },
      };
    }
    return null;
  },
};

function pairsOfOneClass(): [readonly number[], readonly number[]][] {
  const { x, y } = HARD_SITUATIONS.farFromOrigin.validation;
  return [0, 1, 2].map((c) => {
    const own = x.filter((_, i) => y[i] === c);
    return [own[0], own[1]];
  });
}

/** How often a sequence turns by more than a threshold. */
function turnsOf(values: readonly number[], threshold: number): number {
  let [turns, direction, extreme] = [0, 0, values[0]];
  for (const value of values) {
    if (direction === 0) {
      if (Math.abs(value - extreme) > threshold) {
        direction = Math.sign(value - extreme);
        extreme = value;
      }
    } else if (direction * (value - extreme) > 0) {
      extreme = value;
    } else if (direction * (extreme - value) > threshold) {
      turns++;
      direction = -direction;
      extreme = value;
    }
  }
  return turns;
}
