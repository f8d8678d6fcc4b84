import { blindWindow } from '../../src/claims/blindWindow.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share, type share as shareOf } from './shares.js';

/** Cases in which a detector's window is so. */
const windows = (percent: number, sort: string): ReturnType<typeof shareOf<'detector'>> =>
  share(percent, `are ${sort}`, (subject) =>
    subject.tail.regime === 'saturating' && subject.tail.penultimate !== null
      ? blindWindow.asPrinted.sorts!(subject).includes(sort)
      : false,
  );

describeClaim(blindWindow, {
  asPrinted: 'MLS and SHE, fitted to any data, on every saturating tail',
  notVacuous: [
    meetHypotheses(50),
    windows(20, 'MLS: never closes'),
    windows(2, 'MLS: closes'),
    windows(20, 'SHE[euclidean]: closes'),
    windows(1, 'SHE[euclidean]: flags in time'),
  ],
});
