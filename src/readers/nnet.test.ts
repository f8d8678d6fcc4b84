import { expect, test } from 'vitest';
import { cpuTime } from '../../properties/support/readers/cpuTime.js';
import { InputError } from '../errors/inputError.js';
import { evaluate } from '../network/evaluate.js';
import { headOf } from '../network/penultimate.js';
import { readNnet } from './nnet.js';

/** 2 inputs, 2 hidden units, 1 output; written by hand in the format's own order. */
const EXAMPLE = `// a network for tests
// by hand
2,2,1,2,
2,2,1,
0,
-10,-10,
10,10,
1,2,0.5,
2,4,3,
1,-1,
0.5,2,
0.25,
-1,
2,1,
-3,
`;

function refusal(text: string): InputError {
  try {
    readNnet(text, 'acas.nnet');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return error as InputError;
  }
  return expect.fail('the file was read');
}

test('a network is evaluated on raw inputs, its normalisation included', () => {
  const network = readNnet(EXAMPLE);
  // x = (5, 10): normalised (2, 2); hidden relu(0 + 0.25) and relu(1 + 4 − 1); out 0.5 + 4 − 3.
  expect(Array.from(evaluate(network, [5, 10]))).toEqual([1.5 * 3 + 0.5]);
  // Far outside the file's minimum and maximum nothing is clipped: normalised (500, −0.5).
  expect(Array.from(evaluate(network, [1001, 0]))).toEqual([
    (2 * (500 + 0.5 + 0.25) + 1 * (250 - 1 - 1) - 3) * 3 + 0.5,
  ]);
});

test('notes say what was left out, nothing is rounded, and the head stays the last layer', () => {
  const network = readNnet(EXAMPLE);
  expect(network.notes).toEqual([
    'Inputs are not clipped to the minimum and maximum the file gives.',
  ]);
  expect(Array.from(headOf(network).map.row(0).values)).toEqual([6, 3]);
});

test('without normalisation there are no layers for it', () => {
  const network = readNnet('1,1,1,1,\n1,1,\n0,\n-1,\n1,\n0,0,\n1,1,\n2,\n3,\n');
  expect(network.nodes.length).toBe(1);
  expect(Array.from(evaluate(network, [5]))).toEqual([13]);
});

test.each<[string, string, string, string]>([
  ['half a file', 'truncated', `${EXAMPLE.split('\n').slice(0, 9).join('\n')}\n`, 'file ends'],
  ['no numbers at all', 'truncated', '// only a comment\n', 'file ends'],
  ['a word for a number', 'not_finite', EXAMPLE.replace('0.5,2,', '0.5,two,'), 'line 11="two"'],
  ['NaN', 'not_finite', EXAMPLE.replace('0.25', 'NaN'), 'line 12="NaN"'],
  ['an infinite weight', 'not_finite', EXAMPLE.replace('0.25', '1e999'), 'line 12="1e999"'],
  ['an empty entry', 'not_finite', EXAMPLE.replace('1,-1,\n', '1,,\n'), 'line 10'],
  ['a row too long', 'shape_mismatch', EXAMPLE.replace('1,-1,\n', '1,-1,3,\n'), 'line 10'],
  ['a range of zero', 'out_of_range', EXAMPLE.replace('2,4,3,', '2,0,3,'), 'no range of 0'],
  ['a size of zero', 'out_of_range', EXAMPLE.replace('\n2,2,1,\n', '\n2,0,1,\n'), 'at least 1'],
  ['half a unit', 'out_of_range', EXAMPLE.replace('\n2,2,1,\n', '\n2,1.5,1,\n'), 'at least 1'],
  ['sizes that disagree', 'inconsistent', EXAMPLE.replace('\n2,2,1,\n', '\n2,2,3,\n'), '1 outputs'],
  [
    'rows that claim 10 GB',
    'truncated',
    EXAMPLE.replace('\n2,2,1,\n', '\n2,1000000000,1,\n'),
    'more than',
  ],
  [
    'a billion layers',
    'shape_mismatch',
    EXAMPLE.replace('2,2,1,2,', '1000000000,2,1,2,'),
    'line 4',
  ],
  ['something after the end', 'malformed', `${EXAMPLE}1,2,3\n`, 'end of the file'],
])('%s is refused', (_, code, text, words) => {
  const started = cpuTime();
  const error = refusal(text);
  expect(error.code).toBe(code);
  expect(error.message).toContain('acas.nnet');
  expect(error.message).toContain(words);
  expect(cpuTime() - started).toBeLessThan(500);
});

test('every bad line is reported', () => {
  const text = EXAMPLE.replace('0.25', 'x').replace('\n-3,', '\nNaN,');
  expect(refusal(text).problems.map(({ path }) => path)).toEqual(['line 12', 'line 15']);
});
