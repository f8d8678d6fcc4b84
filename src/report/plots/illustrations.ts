import { evaluate } from '../../network/evaluate.js';
import { type NetworkFile, readNetwork } from '../../network/networkFile.js';
import { dangerScale } from '../../tail/dangerScale.js';
import { exactTail } from '../../tail/exactTail.js';
import { complements } from '../../uncertainty/complements.js';
import { softmax } from '../../uncertainty/softmax.js';
import type { Figure } from './figure.js';
import { numberWords } from './numberWords.js';
import { drawPanel, type Panel } from './panels.js';
import { rayFigure } from './rayFigure.js';
import { softmaxPlane } from './softmaxPlane.js';

/**
 * What is drawn for claims that hold and are easier seen than read. Each is one fixed example and
 * proves nothing; its caption says so.
 */
export const ILLUSTRATIONS: Readonly<Record<string, (id: string) => Promise<Figure>>> = {
  'jacobian-limit': softmaxPlane,
  'eventually-affine': logitsAlongRay,
  regimes: threeRegimes,
  'danger-scale': threeDangerScales,
  'saturation-rate': rateOfSaturation,
  'vote-shares': (id) =>
    rayFigure(id, 'an illustration: three members, two of which vote for class 0', {
      members: [EXAMPLES.zero, EXAMPLES.zero, EXAMPLES.one],
      origin: [0],
      direction: [1],
    }),
};

/** `h = (relu(x_1 − 1), relu(x_2 − 2))`, `f = (h_1 + h_2, h_1 + 1/2, 0)`. */
const NETWORK: NetworkFile = {
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
      ],
      bias: [-1, -2],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 1],
        [1, 0],
        [0, 0],
      ],
      bias: [0, 0.5, 0],
    },
  ],
};

/** Two members of an ensemble, `f = (x, 0)` and `f = (0, x)`. */
const EXAMPLES = {
  zero: head([[1], [0]]),
  one: head([[0], [1]]),
} as const;

const IN_WORDS =
  'An illustration, not evidence: the fixed network h = (relu(x_1 − 1), relu(x_2 − 2)), f = (h_1 + h_2, h_1 + 1/2, 0), from the origin';

async function logitsAlongRay(id: string): Promise<Figure> {
  const follow = logitsAlong([1, 1]);
  const times = steps(0, 5, 101);
  const series = ['f_0', 'f_1', 'f_2'];
  const panel: Panel = {
    title: 'Logits f_c',
    series,
    points: series.flatMap((name, c) =>
      times.map((t) => ({ t, value: follow(t)[c], series: name })),
    ),
    marks: [{ t: 2, label: 't*' }],
    x: { title: 't', domain: [0, 5], logarithmic: false },
    y: { domain: [0, 8], logarithmic: false },
  };
  return {
    id,
    title: 'Logits become affine',
    caption: [
      `${IN_WORDS} along (1, 1). Its units change sign at t = 1 and t = 2; from t* = 2 on (exact) every logit is a straight line for ever. Float64.`,
    ],
    panels: [
      await drawPanel(
        panel,
        `${id}-1`,
        'Three logits against t from 0 to 5, straight after t* = 2.',
      ),
    ],
  };
}

async function threeRegimes(id: string): Promise<Figure> {
  const rays = [
    { series: 'saturating, along (0, 1)', direction: [0, 1] },
    { series: 'tied, along (1, 0)', direction: [1, 0] },
    { series: 'flat, along (−1, −1)', direction: [-1, -1] },
  ];
  const times = steps(-1, 2, 121).map((exponent) => 10 ** exponent);
  const panel: Panel = {
    title: 'MSP, max p_c',
    series: rays.map(({ series }) => series),
    points: rays.flatMap(({ series, direction }) => {
      const follow = logitsAlong(direction);
      return times.map((t) => ({ t, value: Math.max(...softmax(follow(t))), series }));
    }),
    marks: [],
    x: { title: 't', domain: [0.1, 100], logarithmic: true },
    y: { domain: [0, 1], logarithmic: false },
  };
  return {
    id,
    title: 'The three regimes',
    caption: [
      `${IN_WORDS}. Along (0, 1) it saturates: MSP → 1. Along (1, 0) classes 0 and 1 are tied for ever, and MSP → σ(1/2) = 0.6225. Along (−1, −1) every unit is off and nothing changes. Float64.`,
    ],
    panels: [
      await drawPanel(
        panel,
        `${id}-1`,
        'MSP against t for three rays: one tends to 1, one to 0.62, one is constant.',
      ),
    ],
  };
}

