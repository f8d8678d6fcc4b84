import { describe, expect, it } from 'vitest';
import { benchCommand, scoringLines, trainingLines } from './bench.js';
import { Terminal } from './terminal.js';

describe('farfield bench', () => {
  it('says how fast each backend trains, and which do not work', () => {
    const lines = trainingLines(
      [
        { backend: 'native', rowsPerSecond: null, reason: 'not installed' },
        { backend: 'wasm', rowsPerSecond: 12_345.6, reason: null },
      ],
      new Terminal(false, false),
    );
    expect(lines.join('\n')).toMatch(/native +does not work here\n *wasm +12,346/);
  });

  it('says how fast detectors score, alone and with CEA', () => {
    const lines = scoringLines({
      detectors: 16,
      rows: 1000,
      fitSeconds: 2.34,
      baseRowsPerSecond: 2000,
      withCeaRowsPerSecond: 1500.2,
      peakMegabytes: 321.4,
    });
    const text = lines.join('\n');
    expect(text).toContain('on 1,000 rows in 2.3 s');
    expect(text).toContain('2,000 rows/s scored, 1,500 rows/s with and without CEA');
    expect(text).toContain('321 MB');
  });

  it('measures nothing under a name it does not know', async () => {
    await expect(benchCommand().parseAsync(['speed'], { from: 'user' })).rejects.toThrow(
      /name="speed" must be one of tails, exponents, audit, detectors, training, scoring/,
    );
  });
});
