import type fc from 'fast-check';
import type { EnsembleCase } from '../claims/cases.js';
import { unknownKind } from '../errors/unknownKind.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { chance, drawMany, pick, pickWeighted } from './draw/choice.js';
import {
  drawAnyNetwork,
  drawFlatNetwork,
  drawMonotoneNetwork,
  drawSaturatingNetwork,
  drawTiedNetwork,
  drawTiedOnTail,
} from './draw/drawNetwork.js';
import { drawRay, drawScalingRay } from './draw/drawRay.js';
import type { NetworkSetting } from './draw/networkSetting.js';
import { drawStyle } from './draw/numberStyle.js';
import { simplerEnsembleCases } from './shrink/simplerEnsembleCases.js';

/**
 * Ensembles of one to four networks of one shape, with a ray.
 *
 * Members all saturate to one class, or to several, or are identical, or are all strictly
 * monotonic along a scaling ray, or have tails of any kind: each by construction.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(ensembleCase(), (source) => new EnsembleAnalysis(source).size >= 1));
 * ```
 */
export function ensembleCase(): fc.Arbitrary<EnsembleCase> {
  return new CaseArbitrary(drawEnsembleCase, simplerEnsembleCases);
}

function drawEnsembleCase(random: fc.Random): EnsembleCase {
  const style = drawStyle(random);
  const kind = pickWeighted<MemberKind>(random, [
    [15, 'agreeing'],
    [22, 'saturating'],
    [9, 'identical'],
    [24, 'monotone'],
    [30, 'mixed'],
  ]);
  const inputs = random.nextInt(1, 3);
  const ray = (kind === 'monotone' ? drawScalingRay : drawRay)(random, style, inputs);
  const classes = pickWeighted(random, [
    [40, 2],
    [40, 3],
    [20, 4],
  ]);
  const setting = { random, style, ray, classes };
  const size = pickWeighted(random, [
    [18, 1],
    [42, 2],
    [25, 3],
    [15, 4],
  ]);
  const { origin, direction } = ray;
  return { members: drawMembers(setting, size, kind), origin, direction };
}

type MemberKind = 'agreeing' | 'saturating' | 'identical' | 'monotone' | 'mixed';

function drawMembers(
  setting: NetworkSetting,
  size: number,
  kind: MemberKind,
): EnsembleCase['members'] {
  const { random, classes } = setting;
  const winner = random.nextInt(0, classes - 1);
  switch (kind) {
    case 'agreeing':
      return drawMany(size, () => drawSaturatingNetwork(setting, winner));
    case 'saturating':
      return drawMany(size, (k) =>
        // The second member contradicts the first; the rest choose.
        drawSaturatingNetwork(
          setting,
          k < 2 ? (winner + k) % classes : random.nextInt(0, classes - 1),
        ),
      );
    case 'identical': {
      const member = drawMember(setting);
      return drawMany(size, () => member);
    }
    case 'monotone':
      return drawMany(size, () => drawMonotoneNetwork(setting));
    case 'mixed':
      return drawMany(size, () => drawMember(setting));
    default:
      return unknownKind(kind);
  }
}

function drawMember(setting: NetworkSetting): EnsembleCase['members'][number] {
  const { random, classes } = setting;
  if (chance(random, 25)) return drawSaturatingNetwork(setting, random.nextInt(0, classes - 1));
  return pick(random, [
    drawAnyNetwork,
    drawTiedNetwork,
    drawTiedOnTail,
    drawFlatNetwork,
    drawMonotoneNetwork,
  ])(setting);
}
