(** * Posteriors: weighted votes, and heads that are random
    (claims weighted-votes and gaussian-head)

    An expectation is a positive linear functional with E 1 = 1, as every
    probability measure gives one; countable additivity is not used. *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  MetricRefutations Certainty MetricRates Ceilings.
Import ListNotations.

Open Scope R_scope.

(** ** Claim weighted-votes *)

Definition weighted_mean (K : nat) (weights : vec) (p : nat -> vec) : vec :=
  fun c => sum_below K (fun m => weights m * p m c).

Definition weighted_information (K C : nat) (weights : vec) (p : nat -> vec) : R :=
  entropy C (weighted_mean K weights p) - sum_below K (fun m => weights m * entropy C (p m)).

(** p tends to sum_m pi_m limit_m, and MSP, entropy and mutual information to
    those of the limits: MC dropout over all masks is an example. *)
Theorem weighted_votes_limit : forall K C weights (f : nat -> vec -> vec) x v T a b,
  (0 < C)%nat -> is_distribution K weights ->
  (forall m, (m < K)%nat -> has_lines (f m) C x v (T m) (a m) (b m)) ->
  let p := fun t => predictions C f (ray x v t) in
  let l := fun m => limit_probability C (a m) (b m) in
  (forall c, (c < C)%nat ->
     tends_to (fun t => weighted_mean K weights (p t) c) (weighted_mean K weights l c))
  /\ tends_to (fun t => msp C (weighted_mean K weights (p t))) (msp C (weighted_mean K weights l))
  /\ tends_to (fun t => entropy C (weighted_mean K weights (p t))) (entropy C (weighted_mean K weights l))
  /\ tends_to (fun t => weighted_information K C weights (p t)) (weighted_information K C weights l).
Proof.
  intros K C weights f x v T a b classes [nonneg total] lines p l.
  assert (limits : forall m c, (m < K)%nat -> (c < C)%nat -> tends_to (fun t => p t m c) (l m c))
    by (intros m c member below; exact (tail_limit_law (f m) C x v _ _ _ c (lines m member) below)).
  assert (means : forall c, (c < C)%nat ->
    tends_to (fun t => weighted_mean K weights (p t) c) (weighted_mean K weights l c)).
  { intros c below. apply (tends_to_sum K (fun t m => weights m * p t m c)).
    intros m member. apply tends_to_scal, limits; assumption. }
  assert (entropies : tends_to (fun t => entropy C (weighted_mean K weights (p t)))
    (entropy C (weighted_mean K weights l))).
  { apply entropy_limit; [| |exact means].
    - intros t c below. apply sum_nonneg. intros m member. apply Rmult_le_pos; [apply nonneg, member|].
      apply Rlt_le, softmax_pos, below.
    - intros c below. apply sum_nonneg. intros m member. apply Rmult_le_pos; [apply nonneg, member|].
      apply limit_probability_nonneg, classes. }
  split; [exact means|]. split; [|split; [exact entropies|]].
  - apply (tends_to_max0 C (fun t => weighted_mean K weights (p t))). exact means.
  - apply tends_to_minus; [exact entropies|].
    apply (tends_to_sum K (fun t m => weights m * entropy C (p t m)) (fun m => weights m * entropy C (l m))).
    intros m member. apply tends_to_scal, entropy_limit.
    + intros t c below. apply Rlt_le, softmax_pos, below.
    + intros c _. apply limit_probability_nonneg, classes.
    + intros c below. apply limits; assumption.
Qed.

(** Saturating members: the limit is the weight of the members that vote for
    each class, and mutual information equals its entropy. *)
Theorem weighted_votes_as_printed : forall K C weights (f : nat -> vec -> vec) x v T a b top,
  (0 < C)%nat -> is_distribution K weights ->
  (forall m, (m < K)%nat -> has_lines (f m) C x v (T m) (a m) (b m)) ->
  (forall m, (m < K)%nat -> unique_top C (b m) (top m)) ->
  let p := fun t => predictions C f (ray x v t) in
  let w := fun c => sum_below K (fun m => if Nat.eqb c (top m) then weights m else 0) in
  (forall c, (c < C)%nat -> tends_to (fun t => weighted_mean K weights (p t) c) (w c))
  /\ tends_to (fun t => msp C (weighted_mean K weights (p t))) (max0 C w)
  /\ tends_to (fun t => entropy C (weighted_mean K weights (p t))) (entropy C w)
  /\ tends_to (fun t => weighted_information K C weights (p t)) (entropy C w).
Proof.
  intros K C weights f x v T a b top classes distribution lines alone p w.
  destruct (weighted_votes_limit K C weights f x v T a b classes distribution lines)
    as [means [M [entropy_limit I]]].
  set (l := fun m => limit_probability C (a m) (b m)) in *.
  assert (one : forall m c, (m < K)%nat -> (c < C)%nat -> l m c = one_hot (top m) c)
    by (intros m c member below; apply limit_probability_unique; [apply alone, member|exact below]).
  assert (same : forall c, (c < C)%nat -> weighted_mean K weights l c = w c).
  { intros c below. apply sum_ext. intros m member. rewrite (one m c member below). unfold one_hot.
    destruct (Nat.eqb c (top m)); ring. }
  assert (same_entropy : entropy C (weighted_mean K weights l) = entropy C w).
  { unfold entropy. f_equal. apply sum_ext. intros c below. rewrite (same c below). reflexivity. }
  assert (no_doubt : weighted_information K C weights l = entropy C w).
  { unfold weighted_information. rewrite same_entropy, (sum_ext K _ (fun _ => 0)), sum_zero; [ring|].
    intros m member.
    assert (E : entropy C (l m) = entropy C (one_hot (top m))).
    { unfold entropy. f_equal. apply sum_ext. intros c below. rewrite (one m c member below). reflexivity. }
    rewrite E, one_hot_entropy by (apply alone, member). ring. }
  assert (same_msp : msp C (weighted_mean K weights l) = max0 C w).
  { apply max0_ext. exact same. }
  rewrite same_msp in M. rewrite same_entropy in entropy_limit. rewrite no_doubt in I.
  split; [|repeat split; assumption].
  intros c below. rewrite <- (same c below). apply means, below.
Qed.

(** ** Claim gaussian-head, two classes *)

Record expectation (Omega : Type) := {
  E : (Omega -> R) -> R;
  E_linear : forall a g b h, E (fun w => a * g w + b * h w) = a * E g + b * E h;
  E_monotone : forall g h, (forall w, g w <= h w) -> E g <= E h;
  E_one : E (fun _ => 1) = 1
}.

Arguments E {Omega}.
Arguments E_linear {Omega}.
Arguments E_monotone {Omega}.
Arguments E_one {Omega}.

Definition indicator (b : bool) : R := if b then 1 else 0.

Definition probability {Omega} (mu : expectation Omega) (event : Omega -> bool) : R :=
  E mu (fun w => indicator (event w)).

Definition above_zero (r : R) : bool := if Rlt_dec 0 r then true else false.

(** The draws whose slope is within delta of 0 or whose intercept exceeds A. *)
Definition slow (delta A a s : R) : bool :=
  if Rle_dec (Rabs s) delta then true else if Rle_dec (Rabs a) A then false else true.

Lemma E_const : forall Omega (mu : expectation Omega) r, E mu (fun _ => r) = r.
Proof.
  intros Omega mu r.
  replace (fun _ : Omega => r) with (fun _ : Omega => r * 1 + 0 * 1)
    by (apply functional_extensionality; intros; ring).
  rewrite (E_linear mu r (fun _ => 1) 0 (fun _ => 1)), E_one. ring.
Qed.

Lemma E_plus_const : forall Omega (mu : expectation Omega) g r,
  E mu (fun w => g w + r) = E mu g + r.
Proof.
  intros Omega mu g r.
  replace (fun w => g w + r) with (fun w => 1 * g w + r * 1)
    by (apply functional_extensionality; intros; ring).
  rewrite (E_linear mu 1 g r (fun _ => 1)), E_one. ring.
Qed.

Lemma E_difference : forall Omega (mu : expectation Omega) g h k,
  (forall w, Rabs (g w - h w) <= k w) -> Rabs (E mu g - E mu h) <= E mu k.
Proof.
  intros Omega mu g h k near.
  assert (minus : E mu (fun w => 1 * g w + -1 * h w) = E mu g - E mu h)
    by (rewrite (E_linear mu); ring).
  apply Rabs_le. split.
  - replace (- E mu k) with (E mu (fun w => -1 * k w + 0 * k w)) by (rewrite (E_linear mu); ring).
    rewrite <- minus. apply E_monotone. intros w. specialize (near w).
    pose proof (Rle_abs (- (g w - h w))). rewrite Rabs_Ropp in *. lra.
  - rewrite <- minus. apply E_monotone. intros w. specialize (near w).
    pose proof (Rle_abs (g w - h w)). lra.
Qed.

(** One draw: sigmoid(a + s t) is near 1 or 0, unless the draw is slow. *)
Lemma sigmoid_near : forall a s t delta A, 0 <= t -> 0 <= delta ->
  Rabs (sigmoid (a + s * t) - indicator (above_zero s))
  <= indicator (slow delta A a s) + exp (A - delta * t).
Proof.
  intros a s t delta A forward nonneg.
  pose proof (sigmoid_bounds (a + s * t)). pose proof (exp_pos (A - delta * t)).
  unfold slow. destruct (Rle_dec (Rabs s) delta) as [level|steep].
  { unfold above_zero. apply Rabs_le. destruct (Rlt_dec 0 s); simpl; lra. }
  destruct (Rle_dec (Rabs a) A) as [small|large].
  2:{ unfold above_zero. apply Rabs_le. destruct (Rlt_dec 0 s); simpl; lra. }
  pose proof (Rle_abs a). pose proof (Rle_abs (- a)). rewrite Rabs_Ropp in *.
  simpl indicator at 2. rewrite Rplus_0_l. unfold above_zero, sigmoid.
  destruct (Rlt_dec 0 s) as [up|down]; simpl indicator.
  - rewrite Rabs_pos_eq in steep by lra.
    pose proof (exp_pos (- (a + s * t))).
    rewrite Rabs_left1 by (fold (sigmoid (a + s * t)); lra).
    apply Rle_trans with (exp (- (a + s * t))).
    + replace (- (/ (1 + exp (- (a + s * t))) - 1))
        with (exp (- (a + s * t)) * / (1 + exp (- (a + s * t)))) by (field; lra).
      rewrite <- (Rmult_1_r (exp (- (a + s * t)))) at 3.
      apply Rmult_le_compat_l; [lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra.
    + apply exp_le. assert (delta * t <= s * t) by (apply Rmult_le_compat_r; lra). lra.
  - rewrite Rabs_left1 in steep by lra. rewrite Rminus_0_r.
    rewrite Rabs_pos_eq by (fold (sigmoid (a + s * t)); lra).
    apply Rle_trans with (exp (a + s * t)).
    + rewrite <- (Rinv_inv (exp (a + s * t))), <- exp_Ropp.
      pose proof (exp_pos (- (a + s * t))). apply Rinv_le_contravar; lra.
    + apply exp_le. assert (delta * t <= - s * t) by (apply Rmult_le_compat_r; lra). lra.
Qed.

(** The error at t: |E p_1 - P(slope > 0)| <= P(slow) + exp (A - delta t), for
    any distribution of intercept a and slope s of f_1 - f_0. *)
Theorem gaussian_head_error : forall Omega (mu : expectation Omega) (a s : Omega -> R) t delta A,
  0 <= t -> 0 <= delta ->
  Rabs (E mu (fun w => sigmoid (a w + s w * t)) - probability mu (fun w => above_zero (s w)))
  <= probability mu (fun w => slow delta A (a w) (s w)) + exp (A - delta * t).
Proof.
  intros Omega mu a s t delta A forward nonneg. unfold probability.
  rewrite <- (E_plus_const Omega mu (fun w => indicator (slow delta A (a w) (s w)))).
  apply E_difference. intros w. apply sigmoid_near; assumption.
Qed.

(** The slope has no mass near 0 and the intercept none far out: true of every
    Gaussian head with s^2 > 0. *)
Definition rarely_slow {Omega} (mu : expectation Omega) (a s : Omega -> R) : Prop :=
  forall eta, 0 < eta -> exists delta A, 0 < delta
    /\ probability mu (fun w => slow delta A (a w) (s w)) <= eta.

(** E p_1 tends to P(slope > 0): for a Gaussian, Phi(m/s). *)
Theorem gaussian_head_limit : forall Omega (mu : expectation Omega) (a s : Omega -> R),
  rarely_slow mu a s ->
  tends_to (fun t => E mu (fun w => sigmoid (a w + s w * t)))
    (probability mu (fun w => above_zero (s w))).
Proof.
  intros Omega mu a s rare eps positive.
  destruct (rare (eps / 2) ltac:(lra)) as [delta [A [steep few]]].
  destruct (tends_to_exp_neg A (- delta) ltac:(lra) (eps / 2) ltac:(lra)) as [B fade].
  exists (Rmax 0 B). intros t late. pose proof (Rmax_l 0 B). pose proof (Rmax_r 0 B).
  specialize (fade t ltac:(lra)). rewrite Rminus_0_r, Rabs_pos_eq in fade by (apply Rlt_le, exp_pos).
  pose proof (gaussian_head_error Omega mu a s t delta A ltac:(lra) ltac:(lra)) as error.
  replace (A + - delta * t) with (A - delta * t) in fade by ring. lra.
Qed.

(** Entropy of (q, 1 - q). *)
Definition binary_entropy (q : R) : R := - (q * ln q) - (1 - q) * ln (1 - q).

Lemma xlnx_bounds : forall q, 0 < q < 1 -> 0 <= - (q * ln q) <= Rmin (1 - q) (2 * sqrt q).
Proof.
  intros q inside. pose proof (entropy_term_nonneg q ltac:(lra)) as nonneg. split; [exact nonneg|].
  apply Rmin_glb.
  - pose proof (ln_le_minus_one (/ q) ltac:(apply Rinv_0_lt_compat; lra)) as L.
    rewrite ln_Rinv in L by lra. apply (Rmult_le_compat_l q) in L; [|lra].
    replace (q * (/ q - 1)) with (1 - q) in L by (field; lra). lra.
  - pose proof (xlnx_small q ltac:(lra)) as small. pose proof (Rle_abs (- (q * ln q))).
    rewrite Rabs_Ropp in *. lra.
Qed.

(** At most 3 sqrt of the smaller probability. *)
Lemma binary_entropy_small : forall q s, 0 < q < 1 -> 0 <= s <= 1 -> q <= s \/ 1 - q <= s ->
  0 <= binary_entropy q <= 3 * sqrt s.
Proof.
  assert (half : forall q s, 0 < q < 1 -> 0 <= s <= 1 -> q <= s ->
    0 <= binary_entropy q <= 3 * sqrt s).
  { intros q s inside range small.
    destruct (xlnx_bounds q inside) as [low high]. destruct (xlnx_bounds (1 - q) ltac:(lra)) as [low' high'].
    pose proof (Rmin_r (1 - q) (2 * sqrt q)). pose proof (Rmin_l (1 - (1 - q)) (2 * sqrt (1 - q))).
    assert (sqrt q <= sqrt s) by (apply sqrt_le_1_alt, small).
    assert (s <= sqrt s).
    { rewrite <- (sqrt_sqrt s) at 1 by lra. pose proof (sqrt_pos s).
      assert (sqrt s <= 1) by (rewrite <- sqrt_1; apply sqrt_le_1_alt; lra). nra. }
    unfold binary_entropy. lra. }
  intros q s inside range [small|small]; [apply half; assumption|].
  replace (binary_entropy q) with (binary_entropy (1 - q)).
  - apply half; lra.
  - unfold binary_entropy. replace (1 - (1 - q)) with q by ring. ring.
Qed.

Lemma binary_entropy_le_one : forall q, 0 < q < 1 -> 0 <= binary_entropy q <= 1.
Proof.
  intros q inside. destruct (xlnx_bounds q inside) as [low high].
  destruct (xlnx_bounds (1 - q) ltac:(lra)) as [low' high'].
  pose proof (Rmin_l (1 - q) (2 * sqrt q)). pose proof (Rmin_l (1 - (1 - q)) (2 * sqrt (1 - q))).
  unfold binary_entropy. lra.
Qed.

(** Each draw ends certain: E H[p] tends to 0. *)
Theorem gaussian_head_aleatoric : forall Omega (mu : expectation Omega) (a s : Omega -> R),
  rarely_slow mu a s ->
  tends_to (fun t => E mu (fun w => binary_entropy (sigmoid (a w + s w * t)))) 0.
Proof.
  intros Omega mu a s rare eps positive.
  destruct (rare (eps / 2) ltac:(lra)) as [delta [A [steep few]]].
  assert (fade_0 : tends_to (fun t => 3 * sqrt (exp (A + - delta * t))) 0).
  { rewrite <- (Rmult_0_r 3). apply tends_to_scal, tends_to_sqrt_0, tends_to_exp_neg. lra. }
  destruct (fade_0 (eps / 2) ltac:(lra)) as [B fade].
  destruct (tends_to_exp_neg A (- delta) ltac:(lra) 1 ltac:(lra)) as [B' small].
  exists (Rmax 0 (Rmax B B')). intros t late.
  pose proof (Rmax_l 0 (Rmax B B')). pose proof (Rmax_r 0 (Rmax B B')).
  pose proof (Rmax_l B B'). pose proof (Rmax_r B B').
  specialize (fade t ltac:(lra)). specialize (small t ltac:(lra)). rewrite Rminus_0_r in *.
  rewrite Rabs_pos_eq in small by (apply Rlt_le, exp_pos).
  set (r := exp (A + - delta * t)) in *. assert (0 < r) by apply exp_pos.
  rewrite Rabs_pos_eq in fade by (pose proof (sqrt_pos r); lra).
  assert (each : forall w, 0 <= binary_entropy (sigmoid (a w + s w * t))
    <= indicator (slow delta A (a w) (s w)) + 3 * sqrt r).
  { intros w. pose proof (sigmoid_bounds (a w + s w * t)) as inside. pose proof (sqrt_pos r).
    pose proof (binary_entropy_le_one _ inside). unfold slow.
    destruct (Rle_dec (Rabs (s w)) delta) as [level|fast]; [simpl; lra|].
    destruct (Rle_dec (Rabs (a w)) A) as [near|far]; [|simpl; lra].
    simpl indicator. rewrite Rplus_0_l. apply binary_entropy_small; [exact inside|lra|].
    pose proof (sigmoid_near (a w) (s w) t delta A ltac:(lra) ltac:(lra)) as close.
    unfold slow in close. destruct (Rle_dec (Rabs (s w)) delta); [contradiction|].
    destruct (Rle_dec (Rabs (a w)) A); [|contradiction]. simpl indicator at 2 in close.
    replace (exp (A - delta * t)) with r in close by (unfold r; f_equal; ring).
    unfold above_zero in close. destruct (Rlt_dec 0 (s w)); simpl indicator in close.
    - right. rewrite Rabs_left1 in close by lra. lra.
    - left. rewrite Rminus_0_r, Rabs_pos_eq in close by lra. lra. }
  assert (low : 0 <= E mu (fun w => binary_entropy (sigmoid (a w + s w * t)))).
  { rewrite <- (E_const Omega mu 0). apply E_monotone. intros w. apply each. }
  assert (high : E mu (fun w => binary_entropy (sigmoid (a w + s w * t)))
    <= probability mu (fun w => slow delta A (a w) (s w)) + 3 * sqrt r).
  { unfold probability. rewrite <- (E_plus_const Omega mu (fun w => indicator (slow delta A (a w) (s w)))).
    apply E_monotone. intros w. apply each. }
  rewrite Rabs_pos_eq by exact low. lra.
Qed.

(** Predictive entropy and mutual information tend to the entropy of
    (P(slope > 0), 1 - P), which is positive if both signs have mass: an
    expectation over such a posterior never becomes certain. *)
Theorem gaussian_head_as_printed : forall Omega (mu : expectation Omega) (a s : Omega -> R),
  rarely_slow mu a s ->
  let q := probability mu (fun w => above_zero (s w)) in
  0 < q < 1 ->
  let mean := fun t => E mu (fun w => sigmoid (a w + s w * t)) in
  tends_to mean q
  /\ tends_to (fun t => Rmax (mean t) (1 - mean t)) (Rmax q (1 - q)) /\ Rmax q (1 - q) < 1
  /\ tends_to (fun t => binary_entropy (mean t)) (binary_entropy q) /\ 0 < binary_entropy q
  /\ tends_to (fun t => binary_entropy (mean t)
       - E mu (fun w => binary_entropy (sigmoid (a w + s w * t)))) (binary_entropy q).
Proof.
  intros Omega mu a s rare q inside mean.
  assert (limit : tends_to mean q) by (apply gaussian_head_limit, rare).
  assert (logs : tends_to (fun t => binary_entropy (mean t)) (binary_entropy q)).
  { unfold binary_entropy. apply tends_to_minus.
    - apply tends_to_ext with (fun t => -1 * (mean t * ln (mean t))); [intros; ring|].
      replace (- (q * ln q)) with (-1 * (q * ln q)) by ring.
      apply tends_to_scal, tends_to_mult; [exact limit|]. apply tends_to_ln; [lra|exact limit].
    - assert (rest := tends_to_minus _ _ _ _ (tends_to_const 1) limit).
      apply tends_to_mult; [exact rest|]. apply (tends_to_ln (fun t => 1 - mean t)); [lra|exact rest]. }
  split; [exact limit|]. split.
  { apply tends_to_max; [exact limit|]. apply tends_to_minus; [apply tends_to_const|exact limit]. }
  split; [apply Rmax_lub_lt; lra|]. split; [exact logs|]. split.
  - assert (ln q < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
    assert (ln (1 - q) < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
    unfold binary_entropy. nra.
  - assert (difference := tends_to_minus _ _ _ _ logs (gaussian_head_aleatoric Omega mu a s rare)).
    rewrite Rminus_0_r in difference. exact difference.
Qed.

(** Finitely many draws with weights: every discrete approximation of a
    Gaussian is one. *)
Definition finite_expectation (K : nat) (weights : vec) (distributed : is_distribution K weights)
  : expectation nat.
Proof.
  refine {| E := fun g => sum_below K (fun m => weights m * g m) |}.
  - intros a g b h. rewrite <- (sum_scal K a), <- (sum_scal K b), <- sum_plus.
    apply sum_ext. intros m _. ring.
  - intros g h order. apply sum_le. intros m member.
    apply Rmult_le_compat_l; [apply (proj1 distributed), member | apply order].
  - transitivity (sum_below K weights); [|apply (proj2 distributed)]. apply sum_ext. intros m _. ring.
Defined.

(** With K samples the limit is the share of votes, so samples end at votes. *)
Theorem gaussian_head_samples : forall K weights (distributed : is_distribution K weights) (a s : vec),
  (forall m, (m < K)%nat -> s m <> 0) ->
  rarely_slow (finite_expectation K weights distributed) a s.
Proof.
  intros K weights distributed a s moves eta positive.
  destruct (finite_bound K a) as [A [A_nonneg A_bound]].
  assert (steep : exists delta, 0 < delta /\ forall m, (m < K)%nat -> delta < Rabs (s m)).
  { clear - moves. induction K as [|K IH].
    - exists 1. split; [lra|intros; lia].
    - destruct IH as [delta [pos low]]; [intros; apply moves; lia|].
      exists (Rmin delta (Rabs (s K) / 2)). pose proof (Rabs_pos_lt (s K) (moves K ltac:(lia))).
      pose proof (Rmin_l delta (Rabs (s K) / 2)). pose proof (Rmin_r delta (Rabs (s K) / 2)).
      split; [apply Rmin_glb_lt; lra|]. intros m member. destruct (Nat.eq_dec m K) as [->|other]; [lra|].
      specialize (low m ltac:(lia)). lra. }
  destruct steep as [delta [delta_pos low]]. exists delta, A. split; [exact delta_pos|].
  unfold probability. cbn [E finite_expectation].
  rewrite (sum_ext K _ (fun _ => 0)), sum_zero; [lra|]. intros m member.
  specialize (low m member). specialize (A_bound m member). unfold slow.
  destruct (Rle_dec (Rabs (s m)) delta); [lra|]. destruct (Rle_dec (Rabs (a m)) A); [|lra].
  simpl. ring.
Qed.
