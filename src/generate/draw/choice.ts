import type fc from 'fast-check';

/** True in `percent` of 100 draws. */
export function chance(random: fc.Random, percent: number): boolean {
  return random.nextInt(0, 99) < percent;
}

/** One of the items, all equally likely. */
export function pick<T>(random: fc.Random, items: readonly T[]): T {
  return items[random.nextInt(0, items.length - 1)];
}

/** One of the items, as likely as its weight says; weights are whole numbers. */
export function pickWeighted<T>(
  random: fc.Random,
  choices: readonly (readonly [weight: number, item: T])[],
): T {
  let total = 0;
  for (const [weight] of choices) total += weight;
  let left = random.nextInt(1, total);
  for (const [weight, item] of choices) {
    left -= weight;
    if (left <= 0) return item;
  }
  return choices[choices.length - 1][1];
}

/** `length` draws. */
export function drawMany<T>(length: number, draw: (index: number) => T): T[] {
  const drawn: T[] = [];
  for (let index = 0; index < length; index++) drawn.push(draw(index));
  return drawn;
}
