import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../data/fingerprint.js';

/** The folders that training depends on, and those that scoring depends on besides. */
const FOLDERS = {
  training: ['kernel', 'data', 'training'],
  scoring: [
    'kernel',
    'exact',
    'germ',
    'network',
    'ceiling',
    'readers',
    'tail',
    'uncertainty',
    'metrics',
    'detectors',
    'data',
    'training',
    'experiments',
  ],
} as const;

const known = new Map<string, Promise<string>>();

/** A hash of the code that a result depends on: other code may give another result. */
export function codeVersion(of: keyof typeof FOLDERS): Promise<string> {
  let version = known.get(of);
  if (!version) {
    version = hashOf(FOLDERS[of]);
    known.set(of, version);
  }
  return version;
}

async function hashOf(folders: readonly string[]): Promise<string> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const hashes: string[] = [];
  for (const folder of folders) {
    const names = (await readdir(join(root, folder), { recursive: true }))
      .filter((name) => /\.[jt]s$/.test(name) && !/\.(test|d)\.ts$/.test(name))
      .sort();
    for (const name of names) {
      hashes.push(`${folder}/${name} ${sha256(await readFile(join(root, folder, name)))}`);
    }
  }
  return sha256(hashes.join('\n')).slice(0, 16);
}
