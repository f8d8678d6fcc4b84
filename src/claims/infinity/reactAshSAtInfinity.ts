import { rowsOf } from '../../detectors/batch.js';
import { reActAshS } from '../../detectors/methods/reActAshS.js';
import { logSumExp } from '../../uncertainty/logSumExp.js';
import { infinityClaim } from './infinityClaim.js';
import { dotOf, numbersOf } from './numbersOfLines.js';

/** ReAct, then ASH-S: frozen units, reshaped. */
export const reactAshSAtInfinity = infinityClaim({
  id: 'react-ash-s-at-infinity',
  detector: reActAshS,
  row: 'ReAct + ASH-S',
  section: 8,
  blindness: 'decided by its limit',
  latex:
    '-\\ln \\sum_c e^{(W s(\\min(z, \\theta)) + \\beta)_c} \\;\\to\\; -\\ln \\sum_c e^{(W s(\\bar z) + \\beta)_c}',
  plain:
    'Units that rise freeze at the threshold, so the reshaped activations do too, and the novelty ends at a finite number. That is so because all units that tie at the cut are kept: published code lets the sort choose among them, and then there is no value to state.',
  rectified: true,
  everyUnit: true,
  end({ activations }, { parameters }, { data: { head } }) {
    const { clip, kept } = parameters as { clip: number; kept: number };
    const { slope, intercept } = numbersOf(activations);
    const frozen = intercept.map((a, j) => (slope[j] > 0 ? clip : Math.min(a, clip)));
    const cut = [...frozen].sort((x, y) => y - x)[kept - 1];
    const all = frozen.reduce((sum, value) => sum + value, 0);
    const some = frozen.reduce((sum, value) => (value >= cut ? sum + value : sum), 0);
    const factor = some > 0 ? Math.exp(all / some) : Math.E;
    const shaped = frozen.map((value) => (value >= cut ? value * factor : 0));
    const logits = rowsOf(head.weights).map((row, c) => dotOf(row, shaped) + head.bias[c]);
    return { kind: 'converges', limit: -logSumExp(logits) };
  },
});
