import type { EnsembleCase } from '../../claims/cases.js';
import { counted, listed } from '../../page/countWords.js';
import type { Figure } from './figure.js';
import { limitWords, numberWords } from './numberWords.js';
import { type Axis, drawPanel, type Panel } from './panels.js';
import { EPSILON, MOST_CLASSES, type RaySample, type RaySamples, sampleRay } from './raySamples.js';

/** No gradient norm below this is drawn; its logarithm goes on for ever. */
const SMALLEST_EXPONENT = -20;

/**
 * The uncertainty metrics and the gradient norms of a network or an ensemble along its ray, against
 * t on a logarithmic axis, with t* and the danger scale marked. Arithmetic: see `sampleRay`; the
 * caption repeats it.
 *
 * @param id - unique on the page
 * @param subject - what is followed, for the title: "the counterexample"
 * @throws InputError if the case is not valid
 */
export async function rayFigure(id: string, subject: string, given: EnsembleCase): Promise<Figure> {
  const samples = sampleRay(given);
  const drawable = samples.samples.length > 1;
  const panels = drawable
    ? [certaintyPanel(samples), entropyPanel(samples), gradientPanel(samples)].filter(
        ({ points }) => points.length > 0,
      )
    : [];
  return {
    id,
    title: `Along the ray of ${subject}`,
    caption: captionOf(samples, given),
    panels: await Promise.all(
      panels.map((panel, k) => drawPanel(panel, `${id}-${k + 1}`, labelOf(panel, samples))),
    ),
  };
}

function certaintyPanel(samples: RaySamples): Panel {
  const series = samples.size === 1 ? 'MSP' : 'MSP of the mean';
  return {
    ...common(samples),
    title: samples.size === 1 ? 'MSP, max p_c' : 'MSP, max p̄_c',
    series: [series],
    points: samples.samples.map(({ t, maximumSoftmaxProbability: value }) => ({
      t,
      value,
      series,
    })),
    y: { domain: [0, 1], logarithmic: false },
  };
}

function entropyPanel(samples: RaySamples): Panel {
  const entropy = 'predictive entropy';
  const information = 'mutual information';
  const points = (series: string, of: (sample: RaySample) => number) =>
    samples.samples.map((sample) => ({ t: sample.t, value: of(sample), series }));
  const ensemble = samples.size > 1;
  return {
    ...common(samples),
    title: ensemble ? 'Entropy and MI (nats)' : 'Predictive entropy (nats)',
    series: ensemble ? [entropy, information] : [entropy],
    points: [
      ...points(entropy, ({ predictiveEntropy }) => predictiveEntropy),
      ...(ensemble ? points(information, (sample) => sample.mutualInformation) : []),
    ],
    y: { domain: [0, Math.log(samples.classes) * 1.05], logarithmic: false },
  };
}

function gradientPanel(samples: RaySamples): Panel {
  const classes = Array.from({ length: Math.min(samples.classes, MOST_CLASSES) }, (_, c) => c);
  const name = (c: number) => `class ${c}`;
  const points = classes.flatMap((c) =>
    samples.samples
      .filter(({ logGradientNorms }) => logGradientNorms[c] > -Infinity)
      .map(({ t, logGradientNorms }) => ({
        t,
        value: 10 ** Math.min(Math.max(logGradientNorms[c], SMALLEST_EXPONENT - 5), 300),
        series: name(c),
      })),
  );
  const drawn = points.map(({ value }) => Math.log10(value));
  const highest = Math.ceil(Math.max(-1, ...drawn) + 0.2);
  const lowest = Math.floor(
    Math.max(Math.min(highest - 4, ...drawn), SMALLEST_EXPONENT, highest - 40),
  );
  return {
    ...common(samples),
    title: samples.size === 1 ? 'Gradient norm ‖∇p_c‖' : 'Gradient norm ‖∇p̄_c‖',
    series: classes.map(name),
    points,
    y: {
      domain: [10 ** Math.min(lowest, highest - 4), 10 ** highest],
      logarithmic: true,
    },
  };
}

function common({ from, danger, span }: RaySamples): Pick<Panel, 'marks' | 'x'> {
  const x: Axis = { title: 't', domain: span, logarithmic: true };
  const marks = [
    ...(from > 0 ? [{ t: from, label: 't*' }] : []),
    ...(danger === null ? [] : [{ t: danger, label: 't_ε' }]),
  ];
  return { marks, x };
}

