import { dyadicOf } from '../exact/dyadic.js';
import { Rational } from '../exact/rational.js';
import { type Network, sizeOfValue } from '../network/network.js';
import type { Pattern } from '../network/pattern.js';
import { exactRow, lowestExponentOfMap } from './exactGerms.js';

/**
 * The Jacobian of the logits on a pattern, by one backward walk per class.
 *
 * Arithmetic: exact.
 *
 * @returns shape [C][D]
 */
export function exactJacobianOn(network: Network, pattern: Pattern): Rational[][] {
  return Array.from({ length: network.outputSize }, (_, c) => {
    const cotangent = new Array<bigint>(network.outputSize).fill(0n);
    cotangent[c] = 1n;
    const { mantissas, exponent } = pullBackExactly(network, pattern, cotangent);
    return mantissas.map((mantissa) => Rational.ofDyadic({ mantissa, exponent }));
  });
}

/** Integers that share a power of two. */
interface ExactVector {
  exponent: number;
  mantissas: bigint[];
}

function pullBackExactly(network: Network, pattern: Pattern, cotangent: bigint[]): ExactVector {
  const cotangents: (ExactVector | undefined)[] = [];
  cotangents[network.output] = { exponent: 0, mantissas: cotangent };
  for (let k = network.nodes.length; k >= 1; k--) {
    const above = cotangents[k];
    if (!above) continue;
    const { operation, inputs } = network.nodes[k - 1]!;
    const states = pattern[k - 1];
    inputs.forEach((value, m) => {
      const size = sizeOfValue(network, value);
      const below: ExactVector = {
        exponent: above.exponent,
        mantissas: new Array<bigint>(size).fill(0n),
      };
      switch (operation.kind) {
        case 'affine': {
          const map = operation.maps[m]!;
          below.exponent += lowestExponentOfMap(map);
          above.mantissas.forEach((factor, i) => {
            if (factor === 0n) return;
            const { columns, mantissas } = exactRow(map, i);
            columns.forEach((j, n) => {
              below.mantissas[j] = below.mantissas[j]! + factor * mantissas[n]!;
            });
          });
          break;
        }
        case 'rectifier': {
          const slopes = Array.from(operation.negativeSlope, dyadicOf);
          const lowest = Math.min(0, ...slopes.map(({ exponent }) => exponent));
          below.exponent += lowest;
          for (let i = 0; i < size; i++) {
            const { mantissa, exponent } =
              states![i] === 1 ? { mantissa: 1n, exponent: 0 } : slopes[i]!;
            below.mantissas[i] =
              mantissa === 0n ? 0n : (above.mantissas[i]! * mantissa) << BigInt(exponent - lowest);
          }
          break;
        }
        case 'clip':
          for (let i = 0; i < size; i++) {
            if (states![i] === 0) below.mantissas[i] = above.mantissas[i]!;
          }
          break;
        case 'maximum':
          for (let g = 0; g < operation.size; g++) {
            const winner = states![g]!;
            below.mantissas[winner] = below.mantissas[winner]! + above.mantissas[g]!;
          }
          break;
      }
      cotangents[value] = sum(cotangents[value], below);
    });
  }
  return (
    cotangents[0] ?? {
      exponent: 0,
      mantissas: new Array<bigint>(network.inputSize).fill(0n),
    }
  );
}

function sum(x: ExactVector | undefined, y: ExactVector): ExactVector {
  if (!x) return y;
  const exponent = Math.min(x.exponent, y.exponent);
  const left = BigInt(x.exponent - exponent);
  const right = BigInt(y.exponent - exponent);
  return {
    exponent,
    mantissas: x.mantissas.map((m, i) => (m << left) + (y.mantissas[i]! << right)),
  };
}
