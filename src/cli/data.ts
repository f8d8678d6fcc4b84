import { Command } from 'commander';
import { DOWNLOADS, type Download, pullDataSet } from '../data/index.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';

/** `farfield data`: data sets. */
export function dataCommand(): Command {
  return new Command('data').description('Fetch data sets.').addCommand(pullCommand());
}

function pullCommand(): Command {
  return newCommand(
    'pull',
    `Download a data set from its official address and verify its SHA-256: ${Object.keys(DOWNLOADS).join(', ')}.`,
    'data pull wine-quality',
  )
    .argument('<name>', 'the data set')
    .action(async (name: string, options: CommonOptions) => {
      const terminal = terminalOf(options);
      const files = await pullDataSet(name, {
        onFile: ({ file, address }: Download) => terminal.note(`${file} from ${address}`),
      });
      terminal.result(files, () =>
        files.map(({ path, bytes, unchanged }) =>
          unchanged
            ? `${path}: there already, SHA-256 verified`
            : `${path}: ${bytes} bytes, SHA-256 verified`,
        ),
      );
    });
}
