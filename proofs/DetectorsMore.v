(** * Relative Mahalanobis distance and SIRC at infinity *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  Penultimate Cea Mds MetricRates Ceilings DetectorsLogits DetectorsFeatures.
Import ListNotations.

Open Scope R_scope.

(** ** RMDS *)

(** Minus the distance to a class mean, relative to the distance to the mean
    of all data. *)
Definition relative_score (n : nat) (P P0 : nat -> nat -> R) (mu mu0 z : vec) : R :=
  mahalanobis_score n P mu z - mahalanobis_score n P0 mu0 z.

Definition precision_gap (n : nat) (P P0 : nat -> nat -> R) (delta : vec) : R :=
  form n P delta delta - form n P0 delta delta.

Lemma relative_expansion : forall n P P0 mu mu0 z T a delta, activation_lines n z T a delta ->
  exists L c, forall t, T <= t ->
    relative_score n P P0 mu mu0 (z t) = - (precision_gap n P P0 delta * (t * t) + L * t + c).
Proof.
  intros n P P0 mu mu0 z T a delta lines.
  set (u := fun i => a i - mu i). set (u0 := fun i => a i - mu0 i).
  exists ((form n P u delta + form n P delta u) - (form n P0 u0 delta + form n P0 delta u0)),
    (form n P u u - form n P0 u0 u0).
  intros t late. unfold relative_score.
  assert (on_line : forall Q m, mahalanobis_score n Q m (z t)
    = mahalanobis_score n Q m (fun i => a i + delta i * t)).
  { intros Q m. unfold mahalanobis_score. f_equal. apply form_ext; intros i inside;
      rewrite lines by assumption; reflexivity. }
  rewrite !on_line, !mds_at_infinity_expansion. fold u. fold u0. unfold precision_gap. ring.
Qed.

(** The sign of the gap along delta decides: flags if it is positive, grows
    without bound towards in-distribution if it is negative.  The detector
    takes the best of C classes. *)
Theorem rmds_at_infinity_repaired : forall n C P P0 (mu : nat -> vec) mu0 z T a delta, (0 < C)%nat ->
  activation_lines n z T a delta ->
  let S := fun t => max_slope C (fun c => relative_score n P P0 (mu c) mu0 (z t)) in
  (0 < precision_gap n P P0 delta -> diverges (fun t => - S t))
  /\ (precision_gap n P P0 delta < 0 -> diverges S).
Proof.
  intros n C P P0 mu mu0 z T a delta classes lines S. split; intros sign.
  - intros M.
    destruct (eventually_all C (fun c t => M <= - relative_score n P P0 (mu c) mu0 (z t))) as [A all].
    + intros c _. destruct (relative_expansion n P P0 (mu c) mu0 z T a delta lines) as [L [k expansion]].
      assert (far : diverges (fun t => - relative_score n P P0 (mu c) mu0 (z t))).
      { apply diverges_le with (fun t => precision_gap n P P0 delta * (t * t) + L * t + k) T;
          [|apply diverges_quadratic, sign].
        intros t late. rewrite expansion by exact late. lra. }
      apply far.
    + exists A. intros t late.
      destruct (max_slope_attained C (fun c => relative_score n P P0 (mu c) mu0 (z t)) classes)
        as [k [below best]]. unfold S. rewrite best. apply (all t late k below).
  - destruct (relative_expansion n P P0 (mu 0%nat) mu0 z T a delta lines) as [L [k expansion]].
    apply diverges_le with (fun t => - precision_gap n P P0 delta * (t * t) + - L * t + - k) T;
      [|apply diverges_quadratic; lra].
    intros t late. unfold S.
    pose proof (max_slope_ge C (fun c => relative_score n P P0 (mu c) mu0 (z t)) 0 classes) as best.
    cbv beta in best. rewrite expansion in best by exact late. lra.
Qed.

(** Statistics of N training values of one feature. *)
Definition mean_of (N : nat) (z : nat -> R) : R := / INR N * sum_below N z.
Definition class_mean (N : nat) (z : nat -> R) (label : nat -> nat) (c : nat) : R :=
  sum_below N (fun i => if Nat.eqb (label i) c then z i else 0)
  / sum_below N (fun i => if Nat.eqb (label i) c then 1 else 0).
Definition total_variance (N : nat) (z : nat -> R) : R :=
  / INR N * sum_below N (fun i => (z i - mean_of N z) * (z i - mean_of N z)).
Definition within_variance (N : nat) (z : nat -> R) (label : nat -> nat) : R :=
  / INR N * sum_below N (fun i =>
    (z i - class_mean N z label (label i)) * (z i - class_mean N z label (label i))).
Definition pseudo_inverse (r : R) : R := if Req_EM_T r 0 then 0 else / r.

(** "RMDS does not grow towards in-distribution", already for one feature. *)
Definition rmds_at_infinity_as_printed : Prop :=
  forall N z label c a delta, (0 < N)%nat ->
    let P := fun _ _ : nat => pseudo_inverse (within_variance N z label) in
    let P0 := fun _ _ : nat => pseudo_inverse (total_variance N z) in
    ~ diverges (fun t => relative_score 1 P P0 (fun _ => class_mean N z label c)
        (fun _ => mean_of N z) (fun _ => a + delta * t)).

(** Training values 0 of class 0 and 1 of class 1: no variance within classes,
    so the pseudo-inverse sees nothing, and the relative score rises like
    4 t^2. *)
Theorem rmds_at_infinity_as_printed_false : ~ rmds_at_infinity_as_printed.
Proof.
  intros claim.
  set (z := fun i : nat => INR i). set (label := fun i : nat => i).
  apply (claim 2%nat z label 0%nat 0 1 ltac:(lia)).
  assert (within : within_variance 2 z label = 0).
  { unfold within_variance, class_mean, z, label. cbn [sum_below Nat.eqb]. simpl INR. field. }
  assert (total : total_variance 2 z = / 4).
  { unfold total_variance, mean_of, z. cbn [sum_below]. simpl INR. field. }
  set (P := fun _ _ : nat => pseudo_inverse (within_variance 2 z label)).
  set (P0 := fun _ _ : nat => pseudo_inverse (total_variance 2 z)).
  assert (gap : precision_gap 1 P P0 (fun _ => 1) = -4).
  { unfold precision_gap, form, P, P0, pseudo_inverse. cbn [sum_below]. rewrite within, total.
    destruct (Req_EM_T 0 0); [|contradiction]. destruct (Req_EM_T (/ 4) 0); [lra|]. field. }
  destruct (rmds_at_infinity_repaired 1 1 P P0 (fun _ _ => class_mean 2 z label 0) (fun _ => mean_of 2 z)
    (fun t _ => 0 + 1 * t) 0 (fun _ => 0) (fun _ => 1) ltac:(lia)) as [_ up].
  - intros t j _ _. reflexivity.
  - apply up. rewrite gap. lra.
Qed.

(** ** SIRC *)

Lemma grows_relu : forall u q, grows u q -> grows (fun t => relu (u t)) (relu q).
Proof.
  intros u q speed. unfold grows. apply tends_to_eventually with (fun t => Rmax 0 (u t / t)) 1.
  - intros t late. assert (inverse : 0 < / t) by (apply Rinv_0_lt_compat; lra).
    unfold relu, Rdiv. rewrite (Rmult_comm (Rmax 0 (u t))), <- RmaxRmult by lra.
    rewrite Rmult_0_r, (Rmult_comm (/ t)). reflexivity.
  - apply tends_to_max; [apply tends_to_const | exact speed].
Qed.

Lemma softplus_bounds : forall r, relu r <= ln (1 + exp r) <= relu r + ln 2.
Proof.
  intros r. pose proof (exp_pos r). split.
  - unfold relu. apply Rmax_lub.
    + rewrite <- ln_1. apply ln_le; lra.
    + rewrite <- (ln_exp r) at 1. apply ln_le; lra.
  - rewrite <- (ln_exp (relu r)) at 1. rewrite <- ln_mult by (lra || apply exp_pos).
    apply ln_le; [lra|].
    assert (exp r <= exp (relu r)) by (apply exp_le, Rmax_r).
    assert (1 <= exp (relu r)) by (rewrite <- exp_0; apply exp_le, Rmax_l). lra.
Qed.

Lemma softplus_grows : forall y rate, grows y rate -> grows (fun t => ln (1 + exp (y t))) (relu rate).
Proof.
  intros y rate speed. assert (hard := grows_relu y rate speed).
  unfold grows. apply tends_to_of_gap.
  assert (hard_gap := tends_to_minus _ _ _ _ hard (tends_to_const (relu rate))).
  replace (relu rate - relu rate) with 0 in hard_gap by ring.
  apply tends_to_ext with (fun t => (ln (1 + exp (y t)) - relu (y t)) / t + (relu (y t) / t - relu rate));
    [intros; unfold Rdiv; ring|].
  replace 0 with (0 + 0) by ring. apply tends_to_plus; [|exact hard_gap].
  apply tends_to_squeeze_0 with (fun t => ln 2 * / t) 1.
  - intros t late. destruct (softplus_bounds (y t)) as [low high].
    assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
    unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ t)) by lra.
    apply Rmult_le_compat_r; [lra|]. apply Rabs_le. lra.
  - rewrite <- (Rmult_0_r (ln 2)). apply tends_to_scal, tends_to_inverse.
