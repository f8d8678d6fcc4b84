import type { Cases } from '../../claims/cases.js';
import { unknownKind } from '../../errors/unknownKind.js';
import type { ClaimEvidence, Counterexample } from '../../evidence/evidence.js';
import { readingsOf } from '../concerns.js';
import { curveFigure } from './curveFigure.js';
import type { Figure } from './figure.js';
import { ILLUSTRATIONS } from './illustrations.js';
import { rayFigure } from './rayFigure.js';

/**
 * The figures of a claim: one for each counterexample along a ray or a curve, or an illustration
 * where there is none and one would teach something.
 */
export async function figuresOf(claim: ClaimEvidence): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, reading } of readingsOf(claim)) {
    if (reading.counterexample === null) continue;
    const id = `${claim.id}-${name.replace(' ', '-')}`;
    const figure = await figureOf(id, claim, reading.counterexample);
    if (figure !== null) figures.push(figure);
  }
  const illustrate = ILLUSTRATIONS[claim.id];
  if (illustrate && figures.length === 0)
    figures.push(await illustrate(`${claim.id}-illustration`));
  return figures;
}

async function figureOf(
  id: string,
  { kind }: ClaimEvidence,
  counterexample: Counterexample,
): Promise<Figure | null> {
  switch (kind) {
    case 'ray':
    case 'detector': {
      const { network, origin, direction } = counterexample as Cases['ray'];
      return rayFigure(id, 'the counterexample', { members: [network], origin, direction });
    }
    case 'ensemble':
      return rayFigure(id, 'the counterexample', counterexample as Cases['ensemble']);
    case 'curve':
      return curveFigure(id, counterexample as Cases['curve']);
    case 'logits':
    case 'smooth':
    case 'speeds':
    case 'trees':
      return null;
    default:
      return unknownKind(kind);
  }
}
