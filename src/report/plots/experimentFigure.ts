import type { TopLevelSpec } from 'vega-lite';
import { InputError } from '../../errors/inputError.js';
import type { FigureEvidence } from '../../evidence/experimentEvidence.js';
import { renderSvg } from '../../page/renderSvg.js';

/**
 * Draws a figure of an experiment as an inline SVG element, without its title, which the page sets.
 *
 * @param id - unique on the page
 * @throws InputError `malformed` for a specification that Vega-Lite cannot draw
 */
export async function drawExperimentFigure(
  { name, title, specification }: FigureEvidence,
  id: string,
): Promise<string> {
  const { title: _, ...rest } = specification;
  try {
    return await renderSvg(rest as unknown as TopLevelSpec, id, title);
  } catch (error) {
    throw new InputError(`figure ${name}`, [
      {
        code: 'malformed',
        path: 'specification',
        rule: `cannot be drawn (${(error as Error).message})`,
        remedy: 'take the file as farfield wrote it',
      },
    ]);
  }
}
