import type { Network } from '../../network/network.js';
import { array, demand, fields, fraction, numbers, ofDouble, ofRational } from '../checkParts.js';
import {
  type Choice,
  type Claim,
  type ExactCertificate,
  type ExactNumber,
  listOf,
  verifiedChecker,
} from './checker.js';
import { exactNumber, type Places } from './exactNetwork.js';

const FIELDS = 'boundary,direction,format,from,nodes,origin,regime,top,version';

/**
 * A certificate in the form that the verified checker takes.
 *
 * Says nothing about whether it is right, only that every field has its shape. Part of the trusted
 * base of a verified check.
 *
 * @param certificate - parsed JSON, of which nothing is assumed
 * @throws Wrong where a field has not its shape
 */
export function exactCertificate(
  network: Network,
  certificate: unknown,
  places: Places,
): ExactCertificate {
  const checker = verifiedChecker();
  const c = fields(certificate, FIELDS, 'certificate');
  demand(c.format === 'farfield-certificate' && c.version === 1, 'format or version');
  const point = (value: unknown, where: string) =>
    listOf(numbers(value, network.inputSize, where).map((x) => exactNumber(ofDouble(x))));
  const origin = point(c.origin, 'origin');
  const direction = point(c.direction, 'direction');
  const nodes = array(c.nodes, network.nodes.length, 'nodes');
  const claims = nodes.flatMap((node, k) => claimsOf(network, node, k, places));
  const { saturating, tied, flat } = checker;
  const regime = { saturating, tied, flat }[String(c.regime)];
  demand(typeof c.regime === 'string' && regime !== undefined, 'regime');
  demand(typeof c.boundary === 'boolean', 'boundary');
  demand(Array.isArray(c.top), 'top');
  const top = (c.top as unknown[]).map((k) => {
    demand(isBelow(k, network.outputSize), 'top');
    return checker.natural(k as number);
  });
  const from = written(c.from, 'from');
  return checker.certificate(
    origin,
    direction,
    from,
    regime!,
    listOf(top),
    c.boundary ? 1 : 0,
    listOf(claims),
  );
}

function claimsOf(network: Network, value: unknown, k: number, places: Places): Claim[] {
  const checker = verifiedChecker();
  const where = `nodes[${k}]`;
  const node = fields(value, 'intercept,pattern,slope', where);
  const { operation, inputs } = network.nodes[k];
  const intercepts = array(node.intercept, operation.size, `${where}.intercept`);
  const slopes = array(node.slope, operation.size, `${where}.slope`);
  const affine = operation.kind === 'affine';
  demand(!affine || node.pattern === null, `${where}.pattern`);
  const states = affine ? [] : numbers(node.pattern, operation.size, `${where}.pattern`);
  return intercepts.map((intercept, i) =>
    checker.claim(
      choiceAt(i),
      written(intercept, `${where}.intercept[${i}]`),
      written(slopes[i], `${where}.slope[${i}]`),
    ),
  );

  function choiceAt(i: number): Choice {
    const expectBelow = (count: number) =>
      demand(isBelow(states[i], count), `${where}.pattern[${i}]`);
    switch (operation.kind) {
      case 'activation': {
        const f = operation.functionOf(i);
        expectBelow(f.kind === 'piecewise' ? f.pieces.length : 0);
        return checker.on_piece(checker.natural(states[i]));
      }
      case 'maximum':
        expectBelow(places.starts[inputs[0] + 1] - places.starts[inputs[0]]);
        return checker.winner(places.of(inputs[0], states[i]));
      default:
        return checker.no_choice;
    }
  }
}

function isBelow(value: unknown, count: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < count;
}

function written(text: unknown, where: string): ExactNumber {
  const read = fraction(text);
  demand(read !== null, where);
  return exactNumber(ofRational(read!.n, read!.d));
}
