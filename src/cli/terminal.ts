import { styleText } from 'node:util';

/** How text can be set apart on a terminal. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/**
 * Where a command writes: its result to stdout, progress and notes to stderr.
 *
 * With `--json`, stdout gets one JSON document and nothing else. Colours appear only on a terminal
 * and never where NO_COLOR is set.
 */
export class Terminal {
  constructor(
    readonly json: boolean,
    readonly quiet: boolean,
    private readonly stdout: NodeJS.WriteStream = process.stdout,
    private readonly stderr: NodeJS.WriteStream = process.stderr,
  ) {}

  /**
   * Writes the result: the value as JSON with `--json`, with the version of its schema, else the lines.
   */
  result(value: unknown, lines: () => readonly string[]): void {
    const text = this.json
      ? `${JSON.stringify(versioned(value), null, 2)}\n`
      : `${lines().join('\n')}\n`;
    this.stdout.write(text);
  }

  /** A line for the person watching, unless `--quiet`. */
  note(line: string): void {
    if (!this.quiet) this.stderr.write(`${line}\n`);
  }

  /** A line that is not to be missed, `--quiet` or not. */
  warn(line: string): void {
    this.stderr.write(`${this.paint('yellow', 'warning:', this.stderr)} ${line}\n`);
  }

  /** Whether stderr is a terminal on which a progress bar can move. */
  get interactive(): boolean {
    return this.stderr.isTTY === true && !this.quiet;
  }

  /** Text in a style, where the stream shows styles. */
  paint(style: Style, text: string, stream: NodeJS.WriteStream = this.stdout): string {
    const shows = stream.isTTY === true && !process.env.NO_COLOR;
    return shows ? styleText(style, text) : text;
  }

  /** Rows in columns, the first row the headings. */
  table(rows: readonly (readonly string[])[]): string[] {
    const widths = rows[0].map((_, column) =>
      Math.max(...rows.map((row) => [...row[column]].length)),
    );
    return rows.map((row, n) => {
      const line = row
        .map((cell, column) => cell + ' '.repeat(widths[column] - [...cell].length))
        .join('  ')
        .trimEnd();
      return n === 0 ? this.paint('bold', line) : line;
    });
  }
}

/** An object, or each of an array, with the version of its schema. */
function versioned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(versioned);
  if (typeof value !== 'object' || value === null) return value;
  return 'schemaVersion' in value ? value : { schemaVersion: 1, ...value };
}
