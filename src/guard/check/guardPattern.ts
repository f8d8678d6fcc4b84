import { NodePattern, NoGuard } from './nodePattern.js';
import { ofFloat32, type PlainFraction } from './plainFraction.js';
import type { PlainGraph, PlainNode } from './plainOnnx.js';

/** What the added nodes of a guarded file compute, read off them. */
export interface GuardSeen {
  /** The tensor that is mixed with the uniform distribution. */
  readonly original: string;
  readonly holds: 'logits' | 'logit' | 'probabilities' | 'probability';
  readonly classes: number;
  readonly inputs: readonly string[];
  readonly lower: readonly PlainFraction[];
  readonly upper: readonly PlainFraction[];
  readonly widths: readonly PlainFraction[];
  readonly kappa: PlainFraction;
  readonly mu: PlainFraction;
  readonly mends: boolean;
}

/**
 * Reads a guard off nodes by asking, from the output back, for each operator in its place: nothing is
 * compared with what the writer would write.
 *
 * @param added - the nodes of the guarded file that the original has not
 * @throws NoGuard
 */
export function guardSeen(added: readonly PlainNode[], output: string): GuardSeen {
  return new Pattern(added).read(output);
}

class Pattern extends NodePattern {
  read(output: string): GuardSeen {
    const [named, shape] = this.of(output, 'Reshape');
    const [of] = this.of(shape, 'Shape');
    const [end] = this.of(named, 'Identity');
    const { guarded, form } = this.ending(this.uncast(end));
    const { mixed, checked, mends } = this.mended(guarded);
    const [trusted, share] = this.of(mixed, 'Add');
    const [trust, p] = this.of(trusted, 'Mul');
    const [rest, count] = this.of(share, 'Div');
    if (checked !== null && checked.p !== p) throw new NoGuard('another tensor is mended');
    const classes = Number(this.single(count, 'the number of classes'));
    const z = this.logistic(rest);
    const [opposite] = this.of(this.logistic(trust), 'Neg');
    if (opposite !== z) throw new NoGuard('s and 1 − s are of different numbers');
    const { original, width, holds } = this.probabilities(p, form);
    if (original !== of) throw new NoGuard('the output has not the shape of the original');
    if (width !== (holds === 'logit' || holds === 'probability' ? 1 : classes)) {
      throw new NoGuard(`${width} columns for ${classes} classes`);
    }
    if (checked) this.mendedWidth(checked, holds === 'logit' ? 2 : width, classes);
    const [kappa, lost] = this.of(z, 'Sub');
    const [mu, excess] = this.of(lost, 'Mul');
    return {
      original,
      holds,
      classes,
      kappa: this.single(kappa, 'kappa', true),
      mu: this.single(mu, 'mu', true),
      mends,
      ...this.excess(excess),
    };
  }

  /** ln p̃, or the difference of its two entries, or p̃ itself. */
  private ending(end: string): { guarded: string; form: 'logits' | 'logit' | 'probabilities' } {
    const operator = this.makers.get(end)?.operator;
    if (operator === 'Log') return { guarded: this.of(end, 'Log')[0], form: 'logits' };
    if (operator !== 'MatMul') return { guarded: end, form: 'probabilities' };
    const [logarithm, signs] = this.of(end, 'MatMul');
    this.floats(signs, [2, 1], (value, i) => value === (i === 0 ? -1 : 1), 'the opposite signs');
    return { guarded: this.of(logarithm, 'Log')[0], form: 'logit' };
  }

  /** What stands in for numbers that are not finite. */
  private mended(guarded: string): {
    mixed: string;
    mends: boolean;
    checked: { p: string; ones: string; uniform: string | null } | null;
  } {
    const operator = this.makers.get(guarded)?.operator;
    if (operator === 'Where') {
      const [missing, uniform, mixed] = this.of(guarded, 'Where');
      const sum = this.of(missing, 'IsNaN')[0];
      const [count] = this.of(uniform, 'Reciprocal');
      this.single(count, 'the number of classes');
      return { mixed, mends: true, checked: { ...this.difference(sum), uniform: null } };
    }
    if (operator === 'Gather') {
      const [rows, index] = this.of(guarded, 'Gather', 0);
      const [uniform, mixed] = this.of(rows, 'Concat', 0);
      const [number] = this.of(index, 'Reshape');
      const [sum, two] = this.of(this.of(number, 'Cast')[0], 'Less');
      if (this.single(two, 'the bound of Less').valueOf() !== 2) throw new NoGuard('Less of what?');
      return { mixed, mends: true, checked: { ...this.difference(sum), uniform } };
    }
    return { mixed: guarded, mends: false, checked: null };
  }

