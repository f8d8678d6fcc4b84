import { expect, it } from 'vitest';
import { renderSvg } from './renderSvg.js';

it('leaves the rows of data that it draws as they are', async () => {
  const values = [{ x: 1, y: 2 }];
  const encoding = {
    x: { field: 'x', type: 'quantitative' },
    y: { field: 'y', type: 'quantitative' },
  };
  await renderSvg({ data: { values }, mark: 'point', encoding } as never, 'plot', 'a plot');
  expect(Object.getOwnPropertySymbols(values[0])).toEqual([]);
});
