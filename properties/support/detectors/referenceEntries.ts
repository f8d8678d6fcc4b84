import type { Detector, Variant, VariantOptions } from '../../../src/detectors/detector.js';
import { adaScaleA, adaScaleL } from '../../../src/detectors/methods/adaScale.js';
import { ash } from '../../../src/detectors/methods/ash.js';
import { ashP } from '../../../src/detectors/methods/ashP.js';
import { ashS } from '../../../src/detectors/methods/ashS.js';
import { cea } from '../../../src/detectors/methods/cea.js';
import { dice } from '../../../src/detectors/methods/dice.js';
import { diceReAct } from '../../../src/detectors/methods/diceReAct.js';
import { ebo } from '../../../src/detectors/methods/ebo.js';
import { fdbd } from '../../../src/detectors/methods/fdbd.js';
import { gen } from '../../../src/detectors/methods/gen.js';
import { gradNorm } from '../../../src/detectors/methods/gradNorm.js';
import { gram } from '../../../src/detectors/methods/gram.js';
import { gramLayers } from '../../../src/detectors/methods/gramLayers.js';
import { klm } from '../../../src/detectors/methods/klm.js';
import { knn } from '../../../src/detectors/methods/knn.js';
import { mds } from '../../../src/detectors/methods/mds.js';
import { mdsRidge } from '../../../src/detectors/methods/mdsRidge.js';
import { mls } from '../../../src/detectors/methods/mls.js';
import { msp } from '../../../src/detectors/methods/msp.js';
import { multiMds } from '../../../src/detectors/methods/multiMds.js';
import { nci } from '../../../src/detectors/methods/nci.js';
import { nearestNeighbour } from '../../../src/detectors/methods/nearestNeighbour.js';
import { neco } from '../../../src/detectors/methods/neco.js';
import { nnGuide } from '../../../src/detectors/methods/nnGuide.js';
import { odin } from '../../../src/detectors/methods/odin.js';
import { openMax } from '../../../src/detectors/methods/openMax.js';
import { reAct } from '../../../src/detectors/methods/reAct.js';
import { reActAshS } from '../../../src/detectors/methods/reActAshS.js';
import { relation } from '../../../src/detectors/methods/relation.js';
import { residual } from '../../../src/detectors/methods/residual.js';
import { rmds } from '../../../src/detectors/methods/rmds.js';
import { rmdsRidge } from '../../../src/detectors/methods/rmdsRidge.js';
import { scale } from '../../../src/detectors/methods/scale.js';
import { sheCosine, sheEuclidean, sheInnerProduct } from '../../../src/detectors/methods/she.js';
import {
  sircEntropyNorm,
  sircEntropyResidual,
  sircMspNorm,
  sircMspResidual,
} from '../../../src/detectors/methods/sirc.js';
import { tempScale } from '../../../src/detectors/methods/tempScale.js';
import { entropy } from '../../../src/detectors/methods/uncertaintyDetectors.js';
import { unit } from '../../../src/detectors/methods/unit.js';
import { vim } from '../../../src/detectors/methods/vim.js';
import { vimClipped } from '../../../src/detectors/methods/vimClipped.js';
import { vra } from '../../../src/detectors/methods/vra.js';
import { vraClip } from '../../../src/detectors/methods/vraClip.js';
import { vraPlus } from '../../../src/detectors/methods/vraPlus.js';
import { vraPlusPlus } from '../../../src/detectors/methods/vraPlusPlus.js';
import type { ReferenceCase } from './referenceVectors.js';

/** A detector and the options that make it the one an entry names. */
export interface NamedDetector {
  readonly detector: Detector<VariantOptions>;
  readonly options: VariantOptions & Readonly<Record<string, unknown>>;
}

/**
 * The detector an entry of a case was made with, in the variant of the code it came from.
 *
 * @param name - `MSP`, `ViM[dim=64]`, `CEA(EBO)`, `CEA[p=99,gamma=10,rho=1.1](MSP)`, `GEN`
 * @returns null for a name this version does not know
 */
export function detectorOfEntry(name: string, reference: ReferenceCase): NamedDetector | null {
  const wrapped = /^CEA(?:\[p=([\d.]+),gamma=([\d.]+),rho=([\d.]+)\])?\((.+)\)$/.exec(name);
  if (!wrapped) return plainDetector(name, reference);
  const base = plainDetector(wrapped[4], reference);
  if (!base) return null;
  const entry = reference.entries[name];
  return {
    detector: cea(base.detector),
    options: {
      variant: 'cea-2024',
      percent: Number(wrapped[1] ?? entry.p ?? 99.9),
      gamma: Number(wrapped[2] ?? entry.gamma ?? 10),
      rho: Number(wrapped[3] ?? entry.rho ?? 1.1),
      batchSize: reference.batchSize,
      base: base.options,
    },
  };
}

