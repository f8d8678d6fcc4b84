import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { checkArguments } from '../errors/checkArguments.js';
import { number, optional, record, text, whole } from '../errors/kinds.js';
import { type Clock, clockKind, WALL_CLOCK } from './clock.js';
import type { Declarations } from './declarations.js';
import { ProtocolFault } from './protocolFault.js';
import { StartFailure } from './startFailure.js';
import type { DetectorUnderTest } from './subject.js';

/** How patient to be with a process. */
export interface ProcessLimits {
  /** For one answer, milliseconds; 30 000 if absent. */
  readonly timeLimitMs?: number;
  /** What that goes by; the clock on the wall if absent. */
  readonly clock?: Clock;
  /** The longest line that is read, characters; 32 million if absent. */
  readonly longestLine?: number;
  /** How often a process that crashed or talked nonsense is started anew; 2 if absent. */
  readonly restarts?: number;
}

const TIME_LIMIT_MS = 30_000;

/** A detector behind a command, and a way to end it. */
export interface ProcessDetector extends DetectorUnderTest {
  /** Asks for ranking metrics of novelty scores: all it has, by name. */
  rank(id: readonly number[], ood: readonly number[]): Promise<Readonly<Record<string, unknown>>>;
  /** Ends the process, and all processes it started. */
  close(): Promise<void>;
}

/**
 * A detector in any language, over one JSON object a line on stdin and stdout.
 *
 * `{"fit": {"network": …, "train": {"x", "y"}, "validation": {"x", "y"}}}` is answered by
 * `{"ok": true}` (with `"options": {…}` beside `"fit"` where a law tries options that it declared),
 * to which `"declares": {…}` may be added (see `Declarations`), and
 * `{"score": [[…], …]}` by `{"scores": [ … ]}` with a number, `"Infinity"`, `"-Infinity"` or
 * `"NaN"` per row; `{"error": "why"}` refuses. A process that declares metrics is also asked
 * `{"metrics": {"id": [ … ], "ood": [ … ]}}` and answers `{"auroc": …}`, with `"fpr95"`, `"auprIn"`
 * and `"auprOut"` where it has them. What the process writes to stderr is only shown when
 * it ends. The command runs in a shell, started once, at the first request, and again only after a
 * crash or nonsense.
 *
 * A late answer, a crash, a line that is not such an answer or has the wrong length rejects with a
 * `ProtocolFault` that holds the line; a command that ends before its first answer with a
 * `StartFailure` that holds what it wrote to stderr.
 *
 * @example
 * ```ts
 * const detector = processDetector('python3 my_detector.py');
 * const report = await runLaws(detector.name, detector, DETECTOR_LAWS);
 * await detector.close();
 * ```
 */
export function processDetector(command: string, limits: ProcessLimits = {}): ProcessDetector {
  checkArguments('processDetector', {
    command: [command, text],
    limits: [
      limits,
      record({
        timeLimitMs: optional(number()),
        clock: optional(clockKind),
        longestLine: optional(whole(1)),
        restarts: optional(whole(0)),
      }),
    ],
  });
  const conversation = new Conversation(command, limits);
  let declares: Declarations = { inProcess: false };
  return {
    name: command,
    get declares() {
      return declares;
    },
    async fit(request, options) {
      const question = { fit: request, ...(options && { options }) };
      const { answer, line } = await conversation.ask(question);
      if (answer.ok !== true) throw nonsense('the answer to fit has no "ok": true', line);
      if (answer.declares !== undefined && !isObject(answer.declares)) {
        throw nonsense('"declares" is not an object', line);
      }
      declares = { ...answer.declares, inProcess: false };
      return {
        async score(rows) {
          const reply = await conversation.ask({ score: rows });
          return scoresIn(reply.answer, rows.length, reply.line);
        },
      };
    },
    async rank(id, ood) {
      const words = (scores: readonly number[]) =>
        scores.map((score) => (Number.isFinite(score) ? score : String(score)));
      return (await conversation.ask({ metrics: { id: words(id), ood: words(ood) } })).answer;
    },
    close: () => conversation.end(),
  };
}

type Answer = Readonly<Record<string, unknown>>;

/** One process at a time, asked one thing at a time. */
class Conversation {
  private child: ChildProcessWithoutNullStreams | null = null;
  private unread = '';
  private stderr = '';
  private starts = 0;
  private answered = false;
  private waiting: ((event: Event) => void) | null = null;

  constructor(
    private readonly command: string,
    private readonly limits: ProcessLimits,
  ) {}

