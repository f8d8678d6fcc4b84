import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { LawResult } from './lawResult.js';
import { METRIC_LAWS } from './laws/metricLaws.js';
import { metricsOfModule } from './metricsOf.js';
import { subjectOfModule } from './moduleSubject.js';
import { ObservedDetector } from './observedDetector.js';
import { replayed } from './replay.js';
import { checkInOrder, farAwayOrWhyNot, lawsFor, notesOn } from './runDetectorLaws.js';
import { runLaws } from './runLaws.js';
import type { DetectorUnderTest } from './subject.js';
import type { FromWorker, ToWorker } from './workerMessages.js';

/** Checks laws over the detector of a module, posting each result as soon as it is there. */
const { file, laws, like, noise, replay } = workerData as ToWorker;
const post = (message: FromWorker) => parentPort!.postMessage(message);
// Through JSON: an input may hold what cannot be cloned. Its numbers may be infinite.
const jsonOf = (value: unknown) =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner,
  );
let starts = 0;
/** The module as it is when nothing has been asked of it: each address is loaded once. */
const load = async () => {
  const query = starts++ === 0 ? '' : `?start=${starts}`;
  return (await import(pathToFileURL(file).href + query)) as Record<string, unknown>;
};
const module = await load();
const subject = startable(subjectOfModule(module));
const metrics = metricsOfModule(module);
const metricResults = async () =>
  metrics ? jsonOf((await runLaws('metrics', metrics, METRIC_LAWS)).results) : null;

if (typeof subject !== 'string') await checkDetector(new ObservedDetector(subject));
else if (metrics) {
  post({ name: 'metrics' });
  post({ farAway: null, sent: null, notes: [], metrics: await metricResults() });
} else post({ unusable: subject });

async function checkDetector(observed: ObservedDetector): Promise<void> {
  observed.noise = noise;
  post({ name: observed.name });
  if (replay) post({ answers: await replayed(observed, replay) });
  const wanted = lawsFor(like === null ? {} : { like }).filter(({ id }) => laws.includes(id));
  const results: LawResult[] = [];
  for await (const result of checkInOrder(observed, wanted)) {
    results.push(result);
    post({ result: jsonOf(result), noise: observed.noise, sent: observed.sizes.total });
  }
  post({
    farAway: replay ? null : await farAwayOrWhyNot(observed, results),
    sent: observed.sizes.total,
    notes: notesOn(observed),
    metrics: replay ? null : await metricResults(),
  });
}

/** A subject that can be loaded anew. */
function startable(loaded: DetectorUnderTest | string): DetectorUnderTest | string {
  if (typeof loaded === 'string') return loaded;
  const subject: DetectorUnderTest = {
    get name() {
      return loaded.name;
    },
    get declares() {
      return loaded.declares ?? {};
    },
    fit: (request, options) => loaded.fit(request, options),
    async anew() {
      const again = startable(subjectOfModule(await load()));
      return typeof again === 'string' ? subject : again;
    },
  };
  return subject;
}
