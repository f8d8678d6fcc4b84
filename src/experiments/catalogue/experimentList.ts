/**
 * The experiments by name, for help texts: listing them needs none of the machinery that running
 * them does.
 */
export const EXPERIMENT_LIST: readonly { readonly name: string; readonly source: string }[] = [
  { name: 'cea-tabular', source: 'B, Fig. 2 and 5' },
  { name: 'architectures', source: 'B, Tables 1 and 5' },
  { name: 'logitnorm', source: 'B, Tables 2 and 6' },
  { name: 'ablation', source: 'B, Fig. 4' },
  { name: 'calibration', source: 'B, Table 8' },
  { name: 'all-layers', source: 'B, Fig. 6' },
  { name: 'norms', source: 'B, Table 9' },
  { name: 'images', source: 'B, Tables 3 and 7' },
  { name: 'other-hospital', source: 'B, Fig. 3' },
  { name: 'other-wine', source: 'B, Fig. 3' },
  { name: 'figure-1', source: 'A, Fig. 1' },
  { name: 'figure-2', source: 'A, Fig. 2' },
];
