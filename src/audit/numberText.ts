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

/** "189 (3.3 σ)": a scale and how far it is. */
export function seenText(
  seen: {
    readonly scale: number;
    readonly distance: number | null;
  } | null,
): string {
  if (seen === null) return '–';
  const { scale, distance } = seen;
  if (distance === null || scale === 0) return scaleText(scale);
  return `${scaleText(scale)} (${scaleText(Number(distance.toPrecision(2)))} σ)`;
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
