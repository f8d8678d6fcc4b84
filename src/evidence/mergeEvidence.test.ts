import { describe, expect, it } from 'vitest';
import { dataEvidence } from '../../properties/experimentExample.js';
import type { Evidence } from './evidence.js';
import type { ExperimentEvidence } from './experimentEvidence.js';
import { mergeEvidence } from './mergeEvidence.js';
import { warningsAbout } from './warnings.js';

const whole = dataEvidence();

/** The evidence of a part that ran these experiments alone. */
function part(...names: string[]): Evidence {
  const experiments = whole.experiments.map((experiment) =>
    names.includes(experiment.name) ? experiment : notRun(experiment),
  );
  return {
    ...whole,
    experiments,
    warnings: warningsAbout(whole.claims, whole.runsPerClaim, experiments),
    timing: {
      ...whole.timing,
      experimentsMs: Object.fromEntries(
        Object.entries(whole.timing.experimentsMs!).filter(([name]) => names.includes(name)),
      ),
    },
  };
}

function notRun(experiment: ExperimentEvidence): ExperimentEvidence {
  const empty = { claims: [], tables: [], figures: [], notes: [], scores: [] };
  return { ...experiment, ...empty, status: 'not-run', backend: 'none' };
}

function merged(...parts: Evidence[]): Evidence {
  return mergeEvidence(parts.map((evidence, n) => ({ name: `part ${n + 1}`, evidence })));
}

function edited(evidence: Evidence, edit: Partial<ExperimentEvidence>): Evidence {
  const [first, ...rest] = evidence.experiments;
  return { ...evidence, experiments: [{ ...first, ...edit }, ...rest] };
}

describe('mergeEvidence of experiments', () => {
  it('is that of one run, in the order of the catalogue, whatever the order of the parts', () => {
    expect(merged(part('cea-tabular'), part('figure-2'))).toEqual(whole);
    expect(merged(part('figure-2'), part('cea-tabular'))).toEqual(whole);
  });

  it('warns of experiments that no part ran', () => {
    const warnings = merged(part('figure-2'), part()).warnings.join();
    expect(warnings).toContain('2 of 4 experiments were not part of this run: cea-tabular, norms');
    expect(warnings).toContain('images: not checked, for its data (mnist) is not here');
  });

  it('says that data is missing where one part lacked it', () => {
    const has = part('figure-2');
    const experiments = has.experiments.map((experiment) =>
      experiment.name === 'images' ? { ...experiment, missing: [] } : experiment,
    );
    const joined = merged({ ...has, experiments }, part('cea-tabular'));
    expect(joined.experiments[1].missing).toHaveLength(1);
  });

  it('takes an experiment twice if both parts say the same of it, and not else', () => {
    const once = part('cea-tabular');
    expect(merged(once, once, part('figure-2'))).toEqual(whole);
    const other = edited(once, { notes: ['another'] });
    expect(() => merged(once, other)).toThrow(/experiments\[0\]="cea-tabular" is reported diff/);
  });

  it('refuses parts with other settings, another backend, or without experiments', () => {
    const one = part('figure-2');
    const settings = { ...whole.experiments[0].settings, epochs: 3 };
    expect(() => merged(one, edited(part('cea-tabular'), { settings }))).toThrow(/settings/);
    const [first] = whole.experiments;
    const elsewhere = { ...first, name: 'norms', backend: 'cpu' };
    const other = {
      ...part(),
      experiments: part().experiments.map((e) => (e.name === 'norms' ? elsewhere : e)),
    };
    expect(() => merged(part('cea-tabular'), other)).toThrow(/part 2: experiments: backend="cpu"/);
    expect(() => merged(one, { ...whole, experiments: [] })).toThrow(/part 2: experiments=\[\]/);
  });
});
