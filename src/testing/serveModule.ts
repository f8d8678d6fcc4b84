import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { subjectOfModule } from './moduleSubject.js';
import type { FittedDetector } from './subject.js';

/**
 * Serves the detector of a module over the line protocol, so that it can be ended when it hangs:
 * `node serveModule.js FILE`.
 */
const say = (answer: object) =>
  process.stdout.write(
    `${JSON.stringify(answer, (_, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    )}\n`,
  );
console.log = console.error;
const module = (await import(pathToFileURL(process.argv[2]).href)) as Record<string, unknown>;
const subject = subjectOfModule(module);
if (typeof subject === 'string') {
  process.stderr.write(`${subject}\n`);
  process.exit(1);
}
let fitted: FittedDetector | null = null;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    if (request.fit) {
      fitted = await subject.fit(request.fit);
      say({ ok: true, declares: subject.declares });
    } else say({ scores: Array.from(await fitted!.score(request.score)) });
  } catch (error) {
    say({ error: error instanceof Error ? error.message : String(error) });
  }
}
