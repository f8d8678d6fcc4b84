import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** The SHA-256 of bytes or text, in hexadecimal. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The SHA-256 of each file, joined: what the content of a data set can be told by. */
export async function fingerprintOf(paths: readonly string[]): Promise<string> {
  const hashes = await Promise.all(paths.map(async (path) => sha256(await readFile(path))));
  return hashes.join('+');
}
