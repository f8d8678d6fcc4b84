import { expect, it } from 'vitest';
import { OPERATOR_TABLES, operatorTable } from './operatorTable.js';

it('no operator is written down twice', () => {
  const keys = OPERATOR_TABLES.flatMap((table) => Object.keys(table));
  expect(keys.filter((key, k) => keys.indexOf(key) !== k)).toEqual([]);
  expect(operatorTable.size).toBe(keys.length);
});
