/** The data sets of paper A's Figure 1, in its two versions. */
export type FigureData = 'nine-clusters' | 'half-moons';

/** The models of both versions, in the order of the figure. */
const FIGURE_MODELS = [
  'single network',
  'Platt scaling',
  'MC dropout',
  'Bayes by Backprop',
  'ensemble',
  'anchored ensemble',
] as const;

/** One of them. */
export type FigureModel = (typeof FIGURE_MODELS)[number];

/** Whether a model is a trained ensemble, which the paper sees mitigate the effect. */
export function isEnsemble(model: FigureModel): boolean {
  return model === 'ensemble' || model === 'anchored ensemble';
}

/** A rectangle of the plane, data units, and the distance of its grid points. */
export interface Area {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly step: number;
}

/** How one version of the figure was made. */
export interface FigureSetting {
  readonly models: readonly FigureModel[];
  readonly network: { readonly hidden: readonly number[]; readonly dropout: number };
  readonly dropoutNetwork: { readonly hidden: readonly number[]; readonly dropout: number };
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** Epochs without a lower validation loss after which training ends. */
  readonly patience: number;
  /** Rows trained on; the rest validates. All, if null: the training rows validate themselves. */
  readonly trainingRows: number | null;
  readonly picture: Area;
  /** Where its gradients are drawn. */
  readonly gradients: Area;
  /** Every metric and gradient, or the entropy and its gradient alone. */
  readonly metrics: 'all' | 'entropy';
}

const CLUSTERS: Area = { x: [-3.5, 3], y: [-2.3, 2], step: 0.1 };

/**
 * The settings of both versions of paper A's figures, data as they are, not standardised. Ten members
 * each.
 *
 * Sources: the notebook on multi-class uncertainty of github.com/Pacmed/ehr_ood_detection, which made
 * the picture of the first version (single networks and ensemble; its dropout is 0, so the rate of MC
 * dropout is chosen here, and Bayes by Backprop is trained as the others); github.com/Kaleidophon/
 * know-your-limits for the final one.
 */
export const FIGURE_SETTINGS: Readonly<Record<FigureData, FigureSetting>> = {
  'nine-clusters': {
    models: ['single network', 'MC dropout', 'Bayes by Backprop', 'ensemble', 'anchored ensemble'],
    network: { hidden: [5, 5], dropout: 0 },
    dropoutNetwork: { hidden: [5, 5], dropout: 0.2 },
    learningRate: 1e-3,
    batchSize: 8,
    epochs: 100,
    patience: 3,
    trainingRows: null,
    picture: CLUSTERS,
    gradients: CLUSTERS,
    metrics: 'entropy',
  },
  'half-moons': {
    models: ['single network', 'Platt scaling', 'MC dropout', 'ensemble', 'anchored ensemble'],
    network: { hidden: [25, 25, 25], dropout: 0.014552 },
    dropoutNetwork: { hidden: [25, 25, 25, 25], dropout: 0.205046 },
    learningRate: 0.000538,
    batchSize: 64,
    epochs: 20,
    patience: 5,
    trainingRows: 500,
    picture: { x: [-3.5, 4.5], y: [-3, 3.5], step: 0.125 },
    gradients: { x: [-5.5, 6.5], y: [-5, 5.5], step: 0.25 },
    metrics: 'all',
  },
};
