import type { Command } from 'commander';
import { readRays } from '../audit/readRays.js';
import { InputError } from '../errors/inputError.js';
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
async function raysOf(options: TailOptions, inputSize: number): Promise<readonly Ray[]> {
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
