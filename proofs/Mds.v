(** * The Mahalanobis score on the tail (claim mds-at-infinity) *)

From Farfield Require Import Basics Calculus Tail.

Open Scope R_scope.

(** u' P w. *)
Definition form (n : nat) (P : nat -> nat -> R) (u w : vec) : R :=
  sum_below n (fun i => sum_below n (fun j => u i * P i j * w j)).

(** - (z - mu)' P (z - mu): minus the squared distance to one class mean. *)
Definition mahalanobis_score (n : nat) (P : nat -> nat -> R) (mu z : vec) : R :=
  - form n P (fun i => z i - mu i) (fun i => z i - mu i).

Lemma form_ext : forall n P u u' w w',
  (forall i, (i < n)%nat -> u i = u' i) -> (forall i, (i < n)%nat -> w i = w' i) ->
  form n P u w = form n P u' w'.
Proof.
  intros n P u u' w w' Hu Hw. apply sum_ext. intros i Hi. apply sum_ext. intros j Hj.
  rewrite (Hu i Hi), (Hw j Hj). reflexivity.
Qed.

(** (u + t w)' P (u + t w), expanded. *)
Lemma form_line : forall n P u w t,
  form n P (fun i => u i + t * w i) (fun i => u i + t * w i)
  = form n P u u + t * (form n P u w + form n P w u) + t * t * form n P w w.
Proof.
  intros n P u w t. unfold form.
  rewrite (sum_ext n _ (fun i =>
    (sum_below n (fun j => u i * P i j * u j)
     + t * (sum_below n (fun j => u i * P i j * w j) + sum_below n (fun j => w i * P i j * u j)))
    + t * t * sum_below n (fun j => w i * P i j * w j))).
  - rewrite !sum_plus, !sum_scal, !sum_plus. ring.
  - intros i _. rewrite <- sum_plus, <- !sum_scal, <- !sum_plus. apply sum_ext. intros j _. ring.
Qed.

(** Along z(t) = z0 + t Delta the score is the quadratic
    - t^2 Delta' P Delta - t (...) - (...). *)
Theorem mds_at_infinity_expansion : forall n P mu z0 delta t,
  let u := fun i => z0 i - mu i in
  mahalanobis_score n P mu (fun i => z0 i + delta i * t)
  = - (t * t * form n P delta delta) - t * (form n P u delta + form n P delta u) - form n P u u.
Proof.
  intros n P mu z0 delta t u. unfold mahalanobis_score.
  rewrite (form_ext n P _ (fun i => u i + t * delta i) _ (fun i => u i + t * delta i))
    by (intros; unfold u; ring).
  rewrite form_line. ring.
Qed.

(** A quadratic with positive leading coefficient diverges. *)
Lemma diverges_quadratic : forall A B C, 0 < A -> diverges (fun t => A * (t * t) + B * t + C).
Proof.
  intros A B C HA M.
  exists (Rmax 1 ((Rabs B + Rabs C + Rabs M) / A)). intros t Ht.
  pose proof (Rmax_l 1 ((Rabs B + Rabs C + Rabs M) / A)).
  pose proof (Rmax_r 1 ((Rabs B + Rabs C + Rabs M) / A)).
  assert (Q1 : (Rabs B + Rabs C + Rabs M) / A <= t) by lra.
  apply (Rmult_le_compat_l A) in Q1; [|lra].
  replace (A * ((Rabs B + Rabs C + Rabs M) / A)) with (Rabs B + Rabs C + Rabs M) in Q1
    by (field; lra).
  pose proof (Rabs_pos B). pose proof (Rabs_pos C). pose proof (Rabs_pos M).
  assert (Q2 : (Rabs B + Rabs C + Rabs M) * t <= A * t * t) by (apply Rmult_le_compat_r; lra).
  pose proof (Rle_abs M). pose proof (Rle_abs (- C)). pose proof (Rle_abs (- B)).
  rewrite Rabs_Ropp in *.
  assert (- B * t <= Rabs B * t) by (apply Rmult_le_compat_r; lra).
  assert (Rabs C <= Rabs C * t) by (rewrite <- (Rmult_1_r (Rabs C)) at 1; apply Rmult_le_compat_l; lra).
  assert (Rabs M <= Rabs M * t) by (rewrite <- (Rmult_1_r (Rabs M)) at 1; apply Rmult_le_compat_l; lra).
  lra.
Qed.

(** Positive semidefinite: u' P u >= 0 for every u. *)
Definition semidefinite (n : nat) (P : nat -> nat -> R) : Prop :=
  forall u, 0 <= form n P u u.

(** A direction that a semidefinite P does not see leaves the score unchanged:
    if w' P w = 0 then the mixed terms vanish too. *)
Lemma unseen_direction : forall n P u w,
  semidefinite n P -> form n P w w = 0 -> form n P u w + form n P w u = 0.
Proof.
  intros n P u w semidef Z. set (m := form n P u w + form n P w u).
  destruct (Req_dec m 0) as [|N]; [assumption|exfalso].
  pose proof (semidef u) as Hu.
  (* choose t so that u'Pu + t m = -1 *)
  pose proof (semidef (fun i => u i + (- (form n P u u + 1) / m) * w i)) as B.
  rewrite form_line in B. fold m in B. rewrite Z in B.
  replace (- (form n P u u + 1) / m * m) with (- (form n P u u + 1)) in B by (field; exact N).
  lra.
Qed.

(** Claim mds-at-infinity.  The score of any class goes to minus infinity
    exactly if Delta' P Delta > 0; otherwise it does not move at all. *)
Theorem mds_at_infinity : forall n P mu (z : R -> vec) T a b,
  semidefinite n P ->
  (forall t j, T <= t -> (j < n)%nat -> z t j = line a b t j) ->
  (diverges (fun t => - mahalanobis_score n P mu (z t)) <-> 0 < form n P b b)
  /\ (form n P b b = 0 -> forall t, T <= t ->
        mahalanobis_score n P mu (z t) = mahalanobis_score n P mu a).
Proof.
  intros n P mu z T a b HP Hz.
  set (u := fun i => a i - mu i).
  assert (E : forall t, T <= t -> mahalanobis_score n P mu (z t)
    = - (t * t * form n P b b) - t * (form n P u b + form n P b u) - form n P u u).
  { intros t Ht. unfold u.
    rewrite <- (mds_at_infinity_expansion n P mu a b t).
    unfold mahalanobis_score. f_equal.
    apply form_ext; intros i Hi; rewrite (Hz t i Ht Hi); reflexivity. }
  assert (C0 : form n P b b = 0 -> forall t, T <= t ->
            mahalanobis_score n P mu (z t) = mahalanobis_score n P mu a).
  { intros Z t Ht. rewrite E by exact Ht. rewrite Z, (unseen_direction n P u b HP Z).
    unfold mahalanobis_score. fold u. ring. }
  split; [|exact C0]. split.
  - intros D. destruct (HP b) as [Pos|Z]; [exact Pos|exfalso]. symmetry in Z.
    destruct (D (- mahalanobis_score n P mu a + 1)) as [A HA].
    specialize (HA (Rmax A T) (Rmax_l A T)). cbv beta in HA.
    rewrite (C0 Z (Rmax A T) (Rmax_r A T)) in HA. lra.
  - intros Pos. apply diverges_le with (fun t => form n P b b * (t * t)
      + (form n P u b + form n P b u) * t + form n P u u) T.
    + intros t Ht. rewrite E by exact Ht. right. ring.
    + apply diverges_quadratic, Pos.
Qed.

(** The detector takes the nearest of C class means: it flags exactly if
    Delta' P Delta > 0. *)
Theorem mds_at_infinity_detector : forall n C P (mu : nat -> vec) (z : R -> vec) T a b,
  (0 < C)%nat -> semidefinite n P ->
  (forall t j, T <= t -> (j < n)%nat -> z t j = line a b t j) ->
  (diverges (fun t => - max_slope C (fun c => mahalanobis_score n P (mu c) (z t)))
   <-> 0 < form n P b b).
Proof.
  intros n C P mu z T a b HC HP Hz. split.
  - intros D. apply (mds_at_infinity n P (mu 0%nat) z T a b HP Hz).
    apply diverges_le with (2 := D) (T := T). intros t Ht.
    pose proof (max_slope_ge C (fun c => mahalanobis_score n P (mu c) (z t)) 0 HC). lra.
  - intros Pos M.
    destruct (eventually_all C (fun c t => M <= - mahalanobis_score n P (mu c) (z t))) as [A HA].
    + intros c Hc. apply (mds_at_infinity n P (mu c) z T a b HP Hz), Pos.
    + exists A. intros t Ht.
      destruct (max_slope_attained C (fun c => mahalanobis_score n P (mu c) (z t)) HC)
        as [k [Hk E]].
      rewrite E. apply HA; assumption.
Qed.
