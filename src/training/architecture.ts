/** A network of dense layers; dropout after each hidden layer while training. */
export interface MlpArchitecture {
  readonly kind: 'mlp';
  readonly hidden: readonly number[];
  readonly dropout: number;
  /** ReLU if absent. */
  readonly activation?: 'gelu' | 'silu';
  /** A LayerNorm between each hidden dense layer and its activation; none if absent. */
  readonly norm?: 'layer';
}

/**
 * The tabular ResNet of Gorishniy et al. 2021: blocks `x + W₂ relu(W₁ norm(x))`, then norm, ReLU and
 * the head.
 */
export interface ResNetArchitecture {
  readonly kind: 'resnet';
  /** Width of the residual stream. */
  readonly main: number;
  /** Width inside a block. */
  readonly hidden: number;
  readonly blocks: number;
  readonly dropout: number;
}

/** The FT-Transformer of Gorishniy et al. 2021: one token per feature, ReGLU, pre-normalisation. */
export interface FtTransformerArchitecture {
  readonly kind: 'ft-transformer';
  readonly blocks: number;
  /** Width of a token; a multiple of `heads`. */
  readonly token: number;
  readonly heads: number;
  readonly attentionDropout: number;
  readonly feedForwardDropout: number;
}

/** A model that can be trained. */
export type Architecture = MlpArchitecture | ResNetArchitecture | FtTransformerArchitecture;

/** Paper B's classifier: 128-256-128, dropout 0.1. */
export const PAPER_MLP: MlpArchitecture = { kind: 'mlp', hidden: [128, 256, 128], dropout: 0.1 };

/** Paper B's tabular ResNet. */
export const PAPER_RESNET: ResNetArchitecture = {
  kind: 'resnet',
  main: 128,
  hidden: 256,
  blocks: 2,
  dropout: 0.2,
};

/** Paper B's FT-Transformer, the default of its authors. */
export const PAPER_FT_TRANSFORMER: FtTransformerArchitecture = {
  kind: 'ft-transformer',
  blocks: 3,
  token: 192,
  heads: 8,
  attentionDropout: 0.2,
  feedForwardDropout: 0.1,
};

/** A small FT-Transformer that trains in minutes without a graphics card; not paper B's. */
export const REDUCED_FT_TRANSFORMER: FtTransformerArchitecture = {
  kind: 'ft-transformer',
  blocks: 2,
  token: 32,
  heads: 4,
  attentionDropout: 0.2,
  feedForwardDropout: 0.1,
};
