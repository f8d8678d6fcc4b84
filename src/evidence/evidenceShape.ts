import { caseFields, checkCaseSizes } from '../claims/caseShapes.js';
import type { CaseKind, Cases } from '../claims/cases.js';
import type { DetectorAtInfinity, Source } from '../claims/claim.js';
import type { Verdict } from '../claims/verdict.js';
import {
  either,
  type Fields,
  flag,
  type JsonSchema,
  list,
  named,
  nullable,
  number,
  object,
  oneOf,
  optional,
  type ReportProblem,
  record,
  type Shape,
  schemaOf,
  text,
  textLike,
  variants,
} from '../schema/shape.js';
import type {
  ArguedEvidence,
  ClaimEvidence,
  ControlEvidence,
  Counterexample,
  Environment,
  Evidence,
  GenericEvidence,
  MissedControl,
  OracleEvidence,
  ProofEvidence,
  ReadingEvidence,
  TheoremEvidence,
  Timing,
  ToolVersions,
  WeakerProofEvidence,
} from './evidence.js';
import { EVIDENCE_VERSION } from './evidence.js';
import { checkExperiments, experimentShape } from './experimentShape.js';

/** Every kind of case there is. */
const KINDS = Object.keys(caseFields) as CaseKind[];

const count = number({ minimum: 0, whole: true });
const verdict: Shape<Verdict> = named(
  'verdict',
  oneOf('holds', 'refuted', 'vacuous', 'inconclusive', 'not-run'),
  'What the suite concludes about a statement.',
);
const radius = textLike(/^[1-9]\d*\/[1-9]\d*$/, '1/64');

const genericVerdict = named(
  'generic-verdict',
  oneOf<GenericEvidence['verdict']>('refuted', 'holds', 'inconclusive'),
  'Whether a refutation is robust (refuted) or the statement holds for almost every head (holds).',
);

/** Where a claim is made. */
export const sourceShape = object<Source>({
  paper: oneOf('A', 'B', 'Hein et al. 2019', 'farfield'),
  label: text,
  equation: optional(text),
});

const oracles = object<OracleEvidence>({
  exact: object({ cases: count }),
  // Files of before it was told apart do not have it.
  float64: object({ cases: count, couldNotTell: optional(count) }),
  highPrecision: object({ cases: count, couldNotTell: optional(count), digits: count }),
  disagreements: list(text),
});

const controls = object<ControlEvidence>({
  told: count,
  missed: list(object<MissedControl>({ control: text, expected: text, found: text })),
});

/** What is proved of a claim, but for what its theorems state. */
export const proofStateFields: Fields<Omit<ProofEvidence, 'statements'>> = {
  asPrinted: oneOf('proved', 'refuted-formally', 'none'),
  repaired: oneOf('proved', 'none'),
  // Files of before it was told apart do not have it.
  weaker: optional(
    list(
      object<WeakerProofEvidence>({
        reading: oneOf('asPrinted', 'repaired'),
        shortfall: oneOf('constant', 'part', 'assumption'),
        lacks: text,
      }),
    ),
  ),
  theorems: list(text),
  axioms: list(text),
};

const proof = object<ProofEvidence>({
  ...proofStateFields,
  statements: list(
    object<TheoremEvidence>({ theorem: text, statement: text, plain: text, leavesOut: text }),
  ),
});

/** The shape of evidence.json. */
export const evidenceShape: Shape<Evidence> = object<Evidence>(
  {
    schemaVersion: oneOf(EVIDENCE_VERSION),
    tool: object<ToolVersions>({
      name: oneOf('farfield'),
      version: text,
      fastCheck: text,
      mathjs: text,
    }),
    seed: number({ whole: true }),
    runsPerClaim: number({ minimum: 1, whole: true }),
    claims: list(
      variants<ClaimEvidence>(
        'kind',
        Object.fromEntries(KINDS.map((kind) => [kind, claimShape(kind)])),
      ),
      1,
    ),
    // Files of before there were experiments do not have it.
    experiments: optional(list(experimentShape)),
    warnings: list(text),
    environment: object<Environment>({
      commit: optional(textLike(/^[0-9a-f]{40,64}(-changed)?$/, 'a commit, with -changed or not')),
      node: text,
      platform: text,
      workers: number({ minimum: 0, whole: true }),
    }),
    timing: object<Timing>({
      startedAt: textLike(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
        '2024-05-01T12:00:00.000Z (ISO 8601, UTC)',
      ),
      durationMs: number({ minimum: 0 }),
      claimsMs: record(number({ minimum: 0 })),
      experimentsMs: optional(record(number({ minimum: 0 }))),
    }),
  },
  ({ claims, experiments = [] }, path, report) => {
    checkExperiments(experiments, path === '' ? 'experiments' : `${path}.experiments`, report);
    const seen = new Map<string, number>();
    claims.forEach(({ id }, k) => {
      const first = seen.get(id);
      if (first === undefined) seen.set(id, k);
      else {
        const place = `${path === '' ? '' : `${path}.`}claims[${k}].id`;
        report('duplicate', place, id, `is claims[${first}].id too`, 'list a claim once');
      }
    });
  },
);

