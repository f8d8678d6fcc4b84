import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFile } from '../files/isFile.js';
import { writeTogether } from '../files/writeTogether.js';
import { INDEX_MARK, type IndexedReport, renderReportIndex } from '../page/reportIndex.js';

/**
 * Writes `index.html` to a folder that holds several reports, or whose folders do: evidence, audits,
 * experiments. A page of that name that was not written here stays.
 *
 * @returns whether there is one now
 */
export async function writeIndex(folder: string): Promise<boolean> {
  const path = join(folder, 'index.html');
  if ((await isFile(path)) && !(await readFile(path, 'utf8')).includes(INDEX_MARK)) return false;
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const reports: IndexedReport[] = [];
  for (const place of ['', ...folders.sort()]) reports.push(...(await reportsIn(folder, place)));
  if (reports.length < 2) return false;
  await writeTogether(folder, [{ name: 'index.html', text: renderReportIndex(reports) }]);
  return true;
}

/** The reports in a folder, or in one of its folders. */
async function reportsIn(root: string, place: string): Promise<IndexedReport[]> {
  const names = (await readdir(join(root, place))).sort();
  const within = (name: string) => (place === '' ? name : `${place}/${name}`);
  const beside = (...wanted: readonly string[]) =>
    wanted.filter((name) => names.includes(name)).map(within);
  const where = place === '' ? '' : ` (${place})`;
  const reports: IndexedReport[] = [];
  if (names.includes('report.html')) {
    const found = await read(join(root, place, 'evidence.json'));
    const claims = Array.isArray(found?.claims) ? found.claims.length : null;
    reports.push({
      page: within('report.html'),
      title: `Evidence${where}`,
      sentences: claims === null ? [] : [`${claims} claims.`],
      files: beside('evidence.json', 'report.md', 'junit.xml'),
    });
  }
  if (names.includes('audit.html')) {
    const found = await read(join(root, place, 'audit.json'));
    reports.push({
      page: within('audit.html'),
      title: `Audit of ${found?.network?.name ?? 'a network'}${where}`,
      sentences: found?.summary?.sentences ?? [],
      files: beside('audit.json', 'audit.md', 'audit.sarif', 'audit.junit.xml'),
    });
  }
  for (const name of names) {
    const [, experiment] = /^experiment-(.+)\.md$/.exec(name) ?? [];
    if (experiment === undefined) continue;
    const found = await read(join(root, place, `experiment-${experiment}.json`));
    reports.push({
      page: within(name),
      title: `Experiment ${experiment}${where}`,
      sentences: found?.title ? [`${found.title}.`] : [],
      files: beside(`experiment-${experiment}.json`),
    });
  }
  return reports;
}

/** What an index takes from the files beside a page. */
interface Told {
  readonly claims?: unknown;
  readonly network?: { readonly name?: string };
  readonly summary?: { readonly sentences?: readonly string[] };
  readonly title?: string;
}

/** A file that cannot be read says nothing; its page is listed all the same. */
async function read(path: string): Promise<Told | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Told;
  } catch {
    return null;
  }
}
