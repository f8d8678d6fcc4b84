import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { auditProofs } from './auditProofs.js';
import { findCoq } from './coq.js';
import { hashSources } from './hashSources.js';
import { proofsFolder } from './proofsFolder.js';
import { sourceFiles } from './sourceFiles.js';
import { hashVocabulary } from './vocabulary.js';

const coq = findCoq();
let folder: string;
beforeEach(() => {
  folder = temporaryFolder('audit-test');
});

/** Writes a development of one file that compiles in a moment. */
function develop(text: string, theorems = ['small_claim_as_printed', 'small_claim_other_false']) {
  writeFileSync(join(folder, '_CoqProject'), '-Q . Farfield\nSmall.v\n');
  writeFileSync(join(folder, 'Small.v'), text);
  writeFileSync(
    join(folder, 'theorems.json'),
    JSON.stringify(
      theorems.map((theorem) => ({
        theorem,
        claim: 'small-claim',
        reading: theorem.endsWith('_as_printed') ? 'as-printed' : 'variant',
        plain: 'Numbers.',
        leavesOut: 'Nothing.',
      })),
    ),
  );
}

const SMALL = `(** Two theorems; no Axiom, nothing Admitted. *)
Theorem small_claim_as_printed : forall n : nat, n = n.
Proof. reflexivity. Qed.
Definition small_claim_other : Prop := 0 = 1.
Theorem small_claim_other_false : ~ small_claim_other.
Proof. discriminate. Qed.
`;

const messages = async () =>
  (await auditProofs(coq!, folder)).findings.map(({ place, message }) => `${place}: ${message}`);

testsNeeding('Coq on the PATH', coq !== undefined).describe('the audit', () => {
  it('records statements, refuted claims, axioms and the hash', async () => {
    develop(SMALL);
    const { findings, audit } = await auditProofs(coq!, folder);
    expect(findings).toEqual([]);
    expect(audit).toEqual({
      schemaVersion: 2,
      sourceHash: hashSources(folder),
      vocabularyHash: hashVocabulary(sourceFiles(folder)),
      theorems: [
        {
          name: 'small_claim_as_printed',
          file: 'Small.v',
          statement: 'forall n : nat, n = n',
          axioms: [],
          uses: [],
          claim: 'small-claim',
          reading: 'as-printed',
          verdict: 'proved',
        },
        {
          name: 'small_claim_other_false',
          file: 'Small.v',
          statement: '~ small_claim_other',
          definition: 'small_claim_other = 0 = 1',
          axioms: [],
          uses: [],
          claim: 'small-claim',
          reading: 'variant',
          verdict: 'refuted-formally',
        },
      ],
    });
  });

  it('catches a proof that does not compile', async () => {
    develop(SMALL.replace('discriminate', 'reflexivity'));
    expect((await messages())[0]).toMatch(/^Small\.v: [\s\S]*Error/);
  });

  it('catches a refutation that refutes something else', async () => {
    develop(SMALL.replace('~ small_claim_other', '~ 0 = 1'));
    expect(await messages()).toEqual([
      'small_claim_other_false: its name does not fit its statement, 0 <> 1',
    ]);
  });

  it('catches an axiom that the scan of the sources cannot see', async () => {
    // Outside a section, Variable declares an axiom.
    develop(
      SMALL.replace('Theorem', 'Variable oops : forall n : nat, n = n.\nTheorem').replace(
        'reflexivity',
        'exact oops',
      ),
    );
    expect((await messages())[0]).toMatch(/^small_claim_as_printed: rests on Small\.oops,/);
  });

  it('catches an axiom that no theorem uses', async () => {
    develop(`Variable oops : 0 = 1.\n${SMALL}`);
    expect(await messages()).toEqual(['coqchk: the compiled files rest on Farfield.Small.oops']);
  });

  describe('with a recorded audit', () => {
    const WEAKER = 'forall n : nat, n = 1 -> n = n';
    beforeEach(async () => {
      develop(SMALL);
      const { audit } = await auditProofs(coq!, folder);
      writeFileSync(join(folder, 'audit.json'), JSON.stringify(audit));
    });

    it('passes the same development again', async () => {
      expect(await messages()).toEqual([]);
    });

    it('catches a weakened statement: a hypothesis added', async () => {
      develop(SMALL.replace('forall n : nat, n = n', WEAKER));
      expect(await messages()).toEqual([
        expect.stringMatching(/^small_claim_as_printed: its statement differs from the recorded/),
      ]);
    });

    it('catches a word that comes to mean something else', async () => {
      develop(SMALL.replace('Prop := 0 = 1', 'Prop := 0 = 2'));
      expect(await messages()).toEqual([
        expect.stringMatching(/^small_claim_other_false: its statement differs/),
        expect.stringMatching(/^definitions: differ from the recorded ones/),
      ]);
    });

    it('accepts either if told to', async () => {
      develop(SMALL.replace('forall n : nat, n = n', WEAKER));
      const { findings } = await auditProofs(coq!, folder, { accept: true });
      expect(findings).toEqual([]);
    });
  });

  it('does not mistake an axiom for an allowed one of the same name', async () => {
    develop(`Variable classic : 0 = 1.\n${SMALL}`);
    expect(await messages()).toEqual(['coqchk: the compiled files rest on Farfield.Small.classic']);
  });
});

