import { describe, expect, it } from 'vitest';
import { CLAIMS } from '../claims/registry.js';
import { formula } from './formula.js';

describe('formula', () => {
  it('sets every statement of the catalogue', () => {
    for (const { id, asPrinted, repaired } of CLAIMS) {
      for (const reading of [asPrinted, ...(repaired ? [repaired] : [])]) {
        expect(formula(reading.latex).text, id).not.toContain('class="unset"');
      }
    }
  });

  it('lets words break between lines, but not in subscripts', () => {
    expect(formula('x \\text{ for all } y').text.match(/katex-base/g)).toHaveLength(2);
    expect(formula('x_\\text{for all} y').text.match(/katex-base/g)).toHaveLength(1);
  });

  it.each([
    '\\undefinedcommand',
    '\\frac{1}',
    'x^',
    '\\text{𐎤}',
    '\\includegraphics{x}',
    '\\href{javascript:alert(1)}{x}',
  ])('shows %s, which it cannot set, as its source', (latex) => {
    expect(formula(latex).text).toContain('class="unset"');
  });
});
