import type fc from 'fast-check';
import type { LogitsCase } from '../claims/cases.js';
import { unknownKind } from '../errors/unknownKind.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { chance, drawMany, pickWeighted } from './draw/choice.js';
import {
  drawNumber,
  drawPositive,
  drawStyle,
  type NumberStyle,
  neighbour,
} from './draw/numberStyle.js';
import { simplerLogitsCases } from './shrink/simplerLogitsCases.js';

/**
 * The logits of one to four members for two to four classes.
 *
 * By construction: uniform rows, exact and one-rounding ties at the top, saturated rows (one class
 * ahead by up to 10^4 nats), extreme magnitudes up to the largest doubles, identical members and
 * members that contradict each other.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(logitsCase(), ({ logits }) => logits.length >= 1));
 * ```
 */
export function logitsCase(): fc.Arbitrary<LogitsCase> {
  return new CaseArbitrary(drawLogitsCase, simplerLogitsCases);
}

function drawLogitsCase(random: fc.Random): LogitsCase {
  const style = drawStyle(random);
  const size = pickWeighted(random, [
    [30, 1],
    [35, 2],
    [20, 3],
    [15, 4],
  ]);
  const classes = pickWeighted(random, [
    [40, 2],
    [40, 3],
    [20, 4],
  ]);
  const first = drawRow(random, style, classes);
  if (chance(random, 15)) return { logits: drawMany(size, () => first.slice()) };
  return {
    logits: drawMany(size, (k) => {
      if (k === 0) return first;
      // The classes of the first member, rotated: equally sure, of something else.
      if (chance(random, 25)) return first.map((_, c) => first[(c + k) % classes]);
      return drawRow(random, style, classes);
    }),
  };
}

function drawRow(random: fc.Random, style: NumberStyle, classes: number): number[] {
  const row = drawMany(classes, () => drawNumber(random, style));
  const c = random.nextInt(0, classes - 1);
  const other = (c + 1) % classes;
  const kind = pickWeighted(random, [
    [45, 'any'],
    [12, 'uniform'],
    [15, 'tied'],
    [5, 'near-tied'],
    [18, 'saturated'],
    [5, 'extreme'],
  ] as const);
  switch (kind) {
    case 'any':
      return row;
    case 'uniform':
      return row.fill(row[0]);
    case 'tied':
      row[c] = Math.max(...row);
      row[other] = row[c];
      return row;
    case 'near-tied':
      row[c] = Math.max(...row);
      row[other] = neighbour(random, row[c]);
      return row;
    case 'saturated':
      row[c] = Math.max(...row) + random.nextInt(1, 100) * (chance(random, 30) ? 100 : 10);
      return row;
    case 'extreme':
      return row.map(
        () =>
          drawPositive(random, 'double') *
          2 ** random.nextInt(900, 1019) *
          (chance(random, 50) ? 1 : -1),
      );
    default:
      return unknownKind(kind);
  }
}
