import type { TopLevelSpec } from 'vega-lite';
import { renderSvg } from '../../page/renderSvg.js';
import { softmax } from '../../uncertainty/softmax.js';
import { softmaxJacobian } from '../../uncertainty/softmaxJacobian.js';
import type { Figure } from './figure.js';

/** The plane of logits shown: −6 … 6 both ways. */
const REACH = 6;
/** The bounds of the bands of p_0. */
const BOUNDS = [0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999];

/**
 * Figure 2 of paper A: the softmax over the plane of two logits, p_0 as bands and its gradient
 * p_0 (1 − p_0) (1, −1) as arrows, which shrink to nothing on either side of the diagonal, but never
 * along it. Arithmetic: float64.
 *
 * @param id - unique on the page
 */
export async function softmaxPlane(id: string): Promise<Figure> {
  return {
    id,
    title: 'Two softmax components over the plane of their logits (Figure 2 of paper A)',
    caption: [
      'Bands: p_0 = σ(f_0 − f_1), from near 0 (upper left) to near 1 (lower right); labels give p_0 on the lines between them. Arrows: the gradient of p_0 with respect to the logits, p_0(1 − p_0)·(1, −1), drawn to scale. That of p_1 is its opposite.',
      'Move one logit and hold the other fixed, that is along a horizontal or a vertical line: the arrows shrink to nothing, which is Lemma 2. Move both along the diagonal f_0 = f_1 and they keep their length √2/4 for ever: Lemma 4 needs more than Lemma 2 gives. Float64.',
    ],
    panels: [
      {
        title: 'p_0 and its gradient over the plane (f_0, f_1)',
        svg: await renderSvg(
          planeSpec(),
          `${id}-1`,
          'The plane of two logits. Bands of equal p_0 run parallel to the diagonal. Gradient arrows point to the lower right; they are longest on the diagonal, where p_0 is one half, and vanish away from it.',
        ),
        legend: [],
      },
    ],
  };
}

function planeSpec(): TopLevelSpec {
  const axis = (field: string, title: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [-REACH, REACH], nice: false, zero: false },
    axis: { title, grid: false, tickCount: 6 },
  });
  const [x, y] = [axis('x', 'f_0'), axis('y', 'f_1')];
  const spec = {
    autosize: { type: 'none' },
    padding: { left: 46, right: 46, top: 24, bottom: 40 },
    width: 340,
    height: 340,
    layer: [
      ...bands().map(({ shade, values }) => ({
        data: { values },
        mark: { type: 'area', clip: true, color: `var(--band-${shade})`, line: false },
        encoding: { x, y, y2: { field: 'y2' } },
      })),
      {
        data: { values: contours() },
        mark: { type: 'line', clip: true, color: 'var(--paper)', strokeWidth: 1 },
        encoding: { x, y, detail: { field: 'p', type: 'nominal' } },
      },
      {
        data: { values: arrowShafts() },
        mark: { type: 'rule', clip: true, color: 'var(--ink)', strokeWidth: 1.4 },
        encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' } },
      },
      {
        data: { values: arrowShafts().filter(({ length }) => length > 0.02) },
        mark: { type: 'point', shape: 'triangle', filled: true, angle: 135, opacity: 1 },
        encoding: {
          x: { ...x, field: 'x2' },
          y: { ...y, field: 'y2' },
          color: { value: 'var(--ink)' },
          size: { field: 'headSize', type: 'quantitative', scale: null },
        },
      },
      {
        data: { values: labelsAtRight() },
        mark: { type: 'text', color: 'var(--muted)', fontSize: 12, align: 'left', dx: 5 },
        encoding: { x, y, text: { field: 'text' } },
      },
      {
        data: { values: labelsAtTop() },
        mark: { type: 'text', color: 'var(--muted)', fontSize: 12, baseline: 'bottom', dy: -3 },
        encoding: { x, y, text: { field: 'text' } },
      },
    ],
  };
  return spec as unknown as TopLevelSpec;
}

/** Where p_0 = p: f_1 = f_0 − logit(p). */
function contour(p: number): (x: number) => number {
  const shift = Math.log(p / (1 - p));
  return (x) => x - shift;
}

/** The bands between the bounds: shade 1 near p_0 = 0, shade 10 near 1. */
function bands(): { shade: number; values: { x: number; y: number; y2: number }[] }[] {
  // Above and below every visible contour.
  const [top, bottom] = [() => 3 * REACH, () => -3 * REACH];
  const edges = [top, ...BOUNDS.map(contour), bottom];
  return edges.slice(1).map((lower, k) => ({
    shade: k + 1,
    values: [-REACH, REACH].map((x) => ({ x, y: lower(x), y2: edges[k](x) })),
  }));
}

function contours(): { x: number; y: number; p: number }[] {
  return BOUNDS.flatMap((p) => [-REACH, REACH].map((x) => ({ x, y: contour(p)(x), p })));
}

/** Labels where contours leave the plane at the right, p_0 ≥ 1/2. */
function labelsAtRight(): { x: number; y: number; text: string }[] {
  return [0.5, 0.9, 0.99, 0.999].map((p) => ({ x: REACH, y: contour(p)(REACH), text: `${p}` }));
}

/** Labels where contours leave the plane at the top, p_0 < 1/2. */
function labelsAtTop(): { x: number; y: number; text: string }[] {
  return [0.001, 0.01, 0.1].map((p) => ({
    x: REACH - contour(p)(0),
    y: REACH,
    text: `${p}`,
  }));
}

function arrowShafts() {
  const places = [-5, -3, -1, 1, 3, 5];
  return places.flatMap((x) =>
    places.map((y) => {
      const row = softmaxJacobian([x, y])[0];
      const [dx, dy] = [row[0] * 4.4, row[1] * 4.4];
      const length = softmax([x, y])[0] * softmax([x, y])[1];
      // Centred on the place it belongs to.
      return {
        x: x - dx / 2,
        y: y - dy / 2,
        x2: x + dx / 2,
        y2: y + dy / 2,
        length,
        headSize: 20 + 160 * length,
      };
    }),
  );
}
