import { checkArguments } from '../errors/checkArguments.js';
import { type Kind, list, record, whole } from '../errors/kinds.js';
import type { Network } from './network.js';

/** Networks that have been looked at: functions are called with the same one again and again. */
const known = new WeakSet<object>();

const node = record({ operation: record({}), inputs: list(whole(0)) });

const outline = record({ inputSize: whole(1), outputSize: whole(1), nodes: list(node) });

/** A network as `readNetwork` and `loadNetwork` make it. */
const network: Kind = (value, path, report) => {
  let sound = true;
  outline(value, path, (code, place, found, rule) => {
    sound = false;
    report(code, place, found, rule, 'pass a network as `readNetwork` or `loadNetwork` returns it');
  });
  if (sound) {
    const { nodes, output } = value as Network;
    whole(0, nodes.length)(output, `${path}.output`, report);
  }
};

/**
 * Checks that an argument is a network.
 *
 * @throws InputError `wrong_type`, `out_of_range`
 */
export function checkNetwork(where: string, value: Network): void {
  if (known.has(value)) return;
  checkArguments(where, { network: [value, network] });
  known.add(value);
}