Qed.

(** The logarithm of what grows like t grows slower than t. *)
Lemma ln_grows_slowly : forall y q, 0 < q -> grows y q -> grows (fun t => ln (y t)) 0.
Proof.
  intros y q positive speed. unfold grows in *.
  assert (logs := tends_to_ln _ _ positive speed).
  assert (inverse_logs := tends_to_xlnx (fun t => / t) 0 1
    (fun t late => Rlt_le _ _ (Rinv_0_lt_compat t ltac:(lra))) (Rle_refl 0) tends_to_inverse).
  rewrite Rmult_0_l in inverse_logs.
  destruct (tends_to_eventually_gt _ _ 0 speed positive) as [A present].
  apply tends_to_eventually with (fun t => / t * ln (y t / t) + -1 * (/ t * ln (/ t))) (Rmax A 1).
  - intros t late. pose proof (Rmax_l A 1). pose proof (Rmax_r A 1). specialize (present t ltac:(lra)).
    cbv beta in present. assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
    assert (0 < y t).
    { replace (y t) with (y t / t * t) by (field; lra). apply Rmult_lt_0_compat; lra. }
    unfold Rdiv. rewrite ln_mult by assumption. ring.
  - replace 0 with (0 * ln q + -1 * 0) by ring. apply tends_to_plus.
    + apply tends_to_mult; [apply tends_to_inverse|exact logs].
    + apply tends_to_scal, inverse_logs.
