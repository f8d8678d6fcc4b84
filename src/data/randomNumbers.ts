/**
 * Seeded random numbers: the same seed gives the same numbers on every machine and backend.
 *
 * Generator: xoshiro128** (Blackman and Vigna 2021), its state filled by splitmix32 from the seed
 * and the labels, so that streams of different purpose do not overlap in practice.
 *
 * @example
 * ```ts
 * new RandomNumbers(1, 'dropout').uniform(); // a number in [0, 1), always the same
 * ```
 */
export class RandomNumbers {
  private readonly state = new Uint32Array(4);
  private spare: number | null = null;

  /**
   * @param seed - any finite number
   * @param purpose - words that tell streams of one seed apart
   */
  constructor(seed: number, ...purpose: readonly (string | number)[]) {
    let mixed = 0x811c9dc5;
    for (const character of [seed, ...purpose].join('\u0000')) {
      mixed = Math.imul(mixed ^ character.codePointAt(0)!, 0x01000193);
    }
    for (let i = 0; i < 4; i++) {
      mixed = (mixed + 0x9e3779b9) | 0;
      let bits = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
      this.state[i] = bits ^ (bits >>> 15);
    }
    // The all-zero state is the one the generator never leaves.
    if (this.state.every((word) => word === 0)) this.state[0] = 1;
  }

  /** Uniform on [0, 1), 32 bits of resolution. */
  uniform(): number {
    const s = this.state;
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] = s[2] ^ s[0];
    s[3] = s[3] ^ s[1];
    s[1] = s[1] ^ s[2];
    s[0] = s[0] ^ s[3];
    s[2] = s[2] ^ shifted;
    s[3] = rotate(s[3], 11);
    return result / 2 ** 32;
  }

  /** Uniform on the whole numbers 0 … below − 1. */
  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  /** Standard normal, by the polar method of Marsaglia. */
  normal(): number {
    if (this.spare !== null) {
      const kept = this.spare;
      this.spare = null;
      return kept;
    }
    for (;;) {
      const a = 2 * this.uniform() - 1;
      const b = 2 * this.uniform() - 1;
      const square = a * a + b * b;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.spare = b * factor;
      return a * factor;
    }
  }

  /** A random order of 0 … length − 1. */
  permutation(length: number): Int32Array {
    const order = Int32Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
