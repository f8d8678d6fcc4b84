import type { EmpiricalStatement } from './statement.js';

const CREDENTIALS = 'eICU and MIMIC-IV need credentials';
const CIFAR =
  'CIFAR and SVHN are not among the data here, and ResNet-32 takes too long to train: TensorFlow.js has no gradient of two-dimensional convolution filters in WebAssembly, and with that of three-dimensional ones, which it has, an epoch of CIFAR-10 takes about 13 hours of processor time, from its products as measured';

/** A statement that a claim judges. */
function judged(
  source: string,
  statement: string,
  [reproduction, setting]: readonly [EmpiricalStatement['reproduction'], string],
  experiment: string,
  ...claims: readonly string[]
): EmpiricalStatement {
  const judgedBy = { experiment, claims };
  return { source, statement, reproduction, setting, judgedBy, noVerdict: null };
}

/** A statement that nothing here judges. */
function notJudged(
  source: string,
  statement: string,
  [reproduction, setting]: readonly [EmpiricalStatement['reproduction'], string],
  noVerdict: string,
): EmpiricalStatement {
  return { source, statement, reproduction, setting, judgedBy: null, noVerdict };
}

const TABLES = ['partly', `Wine, Dry Bean and Diabetics as in the paper; ${CREDENTIALS}`] as const;
const DIABETICS = ['partly', `Diabetics as in the paper; ${CREDENTIALS}`] as const;
const DIGITS = [
  'partly',
  'an MLP on 10,000 MNIST images instead of 60,000; Fashion-MNIST as the one other data set; the ε of the paper’s attack is not known',
] as const;

