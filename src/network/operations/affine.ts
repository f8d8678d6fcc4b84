import type { Domain, WeightedRow } from '../domain.js';
import type { LinearMap } from '../linearMap.js';
import type { Numbers } from '../numbers.js';
import type { LinearDomain, OperationOver } from '../operationOver.js';

/** `y = Σ_k maps[k] · x_k + bias`, over one or more inputs. */
export class AffineOperation implements OperationOver {
  readonly kind = 'affine';
  readonly size: number;

  /**
   * @param maps - one per input, all with the same number of rows
   * @param bias - shape [rows]
   */
  constructor(
    readonly maps: readonly LinearMap[],
    readonly bias: Numbers,
  ) {
    this.size = bias.length;
  }

  forEachRead(unit: number, visit: (input: number, entry: number) => void): void {
    this.maps.forEach((map, k) => {
      const { columns, values, others } = map.row(unit);
      for (let n = 0; n < columns.length; n++) {
        if (values[n] !== 0 || others?.[n]) visit(k, columns[n]);
      }
    });
  }

  output<X>(unit: number, inputs: readonly ArrayLike<X>[], domain: Domain<X>): X {
    let sum = domain.constant(this.bias.nearest[unit], this.bias.otherThanDouble(unit));
    if (domain.combination) {
      const rows = this.maps.map((map, k): WeightedRow<X> => {
        const { columns, values, others } = map.row(unit);
        return { weights: values, others, columns, values: inputs[k] };
      });
      const hasBias = this.bias.nearest[unit] !== 0 || this.bias.otherThanDouble(unit) !== null;
      if (hasBias) rows.push({ weights: [1], others: null, columns: null, values: [sum] });
      return domain.combination(rows);
    }
    for (let k = 0; k < this.maps.length; k++) {
      const { columns, values, others } = this.maps[k].row(unit);
      const x = inputs[k];
      for (let n = 0; n < columns.length; n++) {
        const other = others?.[n] ?? null;
        if (values[n] === 0 && !other) continue;
        sum = domain.addScaled(sum, x[columns[n]], values[n], other);
      }
    }
    return sum;
  }

  pullBack<X>(above: ArrayLike<X>, input: number, domain: LinearDomain<X>, below: X[]): void {
    const map = this.maps[input];
    for (let i = 0; i < this.size; i++) {
      const factor = above[i];
      if (domain.isZero(factor)) continue;
      const { columns, values, others } = map.row(i);
      for (let n = 0; n < columns.length; n++) {
        const other = others?.[n] ?? null;
        if (values[n] === 0 && !other) continue;
        const j = columns[n];
        below[j] = domain.addScaled(below[j], factor, values[n], other);
      }
    }
  }
}
