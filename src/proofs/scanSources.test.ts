import { describe, expect, it } from 'vitest';
import { proofsFolder } from './proofsFolder.js';
import { scanSources } from './scanSources.js';
import { sourceFiles } from './sourceFiles.js';

const scan = (...texts: string[]) =>
  scanSources({
    names: texts.map((_, n) => `File${n}.v`),
    text: new Map(texts.map((text, n) => [`File${n}.v`, text])),
  });

describe('scanSources', () => {
  it('finds no gap in the development', () => {
    expect(scanSources(sourceFiles(proofsFolder()))).toEqual([]);
  });

  it.each([
    'Lemma x : False. Proof. Admitted.',
    'Lemma x : False. Proof. admit. Admitted.',
    'Axiom x : False.',
    'Axioms (x : False).',
    'Parameter x : False.',
    'Conjecture x : False.',
    'Unset Guard Checking.',
    'Unset  Positivity Checking.',
    '#[bypass_check(guard)] Fixpoint f (n : nat) : nat := f n.',
  ])('finds the gap in "%s"', (text) => {
    expect(scan(`(* fine *)\n${text}`)[0]?.place).toBe('File0.v:2');
  });

  it('does not mind the same words in comments, or as parts of names', () => {
    expect(scan('(* no Axiom, no Admitted *) Lemma admitted_axiom : True. exact I. Qed.')).toEqual(
      [],
    );
  });

  it('lets only the first file name the standard library', () => {
    const line = 'From Coq Require Import Reals.';
    expect(scan(line)).toEqual([]);
    expect(scan(line, line).map(({ place }) => place)).toEqual(['File1.v']);
    expect(scan(line, 'From Stdlib Require Import Reals.')).toHaveLength(1);
  });
});
