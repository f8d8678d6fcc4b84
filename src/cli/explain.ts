import type { Command } from 'commander';
import type { CaseKind } from '../claims/cases.js';
import type { AnyClaim, Source } from '../claims/claim.js';
import { claimById } from '../claims/claimById.js';
import type { GenericEvidence } from '../evidence/evidence.js';
import { type ClaimProofs, proofsOf } from '../proofs/proofsOf.js';
import { type ExplainedTheorem, theoremsOf } from '../proofs/theoremsOf.js';
import { proofWords, readingWords } from '../report/words.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import { sourceOf } from './sourceOf.js';
import type { Terminal } from './terminal.js';

/** One claim as `farfield explain --json` prints it. */
export interface Explanation {
  readonly id: string;
  readonly title: string;
  readonly source: Source;
  readonly kind: CaseKind;
  readonly hypotheses: readonly string[];
  readonly asPrinted: Pick<AnyClaim['asPrinted'], 'latex' | 'plain' | 'expected'>;
  readonly repaired: Explanation['asPrinted'] | null;
  readonly flaw: string | null;
  readonly generic: {
    readonly expected: GenericEvidence['expected'];
    readonly statement: string;
  } | null;
  readonly proof: ClaimProofs & { readonly statements: readonly ExplainedTheorem[] };
}

/** `farfield explain`: one claim, in full. */
export function explainCommand(): Command {
  return newCommand(
    'explain',
    'Explain one claim: statement, source, expected verdict, proof.',
    'explain gradient-vanishes',
  )
    .argument('<claim>', 'a claim of the catalogue; see farfield list')
    .action((id: string, options: CommonOptions) => {
      const terminal = terminalOf(options);
      const claim = claimById(id);
      terminal.result(explained(claim), () => explanation(claim, terminal));
    });
}

function explained(claim: AnyClaim): Explanation {
  const { id, title, source, kind, hypotheses, flaw, asPrinted, repaired, generic } = claim;
  const statement = ({ latex, plain, expected }: AnyClaim['asPrinted']) => ({
    latex,
    plain,
    expected,
  });
  return {
    id,
    title,
    source,
    kind,
    hypotheses,
    asPrinted: statement(asPrinted),
    repaired: repaired && statement(repaired),
    flaw: flaw ?? null,
    generic: generic ? { expected: generic.expected, statement: generic.statement } : null,
    proof: { ...proofsOf(id), statements: theoremsOf(id) },
  };
}

function explanation(claim: AnyClaim, terminal: Terminal): string[] {
  const heading = (text: string) => ['', terminal.paint('bold', text)];
  const { asPrinted, repaired, hypotheses, flaw } = claim;
  const theorems = theoremsOf(claim.id);
  return [
    terminal.paint('bold', claim.title),
    `${claim.id}, ${sourceOf(claim)}${claim.source.equation ? `, eq. ${claim.source.equation}` : ''}`,
    ...heading(`As printed: expected to be ${expectedWord(asPrinted.expected)}`),
    `  ${asPrinted.plain}`,
    `  ${terminal.paint('dim', asPrinted.latex)}`,
    ...(hypotheses.length > 0 ? heading('Hypotheses') : []),
    ...hypotheses.map((line) => `  - ${line}`),
    ...(flaw ? [...heading('Where the printed proof goes wrong'), `  ${flaw}`] : []),
    ...(repaired
      ? [
          ...heading(`As repaired: expected to ${expectedVerb(repaired.expected)}`),
          `  ${repaired.plain}`,
          `  ${terminal.paint('dim', repaired.latex)}`,
        ]
      : []),
    ...(claim.generic
      ? [
          ...heading(`In general: expected to be ${GENERIC_WORDS[claim.generic.expected]}`),
          `  ${claim.generic.statement}`,
          ...('asArgued' in claim.generic && claim.generic.asArgued
            ? [`  As its proof argues: ${claim.generic.asArgued.statement}`]
            : []),
          `  farfield refute ${claim.id} --robust decides it.`,
        ]
      : []),
    ...heading('Formal proofs'),
    `  ${proofWords(proofsOf(claim.id), repaired === null)}`,
    ...(theorems.length === 0
      ? []
      : theorems.flatMap(({ theorem, reading, statement, plain, leavesOut }) => [
          `  ${theorem} (${readingWords(reading)}): ${plain}`,
          ...statement.split('\n').map((line) => `      ${line}`),
          `    What the formal model leaves out: ${leavesOut}`,
        ])),
  ];
}

const GENERIC_WORDS = {
  refuted: 'refuted robustly, in a box of networks',
  holds: 'true for almost every head',
  inconclusive: 'left open',
} as const;

function expectedWord(verdict: string): string {
  return verdict === 'holds' ? 'true' : verdict;
}

function expectedVerb(verdict: string): string {
  return verdict === 'holds' ? 'hold' : `be ${verdict}`;
}
