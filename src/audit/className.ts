import type { Audit } from './auditRun.js';

/** A class as people call it: its name in the data, where it has one, or its index. */
export function className({ data }: Pick<Audit, 'data'>, index: number): string {
  return data?.classNames?.[index] ?? String(index);
}
