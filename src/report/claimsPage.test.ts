import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CLAIMS } from '../claims/registry.js';
import { claimsPage } from './claimsPage.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const filesIn = (folder: string) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map(
    (name) => `${folder}/${name}`,
  );
const checks = filesIn('src/claims');
const properties = filesIn('properties/claims');

/** Files are named after claims, but for hyphens and capitals. */
function fileOf(id: string, files: readonly string[], ending: string): string {
  const name = `/${id.replaceAll('-', '')}${ending}`;
  const found = files.filter((file) => file.toLowerCase().endsWith(name));
  expect(found, `${id}${ending}`).toHaveLength(1);
  return found[0];
}

describe('docs/claims.md', () => {
  it('is the catalogue (else write it anew: npx vitest run claimsPage --update)', async () => {
    const page = claimsPage(CLAIMS, (id) => ({
      check: fileOf(id, checks, '.ts'),
      properties: fileOf(id, properties, '.property.test.ts'),
    }));
    await expect(page).toMatchFileSnapshot('../../docs/claims.md');
  });
});

describe('docs/theory.md', () => {
  const theory = readFileSync(`${root}docs/theory.md`, 'utf8');
  const anchors = [...theory.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id);

  it('has a place for every claim, and each once', () => {
    expect(CLAIMS.map(({ id }) => id).filter((id) => !anchors.includes(id))).toEqual([]);
    expect(new Set(anchors).size).toBe(anchors.length);
  });
});
