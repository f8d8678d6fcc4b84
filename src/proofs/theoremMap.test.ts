import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { theoremMap } from './theoremMap.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'farfield-map-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entry = {
  theorem: 'danger_scale',
  claim: 'danger-scale',
  reading: 'as-printed',
  plain: 'p',
  leavesOut: 'l',
};

describe('theoremMap', () => {
  it.each([
    [{ plain: '' }, 'theorems.json[1].plain='],
    [{ reading: 'perhaps' }, 'theorems.json[1].reading="perhaps"'],
    [{ theorem: 'softmax' }, 'must begin with its claim, danger-scale'],
    [{ theorem: 'danger_scale' }, 'must occur once'],
  ])('reports an entry with %o', (change, message) => {
    const other = { ...entry, theorem: 'danger_scale_other', ...change };
    writeFileSync(join(folder, 'theorems.json'), JSON.stringify([entry, other]));
    expect(() => theoremMap(folder)).toThrow(message);
  });
});
