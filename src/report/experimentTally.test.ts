import { describe, expect, it } from 'vitest';
import { exampleExperiments, troubledDataEvidence } from '../../properties/experimentExample.js';
import { experimentTally } from './experimentTally.js';
import { settingsWords } from './settingsWords.js';

describe('experimentTally', () => {
  it('counts experiments, predictions and statements apart', () => {
    expect(experimentTally(exampleExperiments())).toEqual([
      '2 experiments of 4 were run on data.',
      'In 2 of 2 cases the measurement far out agrees with what the exact theory decides of the trained network.',
      'Of 3 empirical statements of the papers 1 holds, 1 is refuted and 1 is inconclusive.',
    ]);
  });

  it('counts what contradicts the theory and what is open', () => {
    const [ran, ...rest] = troubledDataEvidence().experiments;
    const [first, second, ...others] = ran.claims;
    const claims = [first, { ...second, verdict: 'inconclusive' as const }, ...others];
    expect(experimentTally([{ ...ran, claims }, ...rest])[1]).toBe(
      'In 0 of 2 cases the measurement far out agrees with what the exact theory decides of the trained network; 1 does not; 1 is open.',
    );
  });

  it('has nothing to say where nothing ran', () => {
    expect(experimentTally([])).toEqual([]);
    expect(experimentTally(exampleExperiments().slice(1, 3))).toEqual([]);
  });
});

describe('settingsWords', () => {
  it('tells data, seeds, epochs and backend, and what makes a run a trial', () => {
    const [ran, , , figure] = exampleExperiments();
    expect(settingsWords(ran)).toBe('dry-bean; seeds 0 and 1; 10 epochs; trained with wasm');
    const settings = { ...ran.settings, seeds: [4], epochs: 1, rows: 1500, fullSize: false };
    expect(settingsWords({ ...ran, settings })).toBe(
      "dry-bean; seed 4; 1 epoch; only 1,500 rows of each data set; a reduced transformer, not the paper's; trained with wasm",
    );
    expect(settingsWords(figure)).toBe('nothing is trained');
  });
});
