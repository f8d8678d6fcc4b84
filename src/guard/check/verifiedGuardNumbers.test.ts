import { describe, expect, it } from 'vitest';
import { startChecker } from '../../certificate/verified/checker.js';
import { INTEGER_OPERATIONS } from '../../certificate/verified/integers.js';
import { RandomNumbers } from '../../data/randomNumbers.js';
import { Rational } from '../../exact/rational.js';
import { confidenceBound, insideChange } from '../../uncertainty/guardBounds.js';
import { type GuardNumbers, wrongNumbers } from './guardNumbers.js';
import { GUARD_TRUSTED_BASE, wrongNumbersVerified } from './verifiedGuardNumbers.js';

const fraction = (value: number) => Rational.of(value).toString();

/** A double that is `steps` units in the last place away. */
function moved(value: number, steps: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(steps));
  return bits.getFloat64(0);
}

interface Parts {
  readonly classes?: number;
  readonly kappa?: number;
  readonly mu?: number;
  readonly excesses?: readonly number[];
  /** By how many units in the last place bounds are off. */
  readonly off?: number;
}

/** Right numbers, or such as are a little off. */
function numbersOf({ classes = 3, kappa = 7.1, mu = 1.3, excesses = [1, 10], off = 0 }: Parts) {
  return {
    classes,
    guard: {
      lower: [-1, 0.1].map(fraction),
      upper: [1, 0.1].map(fraction),
      widths: [0.3, 5].map(fraction),
      kappa: fraction(kappa),
      mu: fraction(mu),
    },
    change: fraction(moved(insideChange(classes, kappa), off)),
    confidence: excesses.map((excess) => ({
      excess: fraction(excess),
      bound: fraction(moved(confidenceBound(classes, kappa, mu, excess), off)),
    })),
  } satisfies GuardNumbers;
}

/** Every number of some numbers changed, one at a time, so that they are wrong. */
function tamperings(right: GuardNumbers): [string, GuardNumbers][] {
  const { guard, confidence } = right;
  const inGuard = (part: Partial<GuardNumbers['guard']>) => ({
    ...right,
    guard: { ...guard, ...part },
  });
  const entry = (part: object) => ({ ...right, confidence: [{ ...confidence[0], ...part }] });
  return [
    ['one class', { ...right, classes: 1 }],
    ['no class', { ...right, classes: 0 }],
    ['more classes', { ...right, classes: right.classes + 1, confidence: [] }],
    ['a lower end above the upper one', inGuard({ lower: ['2/1', guard.lower[1]] })],
    ['an upper end below the lower one', inGuard({ upper: [guard.upper[0], '-1/1'] })],
    ['a width of 0', inGuard({ widths: ['0/1', guard.widths[1]] })],
    ['a negative width', inGuard({ widths: [guard.widths[0], '-1/2'] })],
    ['a width too few', inGuard({ widths: [guard.widths[0]] })],
    ['a smaller kappa', inGuard({ kappa: '7/1' })],
    ['mu of 0', inGuard({ mu: '0/1' })],
    ['a negative mu', inGuard({ mu: '-1/1' })],
    ['a smaller mu', inGuard({ mu: '5/4' })],
    ['a smaller change', { ...right, change: '1/10000000' }],
    ['a negative change', { ...right, change: '-1/2' }],
    ['a smaller excess', entry({ excess: '1/2' })],
    ['a negative excess', entry({ excess: '-1/2', bound: '1/1' })],
    ['a smaller bound', entry({ bound: '1/3' })],
    ['a bound below 1/C', entry({ bound: '0/1' })],
    ['a bound that is no fraction', entry({ bound: 'half' })],
  ];
}

const right = numbersOf({});

describe('the verified check of a guard', () => {
  it('accepts right numbers', () => {
    expect(wrongNumbersVerified(right)).toBeNull();
    expect(wrongNumbers(right)).toBeNull();
  });

  it.each(tamperings(right))('refuses %s, as the other checker does', (_, wrong) => {
    expect(wrongNumbersVerified(wrong)).not.toBeNull();
    expect(wrongNumbers(wrong)).not.toBeNull();
  });

  it('names what is wrong', () => {
    const found = new Set(tamperings(right).map(([, wrong]) => wrongNumbersVerified(wrong)));
    for (const part of [
      'classes',
      'input 1',
      'kappa or mu',
      'change',
      'confidence[0]',
      'no fraction',
    ]) {
      expect(
        [...found].some((text) => text?.includes(part)),
        part,
      ).toBe(true);
    }
  });

  it('says what has to be trusted', () => {
    expect(GUARD_TRUSTED_BASE.join('\n')).toMatch(
      /GuardSound[\s\S]*extraction[\s\S]*BigInt[\s\S]*nodes/,
    );
  });

  it('agrees with the other checker on numbers that are right or off by a unit in the last place', () => {
    const random = new RandomNumbers(11, 'guards');
    const uniform = (low: number, high: number) => low + (high - low) * random.uniform();
    let accepted = 0;
    for (let run = 0; run < 24; run++) {
      const numbers = numbersOf({
        classes: 2 + Math.floor(uniform(0, 9)),
        kappa: uniform(-3, 30),
        mu: 2 ** uniform(-6, 6),
        excesses: [2 ** uniform(-6, 12)],
        off: [-1, 0, 1][run % 3],
      });
      const plain = wrongNumbers(numbers) === null;
      expect(wrongNumbersVerified(numbers) === null, JSON.stringify(numbers)).toBe(plain);
      if (plain) accepted++;
      expect(plain).toBe(run % 3 !== 0);
    }
    expect(accepted).toBe(16);
  });

  it.each(Object.keys(INTEGER_OPERATIONS))('notices a fault in %s', (operation) => {
    const fault = (...args: bigint[]) => {
      const value = (INTEGER_OPERATIONS as Record<string, (...of: bigint[]) => unknown>)[operation](
        ...args,
      );
      return typeof value === 'bigint' ? value + 1n : 1 - (value as number);
    };
    const faulty = startChecker({ ...INTEGER_OPERATIONS, [operation]: fault });
    const accepts = (numbers: GuardNumbers) => {
      try {
        return wrongNumbersVerified(numbers, faulty) === null;
      } catch {
        return false;
      }
    };
    const noticed = !accepts(right) || tamperings(right).some(([, wrong]) => accepts(wrong));
    expect(noticed).toBe(true);
  });
});
