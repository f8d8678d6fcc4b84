(** * The area under the ROC curve, and what far points, temperature and CEA
    do to it (claims far-points-below-id, temperature-two-classes,
    cea-does-no-harm) *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  MetricRefutations Certainty.
Import ListNotations.

Open Scope R_scope.

(** Credit for one pair of novelty scores: 1 if the out-of-distribution score
    is larger, 1/2 for a tie. *)
Definition pair_credit (inside outside : R) : R :=
  if Rlt_dec inside outside then 1 else if Rlt_dec outside inside then 0 else / 2.

(** N in-distribution and M out-of-distribution novelty scores. *)
Definition auroc (N M : nat) (inside outside : vec) : R :=
  / (INR N * INR M)
  * sum_below N (fun i => sum_below M (fun j => pair_credit (inside i) (outside j))).

Lemma auroc_ext : forall N M s u s' u',
  (forall i j, (i < N)%nat -> (j < M)%nat -> pair_credit (s i) (u j) = pair_credit (s' i) (u' j)) ->
  auroc N M s u = auroc N M s' u'.
Proof.
  intros N M s u s' u' same. unfold auroc. f_equal. apply sum_ext. intros i inside.
  apply sum_ext. intros j outside. apply same; assumption.
Qed.

Lemma auroc_zero : forall N M s u,
  (forall i j, (i < N)%nat -> (j < M)%nat -> u j < s i) -> auroc N M s u = 0.
Proof.
  intros N M s u above. unfold auroc.
  rewrite (sum_ext N _ (fun _ => 0)), sum_zero; [ring|]. intros i inside.
  rewrite (sum_ext M _ (fun _ => 0)), sum_zero; [reflexivity|]. intros j outside.
  specialize (above i j inside outside). unfold pair_credit.
  destruct (Rlt_dec (s i) (u j)); [lra|]. destruct (Rlt_dec (u j) (s i)); [reflexivity|lra].
Qed.

(** ** Claim far-points-below-id (paper B, section 2) *)

Lemma confidence_lt_one : forall C f, (1 < C)%nat -> confidence C f < 1.
Proof.
  intros C f several. apply max0_lt; [lra|]. intros c below. apply softmax_lt_one; assumption.
Qed.

Lemma softmax_entropy_pos : forall C f, (1 < C)%nat -> 0 < entropy C (softmax C f).
Proof.
  intros C f several. pose proof (softmax_distribution C f ltac:(lia)) as distribution.
  destruct (entropy_nonneg C _ distribution) as [positive|zero]; [exact positive|exfalso].
  symmetry in zero. apply (entropy_direction_repaired_one_hot C _ ltac:(lia) distribution) in zero.
  destruct zero as [k [below one]]. pose proof (softmax_lt_one C f k below several). lra.
Qed.

Lemma entropy_vanishes : forall f C x v T a b k, has_lines f C x v T a b -> unique_top C b k ->
  tends_to (fun t => entropy C (softmax C (f (ray x v t)))) 0.
Proof.
  intros f C x v T a b k lines alone.
  pose proof (proj1 alone) as below.
  rewrite <- (one_hot_entropy C k below). apply entropy_limit.
  - intros t c inside. apply Rlt_le, softmax_pos, inside.
  - intros c inside. apply (one_hot_distribution C k below), inside.
  - intros c inside. rewrite <- (limit_probability_unique C a b k c alone inside).
    apply tail_limit_law with T; assumption.
Qed.

Lemma finite_start : forall M (P : nat -> R -> Prop),
  (forall j, (j < M)%nat -> exists A, forall t, A <= t -> P j t) ->
  exists A, forall (t : nat -> R) j, (j < M)%nat -> A <= t j -> P j (t j).
Proof.
  intros M P each. destruct (eventually_all M P each) as [A all].
  exists A. intros t j inside late. apply all; assumption.
Qed.

(** Any N in-distribution inputs and any M saturating rays of any function
    with tails: once all M points are far enough out, the AUROC of MSP and of
    entropy is 0 in real numbers. *)
Theorem far_points_below_id_as_printed :
  forall f C N M (ids : nat -> vec) (x v : nat -> vec) T a b k,
  (1 < C)%nat ->
  (forall j, (j < M)%nat -> has_lines f C (x j) (v j) (T j) (a j) (b j)) ->
  (forall j, (j < M)%nat -> unique_top C (b j) (k j)) ->
  exists A, forall t : nat -> R, (forall j, (j < M)%nat -> A <= t j) ->
    auroc N M (fun i => - confidence C (f (ids i)))
              (fun j => - confidence C (f (ray (x j) (v j) (t j)))) = 0
    /\ auroc N M (fun i => entropy C (softmax C (f (ids i))))
                 (fun j => entropy C (softmax C (f (ray (x j) (v j) (t j))))) = 0.
Proof.
  intros f C N M ids x v T a b k several lines alone.
  assert (msp_far : exists A, forall (t : nat -> R) j, (j < M)%nat -> A <= t j ->
    forall i, (i < N)%nat -> confidence C (f (ids i)) < confidence C (f (ray (x j) (v j) (t j)))).
  { apply (finite_start M (fun j t => forall i, (i < N)%nat ->
      confidence C (f (ids i)) < confidence C (f (ray (x j) (v j) t)))).
    intros j inside. apply (eventually_all N (fun i t =>
      confidence C (f (ids i)) < confidence C (f (ray (x j) (v j) t)))).
    intros i _. apply (tends_to_eventually_gt _ 1); [|apply confidence_lt_one, several].
    apply (regimes_confidence_criterion f C (x j) (v j) (T j) (a j) (b j) ltac:(lia) (lines j inside)).
    exists (k j). apply alone, inside. }
  assert (entropy_far : exists A, forall (t : nat -> R) j, (j < M)%nat -> A <= t j ->
    forall i, (i < N)%nat -> entropy C (softmax C (f (ray (x j) (v j) (t j))))
      < entropy C (softmax C (f (ids i)))).
  { apply (finite_start M (fun j t => forall i, (i < N)%nat ->
      entropy C (softmax C (f (ray (x j) (v j) t))) < entropy C (softmax C (f (ids i))))).
    intros j inside. apply (eventually_all N (fun i t =>
      entropy C (softmax C (f (ray (x j) (v j) t))) < entropy C (softmax C (f (ids i))))).
    intros i _. apply (tends_to_eventually_lt _ 0); [|apply softmax_entropy_pos, several].
    apply (entropy_vanishes f C (x j) (v j) (T j) (a j) (b j) (k j) (lines j inside)), alone, inside. }
  destruct msp_far as [A far]. destruct entropy_far as [B far'].
  pose proof (Rmax_l A B). pose proof (Rmax_r A B).
  exists (Rmax A B). intros t late. split; apply auroc_zero; intros i j inside outside;
    specialize (late j outside).
  - specialize (far t j outside ltac:(lra) i inside). lra.
  - apply (far' t j outside ltac:(lra) i inside).
Qed.

(** ** Claim temperature-two-classes (paper B, appendix E) *)

Definition tempered (temperature : R) (f : vec) : vec := fun c => f c / temperature.

Lemma confidence_two : forall f, confidence 2 f = / (1 + exp (- Rabs (f 1%nat - f 0%nat))).
Proof.
  intros f.
  assert (both : softmax 2 f 0 = / (1 + exp (f 1%nat - f 0%nat))
    /\ softmax 2 f 1 = / (1 + exp (- (f 1%nat - f 0%nat)))).
  { rewrite !softmax_inv by lia. cbn [sum_below]. split; f_equal.
    - replace (f 0%nat - f 0%nat) with 0 by ring. rewrite exp_0. ring.
    - replace (f 1%nat - f 1%nat) with 0 by ring. rewrite exp_0.
      replace (f 0%nat - f 1%nat) with (- (f 1%nat - f 0%nat)) by ring. ring. }
  destruct both as [p0 p1]. unfold confidence. cbn [max0]. rewrite p0, p1.
  set (d := f 1%nat - f 0%nat).
  pose proof (exp_pos d). pose proof (exp_pos (- d)).
  rewrite (Rmax_right 0) by (apply Rlt_le, Rinv_0_lt_compat; lra).
  destruct (Rle_dec 0 d) as [up|down].
  - rewrite Rabs_pos_eq by exact up. apply Rmax_right. apply Rinv_le_contravar; [lra|].
    apply Rplus_le_compat_l, exp_le. lra.
  - rewrite Rabs_left1 by lra. rewrite Ropp_involutive. apply Rmax_left.
    apply Rinv_le_contravar; [lra|]. apply Rplus_le_compat_l, exp_le. lra.
Qed.

(** Confidence orders inputs as the distance of their two logits does. *)
Lemma confidence_two_order : forall f g,
  confidence 2 f < confidence 2 g <-> Rabs (f 1%nat - f 0%nat) < Rabs (g 1%nat - g 0%nat).
Proof.
  intros f g. rewrite !confidence_two.
  set (u := Rabs (f 1%nat - f 0%nat)). set (w := Rabs (g 1%nat - g 0%nat)).
  assert (forward : forall r s, r < s -> / (1 + exp (- r)) < / (1 + exp (- s))).
  { intros r s less. pose proof (exp_pos (- r)). pose proof (exp_pos (- s)).
    apply Rinv_lt_contravar; [apply Rmult_lt_0_compat; lra|].
    apply Rplus_lt_compat_l, exp_increasing. lra. }
  split; [|apply forward]. intros less.
  destruct (Rlt_dec u w) as [|no]; [assumption|exfalso].
  destruct (Req_dec u w) as [same|other]; [rewrite same in less; lra|].
  pose proof (forward w u ltac:(lra)). lra.
Qed.

(** For two classes a temperature leaves the AUROC of MSP exactly as it is. *)
Theorem temperature_two_classes_as_printed : forall N M (f g : nat -> vec) temperature,
  0 < temperature ->
  auroc N M (fun i => - confidence 2 (tempered temperature (f i)))
            (fun j => - confidence 2 (tempered temperature (g j)))
  = auroc N M (fun i => - confidence 2 (f i)) (fun j => - confidence 2 (g j)).
Proof.
  intros N M f g temperature positive. apply auroc_ext. intros i j _ _.
  assert (distance : forall h, Rabs (tempered temperature h 1%nat - tempered temperature h 0%nat)
    = Rabs (h 1%nat - h 0%nat) * / temperature).
  { intros h. unfold tempered, Rdiv. rewrite <- Rmult_minus_distr_r, Rabs_mult.
    rewrite (Rabs_pos_eq (/ temperature)); [reflexivity|]. apply Rlt_le, Rinv_0_lt_compat, positive. }
  assert (order : forall h h', confidence 2 (tempered temperature h) < confidence 2 (tempered temperature h')
    <-> confidence 2 h < confidence 2 h').
  { intros h h'. rewrite !confidence_two_order, !distance.
    assert (0 < / temperature) by (apply Rinv_0_lt_compat, positive).
    split; intros less; [apply (Rmult_lt_reg_r (/ temperature)) | apply Rmult_lt_compat_r]; assumption. }
  pose proof (order (f i) (g j)). pose proof (order (g j) (f i)). unfold pair_credit.
  repeat match goal with |- context [Rlt_dec ?u ?w] => destruct (Rlt_dec u w) end;
    try reflexivity; exfalso;
    repeat match goal with less : - ?u < - ?w |- _ => apply Ropp_lt_cancel in less end; tauto || lra.
Qed.

(** ** Claim cea-does-no-harm (paper B, section 3.1) *)

(** Scores after CEA: S + lambda g. *)
Definition corrected (lambda : R) (S g : vec) : vec := fun i => S i + lambda * g i.

Lemma credit_bounds : forall u w, 0 <= pair_credit u w <= 1.
Proof.
  intros u w. unfold pair_credit. destruct (Rlt_dec u w); [lra|]. destruct (Rlt_dec w u); lra.
Qed.

Lemma credit_monotone : forall u w lambda r s, 0 <= lambda -> r <= s ->
  pair_credit u w <= pair_credit (u + lambda * r) (w + lambda * s).
Proof.
  intros u w lambda r s nonneg order.
  assert (lambda * r <= lambda * s) by (apply Rmult_le_compat_l; assumption).
  unfold pair_credit.
  destruct (Rlt_dec u w), (Rlt_dec w u), (Rlt_dec (u + lambda * r) (w + lambda * s)),
    (Rlt_dec (w + lambda * s) (u + lambda * r)); lra.
Qed.

(** Share of the pairs in which g is larger in distribution. *)
Definition wrong_pairs (N M : nat) (g g' : vec) : R :=
  / (INR N * INR M)
  * sum_below N (fun i => sum_below M (fun j => if Rlt_dec (g' j) (g i) then 1 else 0)).

(** Without any condition: AUROC loses at most the share of wrong pairs. *)
Theorem cea_does_no_harm_bound : forall N M S S' g g' lambda,
  (0 < N)%nat -> (0 < M)%nat -> 0 <= lambda ->
  auroc N M S S' - wrong_pairs N M g g'
  <= auroc N M (corrected lambda S g) (corrected lambda S' g').
Proof.
  intros N M S S' g g' lambda some some' nonneg. unfold auroc, wrong_pairs.
  rewrite <- Rmult_minus_distr_l. apply Rmult_le_compat_l.
  { apply Rlt_le, Rinv_0_lt_compat, Rmult_lt_0_compat; apply INR_pos; assumption. }
  rewrite <- sum_minus. apply sum_le. intros i inside. rewrite <- sum_minus.
  apply sum_le. intros j outside. unfold corrected.
  destruct (Rlt_dec (g' j) (g i)) as [wrong|right].
  - pose proof (credit_bounds (S i) (S' j)).
    pose proof (credit_bounds (S i + lambda * g i) (S' j + lambda * g' j)). lra.
  - rewrite Rminus_0_r. apply credit_monotone; lra.
Qed.

(** Condition (i), for every pair: AUROC does not fall. *)
Theorem cea_does_no_harm_as_printed : forall N M S S' g g' lambda,
  (0 < N)%nat -> (0 < M)%nat -> 0 <= lambda ->
  (forall i j, (i < N)%nat -> (j < M)%nat -> g i <= g' j) ->
  auroc N M S S' <= auroc N M (corrected lambda S g) (corrected lambda S' g').
Proof.
  intros N M S S' g g' lambda some some' nonneg condition.
  pose proof (cea_does_no_harm_bound N M S S' g g' lambda some some' nonneg) as bound.
  assert (none : wrong_pairs N M g g' = 0); [|lra].
  unfold wrong_pairs. rewrite (sum_ext N _ (fun _ => 0)), sum_zero; [ring|]. intros i inside.
  rewrite (sum_ext M _ (fun _ => 0)), sum_zero; [reflexivity|]. intros j outside.
  specialize (condition i j inside outside). destruct (Rlt_dec (g' j) (g i)); [lra|reflexivity].
Qed.

(** Read as a condition on means it is not enough. *)
Definition cea_does_no_harm_means : Prop := forall N M S S' g g' lambda,
  (0 < N)%nat -> (0 < M)%nat -> 0 <= lambda ->
  / INR N * sum_below N g <= / INR M * sum_below M g' ->
  auroc N M S S' <= auroc N M (corrected lambda S g) (corrected lambda S' g').

(** S = (1, 1, 1 | 2, 2) and g = (3, 0, 0 | 0, 4): AUROC falls from 1 to 5/6. *)
Theorem cea_does_no_harm_means_false : ~ cea_does_no_harm_means.
Proof.
  intros claim.
  specialize (claim 3%nat 2%nat (fun _ => 1) (fun _ => 2)
    (fun i => if Nat.eqb i 0 then 3 else 0) (fun j => if Nat.eqb j 0 then 0 else 4) 1
    ltac:(lia) ltac:(lia) ltac:(lra)).
  cbn [sum_below Nat.eqb] in claim. specialize (claim ltac:(simpl INR; lra)).
  unfold auroc, corrected, pair_credit in claim. cbn [sum_below Nat.eqb] in claim.
  repeat match type of claim with context [Rlt_dec ?u ?w] =>
    destruct (Rlt_dec u w); try lra end.
  simpl INR in claim. lra.
Qed.
