import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyClaims } from '../check/verifyClaims.js';
import type { Evidence } from '../evidence/evidence.js';
import { proofsOf } from '../proofs/proofsOf.js';
import { theoremMap } from '../proofs/theoremMap.js';
import { renderMarkdown } from '../report/renderMarkdown.js';
import { CLAIMS } from './registry.js';

/** From the paper's statement to claim, property, proof and report row, and back. */
const ids = CLAIMS.map(({ id }) => id);
const folder = fileURLToPath(new URL('../../properties/claims/', import.meta.url));
/** About several claims at once. */
const ABOUT_MANY = ['refutation'];
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.property.test.ts'))
  .map((name) => name.slice(0, -'.property.test.ts'.length))
  .filter((name) => !ABOUT_MANY.includes(name));

describe('from claims to properties', () => {
  it('every claim has a file of properties, named after it', () => {
    expect([...files].sort()).toEqual(ids.map(camelCase).sort());
  });

  it.each(files)('%s.property.test.ts is about that claim', async (file) => {
    const text = readFileSync(`${folder}${file}.property.test.ts`, 'utf8');
    const [, name] = /^describeClaim\((\w+), /m.exec(text) ?? [];
    const [, path] = new RegExp(`^import \\{ ${name} \\} from '(.*)';$`, 'm').exec(text) ?? [];
    const module = await import(fileURLToPath(new URL(path, `file://${folder}`)));
    expect(camelCase(module[name].id)).toBe(file);
  });
});

describe('from claims to theorems', () => {
  const theorems = theoremMap();

  it('every theorem is about a claim of the catalogue and named after it', () => {
    for (const { theorem, claim } of theorems) {
      expect(ids, theorem).toContain(claim);
      expect(theorem.startsWith(claim.replaceAll('-', '_')), `${theorem} of ${claim}`).toBe(true);
    }
  });

  it.each(CLAIMS)('what is proved about $id is what is expected of it', (claim) => {
    const contrary = claim.asPrinted.expected === 'refuted' ? 'proved' : 'refuted-formally';
    expect(proofsOf(claim.id).asPrinted).not.toBe(contrary);
  });

  it('every claim is decided by a theorem as printed, but for one that is a definition in the model', () => {
    const open = CLAIMS.filter(({ id }) => proofsOf(id).asPrinted === 'none');
    expect(open.map(({ id }) => id)).toEqual(['posthoc-keeps-predictions']);
    expect(proofsOf('posthoc-keeps-predictions').theorems).not.toEqual([]);
  });

  it('every repaired statement has a theorem', () => {
    const open = CLAIMS.filter(({ id, repaired }) => repaired && proofsOf(id).repaired === 'none');
    expect(open.map(({ id }) => id)).toEqual([]);
  });
});

describe('from claims to the report', () => {
  let evidence: Evidence;
  beforeAll(async () => {
    evidence = await verifyClaims({ claims: ['softmax-increasing'], runs: 1, workers: 0 });
  });

  it('the evidence lists every claim in the order of the catalogue, run or not', () => {
    expect(evidence.claims.map(({ id }) => id)).toEqual(ids);
  });

  it('every claim has its row', () => {
    const report = renderMarkdown(evidence);
    for (const id of ids) expect(report, id).toContain(id);
  });
});

function camelCase(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
