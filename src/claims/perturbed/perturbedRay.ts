import type { Dyadic } from '../../exact/dyadic.js';
import type { Interval } from '../../exact/interval.js';
import type { Layer } from '../../network/networkFile.js';
import type { RayCase } from '../cases.js';
import { walkFile } from '../plain/walkFile.js';
import {
  addLines,
  Balls,
  constantLine,
  difference,
  exactly,
  type Line,
  scaleLine,
} from './line.js';
import { PerturbedWalk, perturbedRay } from './perturbedWalk.js';
import { between, EVENTUALLY, type Span, valueAt } from './span.js';

/** What the networks of a box make of a ray during a span. */
export interface PerturbedLines {
  readonly logits: readonly Line[];
  readonly penultimate: readonly Line[] | null;
  /** Whether some network of the box may have a unit that stays exactly on a kink. */
  readonly mayStayOnKink: boolean;
  /** Whether the box may hold networks, or the span times, on either side of some kink. */
  readonly mayCrossKink: boolean;
}

type DenseLayer = Extract<Layer, { type: 'dense' }>;

/** The weights and bias of one class less those of another. */
interface Rivalry {
  readonly weights: readonly Interval[];
  readonly bias: Interval;
}

/**
 * Every ray case whose weights, biases and starting point are within `radius` of those of `source`,
 * in the maximum norm. The direction stays.
 *
 * What it says of the box it says of every case in it: true is proven, false is not known.
 */
export class PerturbedRay {
  private readonly lines = new Map<string, PerturbedLines>();
  private readonly rivalries = new Map<number, Rivalry>();
  /** Every number of the box that is walked with. */
  protected readonly balls: Balls;

  constructor(
    readonly source: RayCase,
    readonly radius: Dyadic,
  ) {
    this.balls = new Balls(radius);
  }

  /** C. */
  get classes(): number {
    return this.tail.logits.length;
  }

  /** D. */
  get inputs(): number {
    return this.source.origin.length;
  }

  /** Germs at infinity. */
  get tail(): PerturbedLines {
    return this.during('tail', EVENTUALLY);
  }

  /** What holds for every t from one time to another, to the end of the ray if that is null. */
  between(from: number, to: number | null): PerturbedLines {
    return this.during(`${from} ${to}`, between(exactly(from), to === null ? null : exactly(to)));
  }

  /** The penultimate activations at a time; null without a linear head. */
  activationsAt(t: number): readonly Interval[] | null {
    const { penultimate } = this.between(t, t);
    return penultimate?.map((line) => valueAt(line, exactly(t))) ?? null;
  }

  private during(key: string, span: Span): PerturbedLines {
    let found = this.lines.get(key);
    if (!found) {
      const { source, balls } = this;
      const walk = new PerturbedWalk(balls, span);
      const input = perturbedRay(source.origin, source.direction, balls);
      const { logits, penultimate } = walkFile(source.network, input, walk);
      const { mayStayOnKink, mayCrossKink } = walk;
      found = { logits, penultimate, mayStayOnKink, mayCrossKink };
      this.lines.set(key, found);
    }
    return found;
  }

  /**
   * f_c − f_c', by differences of the last layer's rows where it is dense, so that what both logits
   * make of one unit is not counted twice.
   */
  lead({ logits, penultimate }: PerturbedLines, c: number, other: number): Line {
    const head = this.source.network.layers.at(-1)!;
    if (penultimate === null || head.type !== 'dense') {
      return addLines(logits[c], scaleLine(logits[other], exactly(-1)));
    }
    const { weights, bias } = this.rivalry(head, c, other);
    return penultimate.reduce(
      (sum, unit, j) => addLines(sum, scaleLine(unit, weights[j])),
      constantLine(bias, logits[c]),
    );
  }

  /** By what two rows of the head differ, which each part of the ray is asked with. */
  private rivalry(head: DenseLayer, c: number, other: number): Rivalry {
    const key = c * head.weights.length + other;
    let found = this.rivalries.get(key);
    if (!found) {
      const apart = (own: number, rival: number) =>
        difference(this.balls.around(own), this.balls.around(rival));
      found = {
        weights: head.weights[c].map((own, j) => apart(own, head.weights[other][j])),
        bias: apart(head.bias[c], head.bias[other]),
      };
      this.rivalries.set(key, found);
    }
    return found;
  }

  /** Whether every ray of the box scales one coordinate that is not 0. */
  get scalesOneCoordinate(): boolean {
    const { origin, direction } = this.source;
    const moved = direction.flatMap((v, d) => (v === 0 ? [] : [d]));
    if (moved.length !== 1) return false;
    const [d] = moved;
    return this.balls.around(origin[d]).sign === Math.sign(direction[d]);
  }

  /** The class that every network of the box becomes certain of; null if that is not known. */
  get top(): number | null {
    const classes = [...this.tail.logits.keys()];
    const k = classes.findIndex((c) =>
      classes.every((other) => other === c || this.lead(this.tail, c, other).slope.sign === 1),
    );
    return k === -1 ? null : k;
  }

  /**
   * The sign that ∂p_c/∂x_d has on the tail, in every network of the box, on a neighbourhood of the
   * ray; null if that is not known. It is that of V_cd − V_c'd for the class c' ≠ c of largest
   * slope, whose term outgrows the rest: known if all classes that may have it agree.
   */
  signOnTail(c: number, d: number): 1 | -1 | null {
    const { logits, mayStayOnKink } = this.tail;
    if (mayStayOnKink) return null;
    const others = [...logits.keys()].filter((other) => other !== c);
    const leaders = others.filter(
      (one) => !others.some((o) => o !== one && this.lead(this.tail, o, one).slope.sign === 1),
    );
    return commonSign(leaders.map((other) => this.lead(this.tail, c, other).gradient[d]));
  }

  /** Whether p is component-wise strictly monotonic (Definition 6) on the tail throughout the box. */
  get isMonotoneOnTail(): boolean {
    const { classes, inputs } = this;
    if (classes < 2) return false;
    for (let c = 0; c < classes; c++) {
      for (let d = 0; d < inputs; d++) if (this.signOnTail(c, d) === null) return false;
    }
    return true;
  }
}

/** The sign, not 0, that all numbers of all enclosures have; null if there is none. */
export function commonSign(enclosures: readonly Interval[]): 1 | -1 | null {
  for (const side of [1, -1] as const) {
    if (enclosures.length > 0 && enclosures.every(({ sign }) => sign === side)) return side;
  }
  return null;
}
