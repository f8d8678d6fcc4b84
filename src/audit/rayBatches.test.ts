import { expect, it } from 'vitest';
import { normalNumbers, randomNetwork } from '../bench/randomNetwork.js';
import { Classifier, type Observations } from '../detectors/index.js';
import { valuesAt } from '../network/evaluate.js';
import type { ScalesOfRay } from './followRays.js';
import { plainRays } from './plainRays.js';
import { RayObserver } from './rayObserver.js';

/** Everything of one scale, as text: NaN is itself, and −0 is not 0. */
function rowTexts({ inputs, logits, features, hidden }: Observations): string[] {
  const parts = [...(inputs ? [inputs] : []), logits, features, ...(hidden ?? [])];
  return Array.from({ length: logits.rows }, (_, row) =>
    parts
      .map(({ columns, values }) =>
        Array.from(values.subarray(row * columns, (row + 1) * columns), (value) =>
          Object.is(value, -0) ? '-0' : String(value),
        ).join(),
      )
      .join(' | '),
  );
}

const SCALES = [0, 1e-3, 0.5, 1, 7, 1e3, 1e9, 1e160, 1e300, 1.7e308];

it('the scales of some rays give the same bits together as one by one', () => {
  for (const [n, sizes] of [
    [2, 5, 3],
    [4, 70, 64, 3],
    [60, 65, 40, 4],
  ].entries()) {
    const network = randomNetwork(sizes, n + 1);
    const classifier = new Classifier(network);
    const random = normalNumbers(n + 7);
    const draw = () => Float64Array.from({ length: network.inputSize }, random);
    const [origin, direction] = [draw(), draw()];
    const observer = new RayObserver(classifier, { inputs: true, hidden: true });
    const first = network.nodes[observer.frontier - 1].operation;
    const slopeOf = first.kind === 'affine' ? first.maps[0] : null;
    const slope = new Float64Array(first.size);
    slopeOf!.addProduct(direction, slope);
    const ray = { origin, direction, intercept: valuesAt(network, origin)[1], slope };
    const other = { ...ray, origin: draw() };
    other.intercept = valuesAt(network, other.origin)[1];
    const rays = [ray, other];
    const origins = rays.map((one) => one.origin);
    const plain = plainRays(network, classifier, origins, direction, true);
    const without = plainRays(network, null, origins, direction, true);
    for (const view of [
      {
        observe: (at: readonly ScalesOfRay[]) => observer.observe(rays, at),
        outputs: (at: readonly ScalesOfRay[]) => observer.outputs(rays, at),
      },
      plain,
      without,
    ]) {
      const at = [1, 0].map((one) => ({ ray: one, scales: SCALES }));
      const together = rowTexts(view.observe(at));
      const single = at.flatMap((one) => SCALES.map((t) => ({ ray: one.ray, scales: [t] })));
      expect(together).toEqual(single.flatMap((one) => rowTexts(view.observe([one]))));
      expect(new Set(together).size).toBeGreaterThan(10);
      expect(view.outputs(at)).toEqual(view.observe(at).logits);
    }
    expect(observer.frontier).toBe(1);
  }
});
