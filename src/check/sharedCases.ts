import fc from 'fast-check';
import type { CaseKind, Cases } from '../claims/cases.js';
import { DetectorAnalysis } from '../claims/detectorAnalysis.js';
import type { Subjects } from '../claims/subjects.js';
import { arbitraryOf } from '../generate/arbitraries.js';
import { seedFor } from './settings.js';
import { subjectOf } from './subjects.js';

/** Cases of a kind that are kept unless told otherwise. */
const KEPT = 1000;

/** Where a search takes its cases from. */
export interface CaseSource<Kind extends CaseKind> {
  readonly arbitrary: fc.Arbitrary<Cases[Kind]>;
  /** @throws InputError if the data are not a valid case */
  subjectOf(source: Cases[Kind]): Subjects[Kind];
}

/** Cases that no other search shares. */
export function ownCases<Kind extends CaseKind>(kind: Kind): CaseSource<Kind> {
  return { arbitrary: arbitraryOf[kind](), subjectOf: (source) => subjectOf(kind, source) };
}

/**
 * The generated cases that all claims of a kind are checked on. They are the same for each claim,
 * since the seed is the kind's, so they are made once, and what subjects know of themselves (a tail,
 * rows as the network sees them) is computed once. Does not change what is found.
 */
export class SharedCases {
  private readonly drawn = new Map<string, Kept<never>[]>();

  /**
   * @param most - cases of a kind that are kept, since what is known of them takes memory; those after are made anew
   */
  constructor(private readonly most = KEPT) {}

  /** The cases of a kind drawn from a seed, for one search that starts from it. */
  of<Kind extends CaseKind>(kind: Kind, seed: number): CaseSource<Kind> {
    const place = `${kind}/${seed}`;
    const drawn: Kept<Kind>[] = this.drawn.get(place) ?? [];
    this.drawn.set(place, drawn as unknown as Kept<never>[]);
    for (const { subject } of drawn) if (subject instanceof DetectorAnalysis) subject.forgetFits();
    const of = new Map(drawn.map((kept) => [kept.value.value, kept]));
    return {
      arbitrary: new KeptArbitrary(arbitraryOf[kind](), drawn, of, this.most),
      subjectOf: (source) => {
        const kept = of.get(source);
        if (!kept) return subjectOf(kind, source);
        kept.subject ??= subjectOf(kind, source);
        return kept.subject;
      },
    };
  }
}

/** The seed of the cases that the claims of a kind are checked on. */
export function seedOfCases(kind: CaseKind, seed: number): number {
  return seedFor(seed, `cases/${kind}`);
}

/** A case that was drawn, and its subject once asked for. */
interface Kept<Kind extends CaseKind> {
  readonly value: fc.Value<Cases[Kind]>;
  subject: Subjects[Kind] | null;
}

/**
 * An arbitrary of which the first values are kept.
 *
 * Each run of a search has a random source of its own, made from the seed and its number, so a value
 * that is not drawn again changes none that comes after it.
 */
class KeptArbitrary<Kind extends CaseKind> extends fc.Arbitrary<Cases[Kind]> {
  private run = 0;

  constructor(
    private readonly inner: fc.Arbitrary<Cases[Kind]>,
    private readonly drawn: Kept<Kind>[],
    private readonly of: Map<Cases[Kind], Kept<Kind>>,
    private readonly most: number,
  ) {
    super();
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Cases[Kind]> {
    const run = this.run++;
    if (run < this.drawn.length) return this.drawn[run].value;
    const value = this.inner.generate(random, bias);
    if (run >= this.most) return value;
    const kept = { value, subject: null };
    this.drawn.push(kept);
    this.of.set(value.value, kept);
    return value;
  }

  override canShrinkWithoutContext(value: unknown): value is Cases[Kind] {
    return this.inner.canShrinkWithoutContext(value);
  }

  override shrink(value: Cases[Kind], context: unknown): fc.Stream<fc.Value<Cases[Kind]>> {
    return this.inner.shrink(value, context);
  }
}
