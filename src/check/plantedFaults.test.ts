import { describe, expect, it } from 'vitest';
import { withChangedReading } from '../../properties/changedReading.js';
import type { Fault } from '../../properties/plantedSources.js';
import { verifyOne, verifyPlanted } from '../../properties/verifyPlanted.js';
import type { AnyClaim } from '../claims/claim.js';
import { claimById } from '../claims/claimById.js';
import { fails, HOLDS } from '../claims/outcome.js';
import { CLAIMS } from '../claims/registry.js';
import { exitCodeOf } from '../cli/verify.js';
import { SEARCH_RUNS } from './settings.js';
import { verifyClaims } from './verifyClaims.js';

/** Enough for every statement to be met, and for the wrong ones to be caught. */
const RUNS = 100;
/** Enough for most statements to be met. */
const FEW = 20;

/** Every reading of the catalogue. */
const READINGS = CLAIMS.flatMap((claim) =>
  (claim.repaired ? (['asPrinted', 'repaired'] as const) : (['asPrinted'] as const)).map(
    (name) => ({ id: claim.id, claim, name }),
  ),
);

describe('verify ends with a finding', () => {
  it.each(READINGS)('when the expected verdict of $id $name is edited', ({ claim, name }) => {
    const refutable = claim[name]!.expected === 'refuted';
    const edited = withChangedReading(claim, name, ({ confirm: _, ...reading }) => ({
      // Oracles have their say elsewhere; here the verdict alone is to be noticed.
      ...reading,
      expected: refutable ? 'holds' : 'refuted',
    }));
    // A counterexample ends the search, so it may go on as long as it takes to find one.
    const verdictOf = (runs: number) => {
      const { exitCode, evidence } = verifyOne(edited, {
        runs,
        candidates: runs,
        // As `verify` does: what is not shrunk may be too large to be verified.
        untilUnexpected: !refutable,
      });
      expect(exitCode).toBe(1);
      return evidence[name]!.verdict;
    };
    const first = verdictOf(refutable ? SEARCH_RUNS : FEW);
    // Hypotheses that few cases meet need more.
    const verdict = first === 'vacuous' ? verdictOf(RUNS) : first;
    expect(verdict).toBe(refutable ? 'refuted' : 'holds');
  });

  it.each(READINGS)('when the check of $id $name is inverted', ({ claim, name }) => {
    // An explanation is one of a case that fails.
    // Controls would notice at once; here the oracles are to.
    const inverted = withChangedReading(claim, name, ({ explain: _, ...reading }) => ({
      ...reading,
      controls: [],
      check: (subject) => {
        const outcome = reading.check(subject);
        if (outcome.status === 'skipped') return outcome;
        return outcome.status === 'holds' ? fails('inverted') : HOLDS;
      },
    }));
    // A refutation that is expected would pass, if numbers had nothing against it.
    const mustDisagree = claim[name]!.expected === 'refuted';
    const settings = { runs: RUNS, candidates: RUNS, untilUnexpected: !mustDisagree };
    const { exitCode, evidence } = verifyOne(inverted, settings);
    expect(exitCode).toBe(1);
    if (mustDisagree) {
      expect(evidence.oracles.disagreements.join()).toContain(': float64: ');
      expect(evidence[name]!.verdict).toBe('inconclusive');
    }
  });
});

describe('verify of the whole claim', () => {
  const inverted = (claim: AnyClaim) =>
    withChangedReading(claim, 'asPrinted', (reading) => ({
      ...reading,
      check: (subject) =>
        reading.check(subject).status === 'holds' ? fails('inverted') : reading.check(subject),
    }));

  it.each(['regimes', 'metric-bounds'])('ends as it does when cut short: %s', async (id) => {
    for (const claim of [claimById(id), inverted(claimById(id))]) {
      const whole = await verifyClaims({ catalogue: [claim], runs: RUNS });
      const { exitCode, evidence } = verifyOne(claim, { runs: RUNS });
      expect(exitCode).toBe(exitCodeOf(whole));
      expect(exitCode).toBe(claim === claimById(id) ? 0 : 1);
      // Nothing unexpected, nothing cut short.
      if (exitCode === 0) expect(evidence).toEqual(whole.claims[0]);
      else expect(evidence.asPrinted.verdict).not.toBe('holds');
    }
  });
});

