import { expect, it } from 'vitest';
import { CLAIMS } from '../claims/registry.js';
import { formula } from '../page/formula.js';
import { SYMBOLS } from './symbols.js';

/** Names of functions every reader of formulas knows. */
const KNOWN = new Set(
  'arg|arg max|clip|cos|inf|lim|ln|lse|max|mean|min|rank|sgn|sign|softmax|sup|∞|/|…'.split('|'),
);

it('explains every letter of every statement', () => {
  const explained = SYMBOLS.map(({ symbol, meaning }) => `${symbol} ${meaning}`).join(' ');
  const missing = new Set<string>();
  for (const { id, asPrinted, repaired } of CLAIMS) {
    for (const { latex } of repaired === null ? [asPrinted] : [asPrinted, repaired]) {
      for (const [, letter] of formula(latex).text.matchAll(/<mi[^>]*>([^<]*)<\/mi>/g)) {
        if (!KNOWN.has(letter) && !isWord(explained, letter)) missing.add(`${id}: ${letter}`);
      }
    }
  }
  expect([...missing]).toEqual([]);
});

/** Whether a symbol is named, not as a letter of a word: "a, b" names a, "share" does not. */
function isWord(text: string, symbol: string): boolean {
  const stroked = symbol === '∥' ? '‖' : symbol === '∣' ? '|' : symbol;
  return text
    .split(/[^\p{L}\p{N}\p{S}‖|#⊤∂∇∀∃′]+|(?<=\p{L})[_′₊₀⁰^]/u)
    .some(
      (part) =>
        part.includes(stroked) &&
        (part === stroked || !/^\p{L}$/u.test(stroked) || part.replace(/\p{M}/gu, '') === stroked),
    );
}
