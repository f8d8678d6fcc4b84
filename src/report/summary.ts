import type { Evidence } from '../evidence/evidence.js';
import { isUnexpectedGeneric } from '../evidence/warnings.js';
import { counted, grouped } from '../page/countWords.js';
import { concerns } from './concerns.js';
import { experimentTally } from './experimentTally.js';
import { genericSentences } from './genericWords.js';
import { isAsExpected } from './words.js';

/** The run in a few numbers. */
export interface Summary {
  /** Claims that were part of the run. */
  readonly ran: number;
  readonly holding: number;
  readonly refuted: number;
  /** Claims whose repaired statement holds. */
  readonly repaired: number;
  /** Readings whose verdict is not the expected one. */
  readonly unexpected: number;
  /** Whether nothing is a finding. */
  readonly clean: boolean;
  /** The same as sentences. */
  readonly sentences: readonly string[];
}

/** Sums up a run. */
export function summarize(evidence: Evidence): Summary {
  const ran = evidence.claims.filter(({ asPrinted }) => asPrinted.verdict !== 'not-run');
  const holding = ran.filter(({ asPrinted }) => asPrinted.verdict === 'holds').length;
  const refuted = ran.filter(({ asPrinted }) => asPrinted.verdict === 'refuted').length;
  const repairs = ran.flatMap(({ repaired }) => (repaired === null ? [] : [repaired]));
  const repaired = repairs.filter(({ verdict }) => verdict === 'holds').length;
  const neither = ran.length - holding - refuted;
  const unexpected =
    ran.filter(({ asPrinted }) => !isAsExpected(asPrinted)).length +
    repairs.filter((reading) => !isAsExpected(reading)).length +
    ran.filter(({ generic }) => isUnexpectedGeneric(generic)).length;
  const all =
    ran.length === 1 ? 'The verdict is the expected one.' : 'All verdicts are the expected ones.';
  return {
    ran: ran.length,
    holding,
    refuted,
    repaired,
    unexpected,
    clean: concerns(evidence).every(({ weight }) => weight !== 'finding'),
    sentences: [
      `${counted(ran.length, 'claim')} of ${grouped(evidence.claims.length)} ${ran.length === 1 ? 'was' : 'were'} checked, on ${counted(evidence.runsPerClaim, 'generated case')} a claim from seed ${evidence.seed}.`,
      `${counted(holding, 'claim')} ${holding === 1 ? 'holds' : 'hold'} as printed.`,
      `${counted(refuted, 'claim')} ${refuted === 1 ? 'is' : 'are'} refuted as printed${refuted > 1 ? ', each' : ''} by a counterexample verified exactly.`,
      `${counted(repairs.length, 'claim')} ${repairs.length === 1 ? 'has' : 'have'} a repaired statement; ${repaired === repairs.length && repaired > 0 ? (repaired === 1 ? 'it holds' : `all ${grouped(repaired)} hold`) : `${grouped(repaired)} of them ${repaired === 1 ? 'holds' : 'hold'}`}.`,
      ...genericSentences(evidence),
      ...(neither === 0
        ? []
        : [`${counted(neither, 'claim')} came out neither way: vacuous or inconclusive.`]),
      unexpected === 0
        ? ran.length === 0
          ? 'Nothing was checked.'
          : all
        : `${counted(unexpected, 'verdict')} ${unexpected === 1 ? 'is' : 'are'} not the expected ${unexpected === 1 ? 'one' : 'ones'}.`,
      ...experimentTally(evidence.experiments),
    ],
  };
}
