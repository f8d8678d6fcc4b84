/** A command as a page shows it, and the output it shows beneath. */
export interface ShownCommand {
  readonly command: string;
  /** Empty if the page shows none. */
  readonly output: readonly string[];
}

/** The commands of a console block: lines after `$ `, with their continuations, and what follows. */
export function shownCommands(text: string): ShownCommand[] {
  const commands: { command: string; output: string[] }[] = [];
  const lines = text.split('\n');
  for (let n = 0; n < lines.length; n++) {
    if (lines[n].startsWith('$ ')) {
      let command = lines[n].slice(2);
      while (command.endsWith('\\')) command = `${command.slice(0, -1)} ${lines[++n].trim()}`;
      commands.push({ command: withoutComment(command), output: [] });
    } else {
      const last = commands.at(-1);
      if (!last) throw new Error(`a console block begins with a command, not ${lines[n]}`);
      last.output.push(lines[n]);
    }
  }
  return commands.map(({ command, output }) => ({
    command,
    output: output.some((line) => line.trim() !== '') ? output : [],
  }));
}

/**
 * The first line of a page's output that the command did not print; null if it printed all. A line
 * `…` stands for any number of lines, `…` at the end of a line for its rest. Widths of columns are
 * no matter, every word and number is.
 */
export function firstDifference(
  shown: readonly string[],
  printed: string,
): { readonly shown: string; readonly printed: string } | null {
  const lines = printed.split('\n').map(plain);
  let place = 0;
  let skips = false;
  for (const line of shown.map(plain)) {
    if (line === '…') {
      skips = true;
      continue;
    }
    const fits = (candidate: string) =>
      line.endsWith(' …') ? candidate.startsWith(line.slice(0, -2)) : candidate === line;
    const found = skips
      ? lines.findIndex((candidate, k) => k >= place && fits(candidate))
      : fits(lines[place] ?? '')
        ? place
        : -1;
    if (found === -1) {
      return { shown: line, printed: skips ? lines.slice(place).join('\n') : (lines[place] ?? '') };
    }
    place = found + 1;
    skips = false;
  }
  const rest = lines.slice(place).filter((line) => line !== '');
  if (!skips && rest.length > 0) return { shown: '', printed: rest[0] };
  return null;
}

function plain(line: string): string {
  return line.trim().replaceAll(/ {2,}/g, ' ');
}

/** A comment at the end of a command tells people what it does. */
function withoutComment(command: string): string {
  return command.replace(/\s+# .*$/, '');
}
