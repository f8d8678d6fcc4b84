import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { text as anyText, flag } from '../errors/kinds.js';
import { type DetectorRequest, requestLine } from './detectorRequest.js';
import { type LawReport, reportKind } from './lawReport.js';
import type { LawResult } from './lawResult.js';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';
import { scoresOf } from './scoring.js';
import type { DetectorUnderTest, FittedDetector } from './subject.js';

const SUFFIX = '.requests.jsonl';

/** What a detector answered to a recorded request. */
export interface ReplayedAnswer {
  readonly request: 'fit' | 'score';
  /** Training rows, or rows to score. */
  readonly rows: number;
  /** Null of a fit, and where it refused. */
  readonly scores: readonly number[] | null;
  /** Why it refused; null if it did not. */
  readonly refused: string | null;
}

/** Requests that show that a law is broken. */
export interface Replay {
  readonly law: string;
  readonly requests: readonly DetectorRequest[];
}

/** What came of a replay: the answers, and the law checked anew. */
export interface Replayed {
  readonly schemaVersion: 1;
  readonly subject: string;
  readonly law: string;
  readonly answers: readonly ReplayedAnswer[];
  readonly result: LawResult;
}

/**
 * The requests of every broken law, one file each: `LAW.requests.jsonl`, whose lines can be fed to
 * a command as they are.
 *
 * @example
 * ```ts
 * const report = await runDetectorLaws(subjectOf(ebo));
 * requestFiles(report); // []: no law is broken
 * ```
 */
export function requestFiles(report: LawReport): { name: string; text: string }[] {
  checkArguments('requestFiles', { report: [report, reportKind] });
  const { results } = report;
  return results.flatMap(({ law, requests }) =>
    requests
      ? [
          {
            name: requestFileOf(law),
            text: requests.map((one) => `${requestLine(one)}\n`).join(''),
          },
        ]
      : [],
  );
}

/** The name of the file that holds the requests of a law. */
export function requestFileOf(law: string): string {
  return `${law}${SUFFIX}`;
}

/**
 * Reads a file of recorded requests.
 *
 * @param like - whether there is a built-in detector to compare with
 * @throws InputError `not_found`; `unknown_value` if the name tells no law; `malformed` with the
 *   line that is no request
 *
 * @example
 * ```ts
 * const { law, requests } = await readReplay('laws/orientation.requests.jsonl', false);
 * ```
 */
export async function readReplay(path: string, like: boolean): Promise<Replay> {
  checkArguments('readReplay', { path: [path, anyText], like: [like, flag] });
  const name = basename(path);
  const law = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name;
  const known = law.startsWith('like-') || DETECTOR_LAWS.some(({ id }) => id === law);
  if (!known) throw problem(path, 'unknown_value', name, `must be named LAW${SUFFIX}, after a law`);
  if (law.startsWith('like-') && !like) {
    throw problem('--like', 'missing', undefined, `must be given to replay ${law}`);
  }
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw problem(path, 'not_found', undefined, `must be a file that can be read (${error.code})`);
  });
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw problem(path, 'empty', undefined, 'must hold a request');
  return { law, requests: lines.map((line, i) => requestOf(`${path}, line ${i + 1}`, line)) };
}

/** Sends requests as recorded and says what came of each. */
export async function replayed(
  subject: DetectorUnderTest,
  requests: readonly DetectorRequest[],
): Promise<ReplayedAnswer[]> {
  const answers: ReplayedAnswer[] = [];
  let fitted: FittedDetector | null = null;
  for (const request of requests) {
    const isFit = 'fit' in request;
    const rows = isFit ? request.fit.train.x.length : request.score.length;
    const answer = { request: isFit ? 'fit' : 'score', rows, scores: null, refused: null } as const;
    try {
      if (isFit) {
        fitted = await subject.fit(request.fit, request.options);
        answers.push(answer);
      } else if (fitted) {
        answers.push({ ...answer, scores: await scoresOf(fitted, request.score) });
      } else answers.push({ ...answer, refused: 'it is not fitted' });
    } catch (error) {
      const refused = error instanceof Error ? error.message : String(error);
      answers.push({ ...answer, refused });
    }
  }
  return answers;
}

function requestOf(place: string, line: string): DetectorRequest {
  let value: unknown;
  try {
    value = JSON.parse(line, (_, inner: unknown) =>
      inner === 'NaN' || inner === 'Infinity' || inner === '-Infinity' ? Number(inner) : inner,
    );
  } catch {
    throw problem(place, 'malformed', line, 'must be JSON');
  }
  const request = value as { fit?: { train?: { x?: unknown } }; score?: unknown } | null;
  if (Array.isArray(request?.fit?.train?.x) || Array.isArray(request?.score)) {
    return value as DetectorRequest;
  }
  throw problem(place, 'malformed', line, 'must be a fit or a score request');
}

function problem(
  path: string,
  code: 'unknown_value' | 'missing' | 'not_found' | 'empty' | 'malformed',
  value: unknown,
  rule: string,
): InputError {
  return new InputError('detect', [
    {
      code,
      path,
      ...(value !== undefined && { value }),
      rule,
      remedy: `give a file that --out wrote, LAW${SUFFIX}`,
    },
  ]);
}
