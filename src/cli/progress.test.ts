import { afterEach, describe, expect, it, vi } from 'vitest';
import { Progress } from './progress.js';
import { Terminal } from './terminal.js';

/** A stream that is no terminal, and what was written to it. */
function stream() {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  return { lines, asStream: { write, isTTY: false } as unknown as NodeJS.WriteStream };
}

describe('progress without a terminal', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('is a line every half minute with the time that is left, and one at the end', () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const { lines, asStream } = stream();
    const progress = new Progress(new Terminal(false, false, asStream, asStream), 'directions');
    // A hundred directions of four seconds each.
    for (let done = 1; done <= 99; done++) {
      now += 4000;
      progress.within(done, 100, 'auditing');
    }
    progress.step(100, 100, 'audited');
    // After 32, 64, … of 396 seconds.
    expect(lines).toHaveLength(13);
    expect(lines[0]).toBe('… auditing, 8 % done, about 6 min left\n');
    expect(lines[11]).toBe('… auditing, 96 % done, about 16 s left\n');
    expect(lines[12]).toBe('[100/100] audited\n');
  });

  it('is nothing with --quiet', () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const { lines, asStream } = stream();
    const progress = new Progress(new Terminal(false, true, asStream, asStream), 'directions');
    now = 60_000;
    progress.within(1, 2, 'auditing');
    progress.step(2, 2, 'audited');
    expect(lines).toEqual([]);
  });
});
