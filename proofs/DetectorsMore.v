(** * Relative Mahalanobis distance, Gram matrices and SIRC at infinity *)

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

(** ** Gram *)

(** Minus the total deviation of the products z_i z_j above their largest
    values in training, each divided by a positive number: flags whenever a
    unit moves.  (The published code has the sign inverted.) *)
Theorem gram_at_infinity : forall n (hi size : nat -> nat -> R) z T a delta,
  activation_lines n z T a delta -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  (forall i j, 0 < size i j) ->
  let S := fun t => - sum_below n (fun i => sum_below n (fun j =>
    relu (z t i * z t j - hi i j) / size i j)) in
  diverges (fun t => - S t) /\ forall theta, flags_at S theta.
Proof.
  intros n hi size z T a delta lines [k [inside moves]] positive S.
  assert (term_nonneg : forall t i j, 0 <= relu (z t i * z t j - hi i j) / size i j).
  { intros t i j. apply Rmult_le_pos; [apply relu_nonneg|]. apply Rlt_le, Rinv_0_lt_compat, positive. }
  assert (far : diverges (fun t => - S t)).
  { apply diverges_le with (fun t => / size k k * (delta k * delta k) * (t * t)
      + / size k k * (2 * a k * delta k) * t + / size k k * (a k * a k - hi k k)) T.
    - intros t late. unfold S. rewrite Ropp_involutive.
      apply Rle_trans with (relu (z t k * z t k - hi k k) / size k k).
      + rewrite lines by assumption. unfold line, Rdiv.
        replace (/ size k k * (delta k * delta k) * (t * t) + / size k k * (2 * a k * delta k) * t
          + / size k k * (a k * a k - hi k k))
          with (((a k + delta k * t) * (a k + delta k * t) - hi k k) * / size k k) by ring.
        apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat, positive | apply Rmax_r].
      + apply Rle_trans with (sum_below n (fun j => relu (z t k * z t j - hi k j) / size k j)).
        * apply (sum_term_le n (fun j => relu (z t k * z t j - hi k j) / size k j) k inside).
          intros; apply term_nonneg.
        * apply (sum_term_le n (fun i => sum_below n (fun j => relu (z t i * z t j - hi i j) / size i j)) k inside).
          intros; apply sum_nonneg; intros; apply term_nonneg.
    - apply diverges_quadratic. apply Rmult_lt_0_compat; [apply Rinv_0_lt_compat, positive|].
      assert (0 < delta k * delta k) by nra. assumption. }
  split; [exact far|]. intros theta. destruct (far (1 - theta)) as [A large].
  exists A. intros t late. specialize (large t late). cbv beta in large. lra.
Qed.

(** ** SIRC with a residual *)

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

(** - ln (1 - p_k) - ln (1 + exp (- eta (s - shift))), s minus weight times the
    residual norm: slope gamma - eta weight || R' delta ||, of either sign. *)
Theorem sirc_at_infinity :
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
  assert (certainty : grows (fun t => -1 * ln (1 - softmax C (f (ray x v t)) k)) (-1 * - gamma))
    by (apply grows_scal; exact (saturation_rate f C x v T' alpha b k l gamma tail sat below distinct gap)).
  set (y := fun t => eta * (weight * norm r (residual r n Q u (z t)) + shift)).
  assert (distance : grows y (eta * (weight * norm r (projected n Q delta) + 0))).
  { unfold y. apply grows_scal, grows_plus; [apply grows_scal, residual_grows with T a, lines|].
    apply grows_eventually with (fun t => shift + 0 * t) 0; [intros; ring|apply grows_line]. }
  set (rate := eta * (weight * norm r (projected n Q delta) + 0)) in *.
  assert (rate_nonneg : 0 <= rate).
  { unfold rate. rewrite Rplus_0_r. apply Rmult_le_pos; [exact eta_nonneg|].
    apply Rmult_le_pos; [exact weight_nonneg|apply norm_nonneg]. }
  assert (soft : grows (fun t => ln (1 + exp (y t))) rate).
  { assert (hard := grows_relu y rate distance).
    replace (relu rate) with rate in hard by (unfold relu; rewrite Rmax_right; lra).
    unfold grows. apply tends_to_of_gap.
    assert (hard_gap := tends_to_minus _ _ _ _ hard (tends_to_const rate)).
    replace (rate - rate) with 0 in hard_gap by ring.
    apply tends_to_ext with (fun t => (ln (1 + exp (y t)) - relu (y t)) / t + (relu (y t) / t - rate));
      [intros; unfold Rdiv; ring|].
    replace 0 with (0 + 0) by ring. apply tends_to_plus; [|exact hard_gap].
    apply tends_to_squeeze_0 with (fun t => ln 2 * / t) 1.
    - intros t late. destruct (softplus_bounds (y t)) as [low high].
      assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
      unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ t)) by lra.
      apply Rmult_le_compat_r; [lra|]. apply Rabs_le. lra.
    - rewrite <- (Rmult_0_r (ln 2)). apply tends_to_scal, tends_to_inverse. }
  assert (speed : grows S q).
  { unfold q. replace (gamma - eta * weight * norm r (projected n Q delta))
      with (-1 * - gamma + -1 * rate) by (unfold rate; ring).
    apply grows_eventually with (fun t => -1 * ln (1 - softmax C (f (ray x v t)) k)
      + -1 * ln (1 + exp (y t))) 0; [intros; unfold S; fold (y t); ring|].
    apply grows_plus; [exact certainty | apply grows_scal, soft]. }
  split; [exact speed | apply grows_decides, speed].
Qed.
