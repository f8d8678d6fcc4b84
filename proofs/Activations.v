(** * Activations with asymptotes: instances

    ReLU, clip, sigmoid, softplus, ELU and SiLU are activations in the sense of
    [Asymptotes], each with its distance from the bent line. *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  MetricRates Cea Ceilings DetectorsLogits DetectorsMore Asymptotes.
Import ListNotations.

Open Scope R_scope.

(** A function within L |r - s| of itself is continuous. *)
Lemma lipschitz_continuous : forall g L, 0 <= L ->
  (forall r s, Rabs (g r - g s) <= L * Rabs (r - s)) -> forall r, continuity_pt g r.
Proof.
  intros g L nonneg lip r eps positive. exists (eps / (L + 1)).
  split; [apply Rdiv_lt_0_compat; lra|]. intros s [_ near]. simpl in *. unfold R_dist in *.
  apply Rle_lt_trans with (1 := lip s r).
  apply Rle_lt_trans with ((L + 1) * Rabs (s - r)).
  - apply Rmult_le_compat_r; [apply Rabs_pos|lra].
  - replace eps with ((L + 1) * (eps / (L + 1))) by (field; lra).
    apply Rmult_lt_compat_l; [lra|exact near].
Qed.

Lemma tends_to_zero_eventually : forall u T, (forall t, T <= t -> u t = 0) -> tends_to u 0.
Proof.
  intros u T zero. apply tends_to_eventually with (fun _ => 0) T; [|apply tends_to_const].
  intros t late. symmetry. apply zero, late.
Qed.

Lemma differentiable_continuous : forall g r l, derivable_pt_lim g r l -> continuity_pt g r.
Proof. intros g r l derivative. apply derivable_continuous_pt. exists l. exact derivative. Qed.

(** ReLU and, with slope s below 0, leaky ReLU: no distance at all. *)
Definition leaky_activation (s : R) : activation.
Proof.
  refine {| act := fun r => bend s 1 r; left_slope := s; left_constant := 0;
            right_slope := 1; right_constant := 0; largest_gap := 0 |}.
  - apply (lipschitz_continuous _ (Rmax (Rabs s) (Rabs 1))).
    + apply Rle_trans with (2 := Rmax_l _ _), Rabs_pos.
    + apply bend_lipschitz.
  - apply tends_to_zero_eventually with 1. intros t late. unfold bend.
    destruct (Rlt_dec (- t) 0); lra.
  - apply tends_to_zero_eventually with 1. intros t late. unfold bend.
    destruct (Rlt_dec t 0); lra.
  - intros r. rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
Defined.

(** Clip to [lo, hi]: slopes 0. *)
Definition clip_activation (lo hi : R) (order : lo <= hi) : activation.
Proof.
  refine {| act := fun r => Rmin hi (Rmax lo r); left_slope := 0; left_constant := lo;
            right_slope := 0; right_constant := hi; largest_gap := Rmax (Rabs lo) (Rabs hi) |}.
  - apply (lipschitz_continuous _ 1); [lra|]. intros r s. rewrite Rmult_1_l.
    unfold Rmin, Rmax.
    destruct (Rle_dec lo r), (Rle_dec lo s); repeat destruct (Rle_dec hi _);
      unfold Rabs; repeat destruct (Rcase_abs _); lra.
  - apply tends_to_zero_eventually with (- lo). intros t late.
    rewrite Rmax_left, Rmin_right by lra. ring.
  - apply tends_to_zero_eventually with hi. intros t late.
    rewrite Rmax_right by lra. rewrite Rmin_left by lra. ring.
  - intros r.
    assert (zero : bend 0 0 r = 0) by (unfold bend; destruct (Rlt_dec r 0); ring).
    rewrite zero, Rminus_0_r.
    pose proof (Rmax_l (Rabs lo) (Rabs hi)). pose proof (Rmax_r (Rabs lo) (Rabs hi)).
    set (M := Rmax (Rabs lo) (Rabs hi)) in *. clearbody M.
    assert (lo <= Rmin hi (Rmax lo r) <= hi).
    { split; [apply Rmin_glb; [exact order|apply Rmax_l] | apply Rmin_l]. }
    pose proof (Rle_abs hi). pose proof (Rle_abs (- lo)). rewrite Rabs_Ropp in *.
    apply Rabs_le. lra.
Defined.

Lemma exp_falls : tends_to (fun r => exp (- r)) 0.
Proof.
  apply tends_to_ext with (fun r => exp (0 + -1 * r)); [intros; f_equal; ring|].
  apply tends_to_exp_neg. lra.
Qed.

Lemma sigmoid_falls : tends_to (fun r => sigmoid (- r)) 0.
Proof.
  apply tends_to_squeeze_0 with (fun r => exp (- r)) 0; [|apply exp_falls].
  intros r _. pose proof (sigmoid_bounds (- r)). rewrite Rabs_pos_eq by lra.
  unfold sigmoid. rewrite Ropp_involutive, exp_Ropp. pose proof (exp_pos r).
  apply Rinv_le_contravar; lra.
Qed.

Lemma sigmoid_flip : forall r, sigmoid r = 1 - sigmoid (- r).
Proof.
  intros r. unfold sigmoid. rewrite Ropp_involutive, exp_Ropp. pose proof (exp_pos r).
  pose proof (Rinv_0_lt_compat (exp r) ltac:(assumption)). field. lra.
Qed.

Lemma sigmoid_continuous : forall r, continuity_pt sigmoid r.
Proof.
  intros r. unfold sigmoid.
  apply (continuity_pt_inv (fun r => 1 + exp (- r)) r).
  - apply (differentiable_continuous _ r (0 + exp (- r) * (-1))).
    apply (derivable_pt_lim_plus (fun _ => 1) (fun r => exp (- r))).
    + apply (derivable_pt_lim_const 1).
    + apply derivable_pt_lim_exp_of. apply derivable_pt_lim_ext with (fun s => -1 * s);
        [intros; ring|apply derivable_pt_lim_linear].
  - pose proof (exp_pos (- r)). lra.
Qed.

Definition sigmoid_activation : activation.
Proof.
  refine {| act := sigmoid; left_slope := 0; left_constant := 0;
            right_slope := 0; right_constant := 1; largest_gap := 1 |}.
  - exact sigmoid_continuous.
  - apply tends_to_ext with (2 := sigmoid_falls). intros; ring.
  - apply tends_to_ext with (fun r => -1 * sigmoid (- r)).
    + intros r. rewrite (sigmoid_flip r). ring.
    + rewrite <- (Rmult_0_r (-1)). apply tends_to_scal, sigmoid_falls.
  - intros r. pose proof (sigmoid_bounds r).
    replace (bend 0 0 r) with 0 by (unfold bend; destruct (Rlt_dec r 0); ring).
    apply Rabs_le. lra.
Defined.

(** Softplus, ln (1 + exp (beta r)) / beta: within ln 2 / beta of ReLU. *)
Definition softplus (beta r : R) : R := ln (1 + exp (beta * r)) / beta.

Lemma softplus_falls : forall beta, 0 < beta -> tends_to (fun r => softplus beta (- r)) 0.
Proof.
  intros beta positive.
  apply tends_to_squeeze_0 with (fun r => / beta * exp (0 + - beta * r)) 0.
  - intros r _. pose proof (exp_pos (beta * - r)) as e_pos.
    pose proof (ln_le_minus_one (1 + exp (beta * - r)) ltac:(lra)) as high.
    assert (low : 0 <= ln (1 + exp (beta * - r))) by (rewrite <- ln_1; apply ln_le; lra).
    pose proof (Rinv_0_lt_compat beta positive).
    unfold softplus, Rdiv. rewrite Rabs_pos_eq by (apply Rmult_le_pos; lra).
    rewrite Rmult_comm. apply Rmult_le_compat_l; [lra|].
    replace (0 + - beta * r) with (beta * - r) by ring. lra.
  - rewrite <- (Rmult_0_r (/ beta)). apply tends_to_scal, tends_to_exp_neg. lra.
Qed.

Lemma softplus_flip : forall beta r, 0 < beta -> softplus beta r - r = softplus beta (- r).
Proof.
  intros beta r positive. unfold softplus. pose proof (exp_pos (beta * r)).
  pose proof (exp_pos (beta * - r)).
  assert (split : ln (1 + exp (beta * r)) = beta * r + ln (1 + exp (beta * - r))).
  { rewrite <- (ln_exp (beta * r)) at 2. rewrite <- ln_mult by lra. f_equal.
    rewrite Rmult_plus_distr_l, <- exp_plus. replace (beta * r + beta * - r) with 0 by ring.
    rewrite exp_0. ring. }
  rewrite split. field. lra.
Qed.

Definition softplus_activation (beta : R) (positive : 0 < beta) : activation.
Proof.
  refine {| act := softplus beta; left_slope := 0; left_constant := 0;
            right_slope := 1; right_constant := 0; largest_gap := ln 2 / beta |}.
  - intros r. unfold softplus.
    apply (differentiable_continuous _ r (/ beta * (/ (1 + exp (beta * r)) * (0 + exp (beta * r) * beta)))).
    apply derivable_pt_lim_ext with (fun r => / beta * ln (1 + exp (beta * r)));
      [intros; unfold Rdiv; ring|].
    apply derivable_pt_lim_times.
    apply (derivable_pt_lim_comp (fun r => 1 + exp (beta * r)) ln).
    + apply (derivable_pt_lim_plus (fun _ => 1) (fun r => exp (beta * r)));
        [apply (derivable_pt_lim_const 1) | apply derivable_pt_lim_exp_of, derivable_pt_lim_linear].
    + apply derivable_pt_lim_ln. pose proof (exp_pos (beta * r)). lra.
  - apply tends_to_ext with (2 := softplus_falls beta positive). intros; ring.
  - apply tends_to_ext with (2 := softplus_falls beta positive). intros r.
    rewrite <- softplus_flip by exact positive. ring.
  - intros r. pose proof (softplus_bounds (beta * r)) as [low high].
    assert (hinge : relu (beta * r) = beta * bend 0 1 r).
    { unfold relu, bend. destruct (Rlt_dec r 0).
      - rewrite Rmax_left by nra. ring.
      - rewrite Rmax_right by nra. ring. }
    rewrite hinge in *.
    assert (value : softplus beta r - bend 0 1 r
      = / beta * (ln (1 + exp (beta * r)) - beta * bend 0 1 r)) by (unfold softplus; field; lra).
    pose proof (Rinv_0_lt_compat beta positive).
    rewrite value, Rabs_pos_eq by (apply Rmult_le_pos; lra).
    unfold Rdiv. rewrite Rmult_comm. apply Rmult_le_compat_r; lra.
Defined.

(** SiLU, r sigmoid(r): within 0.3 of ReLU.  (The least such number is 0.2785
    to four digits.) *)
Lemma linear_below_exp : forall r, r <= 3 / 10 * (1 + exp r).
Proof.
  intros r.
  (* 3.333 <= exp 1.3, then the tangent of exp at 1.3 *)
  assert (tenth : 113 / 100 <= exp (13 / 100)) by (pose proof (exp_ineq1_le (13 / 100)); lra).
  assert (power : 10 / 3 <= exp (13 / 10)).
  { replace (13 / 10) with (INR 10 * (13 / 100)) by (simpl INR; lra).
    assert (tower : forall n, (113 / 100) ^ n <= exp (INR n * (13 / 100))).
    { induction n as [|n IH]; [simpl; rewrite Rmult_0_l, exp_0; lra|].
      rewrite S_INR. replace ((INR n + 1) * (13 / 100)) with (13 / 100 + INR n * (13 / 100)) by ring.
      rewrite exp_plus. simpl pow. apply Rmult_le_compat; try lra.
      apply pow_le. lra. }
    apply Rle_trans with (2 := tower 10%nat). simpl. lra. }
  pose proof (exp_ineq1_le (r - 13 / 10)) as tangent.
  assert (split : exp r = exp (13 / 10) * exp (r - 13 / 10))
    by (rewrite <- exp_plus; f_equal; ring).
  pose proof (exp_pos (r - 13 / 10)). rewrite split.
  assert (10 / 3 * exp (r - 13 / 10) <= exp (13 / 10) * exp (r - 13 / 10))
    by (apply Rmult_le_compat_r; lra).
  lra.
Qed.

Lemma silu_falls : tends_to (fun r => r * sigmoid (- r)) 0.
Proof.
  apply tends_to_squeeze_0 with (fun r => (0 + 1 * r) * exp (- (1) * r)) 0.
  - intros r late. pose proof (sigmoid_bounds (- r)).
    rewrite Rabs_pos_eq by (apply Rmult_le_pos; lra).
    rewrite Rplus_0_l, Rmult_1_l. apply Rmult_le_compat_l; [exact late|].
    replace (- (1) * r) with (- r) by ring. unfold sigmoid.
    rewrite Ropp_involutive, (exp_Ropp r).
    pose proof (exp_pos r). apply Rinv_le_contravar; lra.
  - apply tends_to_line_exp. lra.
Qed.

Definition silu_activation : activation.
Proof.
  refine {| act := fun r => r * sigmoid r; left_slope := 0; left_constant := 0;
            right_slope := 1; right_constant := 0; largest_gap := 3 / 10 |}.
  - intros r. apply (continuity_pt_mult (fun r => r) sigmoid); [|apply sigmoid_continuous].
    apply (differentiable_continuous _ r 1), derivable_pt_lim_id.
  - apply tends_to_ext with (fun r => -1 * (r * sigmoid (- r))); [intros; ring|].
    rewrite <- (Rmult_0_r (-1)). apply tends_to_scal, silu_falls.
  - apply tends_to_ext with (fun r => -1 * (r * sigmoid (- r))).
    + intros r. rewrite (sigmoid_flip r). ring.
    + rewrite <- (Rmult_0_r (-1)). apply tends_to_scal, silu_falls.
  - assert (half : forall r, 0 <= r -> 0 <= r * sigmoid (- r) <= 3 / 10).
    { intros r nonneg. pose proof (sigmoid_bounds (- r)). split; [apply Rmult_le_pos; lra|].
      unfold sigmoid. rewrite Ropp_involutive. pose proof (exp_pos r).
      apply (Rmult_le_reg_r (1 + exp r)); [lra|].
      rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. apply linear_below_exp. }
    intros r. unfold bend. destruct (Rlt_dec r 0) as [negative|nonneg].
    + specialize (half (- r) ltac:(lra)). rewrite Ropp_involutive in half. apply Rabs_le. lra.
    + specialize (half r ltac:(lra)). rewrite (sigmoid_flip r). apply Rabs_le. lra.
Defined.

(** ELU: alpha (exp r - 1) below 0; within alpha of ReLU. *)
Definition elu (alpha r : R) : R := if Rlt_dec r 0 then alpha * (exp r - 1) else r.

Lemma exp_lipschitz_below : forall r s, r <= s -> s <= 0 -> 0 <= exp s - exp r <= s - r.
Proof.
  intros r s order below. pose proof (exp_le r s order).
  pose proof (exp_ineq1_le (r - s)) as tangent.
  assert (split : exp r = exp s * exp (r - s)) by (rewrite <- exp_plus; f_equal; ring).
  assert (exp s <= 1) by (rewrite <- exp_0; apply exp_le, below). pose proof (exp_pos s).
  split; [lra|]. rewrite split. nra.
Qed.

Definition elu_activation (alpha : R) (positive : 0 < alpha) : activation.
Proof.
  refine {| act := elu alpha; left_slope := 0; left_constant := - alpha;
            right_slope := 1; right_constant := 0; largest_gap := alpha |}.
  - apply (lipschitz_continuous _ (alpha + 1)); [lra|].
    assert (one : forall r s, r <= s -> Rabs (elu alpha r - elu alpha s) <= (alpha + 1) * (s - r)).
    { intros r s order. unfold elu. destruct (Rlt_dec r 0) as [low|high], (Rlt_dec s 0) as [low'|high'].
      - pose proof (exp_lipschitz_below r s order ltac:(lra)). apply Rabs_le. nra.
      - pose proof (exp_lipschitz_below r 0 ltac:(lra) ltac:(lra)) as near. rewrite exp_0 in near.
        apply Rabs_le. nra.
      - lra.
      - apply Rabs_le. nra. }
    intros r s. destruct (Rle_dec r s) as [order|order].
    + rewrite (Rabs_left1 (r - s)) by lra. replace (- (r - s)) with (s - r) by ring. apply one, order.
    + rewrite Rabs_minus_sym, (Rabs_pos_eq (r - s)) by lra. apply one. lra.
  - apply tends_to_eventually with (fun r => alpha * exp (- r)) 1.
    + intros r late. unfold elu. destruct (Rlt_dec (- r) 0); [ring|lra].
    + rewrite <- (Rmult_0_r alpha). apply tends_to_scal, exp_falls.
  - apply tends_to_zero_eventually with 0. intros r late. unfold elu.
    destruct (Rlt_dec r 0); lra.
  - intros r. unfold elu, bend. destruct (Rlt_dec r 0) as [low|high].
    + assert (exp r <= 1) by (rewrite <- exp_0; apply exp_le; lra). pose proof (exp_pos r).
      apply Rabs_le. nra.
    + replace (r - 1 * r) with 0 by ring. rewrite Rabs_R0. lra.
Defined.

(** A hidden layer with any of these has the slopes of the ReLU network with
    its weights, if its activation has the slopes of ReLU. *)
Theorem slopes_ignore_shape_like_relu : forall n m C W b W' b' (sigma : activation),
  left_slope sigma = 0 -> right_slope sigma = 1 ->
  let net unit := SCompose (SAffine n m W b) (SCompose (SActivation m (fun _ => unit)) (SAffine m C W' b')) in
  forall v c, recession (net sigma) v c = recession (net (leaky_activation 0)) v c.
Proof.
  intros n m C W b W' b' sigma level unit_slope net v c. unfold net. cbn [recession].
  destruct (Nat.ltb c C); [|reflexivity]. unfold affine_map at 1 3. f_equal. apply sum_ext.
  intros j _. f_equal. destruct (Nat.ltb j m); [|reflexivity].
  cbn [left_slope right_slope leaky_activation]. rewrite level, unit_slope. reflexivity.
Qed.

(** SiLU, softplus and ELU are such activations. *)
Theorem slopes_ignore_shape_examples : forall beta (positive : 0 < beta),
  (left_slope silu_activation = 0 /\ right_slope silu_activation = 1)
  /\ (left_slope (softplus_activation beta positive) = 0
      /\ right_slope (softplus_activation beta positive) = 1)
  /\ (left_slope (elu_activation beta positive) = 0 /\ right_slope (elu_activation beta positive) = 1).
Proof. intros. repeat split. Qed.

(** The distances of the table: ln 2 / beta for softplus, alpha for ELU, 1 for
    the sigmoid, at most 0.3 for SiLU. *)
Theorem bounded_distance_examples : forall beta (positive : 0 < beta) r,
  Rabs (softplus beta r - bend 0 1 r) <= ln 2 / beta
  /\ Rabs (elu beta r - bend 0 1 r) <= beta
  /\ Rabs (sigmoid r - bend 0 0 r) <= 1
  /\ Rabs (r * sigmoid r - bend 0 1 r) <= 3 / 10.
Proof.
  intros beta positive r.
  split; [exact (act_gap (softplus_activation beta positive) r)|].
  split; [exact (act_gap (elu_activation beta positive) r)|].
  split; [exact (act_gap sigmoid_activation r) | exact (act_gap silu_activation r)].
Qed.
