import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../src/errors/inputError.js';
import { evidenceSchema } from '../src/evidence/evidenceShape.js';
import { parseEvidence } from '../src/evidence/parseEvidence.js';
import { serializeEvidence } from '../src/report/serializeEvidence.js';
import { dataEvidence, troubledDataEvidence } from './experimentExample.js';
import { exampleEvidence, type Path, troubledEvidence, withValue } from './reportExample.js';

const schema = JSON.parse(
  readFileSync(new URL('../schema/evidence.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ strict: true, allErrors: false }).compile(schema);

/** What JSON Schema has no words for: sizes and fields that must fit each other. */
const BEYOND_SCHEMA = ['inconsistent', 'shape_mismatch', 'duplicate', 'not_finite'];

describe('schema/evidence.schema.json', () => {
  it('is the one that parseEvidence checks by (else write it anew from evidenceSchema())', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(evidenceSchema())));
  });

  it('accepts evidence as it is written', () => {
    const all = [exampleEvidence(), troubledEvidence(), dataEvidence(), troubledDataEvidence()];
    for (const evidence of all) {
      expect(
        validate(JSON.parse(serializeEvidence(evidence))),
        JSON.stringify(validate.errors),
      ).toBe(true);
    }
  });

  it('accepts evidence of before there were experiments, as parseEvidence does', () => {
    const old = withValue(
      JSON.parse(serializeEvidence(exampleEvidence())),
      ['experiments'],
      undefined,
    );
    expect(validate(old)).toBe(true);
    expect(isRefused(old)).toBe(false);
  });

  it('rejects evidence with any required field gone, as parseEvidence does', () => {
    const json = JSON.parse(serializeEvidence(dataEvidence()));
    let tried = 0;
    for (const path of pathsOf(json)) {
      const key = path.at(-1)!;
      // Keys of records may go, and what is optional.
      const free = ['coverage', 'claimsMs', 'experimentsMs', 'specification'];
      const inside = path.slice(0, -1);
      if (typeof key === 'number' || free.some((name) => inside.includes(name))) continue;
      if (
        ['equation', 'experimentsMs', 'couldNotTell', 'controls', 'generic', 'atInfinity'].includes(
          key,
        ) ||
        path.join() === 'experiments'
      )
        continue;
      const copy = withValue(json, path, undefined);
      expect(validate(copy), path.join('.')).toBe(false);
      expect(isRefused(copy), path.join('.')).toBe(true);
      tried++;
    }
    expect(tried).toBeGreaterThan(200);
  });

  it('rejects and accepts mutated evidence exactly as parseEvidence does', () => {
    const json = JSON.parse(serializeEvidence(dataEvidence()));
    // Inside a specification anything goes.
    const paths = pathsOf(json).filter((path) => !path.slice(0, -1).includes('specification'));
    let rejected = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.oneof(
          fc.constantFrom<unknown>(null, true, -1, 0.5, 0, '', 'holds', 'ray', [], {}, [1], ['a']),
          fc.json().map((text) => JSON.parse(text)),
        ),
        (path, value) => {
          const copy = withValue(json, path, value);
          const valid = validate(copy);
          if (!valid) rejected++;
          expect(codesOf(copy).filter((code) => !BEYOND_SCHEMA.includes(code)).length === 0).toBe(
            valid,
          );
        },
      ),
      { numRuns: 1500, seed: 11 },
    );
    expect(rejected).toBeGreaterThan(700);
  });

  it('rejects evidence with a field that nobody knows, as parseEvidence does', () => {
    const json = JSON.parse(serializeEvidence(dataEvidence()));
    for (const path of [
      ['tool'],
      ['experiments', 0],
      ['experiments', 0, 'claims', 0],
      ['experiments', 0, 'scores', 0],
      ['claims', 0],
      ['claims', 3, 'asPrinted', 'counterexample'],
    ]) {
      const copy = withValue(json, [...path, 'surprise'], 1);
      expect(validate(copy)).toBe(false);
      expect(codesOf(copy)).toEqual(['unknown_field']);
    }
  });
});

/** The places of all values inside a JSON value. */
function pathsOf(value: unknown, prefix: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, k) => [k, item])
    : Object.entries(value);
  return entries.flatMap(([key, of]) => [[...prefix, key], ...pathsOf(of, [...prefix, key])]);
}

function codesOf(json: unknown): string[] {
  try {
    parseEvidence(json, 'evidence.json');
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

function isRefused(json: unknown): boolean {
  return codesOf(json).length > 0;
}
