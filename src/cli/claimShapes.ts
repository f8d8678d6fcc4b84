import type { RobustRefutation } from '../check/checkGeneric.js';
import type { Refutation } from '../check/refute.js';
import type { Replay } from '../check/replay.js';
import { caseFields } from '../claims/caseShapes.js';
import type { CaseKind } from '../claims/cases.js';
import {
  anyCounterexampleShape,
  genericFields,
  proofStateFields,
  sourceShape,
} from '../evidence/evidenceShape.js';
import type { ClaimProofs } from '../proofs/proofsOf.js';
import type { ExplainedTheorem } from '../proofs/theoremsOf.js';
import {
  either,
  flag,
  list,
  named,
  nullable,
  number,
  object,
  oneOf,
  type Shape,
  text,
} from '../schema/shape.js';
import type { CatalogueEntry } from './catalogue.js';
import type { Explanation } from './explain.js';

/** What is printed, with the version of its schema. */
type Printed<T> = T & { readonly schemaVersion: 1 };

const version = oneOf(1);
const count = number({ minimum: 0, whole: true });
const verdict = oneOf('holds', 'refuted', 'vacuous', 'inconclusive', 'not-run');
const counterexample = named('counterexample', anyCounterexampleShape());

const statement = object<Explanation['asPrinted']>({ latex: text, plain: text, expected: verdict });

const theorem = object<ExplainedTheorem>({
  theorem: text,
  claim: text,
  reading: text as Shape<ExplainedTheorem['reading']>,
  plain: text,
  leavesOut: text,
  file: text,
  statement: text,
  axioms: list(text),
});

const explanation = object<Printed<Explanation>>({
  schemaVersion: version,
  id: text,
  title: text,
  source: sourceShape,
  kind: oneOf(...(Object.keys(caseFields) as CaseKind[])),
  hypotheses: list(text),
  asPrinted: statement,
  repaired: nullable(statement),
  flaw: nullable(text),
  generic: nullable(
    object<NonNullable<Explanation['generic']>>({
      expected: oneOf('refuted', 'holds', 'inconclusive'),
      statement: text,
    }),
  ),
  proof: object<Explanation['proof']>({ ...proofStateFields, statements: list(theorem) }),
});

const entry = object<Printed<CatalogueEntry & { proof: ClaimProofs }>>({
  schemaVersion: version,
  id: text,
  title: text,
  source: sourceShape,
  expected: object<CatalogueEntry['expected']>({ asPrinted: verdict, repaired: nullable(verdict) }),
  proof: object<ClaimProofs>(proofStateFields),
});

const refutation = object<Printed<Refutation>>({
  schemaVersion: version,
  claim: text,
  seed: count,
  candidates: count,
  shrinks: count,
  counterexample: nullable(counterexample),
  verifiedExactly: flag,
  explanation: list(text),
});

const robust = object<Printed<RobustRefutation>>({
  schemaVersion: version,
  claim: text,
  seed: count,
  ...genericFields(counterexample),
});

const replayed = object<Printed<Replay>>({
  schemaVersion: version,
  claim: text,
  reading: oneOf('asPrinted', 'repaired'),
  counterexample,
  verifiedExactly: flag,
});

/** What commands about claims print with `--json`: what it is, and its shape. */
export const CLAIM_RESULTS: Readonly<
  Record<string, readonly [says: string, shape: Shape<unknown>]>
> = {
  explain: ['One claim as `farfield explain --json` prints it.', explanation],
  'list-claims': ['One claim of `farfield list --json`.', entry],
  refute: [
    'What `farfield refute --json` found; with `--robust`, of the neighbours of a counterexample.',
    either<unknown>(refutation, robust),
  ],
  'replay-evidence': [
    'One recorded counterexample, decided again by `farfield replay --json`; an array where both readings have one.',
    replayed,
  ],
};
