import { proofsFolder } from './proofsFolder.js';
import { theoremMap } from './theoremMap.js';

/**
 * Writes the table claim → theorems of `proofs/README.md`, in Markdown.
 *
 * @param folder - holds `theorems.json`
 *
 * @example
 * ```ts
 * claimTable().split('\n')[0]; // '| claim | as printed | repaired, criteria, rates | more |'
 * ```
 */
export function claimTable(folder = proofsFolder()): string {
  const map = theoremMap(folder);
  const claims = [...new Set(map.map(({ claim }) => claim))];
  const cell = (claim: string, ...readings: string[]) =>
    map
      .filter((entry) => entry.claim === claim && readings.includes(entry.reading))
      .map(({ theorem }) => `\`${theorem}\``)
      .join('<br>');
  return [
    '| claim | as printed | repaired, criteria, rates | more |',
    '|---|---|---|---|',
    ...claims.map(
      (claim) =>
        `| \`${claim}\` | ${cell(claim, 'as-printed')} | ${cell(claim, 'repaired', 'criterion', 'rate')} | ${cell(claim, 'part', 'variant', 'example', 'witness')} |`,
    ),
  ].join('\n');
}
