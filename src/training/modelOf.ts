import { InputError } from '../errors/inputError.js';
import { unknownKind } from '../errors/unknownKind.js';
import type { Architecture } from './architecture.js';
import { ftTransformerModel } from './ftTransformer.js';
import { mlpModel } from './mlp.js';
import type { Model } from './model.js';
import { resNetModel } from './resNet.js';

/**
 * The model of an architecture.
 *
 * @throws InputError `out_of_range` for sizes that are not positive whole numbers, dropout outside
 *   [0, 1), or a token that is no multiple of the heads
 */
export function modelOf(architecture: Architecture, inputs: number, classes: number): Model {
  checkArchitecture(architecture);
  switch (architecture.kind) {
    case 'mlp':
      return mlpModel(architecture, inputs, classes);
    case 'resnet':
      return resNetModel(architecture, inputs, classes);
    case 'ft-transformer':
      return ftTransformerModel(architecture, inputs, classes);
    default:
      return unknownKind(architecture);
  }
}

function checkArchitecture(architecture: Architecture): void {
  const sizes: [string, number][] = [];
  const rates: [string, number][] = [];
  switch (architecture.kind) {
    case 'mlp':
      architecture.hidden.forEach((size, k) => {
        sizes.push([`hidden[${k}]`, size]);
      });
      rates.push(['dropout', architecture.dropout]);
      break;
    case 'resnet':
      for (const name of ['main', 'hidden', 'blocks'] as const)
        sizes.push([name, architecture[name]]);
      rates.push(['dropout', architecture.dropout]);
      break;
    case 'ft-transformer':
      for (const name of ['blocks', 'token', 'heads'] as const)
        sizes.push([name, architecture[name]]);
      rates.push(['attentionDropout', architecture.attentionDropout]);
      rates.push(['feedForwardDropout', architecture.feedForwardDropout]);
      break;
    default:
      unknownKind(architecture);
  }
  const problems = [
    ...sizes
      .filter(([, size]) => !(Number.isSafeInteger(size) && size > 0))
      .map(([path, value]) => ({ path, value, rule: 'must be a whole number of at least 1' })),
    ...rates
      .filter(([, rate]) => !(rate >= 0 && rate < 1))
      .map(([path, value]) => ({ path, value, rule: 'must be at least 0 and below 1' })),
    ...(architecture.kind === 'ft-transformer' && architecture.token % architecture.heads !== 0
      ? [
          {
            path: 'token',
            value: architecture.token,
            rule: `must be a multiple of heads=${architecture.heads}`,
          },
        ]
      : []),
  ];
  if (problems.length === 0) return;
  throw new InputError(
    architecture.kind,
    problems.map((problem) => ({
      code: 'out_of_range',
      ...problem,
      remedy: 'choose another size',
    })),
  );
}
