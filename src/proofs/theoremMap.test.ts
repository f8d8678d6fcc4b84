import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { theoremMap } from './theoremMap.js';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('map-test');
});

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
    [{ leavesOut: '' }, 'theorems.json[1].leavesOut='],
    [{ leavesOut: ' ' }, 'theorems.json[1].leavesOut='],
    [{ leavesOut: undefined }, 'theorems.json[1].leavesOut'],
    [{ reading: undefined }, 'theorems.json[1].reading'],
    [{ reading: 'perhaps' }, 'theorems.json[1].reading="perhaps"'],
    [{ theorem: 'softmax' }, 'must begin with its claim, danger-scale'],
    [{ theorem: 'danger_scale' }, 'must occur once'],
  ])('reports an entry with %o', (change, message) => {
    const other = { ...entry, theorem: 'danger_scale_other', ...change };
    writeFileSync(join(folder, 'theorems.json'), JSON.stringify([entry, other]));
    expect(() => theoremMap(folder)).toThrow(message);
  });
});
