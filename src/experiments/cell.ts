import { dataSetNamed } from '../data/index.js';
import { unknownKind } from '../errors/unknownKind.js';
import { type Calibration, calibrationOf } from './calibration.js';
import { codeVersion } from './codeVersion.js';
import type { ContentCache } from './contentCache.js';
import { type EndsResult, endsCell } from './endsCell.js';
import { type GridResult, type GridSpec, gridCell } from './gridCell.js';
import { type ScoreResult, type ScoresSpec, scoreVariants } from './scoreCell.js';
import { type SubjectSpec, subjectOf } from './subject.js';
import { type TheoryResult, type TheorySpec, theoryCell } from './theoryCell.js';

/** One unit of work: cached on its own, run in a thread of its own. */
export type Cell =
  | { readonly kind: 'train'; readonly spec: SubjectSpec }
  | { readonly kind: 'score'; readonly spec: ScoresSpec }
  | { readonly kind: 'theory'; readonly spec: TheorySpec }
  | { readonly kind: 'ends'; readonly spec: TheorySpec }
  | { readonly kind: 'grid'; readonly spec: GridSpec };

/** What training reports; the network itself stays in the cache. */
export interface TrainResult {
  readonly validationAccuracy: number;
  readonly backend: string;
  readonly losses: readonly number[];
  readonly trainingRows: number;
  /** In-distribution calibration on the test part, with and without temperature. */
  readonly calibration: Calibration;
}

/** The result of each kind of cell. */
export interface CellResults {
  readonly train: TrainResult;
  /** One for each variant. */
  readonly score: readonly ScoreResult[];
  readonly theory: TheoryResult;
  readonly ends: EndsResult;
  readonly grid: GridResult;
}

/** A finished cell. */
export interface CellOutcome {
  readonly value: CellResults[Cell['kind']];
  /** Whether it came from the cache. */
  readonly cached: boolean;
  readonly seconds: number;
}

/** Called from time to time with the share of the work that is done, from 0 to 1. */
export type OnShare = (share: number) => void;

/** Computes a cell, or finds it in the cache. */
export async function runCell(
  cell: Cell,
  cache: ContentCache,
  onShare: OnShare = () => {},
): Promise<CellOutcome> {
  const started = performance.now();
  const fingerprints = await Promise.all(
    dataSetsOf(cell).map(async (name) => (await dataSetNamed(name).load(seedOf(cell))).fingerprint),
  );
  const key = { cell, fingerprints, code: await codeVersion('scoring') };
  const { value, cached } = await cache.remember(cell.kind, key, () =>
    compute(cell, cache, onShare),
  );
  return { value, cached, seconds: (performance.now() - started) / 1000 };
}

/** The data sets a cell reads; a name does not fix their content, so it does not fix the result. */
function dataSetsOf(cell: Cell): string[] {
  switch (cell.kind) {
    case 'train':
    case 'grid':
      return [cell.spec.dataSet];
    case 'theory':
    case 'ends':
      return [cell.spec.subject.dataSet];
    case 'score':
      return [
        cell.spec.subject.dataSet,
        ...cell.spec.ood.flatMap((ood) => (ood.kind === 'other' ? [ood.dataSet] : [])),
      ];
    default:
      return unknownKind(cell);
  }
}

function seedOf(cell: Cell): number {
  return cell.kind === 'train' || cell.kind === 'grid' ? cell.spec.seed : cell.spec.subject.seed;
}

async function compute(
  cell: Cell,
  cache: ContentCache,
  onShare: OnShare,
): Promise<CellResults[Cell['kind']]> {
  switch (cell.kind) {
    case 'train': {
      const subject = await subjectOf(cell.spec, cache, onShare);
      const { validationAccuracy, backend, losses } = subject.trained;
      const calibration = await calibrationOf(subject);
      return {
        validationAccuracy,
        backend: backend.name,
        losses,
        trainingRows: subject.prepared.train.x.rows,
        calibration,
      };
    }
    case 'score':
      return scoreVariants(cell.spec, cache, onShare);
    case 'theory':
      return theoryCell(cell.spec, cache);
    case 'ends':
      return endsCell(cell.spec, cache, onShare);
    case 'grid':
      return gridCell(cell.spec);
    default:
      return unknownKind(cell);
  }
}
