import { halfMoons, multiClassProblem, StandardScaler, stratifiedSplit } from '../data/index.js';
import { evaluate } from '../network/evaluate.js';
import { jacobian } from '../network/jacobian.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import {
  anchoredTraining,
  bayesByBackprop,
  bayesianMember,
  dropoutMember,
  type MlpArchitecture,
  type ParameterisedModel,
  plainTraining,
  toNetworkFile,
  trainNetwork,
} from '../training/index.js';
import { predictiveEntropy } from '../uncertainty/entropy.js';
import { uncertaintyGradients } from '../uncertainty/uncertaintyGradients.js';

/** The models of paper A's Figure 1. */
export const FIGURE_MODELS = [
  'single network',
  'MC dropout',
  'Bayes by Backprop',
  'ensemble',
  'anchored ensemble',
] as const;

/** One picture of Figure 1: a model's predictive entropy over a square of the plane. */
export interface GridSpec {
  readonly model: (typeof FIGURE_MODELS)[number];
  readonly dataSet: 'multi-class' | 'half-moons';
  readonly seed: number;
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly members: number;
  /** Grid points per side. */
  readonly points: number;
  /** Half the side of the square, in standard deviations of the data. */
  readonly reach: number;
}

/** Values over the grid, row by row from the lower left. */
export interface GridResult {
  /** Coordinates of the columns and of the rows, standardised. */
  readonly axis: readonly number[];
  /** Predictive entropy, nats. */
  readonly entropy: readonly number[];
  /** The Euclidean norm of the gradient of the predictive entropy. */
  readonly gradientNorm: readonly number[];
  readonly classes: number;
  readonly data: readonly { readonly x: number; readonly y: number; readonly label: number }[];
  readonly validationAccuracy: number;
}

/** How many of the training points are drawn into the picture. */
const DRAWN = 150;

/**
 * Trains one of Figure 1's models and evaluates it on a grid. All members, drawn or trained, are
 * exported networks, evaluated in float64 with the analytic gradients.
 */
export async function gridCell(spec: GridSpec): Promise<GridResult> {
  const { seed } = spec;
  const data = spec.dataSet === 'multi-class' ? multiClassProblem({ seed }) : halfMoons({ seed });
  const { train, validation } = stratifiedSplit(data, seed);
  const scaler = StandardScaler.fit(train.x);
  const part = (set: typeof train) => ({ x: scaler.transform(set.x), y: set.y });
  const architecture: MlpArchitecture = {
    kind: 'mlp',
    hidden: spec.hidden,
    dropout: spec.model === 'MC dropout' ? 0.2 : 0,
  };
  const regularisation =
    spec.model === 'Bayes by Backprop'
      ? bayesByBackprop()
      : spec.model === 'anchored ensemble'
        ? anchoredTraining()
        : plainTraining;
  const trainOne = (member: number) =>
    trainNetwork(
      architecture,
      part(train),
      part(validation),
      data.classes.length,
      { seed: seed + 1000 * member, epochs: spec.epochs, batchSize: 32, learningRate: 0.01 },
      regularisation,
    );
  const first = await trainOne(0);
  const drawn = (draw: (model: ParameterisedModel, seed: number) => ParameterisedModel) =>
    Array.from({ length: spec.members }, (_, k) => draw(first, seed + k));
  let models: ParameterisedModel[] = [first];
  if (spec.model === 'MC dropout') models = drawn(dropoutMember);
  else if (spec.model === 'Bayes by Backprop') models = drawn(bayesianMember);
  else if (spec.model !== 'single network') {
    for (let member = 1; member < spec.members; member++) models.push(await trainOne(member));
  }
  const networks = models.map((model) => readNetwork(toNetworkFile(model)));
  const axis = Array.from(
    { length: spec.points },
    (_, k) => spec.reach * ((2 * k) / (spec.points - 1) - 1),
  );
  const values = axis.flatMap((y) => axis.map((x) => entropyAt(networks, [x, y])));
  const shown = part(train);
  return {
    axis,
    entropy: values.map((value) => value.entropy),
    gradientNorm: values.map((value) => value.gradientNorm),
    classes: data.classes.length,
    data: Array.from({ length: Math.min(DRAWN, shown.x.rows) }, (_, i) => ({
      x: shown.x.values[2 * i]!,
      y: shown.x.values[2 * i + 1]!,
      label: shown.y[i]!,
    })),
    validationAccuracy: first.validationAccuracy,
  };
}

function entropyAt(
  networks: readonly Network[],
  point: readonly number[],
): { entropy: number; gradientNorm: number } {
  const logits = networks.map((network) => evaluate(network, point));
  const gradients = uncertaintyGradients(
    logits,
    networks.map((network) => jacobian(network, point)),
  );
  return {
    entropy: predictiveEntropy(logits),
    gradientNorm: Math.hypot(...gradients.predictiveEntropy.values),
  };
}
