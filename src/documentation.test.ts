import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type CodeBlock, codeBlocks } from '../properties/documentation/codeBlocks.js';
import { Reader } from '../properties/documentation/page.js';
import { firstDifference, shownCommands } from '../properties/documentation/shownOutput.js';
import { testsNeeding } from '../properties/testsNeeding.js';
import { CLAIMS } from './claims/registry.js';
import * as core from './core.js';
import * as farfield from './index.js';
import * as report from './report.js';
import * as testing from './testing/index.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const python = testsNeeding('python3', spawnSync('python3', ['--version']).status === 0);

const doors = {
  farfield,
  'farfield/core': core,
  'farfield/report': report,
  'farfield/testing': testing,
  // Registers nothing: the laws have tests of their own.
  vitest: { describe: (_: string, body: () => void) => body(), it: () => undefined },
  '@jest/globals': { describe: (_: string, body: () => void) => body(), it: () => undefined },
};

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !/^(api|claims\.md)/.test(name))
    .map((name) => `docs/${name}`)
    .sort(),
];
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');
const blocks = new Map(pages.map((page) => [page, codeBlocks(page, textOf(page))]));
const notRun = (block: CodeBlock) => block.need !== null && block.need.what !== 'python3';

for (const [page, all] of blocks) {
  // Those that are not run are listed below, with the reason of each.
  const run = all.filter((block) => !notRun(block));
  if (run.length === 0) continue;
  describe(page, () => {
    let reader: Reader | undefined;
    for (const block of run) {
      const title = `line ${block.line}, ${block.language}: ${block.text.split('\n')[0]}`;
      (block.need ? python.it : it)(title, async () => {
        reader ??= new Reader(doors);
        await reader.run(block);
      });
    }
  });
}

it('blocks that are not run are these, each with its reason', async () => {
  const lines = [...blocks].flatMap(([page, all]) => {
    const some = all.filter(notRun);
    return [
      `${page}: ${all.length - some.length} of ${all.length} blocks run`,
      ...some.map(
        ({ need, text }) => `  ${text.split('\n')[0]}\n    needs ${need!.what}: ${need!.why}`,
      ),
    ];
  });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(
    '../properties/snapshots/documentation.txt',
  );
});

it('the example is what its script makes, byte for byte', () => {
  const script = join(root, 'scripts', 'makeExample.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(`${status} ${stderr}`).toMatch(/^0 held-out accuracy 0\.9/);
});

it('the detector shown is that of the example', () => {
  const shown = blocks.get('docs/your-detector.md')!.find(({ language }) => language === 'js')!;
  expect(`${shown.text}\n`).toBe(textOf('docs/example/classDistance.mjs'));
});

it('README counts the claims as the catalogue does', () => {
  const expected = CLAIMS.map(({ asPrinted }) => asPrinted.expected);
  const refuted = CLAIMS.filter(({ asPrinted }) => asPrinted.expected === 'refuted');
  const repaired = refuted.filter((claim) => claim.repaired?.expected === 'holds');
  expect(textOf('README.md')).toContain(
    `${CLAIMS.length} claims checked: ${expected.filter((verdict) => verdict === 'holds').length} hold as printed, ${refuted.length} are refuted as printed, ${repaired.length} of these hold as repaired.`,
  );
});

describe('what runs the pages', () => {
  const readerOf = () => new Reader(doors);
  const only = (markdown: string) => codeBlocks('page.md', markdown)[0];

  it('notices a command that ends otherwise, and one whose numbers are stale', async () => {
    const shown = (origin: number) =>
      `<!-- file n.json -->\n\`\`\`json\n{"format":"farfield-network","version":1,"inputs":1,"layers":[{"type":"dense","weights":[[1],[0]],"bias":[${origin},0]}]}\n\`\`\``;
    const command =
      '```console\n$ npx farfield tail n.json --origin 0 --direction 1\nregime saturating, positive limit: class 0\n…\nclass 0 -1/1 + t·1/1 …\n…\n```';
    const reader = readerOf();
    await reader.run(only(shown(-1)));
    await reader.run(only(command));
    await reader.run(only(shown(-2)));
    await expect(reader.run(only(command))).rejects.toThrow('the page shows    class 0 -1/1');
    const missing = '```console\n$ npx farfield tail nowhere.json --origin 0 --direction 1\n```';
    await expect(reader.run(only(missing))).rejects.toThrow('ends with 2, not 0');
    await reader.run(only(`<!-- exit code 2 -->\n${missing}`));
  });

  it('notices an example that fails, or imports what is not there', async () => {
    const ts = (text: string) => only(`\`\`\`ts\n${text}\n\`\`\``);
    await readerOf().run(ts("import { tail } from 'farfield';\ntail.length;"));
    const gone = ts("import { gone } from 'farfield';");
    await expect(readerOf().run(gone)).rejects.toThrow('farfield has no gone');
    await expect(readerOf().run(ts('unknown.name;'))).rejects.toThrow('unknown is not defined');
    await expect(readerOf().run(only('```ruby\nputs 1\n```'))).rejects.toThrow('ruby');
  });

  it('compares words and numbers, not widths; … leaves lines and ends of lines out', () => {
    const printed = 'a   1\nb   2.5\nc   3\n';
    const differs = (...shown: string[]) => firstDifference(shown, printed) !== null;
    expect(differs('a 1', 'b 2.5', 'c 3')).toBe(false);
    expect(differs('…', 'c  3')).toBe(false);
    expect(differs('a 1', '…')).toBe(false);
    expect(differs('a …', 'b …', 'c …')).toBe(false);
    expect(differs('a 1', 'b 2.6', 'c 3')).toBe(true);
    expect(differs('a 1', 'b 2.5')).toBe(true);
    expect(differs('…', 'c 3', 'd')).toBe(true);
    expect(differs('c 3', '…')).toBe(true);
  });

  it('reads commands with comments, continuations and output; marks; and refuses odd needs', () => {
    expect(shownCommands('$ a --b   # why\nout\n$ c \\\n    d')).toEqual([
      { command: 'a --b', output: ['out'] },
      { command: 'c  d', output: [] },
    ]);
    const marked = codeBlocks(
      'p',
      '<!-- exit code 1 -->\n<!-- needs python3: it is one -->\n```console\n$ a\n```',
    );
    expect(marked[0]).toMatchObject({ line: 3, exitCode: 1, need: { what: 'python3' } });
    expect(() => codeBlocks('p', '<!-- needs luck: some -->\n```ts\n```')).toThrow('needs luck');
    expect(() => codeBlocks('p', '```ts\n')).toThrow('does not end');
  });
});
