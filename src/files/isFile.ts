import { stat } from 'node:fs/promises';

/** Whether there is a file of this name. */
export async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ?? false;
}
