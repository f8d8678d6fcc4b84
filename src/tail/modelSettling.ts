import { Atoms } from '../germ/atoms.js';
import { Coefficient } from '../germ/coefficient.js';
import { addExpansions, constantExpansion, monomialExpansion } from '../germ/expansion.js';
import { softmaxOfModels } from '../germ/modelFunctions.js';
import { powerOf } from '../germ/monomial.js';
import {
  type Model,
  type ModelContext,
  modelOf,
  OpenModel,
  sizeOf,
  splitModel,
} from '../germ/taylorModel.js';
import type { Network } from '../network/network.js';
import { walk } from '../network/walk.js';
import { ModelDomain } from './modelDomain.js';
import type { Ray } from './tail.js';

/** How far models are carried, and how closely numbers are compared: one attempt after the other. */
const ATTEMPTS: readonly Attempt[] = [
  { depth: 2, thorough: false },
  { depth: 2, thorough: true },
  { depth: 4, thorough: false },
  { depth: 4, thorough: true },
  { depth: 8, thorough: true },
];

interface Attempt {
  readonly depth: number;
  /** Whether equal numbers are recognised however they were made. */
  readonly thorough: boolean;
}

/** Scales that are tried are 2^(k/8), for k from the first to the last of these. */
const EARLIEST = -80;
const LATEST = 400;
const scaleOf = (k: number): number => 2 ** (k / 8);

/**
 * From where on a network's class probabilities stay near their limits, whatever it is made of: by
 * Taylor models, whose rests fall in t.
 *
 * One search serves every ε: what is found at one scale is kept.
 */
export class ModelSettling {
  private readonly apart = new Map<number, number | null>();
  private readonly attempt: Attempt | null;

  constructor(
    private readonly network: Network,
    private readonly ray: Ray,
  ) {
    this.attempt =
      ATTEMPTS.find((attempt) => {
        this.apart.set(LATEST, this.farthest(LATEST, attempt));
        return this.apart.get(LATEST) !== null;
      }) ?? null;
  }

  /** @returns a multiple of the direction; null where it is not known */
  within(epsilon: number): number | null {
    const isSettled = (k: number): boolean => (this.at(k) ?? Infinity) <= epsilon;
    if (!isSettled(LATEST)) return null;
    let [early, late] = [EARLIEST - 1, LATEST];
    while (late - early > 1) {
      const middle = Math.floor((early + late) / 2);
      if (isSettled(middle)) late = middle;
      else early = middle;
    }
    return scaleOf(late);
  }

  private at(k: number): number | null {
    if (this.attempt === null) return null;
    let found = this.apart.get(k);
    if (found === undefined) this.apart.set(k, (found = this.farthest(k, this.attempt)));
    return found;
  }

  /** How far any probability is from its limit from a scale on, at most; null: not known. */
  private farthest(k: number, { depth, thorough }: Attempt): number | null {
    const context: ModelContext = {
      from: scaleOf(k),
      depth,
      atoms: new Atoms(thorough),
      byChords: false,
    };
    try {
      return Math.max(
        ...probabilityModels(this.network, this.ray, context).map((probability) => {
          const { size, power } = sizeOf(splitModel(probability).moving, context);
          return size === 0 || power < 0 ? size : Infinity;
        }),
      );
    } catch (error) {
      // What models or enclosures leave open, and exponentials beyond all digits.
      if (error instanceof OpenModel || error instanceof RangeError) return null;
      throw error;
    }
  }
}

/** The class probabilities along a ray, from `context.from` on. */
function probabilityModels(network: Network, ray: Ray, context: ModelContext): readonly Model[] {
  const input = rayModels(ray);
  const outputs = Array.from(walk(network, new ModelDomain(context), input)[network.output]);
  return network.outputs === 'probabilities' ? outputs : softmaxOfModels(outputs, context);
}

/** origin + t·direction. */
export function rayModels({ origin, direction }: Ray): Model[] {
  return Array.from(origin, (value, i) =>
    modelOf(
      addExpansions(
        monomialExpansion(Coefficient.of(direction[i]), powerOf(1)),
        constantExpansion(Coefficient.of(value)),
        { depth: Infinity },
      ),
    ),
  );
}
