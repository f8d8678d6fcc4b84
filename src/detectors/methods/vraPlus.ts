import { numberOption } from '../options.js';
import { type VraOptions, vraForm } from './vra.js';

/** The options of `vraPlus`. */
export interface VraPlusOptions extends VraOptions {
  /** λ, added to features between the bounds. */
  readonly shift: number;
}

/**
 * VRA+: as `vra`, with a constant added to features between the bounds.
 *
 * At infinity as `vra`: bounded, decided by the limit.
 *
 * Source: Xu, Lian, Liu and Tao 2023, eq. 8. No difference between the variants: features above the
 * upper bound become that bound without the constant.
 */
export const vraPlus = vraForm<VraPlusOptions>({
  id: 'vra-plus',
  name: 'VRA+',
  whenCertain: 'depends',
  defaults: { variant: 'paper', lowPercent: 60, highPercent: 95, shift: 0.6 },
  check: ({ shift }) => numberOption('shift', shift),
  shift: ({ shift }) => shift,
});
