import { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';
import { checkPoint } from '../../network/evaluate.js';
import { GraphBuilder } from '../../network/graphBuilder.js';
import type { Network } from '../../network/network.js';
import { readNetwork } from '../../network/networkFile.js';
import { ProductsOperation } from '../../network/operations/products.js';
import { SoftmaxOperation } from '../../network/operations/softmax.js';
import { type ExpandedTail, expandedTailOnCurve } from '../../tail/expandedTail.js';
import type { AffineMap, SpeedsCase } from '../cases.js';
import { IN_FRACTIONS } from '../plain/plainEvaluation.js';
import { walkFile } from '../plain/walkFile.js';
import { type CurveRecursion, followCurve, mixed, signOfMixture } from './curveRecursion.js';
import { softmaxOfLeads, softmaxOn } from './enclosedSoftmax.js';
import { ENCLOSURES } from './enclosures.js';
import { type FileArithmetic, sharesOf, weightedSum } from './fileArithmetic.js';
import type { FileSubject } from './fileSubject.js';
import { minus, type PowerSum } from './powerSums.js';
import { inputAt, walkAnyFile } from './walkAnyFile.js';

/** Where the classes end on a curve, by the lexicographic recursion. */
export interface CurveEnd {
  /** The classes whose logits grow fastest, ascending: those that keep a positive limit. */
  readonly top: readonly number[];
  /** Shape [C]: enclosures of the limits of the probabilities. */
  readonly limit: readonly Real[];
}

/** A network, attention over it, and a curve, with what checks need. */
export class SpeedsAnalysis implements FileSubject {
  readonly outputs = 'logits';
  readonly network: Network;
  /** C. */
  readonly classes: number;
  private expanded: ExpandedTail | undefined;
  private found: CurveRecursion | undefined;
  private ending: CurveEnd | null | undefined;

  /** @throws InputError if the network or the curve is not valid */
  constructor(readonly source: SpeedsCase) {
    const { attention, origin, moves } = source;
    const body = readNetwork(source.network);
    checkPoint('SpeedsAnalysis', 'origin', origin, body.inputSize);
    moves.forEach(({ direction }, k) => {
      checkPoint('SpeedsAnalysis', `moves[${k}].direction`, direction, body.inputSize);
    });
    this.network = attention ? withAttention(body, attention.scores, attention.values) : body;
    this.classes = this.network.outputSize;
  }

  /** The engine's answer along the curve. */
  get tail(): ExpandedTail {
    const { origin, moves } = this.source;
    this.expanded ??= expandedTailOnCurve(this.network, origin, moves);
    return this.expanded;
  }

  /** How many keys keep a share far out; 1 without attention. */
  get keysKept(): number {
    return this.recursion.shares.length;
  }

  /**
   * The end of the curve by the lexicographic recursion: exact, but for shares of tied keys, which
   * are enclosed. Null where an enclosure does not tell two classes apart that are not equal.
   */
  get end(): CurveEnd | null {
    if (this.ending === undefined) this.ending = this.findEnd();
    return this.ending;
  }

  private findEnd(): CurveEnd | null {
    const { shares, values } = this.recursion;
    let best = 0;
    const order = (c: number, other: number) =>
      signOfMixture(
        shares,
        values.map((logits) => minus(logits[c], logits[other])),
      );
    for (let c = 1; c < this.classes; c++) {
      const sign = order(c, best);
      if (sign === null) return null;
      if (sign > 0) best = c;
    }
    const constants = Array.from({ length: this.classes }, (_, c) =>
      mixed(
        shares,
        values.map((logits) => logits[c][logits[c].length - 1]),
      ),
    );
    const top: number[] = [];
    for (let c = 0; c < this.classes; c++) {
      const apart = values.map((logits) => minus(logits[c], logits[best]).slice(0, -1));
      const sign = signOfMixture(shares, apart);
      if (sign === null) return null;
      if (sign === 0) top.push(c);
    }
    return { top, limit: softmaxOn(top, constants) };
  }

  outputsOver<Value>(how: FileArithmetic<Value>, timeTo: (power: number) => Value) {
    const { shares, values } = this.attendedOver(how, timeTo);
    return Array.from({ length: this.classes }, (_, c) =>
      shares.map((share, j) => how.multiply(share, values[j][c])).reduce((x, y) => how.add(x, y)),
    );
  }

  /** The shares of the keys at one t, and what each gives the classes; one key without attention. */
  private attendedOver<Value>(how: FileArithmetic<Value>, timeTo: (power: number) => Value) {
    const { network, attention, origin, moves } = this.source;
    const scaled = moves.map(({ power, direction }) => ({ direction, scale: timeTo(power) }));
    const made = walkAnyFile(network, inputAt(how, origin, scaled), how);
    if (!attention) return { shares: [how.of(1)], values: [made] };
    const apply = ({ weights, bias }: AffineMap) =>
      weights.map((row, o) => weightedSum(how, row, made, bias[o]));
    const shares = sharesOf(how, apply(attention.scores));
    const values = apply(attention.values);
    return {
      shares,
      values: shares.map((_, j) => values.slice(j * this.classes, (j + 1) * this.classes)),
    };
  }

  /**
   * The probabilities at one t, enclosed: from differences of logits, in which what all classes get
   * alike cancels before it is rounded.
   */
  probabilitiesAt(t: number): Real[] {
    const { shares, values } = this.attendedOver(ENCLOSURES, (power) => Real.of(t ** power));
    const classes = Array.from({ length: this.classes }, (_, c) => c);
    return softmaxOfLeads(
      classes.map((c) =>
        classes.map((k) =>
          shares
            .map((share, j) => share.multiply(values[j][k].subtract(values[j][c])))
            .reduce((x, y) => x.add(y)),
        ),
      ),
    );
  }

  /**
   * Whether the curve is as it ends from about t on: the layers make what the sums of powers say, and
   * every key and class that is left behind is by 100 nats.
   */
  isSettledAt(t: number): boolean {
    const { network, origin, moves } = this.source;
    const times = [...moves.map(({ power }) => Rational.of(t ** power)), Rational.of(1)];
    const sumAt = (sum: PowerSum) =>
      sum.reduce((total, value, i) => total.add(value.multiply(times[i])), Rational.zero);
    const input = origin.map((x, d) =>
      sumAt([...moves.map(({ direction }) => Rational.of(direction[d])), Rational.of(x)]),
    );
    const made = walkFile(network, input, IN_FRACTIONS).logits;
    const { outputs, scores, kept, shares, values } = this.recursion;
    if (outputs.some((sum, i) => sumAt(sum).compare(made[i]) !== 0)) return false;
    const isBehind = (lead: Real) => lead.lower.toNumber() > 100;
    const { top } = this.end!;
    return (
      scores.every(
        (score, j) =>
          kept.includes(j) || isBehind(Real.ofRational(sumAt(minus(scores[kept[0]], score)))),
      ) &&
      Array.from({ length: this.classes }, (_, c) => c).every(
        (c) =>
          top.includes(c) ||
          isBehind(
            mixed(
              shares,
              values.map((logits) => sumAt(minus(logits[top[0]], logits[c]))),
            ),
          ),
      )
    );
  }

  /** The lexicographic recursion along the curve. */
  private get recursion(): CurveRecursion {
    this.found ??= followCurve(this.source, this.classes);
    return this.found;
  }
}

/** Attention of one query: the softmax of the scores, times the values, which a key has C of. */
function withAttention(body: Network, scores: AffineMap, values: AffineMap): Network {
  const builder = new GraphBuilder(body.inputSize);
  for (const { operation, inputs, label } of body.nodes) builder.add(operation, inputs, label);
  const affine = ({ weights, bias }: AffineMap, label: string) =>
    builder.dense(Float64Array.from(weights.flat()), Float64Array.from(bias), body.output, label);
  const keys = scores.bias.length;
  const classes = values.bias.length / keys;
  const shares = builder.add(
    new SoftmaxOperation([Int32Array.from({ length: keys }, (_, j) => j)]),
    [affine(scores, 'scores')],
    'attention',
  );
  const starts = Int32Array.from({ length: classes + 1 }, (_, c) => c * keys);
  const left = Int32Array.from({ length: classes * keys }, (_, p) => p % keys);
  const right = Int32Array.from(
    { length: classes * keys },
    (_, p) => (p % keys) * classes + Math.floor(p / keys),
  );
  const read = builder.add(
    new ProductsOperation(starts, left, right),
    [shares, affine(values, 'values')],
    'attended',
  );
  return builder.build(read);
}
