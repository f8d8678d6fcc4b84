import { Atoms } from '../germ/atoms.js';
import { Context } from '../germ/context.js';
import type { Network } from '../network/network.js';
import { walk } from '../network/walk.js';
import { curveExpansions } from './expandedTail.js';
import { ExpansionDomain } from './expansionDomain.js';
import { type Growth, growthOf } from './growth.js';
import type { Ray } from './tail.js';

/** How far expansions are carried, one attempt after the other. */
const DEPTHS = [1, 2, 4];

/**
 * How the entries of some values of a network grow along a ray, hidden ones too.
 *
 * @param values - which: 0 is the input, k + 1 what node k makes
 * @returns one list per value asked for; null for an entry whose first term is not known, or that has
 *   no limit
 *
 * Arithmetic: exact, or enclosed with outward rounding.
 */
export function expandedValues(
  network: Network,
  { origin, direction }: Ray,
  values: readonly number[],
): (Growth | null)[][] {
  const atoms = new Atoms();
  let found: (Growth | null)[][] = [];
  for (const depth of DEPTHS) {
    const context = new Context(depth, atoms);
    const input = curveExpansions(origin, [{ power: 1, direction }], context);
    const walked = walk(network, new ExpansionDomain(context), input);
    // What is bounded without a limit is known to lie in a range only.
    const settled = !context.unsteady && !context.periodic;
    found = values.map((value) =>
      Array.from(walked[value], (entry) => (settled ? growthOf(entry) : null)),
    );
    if (found.every((entries) => entries.every(isKnown))) break;
  }
  return found;
}

/** Whether more depth would tell nothing more: lines with their constants, or faster growth. */
function isKnown(growth: Growth | null): boolean {
  if (!growth) return false;
  const { power, log, intercept } = growth;
  return intercept !== null || power === null || power > 1 || log > 0;
}
