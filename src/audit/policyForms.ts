/** The forms of a policy, with an example of each and what it says. */
export const POLICY_FORMS: readonly { readonly example: string; readonly says: string }[] = [
  {
    example: 'danger-scale<10',
    says: 'in some direction 99 % certainty begins at a median scale below 10, for ever',
  },
  { example: 'danger-distance<3', says: 'the same in standard deviations of the data' },
  { example: 'danger-bound<10', says: 'the same for the certified bound over the box' },
  {
    example: 'seen-scale<10',
    says: 'certainty was seen to be created (below 99 % at the edge of the data) from a scale below 10',
  },
  {
    example: 'seen-distance<3',
    says: 'the same within 3 standard deviations beyond the edge of the data',
  },
  {
    example: 'saturating>5',
    says: 'more than 5 directions end in certainty; tied and flat likewise',
  },
  {
    example: 'certain-share>0.1',
    says: 'more than a tenth of all directions may end in certainty, as those drawn at random tell it (their interval)',
  },
  {
    example: 'blind:msp>5',
    says: 'the detector is blind, or not known not to be, in more than 5 directions; blind:msp in any',
  },
  {
    example: 'flag-rate:msp>0.1',
    says: "the detector's threshold may flag more than a tenth of in-distribution inputs",
  },
];
