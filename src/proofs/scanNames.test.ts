import { describe, expect, it } from 'vitest';
import { proofsFolder } from './proofsFolder.js';
import { scanNames } from './scanNames.js';
import { sourceFiles } from './sourceFiles.js';

const scan = (text: string) => scanNames({ names: ['A.v'], text: new Map([['A.v', text]]) });

/** Lemmas that bind one anonymous hypothesis each, in one of the ways there are. */
const BINDERS = [
  'intros H. exact H.',
  'destruct (some_fact x) as [H|H]; apply H.',
  'assert (H : x = x) by reflexivity. exact H.',
  'pose proof (some_fact x) as H0. exact H0.',
  'intros x [k [H1 positive]]. exact H1.',
  "specialize (other x) as H'. exact H'.",
  'intros. apply H12.',
];
const lemmas = (count: number) =>
  Array.from(
    { length: count },
    (_, n) => `Lemma fact_${n} : some_claim.\nProof.\n  ${BINDERS[n % BINDERS.length]}\nQed.\n`,
  ).join('\n');

describe('scanNames', () => {
  it('finds no anonymous hypothesis and no row of placeholders in the development', () => {
    const sources = sourceFiles(proofsFolder());
    expect(scanNames(sources)).toEqual([]);
    // None at all: nine more would have to be added before the audit complains.
    const first = sources.names[0];
    const text = new Map(sources.text).set(first, `${sources.text.get(first)}\n${lemmas(9)}`);
    expect(scanNames({ names: sources.names, text })).toEqual([]);
  });

  it('lets nine anonymous hypotheses pass and names all of ten', () => {
    expect(scan(lemmas(9))).toEqual([]);
    const found = scan(lemmas(10));
    expect(found).toHaveLength(10);
    expect(found[3]).toEqual({
      place: 'A.v:18',
      message: '"H0" in fact_3 says nothing: name the hypothesis by what it says',
    });
  });

  it('counts a name once in each lemma, and several in one', () => {
    const used = 'Lemma long : some_claim. Proof. intros H. exact (H H H). Qed.\n';
    expect(scan(used.repeat(9))).toEqual([]);
    expect(scan(`${lemmas(8)}Lemma two : x. Proof. intros H H0. lia. Qed.`)).toHaveLength(10);
  });

  it.each([
    'intros Hx HM IH. exact (Hx HM).',
    'apply IHn. (* H, H0 and H1 are gone *)',
    'rewrite (f_H x), H_of_x, H1_right.',
  ])('does not mind names that say something, as in "%s"', (proof) => {
    expect(scan(`Lemma x : y. Proof. ${proof} Qed.\n`.repeat(10))).toEqual([]);
  });

  it('finds rows of more than five placeholders, over lines too', () => {
    const row = (count: number, between = ' ') => Array(count).fill('_').join(between);
    expect(scan(`exact (f ${row(5)} x).`)).toEqual([]);
    expect(scan(`intros ${row(2)} x ${row(5)} y.`)).toEqual([]);
    expect(scan(`\nexact (f ${row(12)} x).`)).toEqual([
      {
        place: 'A.v:2',
        message:
          '12 placeholders in a row, more than 5: make the arguments implicit, or name the one that is given',
      },
    ]);
    expect(scan(`exact (f ${row(6, '\n  ')} x).`)).toHaveLength(1);
    expect(scan(`exact (f ${row(5)} _named).`)).toEqual([]);
  });
});