/** What names a detector: its own name, the variant, and how recorded parameters become options. */
type Naming = readonly [
  detector: Detector<VariantOptions>,
  variant: Variant,
  options?: (params: Params, name: string, reference: ReferenceCase) => Record<string, unknown>,
];

// biome-ignore lint/suspicious/noExplicitAny: recorded parameters of a fixed format
type Params = any;

/** Options that are there under another name; those that are not recorded are left out. */
const renamed =
  (names: Readonly<Record<string, string>>) =>
  (params: Params): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(names).flatMap(([option, key]) =>
        key in params ? [[option, params[key]]] : [],
      ),
    );

/** 0.95 as the percentage 95. */
const percentOf = (fraction: number) => Math.round(fraction * 1e8) / 1e6;

const ofVra = ({ q1, q2, lamb, a, m }: Params, name: string) => ({
  lowPercent: percentOf(q1),
  highPercent: percentOf(q2),
  ...(name === 'VRA+' && { shift: lamb }),
  ...(name === 'VRA++' && { weight: a, center: m }),
});

const ofNnGuide = renamed({ neighbours: 'K', bankRows: 'n_bank' });

const ofSirc = renamed({ dimension: 'dim' });

const ofAdaScale = ({ percentile, k1, k2, lmbda, o }: Params) => ({
  lowPercent: percentile[0],
  highPercent: percentile[1],
  sumPercent: k1,
  changePercent: k2,
  weight: lmbda,
  movedPercent: percentOf(o),
});

