import { RandomNumbers } from '../data/index.js';
import { copyParameters, mapParameters, type Parameters } from './parameters.js';

/**
 * What stands between the optimiser and the network: which parameters are trained, what the network
 * is run with, and how its gradients become theirs.
 */
export interface Regularised {
  /** What the optimiser changes, in place. */
  readonly trained: Parameters;
  /** The network's parameters for the next batch. */
  sample(): Parameters;
  /** Gradients of the trained parameters, from those of the network of the last sample. */
  gradients(
    network: Readonly<Record<string, Float32Array>>,
  ): Readonly<Record<string, ArrayLike<number>>>;
  /** The outcome of training so far. */
  result(): Parameters;
}

/** Makes a `Regularised` of a network's initial parameters and the number of training rows. */
export type Regularisation = (initial: Parameters, rows: number, seed: number) => Regularised;

/** Maximum likelihood: the network's parameters themselves. */
export const plainTraining: Regularisation = (initial) => ({
  trained: initial,
  sample: () => initial,
  gradients: (network) => network,
  result: () => initial,
});

/**
 * Anchored training, one member of an anchored ensemble: parameters are drawn towards a draw from
 * their prior by `‖θ − anchor‖²/(2·rows·prior variance)`.
 *
 * The prior is that of the initial weights: for a bound 1/√n, variance 1/(3n).
 *
 * @param strength - multiplies the pull; 1 is the posterior under that prior
 *
 * Source: Pearce, Leibfried and Brintrup 2020.
 */
export function anchoredTraining(strength = 1): Regularisation {
  return (initial, rows, seed) => {
    const random = new RandomNumbers(seed, 'anchors');
    const variance = (name: string): number => {
      const base = name.replace(/\.(weights|bias)$/, '');
      const inputs = initial[`${base}.weights`]?.shape[0] ?? 1;
      return 1 / (3 * inputs);
    };
    const anchors = mapParameters(initial, ({ values }, name) => {
      const deviation = Math.sqrt(variance(name));
      return values.map(() => deviation * random.normal());
    });
    return {
      trained: initial,
      sample: () => initial,
      gradients: (network) =>
        Object.fromEntries(
          Object.entries(network).map(([name, gradient]) => {
            const { values } = initial[name];
            const anchor = anchors[name].values;
            const pull = strength / (rows * variance(name));
            return [name, gradient.map((g, i) => g + pull * (values[i] - anchor[i]))];
          }),
        ),
      result: () => initial,
    };
  };
}

/** Standard deviations start at softplus of this: about 0.007. */
const INITIAL_RHO = -5;

/**
 * Bayes by Backprop: an independent normal distribution per parameter, trained through one draw of
 * the weights per batch. Its mean and `softplus(rho)`, its standard deviation, are the result, named
 * `mean:…` and `rho:…`; `bayesianMember` draws networks from them.
 *
 * The loss is the mean cross-entropy plus KL(posterior ‖ N(0, prior²))/rows, in closed form.
 *
 * @param prior - standard deviation of the prior
 *
 * Source: Blundell et al. 2015.
 */
export function bayesByBackprop(prior = 1): Regularisation {
  return (initial, rows, seed) => {
    const random = new RandomNumbers(seed, 'weight noise');
    const names = Object.keys(initial).filter((name) => initial[name].trainable);
    const trained: Record<string, Parameters[string]> = {};
    for (const name of Object.keys(initial)) {
      const parameter = initial[name];
      trained[`mean:${name}`] = { ...parameter, decays: false };
      if (!parameter.trainable) continue;
      const rho = new Float32Array(parameter.values.length).fill(INITIAL_RHO);
      trained[`rho:${name}`] = { ...parameter, decays: false, values: rho };
    }
    const network = copyParameters(initial);
    const noise = Object.fromEntries(
      names.map((name) => [name, new Float64Array(initial[name].values.length)]),
    );
    return {
      trained,
      sample() {
        for (const name of names) {
          const mean = trained[`mean:${name}`].values;
          const rho = trained[`rho:${name}`].values;
          const drawn = network[name].values;
          for (let i = 0; i < drawn.length; i++) {
            noise[name][i] = random.normal();
            drawn[i] = mean[i] + softplus(rho[i]) * noise[name][i];
          }
        }
        return network;
      },
      gradients(given) {
        const out: Record<string, Float64Array> = {};
        for (const name of names) {
          const mean = trained[`mean:${name}`].values;
          const rho = trained[`rho:${name}`].values;
          const gradient = given[name];
          const ofMean = new Float64Array(mean.length);
          const ofRho = new Float64Array(mean.length);
          for (let i = 0; i < mean.length; i++) {
            const deviation = softplus(rho[i]);
            const slope = 1 / (1 + Math.exp(-rho[i]));
            // KL = ln(prior/σ) + (σ² + μ²)/(2 prior²) − ½
            ofMean[i] = gradient[i] + mean[i] / (prior * prior * rows);
            const ofDeviation =
              gradient[i] * noise[name][i] + (deviation / (prior * prior) - 1 / deviation) / rows;
            ofRho[i] = ofDeviation * slope;
          }
          out[`mean:${name}`] = ofMean;
          out[`rho:${name}`] = ofRho;
        }
        return out;
      },
      result() {
        // Running averages are kept by the network itself.
        for (const [name, { trainable, values }] of Object.entries(network)) {
          if (!trainable) trained[`mean:${name}`].values.set(values);
        }
        return trained;
      },
    };
  };
}

/** `ln(1 + eˣ)`. */
export function softplus(x: number): number {
  return x > 30 ? x : Math.log1p(Math.exp(x));
}
