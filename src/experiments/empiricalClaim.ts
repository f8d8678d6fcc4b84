import type { Estimate } from './estimate.js';
import { type Basis, LEAST_SEEDS, type Quantity, quantityOf } from './quantity.js';

/** An empirical statement of a paper with what the data say of it. */
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
  /**
   * What the interval is about; `observed` where it is the range of what was compared with a decided
   * limit, network by network, and no statement about other seeds.
   */
  readonly basis: Basis | 'observed';
  /** Why, where the data disagree with the paper. */
  readonly remark?: string;
}

/** What a claim says, before its verdict. */
export type ClaimWords = Pick<EmpiricalClaim, 'id' | 'source' | 'statement' | 'scope' | 'quantity'>;

/** `claimPositive`, or no claim where the quantity could not be measured. */
export function claimIfMeasured(
  claim: ClaimWords,
  quantity: Estimate | Quantity | undefined,
): EmpiricalClaim[] {
  return quantity ? [claimPositive(claim, quantity)] : [];
}

/**
 * The verdict on "this quantity is positive": it holds if the 95 % interval over seeds lies above 0,
 * is refuted if it lies below, and is open otherwise. An interval that touches 0 decides nothing, nor
 * does one over rows alone.
 */
export function claimPositive(claim: ClaimWords, measured: Estimate | Quantity): EmpiricalClaim {
  const { value, interval, basis } = 'perSeed' in measured ? quantityOf(measured) : measured;
  const sign = interval.lower > 0 ? 'holds' : interval.upper < 0 ? 'refuted' : 'inconclusive';
  const open = basis === 'rows';
  return {
    ...claim,
    verdict: open ? 'inconclusive' : sign,
    estimate: value,
    interval,
    basis,
    ...(open && { remark: TOO_FEW_SEEDS }),
  };
}

/** The claim with a remark more. */
export function withRemark(claim: EmpiricalClaim, remark: string | undefined): EmpiricalClaim {
  if (remark === undefined) return claim;
  return { ...claim, remark: claim.remark ? `${claim.remark}; ${remark}` : remark };
}

/** Why a claim is open that too few seeds were run for. */
export const TOO_FEW_SEEDS = `rows only: a verdict needs ${LEAST_SEEDS} seeds`;
