import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors/inputError.js';
import { proofsFolder } from './proofsFolder.js';

/**
 * What a theorem says about its claim.
 *
 * - `as-printed`: the claim as the source states it, or its negation
 * - `repaired`, `criterion`, `rate`: the corrected statement, the exact condition, the speed
 * - `part`: a step of the claim worth knowing by itself
 * - `variant`: a neighbouring statement; `example`: the hypotheses can be met
 * - `witness`: turns a counterexample that passes a computed check into a proof
 */
const READINGS = [
  'as-printed',
  'repaired',
  'criterion',
  'rate',
  'part',
  'variant',
  'example',
  'witness',
] as const;

export type TheoremReading = (typeof READINGS)[number];

/** One line of the reviewed map from claims to theorems, `proofs/theorems.json`. */
export interface MappedTheorem {
  readonly theorem: string;
  readonly claim: string;
  readonly reading: TheoremReading;
  /** The statement in plain words. */
  readonly plain: string;
  /** What the formal model leaves out of the code and of the paper. */
  readonly leavesOut: string;
}

/**
 * Reads the map from claims to theorems.
 *
 * @throws InputError with every malformed, repeated or wrongly named entry; a theorem is named
 *   after its claim, so that either leads to the other
 *
 * @example
 * ```ts
 * theoremMap()[0]!.claim; // 'softmax-sigmoid'
 * ```
 */
export function theoremMap(folder = proofsFolder()): readonly MappedTheorem[] {
  const path = join(folder, 'theorems.json');
  const entries = JSON.parse(readFileSync(path, 'utf8')) as readonly MappedTheorem[];
  const seen = new Set<string>();
  const problems = entries.flatMap((entry, n) => {
    const at = (field: string, rule: string, value: unknown, remedy: string) => [
      { code: 'malformed' as const, path: `theorems.json[${n}].${field}`, value, rule, remedy },
    ];
    const { theorem, claim, reading, plain, leavesOut } = entry;
    const blank = Object.entries({ theorem, claim, plain, leavesOut }).find(
      ([, text]) => !text?.trim(),
    );
    if (blank) return at(blank[0], 'must not be empty', blank[1], 'fill it in');
    if (!READINGS.includes(reading)) {
      return at('reading', 'must be a known reading', reading, `use ${READINGS.join(', ')}`);
    }
    if (!theorem.startsWith(claim.replaceAll('-', '_'))) {
      return at('theorem', `must begin with its claim, ${claim}`, theorem, 'rename it');
    }
    if (seen.has(theorem)) return at('theorem', 'must occur once', theorem, 'remove one entry');
    seen.add(theorem);
    return [];
  });
  if (problems.length > 0) throw new InputError('theorems.json', problems);
  return entries;
}
