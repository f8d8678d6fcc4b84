import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../src/errors/inputError.js';
import { corruptionsOf } from './corruptions.js';

/** How an export is called, and what it may mean by an argument that others refuse. */
export interface Call {
  readonly call: (...args: never[]) => unknown;
  /** Arguments it takes. */
  readonly good: () => readonly unknown[] | Promise<readonly unknown[]>;
  /** How deep each argument is looked into, 3 if absent; less for what only farfield makes. */
  readonly depths?: readonly number[];
  /** Arguments of any length: one entry less or more is another question. */
  readonly anyLength?: readonly number[];
  /** Arguments in which ±∞ stands for a limit. */
  readonly limits?: readonly number[];
  /** Arguments in which a NaN makes the result NaN. */
  readonly nan?: readonly number[];
  /** What of the result is compared. */
  readonly see?: (result: never) => unknown;
  /** Whether good arguments are refused too, for what they name is not there. */
  readonly refuses?: boolean;
  /** Wrong looking arguments that have a meaning of their own: `0 = undefined`. */
  readonly meant?: RegExp;
}

/**
 * What is wrong with how a function takes wrong arguments: each of its arguments is spoilt in turn,
 * and whatever is neither refused by a whole `InputError` nor without effect is told.
 */
export async function faultsOf(row: Call): Promise<string[]> {
  const good = await row.good();
  const call = async (args: readonly unknown[]) => {
    const found = await row.call(...(args as never[]));
    return row.see ? row.see(found as never) : found;
  };
  const right = row.refuses ? REFUSED : await call(good);
  const wrong: string[] = [];
  for (const [i, argument] of good.entries()) {
    for (const { what, value, kind } of corruptionsOf(argument, row.depths?.[i] ?? 3)) {
      const place = `${i}${what}`;
      if (kind === 'infinite' && row.limits?.includes(i)) continue;
      if (/^ too (short|long)$/.test(what) && row.anyLength?.includes(i)) continue;
      if (row.meant?.test(place)) continue;
      const args = good.map((known, n) => (n === i ? value : known));
      try {
        const found = await call(args);
        // What is not read, or says what is assumed anyway, does no harm.
        if (isDeepStrictEqual(found, right)) continue;
        if (kind === 'nan' && row.nan?.includes(i) && isNotANumber(found)) continue;
        wrong.push(`${place} gives ${show(found)}`);
      } catch (error) {
        if (error instanceof InputError && isWhole(error)) continue;
        wrong.push(`${place} throws ${error}`);
      }
    }
  }
  return wrong;
}

/** Equal to no result. */
const REFUSED = Symbol('refused');

/** Whether an error says what, where, and what to do. */
function isWhole({ problems, where }: InputError): boolean {
  return (
    where !== '' &&
    problems.length > 0 &&
    problems.every(({ code, path, rule, remedy }) => [code, path, rule, remedy].every(Boolean))
  );
}

function isNotANumber(found: unknown): boolean {
  return JSON.stringify(found, (_, value) => (Number.isNaN(value) ? 'NaN' : value)).includes('NaN');
}

function show(found: unknown): string {
  return (
    JSON.stringify(found, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))?.slice(
      0,
      80,
    ) ?? String(found)
  );
}
