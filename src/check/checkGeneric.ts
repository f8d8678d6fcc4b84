import type { CaseKind, Cases } from '../claims/cases.js';
import type { AnyClaim, Claim } from '../claims/claim.js';
import type { ArguedReading, HeadsReading, RobustReading } from '../claims/generic.js';
import { perturbed } from '../claims/perturbed/perturbed.js';
import type { EnsembleAnalysis, RayAnalysis } from '../claims/rayAnalysis.js';
import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { callable, record, text } from '../errors/kinds.js';
import type {
  ArguedEvidence,
  Counterexample,
  GenericEvidence,
  ReadingEvidence,
} from '../evidence/evidence.js';
import { hyperplanesOf, searchHeads } from './heads.js';
import { onCase } from './onCase.js';
import { refute } from './refute.js';
import { radiusWords, searchRobust } from './robust.js';
import { checkSettings, SEARCH_RUNS, type Settings, seedFor } from './settings.js';
import { subjectOf } from './subjects.js';
import { verify } from './verify.js';

/** With fewer cases than this that meet the hypotheses, nothing is said to hold. */
const LEAST_CASES = 5;

/**
 * Decides the third reading of a claim: whether its refutation survives small changes of every
 * number, or holds for almost every head.
 *
 * @param printed - what was found as printed, whose counterexample names a hyperplane
 * @returns null if the claim has no third reading
 */
export function checkGeneric<Kind extends CaseKind>(
  claim: Claim<Kind>,
  settings: Settings,
  printed: Pick<ReadingEvidence, 'counterexample'>,
): GenericEvidence | null {
  const { generic } = claim;
  if (!generic) return null;
  const seed = seedFor(settings.seed, `${claim.id}/generic`);
  return generic.kind === 'robust'
    ? checkRobust(claim, generic, seed, settings)
    : checkHeads(claim, generic, seed, settings.runs, printed);
}

/**
 * Decides the third reading of one claim from scratch: `farfield refute CLAIM --robust`.
 *
 * @param candidates - the most cases to try
 * @throws InputError `unsupported` if the claim has no third reading, `out_of_range`
 *
 * @example
 * ```ts
 * refuteRobustly(claimById('growth-rate'), 1).radius; // '31/32'
 * ```
 */
export function refuteRobustly(
  claim: AnyClaim,
  seed: number,
  candidates = SEARCH_RUNS,
): RobustRefutation {
  checkArguments('refuteRobustly', {
    claim: [claim, record({ id: text, kind: text, asPrinted: record({ check: callable }) })],
  });
  checkSettings('refuteRobustly', { seed, runs: candidates });
  const known = claim as unknown as Claim<CaseKind>;
  if (!known.generic) {
    throw new InputError('refute', [
      {
        code: 'unsupported',
        path: '--robust',
        value: claim.id,
        rule: 'is not refuted as printed, so there is nothing to ask of its neighbours',
        remedy: 'leave the option out; `farfield list` says which claims are refuted',
      },
    ]);
  }
  // Only the third reading about heads looks at the counterexample as printed.
  const printed =
    known.generic.kind === 'heads' ? refute(claim, seed, candidates) : { counterexample: null };
  const found = checkGeneric(known, { seed, runs: candidates, candidates }, printed);
  return { claim: claim.id, seed, ...found! };
}

/** What a search for a robust counterexample came to. */
export interface RobustRefutation extends GenericEvidence {
  readonly claim: string;
  readonly seed: number;
}

function checkRobust<Kind extends CaseKind>(
  claim: Claim<Kind>,
  reading: RobustReading<Kind>,
  seed: number,
  { runs: asked, candidates = SEARCH_RUNS }: Settings,
): GenericEvidence {
  const { expected, statement } = reading;
  const { runs, shrinks, witness } = searchRobust(
    claim.kind,
    reading,
    seed,
    asked,
    Math.max(asked, candidates),
  );
  if (witness === null) {
    return {
      verdict: 'inconclusive',
      expected,
      radius: null,
      statement: `No counterexample was found that survives a change of its numbers. ${statement}`,
      runs,
      skipped: 0,
      shrinks: 0,
      witness: null,
      hyperplanes: [],
    };
  }
  const { source } = witness;
  // The middle of the box is a counterexample as any other, and verified like one.
  const { verified, counterexample } = onCase(claim.id, 'asPrinted', source, () =>
    verify(claim, 'asPrinted', source),
  );
  const radius = radiusWords(witness.radius);
  const box = perturbed(claim.kind, source, witness.radius);
  return {
    verdict: verified ? 'refuted' : 'inconclusive',
    expected,
    radius,
    statement,
    runs,
    skipped: 0,
    shrinks,
    witness: {
      ...counterexample,
      explanation: [
        ...counterexample.explanation.filter((line) => line !== claim.flaw),
        ...((verified && reading.explain?.(box)) || []),
      ],
    },
    hyperplanes: [],
    ...(reading.asArgued && {
      asArgued: argued(claim.kind, reading.asArgued, seed, asked, candidates),
    }),
  };
}

/** Searches a box for the sense that a proof argues; its middle is read back before it is told. */
function argued<Kind extends CaseKind>(
  kind: Kind,
  { statement, failing, describe }: ArguedReading<Kind>,
  seed: number,
  asked: number,
  candidates: number,
): ArguedEvidence {
  const reading: RobustReading<Kind> = {
    kind: 'robust',
    expected: 'refuted',
    statement,
    failsThroughout: (box) => failing(box) !== null,
  };
  const { runs, witness } = searchRobust(kind, reading, seed, asked, Math.max(asked, candidates));
  const nothing = { statement, radius: null, runs, witness: null };
  if (witness === null) return nothing;
  const source: Cases[Kind] = JSON.parse(JSON.stringify(witness.source));
  const box = perturbed(kind, source, witness.radius);
  const reason = failing(box);
  if (reason === null) return nothing;
  const explanation = [...describe(box), `${reason}, in every network of the box.`];
  return {
    statement,
    radius: radiusWords(witness.radius),
    runs,
    witness: { ...source, reason, explanation } as unknown as Counterexample,
  };
}

function checkHeads<Kind extends CaseKind>(
  claim: Claim<Kind>,
  { expected, statement }: HeadsReading,
  seed: number,
  runs: number,
  { counterexample }: Pick<ReadingEvidence, 'counterexample'>,
): GenericEvidence {
  const found = searchHeads(claim, seed, runs);
  const met = found.runs - found.skipped;
  return {
    verdict: found.failure === null && met >= LEAST_CASES ? 'holds' : 'inconclusive',
    expected,
    radius: null,
    statement,
    runs: found.runs,
    skipped: found.skipped,
    shrinks: 0,
    witness: null,
    hyperplanes:
      counterexample === null
        ? []
        : hyperplanesOf(
            subjectOf(claim.kind, counterexample as unknown as Cases[Kind]) as unknown as
              | RayAnalysis
              | EnsembleAnalysis,
          ),
  };
}
