import { describe, expect, it } from 'vitest';
import { exampleExperiments } from '../../../properties/experimentExample.js';
import type { Measured } from '../../evidence/experimentEvidence.js';
import { intervalPlot } from './intervalPlot.js';

function plot(lower: Measured, estimate: Measured, upper: Measured): string {
  const claim = exampleExperiments()[0].claims[2];
  return intervalPlot({ ...claim, estimate, interval: { lower, upper } }).text;
}

describe('intervalPlot', () => {
  it('draws a signed square-root axis from −1 to 1 with 0 in the middle', () => {
    expect(plot(0.25, 0.5625, 1)).toContain('<path class="band" d="M88 8H116"/><circle cx="102"');
    expect(plot(-1, -0.25, 0)).toContain('<path class="band" d="M4 8H60"/><circle cx="32"');
  });

  it('keeps what is beyond at the edge, and shows an interval that is only a point', () => {
    expect(plot('-Infinity', 300, 'Infinity')).toContain('d="M4 8H116"/><circle cx="116"');
    expect(plot(0, 0, 0)).toContain('d="M60 8H61"/>');
  });

  it('draws nothing for what is not a number', () => {
    expect(plot('NaN', 'NaN', 1)).not.toMatch(/band|circle/);
  });
});
