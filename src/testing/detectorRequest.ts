import { checkArguments } from '../errors/checkArguments.js';
import { requestKind } from './argumentKinds.js';
import type { FitRequest } from './subject.js';

/** What a detector is asked: a line of the `--exec` protocol. */
export type DetectorRequest =
  | { readonly fit: FitRequest; readonly options?: Readonly<Record<string, unknown>> }
  | { readonly score: readonly (readonly number[])[] };

/**
 * A request as the line a command reads. Numbers JSON does not have are written as strings.
 *
 * @example
 * ```ts
 * requestLine({ score: [[1, 2]] }); // '{"score":[[1,2]]}'
 * ```
 */
export function requestLine(request: DetectorRequest): string {
  checkArguments('requestLine', { request: [request, requestKind] });
  return JSON.stringify(request, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}
