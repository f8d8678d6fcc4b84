import { expect, it } from 'vitest';
import { verifyClaims } from '../check/verifyClaims.js';
import { CLAIMS } from '../claims/registry.js';
import { compactHtml } from '../page/compactHtml.js';
import { renderHtml } from './html/renderHtml.js';
import { repositoryView } from './repositoryView.js';

/** What a report may weigh: it is sent by mail and opened on phones. */
const MOST_BYTES = 700_000;

it('is under 700 kB for the whole catalogue, with a section for every claim', async () => {
  const evidence = await verifyClaims({ runs: 12, candidates: 2_000, workers: 0 });
  // As it lies in the repository, where it is longest: with links to theory and theorems.
  const written = await renderHtml(evidence, repositoryView('reports'));
  const page = compactHtml(written);
  expect(Buffer.byteLength(page)).toBeLessThan(MOST_BYTES);
  for (const { id } of CLAIMS) {
    expect(page).toContain(`<section class=claim id=${id}>`);
    expect(page).toContain(`href=../docs/theory.md#${id}`);
  }
  const theorems = evidence.claims.flatMap(({ proof }) => proof.theorems);
  for (const name of theorems) expect(page).toMatch(new RegExp(`\\.v#L\\d+>${name}<`));
});
