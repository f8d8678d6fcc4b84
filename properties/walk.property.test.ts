import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dyadicOf } from '../src/exact/dyadic.js';
import { Real } from '../src/exact/real.js';
import { capabilityOf } from '../src/network/capability.js';
import { EXACT } from '../src/network/domains/exact.js';
import { FLOAT64 } from '../src/network/domains/float64.js';
import { evaluate, valuesAt } from '../src/network/evaluate.js';
import { jacobian, jacobianOn } from '../src/network/jacobian.js';
import type { Network } from '../src/network/network.js';
import { readNetwork } from '../src/network/networkFile.js';
import { type Operation, unknownOperation } from '../src/network/operation.js';
import { networkOfPlain, plainNetwork } from '../src/network/plainNetwork.js';
import { recession } from '../src/network/recession.js';
import { EntryWalk, walk } from '../src/network/walk.js';
import { boxTail } from '../src/tail/boxTail.js';
import { directionSlopes } from '../src/tail/directionSlopes.js';
import { DyadicGerms } from '../src/tail/dyadicGerms.js';
import { DyadicPieces } from '../src/tail/dyadicPieces.js';
import { exactGerms, inputGerms } from '../src/tail/exactGerms.js';
import { exactTail } from '../src/tail/exactTail.js';
import type { Germ } from '../src/tail/germ.js';
import { GermDomain } from '../src/tail/germDomain.js';
import { PieceRecord } from '../src/tail/pieceRecord.js';
import { tail } from '../src/tail/tail.js';
import { anyDouble, mixedDouble } from './doubles.js';
import { networkAndRay } from './networks.js';
import { holdsAlways } from './runs.js';

/** Numbers of few digits, on which no sum is rounded in any order. */
const small = networkAndRay(fc.integer({ min: -3, max: 3 })).map((source): typeof source =>
  JSON.parse(JSON.stringify(source), (_, value) =>
    typeof value === 'number' ? Math.round(8 * value) / 8 : value,
  ),
);

describe('the one walk', () => {
  it('over doubles gives what the fast evaluation gives, number by number on whole ones', () => {
    holdsAlways(
      fc.property(small, ({ network: file, origin }) => {
        const network = readNetwork(file);
        const plain = walk(network, FLOAT64, origin).map((value) =>
          Array.from(value, (x) => x + 0),
        );
        const fast = valuesAt(network, Float64Array.from(origin));
        expect(plain).toEqual(fast.map((value) => Array.from(value, (x) => x + 0)));
      }),
    );
  });

  it('over exact numbers gives the value of the network that germs at rest give', () => {
    holdsAlways(
      fc.property(networkAndRay(mixedDouble()), ({ network: file, origin }) => {
        const network = readNetwork(file);
        const still = origin.map(() => 0);
        const values = walk(network, EXACT, origin.map(Real.of))[network.output];
        expect(Array.from(values, String)).toEqual(
          exactTail(network, origin, still).intercept.map(String),
        );
      }),
    );
  });

  it('over germs gives those of the fast engine in integers, with every piece and change', () => {
    holdsAlways(
      fc.property(networkAndRay(anyDouble()), ({ network: file, origin, direction }) => {
        const network = readNetwork(file);
        const record = new PieceRecord(network);
        const plain = walk<Germ>(
          network,
          new GermDomain(network, record),
          inputGerms(origin, direction),
        );
        const fast = new DyadicGerms(network, origin.map(dyadicOf), direction.map(dyadicOf));
        // The fast engine is the one that is used for such networks.
        expect(exactGerms(network, origin, direction)).toBeInstanceOf(DyadicGerms);
        const text = ({ intercept, slope }: Germ) => `${intercept} + t·${slope}`;
        for (let value = 0; value <= network.nodes.length; value++) {
          expect(Array.from(plain[value], text)).toEqual(fast.of(value).map(text));
        }
        const pieces = new DyadicPieces(fast);
        expect(record.pattern).toEqual(pieces.pattern);
        expect(String(record.from)).toBe(String(pieces.from));
        expect(record.boundary).toBe(pieces.boundary);
      }),
    );
  });

  it('on demand makes an entry and what it needs, and no more', () => {
    const network = readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: 2,
      layers: [
        {
          type: 'dense',
          weights: [
            [1, 0],
            [0, 1],
            [1, 1],
          ],
          bias: [0, 0, 0],
        },
        { type: 'relu' },
        {
          type: 'dense',
          weights: [
            [1, 0, 0],
            [0, 2, 0],
          ],
          bias: [0, 0],
        },
      ],
    });
    const entries = new EntryWalk(network, EXACT, [Real.of(3), Real.of(5)]);
    expect(String(entries.at(3, 1))).toBe('10/1');
    expect(entries.computed).toBe(3);
    expect(entries.of(3).map(String)).toEqual(['3/1', '10/1']);
    expect(entries.computed).toBe(6);
  });

  it('of a network made plain and put together again is the same', () => {
    holdsAlways(
      fc.property(networkAndRay(mixedDouble()), ({ network: file, origin, direction }) => {
        const network = readNetwork(file);
        const again = networkOfPlain(structuredClone(plainNetwork(network)));
        expect(capabilityOf(again)).toEqual(capabilityOf(network));
        const ends = [network, again].map((each) => {
          const { slope, intercept, pattern } = exactTail(each, origin, direction);
          return [slope.map(String), intercept.map(String), pattern];
        });
        expect(ends[1]).toEqual(ends[0]);
      }),
    );
  });
});

describe('an operation of a new kind', () => {
  const known = readNetwork({
    format: 'farfield-network',
    version: 1,
    inputs: 1,
    layers: [{ type: 'relu' }, { type: 'dense', weights: [[1], [0]], bias: [0, 0] }],
  });
  const [rectifier, head] = known.nodes;
  const strange: Network = {
    ...known,
    nodes: [
      { ...rectifier, operation: { kind: 'strange', size: 1 } as unknown as Operation },
      head,
    ],
  };

  it.each<[string, () => unknown]>([
    ['evaluate', () => evaluate(strange, [1])],
    ['jacobian', () => jacobian(strange, [1])],
    ['pullBack', () => jacobianOn(strange, [new Int32Array(1), null])],
    ['recession', () => recession(strange)],
    ['capabilityOf', () => capabilityOf(strange)],
    ['plainNetwork', () => plainNetwork(strange)],
    ['tail', () => tail(strange, [0], [1])],
    ['exactTail', () => exactTail(strange, [0], [1])],
    ['directionSlopes', () => directionSlopes(strange, [[1]])],
    ['boxTail', () => boxTail(strange, { lower: [0], upper: [1] }, [1])],
  ])('gets no answer from %s', (_, run) => {
    expect(run).toThrow(/kind "strange"|output is not a function|forEachRead is not a function/);
  });

  it('does not compile in a list of operations that leaves it out', () => {
    const incomplete = (operation: Operation) => {
      if (operation.kind === 'affine') return operation.size;
      // @ts-expect-error: the other operations are missing from this list
      return unknownOperation(operation, 'this test');
    };
    expect(() => incomplete(rectifier.operation)).toThrow('this test: knows no operation');
  });
});
