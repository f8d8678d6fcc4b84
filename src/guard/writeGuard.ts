import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../errors/inputError.js';
import { writeTogether } from '../files/writeTogether.js';
import type { Guarded } from './guard.js';

/**
 * Writes a guarded file and, beside it, its certificate: `guarded.onnx`, `guarded.certificate.json`.
 *
 * @param path - of the guarded file, ending in `.onnx`
 * @param from - the original file
 * @returns the path of the certificate
 * @throws InputError `failed` if a file cannot be written; `inconsistent` if the path is the
 *   original's own, or elsewhere than files beside it that the model reads
 */
export async function writeGuard(path: string, from: string, guarded: Guarded): Promise<string> {
  if (!path.endsWith('.onnx')) {
    throw refusal('out_of_range', path, 'must end in .onnx', 'give the guarded file such a name');
  }
  if (resolve(path) === resolve(from)) {
    throw refusal('inconsistent', path, 'must not be the original', 'give another name');
  }
  if (guarded.hasFilesBeside && resolve(dirname(path)) !== resolve(dirname(from))) {
    throw refusal(
      'inconsistent',
      path,
      'must be in the folder of the original, which keeps weights in files beside it',
      'write the guarded file there',
    );
  }
  const name = `${basename(path, '.onnx')}.certificate.json`;
  const text = `${JSON.stringify(guarded.certificate, null, 2)}\n`;
  const [certificate] = await writeTogether(dirname(path), [{ name, text }]);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(guarded.model);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw refusal('failed', path, `cannot be written (${code})`, 'check the folder');
  }
  return certificate;
}

function refusal(
  code: 'out_of_range' | 'inconsistent' | 'failed',
  value: string,
  rule: string,
  remedy: string,
): InputError {
  return new InputError('guard', [{ code, path: '--out', value, rule, remedy }]);
}