/** Every empirical statement of paper B, in the order of its sections. */
export const STATEMENTS_OF_B: readonly EmpiricalStatement[] = [
  judged(
    'B, abstract',
    'CEA does not damage performance in any scenario',
    TABLES,
    'cea-tabular',
    'cea-never-lowers',
  ),
  judged(
    'B, abstract',
    'CEA does not damage performance in any scenario: images',
    DIGITS,
    'images',
    'cea-never-lowers',
  ),
  judged(
    'B, section 1 and 3.2',
    'in-distribution activations remain below τ, so that CEA acts on outliers alone',
    TABLES,
    'cea-tabular',
    'id-activations-below-tau',
  ),
  judged(
    'B, Fig. 2 and 5',
    'CEA gives a net improvement on most baselines',
    TABLES,
    'cea-tabular',
    'cea-net-positive',
  ),
  judged(
    'B, Fig. 2 and 5',
    'MDS and SHE are not affected by CEA',
    TABLES,
    'cea-tabular',
    'cea-leaves-mds',
    'cea-leaves-she-euclidean',
  ),
  judged(
    'B, Fig. 2 and 5',
    'detectors that rely on probabilities get worse the larger the scale',
    TABLES,
    'cea-tabular',
    'probability-auc-falls',
  ),
  judged(
    'B, section 5',
    'distances handle overconfidence by themselves: they get better the larger the scale',
    TABLES,
    'cea-tabular',
    'distance-auc-rises',
  ),
  judged(
    'B, Fig. 2 and 5',
    'with CEA performance is better for larger scales, on average',
    TABLES,
    'cea-tabular',
    'cea-auc-rises',
  ),
  judged(
    'B, Fig. 2 and 5',
    'with CEA performance is consistently better for larger scales',
    TABLES,
    'cea-tabular',
    'cea-auc-rises-consistently',
  ),
  judged(
    'B, section 5',
    'CEA enhances MSP, EBO and DICE more than MDS, SHE and KLM',
    TABLES,
    'cea-tabular',
    'cea-lifts-probability-most',
  ),
  judged(
    'B, Fig. 3',
    'CEA improves several baselines on real outliers and harms none',
    ['partly', `wines of the other colour in the place of other hospitals: ${CREDENTIALS}`],
    'other-wine',
    'cea-helps-other-data',
    'cea-never-lowers',
  ),
  judged(
    'B, Fig. 3',
    'on real outliers CEA brings every detector above chance',
    ['partly', `wines of the other colour in the place of other hospitals: ${CREDENTIALS}`],
    'other-wine',
    'cea-above-chance',
  ),
  judged(
    'B, Fig. 3',
    'CEA gains more for a network trained on MIMIC-IV than on eICU',
    ['not', `${CREDENTIALS}; the experiment runs where they are`],
    'other-hospital',
    'mimic-gains-more',
  ),
  judged(
    'B, Tables 1 and 5',
    'the tabular ResNet is overconfident',
    DIABETICS,
    'architectures',
    'resnet-is-overconfident',
  ),
  judged(
    'B, Tables 1 and 5',
    'CEA improves numerous baselines on the ResNet',
    DIABETICS,
    'architectures',
    'cea-helps-resnet',
  ),
  judged(
    'B, Tables 1 and 5',
    'the Transformer mitigates overconfidence',
    DIABETICS,
    'architectures',
    'transformer-is-milder',
    'transformer-ends-uncertain',
  ),
  judged(
    'B, Tables 1 and 5',
    'improvements by CEA with the Transformer are marginal',
    DIABETICS,
    'architectures',
    'transformer-gains-little',
  ),
  judged(
    'B, Tables 1 and 5',
    'without CEA detection is better on the Transformer, on average',
    DIABETICS,
    'architectures',
    'transformer-baselines-better',
  ),
  judged(
    'B, Tables 1 and 5',
    'with CEA the ResNet is often better than the Transformer',
    DIABETICS,
    'architectures',
    'resnet-with-cea-better',
  ),
  judged(
    'B, Tables 2 and 6',
    'LogitNorm leads to better detection',
    DIABETICS,
    'logitnorm',
    'logitnorm-reduces',
  ),
  judged(
    'B, Tables 2 and 6',
    'LogitNorm does not eliminate overconfidence',
    DIABETICS,
    'logitnorm',
    'logitnorm-does-not-remove',
  ),
  judged(
    'B, Tables 2 and 6',
    'with LogitNorm MSP, EBO, ReAct and Gram are worse than chance on Diabetics',
    ['reproduced', 'Diabetics as in the paper'],
    'logitnorm',
    'logitnorm-below-chance',
  ),
  judged(
    'B, Tables 2 and 6',
    'CEA still improves on networks trained with LogitNorm',
    DIABETICS,
    'logitnorm',
    'cea-improves-on-logitnorm',
  ),
  judged(
    'B, Tables 3 and 7',
    'on scaled, attacked and other images CEA improves many baselines on the MLP',
    DIGITS,
    'images',
    'cea-helps-on-images',
    'cea-helps-many-on-images',
  ),
  notJudged(
    'B, Tables 3 and 7',
    'with ResNet-32 the improvements on real outliers become marginal',
    ['not', CIFAR],
    'nothing to measure it on',
  ),
  notJudged(
    'B, section 5',
    'more heterogeneous in-distribution data reduce overconfidence',
    ['not', `${CREDENTIALS}; ${CIFAR}`],
    'the paper compares two pairs of data sets, neither of which is here',
  ),
  judged(
    'B, Fig. 4',
    'CEA improves detection for a wide range of p and γ',
    ['reproduced', 'Diabetics as in the paper; the values of p and γ are chosen here'],
    'ablation',
    'cea-helps-for-many-settings',
  ),
  judged(
    'B, Fig. 4',
    'a higher p guarantees that CEA only improves',
    ['reproduced', 'Diabetics as in the paper'],
    'ablation',
    'high-p-never-harms',
  ),
  judged(
    'B, Fig. 4',
    'increasing γ results in a better performance',
    ['reproduced', 'Diabetics as in the paper'],
    'ablation',
    'larger-gamma-better',
  ),
  judged(
    'B, Table 8',
    'temperature scaling improves calibration',
    ['partly', `MLP and tabular ResNet on Wine, Dry Bean and Diabetics; ${CREDENTIALS}; ${CIFAR}`],
    'calibration',
    'temperature-calibrates',
  ),
  judged(
    'B, appendix E',
    'temperature scaling changes the AUROC of MSP by at most 1 %',
    [
      'partly',
      'Dry Bean; on two classes (Wine, Diabetics, eICU, MIMIC-IV) it is an identity, which tests nothing',
    ],
    'cea-tabular',
    'temperature-changes-little',
  ),
  judged(
    'B, Fig. 6',
    'CEA is effective on the penultimate layer and on all layers',
    DIABETICS,
    'all-layers',
    'layers-both-effective',
  ),
  judged(
    'B, Fig. 6',
    'on Diabetics many baselines are better with all layers',
    ['reproduced', 'Diabetics as in the paper'],
    'all-layers',
    'all-layers-better-here',
  ),
  notJudged(
    'B, Fig. 6',
    'on eICU every detector is better with the last layer alone, and so is the average of both data sets',
    ['not', CREDENTIALS],
    'half of the average is not here',
  ),
  judged('B, Table 9', 'other norms give similar results', DIABETICS, 'norms', 'norms-are-similar'),
];