/** Faults in the engines: a comparison flipped, a term dropped. Each text stands once in its file. */
const FAULTS: readonly Fault[] = [
  ['tail/dyadicGerms.ts', 'return slope > 0n ? 1 : -1;', 'return slope < 0n ? 1 : -1;'],
  [
    'tail/dyadicGerms.ts',
    'intercept > 0n ? 1 : intercept < 0n ? -1 : 0',
    'intercept > 0n ? -1 : intercept < 0n ? 1 : 0',
  ],
  ['tail/germ.ts', 'compare(group[k], winner) > 0', 'compare(group[k], winner) < 0'],
  [
    'tail/dyadicGerms.ts',
    'signAbove(x, i, breakpoints[piece]) > 0',
    'signAbove(x, i, breakpoints[piece]) < 0',
  ],
  [
    'tail/dyadicPieces.ts',
    'if (a === 0n || a > 0n === b > 0n) return;',
    'if (a === 0n || a > 0n !== b > 0n) return;',
  ],
  [
    'tail/certifiedActivation.ts',
    'b.values[i] > 0 ? f.lines.breakpoints.length',
    'b.values[i] < 0 ? f.lines.breakpoints.length',
  ],
  ['tail/topSet.ts', 'exactly.difference(k, c).sign === 1', 'exactly.difference(k, c).sign === -1'],
  ['tail/enclosedTail.ts', 'top.includes(c)).map(', 'top.includes(c)).slice(1).map('],
  [
    'tail/regime.ts',
    "top.length === classes ? 'flat' : 'tied'",
    "top.length === classes ? 'tied' : 'flat'",
  ],
  ['tail/dangerScale.ts', 'intercept.compare(best) > 0', 'intercept.compare(best) < 0'],
];

describe('verify does not end with 0', () => {
  const verify = (...faults: Fault[]) => verifyPlanted(faults, CLAIMS_ABOUT_TAILS, 60);

  it('unless nothing is planted', () => {
    expect(verify()).toBe(0);
  });

  it.each(FAULTS)('when %s has %j replaced by %j', (...fault) => {
    expect([1, 3]).toContain(verify(fault));
  });
});

/** Faults that no tail shows, or that mislead all engines alike, and the claim that notices. */
const ELSEWHERE: readonly (readonly [...Fault, claim: string])[] = [
  [
    'claims/rayAnalysis.ts',
    'this.origin[d] * this.direction[d] > 0',
    'this.origin[d] * this.direction[d] >= 0',
    'gradient-vanishes',
  ],
  [
    'network/networkFile.ts',
    'return builder.sum([inner, input], path);',
    'return builder.sum([inner, inner], path);',
    'eventually-affine',
  ],
  [
    'detectors/methods/cea.ts',
    'const lambda = (options.gamma * level) / (excessMean + 0.1);',
    'const lambda = ((options.gamma * level) / (excessMean + 0.1)) ** 2;',
    'cea-catches-overconfidence',
  ],
  [
    'detectors/methods/msp.ts',
    '-Math.max(...limitProbabilities(tail))',
    '-Math.ceil(Math.max(...limitProbabilities(tail)))',
    'msp-at-infinity',
  ],
  [
    'metrics/auroc.ts',
    'countBelow(sorted, score) + countAtMost(sorted, score)',
    '2 * countAtMost(sorted, score)',
    'cea-does-no-harm',
  ],
];

describe('verify at 200 runs does not end with 0', () => {
  it.each(ELSEWHERE)('when %s has %j replaced by %j', (file, right, wrong, claim) => {
    expect([1, 3]).toContain(verifyPlanted([[file, right, wrong]], [claim], 200));
  });
});

const CLAIMS_ABOUT_TAILS = ['eventually-affine', 'regimes', 'danger-scale', 'hein-scaling'];
