import { Rational } from '../../exact/rational.js';
import type { ExactTail } from '../../tail/exactTail.js';
import type { LogitsAnalysis } from '../logitsAnalysis.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';

/**
 * A subject that answers as another does, but for what is replaced. What it computes from that
 * follows, since all else is asked of itself.
 */
export function answering<Subject extends object>(
  subject: Subject,
  replaced: { readonly [Name in keyof Subject]?: () => Subject[Name] },
): Subject {
  const lying = Object.create(subject) as Subject;
  for (const [name, get] of Object.entries(replaced)) {
    Object.defineProperty(lying, name, { get: get as () => unknown });
  }
  return lying;
}

/** A lie about the tail of a ray. */
export function aboutTail(
  change: (tail: ExactTail) => Partial<ExactTail>,
): <Subject extends RayAnalysis>(subject: Subject) => Subject {
  return (subject) => {
    const { tail } = subject;
    const lie = { ...tail, ...change(tail) };
    return answering(subject, { tail: () => lie } as never);
  };
}

/** The same lie about the first member of an ensemble. */
export function aboutFirstTail(
  change: (tail: ExactTail) => Partial<ExactTail>,
): (subject: EnsembleAnalysis) => EnsembleAnalysis {
  return (subject) => {
    const members = subject.members.map((member, k) =>
      k === 0 ? aboutTail(change)(member) : member,
    );
    return answering(subject, { members: () => members });
  };
}

/** The same lie about every member. */
export function aboutEveryTail(
  change: (tail: ExactTail) => Partial<ExactTail>,
): (subject: EnsembleAnalysis) => EnsembleAnalysis {
  return (subject) => {
    const members = subject.members.map((member) => aboutTail(change)(member));
    return answering(subject, { members: () => members });
  };
}

/** γ, larger by half. */
export function widerGap({ gap }: ExactTail): Partial<ExactTail> {
  return { gap: gap!.multiply(new Rational(3n, 2n)) };
}

/** A tail that is said to saturate to class 0. */
export function saturatingTo0(): Partial<ExactTail> {
  return { regime: 'saturating', top: [0], gap: ONE };
}

/** A tail that is said to saturate to another class. */
export function otherTop({ top, slope }: ExactTail): Partial<ExactTail> {
  return { top: [(top[0] + 1) % slope.length] };
}

/** A Jacobian whose rows are all the first. */
export function equalRows({ jacobian }: ExactTail): Partial<ExactTail> {
  return { jacobian: jacobian.map(() => jacobian[0]) };
}

/** A lie about the metrics of an ensemble. */
export function aboutMetrics(
  change: (metrics: LogitsAnalysis['metrics']) => Partial<LogitsAnalysis['metrics']>,
): (subject: LogitsAnalysis) => LogitsAnalysis {
  return (subject) => {
    const lie = { ...subject.metrics, ...change(subject.metrics) };
    return answering(subject, { metrics: () => lie });
  };
}

/** A lie about every probability. */
export function aboutProbabilities(
  change: (p: number) => number,
): (subject: LogitsAnalysis) => LogitsAnalysis {
  return (subject) => {
    const lie = subject.probabilities.map((row) => Array.from(row, change));
    return answering(subject, { probabilities: () => lie });
  };
}

/** A lie about every derivative of the softmax, or those that are picked. */
export function aboutSoftmaxJacobian(
  change: (derivative: number, c: number, other: number) => number,
): (subject: LogitsAnalysis) => LogitsAnalysis {
  return (subject) =>
    answering(subject, {
      softmaxJacobian: () => (row) =>
        subject
          .softmaxJacobian(row)
          .map((derivatives, c) =>
            Array.from(derivatives, (value, other) => change(value, c, other)),
          ),
    });
}

/** The first number of a list, larger by 1. */
export function oneMore(values: readonly Rational[]): Rational[] {
  return values.map((value, i) => (i === 0 ? value.add(ONE) : value));
}

/** The Jacobian of f(x) = (x_1, x_2). */
export const SATURATING_ROWS: readonly (readonly Rational[])[] = [
  [new Rational(1n, 1n), Rational.zero],
  [Rational.zero, new Rational(1n, 1n)],
];

export const ONE = new Rational(1n, 1n);
