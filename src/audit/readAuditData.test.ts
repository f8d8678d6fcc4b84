import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { parseImageShape } from './imageShape.js';
import { estimateScaling } from './inputScaling.js';
import { readAuditData } from './readAuditData.js';
import { readAuditRays } from './readAuditRays.js';
import { readBox } from './readBox.js';
import { readScaling } from './readScaling.js';

const folder = temporaryFolder('audit');

const network = { inputSize: 2, outputSize: 2 };
let files = 0;

describe('readAuditData', () => {
  it('takes feature names from the header and labels from the column named', async () => {
    const path = file('a,kind,b\n1,1,2\n3,0,4\n', 'csv');
    const data = await readAuditData(path, network, { seed: 1, label: 'kind' });
    expect(data.features).toEqual(['a', 'b']);
    expect([...data.x.values]).toEqual([1, 2, 3, 4]);
    expect([...data.labels!]).toEqual([1, 0]);
  });

  it('takes a column named class for the labels where there is one column too many', async () => {
    const path = file('a,b,Class\n1,2,no\n3,4,yes\n5,6,no\n', 'csv');
    const data = await readAuditData(path, network, { seed: 1 });
    expect([...data.labels!]).toEqual([0, 1, 0]);
    expect(data.notes.join()).toContain('0 = no, 1 = yes');
  });

  it('has no labels where no column is left for them', async () => {
    const data = await readAuditData(file('a,b\n1,2\n', 'csv'), network, { seed: 1 });
    expect(data.labels).toBeNull();
  });

  it.each([
    ['a,b,c\n1,2,3\n', undefined, /columns=3 must be as many as the network's 2 inputs/],
    ['a\n1\n', undefined, /columns=1/],
    ['a,b\n1,two\n', undefined, /line 2, column 2 \(b\)="two" must be a number/],
    ['a,b\n1,\n', undefined, /is empty, but must be a number/],
    ['a,b\n', undefined, /at least one row/],
    ['a,b,k\n1,2,2\n', 'k', /line 2: label=2 must be a class/],
    ['a,b,k\n1,2,0.5\n', 'k', /label=0.5/],
    ['a,b,k\n1,2,x\n1,2,y\n1,2,z\n', 'k', /classes=3 must be at most the network's 2/],
    ['a,b\n1,2\n', 'nobody', /column "nobody" must be in the header/],
  ])('refuses %j', async (text, label, message) => {
    const options = { seed: 1, ...(label !== undefined && { label }) };
    await expect(readAuditData(file(text, 'csv'), network, options)).rejects.toThrow(message);
  });

  it('names the data sets there are for a name that is none', async () => {
    await expect(readAuditData('mnits', network, { seed: 1 })).rejects.toThrow(/mnist/);
  });

  it('refuses an NPY file of complex numbers, naming its type', async () => {
    const header = "{'descr': '<c16', 'fortran_order': False, 'shape': (1, 2), }".padEnd(117);
    const bytes = Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
      Buffer.from([118, 0]),
      Buffer.from(`${header}\n`),
      Buffer.alloc(32),
    ]);
    await expect(readAuditData(file(bytes, 'npy'), network, { seed: 1 })).rejects.toThrow(/<c16/);
  });
});

describe('scaling, rays, boxes and shapes', () => {
  it('refuses to standardise with a constant column, by name', async () => {
    const data = await readAuditData(file('a,b\n1,2\n1,4\n', 'csv'), network, { seed: 1 });
    expect(() => estimateScaling(data.x, data.features, data.name)).toThrow(
      /column 1 \(a\): standard deviation=0 must be above 0/,
    );
  });

  it('names every wrong entry of a scaling file', async () => {
    const path = file('{"means": [1, "x"], "deviations": [0, 2, 3]}', 'json');
    await expect(readScaling(path, 2)).rejects.toThrow(
      /means\[1\]="x"[\s\S]*deviations\[0\]=0[\s\S]*deviations.length=3/,
    );
    await expect(readScaling(file('[', 'json'), 2)).rejects.toThrow(/is not JSON/);
    await expect(readScaling(file('null', 'json'), 2)).rejects.toThrow(
      /file=null must be an object/,
    );
  });

  it('reads rays in raw units', async () => {
    const path = file(
      '[{"direction": [2, 0], "origin": [3, 1], "label": "up"}, {"direction": [0, 1]}]',
      'json',
    );
    const scaling = {
      means: new Float64Array([1, 1]),
      deviations: new Float64Array([2, 4]),
      source: 'x',
    };
    const [up, other] = await readAuditRays(path, 2, scaling);
    expect(up).toMatchObject({ label: 'up', entries: [{ index: 0, value: 1 }] });
    expect([...up.origin!]).toEqual([1, 0]);
    expect(other).toMatchObject({ label: 'ray 1', origin: null });
  });

  it.each([
    ['[]', /rays=\[\] must have at least 1 item/],
    ['{}', /rays=\{\} must be an array/],
    ['[null]', /rays\[0\]=null must be an object/],
    ['[{}]', /rays\[0\].direction must be given/],
    ['[{"direction": [1, 0], "orign": [1, 2]}]', /rays\[0\].orign/],
    ['[{"direction": [1]}]', /direction.length=1/],
    ['[{"direction": [0, 0]}]', /must not be all zero/],
    ['[{"direction": [1, 0], "origin": [1]}]', /origin.length=1/],
    ['[{"direction": [1, 1e999]}]', /finite/],
  ])('refuses the rays %s', async (text, message) => {
    await expect(readAuditRays(file(text, 'json'), 2, null)).rejects.toThrow(message);
  });

  it('refuses a box inside out', async () => {
    await expect(
      readBox(file('{"lower": [0, 2], "upper": [1, 1]}', 'json'), 2, null),
    ).rejects.toThrow(/lower\[1\]=2 must be at most upper\[1\]=1/);
  });

  it('takes 784 inputs for an image, and the shape given for what it is', () => {
    expect(parseImageShape(undefined, 784)).toEqual({ channels: 1, height: 28, width: 28 });
    expect(parseImageShape(undefined, 12)).toBeNull();
    expect(parseImageShape('2x3', 6)).toEqual({ channels: 1, height: 2, width: 3 });
    expect(() => parseImageShape('2x4', 6)).toThrow(/must multiply to/);
    expect(() => parseImageShape('two', 6)).toThrow(/channels, height and width/);
  });
});

function file(content: string | Buffer, ending: string): string {
  const path = join(folder, `${files++}.${ending}`);
  writeFileSync(path, content);
  return path;
}
