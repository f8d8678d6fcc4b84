import { describe, expect, it } from 'vitest';
import { exampleEvidence, NASTY, troubledEvidence } from '../../../properties/reportExample.js';
import { renderHtml } from './renderHtml.js';

const [page, troubled] = await Promise.all([
  renderHtml(exampleEvidence()),
  renderHtml(troubledEvidence()),
]);

/** The page without styles, drawings and formulas, as text. */
function textOf(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

describe('renderHtml', () => {
  it('gives the same bytes every time', async () => {
    expect(await renderHtml(exampleEvidence())).toBe(page);
  });

  it('refers to nothing outside itself and needs no script', () => {
    for (const html of [page, troubled]) {
      expect(html).not.toMatch(/<script|<iframe|<img|<object|<embed|@import/i);
      const links = [...html.matchAll(/(?:href|src)\s*=\s*"([^"]*)"|url\(([^)]*)\)/g)];
      for (const [, link, url] of links) expect(link ?? url).toMatch(/^(#|data:)/);
    }
  });

  it('has no two elements with one id, and no reference to an id that is missing', () => {
    for (const html of [page, troubled]) {
      const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const references = [
        ...html.matchAll(/href="#([^"]*)"/g),
        ...html.matchAll(/url\(#([^)]*)\)/g),
        ...html.matchAll(/aria-labelledby="([^"]*)"/g),
      ];
      for (const [, id] of references) expect(ids).toContain(id);
    }
  });

  it('shows texts that look like markup as texts', () => {
    expect(troubled.match(/onerror=alert/g)!.length).toBeGreaterThan(5);
    expect(troubled).not.toContain('<img src=x');
    expect(troubled).not.toContain(NASTY);
  });

  it('puts findings and cautions before the summary', () => {
    const order = ['id="findings"', 'id="cautions"', 'id="summary"', 'id="claims-heading"'];
    const places = order.map((part) => troubled.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(page).not.toContain('id="findings"');
  });

  it('has a table of detectors at infinity, each row linked to its claim', () => {
    const from = page.indexOf('id="detectors-heading"');
    const table = page.slice(from, page.indexOf('</section>', from));
    expect(table.match(/<tr role="row">/g)).toHaveLength(2);
    expect(table).toContain('<a href="#rmds-at-infinity">RMDS</a>');
    expect(textOf(table)).toContain('of 1,547 cases 1,402 flagged, 145 blind');
    expect(textOf(table)).toMatch(/refuted\s+repaired:\s+holds/);
  });

  it('says verdicts in words', () => {
    expect(textOf(page)).toContain('refuted as printed');
    expect(textOf(troubled)).toContain('expected: holds');
    expect(textOf(troubled)).toContain('Unexpected verdict');
  });

  it('marks t* and the danger scale and tells the limits with their arithmetic', () => {
    const text = textOf(page);
    expect(text).toContain('MSP → 1/2 (exact); predictive entropy → ln 2 (exact)');
    expect(text).toMatch(/affine along the ray from t\* = 3 on \(exact, rounded once\)/);
    expect(page).toContain('>t*<');
    expect(page).toMatch(/>t<tspan dy="3" font-size="78%">ε</);
  });

  it('has Figure 2 of paper A in the section of jacobian-limit', () => {
    const section = page.slice(
      page.indexOf('id="jacobian-limit"'),
      page.indexOf('id="jacobian-limit-joint"'),
    );
    expect(textOf(section)).toContain('Figure 2 of paper A');
    expect(section).toContain('var(--band-10)');
  });

  it('includes only the fonts its formulas use', () => {
    const faces = [...page.matchAll(/@font-face\{font-family:(\w+)/g)].map(([, name]) => name);
    expect(faces).toContain('KaTeX_Math');
    expect(faces).toContain('KaTeX_AMS');
    expect(faces).not.toContain('KaTeX_Fraktur');
    expect(faces).not.toContain('KaTeX_Typewriter');
  });

  it('stays far below 3 MB, even for large counterexamples', async () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    const evidence = exampleEvidence();
    const claim = evidence.claims[3]!;
    const weights = Array.from({ length: 10 }, () => Array.from({ length: 300 }, () => 1 / 3));
    const counterexample = {
      ...claim.asPrinted.counterexample!,
      network: {
        format: 'farfield-network' as const,
        version: 1 as const,
        inputs: 300,
        layers: [{ type: 'dense' as const, weights, bias: weights.map(() => 0) }],
      },
      origin: weights[0]!,
      direction: weights[0]!,
      explanation: Array.from({ length: 5000 }, () => 'x'.repeat(5000)),
    };
    const large = { ...claim, asPrinted: { ...claim.asPrinted, counterexample } };
    const html = await renderHtml({ ...evidence, claims: [large] });
    expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
    expect(html).toContain('more lines in evidence.json');
  });
});
