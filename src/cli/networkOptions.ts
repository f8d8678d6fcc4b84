import { type Command, Option } from 'commander';
import type { Network } from '../network/network.js';
import { loadNetwork } from '../readers/loadNetwork.js';
import type { ReadOptions } from '../readers/readOptions.js';
import { positiveNumber } from './command.js';
import type { Terminal } from './terminal.js';

/** How a command's user says a network file is to be read. */
export interface NetworkOptions {
  readonly output?: string;
  readonly batch?: 'first' | 'none';
  readonly binary?: boolean;
  readonly memory?: number;
}

/** Adds the options that say how a network file is to be read. */
export function withNetworkOptions(command: Command): Command {
  return command
    .option('--output <name>', 'read another output, or any tensor of the file')
    .addOption(
      new Option(
        '--batch <how>',
        "whether the input's first axis is a batch (told from the graph if left out)",
      ).choices(['first', 'none']),
    )
    .option('--binary', 'read one output z as the two-class network with logits (0, z)')
    .option('--memory <GiB>', 'memory that the layers of the network may take (1)', positiveNumber);
}

/** Reads the network a command is about, and says what was taken off or passed over. */
export async function readCommandNetwork(
  path: string,
  options: NetworkOptions,
  terminal: Terminal,
): Promise<Network> {
  const network = await loadNetwork(path, readOptionsOf(options));
  for (const note of network.notes) terminal.note(`${path}: ${note}`);
  return network;
}

/** The options as readers take them. */
export function readOptionsOf({ output, batch, binary, memory }: NetworkOptions): ReadOptions {
  return {
    output,
    batch,
    binary,
    memory: memory === undefined ? undefined : memory * 2 ** 30,
  };
}
