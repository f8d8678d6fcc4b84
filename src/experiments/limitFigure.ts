import type { Figure } from './figure.js';
import { scaleWords, slug, wordsFor } from './resultWords.js';
import { hundredfold } from './scaleFigure.js';
import { describeTheoryCase, type LimitCase } from './theoryFindings.js';

/**
 * Theory against experiment for one trained network: for each detector the AUROC at infinity as it
 * is decided, a bar, and what is measured on the way there, dots.
 */
export function limitFigure(one: LimitCase): Figure {
  const { setting, spec, result } = one;
  const { dataSet, seed } = spec.subject;
  const title = `${describeTheoryCase(one)}: AUROC × 100 decided at infinity (bar) and measured`;
  const lines = result.limits.map((limit) => {
    const [choice, id] = limit.detector.split(':');
    const place = { detector: wordsFor(id ?? choice), line: id ? 'with CEA' : 'baseline' };
    return { limit, place };
  });
  const decided = lines.flatMap(({ limit: { predicted, inFloat64 }, place }) =>
    // Measurements are float64: where a score underflows, it is there that they end.
    predicted === null ? [] : [{ ...place, auroc: hundredfold(inFloat64 ?? predicted) }],
  );
  const measured = lines.flatMap(({ limit, place }) =>
    limit.measured.map(({ alpha, auroc }) => ({
      ...place,
      auroc: hundredfold(auroc),
      alpha: scaleWords(alpha),
    })),
  );
  const x = {
    field: 'auroc',
    type: 'quantitative',
    title: 'AUROC × 100',
    scale: { domain: [0, 100] as number[] },
  } as const;
  const y = {
    field: 'detector',
    type: 'nominal',
    title: null,
    sort: [...new Set(lines.map(({ place }) => place.detector))],
  } as const;
  return {
    name: [
      'limits',
      slug(dataSet),
      ...(setting === null ? [] : [slug(setting)]),
      seed,
      spec.variant,
    ].join('-'),
    title,
    specification: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      title,
      data: {
        values: [
          ...decided.map((one) => ({ ...one, what: 'decided' })),
          ...measured.map((one) => ({ ...one, what: 'measured' })),
        ],
      },
      facet: { column: { field: 'line', type: 'nominal', title: null } },
      spec: {
        width: 230,
        height: { step: 17 },
        layer: [
          {
            transform: [{ filter: "datum.what === 'measured'" }],
            mark: { type: 'point', filled: true, size: 42, opacity: 0.9 },
            encoding: {
              x,
              y,
              color: {
                field: 'alpha',
                type: 'ordinal',
                title: 'measured at α',
                sort: spec.alphas.map(scaleWords),
                scale: { range: ['#c6dbef', '#9ecae1', '#6baed6', '#3182bd', '#08519c'] },
              },
            },
          },
          {
            transform: [{ filter: "datum.what === 'decided'" }],
            mark: { type: 'tick', thickness: 2.5, size: 15, color: '#b2182b' },
            encoding: { x, y },
          },
        ],
      },
    },
  };
}