async function threeDangerScales(id: string): Promise<Figure> {
  const direction = [0, 1];
  const tail = exactTail(readNetwork(NETWORK), [0, 0], direction);
  const scales = [0.1, 0.01, 0.001].map((epsilon) => ({
    epsilon,
    t: dangerScale(tail, epsilon)!,
  }));
  const panel: Panel = {
    ...uncertaintyLeft(direction, 12),
    marks: [
      { t: tail.from.toNumber(), label: 't*' },
      ...scales.map(({ t, epsilon }) => ({ t, label: `${epsilon}` })),
    ],
    dots: scales.map(({ epsilon, t }) => ({ t, value: epsilon })),
  };
  const words = scales.map(({ epsilon, t }) => `${numberWords(t)} for ε = ${epsilon}`).join(', ');
  return {
    id,
    title: 'Danger scales',
    caption: [
      `${IN_WORDS} along (0, 1). Dashed lines: t_ε = ${words}; dots: (t_ε, ε). At and beyond each of them the curve, 1 − p_k, stays at or below ε. Float64, t_ε rounded up.`,
    ],
    panels: [
      await drawPanel(
        panel,
        `${id}-1`,
        'One minus the top probability against t; it is below each ε from its danger scale on.',
      ),
    ],
  };
}

async function rateOfSaturation(id: string): Promise<Figure> {
  const follow = logitsAlong([0, 1]);
  const series = 'ln(1 − p_k) / t';
  const points = steps(0, 3, 121).map((exponent) => {
    const t = 10 ** exponent;
    return { t, value: Math.log(complements(follow(t))[0]) / t, series };
  });
  const drawn = points.filter(({ value }) => Number.isFinite(value));
  const panel: Panel = {
    title: 'ln(1 − p_k) / t',
    series: [series, '−γ'],
    points: [...drawn, ...[1, 1000].map((t) => ({ t, value: -1, series: '−γ' }))],
    marks: [{ t: 2, label: 't*' }],
    x: { title: 't', domain: [1, 1000], logarithmic: true },
    y: { domain: [-1.2, 0], logarithmic: false },
  };
  return {
    id,
    title: 'The rate tends to −γ',
    caption: [
      `${IN_WORDS} along (0, 1), where γ = 1 (exact). ln(1 − p_k)/t tends to −γ; the curve ends where 1 − p_k falls below the smallest double. Float64.`,
    ],
    panels: [
      await drawPanel(
        panel,
        `${id}-1`,
        'The logarithm of one minus the top probability, over t, tends to minus gamma, −1.',
      ),
    ],
  };
}

/** 1 − p_0 against t, on a logarithmic axis. */
function uncertaintyLeft(direction: readonly number[], last: number): Panel {
  const follow = logitsAlong(direction);
  const series = '1 − p_k';
  return {
    title: '1 − p_k, what is left for other classes',
    series: [series],
    points: steps(0, last, 121).map((t) => ({ t, value: complements(follow(t))[0], series })),
    marks: [],
    x: { title: 't', domain: [0, last], logarithmic: false },
    y: { domain: [1e-4, 1], logarithmic: true },
  };
}

/** The illustrative network's logits at t·direction. */
function logitsAlong(direction: readonly number[]): (t: number) => Float64Array {
  const network = readNetwork(NETWORK);
  return (t) =>
    evaluate(
      network,
      direction.map((value) => t * value),
    );
}

function head(weights: number[][]): NetworkFile {
  const layers = [{ type: 'dense' as const, weights, bias: weights.map(() => 0) }];
  return { format: 'farfield-network', version: 1, inputs: 1, layers };
}

function steps(first: number, last: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + ((last - first) * i) / (count - 1));
}
