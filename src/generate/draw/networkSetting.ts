import type fc from 'fast-check';
import type { DrawnRay } from './drawRay.js';
import type { NumberStyle } from './numberStyle.js';

/** What a network is drawn for: the ray it will be followed along, and its number of classes. */
export interface NetworkSetting {
  readonly random: fc.Random;
  readonly style: NumberStyle;
  readonly ray: DrawnRay;
  readonly classes: number;
}
