import { describe, expect, it } from 'vitest';
import { theoremUses } from './theoremUses.js';

const glob = (...lines: string[]) => `DIGEST x\n${lines.join('\n')}\n`;

describe('theoremUses', () => {
  it('follows references through lemmas and definitions, across files', () => {
    const globs = new Map([
      ['A', glob('def 0:3 <> size', 'prf 10:12 <> first', 'R20:21 Farfield.A <> size def')],
      [
        'B',
        glob(
          'prf 0:5 <> helper',
          'R7:9 Farfield.A <> first thm',
          'prf 30:35 Section second',
          'R40:45 Farfield.B <> helper thm',
          'R50:51 Coq.Init.Logic <> eq ind',
        ),
      ],
    ]);
    expect([...theoremUses(globs, ['first', 'second'])]).toEqual([
      ['first', []],
      ['second', ['first']],
    ]);
  });

  it('stops at a theorem: what that uses is its own affair', () => {
    const globs = new Map([
      [
        'A',
        glob(
          'prf 0:0 <> a',
          'prf 1:1 <> b',
          'R2:2 Farfield.A <> a thm',
          'prf 3:3 <> c',
          'R4:4 Farfield.A <> b thm',
        ),
      ],
    ]);
    expect(theoremUses(globs, ['a', 'b', 'c']).get('c')).toEqual(['b']);
  });
});
