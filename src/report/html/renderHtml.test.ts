import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dataEvidence, troubledDataEvidence } from '../../../properties/experimentExample.js';
import { exampleEvidence, NASTY, troubledEvidence } from '../../../properties/reportExample.js';
import { repositoryView } from '../repositoryView.js';
import { REFERENCES } from '../words.js';
import { renderHtml } from './renderHtml.js';

const [page, troubled, data, troubledData] = await Promise.all([
  renderHtml(exampleEvidence()),
  renderHtml(troubledEvidence()),
  renderHtml(dataEvidence()),
  renderHtml(troubledDataEvidence()),
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

  it('loads nothing from outside itself and needs no script', () => {
    // Links to the papers are followed by readers, not by the page.
    const papers = REFERENCES.flatMap(({ link }) => (link === null ? [] : [`<a href="${link}">`]));
    const shut = (html: string) =>
      papers.reduce((text, link) => text.replaceAll(link, '<a>'), html);
    for (const html of [page, troubled, data, troubledData].map(shut)) {
      expect(html).not.toMatch(/<script|<iframe|<img|<object|<embed|@import/i);
      const links = [...html.matchAll(/(?:href|src)\s*=\s*"([^"]*)"|url\(([^)]*)\)/g)];
      for (const [, link, url] of links) expect(link ?? url).toMatch(/^(#|data:)/);
    }
  });

  it('has no two elements with one id, and no reference to an id that is missing', () => {
    for (const html of [page, troubled, data, troubledData]) {
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
    expect(troubledData.match(/onerror=alert/g)!.length).toBeGreaterThan(50);
    expect(troubledData).not.toContain('<img src=x');
  });

  it('puts findings and cautions before the summary', () => {
    const order = ['id="findings"', 'id="cautions"', 'id="summary"', 'id="claims-heading"'];
    const places = order.map((part) => troubled.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(page).not.toContain('id="findings"');
  });

  it('links the papers, and says how to cite the run', () => {
    for (const { link } of REFERENCES) {
      if (link !== null) expect(page).toContain(`<a href="${link}">`);
    }
    expect(page).toContain('How to cite');
  });

  it('has a table of detectors at infinity, each row linked to its claim', () => {
    const from = page.indexOf('id="detectors-heading"');
    const table = page.slice(from, page.indexOf('</section>', from));
    expect(table.match(/<tr role="row">/g)).toHaveLength(2);
    expect(table).toContain('<a href="#rmds-at-infinity">RMDS</a>');
    expect(textOf(table)).toContain('of 1,547 cases 1,402 flagged, 145 blind');
    expect(textOf(table)).toMatch(/refuted\s+repaired:\s+holds/);
  });

  describe('of experiments', () => {
    const section = (html: string, id: string) => {
      const from = html.indexOf(`id="${id}"`);
      return html.slice(from, html.indexOf('</section>', from));
    };

    it('is linked from the contents, and stands after the claims', () => {
      expect(data).toContain('<a href="#experiments">Experiments</a>');
      expect(data.indexOf('id="experiments"')).toBeGreaterThan(data.indexOf('Claim by claim'));
      expect(page).not.toContain('href="#experiments"');
      expect(textOf(page)).toContain('farfield verify --with-data adds them');
    });

    it('sets theory against experiment before what the papers found', () => {
      const tables = section(data, 'experiments');
      const [theory, statements] = tables.split('id="experiments-statements"');
      expect(textOf(theory)).toMatch(
        /dry-bean, seed 0 \(paper\) the AUROC goes .* · cea-tabular holds 0\.0000/,
      );
      expect(textOf(statements)).toMatch(/refuted −0\.0240 \(−0\.0300 … −0\.0190\)/);
      expect(textOf(statements)).toContain('inconclusive NaN (−∞ … ∞)');
      expect(statements).toMatch(/<svg class="interval refuted"/);
    });

    it('shows the limits of the first seed and folds long tables and other seeds away', () => {
      const text = section(data, 'experiment-cea-tabular');
      const folded = [...text.matchAll(/<summary>(.*?) <span/g)].map(([, title]) => title);
      expect(folded).toEqual([
        'Dry Bean, seed 1, as defined: AUROC × 100 at infinity, decided, and measured on the way',
        'Where the columns lead',
      ]);
      expect(text).toContain('<td class="number short limit">100.0</td>');
      expect(text).toContain('None.');
      expect(textOf(text)).toContain(
        'Not run on wine-color, which is not here: run `farfield data',
      );
      expect(textOf(text)).toContain('dry-bean; seeds 0 and 1; 10 epochs; trained with wasm');
    });

    it('draws figures inside the page, once titled', () => {
      const text = section(data, 'experiment-cea-tabular');
      expect(text).toContain('id="experiment-cea-tabular-cea-tabular-dry-bean-plot-title"');
      expect(text).toMatch(/>AUROC × 100</);
      expect(text).toContain('fill="var(--ink)"');
      expect(text.match(/>Dry Bean, as defined</g)).toHaveLength(2);
    });

    it('marks a measurement that contradicts the theory', () => {
      expect(textOf(section(troubledData, 'findings'))).toContain('Theory and measurement differ');
      expect(troubledData).toContain('<strong class="alarm">expected: holds</strong>');
      expect(data).not.toContain('id="findings"');
    });

    it('loads nothing that a figure refers to, and refuses what is no figure', async () => {
      const evidence = dataEvidence();
      const [ran, ...rest] = evidence.experiments;
      const drawn = (specification: Record<string, unknown>) =>
        renderHtml({
          ...evidence,
          experiments: [
            { ...ran, figures: [{ name: 'planted', title: 'Planted', specification }] },
            ...rest,
          ],
        });
      const elsewhere = 'http://localhost:9/secret.png';
      const html = await drawn({
        data: { values: [{ x: 1 }] },
        layer: [
          { mark: { type: 'image', url: elsewhere, width: 9, height: 9 } },
          { mark: { type: 'point', href: elsewhere }, encoding: { x: { field: 'x' } } },
          { data: { url: elsewhere }, mark: 'point', encoding: {} },
        ],
      });
      expect(html).not.toContain('secret');
      await expect(drawn({ mark: 7 })).rejects.toThrow(/figure planted: specification cannot be/);
    });
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

  it('needs no fonts', () => {
    expect(page).not.toContain('@font-face');
    expect(page).not.toContain('data:font');
  });

  it('links theory and theorems where it lies in the repository, and names them elsewhere', async () => {
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    const inside = await renderHtml(exampleEvidence(), repositoryView(join(root, 'reports')));
    const links = [...inside.matchAll(/href="\.\.\/([^"#]*)#([^"]*)"/g)];
    expect(links.length).toBeGreaterThan(exampleEvidence().claims.length);
    for (const [, file, place] of links) {
      const text = readFileSync(join(root, file), 'utf8');
      const line = /^L(\d+)$/.exec(place);
      if (line) expect(text.split('\n')[Number(line[1]) - 1]).toMatch(/^\s*Theorem \w+/);
      else expect(text, place).toMatch(new RegExp(`<a id="${place}"></a>|^#+ ${place}$`, 'im'));
    }
    const outside = await renderHtml(exampleEvidence(), repositoryView(tmpdir()));
    expect(outside).not.toMatch(/href="\.\.?\//);
    expect(outside).toMatch(/\(proofs\/\w+\.v, line \d+\)/);
    expect(outside).toContain('<code>docs/theory.md#gradient-vanishes</code>');
  });

  it('shows the commands that make a claim again', () => {
    expect(page).toContain('<code>farfield refute gradient-vanishes</code>');
    expect(page).toContain('<code>farfield replay evidence.json gradient-vanishes</code>');
  });

  it('says which commit it is of where that is known', async () => {
    const evidence = exampleEvidence();
    const commit = `${'0123456789abcdef'.repeat(2)}01234567`;
    const html = await renderHtml({
      ...evidence,
      environment: { ...evidence.environment, commit: `${commit}-changed` },
    });
    expect(html).toContain('commit 0123456789ab with changes');
    expect(html).toContain(`<code>${commit}-changed</code>`);
    expect(page).not.toContain('commit');
  });

  it('stays far below 3 MB, even for large counterexamples', async () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    const evidence = exampleEvidence();
    const claim = evidence.claims[3];
    const weights = Array.from({ length: 10 }, () => Array.from({ length: 300 }, () => 1 / 3));
    const counterexample = {
      ...claim.asPrinted.counterexample!,
      network: {
        format: 'farfield-network' as const,
        version: 1 as const,
        inputs: 300,
        layers: [{ type: 'dense' as const, weights, bias: weights.map(() => 0) }],
      },
      origin: weights[0],
      direction: weights[0],
      explanation: Array.from({ length: 5000 }, () => 'x'.repeat(5000)),
    };
    const large = { ...claim, asPrinted: { ...claim.asPrinted, counterexample } };
    const html = await renderHtml({ ...evidence, claims: [large] });
    expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
    expect(html).toContain('more lines in evidence.json');
  });
});