  private difference(sum: string): { p: string; ones: string } {
    const [difference, ones] = this.of(sum, 'MatMul');
    const [p, again] = this.of(difference, 'Sub');
    if (p !== again) throw new NoGuard('p − p is of two tensors');
    return { p, ones };
  }

  private mendedWidth(
    { ones, uniform }: { ones: string; uniform: string | null },
    width: number,
    classes: number,
  ): void {
    this.floats(ones, [width, 1], (value) => value === 1, 'the ones that add p − p up');
    if (uniform === null) return;
    const share = Math.fround(1 / classes);
    this.floats(uniform, [1, width], (value) => value === share, 'the uniform row');
  }

  /** The number of which 1/(1 + e^·) is taken. */
  private logistic(name: string): string {
    const [one, exponential] = this.of(this.of(name, 'Reciprocal')[0], 'Add');
    if (this.single(one, 'one').valueOf() !== 1) throw new NoGuard('the sum is not with 1');
    return this.of(exponential, 'Exp')[0];
  }

  private probabilities(p: string, form: 'logits' | 'logit' | 'probabilities') {
    if (form === 'probabilities') {
      const { original, width } = this.rows(p);
      return { original, width, holds: width === 1 ? ('probability' as const) : form };
    }
    const [scores] = this.of(p, 'Softmax', 1);
    if (form === 'logits') return { ...this.rows(scores), holds: form };
    const [nothing, z] = this.of(scores, 'Concat', 1);
    const [again, zero] = this.of(nothing, 'Mul');
    if (again !== z || this.single(zero, 'zero').valueOf() !== 0) {
      throw new NoGuard('the first of two scores is not 0');
    }
    return { ...this.rows(z), holds: form };
  }

  private rows(name: string): { original: string; width: number } {
    const [number, shape] = this.of(name, 'Reshape');
    return { original: this.uncast(number), width: this.width(shape) };
  }

  private excess(name: string) {
    const [known, ones] = this.of(name, 'MatMul');
    let outside = known;
    let missing: string | null = null;
    if (this.makers.get(known)?.operator === 'Where') {
      const [nan, largest, rest] = this.of(known, 'Where');
      [missing] = this.of(nan, 'IsNaN');
      if (this.single(largest, 'the largest excess').valueOf() < 2 ** 100) {
        throw new NoGuard('an input that is no number is not far enough outside');
      }
      outside = rest;
    }
    const [distance, widths] = this.of(outside, 'Div');
    const [above, below] = this.of(distance, 'Add');
    const [x, upper] = this.of(this.of(above, 'Relu')[0], 'Sub');
    const [lower, again] = this.of(this.of(below, 'Relu')[0], 'Sub');
    if (x !== again || (missing !== null && missing !== x)) {
      throw new NoGuard('the excess is of different tensors');
    }
    const columns = this.makers.get(x)?.operator === 'Concat' ? this.of(x, 'Concat', 1) : [x];
    const flat = columns.map((column) => {
      const [number, shape] = this.of(column, 'Reshape');
      return { name: this.uncast(number), width: this.width(shape) };
    });
    const size = flat.reduce((sum, { width }) => sum + width, 0);
    this.floats(ones, [size, 1], (value) => value === 1, 'the ones that add the excess up');
    const row = (tensor: string, what: string) =>
      this.floats(tensor, [1, size], () => true, what).map(ofFloat32);
    return {
      inputs: flat.map((column) => column.name),
      lower: row(lower, 'the lower ends'),
      upper: row(upper, 'the upper ends'),
      widths: row(widths, 'the widths'),
    };
  }
}

/** The inputs of a graph that a tensor depends on, constants left out. */
export function inputsBehind(graph: PlainGraph, tensor: string): Set<string> {
  const makers = new Map(
    graph.nodes.flatMap((node) => node.outputs.map((o) => [o, node] as const)),
  );
  const seen = new Set<string>();
  const pending = [tensor];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    pending.push(...(makers.get(name)?.inputs ?? []));
  }
  return new Set(
    [...graph.inputs.keys()].filter((name) => seen.has(name) && !graph.initializers.has(name)),
  );
}
