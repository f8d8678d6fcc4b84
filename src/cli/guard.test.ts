import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { checkCertificateCommand } from './checkCertificate.js';
import { guardCommand } from './guard.js';

const folder = temporaryFolder('guard-cli');
const network = join(folder, 'net.json');
const head = dense([
  [4, 0],
  [0, 4],
]);
const identity = dense([
  [1, 0],
  [0, 1],
]);
writeFileSync(network, JSON.stringify(networkFile(2, identity, relu, head)));
const data = join(folder, 'id.csv');
writeFileSync(
  data,
  `height,width,label\n${Array.from({ length: 20 }, (_, i) => `${i % 7},${i % 3},${i % 2}`).join('\n')}\n`,
);
const out = join(folder, 'guarded.onnx');
const certificate = join(folder, 'guarded.certificate.json');

describe('farfield guard', () => {
  let printed = '';
  beforeEach(() => {
    printed = '';
    process.exitCode = undefined;
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += text;
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });
  const run = (...words: string[]) =>
    guardCommand()
      .exitOverride()
      .parseAsync([network, '--out', out, ...words], { from: 'user' });
  const check = (...words: string[]) =>
    checkCertificateCommand().exitOverride().parseAsync(words, { from: 'user' });

  it('writes a file, its certificate and a page, and says how to check them', async () => {
    const page = join(folder, 'guard.html');
    await run('--data', data, '--report', page);
    expect(printed).toContain('the most probable class is the same everywhere');
    expect(printed).toContain(`check-certificate ${out} ${certificate} --original ${network}`);
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('<svg');
    expect(text).not.toContain('NaN');
    await check(out, certificate, '--original', network, '--json');
    expect(process.exitCode).toBe(0);
  });

  it('measures that certainty far out is gone and that no row changes', async () => {
    await run('--data', data, '--json');
    const { effect, confidence, change } = JSON.parse(printed);
    expect(effect.data).toMatchObject({ rows: 20, outside: 0, labelsChanged: 0 });
    expect(effect.data.largestChange).toBeLessThanOrEqual(change);
    for (const { excess, certain, largest } of effect.far) {
      if (excess < 3) continue;
      expect(certain.before).toBeGreaterThan(0.3);
      expect(certain.after).toBe(0);
      expect(largest.after).toBeLessThanOrEqual(confidence[0].bound);
    }
  });

  it('puts a detector beside the guard, in the file, certificate and page', async () => {
    const page = join(folder, 'detector.html');
    const words = ['--data', data, '--detector', 'cea-msp', '--flag-rate', '0.1'];
    await run(...words, '--report', page, '--json');
    const { detector } = JSON.parse(printed);
    expect(detector).toMatchObject({ id: 'cea-msp', flagRate: 0.1 });
    expect(detector.uncertainty).toBeGreaterThan(0);
    expect(detector.flags.map(({ direction }: { direction: string }) => direction)).toEqual([
      'height +',
      'width +',
    ]);
    expect(detector.effect.flaggedData).toBeLessThan(0.5);
    expect(detector.effect.far.at(-1).flagged).toBeGreaterThan(0.5);
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('The detector beside it');
    expect(text).toContain('Certified: no input anywhere that is not flagged');
    expect(text).toContain('<td>height +</td>');
    await check(out, certificate, '--original', network, '--json');
    expect(process.exitCode).toBe(0);
    printed = '';
    await run(...words);
    expect(printed).toContain('cea-msp beside it: "novelty" is the novelty');
    await expect(run('--data', data, '--flag-rate', '0.1')).rejects.toMatchObject({
      path: '--detector',
    });
  });

  it('refuses to run without data or a box, and to write over the original', async () => {
    await expect(run()).rejects.toMatchObject({ code: 'missing', path: '--data' });
    const same = guardCommand()
      .exitOverride()
      .parseAsync([network, '--data', data, '--out', network], { from: 'user' });
    await expect(same).rejects.toMatchObject({ code: 'out_of_range', path: '--out' });
  });

  it('takes a box, widths and aims', async () => {
    const box = join(folder, 'box.json');
    writeFileSync(box, JSON.stringify({ lower: [0, 0], upper: [1, 2] }));
    const widths = join(folder, 'widths.json');
    writeFileSync(widths, '[2, 4]');
    const aims = ['--keep', '0.001', '--uncertain-at', '1', '--confidence', '0.7'];
    await run('--box', box, '--widths', widths, ...aims, '--json');
    const { guard, change, confidence, effect } = JSON.parse(printed);
    expect(guard).toMatchObject({ lower: [0, 0], upper: [1, 2], widths: [2, 4] });
    expect(change).toBeLessThanOrEqual(0.001);
    expect(confidence[0]).toMatchObject({ excess: 1 });
    expect(confidence[0].bound).toBeLessThanOrEqual(0.7);
    expect(effect.data).toBe(null);
  });

  it('finds that a certificate is of another file', async () => {
    await run('--data', data);
    const other = join(folder, 'other.onnx');
    await guardCommand()
      .exitOverride()
      .parseAsync([network, '--data', data, '--out', other, '--keep', '0.01'], { from: 'user' });
    await check(other, certificate, '--original', network);
    expect(process.exitCode).toBe(1);
    await expect(check(out, certificate)).rejects.toMatchObject({ path: '--original' });
  });
});
