import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Rational } from '../src/exact/rational.js';
import type { Network } from '../src/network/network.js';
import { readOnnx } from '../src/readers/onnx/readOnnx.js';

/** A ray of the corpus and the truth about it, to 18 digits. */
export interface LimitCase {
  readonly origin: readonly number[];
  readonly direction: readonly number[];
  readonly limit: readonly string[] | null;
  readonly regime: string;
  readonly growth: readonly ({ readonly power?: number; readonly coefficient?: string } | null)[];
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The folder of networks with `NAME.cases.json` beside them. */
export const limitCasesFolder =
  process.env.FARFIELD_NETWORKS ?? join(root, '..', 'shared', 'networks');

/** Whether the folder is there. */
export const hasLimitCases = existsSync(limitCasesFolder);

/** The names of the files of cases; none where the folder is absent. */
export const limitCaseFiles: readonly string[] = hasLimitCases
  ? readdirSync(limitCasesFolder).filter((name) => name.endsWith('.cases.json'))
  : [];

/** A network of the corpus with its cases. */
export function readLimitCases(name: string): {
  readonly network: Network;
  readonly cases: readonly LimitCase[];
} {
  const text = readFileSync(join(limitCasesFolder, name), 'utf8');
  const { file, cases } = JSON.parse(text) as { file: string; cases: readonly LimitCase[] };
  const path = join(limitCasesFolder, file);
  return { network: readOnnx(readFileSync(path), path), cases };
}

/** What is said of a ray. */
export interface SaidOfRay {
  readonly regime: string | null;
  readonly limit: readonly { readonly lower: Rational; readonly upper: Rational }[] | null;
}

/** What an answer says that the truth contradicts; empty where nothing. */
export function contradictions({ regime, limit }: SaidOfRay, truth: LimitCase): string[] {
  const found: string[] = [];
  if (regime !== null && regime !== 'unknown' && regime !== truth.regime) {
    found.push(`regime ${regime} instead of ${truth.regime}`);
  }
  truth.limit?.forEach((text, c) => {
    const bounds = limit?.[c];
    if (!bounds) return;
    // The truth is rounded to 18 digits.
    const allowed = new Rational(1n, 10n ** 16n);
    const value = decimal(text);
    if (
      value.compare(bounds.lower.subtract(allowed)) < 0 ||
      value.compare(bounds.upper.add(allowed)) > 0
    ) {
      found.push(`limit of class ${c}: ${bounds.lower} to ${bounds.upper} instead of ${text}`);
    }
  });
  return found;
}

/** A decimal as the fraction it is. */
function decimal(text: string): Rational {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const power = Number(exponent) - fraction.length;
  const digits = BigInt(sign + whole + fraction);
  return power >= 0
    ? new Rational(digits * 10n ** BigInt(power), 1n)
    : new Rational(digits, 10n ** BigInt(-power));
}
