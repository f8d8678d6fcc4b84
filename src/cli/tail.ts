import type { Command } from 'commander';
import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { settlesWithin } from '../tail/settlesWithin.js';
import type { Ray } from '../tail/tail.js';
import { type CommonOptions, newCommand, numberList, share, terminalOf } from './command.js';
import { type NetworkOptions, readCommandNetwork, withNetworkOptions } from './networkOptions.js';
import { ceilingLines, tailLines, tailObjects } from './tailObject.js';

interface TailOptions extends CommonOptions, NetworkOptions {
  readonly origin?: number[];
  readonly direction?: number[];
  readonly rays?: string;
  readonly within?: number;
  readonly exact?: boolean;
}

/** `farfield tail`: the tail of one ray, or of many. */
export function tailCommand(): Command {
  const command = newCommand(
    'tail',
    'What a network does at infinity along a ray, exactly.',
    'tail network.json --origin 1,2 --direction 0,1',
  );
  return withNetworkOptions(command)
    .argument('<network>', 'a network: .json, .onnx, .nnet or a TensorFlow.js model.json')
    .option('--origin <numbers>', 'where the ray starts, one number per input', numberList)
    .option('--direction <numbers>', 'where it goes, one number per input', numberList)
    .option('--rays <file>', 'a JSON file: [{"origin": […], "direction": […]}, …]')
    .option('--exact', 'with --rays: fractions too, which cost more; one ray always has them')
    .option('--within <epsilon>', 'also from where on probabilities are this close for ever', share)
    .action(async (path: string, options: TailOptions) => {
      const terminal = terminalOf(options);
      const network = await readCommandNetwork(path, options, terminal);
      const rays = await raysOf(options, network.inputSize);
      const { within } = options;
      const exactly = options.exact === true || options.rays === undefined;
      const found = tailObjects(network, rays, exactly).map((one, r) =>
        within === undefined
          ? one
          : { ...one, settles: { within, from: settlesWithin(network, rays[r], within) } },
      );
      terminal.result(options.rays ? found : found[0], () =>
        found.flatMap((one, r) => [
          ...(found.length > 1 ? [terminal.paint('bold', `ray ${r}`)] : []),
          ...tailLines(one),
          ...(r === found.length - 1 ? ceilingLines(one) : []),
        ]),
      );
      terminal.note('The function analysed is the real-number function of the stored weights.');
    });
}

/** The rays asked for; `tails` checks one that was given as options. */
async function raysOf(options: TailOptions, inputSize: number): Promise<Ray[]> {
  const { origin, direction, rays } = options;
  if (rays !== undefined) {
    if (!origin && !direction) return readRays(rays, inputSize);
    throw new InputError('tail', [
      {
        code: 'inconsistent',
        path: '--rays',
        value: rays,
        rule: `must not be given with ${origin ? '--origin' : '--direction'}`,
        remedy: 'give a file of rays, or one ray as options',
      },
    ]);
  }
  if (origin && direction) return [{ origin, direction }];
  throw new InputError('tail', [
    {
      code: 'missing',
      path: origin ? '--direction' : '--origin',
      rule: 'is needed to say which ray',
      remedy: 'give --origin and --direction, or --rays with a file',
    },
  ]);
}

/**
 * Reads a file of rays.
 *
 * @throws InputError with every problem up to 50
 */
export async function readRays(path: string, inputSize: number): Promise<Ray[]> {
  const json = await readJsonFile(path);
  const problems: Problem[] = [];
  if (!Array.isArray(json) || json.length === 0) {
    throw new InputError(path, [
      {
        code: Array.isArray(json) ? 'empty' : 'wrong_type',
        path: 'rays',
        value: json,
        rule: 'must be a non-empty array of rays',
        remedy: 'write [{"origin": […], "direction": […]}]',
      },
    ]);
  }
  json.forEach((ray: Record<string, unknown> | null, r) => {
    for (const field of ['origin', 'direction'] as const) {
      const problem = problemOf(ray?.[field], `rays[${r}].${field}`, inputSize);
      if (problem) problems.push(problem);
    }
  });
  if (problems.length > 0) throw new InputError(path, problems.slice(0, 50));
  return json as Ray[];
}

/** What is wrong with one point or direction of a ray, or null. */
function problemOf(value: unknown, path: string, inputSize: number): Problem | null {
  const remedy = 'give one number per input';
  if (!Array.isArray(value) || !value.every((x) => Number.isFinite(x))) {
    return { code: 'wrong_type', path, value, rule: 'must be an array of finite numbers', remedy };
  }
  if (value.length !== inputSize) {
    return {
      code: 'shape_mismatch',
      path: `${path}.length`,
      value: value.length,
      rule: `must equal network.inputSize=${inputSize}`,
      remedy,
    };
  }
  if (path.endsWith('.direction') && value.every((x) => x === 0)) {
    return {
      code: 'zero_direction',
      path,
      rule: 'must not be all zero',
      remedy: 'give at least one entry that is not 0',
    };
  }
  return null;
}
