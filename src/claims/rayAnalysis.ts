import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { instanceOf, list, record } from '../errors/kinds.js';
import { Rational } from '../exact/rational.js';
import { checkPoint } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { type NetworkFile, readNetwork } from '../network/networkFile.js';
import { headOf } from '../network/penultimate.js';
import type { Box } from '../tail/box.js';
import { boxDangerScale, boxTail } from '../tail/boxTail.js';
import { dangerScale } from '../tail/dangerScale.js';
import { type ExactTail, exactTail } from '../tail/exactTail.js';
import { type RoundedTail, roundedTail } from '../tail/roundedTail.js';
import { type Tail, tail } from '../tail/tail.js';
import { confidenceBound, insideChange } from '../uncertainty/guardBounds.js';
import type { Guard } from '../uncertainty/guarded.js';
import type { EnsembleCase, RayCase } from './cases.js';
import { exactTailOf } from './plain/exactTailOf.js';
import { plainEvaluation } from './plain/plainEvaluation.js';
import { tailBeginning } from './plain/plainPieces.js';
import { type PlainTail, plainTail } from './plain/plainTail.js';
import { entryOf, evaluateExactly } from './shared/exactEvaluation.js';

/** A network and a ray with everything checks need, each computed when first asked for. */
export class RayAnalysis {
  readonly network: Network;
  private exact: ExactTail | undefined;
  private certifiedTail: Tail | undefined;
  private rounded: RoundedTail | undefined;
  private evaluated: PlainTail | null | undefined;
  private plainOnly: PlainTail | null = null;

  /** @throws InputError if the network or the ray is not valid */
  constructor(
    readonly file: NetworkFile,
    readonly origin: readonly number[],
    readonly direction: readonly number[],
  ) {
    this.network = readNetwork(file);
    checkPoint('RayAnalysis', 'origin', origin, this.network.inputSize);
    checkPoint('RayAnalysis', 'direction', direction, this.network.inputSize);
  }

  static of({ network, origin, direction }: RayCase): RayAnalysis {
    return new RayAnalysis(network, origin, direction);
  }

  /** C. */
  get classes(): number {
    return this.network.outputSize;
  }

  /** D. */
  get inputs(): number {
    return this.network.inputSize;
  }

  /** The tail in fractions: what decisions are made on. */
  get tail(): ExactTail {
    const { file, network, origin, direction, plainOnly } = this;
    this.exact ??= plainOnly
      ? exactTailOf(plainOnly, tailBeginning(file, origin, direction, plainOnly))
      : exactTail(network, origin, direction);
    return this.exact;
  }

  /**
   * From now on everything is decided on `plainTail` and `plainEvaluation` instead of the engines:
   * how a counterexample is verified.
   *
   * @returns false if there is no plain tail to decide on; then nothing is changed
   */
  restOnPlainEvaluation(): boolean {
    this.plainOnly = this.plainTail;
    this.exact = undefined;
    this.rounded = undefined;
    return this.plainOnly !== null;
  }

  /** The plain tail, if decisions are to rest on it. */
  get restsOn(): PlainTail | null {
    return this.plainOnly;
  }

  /** The penultimate activations at x(t), shape [units]. Exact. Needs a linear head. */
  activationsAt(t: Rational): readonly Rational[] {
    checkArguments('activationsAt', { t: [t, instanceOf(Rational, 'pass Rational.of(3)')] });
    const { file, network, origin, direction } = this;
    if (this.plainOnly) return plainEvaluation(file, origin, direction, t).penultimate!;
    const { penultimate } = headOf(network);
    const values = evaluateExactly(network, origin, direction, t);
    return values.values[penultimate].map((_, j) => entryOf(values, penultimate, j));
  }

  /** The exact tail's numbers rounded to doubles. */
  get plain(): RoundedTail {
    this.rounded ??= roundedTail(this.tail);
    return this.rounded;
  }