/** By the full name, or by the name without its brackets. */
const NAMES: Readonly<Record<string, Naming>> = {
  MSP: [msp, 'cea-2024'],
  MLS: [mls, 'cea-2024'],
  TempScale: [tempScale, 'cea-2024'],
  EBO: [ebo, 'cea-2024', renamed({ temperature: 'T' })],
  ODIN: [odin, 'cea-2024', renamed({ temperature: 'temperature', noise: 'noise' })],
  MDS: [mds, 'cea-2024'],
  RMDS: [rmds, 'cea-2024'],
  KNN: [knn, 'cea-2024', ({ k }, _, { neighbours }) => ({ k: k ?? neighbours })],
  ViM: [vim, 'cea-2024', ({ dim }, _, { vimDimension }) => ({ dimension: dim ?? vimDimension })],
  'SHE[inner_product]': [sheInnerProduct, 'cea-2024'],
  'SHE[euclidean]': [sheEuclidean, 'cea-2024'],
  KLM: [klm, 'cea-2024'],
  OpenMax: [
    openMax,
    'cea-2024',
    (params, name) => ({
      ...renamed({ alpha: 'alpha', tailSize: 'tail_size' })(params),
      // libMR's fit stops at 1e-6: its recorded parameters are given, the exact fit is our own.
      ...(name === 'OpenMax' &&
        Array.isArray(params.classes) && { tails: params.classes.map(tailOf) }),
    }),
  ],
  Gram: [gram, 'cea-2024'],
  GradNorm: [gradNorm, 'cea-2024'],
  ReAct: [reAct, 'cea-2024', renamed({ percent: 'percentile' })],
  DICE: [dice, 'cea-2024', renamed({ percent: 'percentile' })],
  ASH: [ash, 'cea-2024', renamed({ percent: 'percentile' })],
  Unit: [unit, 'paper'],
  Entropy: [entropy, 'pytorch-ood'],
  'EBO[T=2]': [ebo, 'cea-2024', renamed({ temperature: 'temperature' })],
  'EBO[T=10]': [ebo, 'cea-2024', renamed({ temperature: 'temperature' })],
  'TempScale[T0=1]': [tempScale, 'pytorch-ood'],
  'KLM[predicted]': [klm, 'pytorch-ood'],
  GEN: [gen, 'openood', renamed({ gamma: 'gamma', largest: 'M' })],
  fDBD: [
    fdbd,
    'openood',
    ({ distance_as_normalizer }) => ({
      regularizer: distance_as_normalizer ? 'distance to mean' : 'norm',
    }),
  ],
  NCI: [nci, 'openood', renamed({ alpha: 'alpha' })],
  'SHE[cosine]': [sheCosine, 'openood'],
  'KNN[K=50]': [knn, 'openood', renamed({ k: 'K' })],
  'KNN[nearest]': [nearestNeighbour, 'pytorch-ood'],
  NNGuide: [nnGuide, 'openood', ofNnGuide],
  'NNGuide[authors]': [nnGuide, 'authors', ofNnGuide],
  Relation: [relation, 'openood', renamed({ power: 'pow' })],
  'ReAct[fit=train]': [reAct, 'openood', renamed({ percent: 'percentile' })],
  'ReAct[fit=train,percentile=99]': [reAct, 'openood', renamed({ percent: 'percentile' })],
  'DICE+ReAct': [diceReAct, 'authors', renamed({ percent: 'p', clipPercent: 'clip_percentile' })],
  'ASH-P': [ashP, 'authors', renamed({ percent: 'percentile' })],
  'ASH-S': [ashS, 'authors', renamed({ percent: 'percentile' })],
  'ASH-B': [ash, 'cea-2024', renamed({ percent: 'percentile' })],
  'ReAct+ASH-S': [reActAshS, 'authors', renamed({ percent: 'percentile' })],
  SCALE: [scale, 'openood', renamed({ percent: 'percentile' })],
  'VRA[clip]': [
    vraClip,
    'openood',
    renamed({ lowPercent: 'percentile_low', highPercent: 'percentile_high' }),
  ],
  'VRA[clip,low=60]': [
    vraClip,
    'openood',
    renamed({ lowPercent: 'percentile_low', highPercent: 'percentile_high' }),
  ],
  VRA: [vra, 'authors', ofVra],
  'VRA+': [vraPlus, 'authors', ofVra],
  'VRA++': [vraPlusPlus, 'authors', ofVra],
  'AdaScale-A': [adaScaleA, 'openood', ofAdaScale],
  'AdaScale-L': [adaScaleL, 'openood', ofAdaScale],
  Residual: [
    residual,
    'openood',
    ({ dim, fit_on }) => ({ dimension: dim, fitOn: fit_on === 'train' ? 'train' : 'validation' }),
  ],
  NECO: [
    neco,
    'authors',
    ({ dim, architecture }) => ({
      dimension: dim,
      factor: architecture === 'resnet' ? 'none' : 'largest logit',
      denominator: ['deit', 'swin'].includes(architecture) ? 'raw' : 'standardised',
    }),
  ],
  'MDS[ridge]': [mdsRidge, 'pytorch-ood'],
  'RMDS[ridge]': [rmdsRidge, 'pytorch-ood'],
  MultiMDS: [multiMds, 'pytorch-ood'],
  'ViM[clipped]': [vimClipped, 'pytorch-ood', renamed({ dimension: 'dim' })],
  'Gram[openood]': [gramLayers, 'openood', ofGram],
  'Gram[openood,seed=3]': [gramLayers, 'openood', ofGram],
  'SIRC[MSP_z]': [sircMspNorm, 'authors', ofSirc],
  'SIRC[H_z]': [sircEntropyNorm, 'authors', ofSirc],
  'SIRC[MSP_res]': [sircMspResidual, 'authors', ofSirc],
  'SIRC[H_res]': [sircEntropyResidual, 'authors', ofSirc],
};

function plainDetector(name: string, reference: ReferenceCase): NamedDetector | null {
  // A suffix like [dim=64] names a setting, which is among the entry's parameters as well.
  const naming = NAMES[name] ?? NAMES[name.replace(/\[.*\]$/, '')];
  if (!naming) return null;
  const [detector, variant, optionsOf] = naming;
  const params = reference.entries[name]?.params ?? {};
  return { detector, options: { variant, ...optionsOf?.(params, name, reference) } };
}

function tailOf(recorded: { scale: number; shape: number; small_score: number; valid: boolean }) {
  const { scale, shape, small_score: smallScore, valid } = recorded;
  return { scale, shape, smallScore, valid };
}

/** Rows are held out as Python draws them with the recorded seed. */
function ofGram({ held_out, seed }: Params, _: string, { data }: ReferenceCase) {
  if (typeof seed === 'number') return { seed };
  const classes = data.head.bias.length;
  return { heldOut: Array.from({ length: classes }, (_, c) => held_out?.[c] ?? []) };
}
