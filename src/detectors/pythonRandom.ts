/** Words of the generator's state, and the distance at which it mixes them. */
const SIZE = 624;
const SHIFT = 397;

/**
 * Python's generator of random numbers (Mersenne Twister MT19937), seeded with an integer: published
 * code that draws rows with `random.seed` and `random.sample` draws the same ones here.
 *
 * Source: Matsumoto and Nishimura 1998, with the initialisation by an array of 2002.
 *
 * @example
 * ```ts
 * new PythonRandom(0).sample(30, 3); // [27, 12, 24]
 * ```
 */
export class PythonRandom {
  private readonly state = new Uint32Array(SIZE);
  private next = SIZE;

  /** @param seed - an integer from 0 to 2⁵³ − 1 */
  constructor(seed: number) {
    const high = Math.floor(seed / 2 ** 32);
    this.initialise(high > 0 ? [seed >>> 0, high] : [seed]);
  }

  /** `count` distinct numbers below `size`, in the order of `random.sample(range(size), count)`. */
  sample(size: number, count: number): number[] {
    // It swaps within a list where that is smaller than a set of what has been drawn.
    const setSize = 21 + (count > 5 ? 4 ** Math.ceil(Math.log(count * 3) / Math.log(4)) : 0);
    return size <= setSize ? this.fromPool(size, count) : this.fromSet(size, count);
  }

  private fromPool(size: number, count: number): number[] {
    const pool = Array.from({ length: size }, (_, i) => i);
    return Array.from({ length: count }, (_, i) => {
      const at = this.below(size - i);
      const drawn = pool[at];
      pool[at] = pool[size - i - 1];
      return drawn;
    });
  }

  private fromSet(size: number, count: number): number[] {
    const drawn = new Set<number>();
    while (drawn.size < count) drawn.add(this.below(size));
    return [...drawn];
  }

  /** A number below a positive bound of at most 32 bits, by rejection. */
  private below(bound: number): number {
    const spare = Math.clz32(bound);
    for (;;) {
      const value = this.word() >>> spare;
      if (value < bound) return value;
    }
  }

  private word(): number {
    if (this.next === SIZE) this.mix();
    let word = this.state[this.next++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  private mix(): void {
    const { state } = this;
    for (let i = 0; i < SIZE; i++) {
      const joined = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
      state[i] = state[(i + SHIFT) % SIZE] ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
    }
    this.next = 0;
  }

  private initialise(key: readonly number[]): void {
    const { state } = this;
    state[0] = 19650218;
    for (let i = 1; i < SIZE; i++) state[i] = Math.imul(1812433253, folded(state[i - 1])) + i;
    let i = 1;
    const step = (factor: number, added: number) => {
      state[i] = (state[i] ^ Math.imul(folded(state[i - 1]), factor)) + added;
      if (++i < SIZE) return;
      state[0] = state[SIZE - 1];
      i = 1;
    };
    for (let k = 0; k < Math.max(SIZE, key.length); k++) {
      step(1664525, key[k % key.length] + (k % key.length));
    }
    for (let k = 1; k < SIZE; k++) step(1566083941, -i);
    state[0] = 0x80000000;
  }
}

/** A word with its two highest bits folded into the lowest, as every step of the initialisation does. */
function folded(word: number): number {
  return word ^ (word >>> 30);
}
