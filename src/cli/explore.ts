import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { readAuditData } from '../audit/readAuditData.js';
import { DEFAULT_SEED } from '../check/settings.js';
import { readDataText } from '../data/dataFile.js';
import { InputError } from '../errors/inputError.js';
import { exploreHtml } from '../explore/exploreHtml.js';
import { writeTogether } from '../files/writeTogether.js';
import { loadNetwork } from '../readers/loadNetwork.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';

interface ExploreOptions extends CommonOptions {
  readonly data?: string;
  readonly out: string;
}

/** The bundled script: made by the build, from sources and compiled alike. */
const SCRIPT = fileURLToPath(new URL('../../dist/explore/explore.js', import.meta.url));

/** `farfield explore`: one page, in which a network is audited and a feature moved out. */
export function exploreCommand(): Command {
  return newCommand(
    'explore',
    'Write a page in which a network is audited and one feature is moved out, live; nothing leaves the machine.',
    'explore model.onnx --data id.csv --out explore.html',
  )
    .argument('[network]', 'a network to open the page with; without one it waits for files')
    .option('--data <file>', 'in-distribution data to open it with: CSV with header')
    .option('--out <file>', 'the page', 'explore.html')
    .action(async (path: string | undefined, options: ExploreOptions) => {
      const { data, out } = options;
      if (path === undefined && data !== undefined) {
        throw new InputError('explore', [
          {
            code: 'missing',
            path: '<network>',
            rule: 'is needed beside --data',
            remedy: 'give the network, or neither',
          },
        ]);
      }
      // A page that could not read them would say so only when it is opened.
      const network = path === undefined ? null : await loadNetwork(path);
      if (network && data !== undefined) {
        await readAuditData(data, network, { seed: options.seed ?? DEFAULT_SEED });
      }
      const embedded =
        path === undefined
          ? null
          : {
              network: { name: basename(path), base64: (await readFile(path)).toString('base64') },
              table:
                data === undefined
                  ? null
                  : { name: basename(data), text: await readDataText(data) },
            };
      const text = exploreHtml(await readFile(SCRIPT, 'utf8'), embedded);
      const whole = resolve(out);
      await writeTogether(dirname(whole), [{ name: basename(whole), text }]);
      terminalOf(options).result({ schemaVersion: 1, page: out }, () => [
        `${out}: open it in a browser. Nothing leaves the machine.`,
      ]);
    });
}
