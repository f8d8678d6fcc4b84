import { describe, expect, it } from 'vitest';
import { dataEvidence, troubledDataEvidence } from '../../properties/experimentExample.js';
import { exampleEvidence, troubledEvidence } from '../../properties/reportExample.js';
import { renderMarkdown } from './renderMarkdown.js';

describe('renderMarkdown', () => {
  it('sums up a clean run before anything else', () => {
    const report = renderMarkdown(exampleEvidence());
    expect(report).toContain('**Everything is as expected.**');
    expect(report).not.toContain('## Findings');
    expect(report).toContain('- 2 claims hold as printed.');
    expect(report).toContain('- 6 claims are refuted as printed');
  });

  it('shows every claim as a row with its verdicts in words', () => {
    const row = renderMarkdown(exampleEvidence())
      .split('\n')
      .find((line) => line.startsWith('| `gradient-vanishes`'))!;
    expect(row.split(' | ')).toEqual([
      '| `gradient-vanishes`<br>The gradient of every class probability vanishes',
      'Paper A, Lemma 4, equation 5',
      'refuted',
      'holds',
      'holds for almost every head',
      '23 of 37<br>399 of 1,000',
      'formally refuted as printed; the repaired statement proved |',
    ]);
  });

  it('shows the mathematics of a counterexample and its values', () => {
    const report = renderMarkdown(exampleEvidence());
    expect(report).toContain('f(x) = (x_2, 0, −x_1)\nx(t) = (1, 0) + t·(1, 0)');
    expect(report).toContain('"weights":[[0,1],[0,0],[-1,0]]');
  });

  it('says of a refutation whether it is robust, with the radius, or lives on ties, and where', () => {
    const report = renderMarkdown(exampleEvidence());
    expect(report).toContain('**In general: refuted robustly, r = 31/64.** Two members');
    expect(report).toContain('**In general: holds for almost every head.** The statement fails');
    expect(report).toContain('The counterexample lies on (w\\_0 − w\\_1)·Δ = 0, Δ = (1, 0).');
    expect(report).toContain('Of the refutations, 1 is robust');
  });

  it('puts findings first, and says of what', () => {
    const report = renderMarkdown(troubledEvidence());
    expect(report.indexOf('## Findings')).toBeLessThan(report.indexOf('## Summary'));
    expect(report).toContain('**There are findings.**');
    expect(report).toContain('Unexpected verdict: as printed, the claim is expected to be “holds”');
    expect(report).toContain('The oracles disagree');
    expect(report).toContain('Few cases: only 20 cases were generated');
  });

  it('shows what data say of each statement, what the theory predicts first', () => {
    const report = renderMarkdown(dataEvidence());
    const rows = report.split('\n').filter((line) => line.includes('<br>`cea-tabular`, '));
    expect(rows).toHaveLength(5);
    expect(rows[0]).toContain(
      'predicted by the theory | dry-bean, seed 0 (paper) | holds | 0.0000',
    );
    expect(rows[2]).toContain('| refuted | −0.0240 | −0.0300 … −0.0190 |');
    expect(rows[4]).toContain('| inconclusive | NaN | −∞ … ∞ |');
    expect(report).toContain('### Dry Bean, seed 0, as defined: AUROC × 100 at infinity, decided');
    expect(report).not.toContain('### Dry Bean, seed 1');
    expect(report).toContain(
      '- In 2 of 2 cases the measurement far out agrees with what the exact theory decides',
    );
    expect(renderMarkdown(exampleEvidence())).not.toContain('Experiments');
  });

  it('marks a measurement that contradicts the theory', () => {
    const report = renderMarkdown(troubledDataEvidence());
    expect(report.match(/\| \*\*refuted, expected: holds\*\* \|/g)).toHaveLength(2);
    expect(report).toContain('**There are findings.**');
    expect(report.replace(/^(`{3,})\w+\n[\s\S]*?\n\1$/gm, '')).not.toMatch(/<(?!br>)/);
  });

  it('stays below 1 MiB by leaving out tables of experiments, and says so', () => {
    const evidence = dataEvidence();
    const [ran, ...rest] = evidence.experiments;
    const tables = Array.from({ length: 3000 }, () => ran.tables[0]);
    const report = renderMarkdown({ ...evidence, experiments: [{ ...ran, tables }, ...rest] });
    expect(Buffer.byteLength(report)).toBeLessThan(2 ** 20);
    expect(report).toContain('would be too long for this place');
    expect(report).toContain('predicted by the theory');
    expect(report).not.toContain('Cut here');
  });

  it('lets no text of the evidence become markup', () => {
    const report = renderMarkdown(troubledEvidence());
    const outsideFences = report.replace(/^(`{3,})\w+\n[\s\S]*?\n\1$/gm, '');
    expect(outsideFences).not.toMatch(/<(?!br>)/);
    expect(outsideFences).not.toContain('**bold**');
    expect(outsideFences).not.toContain('[link](x)');
    const rows = outsideFences.split('\n').filter((line) => line.startsWith('| `'));
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(8);
  });

  it('fences mathematics so that no line of it ends the fence', () => {
    const evidence = exampleEvidence();
    const claim = evidence.claims[3];
    const explanation = ['before', '```', '<b>inside</b>', '````'];
    const counterexample = { ...claim.asPrinted.counterexample!, explanation };
    const asPrinted = { ...claim.asPrinted, counterexample };
    const report = renderMarkdown({ ...evidence, claims: [{ ...claim, asPrinted }] });
    expect(report).toContain('`````text\nbefore\n```\n<b>inside</b>\n````\n`````\n');
  });

  it('stays below 1 MiB by leaving out values, and says so', () => {
    const evidence = exampleEvidence();
    const [claim] = evidence.claims.slice(3);
    const weights = Array.from({ length: 200 }, () => Array.from({ length: 500 }, () => 1 / 3));
    const counterexample = {
      ...claim.asPrinted.counterexample!,
      network: {
        format: 'farfield-network' as const,
        version: 1 as const,
        inputs: 500,
        layers: [{ type: 'dense' as const, weights, bias: weights.map(() => 0) }],
      },
    };
    const large = {
      ...evidence,
      claims: [{ ...claim, asPrinted: { ...claim.asPrinted, counterexample } }],
    };
    const report = renderMarkdown(large);
    expect(Buffer.byteLength(report)).toBeLessThan(2 ** 20);
    expect(report).toContain('would be too long for this place');
    expect(report).toContain('f(x) = (x_2, 0, −x_1)');
  });

  it('stays below 1 MiB whatever the number of claims', () => {
    const evidence = exampleEvidence();
    const claims = Array.from({ length: 300 }, (_, k) => ({
      ...evidence.claims[0],
      id: `claim-${k}`,
      title: 'x'.repeat(4000),
    }));
    const report = renderMarkdown({ ...evidence, claims });
    expect(Buffer.byteLength(report)).toBeLessThan(2 ** 20);
    expect(report).toContain('Cut here');
  });
});
