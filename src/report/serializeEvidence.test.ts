import { describe, expect, it } from 'vitest';
import { dataEvidence } from '../../properties/experimentExample.js';
import { exampleEvidence, troubledEvidence } from '../../properties/reportExample.js';
import { InternalError } from '../errors/internalError.js';
import { parseEvidence } from '../evidence/parseEvidence.js';
import { serializeEvidence } from './serializeEvidence.js';

describe('serializeEvidence', () => {
  it('reads back as the same evidence', () => {
    for (const evidence of [exampleEvidence(), troubledEvidence(), dataEvidence()]) {
      expect(parseEvidence(JSON.parse(serializeEvidence(evidence)), 'x')).toEqual(evidence);
    }
  });

  it('writes the same bytes whatever order the keys were set in', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).reverse();
      return Object.fromEntries(entries.map(([key, of]) => [key, reversed(of)]));
    };
    const evidence = exampleEvidence();
    const other = reversed(evidence) as typeof evidence;
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(evidence));
    expect(serializeEvidence(other)).toBe(serializeEvidence(evidence));
  });

  it('keeps every double to the last bit, and writes −0 as 0', () => {
    const [value, tiny] = [0.1 + 0.2, 5e-324];
    const evidence = exampleEvidence();
    const [timed] = [
      { ...evidence, timing: { ...evidence.timing, claimsMs: { value, tiny, zero: -0 } } },
    ];
    expect(JSON.parse(serializeEvidence(timed)).timing.claimsMs).toEqual({ value, tiny, zero: 0 });
  });

  it('keeps rows of tables, scores and specifications on a line each', () => {
    const lines = serializeEvidence(dataEvidence()).split('\n');
    const line = (start: string) => lines.find((text) => text.trimStart().startsWith(start))!;
    expect(line('["MSP", ')).toContain('["MSP", "47.2 / 62.7", "39.9 / 68.6"]');
    expect(JSON.parse(`{${line('"specification"')}}`).specification).toEqual(
      dataEvidence().experiments[0].figures[0].specification,
    );
    expect(JSON.parse(lines.find((text) => text.includes('"cea:msp"'))!)).toEqual(
      dataEvidence().experiments[0].scores[0],
    );
  });

  it('begins with the version and ends with a newline', () => {
    const json = serializeEvidence(exampleEvidence());
    expect(json.startsWith('{\n  "schemaVersion": 1,\n  "tool": {')).toBe(true);
    expect(json.endsWith('}\n')).toBe(true);
  });

  it('keeps a vector on one line', () => {
    expect(serializeEvidence(exampleEvidence())).toContain('"origin": [1, 0],');
  });

  it.each([Number.NaN, Infinity, -Infinity])('refuses %d instead of writing null', (seed) => {
    expect(() => serializeEvidence({ ...exampleEvidence(), seed })).toThrow(InternalError);
  });
});
