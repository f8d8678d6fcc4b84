import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../data/fingerprint.js';
import { cacheFolder } from '../data/index.js';
import { InputError } from '../errors/inputError.js';

/**
 * Results on disk, found again by what they depend on: settings, data and code.
 *
 * An entry appears whole or not at all, so a run that is interrupted loses only what it was in the
 * middle of, and several processes may share a folder.
 */
export class ContentCache {
  constructor(readonly folder: string = join(cacheFolder(), 'experiments')) {}

  /**
   * The stored result for a key, or a new one, which is stored.
   *
   * @param kind - first part of the file name, for people who look into the folder
   * @param key - everything the result depends on; plain data
   */
  async remember<T>(
    kind: string,
    key: unknown,
    compute: () => Promise<T>,
  ): Promise<{ readonly value: T; readonly cached: boolean }> {
    const path = join(this.folder, `${kind}-${sha256(JSON.stringify(key)).slice(0, 32)}.json`);
    const stored = await readFile(path, 'utf8').catch(() => null);
    if (stored !== null) {
      try {
        return { value: JSON.parse(stored, revive) as T, cached: true };
      } catch {
        // Damaged from outside: computed again and replaced.
      }
    }
    const value = await compute();
    const temporary = `${path}.${randomUUID()}.part`;
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFile(temporary, JSON.stringify(value, replace));
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw new InputError(this.folder, [
        {
          code: 'failed',
          path: 'cache',
          rule: `cannot be written (${(error as Error).message})`,
          remedy: 'check the folder, or choose another with --cache',
        },
      ]);
    }
    return { value, cached: false };
  }
}

/** JSON knows neither float32 arrays nor numbers that are not finite. */
function replace(_: string, value: unknown): unknown {
  if (value instanceof Float32Array) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { $float32: bytes.toString('base64') };
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
  return value;
}

function revive(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { $float32, $number } = value as { $float32?: string; $number?: string };
  if (typeof $number === 'string') return Number($number);
  if (typeof $float32 !== 'string') return value;
  // A copy, because a buffer may start at any byte and floats may not.
  const bytes = Uint8Array.from(Buffer.from($float32, 'base64'));
  return new Float32Array(bytes.buffer);
}
