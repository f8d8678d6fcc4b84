import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { farfield } from '../../properties/builtCommand.js';
import { dense, networkFile } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { writeIndex } from './writeIndex.js';

const folder = temporaryFolder('index');
const network = join(folder, 'net <b>.json');
const head = dense([[1], [0]]);
writeFileSync(network, JSON.stringify(networkFile(1, head)));

describe('index.html', () => {
  it('leads to the reports of a folder once there are several', async () => {
    const out = join(folder, 'reports');
    await farfield('audit', network, '--out', out, '--workers', '0');
    const index = join(out, 'index.html');
    expect(existsSync(index)).toBe(false);
    const verify = ['--claims', 'regimes', '--runs', '20', '--workers', '0'];
    await farfield('verify', ...verify, '--out', out);
    const text = readFileSync(index, 'utf8');
    expect(text).toContain('<a href="report.html">Evidence</a>');
    expect(text).toContain('<a href="audit.html">Audit of net &lt;b&gt;.json</a>');
    expect(text).toContain('2 of 2 feature directions end in certainty');
    expect(text).toContain('<a href="audit.sarif">');
    expect(text).not.toContain('<script');
  });

  it('finds those of folders in it, and leaves a page of somebody else alone', async () => {
    const out = join(folder, 'several');
    for (const name of ['a', 'b']) {
      mkdirSync(join(out, name), { recursive: true });
      writeFileSync(join(out, name, 'audit.html'), '');
    }
    writeFileSync(join(out, 'a', 'audit.json'), '{');
    expect(await writeIndex(out)).toBe(true);
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('href="b/audit.html"');
    expect(await writeIndex(out)).toBe(true);
    writeFileSync(join(out, 'index.html'), 'mine');
    expect(await writeIndex(out)).toBe(false);
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe('mine');
  });
});