  /**
   * The tail once more, by plain evaluation of the file: code that shares nothing with the engines,
   * for the other side of what is decided. Null if it does not find one.
   */
  get plainTail(): PlainTail | null {
    if (this.evaluated === undefined) {
      this.evaluated = plainTail(this.file, this.origin, this.direction);
    }
    return this.evaluated;
  }

  /** The tail by certified float64, an engine of its own. */
  get certified(): Tail {
    this.certifiedTail ??= tail(this.network, this.origin, this.direction);
    return this.certifiedTail;
  }

  /** A certified bound of the danger scale from every input of a box; null unless it saturates. */
  boxDangerScale(box: Box, epsilon: number): number | null {
    return boxDangerScale(boxTail(this.network, box, this.direction), epsilon);
  }

  /**
   * A guard around the ray's origin, the same whatever the network: a box from x′ − 1 to x′ + 1,
   * widths 1, 3/2, 2, 1, …, κ = 4 and μ = 3/4.
   */
  get guard(): Guard {
    return {
      lower: Float64Array.from(this.origin, (x) => x - 1),
      upper: Float64Array.from(this.origin, (x) => x + 1),
      widths: Float64Array.from(this.origin, (_, d) => 1 + (d % 3) / 2),
      kappa: 4,
      mu: 0.75,
    };
  }

  /** What the guard is said to bound confidence by from an excess on. */
  get guardBound(): (excess: number) => number {
    return (excess) => confidenceBound(this.classes, 4, 0.75, excess);
  }

  /** How much a probability is said to change by the guard inside its box, at most. */
  get guardChange(): number {
    return insideChange(this.classes, 4);
  }

  /** The danger scale t_ε; null where the tail does not saturate. */
  dangerScale(epsilon: number): number | null {
    return dangerScale(this.tail, epsilon);
  }

  /** The one coordinate d that the ray moves, or null if it moves several. */
  get coordinate(): number | null {
    let found: number | null = null;
    for (let d = 0; d < this.direction.length; d++) {
      if (this.direction[d] === 0) continue;
      if (found !== null) return null;
      found = d;
    }
    return found;
  }

  /**
   * Whether the ray is the papers' scaling α ⊙ x', α_d → ∞, other entries of α being 1: it moves
   * one coordinate, away from 0, from a point where that coordinate is not 0.
   */
  get scalesOneCoordinate(): boolean {
    const d = this.coordinate;
    return d !== null && this.origin[d] * this.direction[d] > 0;
  }
}

/** An ensemble and a ray, member by member. */
export class EnsembleAnalysis {
  readonly members: readonly RayAnalysis[];

  /** @throws InputError if a member is not valid or the members do not fit together */
  constructor(readonly source: EnsembleCase) {
    checkArguments('EnsembleAnalysis', { source: [source, record({ members: list(() => {}) })] });
    this.members = source.members.map(
      (file) => new RayAnalysis(file, source.origin, source.direction),
    );
    const first = this.members[0];
    if (!first) {
      throw new InputError('ensemble', [
        {
          code: 'empty',
          path: 'members',
          rule: 'must not be empty',
          remedy: 'give at least one network',
        },
      ]);
    }
    this.members.forEach(({ classes, inputs }, k) => {
      if (classes === first.classes && inputs === first.inputs) return;
      throw new InputError('ensemble', [
        {
          code: 'shape_mismatch',
          path: `members[${k}]`,
          value: [inputs, classes],
          rule: `must have the [inputs, classes] of members[0], [${first.inputs}, ${first.classes}]`,
          remedy: 'give members of one shape',
        },
      ]);
    });
  }

  /** C. */
  get classes(): number {
    return this.members[0].classes;
  }

  /** D. */
  get inputs(): number {
    return this.members[0].inputs;
  }

  /** `RayAnalysis.restOnPlainEvaluation` of every member. */
  restOnPlainEvaluation(): boolean {
    return this.members.map((member) => member.restOnPlainEvaluation()).every(Boolean);
  }

  /** K. */
  get size(): number {
    return this.members.length;
  }

  /** Whether every member's tail saturates. */
  get saturates(): boolean {
    return this.members.every(({ tail: { regime } }) => regime === 'saturating');
  }
}
