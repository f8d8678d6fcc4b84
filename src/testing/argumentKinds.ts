import { callable, type Kind, list, optional, record, text } from '../errors/kinds.js';

/** A detector under test, as far as can be told before it is fitted. */
export const detectorKind = record({ name: text, fit: callable });

/** Laws to check. */
export const lawList = list(record({ id: text, statement: text, check: callable }), 1);

/** Which laws, and which detector to agree with. */
export const lawOptions = record({ like: optional(text), laws: optional(lawList) });

/** A recorded request: a fit, or rows to score. */
export const requestKind: Kind = (value, path, report) => {
  const fits = typeof value === 'object' && value !== null && 'fit' in value;
  const rows = list(() => {});
  const set = record({ x: rows, y: rows });
  record(fits ? { fit: record({ train: set, validation: set }) } : { score: rows })(
    value,
    path,
    report,
  );
};
