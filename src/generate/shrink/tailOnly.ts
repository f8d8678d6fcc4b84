import { Rational } from '../../exact/rational.js';
import { type NetworkFile, readNetwork } from '../../network/networkFile.js';
import { exactTail } from '../../tail/exactTail.js';

/**
 * A network that is, everywhere, what another one is on the tail of a ray: one dense layer
 * `V x + (a − V·origin)`. Exact, then rounded to doubles; what is beyond them becomes infinite, and
 * is no network.
 */
export function tailOnly(
  network: NetworkFile,
  origin: readonly number[],
  direction: readonly number[],
): NetworkFile {
  const { jacobian, intercept } = exactTail(readNetwork(network), origin, direction);
  const start = origin.map((value) => Rational.of(value));
  const bias = jacobian.map((row, c) =>
    row
      .reduce((left, value, d) => left.subtract(value.multiply(start[d])), intercept[c])
      .toNumber(),
  );
  const weights = jacobian.map((row) => row.map((value) => value.toNumber() + 0));
  return { ...network, layers: [{ type: 'dense', weights, bias }] };
}
