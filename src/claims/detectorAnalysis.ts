import { Classifier } from '../detectors/classifier.js';
import type { Detector, Scorer } from '../detectors/detector.js';
import { type FittingData, fittingDataOf } from '../detectors/fittingData.js';
import {
  type BehaviourAtInfinity,
  behaviourOf as behaviourOfGerm,
} from '../detectors/infinity/behaviourAtInfinity.js';
import type { ScoreTail } from '../detectors/infinity/scoreTail.js';
import { scoreTailAlong } from '../detectors/infinity/scoreTailAlong.js';
import { cea } from '../detectors/methods/cea.js';
import { unit } from '../detectors/methods/unit.js';
import { checkArguments } from '../errors/checkArguments.js';
import { callable, optional, record, text } from '../errors/kinds.js';
import { auroc } from '../metrics/auroc.js';
import type { DetectorCase } from './cases.js';
import { RayAnalysis } from './rayAnalysis.js';

/** A network, the data detectors are fitted on, and a ray; each detector is fitted when asked for. */
export class DetectorAnalysis extends RayAnalysis {
  private fittingData: FittingData | undefined;
  private readonly fitted = new Map<string, Scorer>();
  private readonly decided = new Map<Scorer, BehaviourAtInfinity>();
  private excess: number | undefined;

  /** @throws InputError if the network or the ray is not valid */
  constructor(readonly source: DetectorCase) {
    checkArguments('DetectorAnalysis', { source: [source, record({})] });
    super(source.network, source.origin, source.direction);
  }

  /**
   * Training and validation rows as the network sees them. Float64.
   *
   * @throws InputError if the rows are not valid or the network has no linear head
   */
  get data(): FittingData {
    this.fittingData ??= fittingDataOf(
      new Classifier(this.network),
      this.source.train,
      this.source.validation,
    );
    return this.fittingData;
  }

  /** The detector fitted on `data`. Options are part of what is remembered. */
  scorerOf<Options extends object>(
    detector: Detector<Options>,
    options?: Partial<Options>,
  ): Scorer {
    checkArguments('scorerOf', {
      detector: [detector, record({ id: text, fit: callable })],
      options: [options, optional(record({}))],
    });
    const key = detector.id + JSON.stringify(options ?? {});
    let scorer = this.fitted.get(key);
    if (!scorer) {
      scorer = detector.fit(this.data, options);
      this.fitted.set(key, scorer);
    }
    return scorer;
  }

  /** The mean of g over the validation rows, CEA with its defaults. */
  get meanExcess(): number {
    this.excess ??= this.scorerOf(cea(unit)).parameters.meanExcess as number;
    return this.excess;
  }

  /** Drops what was fitted, to be fitted again when asked for: every claim fits detectors of its own. */
  forgetFits(): void {
    this.fitted.clear();
    this.decided.clear();
  }

  /** The area under the ROC curve of novelty scores; ties count half. */
  auroc(id: ArrayLike<number>, ood: ArrayLike<number>): number {
    return auroc(id, ood);
  }

  /** What a fitted detector does infinitely far out along the ray. */
  behaviourOf(scorer: Scorer): BehaviourAtInfinity {
    checkArguments('behaviourOf', { scorer: [scorer, record({ germ: callable })] });
    let behaviour = this.decided.get(scorer);
    if (!behaviour) {
      // Germs of hidden layers are made for the detectors that ask for them: nothing else reads them.
      behaviour = behaviourOfGerm(scorer.germ(this.tailWithHidden));
      this.decided.set(scorer, behaviour);
    }
    return behaviour;
  }

  /** The tail, with the germs of every hidden layer for the detectors that read them. */
  private get tailWithHidden(): ScoreTail {
    const { origin, direction } = this;
    return Object.create(this.tail, {
      hidden: { get: () => scoreTailAlong(this.data.classifier!, { origin, direction }).hidden },
    });
  }
}
