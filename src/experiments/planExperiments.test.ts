import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import type { Cell } from './cell.js';
import type { Experiment } from './experiment.js';
import { planExperiments } from './planExperiments.js';

function experiment(name: string, ...dataSets: string[]): Experiment {
  const nothing = () => {
    throw new Error('only planned');
  };
  return { name, title: name, source: 'a test', dataSets, plan: () => [], conclude: nothing };
}

// Whoever has eICU has it in one of these folders.
process.env.FARFIELD_DATA = temporaryFolder('plan-data');
process.env.XDG_CACHE_HOME = temporaryFolder('plan-cache');

const catalogue = [
  experiment('generated', 'half-moons'),
  experiment('mixed', 'multi-class', 'eicu'),
  experiment('patients', 'eicu'),
  experiment('plain'),
];

async function runs(options: Parameters<typeof planExperiments>[0]): Promise<string[]> {
  const plan = await planExperiments({ catalogue, ...options });
  expect(plan.map((planned) => planned.experiment)).toEqual(catalogue);
  return plan.filter((planned) => planned.runs).map((planned) => planned.experiment.name);
}

describe('planExperiments', () => {
  it('runs what can be run and lists what is missing, with the remedy', async () => {
    const plan = await planExperiments({ catalogue });
    expect(plan.map((planned) => planned.runs)).toEqual([true, true, false, true]);
    expect(plan[1]).toMatchObject({ dataSets: ['multi-class'], missing: [{ dataSet: 'eicu' }] });
    expect(plan[2]).toMatchObject({ dataSets: [], missing: [{ dataSet: 'eicu' }] });
    expect(plan[2].missing[0].remedy).toContain('needs credentials');
    expect(plan[0].missing).toEqual([]);
  });

  it('leaves out a data set whose outliers are missing', async () => {
    const spec = { ood: [{ kind: 'other', dataSet: 'eicu' }] };
    const scoring = { kind: 'score', spec } as unknown as Cell;
    const hospitals = { ...experiment('hospitals', 'half-moons'), plan: () => [[], [scoring]] };
    const [, planned] = await planExperiments({ catalogue: [catalogue[0], hospitals] });
    expect(planned).toMatchObject({ runs: false, dataSets: [], missing: [{ dataSet: 'eicu' }] });
  });

  it('runs only what is named, and looks for no other data', async () => {
    expect(await runs({ names: ['plain', 'generated'] })).toEqual(['generated', 'plain']);
    const [, mixed] = await planExperiments({ catalogue, names: ['plain'] });
    expect(mixed).toMatchObject({ dataSets: ['multi-class', 'eicu'], missing: [] });
  });

  it('insists on all data of what is named', async () => {
    await expect(planExperiments({ catalogue, names: ['mixed'] })).rejects.toThrow(
      /with-data="eicu" is a data set that is not here; .*credentials/,
    );
  });

  it('shares experiments out as claims are: every n-th, each once', async () => {
    const parts = [1, 2, 3].map((index) => runs({ shard: { index, of: 3 } }));
    expect(await Promise.all(parts)).toEqual([['generated', 'plain'], ['mixed'], []]);
    expect(await runs({ names: ['plain'], shard: { index: 1, of: 2 } })).toEqual(['plain']);
  });

  it('differs between parts only in what they run', async () => {
    const of = async (options: Parameters<typeof planExperiments>[0]) =>
      (await planExperiments({ catalogue, ...options })).map(({ runs: _, ...rest }) => rest);
    expect(await of({ shard: { index: 2, of: 2 } })).toEqual(await of({}));
  });

  it('is an error if nothing at all can be run', async () => {
    await expect(planExperiments({ catalogue: [catalogue[2]] })).rejects.toThrow(/not here/);
  });

  it('names every experiment that it does not know, and all it knows', async () => {
    await expect(planExperiments({ catalogue, names: ['plain', 'no', 'nor'] })).rejects.toThrow(
      /with-data="no" must be .*\n.*with-data="nor" .*generated, mixed, patients, plain/,
    );
    await expect(planExperiments({ catalogue, names: [] })).rejects.toThrow(/must name/);
  });
});
