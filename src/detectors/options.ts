import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';

/**
 * The options a detector is fitted with: the defaults where none are given.
 *
 * @throws InputError `unknown_field` for names the detector does not have
 */
export function completeOptions<Options extends object>(
  id: string,
  defaults: Readonly<Options>,
  given: Partial<Options>,
): Options {
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(defaults, key));
  if (unknown.length > 0) {
    const names = Object.keys(defaults).join(', ') || 'none';
    throw new InputError(
      id,
      unknown.map((key) => ({
        code: 'unknown_field',
        path: `options.${key}`,
        rule: 'is not an option of this detector',
        remedy: `its options: ${names}`,
      })),
    );
  }
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}

/** The problem of an option whose value is outside its range. */
export function optionProblem(
  name: string,
  value: unknown,
  valid: boolean,
  rule: string,
  remedy: string,
): readonly Problem[] {
  return valid ? [] : [{ code: 'out_of_range', path: `options.${name}`, value, rule, remedy }];
}

/** Problems of an option that must be one of some values. */
export function oneOfOption(
  name: string,
  value: unknown,
  allowed: readonly unknown[],
): readonly Problem[] {
  if (allowed.includes(value)) return [];
  const rule = `must be one of ${allowed.join(', ')}`;
  return [
    {
      code: 'unknown_value',
      path: `options.${name}`,
      value,
      rule,
      remedy: 'choose one of them',
    },
  ];
}

/** Problems of an option that must be a finite number. */
export function numberOption(name: string, value: number): readonly Problem[] {
  return optionProblem(
    name,
    value,
    Number.isFinite(value),
    'must be a finite number',
    'give a number',
  );
}

/** Problems of an option that must be a finite number above 0. */
export function positiveOption(name: string, value: number): readonly Problem[] {
  return optionProblem(
    name,
    value,
    Number.isFinite(value) && value > 0,
    'must be a finite number above 0',
    'choose a positive value',
  );
}

/** Problems of an option that must be a whole number from `least` on. */
export function wholeOption(name: string, value: number, least: number): readonly Problem[] {
  return optionProblem(
    name,
    value,
    Number.isSafeInteger(value) && value >= least,
    `must be a whole number of at least ${least}`,
    'choose one',
  );
}

/** Problems of an option that is a percentage; a fraction is refused rather than misread. */
export function percentOption(name: string, value: number): readonly Problem[] {
  const fraction = value > 0 && value < 1;
  return optionProblem(
    name,
    value,
    value === 0 || (value >= 1 && value <= 100),
    'must be 0 or a percentage from 1 to 100',
    fraction ? `for the fraction ${value} write ${value * 100}` : 'give a percentage',
  );
}