describe('the audit of a copy of the development', () => {
  beforeEach(() => {
    cpSync(proofsFolder(), folder, {
      recursive: true,
      filter: (name) => !/\.(vo|vok|vos|glob|aux)$/.test(name),
    });
  });

  // These are caught before anything is compiled, so any Coq will do, even none.
  const nothing = { compiler: ['false'], checker: ['false'] };
  const change = (file: string, from: string | RegExp, to: string) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toMatch(from);
    writeFileSync(join(folder, file), text.replace(from, to));
  };

  it('catches a planted Admitted', async () => {
    change('Softmax.v', /Qed\./, 'Admitted.');
    const { findings, audit } = await auditProofs(nothing, folder);
    expect(audit).toBeUndefined();
    expect(findings).toHaveLength(1);
    expect(findings[0].message).toContain('"Admitted" is not allowed');
  });

  it('catches a planted axiom', async () => {
    change('Tail.v', 'Open Scope R_scope.', 'Open Scope R_scope.\nAxiom wish : 0 = 1.');
    expect((await auditProofs(nothing, folder)).findings[0].message).toContain('"Axiom"');
  });

  it('catches hypotheses that say nothing, and a row of placeholders', async () => {
    const text = readFileSync(join(folder, 'Tail.v'), 'utf8');
    const names = ['H', ...Array.from({ length: 9 }, (_, n) => `H${n}`)];
    change(
      'Tail.v',
      /^Lemma /m,
      `Lemma planted : True. Proof. intros ${names.join(' ')}. Qed.\nLemma `,
    );
    const { findings, audit } = await auditProofs(nothing, folder);
    expect(audit).toBeUndefined();
    expect(findings).toHaveLength(10);
    expect(findings[0].message).toContain('"H" in planted says nothing');
    writeFileSync(join(folder, 'Tail.v'), text);
    change('Tail.v', /^Qed\./m, '  exact (some_fact _ _ _ _ _ _ x).\nQed.');
    expect((await auditProofs(nothing, folder)).findings[0].message).toContain('6 placeholders');
  });

  it('catches a renamed theorem, on both sides', async () => {
    change('Tail.v', 'Theorem danger_scale ', 'Theorem danger_scales ');
    const { findings } = await auditProofs(nothing, folder);
    expect(findings.map(({ place }) => place)).toEqual(['danger_scale', 'danger_scales']);
  });

  it('catches a file that is not listed', async () => {
    writeFileSync(join(folder, 'Extra.v'), 'Lemma x : True. Proof. exact I. Qed.');
    await expect(auditProofs(nothing, folder)).rejects.toThrow('Extra.v is not listed');
  });

  it('changes the hash with any change of a source or of the map', () => {
    const before = hashSources(folder);
    change('Mds.v', 'quadratic', 'square');
    const after = hashSources(folder);
    expect(after).not.toBe(before);
    change('theorems.json', 'Nothing', 'Little');
    expect(hashSources(folder)).not.toBe(after);
  });
});

describe('the command', () => {
  it('says how to go on and ends with 2 where there is no Coq', () => {
    const main = fileURLToPath(new URL('main.ts', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', main], {
      env: { PATH: folder },
      encoding: 'utf8',
    });
    expect(stderr).toContain('neither coqc nor rocq');
    expect(status).toBe(2);
  });
});
