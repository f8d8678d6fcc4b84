import { type Estimate, intervalOf } from './estimate.js';

/** An empirical statement of paper B with what the data say of it. */
export interface EmpiricalClaim {
  readonly id: string;
  readonly source: string;
  readonly statement: string;
  /** `wine-color`, `all data sets`. */
  readonly scope: string;
  readonly verdict: 'holds' | 'refuted' | 'inconclusive';
  /** That the exact theory predicts it: absent from what a paper found in its data. */
  readonly expected?: 'holds';
  /** The quantity that must be positive for the claim to hold. */
  readonly quantity: string;
  readonly estimate: number;
  /** 95 %. */
  readonly interval: { readonly lower: number; readonly upper: number };
  /** Why, where the data disagree with the paper. */
  readonly remark?: string;
}

/** What a claim says, before its verdict. */
export type ClaimWords = Pick<EmpiricalClaim, 'id' | 'source' | 'statement' | 'scope' | 'quantity'>;

/** `claimPositive`, or no claim where the quantity could not be measured. */
export function claimIfMeasured(
  claim: ClaimWords,
  quantity: Estimate | undefined,
): EmpiricalClaim[] {
  return quantity ? [claimPositive(claim, quantity)] : [];
}

/**
 * The verdict on "this quantity is positive": it holds if the 95 % bootstrap interval lies above 0,
 * is refuted if it lies below, and is open otherwise. An interval that touches 0 decides nothing.
 */
export function claimPositive(claim: ClaimWords, quantity: Estimate): EmpiricalClaim {
  const interval = intervalOf(quantity);
  const verdict = interval.lower > 0 ? 'holds' : interval.upper < 0 ? 'refuted' : 'inconclusive';
  return { ...claim, verdict, estimate: quantity.value, interval };
}
