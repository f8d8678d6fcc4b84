import type { LogitsCase } from '../../claims/cases.js';
import type { Simplification } from '../caseArbitrary.js';
import { fieldComplexity, simplerFields } from './numberField.js';

/** Simpler logits: fewer members, fewer classes, simpler numbers. */
export const simplerLogitsCases: Simplification<LogitsCase> = {
  isCase: (value): value is LogitsCase => {
    if (typeof value !== 'object' || value === null || !('logits' in value)) return false;
    const { logits } = value;
    if (!Array.isArray(logits) || logits.length === 0) return false;
    const classes: unknown = logits[0]?.length;
    return logits.every(
      (row) =>
        Array.isArray(row) &&
        row.length >= 2 &&
        row.length === classes &&
        row.every(Number.isFinite),
    );
  },
  sizeOf: ({ logits }) => [logits.length, logits[0].length, fieldComplexity(logits.flat())],
  *simpler({ logits }) {
    const classes = logits[0].length;
    if (logits.length > 1) {
      for (const row of logits) yield { logits: [row] };
      for (let k = 0; k < logits.length; k++) yield { logits: logits.toSpliced(k, 1) };
    }
    for (let c = 0; c < classes && classes > 2; c++) {
      yield { logits: logits.map((row) => row.toSpliced(c, 1)) };
    }
    const rows = logits.map((_, k) => [...logits[0].keys()].map((c) => k * classes + c));
    const columns = logits[0].map((_, c) => rows.map((row) => row[c]));
    const groups = [rows.flat(), ...rows, ...columns];
    for (const values of simplerFields({ values: logits.flat(), groups })) {
      yield { logits: rows.map((row) => row.map((k) => values[k])) };
    }
  },
};
