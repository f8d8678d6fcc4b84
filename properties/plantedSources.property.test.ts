import { describe, expect, it } from 'vitest';
import { type Fault, PlantedSources } from './plantedSources.js';

const UPSIDE_DOWN: Fault = [
  'tail/dangerScale.ts',
  'intercept.compare(best) > 0',
  'intercept.compare(best) < 0',
];

describe('sources with a fault planted', () => {
  it('differ from the right ones in what imports the fault, and share the rest', () => {
    const [right, faulty] = [new PlantedSources(), new PlantedSources(UPSIDE_DOWN)];
    for (const file of ['tail/dangerScale.ts', 'claims/dangerScale.ts', 'check/verifyClaims.ts']) {
      expect(faulty.load(file), file).not.toBe(right.load(file));
    }
    for (const file of ['exact/rational.ts', 'tail/exactTail.ts', 'errors/inputError.ts']) {
      expect(faulty.load(file), file).toBe(right.load(file));
    }
  });

  it('leave the right ones as they are', () => {
    const danger = (sources: PlantedSources) => {
      const load = <T>(file: string) => sources.load<T>(file);
      const { readNetwork } =
        load<typeof import('../src/network/networkFile.js')>('network/networkFile.ts');
      const { exactTail } = load<typeof import('../src/tail/exactTail.js')>('tail/exactTail.ts');
      const { dangerScale } =
        load<typeof import('../src/tail/dangerScale.js')>('tail/dangerScale.ts');
      const network = readNetwork({
        format: 'farfield-network',
        version: 1,
        inputs: 1,
        layers: [{ type: 'dense', weights: [[1], [0], [0]], bias: [0, 3, 0] }],
      });
      return dangerScale(exactTail(network, [0], [1]), 0.01);
    };
    // ln(2 · 99) with 3 to catch up, and without.
    expect(danger(new PlantedSources(UPSIDE_DOWN))).toBeCloseTo(Math.log(198), 12);
    expect(danger(new PlantedSources())).toBeCloseTo(Math.log(198) + 3, 12);
  });

  it('take several faults, in one file too', () => {
    const faults: Fault[] = [UPSIDE_DOWN, ['tail/dangerScale.ts', 'epsilon', 'epsilon, _']];
    expect(() => new PlantedSources(...faults)).toThrow(/tail\/dangerScale.ts holds "epsilon"/);
    const [file, right, wrong] = UPSIDE_DOWN;
    const twice = new PlantedSources(UPSIDE_DOWN, [file, wrong, right]);
    expect(twice.load(file)).not.toBe(new PlantedSources().load(file));
  });

  it.each([
    ['does not stand there', 'no such text', /holds "no such text" 0 times, not once/],
    ['stands there twice', 'import', /holds "import" \d+ times, not once/],
  ])('refuse a fault whose text %s', (_, text, message) => {
    expect(() => new PlantedSources(['tail/dangerScale.ts', text, ''])).toThrow(message);
  });
});
