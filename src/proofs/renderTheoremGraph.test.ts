import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { proofsFolder } from './proofsFolder.js';
import { AUDIT_VERSION, type AuditedTheorem, readAudit } from './readAudit.js';
import { renderTheoremGraph } from './renderTheoremGraph.js';

const theorem = (name: string, uses: string[]): AuditedTheorem => ({
  name,
  file: 'A.v',
  statement: '0 < 1 /\\ True',
  axioms: [],
  uses,
  claim: 'a',
  reading: 'part',
  verdict: 'proved',
});

const graph = (...theorems: AuditedTheorem[]) =>
  renderTheoremGraph({
    schemaVersion: AUDIT_VERSION,
    sourceHash: '',
    vocabularyHash: '',
    theorems,
  });

describe('renderTheoremGraph', () => {
  it('puts a theorem to the right of all it uses', () => {
    const svg = graph(theorem('c', ['a', 'b']), theorem('a', []), theorem('b', ['a']));
    const x = (name: string) => Number(new RegExp(`<text x="(\\d+)"[^>]*>${name}<`).exec(svg)?.[1]);
    expect(x('a')).toBeLessThan(x('b'));
    expect(x('b')).toBeLessThan(x('c'));
    expect(svg.match(/<path /g)).toHaveLength(3);
  });

  it('escapes statements', () => {
    expect(graph(theorem('a', []))).toContain('A.v: 0 &lt; 1 /\\ True');
  });

  it('is what proofs/theorems.svg shows; if this fails, run "npm run proofs"', () => {
    expect(readFileSync(join(proofsFolder(), 'theorems.svg'), 'utf8')).toBe(
      renderTheoremGraph(readAudit()),
    );
  });
});
