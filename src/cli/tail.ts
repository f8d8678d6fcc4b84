import type { Command } from 'commander';
import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { loadNetwork } from '../network/readers/loadNetwork.js';
import type { ExactTail } from '../tail/exactTail.js';
import { roundedTail } from '../tail/roundedTail.js';
import { type Ray, tails } from '../tail/tail.js';
import { type CommonOptions, newCommand, numberList, terminalOf } from './command.js';
import { readJsonFile } from './readJsonFile.js';

interface TailOptions extends CommonOptions {
  readonly origin?: number[];
  readonly direction?: number[];
  readonly rays?: string;
}

/** `farfield tail`: the tail of one ray, or of many. */
export function tailCommand(): Command {
  return newCommand(
    'tail',
    'What a network does at infinity along a ray, exactly.',
    'tail network.json --origin 1,2 --direction 0,1',
  )
    .argument('<network>', 'a network: .json, .onnx, .nnet or a TensorFlow.js model.json')
    .option('--origin <numbers>', 'where the ray starts, one number per input', numberList)
    .option('--direction <numbers>', 'where it goes, one number per input', numberList)
    .option('--rays <file>', 'a JSON file: [{"origin": […], "direction": […]}, …]')
    .action(async (path: string, options: TailOptions) => {
      const terminal = terminalOf(options);
      const network = await loadNetwork(path);
      for (const note of network.notes) terminal.note(`${path}: ${note}`);
      const rays = options.rays ? await readRays(options.rays) : [rayOf(options)];
      const found = tails(network, rays).map(({ exact }) => tailJson(exact));
      terminal.result(options.rays ? found : found[0], () =>
        found.flatMap((one, r) => [
          ...(found.length > 1 ? [terminal.paint('bold', `ray ${r}`)] : []),
          `regime     ${one.regime}, largest slope: class ${one.top.join(', ')}`,
          `from       ${one.exact.from} = ${one.from}`,
          ...one.slope.map(
            (slope, c) =>
              `class ${String(c).padEnd(4)} ${one.exact.intercept[c]} + t·${one.exact.slope[c]} ≈ ${one.intercept[c]} + t·${slope}`,
          ),
          ...(one.boundary
            ? ['boundary   a unit stays on its kink for ever: the Jacobian is one-sided']
            : []),
        ]),
      );
      terminal.note('The function analysed is the real-number function of the stored weights.');
    });
}

/** A tail as the interface fixes it: plain numbers are the doubles nearest to the fractions. */
export function tailJson(exact: ExactTail) {
  const { from, slope, intercept, regime, top, boundary } = roundedTail(exact);
  return {
    from,
    slope,
    intercept,
    regime,
    top,
    boundary,
    exact: {
      from: String(exact.from),
      slope: exact.slope.map(String),
      intercept: exact.intercept.map(String),
    },
  };
}

function rayOf({ origin, direction }: TailOptions): Ray {
  if (origin && direction) return { origin, direction };
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
 * @throws InputError with every problem up to 50; numbers and lengths are checked by `tails`
 */
export async function readRays(path: string): Promise<Ray[]> {
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
      const value = ray?.[field];
      const valid =
        Array.isArray(value) && value.every((x) => typeof x === 'number' && Number.isFinite(x));
      if (valid || problems.length >= 50) continue;
      problems.push({
        code: 'wrong_type',
        path: `rays[${r}].${field}`,
        value,
        rule: 'must be an array of finite numbers',
        remedy: 'give one number per input',
      });
    }
  });
  if (problems.length > 0) throw new InputError(path, problems);
  return json as Ray[];
}
