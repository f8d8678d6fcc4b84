import type { AnyClaim } from '../claims/claim.js';
import { escapeMarkdown } from '../page/markdownText.js';
import { proofsOf } from '../proofs/proofsOf.js';
import { theoremsOf } from '../proofs/theoremsOf.js';
import { KIND_WORDS, proofWords, readingWords, sourceWords } from './words.js';

/** Where a claim's check and its properties are, from the root of the repository. */
export interface ClaimPlaces {
  readonly check: string;
  readonly properties: string;
}

/**
 * The catalogue as the page `docs/claims.md`: every claim with its statements, what is expected of
 * each, why the printed proof fails, and links to theory, check, properties and theorems.
 *
 * @param placesOf - of a claim's id
 */
export function claimsPage(
  claims: readonly AnyClaim[],
  placesOf: (id: string) => ClaimPlaces,
): string {
  return [
    '# Claims',
    '',
    `All ${claims.length} claims that \`farfield verify\` decides. Verdicts are those that are expected; a run computes them. [theory.md](theory.md) has the mathematics behind them.`,
    '',
    ...claims.flatMap((claim) => claimLines(claim, placesOf(claim.id))),
  ].join('\n');
}

function claimLines(claim: AnyClaim, { check, properties }: ClaimPlaces): string[] {
  const { id, title, source, kind, hypotheses, asPrinted, repaired, flaw } = claim;
  const theorems = theoremsOf(id);
  return [
    `## ${id}`,
    '',
    `**${escapeMarkdown(title)}.** ${escapeMarkdown(sourceWords(source))}; about ${KIND_WORDS[kind]}. [Theory](theory.md#${id}) · [check](../${check}) · [properties](../${properties})`,
    '',
    ...hypotheses.map((hypothesis) => `- Hypothesis: ${escapeMarkdown(hypothesis)}`),
    ...(hypotheses.length > 0 ? [''] : []),
    ...readingLines(repaired === null ? 'Statement' : 'As printed', asPrinted),
    ...(flaw === undefined ? [] : [`Where the printed proof fails: ${escapeMarkdown(flaw)}`, '']),
    ...(repaired === null ? [] : readingLines('Repaired', repaired)),
    `Formal proof: ${escapeMarkdown(proofWords(proofsOf(id), repaired === null))}.`,
    '',
    ...theorems.map(
      ({ theorem, reading, file, plain }) =>
        `- [\`${theorem}\`](../proofs/${file}) (${readingWords(reading)}): ${escapeMarkdown(plain)}`,
    ),
    ...(theorems.length > 0 ? [''] : []),
    ...leftOutLines(theorems),
  ];
}

/** What the models behind the theorems of a claim leave out, each remark once. */
function leftOutLines(theorems: readonly { readonly leavesOut: string }[]): string[] {
  const remarks = [...new Set(theorems.map(({ leavesOut }) => leavesOut))];
  if (remarks.length === 0) return [];
  return [
    'What the formal models leave out:',
    '',
    ...remarks.map((remark) => `- ${escapeMarkdown(remark)}`),
    '',
  ];
}

function readingLines(name: string, { latex, plain, expected }: AnyClaim['asPrinted']): string[] {
  return [
    `${name} (expected: ${expected}): ${escapeMarkdown(plain)}`,
    '',
    '```math',
    latex,
    '```',
    '',
  ];
}
