import { onLine } from '../network/domains/float64.js';
import { valuesAt } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { unknownOperation } from '../network/operation.js';
import type { ActivationOperation } from '../network/operations/activation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type { FloatLines } from '../network/univariate.js';
import { dangerScaleWithin } from '../tail/dangerScale.js';
import { UNDECIDED, type UnitSlopes } from '../tail/slopeWalk.js';

/** What a direction's tail is from one input, in plain numbers. */
export interface RowTail {
  /** The last change of piece, float64; multiples of the direction. */
  readonly from: number;
  /** Shape [C], nats. Overwritten by the next row. */
  readonly intercept: Float64Array;
}

/**
 * Finds the tails of a direction from many inputs.
 *
 * The pieces of units whose slope is not 0 are decided once for all inputs (`SlopeWalk`); what is
 * left per input is one forward pass of intercepts, the first layer of which is kept for the next
 * direction.
 *
 * Arithmetic: float64. Pieces of moving units are exact; a unit at rest whose intercept is within
 * rounding of its kink may be taken for the other side, which changes nothing beyond rounding.
 *
 * Source: claim `eventually-affine` (F1).
 */
export class RowTails {
  private readonly intercepts: Float64Array[];
  private readonly firstLayers: readonly (readonly (Float64Array | null)[])[];

  /** @param rows - each of shape [D], finite */
  constructor(
    private readonly network: Network,
    rows: readonly Float64Array[],
  ) {
    this.intercepts = [
      new Float64Array(0),
      ...network.nodes.map(({ operation }) => new Float64Array(operation.size)),
    ];
    const untouched = affineOfInput(network);
    this.firstLayers = rows.map((row) => {
      const values = valuesAt(network, row);
      return values.map((value, v) => (untouched[v] ? value : null));
    });
  }

  get rows(): number {
    return this.firstLayers.length;
  }

  /** A value at row r that is an affine function of the input; null if it is not one. */
  affineValue(r: number, value: number): Float64Array | null {
    return this.firstLayers[r][value];
  }

  /** The germs' intercepts of a value, after `from`. Overwritten by the next row. */
  interceptsOf(value: number): Float64Array {
    return this.intercepts[value];
  }

  /** The tail from row r along the direction that was walked. */
  from(r: number, { values, signs, winners }: UnitSlopes): RowTail {
    const { network, intercepts } = this;
    const kept = this.firstLayers[r];
    let from = 0;
    const meet = (a: number, b: number) => {
      // a + t·b changes sign at −a/b.
      const t = -a / b;
      if (t > from) from = t;
    };
    intercepts[0] = kept[0]!;
    network.nodes.forEach(({ operation, inputs }, k) => {
      const ready = kept[k + 1];
      if (ready) {
        intercepts[k + 1] = ready;
        return;
      }
      const out = intercepts[k + 1];
      const a = intercepts[inputs[0]];
      const b = values[inputs[0]].values;
      switch (operation.kind) {
        case 'affine':
          out.set(operation.bias.nearest);
          operation.maps.forEach((map, m) => {
            const x = intercepts[inputs[m]];
            const active = activeOf(x);
            map.addSparseProduct(x, active.list, active.count, out);
          });
          break;
        case 'activation': {
          const sign = signs[k]!;
          for (let i = 0; i < out.length; i++) {
            const lines = linesOf(operation, i);
            const s = sign[i];
            // Where constants leave its sign open, a unit is taken to rest: what depends on it in
            // float64 is as near as anything; decisions are made elsewhere.
            if (s === 0 || s === UNDECIDED) {
              out[i] = onLine(lines, a[i]);
              continue;
            }
            for (const breakpoint of lines.breakpoints) meet(a[i] - breakpoint, b[i]);
            const piece = s > 0 ? lines.breakpoints.length : 0;
            const slope = lines.slopes[piece];
            out[i] = lines.intercepts[piece] + (slope === 0 ? 0 : slope * a[i]);
          }
          break;
        }
        case 'maximum':
          operation.groups.forEach((group, g) => {
            const tied = winners[k]![g].entries;
            let best = tied[0];
            for (const i of tied) if (a[i] > a[best]) best = i;
            out[g] = a[best];
            if (tied.length === group.length) return;
            for (const i of group) {
              if (!tied.includes(i)) meet(a[best] - a[i], b[best] - b[i]);
            }
          });
          break;
        case 'general':
          throw beyondPiecewiseAffine(operation.name, 'RowTails');
        default:
          unknownOperation(operation, 'RowTails');
      }
    });
    return { from, intercept: intercepts[network.output] };
  }
}

/**
 * The danger scale from a tail in plain numbers: from there on 1 − ε certain of class k for ever.
 *
 * Arithmetic: float64.
 *
 * Source: claim `danger-scale` (F2).
 */
export function rowDangerScale(
  { from, intercept }: RowTail,
  k: number,
  gap: number,
  epsilon: number,
): number {
  const leads = intercept.map((a) => a - intercept[k]);
  return dangerScaleWithin({ from, leads, top: k, gap }, epsilon);
}

function linesOf(operation: ActivationOperation, i: number): FloatLines {
  const f = operation.functionOf(i);
  if (f.kind === 'piecewise' && f.lines) return f.lines;
  throw beyondPiecewiseAffine(f.name, 'RowTails');
}

/** Which values are affine functions of the input alone, and so the same along every direction. */
function affineOfInput(network: Network): boolean[] {
  const affine = [true];
  for (const { operation, inputs } of network.nodes) {
    affine.push(operation.kind === 'affine' && inputs.every((v) => affine[v]));
  }
  return affine;
}

let scratch = new Int32Array(0);

/** The indices of entries that are not 0; one buffer, overwritten by the next call. */
function activeOf(x: Float64Array): { list: Int32Array; count: number } {
  if (scratch.length < x.length) scratch = new Int32Array(x.length);
  let count = 0;
  for (let i = 0; i < x.length; i++) if (x[i] !== 0) scratch[count++] = i;
  return { list: scratch, count };
}
