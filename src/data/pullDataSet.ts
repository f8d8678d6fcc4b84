import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { didYouMean } from '../errors/didYouMean.js';
import { InputError } from '../errors/inputError.js';
import { LARGEST_DATA_BYTES } from './dataFile.js';
import { cacheFolder } from './dataFolders.js';
import { DOWNLOADS, type Download } from './downloads.js';
import { dryBeanCsv } from './dryBeanArchive.js';
import { sha256 } from './fingerprint.js';

/** A file that is in place after a pull. */
export interface PulledFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Whether it was there already, with the right content. */
  readonly unchanged: boolean;
}

/** No byte for this long means the connection is dead. */
const PATIENCE_MS = 60_000;

/**
 * Downloads a data set from its official address and verifies its SHA-256.
 *
 * A file appears under its name only when it is complete and verified: it is written beside and
 * renamed. Files already there with the right hash are not fetched again.
 *
 * @param options - `folder`, the data folder of the cache if absent; `downloads`, the catalogue;
 *   `onFile`, called before each file
 * @returns the files in place
 * @throws InputError `unknown_value` for a name that is not in the catalogue; `failed` if the
 *   address does not answer; `inconsistent` if the content has another hash; `too_large`
 */
export async function pullDataSet(
  name: string,
  options: {
    readonly folder?: string;
    readonly downloads?: Readonly<Record<string, readonly Download[]>>;
    readonly onFile?: (file: Download) => void;
  } = {},
): Promise<PulledFile[]> {
  const catalogue = options.downloads ?? DOWNLOADS;
  const files = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
  if (!files) {
    throw new InputError('data pull', [
      {
        code: 'unknown_value',
        path: 'name',
        value: name,
        rule: 'must be a data set that can be downloaded',
        remedy: `${didYouMean(name, Object.keys(catalogue))}one of ${Object.keys(catalogue).join(', ')}; eICU and MIMIC-IV need credentials from physionet.org`,
      },
    ]);
  }
  const folder = options.folder ?? join(cacheFolder(), 'data');
  const pulled: PulledFile[] = [];
  for (const download of files) {
    options.onFile?.(download);
    pulled.push(await pullFile(download, folder));
  }
  return pulled;
}

async function pullFile(download: Download, folder: string): Promise<PulledFile> {
  const path = join(folder, download.file);
  const present = await readFile(path).catch(() => null);
  if (present && sha256(present) === download.sha256) {
    return { path, bytes: present.length, sha256: download.sha256, unchanged: true };
  }
  const fetched = await fetchBytes(download.address);
  const content = download.convert === 'dry-bean' ? dryBeanCsv(fetched, download.address) : fetched;
  const hash = sha256(content);
  if (hash !== download.sha256) {
    throw new InputError(download.address, [
      {
        code: 'inconsistent',
        path: `SHA-256 of ${download.file}`,
        value: hash,
        rule: `must be ${download.sha256}`,
        remedy:
          'nothing was kept; the address serves other content than it did: try again later, or place the file in FARFIELD_DATA by hand',
      },
    ]);
  }
  await writeAtomically(path, folder, content);
  return { path, bytes: content.length, sha256: hash, unchanged: false };
}

async function fetchBytes(address: string): Promise<Buffer> {
  const failed = (rule: string) =>
    new InputError(address, [
      {
        code: 'failed',
        path: 'download',
        rule,
        remedy: 'check the network connection, or place the file in FARFIELD_DATA by hand',
      },
    ]);
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), PATIENCE_MS);
  try {
    const response = await fetch(address, { signal: abort.signal });
    if (!response.ok || !response.body) throw failed(`answered ${response.status}`);
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), PATIENCE_MS);
      size += part.length;
      if (size > LARGEST_DATA_BYTES) throw failed(`sends more than ${LARGEST_DATA_BYTES} bytes`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { message, cause } = error as Error;
    const detail = cause instanceof Error ? `${message}: ${cause.message}` : message;
    throw failed(`did not succeed (${detail})`);
  } finally {
    clearTimeout(timer);
  }
}

async function writeAtomically(path: string, folder: string, content: Buffer): Promise<void> {
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(folder, { recursive: true });
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    // `force` does not cover a folder that is a file.
    await rm(temporary, { force: true }).catch(() => {});
    throw new InputError(path, [
      {
        code: 'failed',
        path: 'file',
        rule: `cannot be written (${(error as Error).message})`,
        remedy: 'check the folder and its permissions, or set XDG_CACHE_HOME',
      },
    ]);
  }
}
