import fc from 'fast-check';
import type { CaseKind, Cases, EnsembleCase, RayCase } from '../claims/cases.js';
import type { Claim } from '../claims/claim.js';
import type { EnsembleAnalysis, RayAnalysis } from '../claims/rayAnalysis.js';
import { vector } from '../claims/shared/describe.js';
import { raysOf } from '../claims/shared/rounding.js';
import { arbitraryOf } from '../generate/arbitraries.js';
import type { Layer, NetworkFile } from '../network/networkFile.js';
import { onCase } from './onCase.js';
import { subjectOf } from './subjects.js';

/** What random heads on generated bodies came to. */
export interface HeadsSearch {
  readonly runs: number;
  /** Of these, how many did not meet the hypotheses, or could not be decided. */
  readonly skipped: number;
  /** Of the rest, how many have a head on one of the hyperplanes. */
  readonly onHyperplanes: number;
  /** A case off every hyperplane in which the statement fails all the same, or null. */
  readonly failure: RayCase | EnsembleCase | null;
}

/**
 * Gives every generated network a random head, and decides the statement as printed. By R1 it can
 * fail only where (w_c − w_c')·Δ = 0 for two classes of a member, Δ ≠ 0 the slope of its penultimate
 * activations.
 *
 * Heads are rational with denominators of 2^10 and numerators of 20 bits, so that one lies on a
 * hyperplane by chance about once in a million.
 */
export function searchHeads<Kind extends CaseKind>(
  claim: Claim<Kind>,
  seed: number,
  runs: number,
): HeadsSearch {
  let [tried, skipped, onHyperplanes] = [0, 0, 0];
  let failure: RayCase | EnsembleCase | null = null;
  const arbitrary: fc.Arbitrary<Cases[Kind]> = arbitraryOf[claim.kind]();
  const property = fc.property(arbitrary, fc.infiniteStream(numerator), (drawn, numerators) => {
    const source = withHeads(drawn as unknown as RayCase | EnsembleCase, () => {
      return numerators.next().value / 2 ** 10;
    }) as unknown as Cases[Kind];
    tried++;
    const subject = subjectOf(claim.kind, source);
    const outcome = onCase(claim.id, 'asPrinted', source, () => claim.asPrinted.check(subject));
    if (outcome.status === 'skipped') {
      skipped++;
      return true;
    }
    const special = hyperplanesOf(subject as unknown as RayAnalysis | EnsembleAnalysis);
    if (special.length > 0) onHyperplanes++;
    else if (outcome.status === 'fails') failure = source as unknown as RayCase | EnsembleCase;
    return failure === null;
  });
  fc.check(property, { seed, numRuns: runs, endOnFailure: true });
  return { runs: tried, skipped, onHyperplanes, failure };
}

const numerator = fc.integer({ min: -(2 ** 19), max: 2 ** 19 });

/**
 * The hyperplanes of heads that a case lies on, as mathematics: `(w_0 − w_1)·Δ = 0, Δ = (1, 0)`.
 * Only those of the classes of largest slope are named, since no others matter.
 */
export function hyperplanesOf(subject: RayAnalysis | EnsembleAnalysis): string[] {
  const rays = raysOf(subject);
  return rays.flatMap(({ tail: { penultimate, top } }, k) => {
    if (!penultimate || penultimate.slope.every(({ sign }) => sign === 0)) return [];
    const of = rays.length === 1 ? '' : ` in member ${k + 1}`;
    const [first, ...others] = top;
    return others.map((c) => `(w_${first} − w_${c})·Δ = 0${of}, Δ = ${vector(penultimate.slope)}`);
  });
}

/** The same networks with other last layers, of which each number is drawn. */
function withHeads(source: RayCase | EnsembleCase, draw: () => number): RayCase | EnsembleCase {
  return 'members' in source
    ? { ...source, members: source.members.map((member) => withHead(member, draw)) }
    : { ...source, network: withHead(source.network, draw) };
}

function withHead(network: NetworkFile, draw: () => number): NetworkFile {
  const head = network.layers.at(-1)!;
  if (head.type !== 'dense') return network;
  const drawn: Layer = {
    type: 'dense',
    weights: head.weights.map((row) => row.map(draw)),
    bias: head.bias.map(draw),
  };
  return { ...network, layers: [...network.layers.slice(0, -1), drawn] };
}
