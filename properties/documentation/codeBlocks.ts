/** What keeps a block of the documentation from being run everywhere. */
export interface Need {
  readonly what: (typeof NEEDS)[number];
  readonly why: string;
}

/** The only reasons for which a block is not run. */
const NEEDS = [
  'the network',
  'python3',
  'Python packages',
  'a CI service',
  'networks of others',
  'long training',
] as const;

/** One fenced block of a page. */
export interface CodeBlock {
  /** The page, relative to the repository. */
  readonly page: string;
  /** Line of the fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** The comment above it says what it needs; null if it runs everywhere. */
  readonly need: Need | null;
  /** Its content is a file of this name, which later blocks of the page use. */
  readonly file: string | null;
  /** The exit code its last command ends with. */
  readonly exitCode: number;
}

const MARK =
  /^<!-- (?:(?<need>needs) (?<what>[^:]+): (?<why>.+)|file (?<file>\S+)|exit code (?<code>\d+)) -->$/;

/**
 * The fenced blocks of a page. An HTML comment on the line above a fence says more about it:
 * `<!-- needs the network: why -->`, `<!-- file network.json -->`, `<!-- exit code 1 -->`.
 *
 * @throws Error for a fence that does not end, or a need that is none of `NEEDS`
 */
export function codeBlocks(page: string, markdown: string): CodeBlock[] {
  const lines = markdown.split('\n');
  const blocks: CodeBlock[] = [];
  for (let n = 0; n < lines.length; n++) {
    const fence = /^(?<indent> *)(?<ticks>`{3,})(?<language>\S*)/.exec(lines[n])?.groups;
    if (!fence) continue;
    const end = lines.findIndex((line, k) => k > n && line.trim() === fence.ticks);
    if (end === -1) throw new Error(`${page}:${n + 1}: the fence does not end`);
    const marks = marksAbove(lines, n);
    blocks.push({
      page,
      line: n + 1,
      language: fence.language,
      text: lines
        .slice(n + 1, end)
        .map((line) => line.slice(fence.indent.length))
        .join('\n'),
      need: needOf(marks, `${page}:${n + 1}`),
      file: marks.find(({ file }) => file)?.file ?? null,
      exitCode: Number(marks.find(({ code }) => code)?.code ?? 0),
    });
    n = end;
  }
  return blocks;
}

function marksAbove(lines: readonly string[], fence: number): Record<string, string>[] {
  const marks = [];
  for (let n = fence - 1; n >= 0; n--) {
    const mark = MARK.exec(lines[n].trim())?.groups;
    if (!mark) break;
    marks.push(mark);
  }
  return marks;
}

function needOf(marks: readonly Record<string, string>[], place: string): Need | null {
  const mark = marks.find(({ need }) => need);
  if (!mark) return null;
  const what = NEEDS.find((known) => known === mark.what);
  if (!what) throw new Error(`${place}: needs ${mark.what}, which is none of ${NEEDS.join(', ')}`);
  return { what, why: mark.why };
}
