import { describe, expect, it } from 'vitest';
import { exampleExperiments } from '../../properties/experimentExample.js';
import { isShown } from './tablesShown.js';

const [ran] = exampleExperiments();
const results = ran.tables[2];

function shown(rows: number, repeats: boolean, shows: 'limits' | 'results', figures = true) {
  const table = {
    ...results,
    shows,
    repeats,
    rows: Array.from({ length: rows }, () => results.rows[0]),
  };
  return isShown(table, { ...ran, figures: figures ? ran.figures : [] });
}

describe('isShown', () => {
  it('shows the limits of the first seed, however many, and of no other', () => {
    expect(shown(99, false, 'limits')).toBe(true);
    expect(shown(1, true, 'limits')).toBe(false);
  });

  it('shows short tables, and longer ones where there is no figure', () => {
    expect([shown(12, false, 'results'), shown(13, false, 'results')]).toEqual([true, false]);
    const alone = (rows: number) => shown(rows, false, 'results', false);
    expect([alone(20), alone(21)]).toEqual([true, false]);
    expect(shown(1, true, 'results')).toBe(false);
  });
});
