import type { Batch } from './batch.js';
import { gammaOf } from './infinity/interval.js';

/**
 * Novelty `−T·log Σ_c exp(z_c/T)` of each row of logits, shifted so that it cannot overflow.
 * Shape [n]. Float64.
 */
export function energies({ rows, columns, values }: Batch, temperature = 1): Float64Array {
  const out = new Float64Array(rows);
  for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
    let largest = values[offset];
    for (let c = 1; c < columns; c++) largest = Math.max(largest, values[offset + c]);
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += Math.exp((values[offset + c] - largest) / temperature);
    out[i] = -(largest + temperature * Math.log(sum));
  }
  return out;
}

/**
 * How far `energies` may be off for these logits: a sum of C exponentials, each an ulp off, its
 * logarithm and the shift. The logits are taken as they are.
 */
export function energyRounding({ columns, values }: Batch, temperature = 1): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return gammaOf(columns + 8) * (2 * largest + temperature * (1 + Math.log(columns)));
}