/** The JSON Schema of evidence.json, as `schema/evidence.schema.json` holds it. */
export function evidenceSchema(): JsonSchema {
  return schemaOf(
    'farfield evidence, version 1',
    'What `farfield verify` found, claim by claim. Everything outside `environment` and `timing` is the same, byte for byte, for the same version, seed and options.',
    evidenceShape,
  );
}

function claimShape(kind: CaseKind): Shape<ClaimEvidence> {
  const reading = named(`reading-of-${kind}`, readingShape(kind));
  return object<ClaimEvidence>({
    id: textLike(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'gradient-vanishes'),
    title: text,
    source: named('source', sourceShape, 'Where the claim is made.'),
    kind: oneOf(kind),
    // Files of before it was told apart from the title do not have it.
    atInfinity: optional(nullable(object<DetectorAtInfinity>({ detector: text, blindness: text }))),
    hypotheses: list(text),
    flaw: nullable(text),
    asPrinted: reading,
    repaired: nullable(reading),
    // Files of before there was a third reading do not have it.
    generic: optional(nullable(named(`generic-of-${kind}`, genericShape(kind)))),
    coverage: named('coverage', record(count), 'How many generated cases were of each sort.'),
    oracles: named('oracles', oracles, 'How many decisions each arithmetic confirmed.'),
    proof: named('proof', proof, 'The state of the formal proofs.'),
  });
}

/** The values of a counterexample of any kind of case. */
export function anyCounterexampleShape(): Shape<Counterexample> {
  return either(...KINDS.map(counterexampleShape));
}

/** The values of a counterexample and what it says. */
function counterexampleShape(kind: CaseKind): Shape<Counterexample> {
  const counterexample = object(
    {
      ...caseFields[kind],
      reason: text,
      explanation: list(text),
    } as unknown as Fields<Counterexample>,
    (value, path, report) => checkCaseSizes(kind, value as Cases[CaseKind], path, report),
  );
  return named(`counterexample-of-${kind}`, counterexample);
}

/** What is found of a refutation's neighbours, its witness of any kind of case. */
export function genericFields(witness: Shape<Counterexample>): Fields<GenericEvidence> {
  return {
    verdict: genericVerdict,
    expected: genericVerdict,
    radius: nullable(radius),
    statement: text,
    runs: count,
    skipped: count,
    shrinks: count,
    witness: nullable(witness),
    hyperplanes: list(text),
    asArgued: optional(
      object<ArguedEvidence>(
        { statement: text, radius: nullable(radius), runs: count, witness: nullable(witness) },
        (argued, path, report) => {
          if ((argued.radius === null) === (argued.witness === null)) return;
          const rule = 'must be given with a witness, and only with one';
          report('inconsistent', `${path}.radius`, argued.radius, rule, 'take the file as written');
        },
      ),
    ),
  };
}

function genericShape(kind: CaseKind): Shape<GenericEvidence> {
  return object<GenericEvidence>(
    genericFields(counterexampleShape(kind)),
    ({ verdict, radius, witness, runs, skipped }, path, report) => {
      const contradict = (field: string, value: unknown, rule: string) =>
        report(
          'inconsistent',
          `${path}.${field}`,
          value,
          rule,
          'take the file as farfield wrote it',
        );
      if (skipped > runs) contradict('skipped', skipped, `must be at most runs=${runs}`);
      const refuted = verdict === 'refuted';
      if (refuted && radius === null) {
        contradict('radius', null, 'must be given, since the verdict is refuted');
      }
      if (refuted && witness === null) {
        contradict('witness', null, 'must be given, since the verdict is refuted');
      }
      if (verdict === 'holds' && witness !== null) {
        contradict('witness', '{…}', 'must be null, since the verdict is holds');
      }
    },
  );
}

function readingShape(kind: CaseKind): Shape<ReadingEvidence> {
  return object<ReadingEvidence>(
    {
      latex: text,
      plain: text,
      verdict,
      expected: verdict,
      runs: count,
      skipped: count,
      undecided: count,
      shrinks: count,
      counterexample: nullable(counterexampleShape(kind)),
      verifiedExactly: flag,
      // Files of before there were controls do not have it.
      controls: optional(named('controls', controls)),
    },
    checkReading,
  );
}

/** What the fields of a reading say about each other. */
function checkReading(reading: ReadingEvidence, path: string, report: ReportProblem): void {
  const { verdict, counterexample, verifiedExactly, runs, skipped, undecided } = reading;
  const contradict = (field: string, value: unknown, rule: string) =>
    report('inconsistent', `${path}.${field}`, value, rule, 'take the file as farfield wrote it');
  if (skipped > runs) contradict('skipped', skipped, `must be at most runs=${runs}`);
  if (undecided > skipped) contradict('undecided', undecided, `must be at most skipped=${skipped}`);
  if (verdict === 'refuted' && counterexample === null) {
    contradict('counterexample', null, 'must be given, since the verdict is refuted');
  }
  if (verdict === 'refuted' && !verifiedExactly) {
    contradict('verifiedExactly', false, 'must be true, since the verdict is refuted');
  }
  if (counterexample !== null && (verdict === 'holds' || verdict === 'not-run')) {
    contradict('counterexample', '{…}', `must be null, since the verdict is ${verdict}`);
  }
  if (verifiedExactly && counterexample === null) {
    contradict('verifiedExactly', true, 'must be false, since there is no counterexample');
  }
}
