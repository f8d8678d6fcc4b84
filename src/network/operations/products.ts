import type { Domain } from '../domain.js';
import { GeneralOperation } from './general.js';

/** `y_i = Σ left_p · right_p` over pairs p of unit i: products entry by entry, and of matrices. */
export class ProductsOperation extends GeneralOperation {
  readonly name = 'a product of computed values';
  readonly size: number;

  /**
   * @param starts - shape [size + 1]: unit i has the pairs from starts[i] to starts[i + 1]
   * @param left - for each pair the entry of input 0
   * @param right - for each pair the entry of input 1
   */
  constructor(
    readonly starts: Int32Array,
    readonly left: Int32Array,
    readonly right: Int32Array,
  ) {
    super();
    this.size = starts.length - 1;
  }

  forEachRead(unit: number, visit: (input: number, entry: number) => void): void {
    for (let p = this.starts[unit]; p < this.starts[unit + 1]; p++) {
      visit(0, this.left[p]);
      visit(1, this.right[p]);
    }
  }

  output<X>(unit: number, [x, y]: readonly ArrayLike<X>[], domain: Domain<X>): X {
    const beyond = this.beyond(domain);
    const first = this.starts[unit];
    const product = (p: number) => beyond.multiply(x[this.left[p]], y[this.right[p]]);
    const count = this.starts[unit + 1] - first;
    if (domain.combination && count > 1) {
      const values = Array.from({ length: count }, (_, k) => product(first + k));
      const weights = new Float64Array(count).fill(1);
      return domain.combination([{ weights, others: null, columns: null, values }]);
    }
    let sum = product(first);
    for (let k = 1; k < count; k++) sum = domain.addScaled(sum, product(first + k), 1, null);
    return sum;
  }
}

/** `y_i = numerator_i / denominator_i`. */
export class QuotientOperation extends GeneralOperation {
  readonly name = 'a quotient of computed values';
  readonly size: number;

  /**
   * @param left - for each unit the entry of input 0
   * @param right - for each unit the entry of input 1
   */
  constructor(
    readonly left: Int32Array,
    readonly right: Int32Array,
  ) {
    super();
    this.size = left.length;
  }

  forEachRead(unit: number, visit: (input: number, entry: number) => void): void {
    visit(0, this.left[unit]);
    visit(1, this.right[unit]);
  }

  output<X>(unit: number, [x, y]: readonly ArrayLike<X>[], domain: Domain<X>): X {
    return this.beyond(domain).divide(x[this.left[unit]], y[this.right[unit]]);
  }
}
