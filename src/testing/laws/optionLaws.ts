import type { OptionDeclaration } from '../declarations.js';
import type { Law } from '../law.js';
import { firstDifference, fitOn, scoresOf } from '../scoring.js';
import { ORDINARY } from '../situations/situations.js';
import type { DetectorUnderTest } from '../subject.js';

const ROWS = [...ORDINARY.inside, ...ORDINARY.far, ...ORDINARY.boundary];

/** Laws about hyper-parameters a detector declares. */
export const OPTION_LAWS: readonly Law<DetectorUnderTest>[] = [
  {
    id: 'options-are-used',
    statement: 'two values of a hyper-parameter give different scores',
    likelyCause: 'the hyper-parameter is accepted and ignored',
    applies: (subject) =>
      declared(subject).length === 0 ? { notChecked: 'it declares no options' } : null,
    async check(subject) {
      const options = declared(subject);
      for (const [name, { values }] of options) {
        const first = await scoresOf(await fitOn(subject, ORDINARY, { [name]: values[0] }), ROWS);
        const second = await scoresOf(await fitOn(subject, ORDINARY, { [name]: values[1] }), ROWS);
        if (firstDifference(subject, first, second) === -1) {
          return {
            message: `${name} = ${values[0]} and ${name} = ${values[1]} give the same scores`,
            input: { situation: ORDINARY.name, option: name, values, rows: [ROWS[0]] },
          };
        }
      }
      return null;
    },
  },
  {
    id: 'percent-or-fraction',
    statement: 'a fraction where a percentage belongs, or the other way round, is refused',
    likelyCause: '0.9 is taken for 0.9 %, or 90 for a fraction: check the range of the option',
    applies: (subject) =>
      declared(subject).some(([, { unit }]) => unit)
        ? null
        : { notChecked: 'it declares no percentage or fraction' },
    async check(subject) {
      const options = declared(subject).filter(([, { unit }]) => unit);
      for (const [name, { unit, values }] of options) {
        const right = Number(values[0]);
        const wrong = unit === 'percent' ? right / 100 : right * 100;
        let scores: number[];
        try {
          scores = await scoresOf(await fitOn(subject, ORDINARY, { [name]: wrong }), ROWS);
        } catch {
          continue;
        }
        const meant = await scoresOf(await fitOn(subject, ORDINARY, { [name]: right }), ROWS);
        if (firstDifference(subject, meant, scores) !== -1) {
          return {
            message: `${name} = ${wrong} is accepted where ${right} is meant, and gives other scores`,
            input: { situation: ORDINARY.name, option: name, value: wrong },
          };
        }
      }
      return null;
    },
  },
];

function declared({ declares }: DetectorUnderTest): [string, OptionDeclaration][] {
  return Object.entries(declares?.options ?? {});
}
