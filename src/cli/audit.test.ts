import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COMMAND } from '../../properties/builtCommand.js';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { auditCommand } from './audit.js';

const folder = temporaryFolder('audit-cli');

const network = join(folder, 'net.json');
const identity = dense([
  [1, 0],
  [0, 1],
]);
const head = dense([
  [1, 0],
  [0, 0],
]);
writeFileSync(network, JSON.stringify(networkFile(2, identity, relu, head)));
const data = join(folder, 'id.csv');
writeFileSync(
  data,
  `height,width\n${Array.from({ length: 20 }, (_, i) => `${i % 7},${i % 3}`).join('\n')}\n`,
);

describe('farfield audit', () => {
  let out = '';
  beforeEach(() => {
    out = '';
    process.exitCode = undefined;
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += text;
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });

  const run = (...words: string[]) =>
    auditCommand()
      .exitOverride()
      .parseAsync([network, ...words, '--workers', '0'], { from: 'user' });

  it('prints the headline and the summary first and ends with 0', async () => {
    await run('--quiet');
    expect(out).toMatch(
      /^Push x_0 up by 4\.7 and the model is 99 % certain of class 0 for ever\.\n1 of 4 feature directions ends in certainty, whatever the input/,
    );
    expect(out).toContain('x_0 +');
    expect(out).toContain('The function analysed is the real-number function');
    expect(process.exitCode).toBe(0);
  });

  it('takes the options of farfield.config.json in the folder that it is run in', () => {
    const here = join(folder, 'project');
    mkdirSync(here, { recursive: true });
    const config = { audit: { network: '../net.json', policies: ['saturating>0'] } };
    writeFileSync(join(here, 'farfield.config.json'), JSON.stringify(config));
    const { status, stderr } = spawnSync(process.execPath, [COMMAND, 'audit', '--json'], {
      cwd: here,
      encoding: 'utf8',
    });
    expect(stderr).toContain('Options of farfield.config.json');
    expect(status).toBe(1);
  });

  it('places its findings relative to where it is run, as code scanning wants', async () => {
    const file = 'properties/readers/fixtures/misread/sigmoid_two_logits_lda.onnx';
    await auditCommand()
      .exitOverride()
      .parseAsync([resolve(file), '--quiet', '--workers', '0', '--out', join(folder, 'sarif')], {
        from: 'user',
      });
    const { runs } = JSON.parse(readFileSync(join(folder, 'sarif', 'audit.sarif'), 'utf8'));
    expect(runs[0].results.length).toBeGreaterThan(0);
    for (const { locations } of runs[0].results) {
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe(file);
    }
  });

  it('says how certain a posterior ends, per direction', async () => {
    const write = (name: string, posterior: object) => {
      const path = join(folder, name);
      writeFileSync(
        path,
        JSON.stringify({ format: 'farfield-posterior', version: 1, ...posterior }),
      );
      return path;
    };
    const end = async (...words: string[]) => {
      out = '';
      await run('--json', ...words);
      return JSON.parse(out).posterior;
    };
    // Of the two units the first alone decides, and is dropped with probability ¼.
    const dropout = await end(
      '--posterior',
      write('dropout.json', { kind: 'dropout', masks: [{ layer: 1, rate: 0.25 }] }),
    );
    expect(dropout).toMatchObject({ kind: 'mixture', members: 4, sampled: false });
    expect(dropout.directions[0]).toMatchObject({ label: 'x_0 +', drawsSaturate: false });
    // Dropped, both logits are 0: ¾ + ¼·½.
    expect(dropout.directions[0].limit.lower[0]).toBeCloseTo(0.875, 12);

    const mean = [
      [1, 0, 0],
      [0, 0, 0],
    ];
    const covariance = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 6 }, (_, j) => (i === j ? 0.5 : 0)),
    );
    const gaussian = await end(
      '--posterior',
      write('gaussian.json', { kind: 'gaussian-head', mean, covariance }),
    );
    // Φ(1), whatever the input.
    expect(gaussian.directions[0]).toMatchObject({ top: 0, fromEveryInput: true });
    expect(gaussian.directions[0].confidence.lower).toBeCloseTo(0.841_344_746, 8);

    const opposite = join(folder, 'opposite.json');
    writeFileSync(
      opposite,
      JSON.stringify(
        networkFile(
          2,
          identity,
          relu,
          dense([
            [0, 0],
            [1, 0],
          ]),
        ),
      ),
    );
    const ensemble = await end('--ensemble', opposite);
    expect(ensemble.directions[0].limit).toEqual({ lower: [0.5, 0.5], upper: [0.5, 0.5] });
    await expect(run('--posterior', opposite, '--ensemble', network)).rejects.toThrow(/--ensemble/);
    await expect(run('--posterior', opposite)).rejects.toThrow(/farfield-posterior/);
  });

  it('prints JSON and nothing else with --json', async () => {
    await run('--json', '--data', data, '--detectors', 'msp,cea-msp');
    const found = JSON.parse(out);
    expect(found.directions[0]).toMatchObject({
      label: 'height +',
      regime: 'saturating',
      top: [0],
    });
    expect(found.directions[0].detectors[0]).toMatchObject({ blind: true, flagScale: 'Infinity' });
    expect(found.detectors.map(({ id }: { id: string }) => id)).toEqual(['msp', 'cea-msp']);
  });

  it('says what an older audit did not, and fails for that alone', async () => {
    const old = join(folder, 'old.json');
    await run('--json', '--quiet');
    writeFileSync(old, out);
    out = '';
    await run('--baseline', old, '--quiet');
    expect(out).toContain('0 regressions, 0 improvements; 4 directions unchanged');
    expect(process.exitCode).toBe(0);
    // A policy that was violated then is nothing new; one that was not is.
    await run('--baseline', old, '--fail-on', 'saturating>0', '--quiet');
    expect(process.exitCode).toBe(1);
    out = '';
    await run('--json', '--quiet', '--fail-on', 'saturating>0');
    expect(process.exitCode).toBe(1);
    const failing = join(folder, 'failing.json');
    writeFileSync(failing, out);
    await run('--baseline', failing, '--fail-on', 'saturating>0', '--quiet');
    expect(process.exitCode).toBe(0);
    // What was tied there is certain here.
    const tied = JSON.parse(readFileSync(old, 'utf8'));
    Object.assign(tied.directions[0], { regime: 'flat', certainOf: null });
    writeFileSync(old, JSON.stringify(tied));
    out = '';
    await run('--baseline', old, '--json');
    expect(JSON.parse(out).baseline.regressions).toMatchObject([{ kind: 'certain' }]);
    expect(process.exitCode).toBe(1);
    const accepted = join(folder, 'accepted.json');
    writeFileSync(accepted, '[{ "direction": "x_0 +", "reason": "known" }]');
    await run('--baseline', old, '--accept', accepted, '--quiet');
    expect(process.exitCode).toBe(0);
  });

  it('puts a detector of your own beside the built-in ones, measured', async () => {
    const module = (name: string, score: string) => {
      const path = join(folder, name);
      writeFileSync(
        path,
        `export default { name: 'own', fit: () => ({ score: (rows) => rows.map((row) => ${score}) }) };`,
      );
      return path;
    };
    const measured = async (...words: string[]) => {
      out = '';
      await run('--json', '--data', data, '--detectors', 'msp', ...words);
      return JSON.parse(out).measured;
    };
    const norm = module('norm.mjs', 'Math.hypot(...row)');
    const seen = await measured('--module', norm);
    expect(seen).toMatchObject({ trainRows: 14, validationRows: 6, rows: 3, scale: 1e12 });
    expect(seen.directions).toHaveLength(1);
    // The largest validation norm is √40 at most: beyond 10 every row is flagged.
    expect(seen.directions[0].flagsFrom).toBeGreaterThan(0);
    expect(seen.directions[0].flagsFrom).toBeLessThanOrEqual(10);
    // Its negative never flags, and one that is NaN far away does not either.
    const silent = await measured('--module', module('silent.mjs', '-Math.hypot(...row)'));
    expect(silent.directions[0]).toMatchObject({ flagsFrom: null, score: expect.any(Number) });
    const nan = await measured('--module', module('nan.mjs', 'row[0] > 1e9 ? NaN : row[0]'));
    expect(nan.directions[0]).toMatchObject({ flagsFrom: null, score: null });
    await run('--data', data, '--module', norm, '--quiet');
    expect(out).toMatch(/99.9 % from.* measured/);
    expect(out).toMatch(/is measured, not decided: along 1 direction/);
  });

  it('sends a detector of your own the layers of a network from any file, and takes its refusal', async () => {
    const own = join(folder, 'layers.mjs');
    writeFileSync(
      own,
      `export default { name: 'layers', fit({ network }) {
         const kinds = network.layers.map(({ type }) => type).join();
         if (kinds !== 'dense,relu,dense,relu,dense') throw new Error('it reads ' + kinds);
         return { score: (rows) => rows.map((row) => Math.hypot(...row)) }; } };`,
    );
    const example = fileURLToPath(new URL('../../docs/example', import.meta.url));
    const words = ['--data', join(example, 'pump.csv'), '--detectors', 'msp', '--module', own];
    await auditCommand()
      .exitOverride()
      .parseAsync([join(example, 'pump.onnx'), ...words, '--json', '--workers', '0'], {
        from: 'user',
      });
    expect(JSON.parse(out).measured.directions).toHaveLength(10);
    await expect(run('--data', data, '--module', own)).rejects.toThrow(
      /--module=".*layers.mjs" must be fitted on the data and score them, but it reads dense,relu,dense;/,
    );
  });

  it('ends with 1 and names the policy that is violated', async () => {
    await run('--data', data, '--fail-on', 'blind:msp,saturating>1', '--out', join(folder, 'out'));
    expect(out).toMatch(/violated +blind:msp/);
    expect(out).toMatch(/kept +saturating>1/);
    expect(process.exitCode).toBe(1);
    expect(readdirSync(join(folder, 'out'))).toHaveLength(6);
  });

  it('gives scales in raw units with --scaling standardise', async () => {
    await run('--json', '--data', data);
    const [plain] = JSON.parse(out).directions[0].scales;
    out = '';
    await run('--json', '--data', data, '--scaling', 'standardise');
    const found = JSON.parse(out);
    expect(found.units).toBe('raw units of the features');
    // One raw unit is 1/σ of an input, so the gap shrinks and the scale grows by σ ≈ 2, but the
    // rows move as well.
    expect(found.directions[0].scales[0].median).not.toBe(plain.median);
    expect(found.directions[0].gap.upper).toBeLessThan(1);
  });

  it('audits rays of a file', async () => {
    const rays = join(folder, 'rays.json');
    writeFileSync(rays, '[{"direction": [1, -1], "origin": [0, 0], "label": "across"}]');
    await run('--json', '--rays', rays);
    expect(JSON.parse(out).directions).toMatchObject([{ label: 'across', regime: 'saturating' }]);
  });

  it.each([
    [['--scaling', 'standardise'], /standardise needs --data/],
    [['--label', 'x'], /--label needs --data/],
    [['--rows', '5'], /--rows needs --data/],
    [['--rays', 'a', '--scale-all'], /cannot be given with --rays/],
    [['--scale-all'], /--data is needed/],
    [['--detectors', 'msp'], /--data is needed/],
    [['--exec', 'cat'], /--exec needs --data/],
    [['--exec', 'cat', '--module', 'a.mjs', '--data', data], /one detector of your own at a time/],
    [['--module', 'a.mjs', '--data', data, '--scale-all'], /directions with --rays/],
    [['--exec', 'exit 3', '--data', data], /ended \(exit code 3\) before its first answer/],
    [['--detectors', 'nobody', '--data', data], /id="nobody"/],
    [['--fail-on', ''], /--fail-on: policy 1/],
    [['--fail-on', 'blind:msp'], /needs the detector msp/],
    [['--data', 'nothing.csv'], /nothing.csv/],
    [['--data', 'nothing'], /must be the name of a data set/],
    [['--rays', 'nothing.json'], /nothing.json/],
    [['--scaling', 'nothing.json'], /nothing.json/],
    [['--shape', '3x3'], /must multiply to the network's 2 inputs/],
    [['--data', data, '--rows', '0'], /at least 1/],
  ])('refuses %j', async (words, message) => {
    await expect(run(...words)).rejects.toThrow(message);
  });
});
