import type {
  ClaimEvidence,
  Counterexample,
  Evidence,
  ReadingEvidence,
} from '../evidence/evidence.js';
import { code, escapeMarkdown, markdownTable } from '../page/markdownText.js';
import { type Cell, COLUMNS, casesWords } from './columns.js';
import { concerns, concernWords } from './concerns.js';
import { experimentsMarkdown } from './experimentsMarkdown.js';
import { genericCases, genericWords } from './genericWords.js';
import { summarize } from './summary.js';
import { confirmedWords, hardnessWords, outcomeWords, proofWords, sourceWords } from './words.js';

/** A CI job summary may have 1 MiB; this stays below it. Bytes. */
const LARGEST = 1_000_000;

/** How much of each claim is told. */
type Detail = 'values' | 'explanations' | 'statements' | 'table';

/**
 * Writes the report as GitHub-flavoured Markdown that fits a CI job summary (below 1 MiB): where it
 * would not, the counterexamples' values go first, then their explanations, then the statements and the
 * tables of experiments, and the report says so.
 *
 * @example
 * ```ts
 * renderMarkdown(evidence).split('\n')[0]; // '# farfield: evidence'
 * ```
 */
export function renderMarkdown(evidence: Evidence): string {
  for (const detail of ['values', 'explanations', 'statements', 'table'] as const) {
    const report = render(evidence, detail);
    if (Buffer.byteLength(report) < LARGEST) return report;
  }
  return cut(render(evidence, 'table'));
}

function render(evidence: Evidence, detail: Detail): string {
  const { sentences, clean } = summarize(evidence);
  const worries = concerns(evidence);
  const lines = ['# farfield: evidence', ''];
  for (const weight of ['finding', 'caution'] as const) {
    const some = worries.filter((concern) => concern.weight === weight);
    if (some.length === 0) continue;
    lines.push(weight === 'finding' ? '## Findings' : '## Before you rely on this', '');
    lines.push(...some.map((concern) => `- ${escapeMarkdown(concernWords(concern))}`), '');
  }
  lines.push('## Summary', '');
  lines.push(clean ? '**Everything is as expected.**' : '**There are findings.**', '');
  lines.push(...sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`), '');
  if (detail !== 'values') {
    lines.push(
      'The whole report would be too long for this place; `report.html` and `evidence.json` have what is left out here.',
      '',
    );
  }
  lines.push('## Claims', '', ...table(evidence.claims), '');
  lines.push(
    'Verdicts are decided in exact arithmetic on the real-number function of the stored weights. Cases checked: those that met the hypotheses, of those generated, as printed and repaired.',
    '',
  );
  lines.push(...experimentsMarkdown(evidence.experiments, detail !== 'table'));
  if (detail !== 'table') {
    if (evidence.experiments.length > 0) lines.push('## Claim by claim', '');
    for (const claim of evidence.claims) lines.push(...section(claim, detail));
  }
  const { tool } = evidence;
  lines.push('---', '');
  lines.push(
    escapeMarkdown(
      `farfield ${tool.version}, fast-check ${tool.fastCheck}, mathjs ${tool.mathjs}; seed ${evidence.seed}.`,
    ),
  );
  return `${lines.join('\n')}\n`;
}

function table(claims: readonly ClaimEvidence[]): string[] {
  return markdownTable(
    COLUMNS.map(({ heading }) => heading),
    claims.map((claim) => COLUMNS.map(({ cell }) => cellMarkdown(cell(claim)))),
  );
}

function cellMarkdown(cell: Cell): string {
  if (cell.kind === 'claim') return `${code(cell.id)}<br>${escapeMarkdown(cell.title)}`;
  if (cell.kind === 'text') return escapeMarkdown(cell.text);
  if (cell.kind === 'lines') return cell.lines.map(escapeMarkdown).join('<br>');
  return cell.asExpected ? escapeMarkdown(cell.words) : `**${escapeMarkdown(cell.words)}**`;
}

function section(claim: ClaimEvidence, detail: Exclude<Detail, 'table'>): string[] {
  const { id, title, source, hypotheses, asPrinted, repaired, flaw, proof, oracles } = claim;
  if (asPrinted.verdict === 'not-run') return [];
  const { exact, float64, highPrecision } = oracles;
  const theorems = proof.theorems.map(code).join(', ');
  return [
    `### ${escapeMarkdown(title)}`,
    '',
    `${code(id)} · ${escapeMarkdown(sourceWords(source))}`,
    '',
    ...readingLines(asPrinted, 'as printed', detail, flaw),
    ...(flaw === null ? [] : [`Why the printed proof fails: ${escapeMarkdown(flaw)}`, '']),
    ...(repaired === null ? [] : readingLines(repaired, 'repaired', detail, flaw)),
    ...genericLines(claim, detail),
    ...(hypotheses.length === 0
      ? []
      : ['Hypotheses:', '', ...hypotheses.map((text) => `- ${escapeMarkdown(text)}`), '']),
    ...hardnessWords(claim).flatMap((line) => [line, '']),
    `Confirmed in numbers: exact decisions ${exact.cases}, float64 ${confirmedWords(float64)}, ${highPrecision.digits}-digit arithmetic ${confirmedWords(highPrecision)}. Formal proof: ${escapeMarkdown(proofWords(proof, repaired === null))}${theorems === '' ? '' : ` (${theorems})`}.`,
    '',
  ];
}