Qed.

(** The entropy falls as fast as the share of all other classes, gamma. *)
Lemma entropy_rate : forall f C x v T a b k l gamma, (1 < C)%nat ->
  has_lines f C x v T a b -> saturating C b k gamma -> (l < C)%nat -> l <> k -> b k - b l = gamma ->
  grows (fun t => - ln (entropy C (softmax C (f (ray x v t))))) gamma.
Proof.
  intros f C x v T a b k l gamma several tail sat below distinct gap.
  pose proof (proj1 sat) as k_below. pose proof (proj1 (proj2 sat)) as positive.
  set (p := fun t => softmax C (f (ray x v t))). set (s := fun t => 1 - p t k).
  assert (rest : grows (fun t => - ln (s t)) gamma).
  { apply grows_eventually with (fun t => -1 * ln (s t)) 0; [intros; ring|].
    replace gamma with (-1 * - gamma) by ring. apply grows_scal.
    exact (saturation_rate f C x v T a b k l gamma tail sat below distinct gap). }
  set (m := ln (INR (C - 1))).
  assert (upper : grows (fun t => - ln (s t) + - ln (1 + m + - ln (s t))) gamma).
  { replace gamma with (gamma + -1 * 0) at 1 by ring. apply grows_plus; [exact rest|].
    apply grows_eventually with (fun t => -1 * ln (1 + m + - ln (s t))) 0; [intros; ring|].
    apply grows_scal, ln_grows_slowly with gamma; [exact positive|].
    replace gamma with (0 + gamma) by ring. apply grows_plus; [|exact rest].
    apply grows_eventually with (fun t => (1 + m) + 0 * t) 0; [intros; ring|apply grows_line]. }
  assert (lower : grows (fun t => - ln (s t) + - ln (- ln (s t))) gamma).
  { replace gamma with (gamma + -1 * 0) at 1 by ring. apply grows_plus; [exact rest|].
    apply grows_eventually with (fun t => -1 * ln (- ln (s t))) 0; [intros; ring|].
    apply grows_scal, ln_grows_slowly with gamma; assumption. }
  destruct (tends_to_eventually_gt _ _ 0 rest positive) as [A small].
  assert (between : forall t, Rmax A 1 <= t ->
    - ln (s t) + - ln (1 + m + - ln (s t)) <= - ln (entropy C (p t))
    <= - ln (s t) + - ln (- ln (s t))).
  { intros t late. pose proof (Rmax_l A 1). pose proof (Rmax_r A 1). specialize (small t ltac:(lra)).
    cbv beta in small.
    assert (fall : 0 < - ln (s t)).
    { replace (- ln (s t)) with (- ln (s t) / t * t) by (field; lra). apply Rmult_lt_0_compat; lra. }
    assert (s_pos : 0 < s t) by (unfold s, p; pose proof (softmax_lt_one C (f (ray x v t)) k k_below several); lra).
    destruct (metric_bounds_entropy_of_rest C (p t) k several
      (softmax_distribution C (f (ray x v t)) ltac:(lia)) k_below s_pos) as [low high].
    fold (s t) in low, high. fold m in high.
    replace (- (s t * ln (s t))) with (s t * - ln (s t)) in low by ring.
    assert (product : 0 < s t * - ln (s t)) by (apply Rmult_lt_0_compat; assumption).
    assert (m_nonneg : 0 <= m) by (unfold m; rewrite <- ln_1; apply ln_le; [lra|apply (le_INR 1); lia]).
    split.
    - assert (order : ln (entropy C (p t)) <= ln (s t * (1 + m - ln (s t)))) by (apply ln_le; lra).
      rewrite ln_mult in order by lra. unfold Rminus in order. lra.
    - assert (order : ln (s t * - ln (s t)) <= ln (entropy C (p t))) by (apply ln_le; lra).
      rewrite ln_mult in order by lra. lra. }
  unfold grows. intros eps eps_pos.
  destruct (upper eps eps_pos) as [B near]. destruct (lower eps eps_pos) as [B' near'].
  exists (Rmax (Rmax A 1) (Rmax B B')). intros t late.
  pose proof (Rmax_l (Rmax A 1) (Rmax B B')). pose proof (Rmax_r (Rmax A 1) (Rmax B B')).
  pose proof (Rmax_l B B'). pose proof (Rmax_r B B'). pose proof (Rmax_r A 1).
  specialize (near t ltac:(lra)). specialize (near' t ltac:(lra)). specialize (between t ltac:(lra)).
  assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
  apply Rabs_def2 in near. apply Rabs_def2 in near'. fold (p t). unfold Rdiv in *.
  destruct between as [low high]. apply (Rmult_le_compat_r (/ t)) in low; [|lra].
  apply (Rmult_le_compat_r (/ t)) in high; [|lra]. apply Rabs_def1; lra.
Qed.

(** The softplus of a line against what certainty adds. *)
Lemma sirc_race : forall base y gamma rate, 0 <= rate -> grows base gamma -> grows y rate ->
  grows (fun t => base t - ln (1 + exp (y t))) (gamma - rate).
Proof.
  intros base y gamma rate nonneg certainty speed.
  assert (soft := softplus_grows y rate speed).
  replace (relu rate) with rate in soft by (unfold relu; rewrite Rmax_right; lra).
  replace (gamma - rate) with (gamma + -1 * rate) by ring.
  apply grows_eventually with (fun t => base t + -1 * ln (1 + exp (y t))) 0; [intros; ring|].
  apply grows_plus; [exact certainty | apply grows_scal, soft].
Qed.

Lemma sirc_residual_grows : forall r n Q u z T a delta eta shift weight, activation_lines n z T a delta ->
  grows (fun t => eta * (weight * norm r (residual r n Q u (z t)) + shift))
    (eta * weight * norm r (projected n Q delta)).
Proof.
  intros r n Q u z T a delta eta shift weight lines.
  replace (eta * weight * norm r (projected n Q delta))
    with (eta * (weight * norm r (projected n Q delta) + 0)) by ring.
  apply grows_scal, grows_plus; [apply grows_scal, residual_grows with T a, lines|].
  apply grows_eventually with (fun t => shift + 0 * t) 0; [intros; ring|apply grows_line].
Qed.

Lemma certainty_grows : forall f C x v T a b k l gamma,
  has_lines f C x v T a b -> saturating C b k gamma -> (l < C)%nat -> l <> k -> b k - b l = gamma ->
  grows (fun t => - ln (1 - softmax C (f (ray x v t)) k)) gamma.
Proof.
  intros f C x v T a b k l gamma tail sat below distinct gap.
  apply grows_eventually with (fun t => -1 * ln (1 - softmax C (f (ray x v t)) k)) 0; [intros; ring|].
  replace gamma with (-1 * - gamma) by ring. apply grows_scal.
  exact (saturation_rate f C x v T a b k l gamma tail sat below distinct gap).
Qed.

(** - ln (1 - p_k) - ln (1 + exp (- eta (s - shift))), s minus weight times the
    residual norm: slope gamma - eta weight || R' delta ||, of either sign. *)
Theorem sirc_msp_residual_at_infinity :
  forall r n C Q u z T a delta f x v T' alpha b k l gamma eta shift weight,
  activation_lines n z T a delta -> has_lines f C x v T' alpha b -> saturating C b k gamma ->
  (l < C)%nat -> l <> k -> b k - b l = gamma -> 0 <= eta -> 0 <= weight ->
  let S := fun t => - ln (1 - softmax C (f (ray x v t)) k)
    - ln (1 + exp (eta * (weight * norm r (residual r n Q u (z t)) + shift))) in
  let q := gamma - eta * weight * norm r (projected n Q delta) in
  grows S q /\ (0 < q -> diverges S) /\ (q < 0 -> diverges (fun t => - S t)).
Proof.
  intros r n C Q u z T a delta f x v T' alpha b k l gamma eta shift weight lines tail sat
    below distinct gap eta_nonneg weight_nonneg S q.
  assert (speed : grows S q).
  { apply (sirc_race (fun t => - ln (1 - softmax C (f (ray x v t)) k))).
    - apply Rmult_le_pos; [apply Rmult_le_pos; assumption|apply norm_nonneg].
    - apply (certainty_grows f C x v T' alpha b k l gamma); assumption.
    - apply sirc_residual_grows with T a, lines. }
  split; [exact speed | apply grows_decides, speed].
Qed.

(** The same race with - ln H in place of - ln (1 - p_k). *)
Theorem sirc_entropy_residual_at_infinity :
  forall r n C Q u z T a delta f x v T' alpha b k l gamma eta shift weight, (1 < C)%nat ->
  activation_lines n z T a delta -> has_lines f C x v T' alpha b -> saturating C b k gamma ->
  (l < C)%nat -> l <> k -> b k - b l = gamma -> 0 <= eta -> 0 <= weight ->
  let S := fun t => - ln (entropy C (softmax C (f (ray x v t))))
    - ln (1 + exp (eta * (weight * norm r (residual r n Q u (z t)) + shift))) in
  let q := gamma - eta * weight * norm r (projected n Q delta) in
  grows S q /\ (0 < q -> diverges S) /\ (q < 0 -> diverges (fun t => - S t)).
Proof.
  intros r n C Q u z T a delta f x v T' alpha b k l gamma eta shift weight several lines tail sat
    below distinct gap eta_nonneg weight_nonneg S q.
  assert (speed : grows S q).
  { apply (sirc_race (fun t => - ln (entropy C (softmax C (f (ray x v t)))))).
    - apply Rmult_le_pos; [apply Rmult_le_pos; assumption|apply norm_nonneg].
    - apply (entropy_rate f C x v T' alpha b k l gamma); assumption.
    - apply sirc_residual_grows with T a, lines. }
  split; [exact speed | apply grows_decides, speed].
Qed.

Lemma sirc_norm_fades : forall n z T a delta base gamma eta shift, 0 <= eta -> 0 < gamma ->
  activation_lines n z T a delta -> grows base gamma ->
  let S := fun t => base t - ln (1 + exp (- eta * (norm1 n (z t) - shift))) in
  grows S gamma /\ diverges S /\ forall theta, blind_at S theta.
Proof.
  intros n z T a delta base gamma eta shift nonneg positive lines certainty S.
  assert (argument : grows (fun t => - eta * (norm1 n (z t) - shift)) (- eta * (norm1 n delta + 0))).
  { apply grows_scal. apply grows_eventually with (fun t => norm1 n (z t) + - shift) 0; [intros; ring|].
    apply grows_plus; [apply grows_norm1 with T a, lines|].
    apply grows_eventually with (fun t => - shift + 0 * t) 0; [intros; ring|apply grows_line]. }
  assert (size : 0 <= norm1 n delta) by (apply sum_nonneg; intros; apply Rabs_pos).
  assert (soft := softplus_grows _ _ argument).
  replace (relu (- eta * (norm1 n delta + 0))) with 0 in soft
    by (unfold relu; rewrite Rmax_left; [reflexivity|nra]).
  assert (speed : grows S gamma).
  { replace gamma with (gamma + -1 * 0) by ring.
    apply grows_eventually with (fun t => base t + -1 * ln (1 + exp (- eta * (norm1 n (z t) - shift)))) 0;
      [intros; unfold S; ring|].
    apply grows_plus; [exact certainty | apply grows_scal, soft]. }
  assert (up : diverges S) by (apply (grows_decides S _ speed), positive).
  split; [exact speed|]. split; [exact up|]. intros theta. destruct (up (theta + 1)) as [A high].
  exists A. intros t late. specialize (high t late). lra.
Qed.

(** With the norm of the activations the second term vanishes: slope gamma,
    always blind. *)
Theorem sirc_msp_norm_at_infinity : forall n C z T a delta f x v T' alpha b k l gamma eta shift,
  activation_lines n z T a delta -> has_lines f C x v T' alpha b -> saturating C b k gamma ->
  (l < C)%nat -> l <> k -> b k - b l = gamma -> 0 <= eta ->
  let S := fun t => - ln (1 - softmax C (f (ray x v t)) k)
    - ln (1 + exp (- eta * (norm1 n (z t) - shift))) in
  grows S gamma /\ diverges S /\ forall theta, blind_at S theta.
Proof.
  intros n C z T a delta f x v T' alpha b k l gamma eta shift lines tail sat below distinct gap nonneg.
  apply sirc_norm_fades with T a delta; [exact nonneg|apply sat|exact lines|].
  apply (certainty_grows f C x v T' alpha b k l gamma); assumption.
Qed.

Theorem sirc_entropy_norm_at_infinity : forall n C z T a delta f x v T' alpha b k l gamma eta shift,
  (1 < C)%nat ->
  activation_lines n z T a delta -> has_lines f C x v T' alpha b -> saturating C b k gamma ->
  (l < C)%nat -> l <> k -> b k - b l = gamma -> 0 <= eta ->
  let S := fun t => - ln (entropy C (softmax C (f (ray x v t))))
    - ln (1 + exp (- eta * (norm1 n (z t) - shift))) in
  grows S gamma /\ diverges S /\ forall theta, blind_at S theta.
Proof.
  intros n C z T a delta f x v T' alpha b k l gamma eta shift several lines tail sat below distinct gap nonneg.
  apply sirc_norm_fades with T a delta; [exact nonneg|apply sat|exact lines|].
  apply (entropy_rate f C x v T' alpha b k l gamma); assumption.
Qed.
