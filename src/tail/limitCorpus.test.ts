import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { Rational } from '../exact/rational.js';
import type { Network } from '../network/network.js';
import { readOnnx } from '../readers/onnx/readOnnx.js';
import { type ExpandedTail, expandedTail } from './expandedTail.js';

/** A ray of the corpus and the truth about it, to 18 digits. */
interface Case {
  readonly origin: readonly number[];
  readonly direction: readonly number[];
  readonly limit: readonly string[] | null;
  readonly regime: string;
  readonly growth: readonly ({ readonly power?: number; readonly coefficient?: string } | null)[];
}

interface CaseFile {
  readonly file: string;
  readonly cases: readonly Case[];
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = process.env.FARFIELD_NETWORKS ?? join(root, '..', 'shared', 'networks');
const available = existsSync(folder);

/** Rays of each network that are tried; all of them where FARFIELD_RUNS asks for many. */
const RAYS = Number(process.env.FARFIELD_RUNS ?? 0) >= 1000 ? 12 : 4;

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

/** What an answer says that the truth contradicts; empty where nothing. */
function contradictions(tail: ExpandedTail, truth: Case): string[] {
  const found: string[] = [];
  if (tail.regime !== null && tail.regime !== 'unknown' && tail.regime !== truth.regime) {
    found.push(`regime ${tail.regime} instead of ${truth.regime}`);
  }
  truth.limit?.forEach((text, c) => {
    const bounds = tail.limit?.[c];
    if (!bounds) return;
    // The truth is rounded to 18 digits.
    const allowed = new Rational(1n, 10n ** 16n);
    const value = decimal(text);
    if (
      value.compare(bounds.lower.subtract(allowed)) < 0 ||
      value.compare(bounds.upper.add(allowed)) > 0
    ) {
      found.push(`limit of class ${c}: ${bounds.toNumber()} instead of ${text}`);
    }
  });
  return found;
}

const limits = 'limits along rays of networks whose limits are known';
testsNeeding(`networks in ${folder}`, available).describe(limits, () => {
  const files = available ? readdirSync(folder).filter((name) => name.endsWith('.cases.json')) : [];
  let asked = 0;
  let unknown = 0;

  test.each(files)('%s', (name) => {
    const { file, cases } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as CaseFile;
    const path = join(folder, file);
    const network: Network = readOnnx(readFileSync(path), path);
    cases.slice(0, RAYS).forEach((truth, k) => {
      const tail = expandedTail(network, truth.origin, truth.direction);
      expect(contradictions(tail, truth), `ray ${k}`).toEqual([]);
      asked += 1;
      if (tail.regime === 'unknown') unknown += 1;
      if (tail.regime === null) {
        // One output: no classes, but the score is known.
        const [score] = truth.growth;
        expect(tail.growth[0]?.power).toBe(score?.power);
        expect(tail.growth[0]?.coefficient.toNumber()).toBeCloseTo(Number(score?.coefficient), 12);
      }
      for (const value of tail.regime === 'unknown' ? [] : (tail.limit ?? [])) {
        expect(value.upper.subtract(value.lower).toNumber()).toBeLessThan(1e-12);
      }
    });
  });

  test('at most one ray in twenty is not known', () => {
    expect(asked).toBeGreaterThan(0);
    expect(unknown / asked).toBeLessThanOrEqual(0.05);
  });

  test('a wrong limit would be noticed', () => {
    const truth = { origin: [], direction: [], regime: 'flat', growth: [] };
    const tail = { regime: 'flat', limit: null } as unknown as ExpandedTail;
    expect(contradictions({ ...tail, regime: 'tied' }, { ...truth, limit: null })).toHaveLength(1);
  });
});