function readingLines(
  reading: ReadingEvidence,
  name: 'as printed' | 'repaired',
  detail: Exclude<Detail, 'table'>,
  flaw: string | null,
): string[] {
  const { latex, plain, counterexample } = reading;
  return [
    `**${escapeMarkdown(sentence(outcomeWords(reading, name)))}** (${casesWords(reading)}): ${escapeMarkdown(plain)}`,
    '',
    ...fenced('math', latex),
    '',
    ...(counterexample === null ? [] : counterexampleLines(counterexample, reading, detail, flaw)),
  ];
}

function genericLines(
  { generic, flaw }: ClaimEvidence,
  detail: Exclude<Detail, 'table'>,
): string[] {
  if (generic === null) return [];
  const { statement, hyperplanes, witness } = generic;
  const lines = [
    `**In general: ${escapeMarkdown(genericWords(generic))}.** ${escapeMarkdown(sentence(statement))} ${escapeMarkdown(genericCases(generic))}`,
    '',
    ...hyperplanes.flatMap((plane) => [`The counterexample lies on ${escapeMarkdown(plane)}.`, '']),
  ];
  lines.push(...witnessLines(witness, detail, flaw));
  if (generic.asArgued) {
    const { statement: sense, radius, witness: found } = generic.asArgued;
    const near = radius === null ? 'no such box was found' : `r = ${radius}`;
    lines.push(escapeMarkdown(`As its proof argues: ${sense} (${near})`), '');
    lines.push(...witnessLines(found, detail, flaw));
  }
  return lines;
}

/** The middle of a box: as mathematics, and with all details its values too. */
function witnessLines(
  witness: Counterexample | null,
  detail: Exclude<Detail, 'table'>,
  flaw: string | null,
): string[] {
  if (witness === null || detail === 'statements') return [];
  const { reason: _, explanation, ...values } = witness;
  const steps = fenced('text', explanation.filter((line) => line !== flaw).join('\n'));
  const recorded = detail === 'explanations' ? [] : [...fenced('json', JSON.stringify(values)), ''];
  return [...steps, '', ...recorded];
}

function counterexampleLines(
  counterexample: Counterexample,
  { verifiedExactly }: ReadingEvidence,
  detail: Exclude<Detail, 'table'>,
  flaw: string | null,
): string[] {
  const { reason, explanation, ...values } = counterexample;
  // The flaw of the printed proof, with which an explanation ends, is said on its own.
  const steps = explanation.filter((line) => line !== flaw);
  const verified = verifiedExactly ? 'verified exactly' : '**not verified**';
  const lines = [`Counterexample (${verified}): ${escapeMarkdown(reason)}`, ''];
  if (detail === 'statements') return lines;
  if (steps.length > 0) lines.push(...fenced('text', steps.join('\n')), '');
  if (detail === 'explanations') return lines;
  return [...lines, ...fenced('json', JSON.stringify(values)), ''];
}

/** A fenced block, with a fence longer than any run of backticks inside. */
function fenced(language: string, content: string): string[] {
  const runs = content.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [`${fence}${language}`, content, fence];
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The first lines that fit: only a catalogue of many thousands of claims needs this. */
function cut(report: string): string {
  const note = '\n\nCut here: the report is too long for this place. See `report.html`.\n';
  const kept = Buffer.from(report).subarray(0, LARGEST - Buffer.byteLength(note) - 1);
  return `${kept.toString('utf8', 0, kept.lastIndexOf('\n'))}${note}`;
}
