import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';
import { subjectOfModule } from './moduleSubject.js';
import { checkLaw } from './runLaws.js';

/** Checks laws over the detector of a module, posting each result as soon as it is there. */
const { file, laws } = workerData as { file: string; laws: readonly string[] };
const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
const subject = subjectOfModule(module);
if (typeof subject === 'string') {
  parentPort!.postMessage({ unusable: subject });
} else {
  parentPort!.postMessage({ name: subject.name });
  for (const law of DETECTOR_LAWS.filter(({ id }) => laws.includes(id))) {
    parentPort!.postMessage({ started: law.id });
    const result = await checkLaw(law, subject);
    // Through JSON: an input may hold what cannot be cloned.
    parentPort!.postMessage({ result: JSON.stringify(result) });
  }
}
