import fc from 'fast-check';

/** How cases of one kind are told from other values and made simpler. */
export interface Simplification<T> {
  /** Whether a value is a valid case; values from outside are shrunk only if they are. */
  isCase(value: unknown): value is T;
  /**
   * How large a case is: natural numbers, compared from the first on. Well-founded, so that
   * shrinking ends.
   */
  sizeOf(value: T): readonly number[];
  /** Cases that may be simpler, the boldest first; made when asked for. */
  simpler(value: T): Iterable<T>;
}

/**
 * An arbitrary that draws a whole case straight from the random source, and shrinks by structure:
 * fewer members, layers, classes, inputs and units first, then simpler numbers.
 *
 * Shrinking needs nothing but the value, so a counterexample read from a file shrinks like one just
 * found. Every candidate is a valid case and smaller than the one it comes from.
 */
export class CaseArbitrary<T> extends fc.Arbitrary<T> {
  constructor(
    private readonly draw: (random: fc.Random) => T,
    private readonly simplification: Simplification<T>,
  ) {
    super();
  }

  override generate(random: fc.Random): fc.Value<T> {
    return new fc.Value(this.draw(random), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.simplification.isCase(value);
  }

  override shrink(value: T): fc.Stream<fc.Value<T>> {
    return fc.stream(this.smallerThan(value)).map((simpler) => new fc.Value(simpler, undefined));
  }

  private *smallerThan(value: T): IterableIterator<T> {
    const { isCase, sizeOf, simpler } = this.simplification;
    const size = sizeOf(value);
    for (const candidate of simpler(value)) {
      if (isSmaller(sizeOf(candidate), size) && isCase(candidate)) yield candidate;
    }
  }
}

/** Whether one size comes before another. */
function isSmaller(size: readonly number[], than: readonly number[]): boolean {
  for (let k = 0; k < size.length; k++) {
    if (size[k] !== than[k]) return size[k] < than[k];
  }
  return false;
}
