import type { AnyClaim } from './claim.js';
import { gradientVanishes } from './gradientVanishes.js';

/** Every claim, in the order of the catalogue: ours, paper A, paper B. */
export const CLAIMS: readonly AnyClaim[] = [gradientVanishes];
