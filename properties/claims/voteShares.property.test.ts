import { voteShares } from '../../src/claims/voteShares.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(voteShares, {
  asPrinted: 'every ensemble of saturating members',
  notVacuous: [
    meetHypotheses(30),
    share(
      20,
      'have members that vote for different classes',
      ({ saturates, members }) =>
        saturates && new Set(members.map(({ tail }) => tail.top[0])).size > 1,
    ),
  ],
});
