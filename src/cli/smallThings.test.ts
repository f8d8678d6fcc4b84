import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DETECTORS } from '../detectors/registry.js';
import { createProgram } from './program.js';

describe('the command line', () => {
  let out = '';
  let notes = '';
  beforeEach(() => {
    out = '';
    notes = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += text;
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      notes += text;
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const run = async (...words: string[]) =>
    (await createProgram(words)).parseAsync(['node', 'farfield', ...words]);

  it('lists detectors and policies', async () => {
    await run('list', 'detectors', '--json');
    expect(JSON.parse(out).map(({ id }: { id: string }) => id)).toEqual(
      DETECTORS.map(({ id }) => id),
    );
    out = '';
    await run('list', 'policies');
    expect(out).toContain('danger-distance<3');
    expect(out.split('\n').length).toBeGreaterThan(8);
  });

  it('asks whether a claim was meant', async () => {
    await expect(run('explain', 'gradient-vanish')).rejects.toMatchObject({
      message: expect.stringContaining('did you mean gradient-vanishes?'),
    });
  });

  it('shows the line of a command that was used wrongly, and not all of its help', async () => {
    await expect(run('guard', 'model.onnx', '--data', 'x.csv')).rejects.toThrow(CommanderError);
    expect(notes).toContain("required option '--out <file>'");
    expect(notes).toContain('usage: farfield guard [options] <network>');
    expect(notes.trim().split('\n').length).toBeLessThan(6);
  });
});
