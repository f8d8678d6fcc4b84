import type { BigNumber } from 'mathjs';
import { InputError } from '../../errors/inputError.js';
import { problemsOf, record } from '../../errors/kinds.js';
import { Arithmetic } from './arithmetic.js';
import { Precise } from './precise.js';

/** More digits than this make one exponential take seconds. */
const MOST_DIGITS = 2000;

let arithmeticOf: Promise<(digits: number) => Arithmetic> | undefined;
const loaded = new Map<number, Promise<Precise>>();

/**
 * Loads high-precision arithmetic. mathjs is imported when this is first called, and an instance is
 * kept for every number of digits.
 *
 * @param options.digits - significant decimal digits of results, 1 … 2000; 64 if absent
 * @throws InputError `out_of_range` (the promise rejects)
 *
 * @example
 * ```ts
 * const precise = await loadPrecise({ digits: 40 });
 * precise.softmax([0, -200])[1].toString(); // 1.38…e-87
 * ```
 */
export function loadPrecise(options: { readonly digits?: number } = {}): Promise<Precise> {
  if (typeof options !== 'object' || options === null) {
    const problems = problemsOf(record({}), options, 'options');
    return Promise.reject(new InputError('loadPrecise', problems));
  }
  const { digits = 64 } = options;
  if (!Number.isInteger(digits) || digits < 1 || digits > MOST_DIGITS) {
    return Promise.reject(
      new InputError('loadPrecise', [
        {
          code: 'out_of_range',
          path: 'digits',
          value: digits,
          rule: `must be a whole number from 1 to ${MOST_DIGITS}`,
          remedy: '64 are enough for most purposes',
        },
      ]),
    );
  }
  let precise = loaded.get(digits);
  if (!precise) {
    arithmeticOf ??= importArithmetic();
    precise = arithmeticOf.then((precision) => new Precise(digits, precision));
    loaded.set(digits, precise);
  }
  return precise;
}

async function importArithmetic(): Promise<(digits: number) => Arithmetic> {
  const { create, BigNumberDependencies } = await import('mathjs');
  const arithmetics = new Map<number, Arithmetic>();
  return (digits) => {
    let arithmetic = arithmetics.get(digits);
    if (!arithmetic) {
      const instance: unknown = create(BigNumberDependencies, { precision: digits });
      const { BigNumber: Decimal } = instance as {
        BigNumber: new (value: number | string | BigNumber) => BigNumber;
      };
      arithmetic = new Arithmetic(digits, (value) => new Decimal(value));
      arithmetics.set(digits, arithmetic);
    }
    return arithmetic;
  };
}
