/** What a detector beside a guarded output lets pass, for every input. */
export interface DetectorCertificate {
  /** Which novelty CEA is added to: −MSP, or −ln Σ e^f. */
  readonly base: 'msp' | 'ebo';
  /** The outputs that hold the novelty and whether it is above the threshold. */
  readonly outputs: { readonly novelty: string; readonly flagged: string };
  /** The tensor that holds the penultimate activations. */
  readonly features: string;
  /** The weight λ of CEA, its threshold τ and that of flagging θ. */
  readonly lambda: string;
  readonly tau: string;
  readonly threshold: string;
  /** What no input that is not flagged has more confidence than; null where nothing is bounded. */
  readonly ceiling: string | null;
  readonly statements: readonly string[];
}
