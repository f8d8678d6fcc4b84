/** A symbol of the formulas and what it stands for. */
export interface SymbolMeaning {
  /** One or several that are explained together: "C, D, K". */
  readonly symbol: string;
  readonly meaning: string;
}

/**
 * Every letter that the statements of the catalogue use; `docs/theory.md` has the same for its text.
 * Letters with a meaning of their own for one detector say for which.
 */
export const SYMBOLS: readonly SymbolMeaning[] = [
  {
    symbol: 'C, D, K',
    meaning:
      'number of classes, of inputs, of members of an ensemble; K also the units a detector keeps (SCALE, ASH, AdaScale) and the neighbours of NNGuide',
  },
  { symbol: '𝒞', meaning: 'the set of classes' },
  { symbol: 'x, x′, v', meaning: 'an input; where a ray starts; its direction' },
  { symbol: 't', meaning: 'how far along the ray: x(t) = x′ + t·v' },
  {
    symbol: 'α ⊙ x′',
    meaning:
      'the papers’ way to go far: feature d multiplied by α_d; α is also a constant of ViM, NCI and SIRC',
  },
  {
    symbol: 'f, f_c',
    meaning:
      'the logits, that of class c: the network as a function on real numbers; f₀ the network without its biases',
  },
  {
    symbol: 'p, p_θ(y = c | x)',
    meaning:
      'softmax of the logits, the probability of class c; p̄ their mean over members, p^{(m)} those of member m; θ the weights',
  },
  {
    symbol: 'σ̄(f)_c, s_c',
    meaning:
      'the softmax as a function of the logits; s without an index: a mixing weight (guards), a shift (norms), a reshaping (ASH)',
  },
  {
    symbol: 'σ',
    meaning:
      'the sigmoid, or an activation; σ₀ the two straight lines it approaches; σ_j a unit’s spread on the data (NECO)',
  },
  {
    symbol: 'σ̄²',
    meaning: 'class variance: the variance of p_c over members, averaged over classes',
  },
  { symbol: 'H, ℍ', meaning: 'entropy in nats; ℍ[p̄] is the predictive entropy' },
  {
    symbol: '𝕀',
    meaning:
      'mutual information: ℍ[p̄] less the mean entropy of the members; 𝟙[…] is 1 where … is true and 0 elsewhere',
  },
  {
    symbol: '𝔼, P',
    meaning:
      'mean, probability; P is also a precision matrix (Mahalanobis distances) or the projection that takes the mean off (norms)',
  },
  { symbol: '𝒟, p(θ | 𝒟)', meaning: 'training data; the distribution over weights given them' },
  { symbol: '𝒩, Φ', meaning: 'normal distribution, its distribution function' },
  {
    symbol: 'μ, ν',
    meaning:
      'means: of a head’s rows and biases, of activations; in guards μ is how fast trust falls with the distance',
  },
  {
    symbol: 'a, b',
    meaning: 'intercept and slope of the logits far out: f(x(t)) = a + t·b for t ≥ t*',
  },
  { symbol: 't*', meaning: 'the last point at which a unit changes piece' },
  { symbol: 'V', meaning: 'the Jacobian ∂f/∂x there; b = V v' },
  {
    symbol: 'T, k',
    meaning:
      'the classes of largest slope; the top one where there is one; T is also a temperature',
  },
  {
    symbol: 'γ',
    meaning: 'the gap between the largest slope and the next; in the weight of CEA a constant',
  },
  { symbol: 'ε, t_ε', meaning: '1 − ε is a certainty, t_ε a scale from which it is kept for ever' },
  {
    symbol: 'z, Δ',
    meaning: 'penultimate activations; their slope: z(t) = z⁰ + tΔ; Δ₊ its positive part',
  },
  { symbol: 'W, w_c, β', meaning: 'the last layer: f = W z + β; w_c a row' },
  {
    symbol: 'c, c′, d, e_d',
    meaning: 'classes; an input coordinate and its unit vector; d is also w_c − w_k (ceilings)',
  },
  {
    symbol: 'i, j, l, m, n',
    meaning:
      'indices and counts: rows, units, layers, members; l and u the ends of a box; m also a mean (NNGuide, VRA++) or slope (Gaussian heads), m_k the mean activations of class k (SHE)',
  },
  { symbol: 'e', meaning: '2.718…; e(x) the distance from a guard’s box' },
  {
    symbol: 'κ, s',
    meaning: 'how much a guard trusts the classifier inside its box; the share it trusts at x',
  },
  {
    symbol: 'S, θ',
    meaning:
      'a novelty score, higher is more out-of-distribution; the threshold it is held against, or the one at which units are clipped (ReAct)',
  },
  { symbol: 'S_X', meaning: 'the score of the detector X that CEA is added to' },
  { symbol: 'I, 𝒰', meaning: 'the identity matrix; any of the four metrics' },
  { symbol: 'ID, OOD', meaning: 'in-distribution, out-of-distribution' },
  {
    symbol: 'AUROC',
    meaning:
      'the share of pairs of an in- and an out-of-distribution input in which the score is higher for the latter, ties half',
  },
  {
    symbol: 'g, λ, τ, ρ',
    meaning:
      'CEA: excess ‖(z − τ)₊‖₂, its weight, the threshold ρ·q_p; g is also any curve (Appendix C), the gain of a norm, the guidance of NNGuide; ρ the clipping of VRA',
  },
  {
    symbol: 'q, r',
    meaning:
      'a percentile (CEA); K = qC + r (variance); a density (gradients); the coefficient of t²; r also an exponent, or the ratio by which SCALE, ASH-S and AdaScale multiply, r_i a similarity (Relation)',
  },
  {
    symbol: 'B',
    meaning: 'a bound: on the danger scale over a box, on logit differences, on a distance',
  },
  {
    symbol: 'Q, G, h, ℐ',
    meaning:
      'a region Gx ≥ h on which the network is affine; h also a step, or the head after a norm; ℐ an interval',
  },
  { symbol: 'π', meaning: 'weights of a mixture' },
  {
    symbol: 'R, u',
    meaning:
      'ViM, Residual, SIRC: the directions outside the principal space, and its origin; ℝ is the real numbers',
  },
  {
    symbol: 'M, Σ',
    meaning:
      'a Mahalanobis distance, covariances W within classes and T in all; M also the mask of DICE',
  },
  { symbol: 'A', meaning: 'NECO: the principal directions' },
  {
    symbol: 'δ, E, L',
    meaning:
      'deviation in a layer (Gram); CE is the cross-entropy, KL a divergence, Lip a Lipschitz constant',
  },
  { symbol: 'η', meaning: 'a constant of SIRC' },
  { symbol: 'ω', meaning: 'OpenMax: the share of a logit that goes to the unknown class' },
  { symbol: 'ϱ', meaning: 'GEN: its exponent' },
  { symbol: 'O, o', meaning: 'at most of the order of; of smaller order' },
  { symbol: '1', meaning: '𝟏: a vector of ones' },
  { symbol: '∇, ∂', meaning: 'gradient, partial derivative' },
  { symbol: '∀, ∃, ∃!', meaning: 'for all; there is; there is exactly one' },
  {
    symbol: '‖·‖, |·|, #, ⊤',
    meaning:
      'a norm (2 Euclidean, 1 sum, ∞ largest entry); absolute value or number of elements; number of; transposed',
  },
  {
    symbol: '⟨·,·⟩, ⊙, ∘, u₊',
    meaning: 'inner product; products entry by entry; max(u, 0) entry by entry',
  },
];
