import { describe, expect, it } from 'vitest';
import { stripComments } from './stripComments.js';

describe('stripComments', () => {
  it('removes nested comments and keeps what follows them', () => {
    expect(stripComments('a (* b (* c *) Admitted *) d')).toBe('a  d');
  });

  it('keeps line breaks, inside comments too', () => {
    expect(stripComments('a (* b\nc *)\nd')).toBe('a \n\nd');
  });

  it('does not take a comment mark inside a string for one, nor a quoted end for an end', () => {
    expect(stripComments('idtac "(*". Admitted.')).toBe('idtac "". Admitted.');
    expect(stripComments('(* "*)" still inside *) Qed.')).toBe(' Qed.');
  });
});
