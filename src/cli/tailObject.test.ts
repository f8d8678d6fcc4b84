import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { dense, networkFile } from '../../properties/smallNetworks.js';
import { readNetwork } from '../network/networkFile.js';
import { ceilingLines, tailObjects } from './tailObject.js';

const rays = [
  { origin: [0], direction: [1] },
  { origin: [2], direction: [-1] },
];
const valid = new Ajv2020().compile(
  JSON.parse(readFileSync(new URL('../../schema/tail.schema.json', import.meta.url), 'utf8')),
);

function networkOf(type: string, outputs = 2) {
  const head = Array.from({ length: outputs }, (_, c) => [c === 0 ? 2 : 0]);
  return readNetwork(networkFile(1, dense([[1]]), { type } as never, dense(head)));
}

describe('the tail of a ray as JSON', () => {
  it.each(['relu', 'gelu', 'tanh', 'softsign'])('of %s fits the schema', (type) => {
    for (const outputs of [1, 2, 3]) {
      for (const tail of tailObjects(networkOf(type, outputs), rays, true)) {
        expect(
          valid(JSON.parse(JSON.stringify({ schemaVersion: 1, ...tail }))),
          JSON.stringify(valid.errors),
        ).toBe(true);
      }
    }
  });

  it('says how certain the network can get over all inputs', () => {
    const [tail] = tailObjects(networkOf('tanh'), rays, true);
    // f_0 − f_1 < 2: σ(2) = 0.8808.
    expect(tail.ceiling).toMatchObject({ causes: ['bounded units'], reason: null });
    expect(tail.ceiling!.confidence).toBeGreaterThanOrEqual(1 / (1 + Math.exp(-2)));
    expect(tail.ceiling!.confidence).toBeLessThan(1 / (1 + Math.exp(-2)) + 1e-12);
    expect(ceilingLines(tail)).toEqual([
      'ceiling    No input whatsoever makes this network more than 88.1 % certain of a class: the range of its units bounds its logits.',
    ]);
  });

  it('says nothing of a ceiling where none is known', () => {
    const [tail] = tailObjects(networkOf('gelu'), rays, true);
    expect(tail.ceiling).toMatchObject({ confidence: null, reason: 'unbounded' });
    expect(ceilingLines(tail)).toEqual([]);
    expect(tailObjects(networkOf('gelu', 1), rays, true)[0].ceiling).toBeNull();
  });
});
