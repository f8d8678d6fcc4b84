import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimEvidence, Evidence } from '../src/evidence/evidence.js';
import type { ExperimentEvidence } from '../src/evidence/experimentEvidence.js';
import { parseEvidence } from '../src/evidence/parseEvidence.js';
import { renderHtml } from '../src/report/html/renderHtml.js';
import { renderJunit } from '../src/report/renderJunit.js';
import { renderMarkdown } from '../src/report/renderMarkdown.js';
import { serializeEvidence } from '../src/report/serializeEvidence.js';
import { exampleExperiments } from './experimentExample.js';
import { exampleEvidence, NASTY } from './reportExample.js';

/** Any text at all, and often one that looks like markup. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '<',
          '>',
          '&',
          '"',
          "'",
          '`',
          '```',
          '|',
          '$',
          '\\',
          '\n',
          '\r\n',
          '\0',
          '\uD800',
          ']]>',
        ],
        ...[
          '</script>',
          '<!--',
          '-->',
          '</style>',
          '&amp;',
          'x_1',
          '^{2}',
          '| --- |',
          '\\frac',
          'a',
        ],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
  fc.constant(NASTY),
);

/** A claim about logits whose every text is `text()`. */
function claimOf(text: () => string): ClaimEvidence {
  const claim = exampleEvidence().claims[2];
  const reading = { latex: text(), plain: text() };
  const counterexample = {
    logits: [[1, 1]],
    reason: text(),
    explanation: [`first ${text()}`, `then ${text()}`],
  };
  return {
    ...claim,
    title: text(),
    source: { paper: 'A', label: text(), equation: text() },
    hypotheses: [text(), text()],
    flaw: text(),
    asPrinted: { ...claim.asPrinted, ...reading, counterexample },
    repaired: { ...claim.repaired!, latex: text(), plain: text() },
    coverage: { [`a${text()}`]: 3, [`b${text()}`]: 2 },
    oracles: { ...claim.oracles, disagreements: [text()] },
    proof: { ...claim.proof, theorems: [text()], axioms: [text()] },
  };
}

/** Experiments whose every text but names is `text()`. */
function experimentsOf(text: () => string): ExperimentEvidence[] {
  return exampleExperiments().map((experiment) => ({
    ...experiment,
    title: text(),
    source: text(),
    settings: {
      ...experiment.settings,
      dataSets: experiment.settings.dataSets.map((name) => `${name}${text()}`),
    },
    backend: experiment.backend === 'none' ? 'none' : `wasm${text()}`,
    missing: experiment.missing.map(() => ({ dataSet: text(), remedy: text() })),
    claims: experiment.claims.map((claim) => ({
      ...claim,
      source: text(),
      statement: text(),
      scope: text(),
      quantity: text(),
      remark: text(),
    })),
    tables: experiment.tables.slice(2).map((table) => ({
      ...table,
      title: text(),
      head: table.head.map(text),
      rows: table.rows.slice(0, 3).map((row) => row.map(text)),
      note: text(),
    })),
    figures: experiment.figures.map((figure) => ({ ...figure, title: text() })),
    notes: [text()],
    scores: experiment.scores.map((score) => ({ ...score, detector: text(), ood: text() })),
  }));
}

function evidenceOf(text: () => string): Evidence {
  const example = exampleEvidence();
  return {
    ...example,
    tool: { name: 'farfield', version: text(), fastCheck: text(), mathjs: text() },
    warnings: [text(), text()],
    environment: { ...example.environment, node: text(), platform: text() },
    claims: [claimOf(text)],
    experiments: experimentsOf(text),
  };
}

/** Evidence with generated texts everywhere. */
const evidences = fc
  .array(anyText, { minLength: 120, maxLength: 120 })
  .map((texts) => evidenceOf(() => texts.pop() ?? 'more'));

const plain = evidenceOf(() => 'text');

describe('reports of evidence with any texts', () => {
  it('serializeEvidence and parseEvidence are inverse', () => {
    fc.assert(
      fc.property(evidences, (evidence) => {
        const written = serializeEvidence(evidence);
        const read = parseEvidence(JSON.parse(written), 'evidence.json');
        expect(read).toEqual(evidence);
        expect(serializeEvidence(read)).toBe(written);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('report.html has the same elements whatever the texts', async () => {
    const elements = (html: string) =>
      (html.replace(/<div class="formula"[\s\S]*?<\/div>/g, '').match(/<[^>]*>/g) ?? []).filter(
        (tag) => !/^<\/?su[bp]>$/.test(tag),
      );
    const expected = elements(await renderHtml(plain)).map(nameOf);
    await fc.assert(
      fc.asyncProperty(evidences, async (evidence) => {
        const html = await renderHtml(evidence);
        expect(elements(html).map(nameOf)).toEqual(expected);
        expect(html).not.toMatch(/<(script|img|iframe)/i);
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  it('junit.xml has the same elements and only characters of XML 1.0, whatever the texts', () => {
    const expected = (renderJunit(plain).match(/<[^>]*>/g) ?? []).map(nameOf);
    fc.assert(
      fc.property(evidences, (evidence) => {
        const xml = renderJunit(evidence);
        expect((xml.match(/<[^>]*>/g) ?? []).map(nameOf)).toEqual(expected);
        expect(xml).not.toMatch(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
        expect(xml.replace(/&(amp|lt|gt|quot|#\d+);/g, '')).not.toContain('&');
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it('report.md keeps its headings and its table, whatever the texts', () => {
    const shape = (markdown: string) =>
      withoutFences(markdown)
        .split('\n')
        .filter((line) => /^[#|]/.test(line))
        .map((line) => `${line[0]} ${(line.match(/(?<!\\)(?:\\\\)*\|/g) ?? []).length}`);
    const expected = shape(renderMarkdown(plain));
    fc.assert(
      fc.property(evidences, (evidence) => {
        const markdown = renderMarkdown(evidence);
        expect(shape(markdown)).toEqual(expected);
        expect(withoutFences(markdown)).not.toMatch(/<(?!br>)/);
      }),
      { numRuns: 100, seed: 4 },
    );
  });
});

/** "<a", "</a": the element of a tag. */
function nameOf(tag: string): string {
  return /^<\/?[\w!?]*/.exec(tag)![0];
}

/** Markdown without its fenced blocks, as a reader of Markdown finds them. */
function withoutFences(markdown: string): string {
  const lines: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const open = /^`{3,}/.exec(line)?.[0];
    if (fence !== null) {
      if (open && open.length >= fence.length && line.trim() === open) fence = null;
    } else if (open) fence = open;
    else lines.push(line);
  }
  return lines.join('\n');
}
