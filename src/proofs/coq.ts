import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs of a Coq or Rocq installation: command and leading arguments. */
export interface Coq {
  readonly compiler: readonly string[];
  readonly checker: readonly string[];
}

/** The output of a Coq program. */
export interface CoqOutput {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Finds Coq or Rocq on the PATH.
 *
 * @returns undefined if there is no compiler or no checker
 */
export function findCoq(path = process.env.PATH ?? ''): Coq | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const has = (program: string) => folders.some((folder) => isProgram(join(folder, program)));
  const compiler = has('coqc') ? ['coqc'] : has('rocq') ? ['rocq', 'compile'] : undefined;
  const checker = ['coqchk', 'rocqchk'].find(has);
  return compiler && checker ? { compiler, checker: [checker] } : undefined;
}

/**
 * Runs a Coq program in a folder, with the development's logical name bound to it.
 *
 * @param program - `compiler` or `checker` of {@link findCoq}
 */
export function runCoq(
  program: readonly string[],
  folder: string,
  args: readonly string[],
): Promise<CoqOutput> {
  const [command, ...leading] = program;
  return new Promise((resolve) => {
    execFile(
      command,
      [...leading, '-Q', '.', 'Farfield', ...args],
      { cwd: folder, maxBuffer: 1 << 28 },
      (error, stdout, stderr) => resolve({ ok: error === null, stdout, stderr }),
    );
  });
}

/** Whether a file is there and may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
