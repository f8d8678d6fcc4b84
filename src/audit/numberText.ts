import type { SeenCertainty } from './certainty.js';

/** A scale as tables show it: three significant digits, ∞, or a dash where there is none. */
export function scaleText(value: number | null): string {
  if (value === null) return '–';
  if (value === Infinity) return '∞';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6 || magnitude < 1e-3)
    return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}

/**
 * "created at 3.3 σ (1.2 … 5)", "kept": where certainty was seen, from the edge of the data, and its
 * spread over the rows followed; in scales from the row where no deviations are known.
 */
export function seenText(seen: SeenCertainty | null): string {
  if (seen === null) return '–';
  const { verdict, created, kept, rows } = seen;
  if (verdict !== 'created' || !created) {
    return kept < rows ? `${verdict} (${kept} of ${rows} rows)` : verdict;
  }
  const unit = created.distance ? ' σ' : '';
  const { median, min, max } = created.distance ?? created.scale;
  const short = (value: number) => scaleText(Number(value.toPrecision(2)));
  const spread = min === max ? '' : ` (${short(min)} … ${short(max)})`;
  const some = kept > 0 ? `, ${created.rows} of ${rows} rows` : '';
  return `${verdict} at ${short(median)}${unit}${spread}${some}`;
}

/** A share in per cent: `12 %`. */
export function percentText(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** "blind", "4.2", "?": from which scale a detector flags in a direction. */
export function flagText(finding: {
  readonly blind: boolean | null;
  readonly flagScale: number | null;
}): string {
  if (finding.blind === null) return '?';
  return finding.blind ? 'blind' : scaleText(finding.flagScale);
}

/**
 * "AUROC 0 %", or "AUROC 0 %, in float64 12 %" where the two worlds differ; nothing if not known.
 */
export function aurocText(finding: {
  readonly limitAuroc: number | null;
  readonly limitAurocFloat64: number | null;
}): string[] {
  const { limitAuroc, limitAurocFloat64 } = finding;
  if (limitAuroc === null) return [];
  const real = `AUROC ${percentText(limitAuroc)}`;
  return limitAurocFloat64 === null || limitAurocFloat64 === limitAuroc
    ? [real]
    : [real, `in float64 ${percentText(limitAurocFloat64)}`];
}
