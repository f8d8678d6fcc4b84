import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { chromiumTests, launchChromium } from '../../properties/chromium.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { verifyClaims } from '../check/verifyClaims.js';
import { CLAIMS } from '../claims/registry.js';
import type { Evidence } from '../evidence/evidence.js';
import { compactHtml } from '../page/compactHtml.js';
import { renderHtml } from './html/renderHtml.js';
import { repositoryView } from './repositoryView.js';

/** What a report may weigh: it is sent by mail and opened on phones. */
const MOST_BYTES = 700_000;
/** What a laptop shows at once. */
const SCREEN = { width: 1440, height: 900 };

describe('the report of the whole catalogue', () => {
  let evidence: Evidence;
  let page: string;

  beforeAll(async () => {
    evidence = await verifyClaims({ runs: 12, candidates: 2_000, workers: 0 });
    // As it lies in the repository, where it is longest: with links to theory and theorems.
    page = compactHtml(await renderHtml(evidence, repositoryView('reports')));
  });

  it('is under 700 kB, with a section for every claim', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(MOST_BYTES);
    for (const { id } of CLAIMS) {
      expect(page).toContain(`<section class=claim id=${id}>`);
      expect(page).toContain(`href=../docs/theory.md#${id}`);
    }
    const theorems = evidence.claims.flatMap(({ proof }) => proof.theorems);
    for (const name of theorems) expect(page).toMatch(new RegExp(`\\.v#L\\d+>${name}<`));
  });

  chromiumTests.it(
    'has its claims, and its detectors, in tables of two screens at most',
    async () => {
      const path = join(temporaryFolder('whole-report'), 'report.html');
      // Too few cases decide some claims; the tables of a run are those of verdicts as expected.
      await writeFile(path, await renderHtml(asExpected(evidence), repositoryView('reports')));
      const browser = await launchChromium();
      try {
        const shown = await browser.newPage({ viewport: SCREEN });
        await shown.goto(pathToFileURL(path).href);
        const tables = await shown.evaluate<{ rows: number; height: number }[]>(
          `Array.from(document.querySelectorAll('table'), (table) => ({
          rows: table.tBodies[0].rows.length, height: table.getBoundingClientRect().height }))`,
        );
        const [claims, detectors] = tables.sort((x, y) => y.rows - x.rows);
        expect(claims.rows + detectors.rows).toBe(CLAIMS.length);
        for (const { height } of [claims, detectors]) {
          expect(height).toBeLessThanOrEqual(2 * SCREEN.height);
        }
      } finally {
        await browser.close();
      }
    },
  );
});

function asExpected(evidence: Evidence): Evidence {
  return {
    ...evidence,
    claims: evidence.claims.map((claim) => ({
      ...claim,
      asPrinted: { ...claim.asPrinted, verdict: claim.asPrinted.expected },
      generic: claim.generic && {
        ...claim.generic,
        verdict: claim.generic.expected,
        radius: claim.generic.expected === 'refuted' ? (claim.generic.radius ?? '31/64') : null,
      },
      repaired: claim.repaired && { ...claim.repaired, verdict: claim.repaired.expected },
    })),
  };
}
