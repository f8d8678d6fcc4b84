import { describe, expect, it, test } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { evaluate } from './evaluate.js';
import { readNetwork } from './networkFile.js';
import { headOf, penultimate } from './penultimate.js';

const dense = { type: 'dense', weights: [[1, -1]], bias: [0] };

function file(layers: unknown, inputs: unknown = 2) {
  return { format: 'farfield-network', version: 1, inputs, layers };
}

/** `[code, path]` of every problem, or null if the file is accepted. */
function problemsOf(json: unknown): [string, string][] | null {
  try {
    readNetwork(json, 'model.json');
    return null;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.where).toBe('model.json');
    for (const { rule, remedy } of error.problems) {
      expect(rule).not.toBe('');
      expect(remedy).not.toBe('');
    }
    return error.problems.map(({ code, path }) => [code, path]);
  }
}

describe('readNetwork', () => {
  it('reads every kind of layer', () => {
    const network = readNetwork(
      file([
        {
          type: 'dense',
          weights: [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
          bias: [0.5, 0, -20],
        },
        { type: 'leaky-relu', slope: 0.1 },
        { type: 'clip', lower: -1, upper: 9 },
        { type: 'maximum', groups: [[0, 1], [2]] },
        {
          type: 'residual',
          layers: [
            {
              type: 'dense',
              weights: [
                [1, 0],
                [0, 2],
              ],
              bias: [0, 0],
            },
          ],
        },
        { type: 'relu' },
      ]),
    );
    // (3.5, 7, −9), then (3.5, 7, −0.9), clipped to the same, (7, −0.9), (14, −2.7), (14, 0).
    expect(Array.from(evaluate(network, [1, 1]))).toEqual([14, 0]);
    expect([network.inputSize, network.outputSize]).toEqual([2, 2]);
  });

  test.each<[string, unknown, [string, string][]]>([
    ['no object', null, [['wrong_type', 'network']]],
    ['an array', [], [['wrong_type', 'network']]],
    ['text', 'network', [['wrong_type', 'network']]],
    [
      'nothing at all',
      {},
      [
        ['missing', 'format'],
        ['missing', 'version'],
        ['missing', 'inputs'],
        ['missing', 'layers'],
      ],
    ],
    ['a later version', { ...file([dense]), version: 2 }, [['wrong_version', 'version']]],
    ['an unknown field', { ...file([dense]), input: 2 }, [['unknown_field', 'input']]],
    ['no inputs', file([dense], 0), [['out_of_range', 'inputs']]],
    ['half an input', file([dense], 1.5), [['out_of_range', 'inputs']]],
    ['inputs as text', file([dense], '2'), [['not_a_number', 'inputs']]],
    ['no layers', file([]), [['empty', 'layers']]],
    ['layers that are no list', file({}), [['wrong_type', 'layers']]],
    ['a layer that is no object', file([null]), [['wrong_type', 'layers[0]']]],
    ['a layer without type', file([{}]), [['unknown_value', 'layers[0].type']]],
    ['an unknown layer', file([{ type: 'rrelu' }]), [['unknown_value', 'layers[0].type']]],
    [
      'a width that is not positive',
      file([{ type: 'celu', alpha: 0 }]),
      [['out_of_range', 'layers[0].alpha']],
    ],
    [
      'a field of another activation',
      file([{ type: 'silu', beta: 2 }]),
      [['unknown_field', 'layers[0].beta']],
    ],
    [
      'a norm of another size',
      file([
        { type: 'rms-norm', scale: [1, 2, 3, 4, 5] },
        { type: 'rms-norm', epsilon: -1 },
      ]),
      [
        ['shape_mismatch', 'layers[0].scale.length'],
        ['out_of_range', 'layers[1].epsilon'],
      ],
    ],
    [
      'a layer named as a method',
      file([{ type: 'toString' }]),
      [['unknown_value', 'layers[0].type']],
    ],
    ['a layer named as a list', file([{ type: ['relu'] }]), [['unknown_value', 'layers[0].type']]],
    ['no weights', file([{ type: 'dense', bias: [] }]), [['missing', 'layers[0].weights']]],
    [
      'weights without rows',
      file([{ type: 'dense', weights: [], bias: [] }]),
      [['empty', 'layers[0].weights']],
    ],
    [
      'a row that is a number',
      file([{ type: 'dense', weights: [1, 2], bias: [0, 0] }]),
      [
        ['wrong_type', 'layers[0].weights[0]'],
        ['wrong_type', 'layers[0].weights[1]'],
      ],
    ],
    [
      'ragged rows',
      file([{ type: 'dense', weights: [[1, 2], [3], [4, 5, 6]], bias: [0, 0, 0] }]),
      [
        ['shape_mismatch', 'layers[0].weights[1].length'],
        ['shape_mismatch', 'layers[0].weights[2].length'],
      ],
    ],
    [
      'numbers and sizes that are wrong, at once',
      file([{ type: 'dense', weights: [[1, null], [1]], bias: [0] }]),
      [
        ['not_a_number', 'layers[0].weights[0][1]'],
        ['shape_mismatch', 'layers[0].weights[1].length'],
        ['shape_mismatch', 'layers[0].bias.length'],
      ],
    ],
    [
      'null, which is how JSON writes NaN',
      file([{ type: 'dense', weights: [[null, 1]], bias: [null] }]),
      [
        ['not_a_number', 'layers[0].weights[0][0]'],
        ['not_a_number', 'layers[0].bias[0]'],
      ],
    ],
    [
      'numbers as text',
      file([{ type: 'dense', weights: [['NaN', '1']], bias: [0] }]),
      [
        ['not_a_number', 'layers[0].weights[0][0]'],
        ['not_a_number', 'layers[0].weights[0][1]'],
      ],
    ],
    [
      'numbers beyond the doubles',
      file([{ type: 'dense', weights: [[JSON.parse('1e999'), Number.NaN]], bias: [-Infinity] }]),
      [
        ['not_finite', 'layers[0].weights[0][0]'],
        ['not_finite', 'layers[0].weights[0][1]'],
        ['not_finite', 'layers[0].bias[0]'],
      ],
    ],
    [
      'a bias too short',
      file([
        {
          type: 'dense',
          weights: [
            [1, 2],
            [3, 4],
          ],
          bias: [0],
        },
      ]),
      [['shape_mismatch', 'layers[0].bias.length']],
    ],
    ['no bias', file([{ type: 'dense', weights: [[1, 2]] }]), [['missing', 'layers[0].bias']]],
    [
      'a layer that does not fit the one before',
      file([dense, dense]),
      [['shape_mismatch', 'layers[1].weights[0].length']],
    ],
    [
      'a leaky ReLU without slope',
      file([dense, { type: 'leaky-relu' }]),
      [['missing', 'layers[1].slope']],
    ],
    [
      'a ReLU with a slope',
      file([dense, { type: 'relu', slope: 0.1 }]),
      [['unknown_field', 'layers[1].slope']],
    ],
    [
      'a clip without bounds',
      file([dense, { type: 'clip' }]),
      [
        ['missing', 'layers[1].lower'],
        ['missing', 'layers[1].upper'],
      ],
    ],
    [
      'a clip whose bounds are swapped',
      file([dense, { type: 'clip', lower: 1, upper: -1 }]),
      [['out_of_range', 'layers[1].lower']],
    ],
    ['a maximum without groups', file([{ type: 'maximum' }]), [['missing', 'layers[0].groups']]],
    [
      'an empty group',
      file([{ type: 'maximum', groups: [[0], []] }]),
      [['empty', 'layers[0].groups[1]']],
    ],
    [
      'groups of what is not there',
      file([
        { type: 'maximum', groups: [[0, 2]] },
        { type: 'maximum', groups: [[0], [-1], [0.5], ['1']] },
      ]),
      [
        ['out_of_range', 'layers[0].groups[0][1]'],
        ['out_of_range', 'layers[1].groups[1][0]'],
        ['out_of_range', 'layers[1].groups[2][0]'],
        ['not_a_number', 'layers[1].groups[3][0]'],
      ],
    ],
    [
      'a residual block that changes the size',
      file([{ type: 'residual', layers: [dense] }]),
      [['shape_mismatch', 'layers[0].layers']],
    ],
    [
      'a residual block of nothing',
      file([{ type: 'residual', layers: [] }]),
      [['empty', 'layers[0].layers']],
    ],
    [
      'problems in several layers, and in a block, at once',
      file([
        { type: 'dense', weights: [[1, 'x']], bias: [0], scale: 2 },
        { type: 'residual', layers: [{ type: 'tan' }, { type: 'leaky-relu', slope: null }] },
        { type: 'clip', lower: 3, upper: 'y' },
      ]),
      [
        ['not_a_number', 'layers[0].weights[0][1]'],
        ['unknown_field', 'layers[0].scale'],
        ['unknown_value', 'layers[1].layers[0].type'],
        ['not_a_number', 'layers[1].layers[1].slope'],
        ['not_a_number', 'layers[2].upper'],
      ],
    ],
  ])('refuses %s', (_, json, problems) => {
    expect(problemsOf(json)).toEqual(problems);
  });

  it('refuses blocks nested without end instead of running out of stack', () => {
    let layer: unknown = { type: 'relu' };
    for (let k = 0; k < 20_000; k++) layer = { type: 'residual', layers: [layer] };
    expect(problemsOf(file([layer]))?.map(([code]) => code)).toEqual(['too_large']);
    let fine: unknown = { type: 'relu' };
    for (let k = 0; k < 50; k++) fine = { type: 'residual', layers: [fine] };
    expect(problemsOf(file([fine]))).toBeNull();
  });

  it('lists fifty problems and counts the rest', () => {
    const weights = [Array.from({ length: 60 }, () => null)];
    const problems = problemsOf(file([{ type: 'dense', weights, bias: [0] }], 60))!;
    expect(problems).toHaveLength(51);
    try {
      readNetwork(file([{ type: 'dense', weights, bias: [0] }], 60));
    } catch (error) {
      expect((error as Error).message).toContain('and 10 more problems');
    }
  });

  it('names file, place, value, rule and remedy', () => {
    const json = file([{ type: 'dense', weights: [[1, '2']], bias: [0] }]);
    expect(() => readNetwork(json, 'model.json')).toThrow(
      'model.json: layers[0].weights[0][1]="2" must be a number, or a fraction as "1/3"; write 0.5, "1/3" or {"lower": "7/5", "upper": "3/2"}.',
    );
  });
});

test('the head is the last dense layer, and the penultimate activations are what it reads', () => {
  const network = readNetwork(
    file([
      {
        type: 'dense',
        weights: [
          [1, 0],
          [0, 1],
          [1, 1],
        ],
        bias: [0, 0, 0],
      },
      { type: 'relu' },
      { type: 'dense', weights: [[1, 2, 3]], bias: [4] },
    ]),
  );
  expect(Array.from(penultimate(network, [2, -3]))).toEqual([2, 0, 0]);
  const { map, bias } = headOf(network);
  expect([map.rows, map.columns, Array.from(bias.nearest)]).toEqual([1, 3, [4]]);
  const headless = readNetwork(file([{ type: 'relu' }]));
  expect(() => headOf(headless)).toThrow(InputError);
});
