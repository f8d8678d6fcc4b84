import type {
  Detector,
  Observations,
  Scorer,
  ScoreTail,
  VariantOptions,
} from '../detectors/index.js';

/**
 * The same detector, fitted once per data and options, its scores and expansions kept as long as what
 * they are of: CEA over it, in however many settings, then costs no second scoring.
 */
export function rememberScores(detector: Detector<VariantOptions>): Detector<VariantOptions> {
  const fitted = new WeakMap<object, Map<string, Scorer>>();
  return {
    ...detector,
    fit(data, options = {}) {
      const byOptions = fitted.get(data) ?? new Map<string, Scorer>();
      fitted.set(data, byOptions);
      const key = JSON.stringify(options);
      const scorer = byOptions.get(key) ?? rememberingScorer(detector.fit(data, options));
      byOptions.set(key, scorer);
      return scorer;
    },
  };
}

function rememberingScorer(scorer: Scorer): Scorer {
  const scores = new WeakMap<Observations, Float64Array>();
  const germs = new WeakMap<ScoreTail, ReturnType<Scorer['germ']>>();
  return {
    ...scorer,
    germ(tail) {
      const known = germs.get(tail);
      if (known) return known;
      const germ = scorer.germ(tail);
      germs.set(tail, germ);
      return germ;
    },
    score(observations) {
      const known = scores.get(observations);
      if (known) return known;
      const novelty = scorer.score(observations);
      scores.set(observations, novelty);
      return novelty;
    },
  };
}
