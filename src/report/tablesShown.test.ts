import { describe, expect, it } from 'vitest';
import { exampleExperiments } from '../../properties/experimentExample.js';
import { isShown } from './tablesShown.js';

const [ran] = exampleExperiments();
const results = ran!.tables[2]!;

function shown(rows: number, seed: number | null, shows: 'limits' | 'results', figures = true) {
  const table = {
    ...results,
    shows,
    title: `Dry Bean${seed === null ? '' : `, seed ${seed}`}, as defined`,
    rows: Array.from({ length: rows }, () => results.rows[0]!),
  };
  const settings = { ...ran!.settings, seeds: [1, 10] };
  return isShown(table, { ...ran!, settings, figures: figures ? ran!.figures : [] });
}

describe('isShown', () => {
  it('shows the limits of the first seed, however many, and of no other', () => {
    expect(shown(99, 1, 'limits')).toBe(true);
    expect(shown(99, null, 'limits')).toBe(true);
    expect(shown(1, 10, 'limits')).toBe(false);
  });

  it('shows short tables, and longer ones where there is no figure', () => {
    expect([shown(12, null, 'results'), shown(13, null, 'results')]).toEqual([true, false]);
    const alone = (rows: number) => shown(rows, null, 'results', false);
    expect([alone(20), alone(21)]).toEqual([true, false]);
    expect(shown(1, 10, 'results')).toBe(false);
  });
});
