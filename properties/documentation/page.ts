import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Ended, farfield } from '../builtCommand.js';
import { runExample } from '../runExample.js';
import { temporaryFolder } from '../temporaryFolder.js';
import type { CodeBlock } from './codeBlocks.js';
import { commandWords } from './commandWords.js';
import { firstDifference, shownCommands } from './shownOutput.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A reader of one page: a copy of what the repository ships, in which blocks are run in order. */
export class Reader {
  private readonly folder = temporaryFolder('documentation');

  /** @param doors - what blocks may import, by name of the package's door or of another package */
  constructor(private readonly doors: Readonly<Record<string, Record<string, unknown>>>) {
    for (const part of ['docs/example', 'python']) {
      cpSync(join(root, part), join(this.folder, part), { recursive: true });
    }
    // What `npm ci` makes: the package can be imported by its name.
    mkdirSync(join(this.folder, 'node_modules'));
    symlinkSync(root, join(this.folder, 'node_modules', 'farfield'));
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }');
  }

  /** Does with a block what a reader does. @throws Error if that is not what the page says */
  async run(block: CodeBlock): Promise<void> {
    const before = process.cwd();
    process.chdir(this.folder);
    try {
      await this.follow(block);
    } finally {
      process.chdir(before);
    }
  }

  private async follow({ language, text, file, exitCode }: CodeBlock): Promise<void> {
    if (file !== null) {
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      writeFileSync(join(this.folder, file), `${text}\n`);
    }
    switch (language) {
      case 'console':
        return this.runCommands(text, exitCode);
      case 'json':
        JSON.parse(text);
        return;
      case 'ts':
        return runExample(text, await this.imported(text));
      case 'math':
        return;
      default:
        if (file === null) throw new Error(`nobody runs a block in ${language || 'no language'}`);
    }
  }

  private async runCommands(text: string, exitCode: number): Promise<void> {
    const commands = shownCommands(text);
    for (const [n, { command, output }] of commands.entries()) {
      const { status, stdout, stderr } = await runCommand(command);
      const expected = n === commands.length - 1 ? exitCode : 0;
      if (status !== expected) {
        throw new Error(`$ ${command}\nends with ${status}, not ${expected}\n${stdout}${stderr}`);
      }
      const difference = output.length === 0 ? null : firstDifference(output, stdout);
      if (difference) {
        const { shown, printed } = difference;
        throw new Error(`$ ${command}\nthe page shows    ${shown}\nthe command says  ${printed}`);
      }
    }
  }

  /** What the imports of an example name, each of which must be there. */
  private async imported(text: string): Promise<Record<string, unknown>> {
    const scope: Record<string, unknown> = {};
    for (const [, names, from] of text.matchAll(/^import ([^']+) from '([^']+)';/gm)) {
      const module =
        this.doors[from] ??
        (await import(from.startsWith('.') ? pathToFileURL(join(this.folder, from)).href : from));
      if (!names.startsWith('{')) {
        scope[names] = module.default;
        continue;
      }
      for (const name of names.replaceAll(/[{}]/g, '').split(',')) {
        const plain = name.trim();
        if (plain === '' || plain.startsWith('type ')) continue;
        if (!(plain in module)) throw new Error(`${from} has no ${plain}`);
        scope[plain] = module[plain];
      }
    }
    return scope;
  }
}

/** Our command in this process; everything else as a shell runs it. */
async function runCommand(line: string): Promise<Ended> {
  const [, ours, , file] =
    /^(?:npx )?farfield ((?:[^>'"]|'[^']*'|"[^"]*")*)(> (\S+))?$/.exec(line) ?? [];
  if (ours === undefined) {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
    return { status, stdout, stderr };
  }
  const ended = await farfield(...commandWords(ours));
  if (file) writeFileSync(file, ended.stdout);
  return ended;
}
