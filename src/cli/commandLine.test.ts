import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { farfield, farfieldInShell } from '../../properties/builtCommand.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { CLAIMS } from '../claims/registry.js';
import type { Evidence } from '../evidence/evidence.js';
import { WITNESSED_CLAIMS } from '../proofs/witness.js';

const folder = temporaryFolder('cli');

const here = dirname(fileURLToPath(import.meta.url));
/** Writes a file to the test's folder and returns its path. */
function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const network = file('network.json', {
  format: 'farfield-network',
  version: 1,
  inputs: 1,
  layers: [{ type: 'dense', weights: [[1], [0]], bias: [-3, 0] }, { type: 'relu' }],
});

describe('farfield tail', () => {
  it('prints the tail as the interface fixes it', () => {
    const { status, stdout } = farfieldInShell(
      ...['tail', network, '--origin', '0', '--direction', '2', '--json'],
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      from: 1.5,
      slope: [2, 0],
      intercept: [-3, 0],
      regime: 'saturating',
      top: [0],
      // The second unit's pre-activation is 0 for ever.
      boundary: true,
      limit: { lower: [1, 0], upper: [1, 0] },
      ceiling: { confidence: null, doubt: null, causes: [], reason: 'unbounded' },
      exact: { from: '3/2', slope: ['2/1', '0/1'], intercept: ['-3/1', '0/1'] },
    });
  });

  it('prints an array for a file of rays, negative numbers included', async () => {
    const rays = file('rays.json', [
      { origin: [-1], direction: [-0.5] },
      { origin: [1], direction: [1] },
    ]);
    const { status, stdout } = await farfield('tail', network, '--rays', rays, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).map(({ regime }: { regime: string }) => regime)).toEqual([
      'flat',
      'saturating',
    ]);
    // Fractions are for one ray, or on request.
    expect(JSON.parse(stdout)[0]).not.toHaveProperty('exact');
    const exact = await farfield('tail', network, '--rays', rays, '--exact', '--json');
    const one = await farfield('tail', network, '--origin', '-1', '--direction', '-0.5', '--json');
    expect(JSON.parse(one.stdout)).toEqual(JSON.parse(exact.stdout)[0]);
  });

  it('gives certified doubles for a file of rays, whose bounds enclose the fractions', async () => {
    const tenths = file('tenths.json', {
      format: 'farfield-network',
      version: 1,
      inputs: 2,
      layers: [
        {
          type: 'dense',
          weights: [
            [0.1, 0.2],
            [0.3, -0.7],
          ],
          bias: [0.1, 0.2],
        },
        { type: 'relu' },
        {
          type: 'dense',
          weights: [
            [0.1, 0.2],
            [0.3, 0.6],
            [0.1, 0.2],
          ],
          bias: [0.3, 0.1, 0.7],
        },
      ],
    });
    const rays = file('tenths-rays.json', [
      { origin: [0.1, 0.2], direction: [0.3, 0.1] },
      { origin: [0.7, 0.2], direction: [-0.3, 0.1] },
      { origin: [0.1, 0.2], direction: [-0.3, -0.7] },
    ]);
    const answer = async (...more: string[]) =>
      JSON.parse((await farfield('tail', tenths, '--rays', rays, '--json', ...more)).stdout);
    const [certified, exact] = [await answer(), await answer('--exact')];
    expect(certified.map(({ regime }: { regime: string }) => regime)).toContain('flat');
    certified.forEach((one: Record<string, never>, r: number) => {
      const { from, slope, intercept, limit, regime, top, boundary } = exact[r];
      expect(one).toMatchObject({ regime, top, boundary });
      const within = (lower: number, value: number, upper: number) =>
        expect([r, lower <= value && value <= upper && upper - lower < 1e-9]).toEqual([r, true]);
      const bounds = one as unknown as Record<string, { lower: number[]; upper: number[] }>;
      within(Number(bounds.fromBounds.lower), from, Number(bounds.fromBounds.upper));
      slope.forEach((value: number, c: number) => {
        within(bounds.slopeBounds.lower[c], value, bounds.slopeBounds.upper[c]);
        within(bounds.interceptBounds.lower[c], intercept[c], bounds.interceptBounds.upper[c]);
        within(bounds.limit.lower[c], limit.lower[c], bounds.limit.upper[c]);
      });
    });
    const lines = await farfield('tail', tenths, '--rays', rays);
    expect(lines.stdout).toMatch(/from +≈ /);
  });

  it.each([
    ['a file that is missing', ['nowhere.json', '--origin', '1', '--direction', '1'], /nowhere/],
    [
      'an origin that is too long',
      [network, '--origin', '1,2', '--direction', '1'],
      /origin.length=2 must equal network.inputSize=1/,
    ],
    [
      'a direction of zeros',
      [network, '--origin', '1', '--direction', '0'],
      /direction must not be all zero/,
    ],
    [
      'a direction that is not a number',
      [network, '--origin', '1', '--direction', 'NaN'],
      /finite numbers/,
    ],
    ['no ray at all', [network], /--origin/],
    ['an unknown option', [network, '--orgin', '1'], /--orgin/],
    ['rays that are not rays', [network, '--rays', network], /rays=.* must be an array/],
  ])('ends with 2 and names the fault for %s', async (_, args, message) => {
    const { status, stdout, stderr } = await farfield('tail', ...args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('lists every problem of a network file', async () => {
    const bad = file('bad.json', {
      format: 'farfield-network',
      version: 1,
      inputs: 2,
      layers: [{ type: 'dense', weights: [[1, null], [1]], bias: [0] }, { type: 'tan' }],
    });
    const { status, stderr } = await farfield('tail', bad, '--origin', '1,1', '--direction', '1,1');
    expect(status).toBe(2);
    for (const place of [
      'layers[0].weights[0][1]=null',
      'layers[0].weights[1].length=1',
      'layers[0].bias.length=1',
      'layers[1].type="tan"',
    ]) {
      expect(stderr).toContain(place);
    }
  });
});

/** What of an evidence file must not depend on where and how it was made. */
function reproducible(path: string): string {
  const { environment: _, timing: __, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
  return JSON.stringify(rest);
}

describe('farfield verify', () => {
  const claims = 'regimes,softmax-increasing,perfect-certainty,danger-scale';
  const whole = join(folder, 'whole');
  const options = ['--claims', claims, '--runs', '20', '--workers', '0', '--quiet'];

  it('writes the reports, prints JSON and nothing else, and ends with 0', () => {
    const { status, stdout, stderr } = farfieldInShell(
      ...['verify', ...options, '--json', '--out', whole],
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const evidence: Evidence = JSON.parse(stdout);
    expect(evidence.claims.filter(({ asPrinted }) => asPrinted.verdict !== 'not-run')).toHaveLength(
      4,
    );
    for (const name of ['evidence.json', 'report.html', 'report.md', 'junit.xml']) {
      expect(statSync(join(whole, name)).size, name).toBeGreaterThan(500);
    }
  });

  it('gives the same bytes in shards that are merged', async () => {
    const parts = [1, 2, 3].map((part) => join(folder, `part-${part}`));
    for (const [n, out] of parts.entries()) {
      const shard = ['--shard', `${n + 1}/3`];
      expect((await farfield('verify', ...options, ...shard, '--out', out)).status).toBe(0);
    }
    const merged = join(folder, 'merged');
    expect(farfieldInShell('merge', ...parts, '--out', merged, '--quiet').status).toBe(0);
    expect(reproducible(join(merged, 'evidence.json'))).toBe(
      reproducible(join(whole, 'evidence.json')),
    );
  });

  it.each([
    ['an unknown claim', ['--claims', 'no-such-claim'], /no-such-claim/],
    ['no runs', ['--runs', '0'], /runs=0/],
    ['runs that are not a number', ['--runs', 'many'], /whole number/],
    ['a shard beyond its number', ['--shard', '3/2'], /shard/],
    ['more shards than claims', ['--claims', 'regimes', '--shard', '2/2'], /holds none/],
  ])('ends with 2 for %s', async (_, args, message) => {
    const { status, stderr } = await farfield('verify', ...args, '--out', join(folder, 'never'));
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it('replays a counterexample from the file alone', async () => {
    const path = join(whole, 'evidence.json');
    const { status, stdout } = farfieldInShell('replay', path, 'perfect-certainty', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ reading: 'asPrinted', verifiedExactly: true });
    expect((await farfield('replay', path, 'regimes')).status).toBe(2);
  });

  it('finds a recorded counterexample that has been changed', async () => {
    const evidence: Evidence = JSON.parse(readFileSync(join(whole, 'evidence.json'), 'utf8'));
    const changed = JSON.parse(JSON.stringify(evidence));
    const claim = changed.claims.find(({ id }: { id: string }) => id === 'perfect-certainty');
    claim.asPrinted.counterexample.members = [
      {
        format: 'farfield-network',
        version: 1,
        inputs: 1,
        layers: [{ type: 'dense', weights: [[1], [0], [0]], bias: [0, 0, 0] }],
      },
    ];
    claim.asPrinted.counterexample.origin = [1];
    claim.asPrinted.counterexample.direction = [1];
    const path = file('changed.json', changed);
    expect((await farfield('replay', path, 'perfect-certainty')).status).toBe(1);
    claim.asPrinted.counterexample.direction = ['1'];
    const worse = await farfield('replay', file('worse.json', changed), 'perfect-certainty');
    expect(worse.status).toBe(2);
    expect(worse.stderr).toMatch(/direction/);
  });

  it('gives the same bytes on any number of threads', async () => {
    const run = async (workers: string) => {
      const out = join(folder, `workers-${workers}`);
      const { status } = await farfield(
        ...['verify', '--claims', claims, '--runs', '20', '--workers', workers],
        ...['--out', out, '--quiet'],
      );
      expect(status).toBe(0);
      return reproducible(join(out, 'evidence.json'));
    };
    const one = await run('1');
    expect(await run('3')).toBe(one);
    expect(reproducible(join(whole, 'evidence.json'))).toBe(one);
  });
});

describe('farfield merge', () => {
  it('refuses evidence of another seed, and files that are none', async () => {
    const evidence = JSON.parse(readFileSync(join(folder, 'whole', 'evidence.json'), 'utf8'));
    const other = temporaryFolder('other');
    writeFileSync(
      join(other, 'evidence.json'),
      JSON.stringify({ ...evidence, seed: evidence.seed + 1 }),
    );
    const out = join(folder, 'refused');
    const { status, stderr } = await farfield('merge', join(folder, 'whole'), other, '--out', out);
    expect(status).toBe(2);
    expect(stderr).toMatch(/seed/);
    writeFileSync(join(other, 'evidence.json'), '{"schemaVersion": 1');
    expect((await farfield('merge', other, '--out', out)).stderr).toMatch(/is not JSON/);
  });
});

describe('farfield refute', () => {
  it('finds, shrinks, verifies and explains a counterexample', () => {
    const { status, stdout } = farfieldInShell(
      ...['refute', 'gradient-vanishes', '--seed', '7', '--json'],
    );
    expect(status).toBe(0);
    const found = JSON.parse(stdout);
    expect(found.verifiedExactly).toBe(true);
    expect(found.candidates).toBeLessThanOrEqual(10_000);
    expect(found.counterexample.network.inputs).toBe(2);
    expect(found.explanation.length).toBeGreaterThan(4);
  });
});

describe('farfield refute --coq', () => {
  it('writes a theorem for Coq, for the claims that have a formal check', async () => {
    const path = join(folder, 'Witness.v');
    expect((await farfield('refute', 'monotone-logits', '--coq', path, '--quiet')).status).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(/Theorem monotone_logits_counterexample/);
  });

  it('says why, for the claims that have none', async () => {
    const path = join(folder, 'None.v');
    const without = CLAIMS.filter(({ id }) => WITNESSED_CLAIMS.every((other) => other !== id));
    const refuted = without.filter(({ asPrinted }) => asPrinted.expected === 'refuted');
    // What networks along rays, ensembles and logits refute has a check.
    expect([...new Set(refuted.map(({ kind }) => kind))].toSorted()).toEqual(['curve', 'detector']);
    const reasons = {
      curve: /they are curves/,
      detector: /they are data that a detector is fitted to/,
    } as Record<string, RegExp>;
    for (const { id, kind } of refuted) {
      const { status, stderr } = await farfield('refute', id, '--coq', path, '--candidates', '1');
      expect(status).toBe(2);
      expect(stderr).toMatch(reasons[kind]);
      expect(stderr).toMatch(/; \w+_false \(proofs\/\w+\.v\) proves another/);
    }
    const holds = await farfield('refute', 'vote-shares', '--coq', path, '--candidates', '1');
    expect(holds.stderr).toMatch(/it holds as printed/);
    expect(existsSync(path)).toBe(false);
  });
});

describe('farfield detect', () => {
  it('passes a detector that keeps the laws and finds one that breaks them', async () => {
    const far = join(here, '..', 'testing', 'examples', 'euclideanDetector.mjs');
    const good = farfieldInShell('detect', '--module', far, '--json');
    expect(JSON.parse(good.stdout).failed, good.stdout).toBe(0);
    expect(good.status).toBe(0);
    const text = readFileSync(far, 'utf8');
    const near = file('near.mjs', text.replace('Math.min(', '-Math.min('));
    expect(readFileSync(near, 'utf8')).not.toBe(text);
    const bad = await farfield('detect', '--module', near, '--json');
    expect(JSON.parse(bad.stdout).failed).toBeGreaterThan(0);
    expect(bad.status).toBe(1);
    expect((await farfield('detect')).status).toBe(2);
    expect((await farfield('detect', '--module', join(folder, 'nowhere.mjs'))).status).toBe(2);
  });
});

describe('farfield list and explain', () => {
  it('show the catalogue and one claim in full', async () => {
    const list = JSON.parse(farfieldInShell('list', '--json').stdout);
    expect(list.map(({ id }: { id: string }) => id)).toContain('gradient-vanishes');
    const one = farfieldInShell('explain', 'gradient-vanishes');
    expect(one.status).toBe(0);
    expect(one.stdout).toMatch(/Lemma 4/);
    expect(one.stdout).toMatch(/gradient_vanishes_repaired/);
    expect((await farfield('explain', 'no-such-claim')).status).toBe(2);
  });
});

describe('farfield certify and check-certificate', () => {
  it('write a certificate and tell a right one from a wrong one', async () => {
    const rays = file('ray.json', [{ origin: [0], direction: [2] }]);
    const out = join(folder, 'certificates');
    expect(farfieldInShell('certify', network, '--rays', rays, '--out', out).status).toBe(0);
    const path = join(out, 'ray-0.json');
    expect(farfieldInShell('check-certificate', network, path).status).toBe(0);
    const certificate = JSON.parse(readFileSync(path, 'utf8'));
    const wrong = file('wrong.json', { ...certificate, from: '2/1' });
    const { status, stdout } = await farfield('check-certificate', network, wrong, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      accepted: false,
      wrong: 'from is wrong',
      arithmetic: 'exact fractions',
    });
  });

  it('write what can be certified, and say of each other ray why it cannot be', async () => {
    // Along (1, 1) both entries are the same: the norm divides by a root of 0.
    const model = file('undefined.json', {
      format: 'farfield-network',
      version: 1,
      inputs: 2,
      layers: [
        { type: 'tanh' },
        {
          type: 'dense',
          weights: [
            [1, -1],
            [1, -1],
          ],
          bias: [0, 0],
        },
        { type: 'rms-norm', epsilon: 0 },
        {
          type: 'dense',
          weights: [
            [1, 0],
            [0, 1],
          ],
          bias: [0, 0],
        },
      ],
    });
    const open = { origin: [0, 0], direction: [1, 1] };
    const fine = { origin: [0, 0], direction: [1, 0] };
    const into = (name: string, rays: object[]) =>
      [
        'certify',
        model,
        '--rays',
        file(`${name}.json`, rays),
        '--out',
        join(folder, name),
      ] as const;
    const some = await farfield(...into('some', [open, fine]), '--json');
    expect(some.status).toBe(1);
    const { certificates, refused } = JSON.parse(some.stdout);
    expect(certificates).toEqual([join(folder, 'some', 'ray-1.json')]);
    expect(refused).toEqual([{ ray: 0, why: expect.stringMatching(/^layers\[2\].*leaves open/) }]);
    expect((await farfield('check-certificate', model, certificates[0])).status).toBe(0);
    const none = await farfield(...into('none', [open]));
    expect(none.status).toBe(2);
    expect(none.stderr).toMatch(/^farfield: certify: ray 0: layers\[2\]/);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('say in which arithmetic a certificate of enclosures or of models was checked', async () => {
    const layers = (first: object) => [
      { type: 'dense', weights: [[1], [-2], [0.5]], bias: [0, 1, 0.25] },
      first,
      {
        type: 'dense',
        weights: [
          [1, 0, 0.5],
          [0, 1, 0.25],
        ],
        bias: [0, 0],
      },
    ];
    for (const [name, layer] of [
      ['smooth', { type: 'gelu' }],
      ['normed', { type: 'layer-norm' }],
    ] as const) {
      const model = file(`${name}.json`, {
        format: 'farfield-network',
        version: 1,
        inputs: 1,
        layers: layers(layer),
      });
      const rays = file(`${name}-ray.json`, [{ origin: [0], direction: [2] }]);
      const out = join(folder, name);
      expect((await farfield('certify', model, '--rays', rays, '--out', out)).status).toBe(0);
      const checked = await farfield('check-certificate', model, join(out, 'ray-0.json'));
      expect(checked.status).toBe(0);
      expect(checked.stdout).toMatch(/is right[\s\S]*Arithmetic: intervals .* of 2\^-400\./);
    }
  });

  it.each([
    ['division_by_three', 1],
    ['opset22_relu', 4],
    ['column_vector_square', 5],
  ])(
    'check one of %s with the checker that is proved, and say what it rests on',
    async (name, size) => {
      const onnx = join('properties', 'readers', 'fixtures', 'misread', `${name}.onnx`);
      const entries = (scale: number) => Array.from({ length: size }, (_, i) => scale / (i + 1));
      const rays = file(`${name}-rays.json`, [{ origin: entries(1), direction: entries(-3) }]);
      const out = join(folder, name);
      expect((await farfield('certify', onnx, '--rays', rays, '--out', out)).status).toBe(0);
      const path = join(out, 'ray-0.json');
      const { status, stdout } = await farfield('check-certificate', onnx, path, '--verified');
      expect(status).toBe(0);
      expect(stdout).toMatch(/proved right in Coq[\s\S]*extraction[\s\S]*BigInt/);
      const certificate = JSON.parse(readFileSync(path, 'utf8'));
      const wrong = file(`${name}-wrong.json`, { ...certificate, boundary: !certificate.boundary });
      const refused = await farfield('check-certificate', onnx, wrong, '--verified', '--json');
      expect(refused.status).toBe(1);
      expect(JSON.parse(refused.stdout)).toMatchObject({
        accepted: false,
        wrong: 'boundary is wrong',
        margin: null,
        trusted: expect.any(Array),
      });
    },
  );
});

describe('farfield', () => {
  it('prints help with an example for every command, and ends with 2 for an unknown one', async () => {
    const { status, stdout } = farfieldInShell('--help');
    expect(status).toBe(0);
    for (const name of ['verify', 'tail', 'refute']) expect(stdout).toContain(name);
    expect((await farfield('verify', '--help')).stdout).toMatch(/Example:\n {2}\$ farfield verify/);
    expect(farfieldInShell('frobnicate').status).toBe(2);
  });
});
