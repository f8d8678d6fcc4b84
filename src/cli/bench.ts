import type { Command } from 'commander';
import type { RatioMeasurement } from '../bench/measure.js';
import { benchmarkTails } from '../bench/tailBenchmark.js';
import { DEFAULT_SEED } from '../check/settings.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';

/** `farfield bench`: what things cost, as ratios within one run. */
export function benchCommand(): Command {
  return newCommand(
    'bench',
    'Measure what a tail costs in forward passes, as ratios within one run.',
    'bench',
  ).action((options: CommonOptions) => {
    const terminal = terminalOf(options);
    const tails = benchmarkTails(options.seed ?? DEFAULT_SEED);
    terminal.result({ tails }, () => [
      'One certified tail against one float64 forward pass of the same network (median of 31 rounds, smallest … largest):',
      ...terminal.table([
        ['network', 'parameters', 'forward', 'tail', 'tail along an axis', 'exact decisions'],
        ...tails.map(({ network, parameters, dense, axis, exactDecisions }) => [
          network,
          String(parameters),
          `${dense.baseUs.toFixed(1)} µs`,
          passes(dense),
          passes(axis),
          exactDecisions,
        ]),
      ]),
    ]);
  });
}

function passes({ ratio, spread }: RatioMeasurement): string {
  return `${ratio.toFixed(2)} passes (${spread[0].toFixed(2)} … ${spread[1].toFixed(2)})`;
}
