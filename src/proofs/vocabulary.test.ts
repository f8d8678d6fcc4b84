import { describe, expect, it } from 'vitest';
import { hashVocabulary } from './vocabulary.js';

const hash = (text: string) => hashVocabulary({ names: ['A.v'], text: new Map([['A.v', text]]) });

const SOURCE = `(** A file. *)
Definition top (n : nat) : Prop := n = 0.
Lemma helper : 0 = 0. Proof. reflexivity. Qed.
Theorem main : top 0.
Proof. exact (eq_refl 0). Qed.
Definition other : nat := 1.
`;

describe('hashVocabulary', () => {
  it.each([
    ['a comment', 'A file', 'The file'],
    ['a lemma', 'helper : 0 = 0', 'helper : 1 = 1'],
    ['a proof', 'exact (eq_refl 0)', 'reflexivity'],
    ['spacing', 'top (n : nat)', 'top  (n :\n nat)'],
  ])('does not see %s', (_, from, to) => {
    expect(hash(SOURCE.replace(from, to))).toBe(hash(SOURCE));
  });

  it.each([
    ['a definition', 'n = 0', 'n = n'],
    ['a definition after a proof', 'other : nat := 1', 'other : nat := 2'],
    ['a hypothesis of a section', 'Lemma helper', 'Hypothesis h : 0 = 1.\nLemma helper'],
  ])('sees %s', (_, from, to) => {
    expect(hash(SOURCE.replace(from, to))).not.toBe(hash(SOURCE));
  });
});