  async ask(request: object): Promise<{ answer: Answer; line: string }> {
    const child = this.child ?? this.start();
    const event = await new Promise<Event>((resolve) => {
      const limit = this.limits.timeLimitMs ?? TIME_LIMIT_MS;
      const clock = this.limits.clock ?? WALL_CLOCK;
      const stopWaiting = clock.after(limit, () => finish({ kind: 'late' }));
      const finish = (what: Event) => {
        stopWaiting();
        this.waiting = null;
        resolve(what);
      };
      this.waiting = finish;
      child.stdin.write(`${JSON.stringify(request)}\n`);
      this.deliver();
    });
    const final = this.starts > (this.limits.restarts ?? 2);
    if (event.kind === 'late') {
      this.kill();
      throw new ProtocolFault(
        `no answer within ${this.limits.timeLimitMs ?? TIME_LIMIT_MS} ms`,
        'it loops, waits for more input, or does not flush its output after a line',
        shortened(this.unread || this.stderr),
        true,
      );
    }
    if (event.kind === 'ended' && !this.answered) {
      const said = shortened(this.stderr, 2000);
      throw new StartFailure(
        '--exec',
        this.command,
        `it ended (${event.how}) before its first answer, ${said === '' ? 'saying nothing' : `saying\n${said}\n`}`,
        'run the command by hand, with a line of the protocol on its stdin',
      );
    }
    this.answered = true;
    if (event.kind === 'ended') {
      throw new ProtocolFault(
        `the process ended (${event.how})${lastLineOf(this.stderr)}`,
        'an exception that is not caught; what it wrote to stderr is in the line',
        shortened(this.stderr, 1000),
        final,
      );
    }
    if (event.kind === 'too-long') {
      this.kill();
      throw nonsense('the line is longer than is read', event.line, final);
    }
    const answer = parse(event.line);
    if (!answer) {
      // What comes next may answer this request or the one after: only a new start is safe.
      this.kill();
      throw nonsense('the line is not a JSON object', event.line, final);
    }
    if ('error' in answer) throw new Error(String(answer.error));
    return { answer, line: event.line };
  }

  async end(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.stdin.end();
    const timer = setTimeout(() => this.kill(), 500);
    await gone;
    clearTimeout(timer);
    this.kill();
  }

  private start(): ChildProcessWithoutNullStreams {
    this.starts++;
    this.unread = '';
    this.stderr = '';
    // A process group of its own, so that ending it ends what the shell started as well.
    const child = spawn(this.command, {
      shell: true,
      detached: true,
      stdio: 'pipe',
      // So that an adapter can keep stdout for itself before anything is printed.
      env: { ...process.env, FARFIELD_DETECT: '1' },
    });
    this.child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (this.child !== child) return;
      this.unread += text;
      this.deliver();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (this.child === child) this.stderr = (this.stderr + text).slice(-4000);
    });
    // Writing to a process that has ended fails; its end is reported by 'close'.
    child.stdin.on('error', () => {});
    child.on('error', () => {});
    child.on('close', (code, signal) => {
      if (this.child !== child) return;
      this.child = null;
      this.waiting?.({ kind: 'ended', how: signal ? `signal ${signal}` : `exit code ${code}` });
    });
    return child;
  }

  /** Hands over a line, if there is one and somebody waits for it. */
  private deliver(): void {
    if (!this.waiting) return;
    const end = this.unread.indexOf('\n');
    if (end === -1) {
      if (this.unread.length > (this.limits.longestLine ?? 32_000_000)) {
        this.waiting({ kind: 'too-long', line: this.unread });
      }
      return;
    }
    const line = this.unread.slice(0, end);
    this.unread = this.unread.slice(end + 1);
    this.waiting({ kind: 'line', line });
  }

  private kill(): void {
    const { child } = this;
    this.child = null;
    if (child?.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It had ended already.
    }
  }
}

type Event =
  | { readonly kind: 'line' | 'too-long'; readonly line: string }
  | { readonly kind: 'ended'; readonly how: string }
  | { readonly kind: 'late' };

function scoresIn(answer: Answer, rows: number, line: string): number[] {
  const { scores } = answer;
  if (!Array.isArray(scores)) throw nonsense('the answer to score has no "scores"', line);
  if (scores.length !== rows) throw nonsense(`${scores.length} scores for ${rows} rows`, line);
  return scores.map((score: unknown, i) => {
    if (typeof score === 'number') return score;
    if (score === 'Infinity' || score === '-Infinity' || score === 'NaN') return Number(score);
    throw nonsense(`score ${i} is neither a number nor "Infinity", "-Infinity" or "NaN"`, line);
  });
}

function parse(line: string): Answer | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nonsense(what: string, line: string, final = false): ProtocolFault {
  return new ProtocolFault(
    `${what}: ${shortened(line)}`,
    'something else is printed on stdout, NaN is written bare, or rows are lost',
    shortened(line),
    final,
  );
}

/** What a process said last, mostly the name of an exception. */
function lastLineOf(stderr: string): string {
  const line = stderr.trim().split('\n').at(-1)!.trim();
  return line === '' ? '' : `: ${shortened(line)}`;
}

/** The first 200 characters, or the last so many. */
function shortened(text: string, last?: number): string {
  const whole = text.trim();
  if (whole.length <= (last ?? 200)) return whole;
  return last === undefined ? `${whole.slice(0, 199)}…` : `…${whole.slice(1 - last)}`;
}
