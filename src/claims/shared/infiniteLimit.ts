import type { Wave } from '../curveAnalysis.js';
import { waveInFloat64 } from './curvePoints.js';
import { type Finding, showsFailing, showsHolding } from './finding.js';

/**
 * Whether samples of waves show that one of them tends to +∞ or −∞.
 *
 * Each is sampled over a period of cos t at a time and over another a thousand times later. It tends
 * to infinity, as far as samples show, if it has one sign throughout and its least size has grown
 * with t; it does not if it changes sign later too, or is constant. What lies between, such
 * as a wave that comes back to 0 without crossing it, is left open.
 *
 * @param name - what the waves are called, `g` or `z`
 */
export function findInfiniteLimit(waves: readonly Wave[], name: string): Finding {
  const trends = waves.map(trendOf);
  const i = trends.indexOf('infinite');
  if (i !== -1) return showsHolding(`${name}_${i} keeps one sign and grows over its period`);
  return trends.every((trend) => trend === 'none')
    ? showsFailing(`no ${name}_i keeps one sign and grows`)
    : null;
}

function trendOf(wave: Wave): 'infinite' | 'none' | 'open' {
  const [early, late] = [EARLY, LATE].map((from) => rangeOver(wave, from));
  if (!Number.isFinite(late.least) || !Number.isFinite(late.most)) return 'open';
  // Samples of a wave that moves are all alike only where its constant rounds that away.
  if (late.most === late.least) return isStill(wave) ? 'none' : 'open';
  // Samples miss the peaks by a thousandth of them.
  const margin = 0.01 * Math.max(Math.abs(late.least), Math.abs(late.most));
  if (late.least < -margin && late.most > margin) return 'none';
  const rises = late.least > margin && late.least > 100 * Math.abs(early.least);
  const falls = late.most < -margin && late.most < -100 * Math.abs(early.most);
  return rises || falls ? 'infinite' : 'open';
}

function isStill({ linear, oscillating }: Wave): boolean {
  return linear.sign === 0 && oscillating.sign === 0;
}

function rangeOver(wave: Wave, from: number): { least: number; most: number } {
  const values = SAMPLES.map((s) => waveInFloat64(wave, from + 2 * Math.PI * s));
  return { least: Math.min(...values), most: Math.max(...values) };
}

const EARLY = 2 * Math.PI * 1000;
const LATE = 1000 * EARLY;
const SAMPLES = Array.from({ length: 64 }, (_, n) => n / 64);
