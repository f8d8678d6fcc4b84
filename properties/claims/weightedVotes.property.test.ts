import { weightedVotes } from '../../src/claims/weightedVotes.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(weightedVotes, {
  asPrinted: 'every weighted mixture of saturating members',
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