function captionOf(samples: RaySamples, { origin, direction }: EnsembleCase): string[] {
  const { from, danger, limits, size, regimes, overflowed } = samples;
  const regime = [...new Set(regimes)];
  const behaviour =
    size === 1
      ? `The tail is ${regimes[0]} (exact).`
      : `The ${size} members’ tails are ${listed(regime)} (exact).`;
  const starts = `The ${size === 1 ? 'network is' : 'members are'} affine along the ray from t* = ${numberWords(from)} on (exact, rounded once)`;
  const scale =
    danger === null
      ? 'there is no danger scale, since not every tail saturates'
      : `t_ε = ${numberWords(danger)} is the danger scale: ${size === 1 ? 'from there on the network is' : 'from there on every member is'} ${100 * (1 - EPSILON)} % certain for ever (float64, rounded up)`;
  const metrics = [
    `MSP → ${limitWords(limits.maximumSoftmaxProbability)}`,
    `predictive entropy → ${limitWords(limits.predictiveEntropy)}`,
    ...(size > 1
      ? [
          `mutual information → ${limitWords(limits.mutualInformation)}`,
          `class variance → ${limitWords(limits.classVariance)}`,
        ]
      : []),
  ];
  return [
    `${behaviour} ${starts}; ${scale}.`,
    `Limits as t → ∞: ${metrics.join('; ')}.`,
    [
      samples.samples.length > 1 ? 'Curves: stable float64.' : 'There is nothing to draw:',
      ...scalingWords(origin, direction),
      ...vanishedWords(samples),
      ...(overflowed > 0
        ? [
            samples.samples.length > 1
              ? `${counted(overflowed, 'point')} left out where float64 overflows.`
              : 'float64 overflows along the whole ray.',
          ]
        : []),
      ...(samples.classes > MOST_CLASSES
        ? [`Gradients of the first ${MOST_CLASSES} of ${samples.classes} classes.`]
        : []),
    ].join(' '),
  ];
}

/** How t and the papers' α are related, if the ray scales one coordinate. */
function scalingWords(origin: readonly number[], direction: readonly number[]): string[] {
  const moved = direction.flatMap((value, d) => (value === 0 ? [] : [d]));
  const [d] = moved;
  if (moved.length !== 1 || d === undefined || origin[d] === 0) return [];
  const ratio = direction[d] / origin[d];
  if (!(ratio > 0 && Number.isFinite(ratio))) return [];
  const factor = ratio === 1 ? '' : `${numberWords(ratio)}·`;
  return [`In the papers’ terms the ray scales x_${d + 1} by α = 1 + ${factor}t.`];
}

/** Gradients that are exactly 0 have no place on a logarithmic axis. */
function vanishedWords({ samples }: RaySamples): string[] {
  const last = samples.at(-1);
  if (!last) return [];
  const classes = last.logGradientNorms.length;
  const zero = Array.from({ length: classes }, (_, c) => c).filter(
    (c) => last.logGradientNorms[c] === -Infinity,
  );
  if (zero.length === 0) return [];
  const which =
    zero.length === classes
      ? 'The gradients of all classes are'
      : `The ${zero.length === 1 ? 'gradient' : 'gradients'} of ${zero.length === 1 ? 'class' : 'classes'} ${listed(zero.map(String))} ${zero.length === 1 ? 'is' : 'are'}`;
  return [`${which} exactly 0 in the end, which a logarithmic axis cannot show.`];
}

function labelOf({ title, points, series }: Panel, { from, danger }: RaySamples): string {
  const ends = series.map((name) => {
    const own = points.filter((point) => point.series === name);
    if (own.length === 0) return `${name}: nothing to draw`;
    return `${name}: ${plain(own[0].value)} to ${plain(own.at(-1)!.value)}`;
  });
  const marks = [
    ...(from > 0 ? [`t* = ${plain(from)}`] : []),
    ...(danger === null ? [] : [`danger scale ${plain(danger)}`]),
  ];
  return `${title} against t. ${[...ends, ...marks].join('; ')}.`;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(3)));
}
