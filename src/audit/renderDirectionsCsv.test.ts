import { expect, it } from 'vitest';
import { exampleAudit } from '../../properties/exampleAudit.js';
import { readTextTable } from '../data/textTable.js';
import { renderDirectionsCsv } from './renderDirectionsCsv.js';

const { audit } = await exampleAudit(['msp', 'mds']);

it('a row a direction, numbers as they are', () => {
  const { columns, rows } = readTextTable(renderDirectionsCsv(audit), 'directions.csv');
  const cell = (row: number, name: string) => rows[row][columns.indexOf(name)];
  expect(rows).toHaveLength(audit.directions.length);
  audit.directions.forEach((direction, row) => {
    expect(cell(row, 'direction')).toBe(direction.label);
    expect(Number(cell(row, '99 % from'))).toBe(direction.scales[0].median);
    expect(Number(cell(row, 'gap at least'))).toBe(direction.gap!.lower);
    expect(cell(row, 'msp blind')).toBe(String(direction.detectors[0].blind));
    expect(Number(cell(row, 'mds flags from'))).toBe(direction.detectors[1].flagScale);
  });
});

it('quotes what would end a cell, and leaves cells of what is not known empty', () => {
  const [first, ...rest] = audit.directions;
  const odd = {
    ...first,
    label: 'a,b "c"\nd',
    seen: null,
    scales: [],
    detectors: first.detectors.map((finding) => ({ ...finding, blind: null, flagScale: null })),
  };
  const text = renderDirectionsCsv({ ...audit, directions: [odd, ...rest] });
  expect(text).toContain('0,"a,b ""c""\nd",temperature,1,saturating,');
  const { columns, rows } = readTextTable(text, 'directions.csv');
  expect(rows[0][columns.indexOf('msp blind')]).toBe('');
  expect(rows[0][columns.indexOf('99 % from')]).toBe('');
});
