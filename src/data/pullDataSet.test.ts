import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import type { Download } from './downloads.js';
import { DOWNLOADS } from './downloads.js';
import { dryBeanCsv } from './dryBeanArchive.js';
import { sha256 } from './fingerprint.js';
import { pullDataSet } from './pullDataSet.js';

/** Runs `use` against a server on this machine that answers with `listener`. */
async function served<T>(
  listener: RequestListener,
  use: (address: string) => Promise<T>,
): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/file`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const CONTENT = 'a,b\n1,2\n';

const newFolder = () => temporaryFolder('pull');

const catalogue = (address: string, changes: Partial<Download> = {}) => ({
  small: [{ file: 'small.csv', address, sha256: sha256(CONTENT), ...changes }],
});

describe('pullDataSet', () => {
  it('keeps a verified file and does not fetch it twice', async () => {
    const folder = newFolder();
    let requests = 0;
    await served(
      (_, response) => {
        requests++;
        response.end(CONTENT);
      },
      async (address) => {
        const options = { folder, downloads: catalogue(address) };
        expect((await pullDataSet('small', options))[0]).toMatchObject({ unchanged: false });
        expect((await pullDataSet('small', options))[0]).toMatchObject({ unchanged: true });
      },
    );
    expect(requests).toBe(1);
    expect(await readFile(join(folder, 'small.csv'), 'utf8')).toBe(CONTENT);
  });

  it('replaces a damaged file', async () => {
    const folder = newFolder();
    await writeFile(join(folder, 'small.csv'), 'a,b\n1,');
    await served(
      (_, response) => response.end(CONTENT),
      (address) => pullDataSet('small', { folder, downloads: catalogue(address) }),
    );
    expect(await readFile(join(folder, 'small.csv'), 'utf8')).toBe(CONTENT);
  });

  it('keeps nothing whose hash is wrong, nor of a download cut short', async () => {
    const folder = newFolder();
    await served(
      (_, response) => response.end('something else'),
      (address) =>
        expect(pullDataSet('small', { folder, downloads: catalogue(address) })).rejects.toThrow(
          /SHA-256 of small.csv="[0-9a-f]+\.\.\." must be|SHA-256 of small.csv=.* must be/,
        ),
    );
    await served(
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('a,b');
        setTimeout(() => response.destroy(), 20);
      },
      (address) =>
        expect(pullDataSet('small', { folder, downloads: catalogue(address) })).rejects.toThrow(
          /download did not succeed/,
        ),
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('says what the address answered', async () => {
    await served(
      (_, response) => {
        response.statusCode = 404;
        response.end();
      },
      async (address) =>
        expect(
          pullDataSet('small', { folder: newFolder(), downloads: catalogue(address) }),
        ).rejects.toThrow(/download answered 404/),
    );
    await expect(pullDataSet('iris')).rejects.toThrow(/name="iris".*wine-quality/);
  });

  it('names a folder it cannot write to', async () => {
    const folder = join(newFolder(), 'file');
    await writeFile(folder, '');
    await served(
      (_, response) => response.end(CONTENT),
      (address) =>
        expect(pullDataSet('small', { folder, downloads: catalogue(address) })).rejects.toThrow(
          /cannot be written/,
        ),
    );
  });

  it('has a hash and an address for every file', () => {
    for (const { sha256: hash, address } of Object.values(DOWNLOADS).flat()) {
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(address).toMatch(/^https?:\/\//);
    }
  });
});

/** A ZIP archive of one file, deflated or stored. */
function zipOf(name: string, content: string, method: 0 | 8): Buffer {
  const data = method === 8 ? deflateRawSync(content) : Buffer.from(content);
  const local = Buffer.alloc(30);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.write('PK\x01\x02', 'latin1');
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + name.length + data.length, 16);
  return Buffer.concat([local, Buffer.from(name), data, entry, Buffer.from(name), end]);
}

describe('the Dry Bean archive', () => {
  const arff =
    '@RELATION b\n@ATTRIBUTE Area REAL\n@ATTRIBUTE Major REAL\n@ATTRIBUTE Class {SEKER}\n@DATA\n' +
    '28395,208.178116708527,SEKER\n0.00733150613518321,173.888747041636,SEKER\n';

  it.each([0, 8] as const)('becomes one CSV file with ten digits (method %i)', (method) => {
    const archive = zipOf('DryBeanDataset/Dry_Bean_Dataset.arff', arff, method);
    expect(dryBeanCsv(archive, 'zip').toString()).toBe(
      'Area,Major,Class\n28395,208.1781167,SEKER\n0.007331506,173.888747,SEKER\n',
    );
  });

  it('is refused if it is damaged or lacks the file', () => {
    expect(() => dryBeanCsv(Buffer.from('not a zip'), 'zip')).toThrow(/is no ZIP archive/);
    expect(() => dryBeanCsv(zipOf('other.txt', 'x', 0), 'zip')).toThrow(
      /Dry_Bean_Dataset.arff must/,
    );
    const cut = zipOf('DryBeanDataset/Dry_Bean_Dataset.arff', arff, 8);
    cut.writeUInt32LE(2 ** 30, cut.length - 6);
    expect(() => dryBeanCsv(cut, 'zip')).toThrow(/is damaged/);
  });
});
