import type { DetectorRequest } from './detectorRequest.js';
import type { FarAway } from './farAway/farAway.js';
import type { ReplayedAnswer } from './replay.js';
import type { SentSizes } from './sentSizes.js';

/** What the worker of a module is started with. */
export interface ToWorker {
  /** Absolute path of the module. */
  readonly file: string;
  /** Ids of the laws to check, in order. */
  readonly laws: readonly string[];
  readonly like: string | null;
  /** How far scores repeat, as an earlier worker measured it. */
  readonly noise: number;
  /** Requests to send before the laws. */
  readonly replay: readonly DetectorRequest[] | null;
}

/** What it posts: once the module is there its name, then results, at last everything else. */
export type FromWorker =
  | { readonly unusable: string }
  | { readonly name: string }
  | { readonly answers: readonly ReplayedAnswer[] }
  | {
      /** A `LawResult` as JSON. */
      readonly result: string;
      readonly noise: number;
      readonly sent: SentSizes;
    }
  | {
      readonly farAway: FarAway | string | null;
      readonly sent: SentSizes | null;
      readonly notes: readonly string[];
      /** The results of the metric laws, as JSON; null if the module exports no metrics. */
      readonly metrics: string | null;
    };
