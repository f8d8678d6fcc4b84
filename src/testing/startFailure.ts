import { InputError } from '../errors/inputError.js';

/** A detector of which nothing could be asked: its command or module did not start. */
export class StartFailure extends InputError {
  /**
   * @param path - the option that names it: `--exec`, `--module`
   * @param said - what happened, with the program's own words
   */
  constructor(path: string, value: string, said: string, remedy: string) {
    super('detect', [
      { code: 'failed', path, value, rule: `must start and answer, but ${said}`, remedy },
    ]);
  }
}
