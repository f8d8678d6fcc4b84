import { describe, expect, it } from 'vitest';
import { dataEvidence, troubledDataEvidence } from '../../properties/experimentExample.js';
import { problemsOf } from '../../properties/problemsOf.js';
import { edited, exampleEvidence, troubledEvidence } from '../../properties/reportExample.js';
import { parseEvidence } from './parseEvidence.js';

/** The example as JSON, changed. */
function changed(edits: Record<string, unknown>): unknown {
  return edited(exampleEvidence(), edits);
}

function refusals(json: unknown): string[] {
  return problemsOf(() => parseEvidence(json, 'evidence.json'));
}

describe('parseEvidence', () => {
  it('accepts what a run writes', () => {
    for (const evidence of [exampleEvidence(), troubledEvidence()]) {
      expect(parseEvidence(JSON.parse(JSON.stringify(evidence)), 'x')).toEqual(evidence);
    }
  });

  it('refuses another version before anything else', () => {
    const json = { schemaVersion: 2, nothing: 'else' };
    expect(refusals(json)).toEqual(['wrong_version schemaVersion']);
    expect(refusals({})).toEqual(['missing schemaVersion']);
  });

  it.each([null, [], 'text', 7, undefined])('refuses %j, which is no object', (json) => {
    expect(refusals(json)).toEqual(['wrong_type evidence']);
  });

  it('lists every problem with its place', () => {
    const json = changed({
      seed: 1.5,
      'claims.0.asPrinted.verdict': 'true',
      'claims.1.id': 'Not A Slug',
      'claims.2.title': undefined,
      'claims.3.asPrinted.counterexample.network.layers.0.weights.0': [1],
      extra: 1,
      'timing.startedAt': 'yesterday',
    });
    expect(refusals(json)).toEqual([
      'out_of_range seed',
      'unknown_value claims[0].asPrinted.verdict',
      'malformed claims[1].id',
      'missing claims[2].title',
      'shape_mismatch claims[3].asPrinted.counterexample.network.layers[0].weights[0].length',
      'malformed timing.startedAt',
      'unknown_field extra',
    ]);
  });

  it('names file, place, value, rule and remedy', () => {
    const json = changed({
      'claims.0.asPrinted.verdict': 'maybe',
    });
    expect(() => parseEvidence(json, 'old/evidence.json')).toThrow(
      'old/evidence.json: claims[0].asPrinted.verdict="maybe" must be one of "holds", "refuted", "vacuous", "inconclusive", "not-run"; mend its spelling.',
    );
  });

  it('refuses a refuted statement without a verified counterexample', () => {
    const without = changed({
      'claims.3.asPrinted.counterexample': null,
      'claims.3.asPrinted.verifiedExactly': false,
    });
    expect(refusals(without)).toEqual([
      'inconsistent claims[3].asPrinted.counterexample',
      'inconsistent claims[3].asPrinted.verifiedExactly',
    ]);
  });

  it('refuses a statement that holds and has a counterexample', () => {
    const json = changed({
      'claims.3.asPrinted.verdict': 'holds',
    });
    expect(refusals(json)).toEqual(['inconsistent claims[3].asPrinted.counterexample']);
  });

  it('refuses more skipped cases than cases', () => {
    const json = changed({
      'claims.0.asPrinted.skipped': 1001,
    });
    expect(refusals(json)).toEqual(['inconsistent claims[0].asPrinted.skipped']);
  });

  it('refuses a ray that does not fit its network, and a counterexample of another kind', () => {
    const misfit = changed({
      'claims.3.asPrinted.counterexample.direction': [1],
    });
    expect(refusals(misfit)).toEqual([
      'shape_mismatch claims[3].asPrinted.counterexample.direction.length',
    ]);
    const otherKind = changed({
      'claims.3.asPrinted.counterexample': exampleEvidence().claims[2].asPrinted.counterexample,
    });
    expect(refusals(otherKind)).toContain(
      'unknown_field claims[3].asPrinted.counterexample.logits',
    );
  });

  it('refuses a claim listed twice', () => {
    const json = changed({
      'claims.1.id': exampleEvidence().claims[0].id,
    });
    expect(refusals(json)).toEqual(['duplicate claims[1].id']);
  });

  it('reads evidence of before there were experiments', () => {
    expect(parseEvidence(changed({ experiments: undefined }), 'x')).toEqual(exampleEvidence());
  });

  it('accepts experiments, whatever their texts', () => {
    for (const evidence of [dataEvidence(), troubledDataEvidence()]) {
      expect(refusals(JSON.parse(JSON.stringify(evidence)))).toEqual([]);
    }
  });

  it('lists every problem of an experiment with its place', () => {
    const json = edited(dataEvidence(), {
      'experiments.0.claims.0.verdict': 'vacuous',
      'experiments.0.claims.1.estimate': 'inf',
      'experiments.0.claims.2.expected': 'refuted',
      'experiments.0.claims.2.remark': undefined,
      'experiments.0.claims.3.interval': { lower: 1, upper: 0 },
      'experiments.0.tables.0.rows.2': ['one cell'],
      'experiments.0.figures.0.specification': 'a picture',
      'experiments.0.scores.0.auroc': null,
      'experiments.0.settings.seeds': [],
      'experiments.1.status': 'lost',
      'timing.experimentsMs': { norms: 'long' },
    });
    expect(refusals(json)).toEqual([
      'empty experiments[0].settings.seeds',
      'unknown_value experiments[0].claims[0].verdict',
      'not_a_number experiments[0].claims[1].estimate',
      'unknown_value experiments[0].claims[2].expected',
      'missing experiments[0].claims[2].remark',
      'inconsistent experiments[0].claims[3].interval.lower',
      'shape_mismatch experiments[0].tables[0].rows[2].length',
      'wrong_type experiments[0].figures[0].specification',
      'not_a_number experiments[0].scores[0].auroc',
      'unknown_value experiments[1].status',
      'not_a_number timing.experimentsMs.norms',
    ]);
  });

  it('refuses experiments that cannot be of one run', () => {
    const [ran] = dataEvidence().experiments;
    const json = edited(dataEvidence(), {
      'experiments.1': { ...ran, missing: [] },
      'experiments.3.settings.epochs': 3,
      'experiments.2.backend': 'cpu',
    });
    expect(refusals(json)).toEqual([
      'duplicate experiments[1].name',
      'duplicate experiments[1].figures[0].name',
      'inconsistent experiments[2].backend',
      'inconsistent experiments[3].settings',
    ]);
  });

  it('refuses findings of an experiment that did not run', () => {
    const json = edited(dataEvidence(), { 'experiments.0.status': 'not-run' });
    expect(refusals(json)).toEqual([
      'inconsistent experiments[0].claims',
      'inconsistent experiments[0].tables',
      'inconsistent experiments[0].figures',
      'inconsistent experiments[0].scores',
    ]);
  });

  it('lists fifty problems of a hopeless file and counts the rest', () => {
    const json = changed({
      warnings: Array.from({ length: 500 }, () => 1),
    });
    const problems = refusals(json);
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe('malformed …');
  });
});
