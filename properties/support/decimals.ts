import { type BigNumber, BigNumberDependencies, create } from 'mathjs';
import { Rational } from '../../src/exact/rational.js';

/**
 * The number that a double is, as a decimal that computes with so many digits. The constructor of
 * decimals takes a double for the shortest decimal that rounds to it, which is another number.
 */
export function decimalsOf(digits: number): (value: number) => BigNumber {
  const { BigNumber: Decimal } = create(BigNumberDependencies, {
    precision: digits,
  }) as unknown as { BigNumber: new (value: string) => BigNumber };
  return (value) => {
    const { numerator, denominator } = Rational.of(value);
    return new Decimal(String(numerator)).div(new Decimal(String(denominator)));
  };
}
