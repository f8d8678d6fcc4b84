import { type NamedText, writeTogether } from '../files/writeTogether.js';
import { renderFigure } from './figure.js';
import { renderReport } from './renderReport.js';
import type { ExperimentReport } from './runExperiment.js';

/**
 * Writes an experiment's result: `experiment-NAME.json`, `experiment-NAME.md` and its figures as
 * SVG, all or nothing.
 *
 * @returns the paths written
 * @throws InputError `failed` if the folder cannot be written
 */
export async function writeExperiment(folder: string, report: ExperimentReport): Promise<string[]> {
  const files: NamedText[] = [
    {
      name: `experiment-${report.experiment}.json`,
      text: `${JSON.stringify(withoutPixels(report), null, 2)}\n`,
    },
    { name: `experiment-${report.experiment}.md`, text: renderReport(report) },
  ];
  for (const figure of report.figures) {
    files.push({ name: `${figure.name}.svg`, text: `${await renderFigure(figure)}\n` });
  }
  return writeTogether(folder, files);
}

/** The report as JSON holds it: of a figure name and title, for its picture is a file of its own. */
export function withoutPixels(report: ExperimentReport) {
  return { ...report, figures: report.figures.map(({ name, title }) => ({ name, title })) };
}
