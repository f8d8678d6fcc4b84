import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors/inputError.js';
import { renderFigure } from './figure.js';
import { renderReport } from './renderReport.js';
import type { ExperimentReport } from './runExperiment.js';

/**
 * Writes an experiment's result: `experiment-NAME.json`, `experiment-NAME.md` and its figures as
 * SVG, each file whole or not at all.
 *
 * @returns the paths written
 * @throws InputError `failed` if the folder cannot be written
 */
export async function writeExperiment(folder: string, report: ExperimentReport): Promise<string[]> {
  const files: [string, string][] = [
    [`experiment-${report.experiment}.json`, `${JSON.stringify(withoutPixels(report), null, 2)}\n`],
    [`experiment-${report.experiment}.md`, renderReport(report)],
  ];
  for (const figure of report.figures) {
    files.push([`${figure.name}.svg`, `${await renderFigure(figure)}\n`]);
  }
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, content] of files) {
      const path = join(folder, name);
      await writeFile(`${path}.part`, content);
      await rename(`${path}.part`, path);
    }
  } catch (error) {
    throw new InputError(folder, [
      {
        code: 'failed',
        path: 'out',
        rule: `cannot be written (${(error as Error).message})`,
        remedy: 'check the folder and its permissions',
      },
    ]);
  }
  return files.map(([name]) => join(folder, name));
}

/** The report as JSON holds it: of a figure name and title, for its picture is a file of its own. */
export function withoutPixels(report: ExperimentReport) {
  return { ...report, figures: report.figures.map(({ name, title }) => ({ name, title })) };
}
