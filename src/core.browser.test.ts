import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { chromiumTests, launchChromium } from '../properties/chromium.js';
import { encodeOnnx, float32 } from '../properties/support/readers/encodeOnnx.js';
import * as core from './core.js';

/** An entrance as one script that sets `farfield`, and what it imports that is not in it. */
async function bundled(entrance: string): Promise<{ script: string; imports: string[] }> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(entrance, import.meta.url)),
    platform: 'browser',
    external: /^node:/,
    logLevel: 'silent',
    // Sources are TypeScript, and name each other as what they are compiled to.
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  const split = await bundle.generate({ format: 'esm' });
  const imports = split.output.flatMap((part) =>
    part.type === 'chunk' ? [...part.imports, ...part.dynamicImports] : [],
  );
  if (imports.some((name) => name.startsWith('node:'))) return { script: '', imports };
  const { output } = await bundle.generate({
    format: 'iife',
    name: 'farfield',
    codeSplitting: false,
  });
  await bundle.close();
  return { script: output[0].code, imports };
}

/** What a page does with a model and a table that were dropped on it. */
async function analyse(
  farfield: typeof core,
  model: Uint8Array,
  weights: Uint8Array,
  table: string,
) {
  const network = await farfield.networkOfBytes(model, 'model.onnx', {
    files: { 'weights.bin': weights },
  });
  const data = farfield.auditDataOfText(table, 'table.csv', network);
  const { audit } = await farfield.audit(network, {
    data,
    detectors: ['msp', 'ebo', 'mds', 'knn', 'cea-ebo'],
    policies: farfield.parsePolicies('blind:msp'),
  });
  const { timing, environment, ...found } = audit;
  const posterior = await farfield.loadPrecise({ digits: 40 });
  return JSON.parse(
    JSON.stringify({
      logits: Array.from(farfield.evaluate(network, [1, 2])),
      slope: farfield.exactTail(network, [1, 2], [1, 0]).slope.map(String),
      uncertainty: farfield.uncertainty([
        [1, 2],
        [0, 3],
      ]),
      digits: Object.keys(posterior).length > 0,
      found,
    }),
  );
}

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const WEIGHTS = floats(1, -1, 0.5, 0.25, 1, -1);
const MODEL = encodeOnnx({
  inputs: { x: [1, 2] },
  initializers: {
    w: {
      dims: [2, 3],
      dataType: 1,
      dataLocation: 1,
      externalData: [{ key: 'location', value: 'weights.bin' }],
    },
    v: float32([3, 2], [1, 0, 0, 1, 0.5, -2]),
  },
  nodes: [
    { op: 'MatMul', in: ['x', 'w'], out: ['a'] },
    { op: 'Relu', in: ['a'], out: ['h'] },
    { op: 'MatMul', in: ['h', 'v'], out: ['y'] },
  ],
});
const TABLE = `width,height,label\n${Array.from({ length: 24 }, (_, i) => `${i % 5},${(i * 7) % 4},${i % 2}`).join('\n')}\n`;

it('farfield needs Node, which the list of its imports shows', async () => {
  const { imports } = await bundled('index.ts');
  expect(imports.filter((name) => name.startsWith('node:'))).not.toEqual([]);
});

/** The entrance for browsers is bundled once for all tests. */
let bundledCore: ReturnType<typeof bundled> | undefined;
const coreBundle = () => (bundledCore ??= bundled('core.ts'));

it('farfield/core imports nothing that is not in its bundle', async () => {
  const { script, imports } = await coreBundle();
  expect(script).not.toBe('');
  expect(imports.filter((name) => name.includes(':'))).toEqual([]);
});

chromiumTests.it('farfield/core does in a browser what it does here', async () => {
  const { script } = await coreBundle();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const thrown: Error[] = [];
    page.on('pageerror', (error) => thrown.push(error));
    await page.addScriptTag({ content: script });
    expect(thrown).toEqual([]);
    const there = await page.evaluate(
      `(${analyse})(farfield, ${bytes(MODEL)}, ${bytes(WEIGHTS)}, ${JSON.stringify(TABLE)})`,
    );
    const here = await analyse(core, MODEL, WEIGHTS, TABLE);
    expect(here.slope).toEqual(['5/4', '-1/1']);
    expect(here.found.directions).toHaveLength(4);
    // Another V8 may end its exponentials and logarithms in another last digit.
    expectNear(there, here, 'result');
  } finally {
    await browser.close();
  }
});

function expectNear(found: unknown, expected: unknown, path: string): void {
  if (typeof found === 'number' && typeof expected === 'number') {
    const off = Math.abs(found - expected) / Math.max(1, Math.abs(expected));
    expect(off, `${path}: ${found} for ${expected}`).toBeLessThan(1e-12);
  } else if (typeof found === 'object' && found && typeof expected === 'object' && expected) {
    expect(Object.keys(found), path).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(found)) {
      expectNear(value, (expected as Record<string, unknown>)[key], `${path}.${key}`);
    }
  } else {
    expect(found, path).toBe(expected);
  }
}

function bytes(of: Uint8Array): string {
  return `Uint8Array.of(${of.join()})`;
}
