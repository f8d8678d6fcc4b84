import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SOURCE_HASH } from '../certificate/verified/checker.generated.js';
import { notProvided, verifiedCheckerHash } from './buildVerifiedChecker.js';
import { proofsFolder } from './proofsFolder.js';

const program = readFileSync(
  new URL('../certificate/verified/checker.generated.ts', import.meta.url),
  'utf8',
);

describe('the program made of the verified checker', () => {
  it('is of the present sources; if this fails, run "npm run verified-checker"', () => {
    expect(SOURCE_HASH).toBe(verifiedCheckerHash(proofsFolder()));
  });

  it('needs nothing but the listed operations', () => {
    expect(program).toContain('runtime.integer_shift');
    expect(notProvided(program)).toEqual([]);
  });

  it.each([
    ['runtime.integer_case(x)', 'integer_case'],
    ['runtime.integer_constructor(0)', 'integer_constructor'],
    ['caml_call_gen(f,[x])', 'caml_call_gen'],
    ['runtime.caml_equal(x,y)', 'caml_equal'],
  ])('is refused with %s', (planted, name) => {
    expect(notProvided(`${program}\n${planted}`)).toEqual([name]);
  });
});
