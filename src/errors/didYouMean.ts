/** More changes than this make another word. */
const MOST_CHANGES = 3;

/**
 * "did you mean dry-bean? " for a name that is nearly one of those there are; empty if none is near.
 *
 * Near: a beginning or a part of it, or turned into it by few insertions, deletions and exchanges of
 * letters (a third of its length at most).
 *
 * @example
 * didYouMean('dry-bean', ['wine-color', 'dry-beans']); // 'did you mean dry-beans? '
 */
export function didYouMean(given: string, names: readonly string[]): string {
  const word = given.toLowerCase();
  const part = names.filter((name) => word.length > 2 && name.toLowerCase().includes(word));
  if (part.length === 1) return `did you mean ${part[0]}? `;
  const near = names
    .map((name) => ({ name, changes: changesBetween(word, name.toLowerCase()) }))
    .filter(({ name, changes }) => changes <= Math.min(MOST_CHANGES, Math.ceil(name.length / 3)))
    .sort((a, b) => a.changes - b.changes);
  return near.length > 0 ? `did you mean ${near[0].name}? ` : '';
}

/** Levenshtein's distance. */
function changesBetween(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const here = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchanged = before[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      here.push(Math.min(exchanged, before[j] + 1, here[j - 1] + 1));
    }
    before = here;
  }
  return before[b.length];
}
