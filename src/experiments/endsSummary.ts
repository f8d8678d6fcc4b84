import type { CeilingFinding } from '../ceiling/ceilingFinding.js';
import { mean } from './averages.js';
import type { EndsResult } from './endsCell.js';
import { type Estimate, ofSeeds } from './estimate.js';
import { RAY_ENDS, type RayEnd } from './rayEnd.js';
import type { TheorySpec } from './theoryCell.js';

/** Where the directions of one trained network end. */
export interface EndsCase {
  /** The setting of its study. */
  readonly setting: string;
  readonly spec: TheorySpec;
  readonly result: EndsResult;
}

/** What the networks of one setting, one for each seed, say together. Plain data. */
export interface EndsSummary {
  readonly dataSet: string;
  readonly setting: string;
  /** Rays along feature directions, of all seeds. */
  readonly rays: number;
  /** Which share of them ends in each way. */
  readonly shares: Readonly<Record<RayEnd, number>>;
  /** For each seed the share that ends certain: one-hot, or at 99 % or more. */
  readonly certain: readonly number[];
  /** No ray of any seed ends more certain than this. */
  readonly mostCertain: number;
  /** One for each seed. */
  readonly ceilings: readonly CeilingFinding[];
}

/** One summary for each data set and setting, in the order of the cases. */
export function summariesOf(cases: readonly EndsCase[]): EndsSummary[] {
  const groups = new Map<string, EndsCase[]>();
  for (const one of cases) {
    const key = `${one.spec.subject.dataSet} ${one.setting}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const results = group.map(({ result }) => result);
    const counts = results.map(({ ends }) => ends);
    const raysOf = (ends: EndsResult['ends']) =>
      RAY_ENDS.reduce((sum, kind) => sum + ends[kind], 0);
    const rays = counts.reduce((sum, ends) => sum + raysOf(ends), 0);
    const share = (kind: RayEnd) => counts.reduce((sum, ends) => sum + ends[kind], 0) / rays;
    return {
      dataSet: group[0].spec.subject.dataSet,
      setting: group[0].setting,
      rays,
      shares: Object.fromEntries(RAY_ENDS.map((kind) => [kind, share(kind)])) as Record<
        RayEnd,
        number
      >,
      certain: counts.map((ends) => (ends['one-hot'] + ends.above) / raysOf(ends)),
      mostCertain: Math.max(...results.map(({ mostCertain }) => mostCertain)),
      ceilings: results.map(({ ceiling }) => ceiling),
    };
  });
}

/** The share of feature directions that end certain, over seeds. */
export function certainShare({ certain }: EndsSummary): Estimate {
  return ofSeeds(certain);
}

/** The AUROC at infinity of a detector over the seeds of a setting; null where one is not known. */
export function limitOver(limits: readonly (number | null | undefined)[]): number | null {
  const known = limits.filter((limit) => typeof limit === 'number');
  return known.length === limits.length && known.length > 0 ? mean(known) : null;
}
