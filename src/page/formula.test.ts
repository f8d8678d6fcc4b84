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
    const long = 'p_1 + p_2 + p_3 + p_4 + p_5 + p_6 + p_7 + p_8 + p_9';
    expect(formula(`${long} \\text{ for all } y`).text.match(/<math>/g)).toHaveLength(2);
    expect(formula(`${long} + x_\\text{for all} y`).text.match(/<math>/g)).toHaveLength(1);
  });

  it('lets a long formula break after relations, which stay spaced as such', () => {
    const { text } = formula('\\max_c p_c(x + t v) = 1 - e^{-\\gamma t} + \\tfrac{1}{C} \\to 1');
    expect(text.match(/<math>/g)).toHaveLength(3);
    expect(text).toContain('<mo form="infix">=</mo></math><wbr><math>');
    expect(formula('a = b').text).toContain('<math><mi>a</mi><mo>=</mo><mi>b</mi></math>');
  });

  it('writes letters of other alphabets as characters, and leaves the source out', () => {
    const { text } = formula(
      '\\mathbb{E} \\mathbb{R} \\mathbb{1} \\mathcal{C} \\mathcal{L} \\mathbf{W}',
    );
    for (const letter of ['𝔼', 'ℝ', '𝟙', '𝒞', 'ℒ', '𝐖']) expect(text).toContain(`>${letter}<`);
    expect(text).not.toMatch(/mathvariant|annotation|mathbb/);
    expect(formula('\\Delta').text).toContain('<mi mathvariant="normal">Δ</mi>');
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
