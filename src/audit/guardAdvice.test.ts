import { expect, it } from 'vitest';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { readNetwork } from '../network/networkFile.js';
import { audit } from './audit.js';
import { guardAdvice } from './guardAdvice.js';
import { renderAuditHtml } from './html/renderAuditHtml.js';

const network = (slope: number) =>
  readNetwork(
    networkFile(
      1,
      dense([[1], [-1]]),
      relu,
      dense([
        [slope, 0],
        [0, 0],
      ]),
    ),
  );
const data = {
  name: 'my rows.csv',
  features: ['a'],
  x: { rows: 10, columns: 1, values: Float64Array.from({ length: 10 }, (_, i) => i / 10) },
  labels: null,
  notes: [],
};

it('an audit that found certainty ends with the guard and the line that makes it', async () => {
  // 99 % certain from x = 4.6 on: more than ten standard deviations beyond the data.
  const far = await audit(network(1), { data });
  const advice = guardAdvice(far.audit, 'models/net.onnx');
  expect(advice).toEqual({
    uncertainAt: 3,
    command: "farfield guard models/net.onnx --data 'my rows.csv' --out guarded.onnx",
  });
  const page = renderAuditHtml(far, null, 'models/net.onnx');
  expect(page).toContain('<code>farfield guard models/net.onnx --data ');
  // Certain from x = 1.15 on, less than one beyond.
  const near = guardAdvice((await audit(network(4), { data })).audit, 'net.onnx');
  expect(near!.uncertainAt).toBeLessThan(1);
  expect(near!.command).toContain(`--uncertain-at ${near!.uncertainAt} `);
  const none = await audit(network(0), { data });
  expect(guardAdvice(none.audit, 'net.onnx')).toBe(null);
  expect(renderAuditHtml(none, null)).not.toContain('farfield guard');
});
