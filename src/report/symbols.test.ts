import { expect, it } from 'vitest';
import { CLAIMS } from '../claims/registry.js';
import { formula } from '../page/formula.js';
import { SYMBOLS } from './symbols.js';

/** Names of functions every reader of formulas knows. */
const KNOWN = new Set(
  'arg|arg max|clip|cos|inf|lim|ln|lse|max|mean|min|rank|sgn|sign|softmax|sup|∞|/|…'.split('|'),
);

/** Signs that the text writes with the character of the keyboard. */
const ALIKE: Readonly<Record<string, string>> = { '∥': '‖', '∣': '|' };

it('explains every letter of every statement', () => {
  const explained = named(SYMBOLS.map(({ symbol, meaning }) => `${symbol} ${meaning}`).join(' '));
  const missing = new Set<string>();
  for (const { id, asPrinted, repaired } of CLAIMS) {
    for (const { latex } of repaired === null ? [asPrinted] : [asPrinted, repaired]) {
      for (const [, letter] of formula(latex).text.matchAll(/<mi[^>]*>([^<]*)<\/mi>/g)) {
        if (!KNOWN.has(letter.replace(/\s/g, ' ')) && !explained.has(ALIKE[letter] ?? letter))
          missing.add(`${id}: ${letter}`);
      }
    }
  }
  expect([...missing]).toEqual([]);
});

/** The symbols that a text names: words of letters, and signs, without indices and accents. */
function named(text: string): Set<string> {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\u00a0/g, ' ');
  return new Set([
    ...[...plain.matchAll(/\p{L}+/gu)].map(([word]) => word),
    // Letters with an index: f_c, z⁰, Δ₊.
    ...[...plain.matchAll(/(?<!\p{L})\p{L}(?=[_′⁰₀₊^(])/gu)].map(([letter]) => letter),
    ...[...plain.matchAll(/[^\p{L}\p{N}\s,.;:()]/gu)].map(([sign]) => sign),
  ]);
}
