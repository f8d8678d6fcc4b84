import type { ClaimEvidence, Evidence, ReadingEvidence } from '../evidence/evidence.js';
import { contradictsTheory, type ExperimentEvidence } from '../evidence/experimentEvidence.js';
import { experimentWarnings, isUnexpectedGeneric, warningsAbout } from '../evidence/warnings.js';
import { counted, grouped, listed } from '../page/countWords.js';
import { isAsExpected, verdictWords } from './words.js';

/** Something that could make a pass meaningless, or that is no pass. */
export interface Concern {
  /** `finding`: the run failed here. `caution`: what passed says less than it seems to. */
  readonly weight: 'finding' | 'caution';
  /** Ids of the claims it is about; none if about the whole run. */
  readonly claims: readonly string[];
  /** The experiment it is about, if it is about one. */
  readonly experiment?: string;
  readonly text: string;
}

/** Fewer cases a claim than this are few. */
const FEW_RUNS = 100;

/**
 * What a reader must know before believing the rest, the gravest first: unexpected verdicts,
 * oracles that disagree, measurements that contradict the theory, vacuous claims, then the run's own
 * warnings, few cases, claims and experiments that did not run, and missing proofs.
 *
 * @example
 * ```ts
 * concerns(evidence).filter(({ weight }) => weight === 'finding').length; // 0 for a clean run
 * ```
 */
export function concerns(evidence: Evidence): Concern[] {
  const ran = evidence.claims.filter(({ asPrinted }) => asPrinted.verdict !== 'not-run');
  const all = [
    ...ran.flatMap(unexpected),
    ...ran.flatMap(unexpectedGeneric),
    ...ran.flatMap(disagreements),
    ...evidence.experiments.flatMap(contradictions),
    ...ran.flatMap(vacuous),
    ...otherWarnings(evidence),
    ...fewRuns(evidence),
    ...ran.flatMap(thin),
    ...notRun(evidence),
    ...experimentWarnings(evidence.experiments).map(
      (text): Concern => ({ weight: 'caution', claims: [], text }),
    ),
    ...withoutProof(ran),
  ];
  const of = (weight: Concern['weight']) => all.filter((concern) => concern.weight === weight);
  return [...of('finding'), ...of('caution')];
}

/** The readings of a claim, with their names. */
export function readingsOf(
  claim: ClaimEvidence,
): { readonly name: 'as printed' | 'repaired'; readonly reading: ReadingEvidence }[] {
  const readings = [{ name: 'as printed' as const, reading: claim.asPrinted }];
  return claim.repaired === null
    ? readings
    : [...readings, { name: 'repaired' as const, reading: claim.repaired }];
}

function unexpected(claim: ClaimEvidence): Concern[] {
  return readingsOf(claim)
    .filter(({ reading }) => !isAsExpected(reading))
    .map(({ name, reading }) => ({
      weight: 'finding',
      claims: [claim.id],
      text: `Unexpected verdict: ${name}, the claim is expected to be “${verdictWords(reading.expected)}” and came out “${verdictWords(reading.verdict)}”.`,
    }));
}

function unexpectedGeneric({ id, generic }: ClaimEvidence): Concern[] {
  if (!isUnexpectedGeneric(generic)) return [];
  const { expected, verdict } = generic!;
  return [
    {
      weight: 'finding',
      claims: [id],
      text: `Unexpected verdict: in general, the claim is expected to be “${expected}” and came out “${verdict}”.`,
    },
  ];
}

function disagreements({ id, oracles }: ClaimEvidence): Concern[] {
  return oracles.disagreements.map((text) => ({
    weight: 'finding',
    claims: [id],
    text: `The oracles disagree, a fault of the suite itself: ${text}`,
  }));
}

/** A measurement that contradicts what the exact theory decides. */
function contradictions({ name, claims }: ExperimentEvidence): Concern[] {
  return claims.filter(contradictsTheory).map(({ statement, scope, remark }) => ({
    weight: 'finding',
    claims: [],
    experiment: name,
    text: `Theory and measurement differ on ${scope}: it is not so that ${statement}${remark === null ? '' : `; ${remark}`}.`,
  }));
}

function vacuous(claim: ClaimEvidence): Concern[] {
  return readingsOf(claim)
    .filter(({ reading }) => reading.verdict === 'vacuous' && isAsExpected(reading))
    .map(({ name }) => ({
      weight: 'caution',
      claims: [claim.id],
      text: `Vacuous: too few cases met the hypotheses, ${name}, to say anything.`,
    }));
}

/** The run's warnings, but for those it drew from the claims: they are said above and below. */
function otherWarnings(evidence: Evidence): Concern[] {
  const { warnings, claims, runsPerClaim, experiments } = evidence;
  const drawn = new Set(warningsAbout(claims, runsPerClaim, experiments));
  return warnings
    .filter((text) => !drawn.has(text))
    .map((text) => ({ weight: 'caution', claims: [], text }));
}

function fewRuns({ runsPerClaim }: Evidence): Concern[] {
  if (runsPerClaim >= FEW_RUNS) return [];
  return [
    {
      weight: 'caution',
      claims: [],
      text: `Few cases: only ${counted(runsPerClaim, 'case')} were generated for each claim. Pass a larger --runs before relying on “holds”.`,
    },
  ];
}

/** A reading that holds on a small part of its cases. */
function thin(claim: ClaimEvidence): Concern[] {
  return readingsOf(claim)
    .filter(({ reading: { verdict, runs, skipped } }) => {
      return verdict === 'holds' && runs - skipped < runs / 10;
    })
    .map(({ name, reading: { runs, skipped } }) => ({
      weight: 'caution',
      claims: [claim.id],
      text: `Few cases met the hypotheses: “holds” (${name}) rests on ${grouped(runs - skipped)} of ${counted(runs, 'case')}.`,
    }));
}

function notRun({ claims }: Evidence): Concern[] {
  const ids = claims.filter(({ asPrinted }) => asPrinted.verdict === 'not-run').map(({ id }) => id);
  if (ids.length === 0) return [];
  const all = ids.length === claims.length;
  return [
    {
      weight: all ? 'finding' : 'caution',
      claims: ids,
      text: all
        ? 'Nothing was checked: no claim was part of this run.'
        : `Not part of this run: ${counted(ids.length, 'claim')} of ${grouped(claims.length)}.`,
    },
  ];
}

function withoutProof(ran: readonly ClaimEvidence[]): Concern[] {
  const ids = ran
    .filter(({ proof }) => proof.asPrinted === 'none' && proof.repaired === 'none')
    .map(({ id }) => id);
  if (ids.length === 0) return [];
  return [
    {
      weight: 'caution',
      claims: ids,
      text: `Without a formal proof or refutation: ${counted(ids.length, 'claim')}. ${ids.length === 1 ? 'It rests' : 'They rest'} on generated cases alone.`,
    },
  ];
}

/** A concern as one line of plain text, with the ids of its claims. */
export function concernWords({ claims, experiment, text }: Concern): string {
  const about = experiment === undefined ? claims : [...claims, experiment];
  return about.length === 0 ? text : `${text} (${listed(about)})`;
}
