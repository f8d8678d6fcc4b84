import type { Network } from '../network/network.js';

import { intervalIn, isPoint, isZero, point, sign } from './checkIntervals.js';
import {
  array,
  compare,
  demand,
  fields,
  fraction,
  type Num,
  numbers,
  ofDouble,
} from './checkParts.js';

import { exactly, type Model, ModelArithmetic } from './modelArithmetic.js';

const FIELDS = 'depth,direction,format,from,limit,nodes,origin,regime,top,version';
const ONE: Num = ofDouble(1);

/**
 * Checks a certificate of Taylor models at infinity node by node: what the definition makes of the
 * models stated for the inputs, for every t ≥ from, has to lie in the model stated for the output.
 *
 * Arithmetic: rational intervals; roots and smooth functions in integers that count units of 2^-400.
 */
export function checkModels(network: Network, certificate: unknown): void {
  const c = fields(certificate, FIELDS, 'certificate');
  demand(c.format === 'farfield-certificate' && c.version === 3, 'format or version');
  const origin = numbers(c.origin, network.inputSize, 'origin');
  const direction = numbers(c.direction, network.inputSize, 'direction');
  demand(!direction.every((x) => x === 0), 'direction');
  demand([2, 4, 8].includes(c.depth as number), 'depth');
  const from = fraction(c.from);
  // A power of 2^64, so that every t^(k/64) is a power of 2 there.
  const bits = from ? from.n.toString(2).length - 1 : 0;
  demand(from?.d === 1n && from.n === 1n << BigInt(bits) && bits % 64 === 0 && bits > 0, 'from');
  const domain = new ModelArithmetic(bits, c.depth as number);
  const nodes = array(c.nodes, network.nodes.length, 'nodes');
  const values: Model[][] = [
    origin.map((x, i) => exactly(point(ofDouble(x)), point(ofDouble(direction[i])))),
  ];
  network.nodes.forEach(({ operation, inputs }, k) => {
    const stated = array(nodes[k], operation.size, `nodes[${k}]`);
    const read = inputs.map((value) => values[value]);
    values.push(
      stated.map((model, i) => {
        const where = `nodes[${k}][${i}]`;
        domain.where = where;
        return domain.stated(model, operation.output(i, read, domain, k), where);
      }),
    );
  });
  domain.where = 'the end';
  checkEnd(c, network, values[network.output], domain);
}

function checkEnd(
  c: Record<string, unknown>,
  network: Network,
  outputs: readonly Model[],
  domain: ModelArithmetic,
): void {
  const isSoftmax = network.outputs !== 'probabilities';
  const shares = (isSoftmax ? domain.softmax(outputs) : outputs).map((x) => domain.limitOf(x));
  // A share of a softmax is positive, however small, unless another score outgrows its own.
  const positive = isSoftmax
    ? domain.keepShares(outputs)
    : shares.map((share) => {
        demand(isZero(share) || sign(share) === 1, 'limit: whether a class keeps one');
        return sign(share) === 1;
      });
  const top = positive.flatMap((keeps, k) => (keeps ? [k] : []));
  demand(JSON.stringify(c.top) === JSON.stringify(top), 'top');
  const many = top.length === shares.length ? 'flat' : 'tied';
  demand(c.regime === (top.length === 1 ? 'saturating' : many), 'regime');
  array(c.limit, shares.length, 'limit').forEach((text, k) => {
    const alone = isSoftmax && top.length === 1 && positive[k] ? point(ONE) : shares[k];
    const [low, high] = intervalIn(text, `limit[${k}]`);
    const holds = compare(low, alone[0]) <= 0 && compare(alone[1], high) <= 0;
    demand(holds && isPoint(alone) === !Array.isArray(text), `limit[${k}]`);
  });
}
