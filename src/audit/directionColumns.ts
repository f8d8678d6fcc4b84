import type { Audit } from './auditRun.js';
import { className } from './className.js';
import type { DirectionFinding, ScaleFinding } from './directionFinding.js';
import { percentText, scaleText, seenText } from './numberText.js';

/** A column of the tables of directions that end in certainty. */
export interface DirectionColumn {
  readonly heading: string;
  readonly text: (direction: DirectionFinding) => string;
  /** What to sort by; infinite where there is nothing. */
  readonly value: (direction: DirectionFinding) => number;
  /** Its cells are words, which may take several lines. */
  readonly isWords?: true;
}

/** The heading of the danger scales. */
export const DANGER_HEADING = '99 % from';

/**
 * What tables say of directions that end in certainty, beside their label: columns of which there is
 * nothing to say are left out.
 */
export function directionColumns(
  { network, data }: Pick<Audit, 'network' | 'data'>,
  shown: readonly DirectionFinding[],
): DirectionColumn[] {
  const some = (has: (direction: DirectionFinding) => boolean) => shown.some(has);
  return [
    column(
      'class',
      ({ certainOf }) => certainOf ?? Infinity,
      (c) => className({ data }, c),
    ),
    ...(network.classes > 1 && some((direction) => limitOf(direction) < 1)
      ? [column('limit', limitOf, percentText)]
      : []),
    ...(some(({ gap }) => gap !== null)
      ? [column('γ at least', ({ gap }) => gap?.lower ?? 0, scaleText)]
      : []),
    scaleColumn(DANGER_HEADING, 0, ({ median }) => median),
    ...(some(({ scales }) => scales[0].distance !== null)
      ? [scaleColumn('in σ', 0, ({ distance }) => distance, '–')]
      : []),
    ...(some(({ scales }) => scales[0].median !== null) ? [RANGE] : []),
    ...(some(({ scales }) => scales[0].bound !== null)
      ? [scaleColumn('box bound', 0, ({ bound }) => bound, '–')]
      : []),
    scaleColumn('99.9 % from', 1, ({ median }) => median),
    {
      heading: 'certainty',
      text: ({ seen }) => seenText(seen),
      value: ({ seen }) => seen?.created?.beyond.median ?? Infinity,
      isWords: true,
    },
  ];
}

const RANGE: DirectionColumn = {
  heading: 'range over rows',
  text: ({ scales: [{ min, max }] }) =>
    min === max ? '–' : `${scaleText(min)} … ${scaleText(max)}`,
  value: ({ scales: [{ min }] }) => min ?? Infinity,
};

/** How certain a direction ends, at least. */
function limitOf({ certainOf, limit }: DirectionFinding): number {
  return certainOf === null || !limit ? 1 : limit.lower[certainOf];
}

function column(
  heading: string,
  value: (direction: DirectionFinding) => number,
  text: (value: number) => string,
): DirectionColumn {
  return { heading, value, text: (direction) => text(value(direction)) };
}

/** @param missing - what stands where the number is not known */
function scaleColumn(
  heading: string,
  which: 0 | 1,
  of: (scale: ScaleFinding) => number | null,
  missing = '?',
): DirectionColumn {
  return {
    heading,
    value: ({ scales }) => of(scales[which]) ?? Infinity,
    text: ({ scales }) => {
      const value = of(scales[which]);
      return value === null ? missing : scaleText(value);
    },
  };
}
