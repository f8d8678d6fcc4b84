import { allFinite } from '../kernel/allFinite.js';
import type { Batch } from './batch.js';

/** Where rows of a settled batch come from. */
export interface Origin {
  readonly whole: Batch;
  /** The first of the rows. */
  readonly from: number;
}

const origins = new WeakMap<Batch, Origin>();
const finite = new WeakSet<object>();

/** What observations show. */
interface Shown {
  readonly logits: Batch;
  readonly features: Batch;
  readonly inputs?: Batch;
  readonly hidden?: readonly Batch[];
  readonly members?: readonly Batch[];
}

/**
 * Promises that the numbers of observations will not change: they are looked at once whether they are
 * finite, not by every detector, and what is found out about them may be kept as long as they are.
 *
 * @returns the same
 */
export function settled<Kind extends Shown>(observations: Kind): Kind {
  const { logits, features, inputs, hidden = [], members = [] } = observations;
  const all = [logits, features, ...(inputs ? [inputs] : []), ...hidden, ...members];
  for (const batch of all) origins.set(batch, { whole: batch, from: 0 });
  if (all.every(({ values }) => allFinite(values))) finite.add(observations);
  return observations;
}

/** Says of a part of settled observations that it is one: of every batch, where its rows come from. */
export function settlePart(
  whole: object,
  part: object,
  parts: readonly (readonly [Batch, Batch])[],
  from: number,
): void {
  for (const [batch, rows] of parts) {
    const origin = origins.get(batch);
    if (origin) origins.set(rows, { whole: origin.whole, from: origin.from + from });
  }
  if (finite.has(whole)) finite.add(part);
}

/** Where the rows of a batch come from; undefined if it is not settled. */
export function originOf(batch: Batch): Origin | undefined {
  return origins.get(batch);
}

/** Whether observations are settled, and finite. */
export function isSettledFinite(observations: object): boolean {
  return finite.has(observations);
}
