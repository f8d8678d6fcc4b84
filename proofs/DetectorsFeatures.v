(** * What detectors that read the activations do at infinity

    In the convention "higher = more in-distribution".  Activations follow
    z(t) = a + t delta from T on, the logits approach lines with a unique top
    class k of slope b_k. *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  MetricRefutations Certainty Penultimate Cea Mds CeaCases Ceilings Auroc Percentile
  MetricRates DetectorsLogits.
Import ListNotations.

Open Scope R_scope.

(** ** Speeds *)

(** u(t) / t tends to q. *)
Definition grows (u : R -> R) (q : R) : Prop := tends_to (fun t => u t / t) q.

Lemma grows_decides : forall u q, grows u q ->
  (0 < q -> diverges u) /\ (q < 0 -> diverges (fun t => - u t)).
Proof.
  intros u q speed. split; intros sign M.
  - destruct (tends_to_eventually_gt _ _ (q / 2) speed ltac:(lra)) as [A fast].
    destruct (diverges_line 0 (q / 2) ltac:(lra) M) as [B large].
    exists (Rmax 1 (Rmax A B)). intros t late.
    pose proof (Rmax_l 1 (Rmax A B)). pose proof (Rmax_r 1 (Rmax A B)).
    pose proof (Rmax_l A B). pose proof (Rmax_r A B).
    specialize (fast t ltac:(lra)). specialize (large t ltac:(lra)).
    apply (Rmult_lt_compat_r t) in fast; [|lra]. unfold Rdiv at 2 in fast.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r in fast by lra. lra.
  - destruct (tends_to_eventually_lt _ _ (q / 2) speed ltac:(lra)) as [A fast].
    destruct (diverges_line 0 (- (q / 2)) ltac:(lra) M) as [B large].
    exists (Rmax 1 (Rmax A B)). intros t late.
    pose proof (Rmax_l 1 (Rmax A B)). pose proof (Rmax_r 1 (Rmax A B)).
    pose proof (Rmax_l A B). pose proof (Rmax_r A B).
    specialize (fast t ltac:(lra)). specialize (large t ltac:(lra)).
    apply (Rmult_lt_compat_r t) in fast; [|lra]. unfold Rdiv at 1 in fast.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r in fast by lra. lra.
Qed.

Lemma grows_of_gap : forall u p q, tends_to (fun t => u t - (p + q * t)) 0 -> grows u q.
Proof.
  intros u p q gap. apply tends_to_of_gap.
  apply tends_to_eventually with (fun t => (u t - (p + q * t)) * / t + p * / t) 1.
  - intros t late. field. lra.
  - replace 0 with (0 * 0 + p * 0) by ring.
    apply tends_to_plus; [apply tends_to_mult; [exact gap|]|apply tends_to_scal]; apply tends_to_inverse.
Qed.

Lemma grows_line : forall p q, grows (fun t => p + q * t) q.
Proof.
  intros p q. apply grows_of_gap with p. apply tends_to_ext with (fun _ => 0);
    [intros; ring | apply tends_to_const].
Qed.

Lemma grows_eventually : forall u w q T, (forall t, T <= t -> u t = w t) -> grows u q -> grows w q.
Proof.
  intros u w q T same speed. apply tends_to_eventually with (fun t => u t / t) T; [|exact speed].
  intros t late. rewrite same by exact late. reflexivity.
Qed.

Lemma grows_nonzero : forall u q, grows u q -> q <> 0 -> exists A, forall t, A <= t -> u t <> 0.
Proof.
  intros u q speed nonzero. destruct (speed (Rabs q)) as [A near]; [apply Rabs_pos_lt, nonzero|].
  exists A. intros t late zero. specialize (near t late). rewrite zero in near.
  unfold Rdiv in near. rewrite Rmult_0_l in near.
  replace (0 - q) with (- q) in near by ring. rewrite Rabs_Ropp in near. lra.
Qed.

Lemma grows_plus : forall u w q r, grows u q -> grows w r -> grows (fun t => u t + w t) (q + r).
Proof.
  intros u w q r speed speed'. unfold grows. apply tends_to_ext with (fun t => u t / t + w t / t);
    [intros; unfold Rdiv; ring|]. apply tends_to_plus; assumption.
Qed.

Lemma grows_times : forall u w q l, grows u q -> tends_to w l -> grows (fun t => u t * w t) (q * l).
Proof.
  intros u w q l speed limit. unfold grows.
  apply tends_to_ext with (fun t => u t / t * w t); [intros; unfold Rdiv; ring|].
  apply tends_to_mult; assumption.
Qed.

Lemma grows_scal : forall w u q, grows u q -> grows (fun t => w * u t) (w * q).
Proof.
  intros w u q speed. unfold grows. apply tends_to_ext with (fun t => w * (u t / t));
    [intros; unfold Rdiv; ring|]. apply tends_to_scal, speed.
Qed.

Lemma grows_sum : forall n (u : R -> nat -> R) (q : nat -> R),
  (forall k, (k < n)%nat -> grows (fun t => u t k) (q k)) ->
  grows (fun t => sum_below n (u t)) (sum_below n q).
Proof.
  intros n u q speeds. unfold grows.
  apply tends_to_ext with (fun t => sum_below n (fun k => u t k / t)).
  - intros t. unfold Rdiv. apply (sum_scal_r n (/ t) (u t)).
  - apply (tends_to_sum n (fun t k => u t k / t) q). exact speeds.
Qed.

(** The norm of a curve that grows like t d grows like t || d ||. *)
Lemma grows_norm : forall n (u : R -> vec) d,
  (forall j, (j < n)%nat -> grows (fun t => u t j) (d j)) -> grows (fun t => norm n (u t)) (norm n d).
Proof.
  intros n u d speeds. unfold grows. apply tends_to_of_gap.
  apply tends_to_squeeze_0 with (fun t => norm n (fun j => u t j / t - d j)) 1.
  - intros t late.
    assert (scaled_norm : norm n (u t) / t = norm n (fun j => u t j / t)).
    { rewrite (norm_ext n (fun j => u t j / t) (fun j => / t * u t j)) by (intros; unfold Rdiv; ring).
      rewrite norm_scal by (apply Rlt_le, Rinv_0_lt_compat; lra). unfold Rdiv. ring. }
    rewrite scaled_norm. apply Rabs_le. set (w := fun j => u t j / t).
    pose proof (norm_triangle n d (fun j => w j - d j)) as one. cbv beta in one.
    rewrite (norm_ext n (fun j => d j + (w j - d j)) w) in one by (intros; ring).
    pose proof (norm_triangle n w (fun j => d j - w j)) as two. cbv beta in two.
    rewrite (norm_ext n (fun j => w j + (d j - w j)) d) in two by (intros; ring).
    assert (same : norm n (fun j => d j - w j) = norm n (fun j => w j - d j)).
    { unfold norm. f_equal. apply sum_ext. intros; ring. }
    unfold w in *. lra.
  - apply norm_tends_to_0. intros j inside.
    assert (gap := tends_to_minus _ _ _ _ (speeds j inside) (tends_to_const (d j))).
    replace (d j - d j) with 0 in gap by ring. exact gap.
Qed.

Lemma activation_grows : forall n z T a delta j, activation_lines n z T a delta -> (j < n)%nat ->
  grows (fun t => z t j) (delta j).
Proof.
  intros n z T a delta j lines inside.
  apply grows_eventually with (fun t => a j + delta j * t) T; [|apply grows_line].
  intros t late. rewrite lines by assumption. reflexivity.
Qed.

Lemma grows_Rabs : forall u q, grows u q -> grows (fun t => Rabs (u t)) (Rabs q).
Proof.
  intros u q speed. unfold grows.
  apply tends_to_eventually with (fun t => Rabs (u t / t)) 1.
  - intros t late. unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ t)); [reflexivity|].
    apply Rlt_le, Rinv_0_lt_compat. lra.
  - apply (tends_to_continuous Rabs); [apply Rcontinuity_abs | exact speed].
Qed.

(** The 1-norm. *)
Definition norm1 (n : nat) (z : vec) : R := sum_below n (fun j => Rabs (z j)).

Lemma grows_norm1 : forall n z T a delta, activation_lines n z T a delta ->
  grows (fun t => norm1 n (z t)) (norm1 n delta).
Proof.
  intros n z T a delta lines. apply (grows_sum n (fun t j => Rabs (z t j)) (fun j => Rabs (delta j))).
  intros j inside. apply grows_Rabs, (activation_grows n z T a delta); assumption.
Qed.

Lemma norm1_pos : forall n delta, (exists j, (j < n)%nat /\ delta j <> 0) -> 0 < norm1 n delta.
Proof.
  intros n delta [j [inside moves]]. apply Rlt_le_trans with (Rabs (delta j)).
  - apply Rabs_pos_lt, moves.
  - apply (sum_term_le n (fun j => Rabs (delta j)) j inside). intros; apply Rabs_pos.
Qed.

Lemma norm_pos : forall n delta, (exists j, (j < n)%nat /\ delta j <> 0) -> 0 < norm n delta.
Proof.
  intros n delta [j [inside moves]]. apply Rlt_le_trans with (Rabs (delta j)).
  - apply Rabs_pos_lt, moves.
  - apply norm_component, inside.
Qed.

(** ** NCI *)

(** w_y . (z - mu) / || z - mu || + alpha || z ||_1, whichever class y(t) is
    predicted: towards in-distribution in every direction in which a unit
    moves, so always blind. *)
Theorem nci_at_infinity : forall n C W (mu : vec) z T a delta (y : R -> nat) alpha,
  activation_lines n z T a delta -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  (forall t, (y t < C)%nat) -> 0 < alpha ->
  let S := fun t => sum_below n (fun j => W (y t) j * (z t j - mu j)) / norm n (fun j => z t j - mu j)
    + alpha * norm1 n (z t) in
  diverges S /\ forall theta, blind_at S theta.
Proof.
  intros n C W mu z T a delta y alpha lines moves classes positive S.
  set (M := max0 C (fun c => norm n (W c))).
  assert (bounded : forall t, - M <= sum_below n (fun j => W (y t) j * (z t j - mu j))
    / norm n (fun j => z t j - mu j)).
  { intros t. set (u := fun j => z t j - mu j).
    assert (row : norm n (W (y t)) <= M) by (apply (max0_ge C (fun c => norm n (W c))), classes).
    assert (M_nonneg : 0 <= M) by apply max0_nonneg.
    destruct (norm_nonneg n u) as [some|none].
    - assert (minus : - (norm n (W (y t)) * norm n u) <= sum_below n (fun j => W (y t) j * u j)).
      { pose proof (cauchy_schwarz n (fun j => - W (y t) j) u) as C_S. cbv beta in C_S.
        rewrite (sum_ext n (fun j => - W (y t) j * u j) (fun j => (-1) * (W (y t) j * u j))) in C_S
          by (intros; ring). rewrite sum_scal in C_S.
        replace (norm n (fun j => - W (y t) j)) with (norm n (W (y t))) in C_S
          by (unfold norm; f_equal; apply sum_ext; intros; ring). lra. }
      apply (Rmult_le_reg_r (norm n u)); [exact some|].
      change (- M * norm n u
        <= sum_below n (fun j => W (y t) j * u j) / norm n u * norm n u).
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
      assert (norm n (W (y t)) * norm n u <= M * norm n u) by (apply Rmult_le_compat_r; lra). lra.
    - assert (zero : sum_below n (fun j => W (y t) j * (z t j - mu j)) = 0).
      { rewrite (sum_ext n _ (fun _ => 0)), sum_zero; [reflexivity|]. intros j inside.
        pose proof (norm_zero n u (eq_sym none) j inside) as still. unfold u in still.
        rewrite still. ring. }
      rewrite zero. unfold Rdiv. rewrite Rmult_0_l. lra. }
  assert (far : diverges (fun t => - M + alpha * norm1 n (z t))).
  { assert (speed : grows (fun t => - M + alpha * norm1 n (z t)) (0 + alpha * norm1 n delta)).
    { apply grows_plus.
      - apply grows_eventually with (fun t => - M + 0 * t) 0; [intros; ring|apply grows_line].
      - apply grows_scal, grows_norm1 with T a, lines. }
    apply grows_decides in speed. apply speed. rewrite Rplus_0_l.
    apply Rmult_lt_0_compat; [exact positive | apply norm1_pos, moves]. }
  assert (up : diverges S).
  { apply diverges_le with (2 := far) (T := 0). intros t _. unfold S. specialize (bounded t). lra. }
  split; [exact up|]. intros theta. destruct (up (theta + 1)) as [A high].
  exists A. intros t late. specialize (high t late). lra.
Qed.

(** Its slope: alpha || delta ||_1. *)
Theorem nci_at_infinity_rate : forall n C W (mu : vec) z T a delta (y : R -> nat) alpha,
  activation_lines n z T a delta -> (forall t, (y t < C)%nat) ->
  grows (fun t => sum_below n (fun j => W (y t) j * (z t j - mu j)) / norm n (fun j => z t j - mu j)
    + alpha * norm1 n (z t)) (alpha * norm1 n delta).
Proof.
  intros n C W mu z T a delta y alpha lines classes.
  rewrite <- (Rplus_0_l (alpha * norm1 n delta)).
  apply grows_plus; [|apply grows_scal, grows_norm1 with T a, lines].
  set (M := max0 C (fun c => norm n (W c))).
  apply tends_to_squeeze_0 with (fun t => M * / t) 1;
    [|rewrite <- (Rmult_0_r M); apply tends_to_scal, tends_to_inverse].
  intros t late. assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
  unfold Rdiv at 1. rewrite Rabs_mult, (Rabs_pos_eq (/ t)) by lra. apply Rmult_le_compat_r; [lra|].
  set (u := fun j => z t j - mu j).
  change (Rabs (sum_below n (fun j => W (y t) j * u j) / norm n u) <= M).
  assert (row : norm n (W (y t)) <= M) by (apply (max0_ge C (fun c => norm n (W c))), classes).
  assert (M_nonneg : 0 <= M) by apply max0_nonneg.
  destruct (norm_nonneg n u) as [some|none].
  - assert (product : Rabs (sum_below n (fun j => W (y t) j * u j)) <= norm n (W (y t)) * norm n u).
    { pose proof (cauchy_schwarz n (W (y t)) u) as upper. cbv beta in upper.
      pose proof (cauchy_schwarz n (fun j => - W (y t) j) u) as lower. cbv beta in lower.
      rewrite (sum_ext n (fun j => - W (y t) j * u j) (fun j => (-1) * (W (y t) j * u j))) in lower
        by (intros; ring). rewrite sum_scal in lower.
      replace (norm n (fun j => - W (y t) j)) with (norm n (W (y t))) in lower
        by (unfold norm; f_equal; apply sum_ext; intros; ring). apply Rabs_le. lra. }
    unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ norm n u)) by (apply Rlt_le, Rinv_0_lt_compat, some).
    apply (Rmult_le_reg_r (norm n u)); [exact some|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    apply Rle_trans with (1 := product). apply Rmult_le_compat_r; lra.
  - assert (zero : sum_below n (fun j => W (y t) j * u j) = 0).
    { rewrite (sum_ext n _ (fun _ => 0)), sum_zero; [reflexivity|]. intros j inside.
      rewrite (norm_zero n u (eq_sym none) j inside). ring. }
    rewrite zero. unfold Rdiv. rewrite Rmult_0_l, Rabs_R0. exact M_nonneg.
Qed.

(** ** GradNorm *)

(** || z ||_1 sum_c |C p_c - 1|: slope 2 (C - 1) || delta ||_1, blind. *)
Theorem grad_norm_at_infinity : forall n C z T a delta g alpha b k, (1 < C)%nat ->
  activation_lines n z T a delta -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  approaches C g alpha b -> unique_top C b k ->
  let S := fun t => norm1 n (z t) * sum_below C (fun c => Rabs (INR C * softmax C (g t) c - 1)) in
  grows S (2 * (INR C - 1) * norm1 n delta) /\ diverges S.
Proof.
  intros n C z T a delta g alpha b k several lines moves near alone S.
  pose proof (proj1 alone) as below. assert (two : 2 <= INR C) by (apply (le_INR 2); lia).
  assert (limit : tends_to (fun t => sum_below C (fun c => Rabs (INR C * softmax C (g t) c - 1)))
    (2 * (INR C - 1))).
  { replace (2 * (INR C - 1)) with (sum_below C (fun c => Rabs (INR C * one_hot k c - 1))).
    - apply (tends_to_sum C (fun t c => Rabs (INR C * softmax C (g t) c - 1))).
      intros c inside. apply (tends_to_continuous Rabs); [apply Rcontinuity_abs|].
      apply tends_to_minus; [apply tends_to_scal, (one_hot_limit C g alpha b k); assumption
        | apply tends_to_const].
    - rewrite (sum_ext C _ (fun c => 1 + (if Nat.eqb c k then INR C - 2 else 0))).
      + rewrite sum_plus, sum_const, (sum_single C k (fun _ => INR C - 2)) by exact below. ring.
      + intros c _. unfold one_hot. destruct (Nat.eqb c k).
        * rewrite Rabs_pos_eq by lra. ring.
        * rewrite Rmult_0_r, Rabs_left by lra. ring. }
  assert (speed : grows S (norm1 n delta * (2 * (INR C - 1))))
    by (apply grows_times; [apply grows_norm1 with T a, lines | exact limit]).
  rewrite Rmult_comm in speed. split; [exact speed|].
  apply (grows_decides S _ speed). apply Rmult_lt_0_compat; [lra | apply norm1_pos, moves].
Qed.

(** ** SHE *)

(** Inner product with the pattern m of the top class: behind a ReLU the
    slope <delta, m> is at least 0; the score rises for ever or stays. *)
Theorem she_inner_product_at_infinity : forall n z T a delta (m : vec),
  activation_lines n z T a delta ->
  (forall j, (j < n)%nat -> 0 <= delta j) -> (forall j, (j < n)%nat -> 0 <= m j) ->
  let S := fun t => sum_below n (fun j => z t j * m j) in
  let q := sum_below n (fun j => delta j * m j) in
  0 <= q /\ (0 < q -> diverges S)
  /\ (q = 0 -> forall t, T <= t -> S t = sum_below n (fun j => a j * m j)).
Proof.
  intros n z T a delta m lines rises pattern S q.
  assert (straight : forall t, T <= t -> S t = sum_below n (fun j => a j * m j) + q * t).
  { intros t late. unfold S, q. rewrite <- sum_scal_r, <- sum_plus. apply sum_ext. intros j inside.
    rewrite lines by assumption. unfold line. ring. }
  split; [apply sum_nonneg; intros; apply Rmult_le_pos; auto|]. split.
  - intros positive. apply diverges_le with (fun t => sum_below n (fun j => a j * m j) + q * t) T.
    + intros t late. rewrite straight by exact late. lra.
    + apply diverges_line, positive.
  - intros zero t late. rewrite straight by exact late. rewrite zero. ring.
Qed.

(** Minus the distance to the pattern: slope - || delta ||, flags. *)
Theorem she_euclidean_at_infinity : forall n z T a delta (m : vec),
  activation_lines n z T a delta -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  let S := fun t => - norm n (fun j => z t j - m j) in
  grows S (- norm n delta) /\ diverges (fun t => - S t).
Proof.
  intros n z T a delta m lines moves S.
  assert (speed : grows S (-1 * norm n delta)).
  { apply grows_eventually with (fun t => -1 * norm n (fun j => z t j - m j)) 0; [intros; unfold S; ring|].
    apply grows_scal, grows_norm. intros j inside.
    apply grows_eventually with (fun t => (a j - m j) + delta j * t) T; [|apply grows_line].
    intros t late. rewrite lines by assumption. unfold line. ring. }
  replace (-1 * norm n delta) with (- norm n delta) in speed by ring.
  split; [exact speed|]. apply (grows_decides S _ speed). pose proof (norm_pos n delta moves). lra.
Qed.

(** ** Residual and ViM *)

(** R' (z - u), r coordinates. *)
Definition residual (r n : nat) (Q : nat -> nat -> R) (u z : vec) : vec :=
  fun i => sum_below n (fun j => Q i j * (z j - u j)).

Definition projected (n : nat) (Q : nat -> nat -> R) (delta : vec) : vec :=
  fun i => sum_below n (fun j => Q i j * delta j).

Lemma residual_line : forall r n Q u z T a delta t i, activation_lines n z T a delta -> T <= t ->
  residual r n Q u (z t) i = residual r n Q u a i + projected n Q delta i * t.
Proof.
  intros r n Q u z T a delta t i lines late. unfold residual, projected.
  rewrite <- sum_scal_r, <- sum_plus. apply sum_ext. intros j inside.
  rewrite lines by assumption. unfold line. ring.
Qed.

Lemma residual_grows : forall r n Q u z T a delta, activation_lines n z T a delta ->
  grows (fun t => norm r (residual r n Q u (z t))) (norm r (projected n Q delta)).
Proof.
  intros r n Q u z T a delta lines. apply grows_norm. intros i _.
  apply grows_eventually with (fun t => residual r n Q u a i + projected n Q delta i * t) T;
    [|apply grows_line]. intros t late. symmetry. apply residual_line with T; assumption.
Qed.

(** Minus the residual norm: flags exactly if R' delta != 0, and does not move
    otherwise. *)
Theorem residual_at_infinity : forall r n Q u z T a delta, activation_lines n z T a delta ->
  let S := fun t => - norm r (residual r n Q u (z t)) in
  (diverges (fun t => - S t) <-> exists i, (i < r)%nat /\ projected n Q delta i <> 0)
  /\ ((forall i, (i < r)%nat -> projected n Q delta i = 0) ->
      forall t, T <= t -> S t = - norm r (residual r n Q u a)).
Proof.
  intros r n Q u z T a delta lines S.
  assert (still : (forall i, (i < r)%nat -> projected n Q delta i = 0) ->
      forall t, T <= t -> S t = - norm r (residual r n Q u a)).
  { intros zero t late. unfold S. f_equal. apply norm_ext. intros i inside.
    rewrite (residual_line r n Q u z T a delta) by assumption. rewrite (zero i inside). ring. }
  split; [|exact still]. split.
  - intros far.
    destruct (Classical_Prop.classic (exists i, (i < r)%nat /\ projected n Q delta i <> 0))
      as [|none]; [assumption|exfalso].
    assert (zero : forall i, (i < r)%nat -> projected n Q delta i = 0).
    { intros i inside. destruct (Req_dec (projected n Q delta i) 0); [assumption|].
      exfalso. apply none. exists i. split; assumption. }
    destruct (far (norm r (residual r n Q u a) + 1)) as [A large].
    specialize (large (Rmax A T) (Rmax_l A T)). cbv beta in large.
    rewrite (still zero) in large by apply Rmax_r. lra.
  - intros moves. pose proof (residual_grows r n Q u z T a delta lines) as speed.
    apply grows_decides in speed. apply diverges_le with (2 := proj1 speed (norm_pos r _ moves)) (T := 0).
    intros t _. unfold S. lra.
Qed.

(** Its slope: - || R' delta ||. *)
Theorem residual_at_infinity_rate : forall r n Q u z T a delta, activation_lines n z T a delta ->
  grows (fun t => - norm r (residual r n Q u (z t))) (- norm r (projected n Q delta)).
Proof.
  intros r n Q u z T a delta lines.
  apply grows_eventually with (fun t => -1 * norm r (residual r n Q u (z t))) 0; [intros; ring|].
  replace (- norm r (projected n Q delta)) with (-1 * norm r (projected n Q delta)) by ring.
  apply grows_scal, residual_grows with T a, lines.
Qed.

(** Energy minus alpha times the residual norm: the sign of
    b_k - alpha || R' delta || decides. *)
Theorem vim_at_infinity : forall r n C Q u z T a delta g alpha b k weight,
  activation_lines n z T a delta -> approaches C g alpha b -> unique_top C b k ->
  let S := fun t => energy C (g t) - weight * norm r (residual r n Q u (z t)) in
  let q := b k - weight * norm r (projected n Q delta) in
  grows S q /\ (0 < q -> diverges S) /\ (q < 0 -> diverges (fun t => - S t)).
Proof.
  intros r n C Q u z T a delta g alpha b k weight lines near alone S q.
  assert (speed : grows S q).
  { unfold q, Rminus. rewrite Ropp_mult_distr_l.
    apply grows_eventually with (fun t => energy C (g t)
      + (- weight) * norm r (residual r n Q u (z t))) 0; [intros; unfold S; ring|].
    apply grows_plus; [|apply grows_scal, residual_grows with T a, lines].
    apply grows_of_gap with (alpha k). apply (ebo_at_infinity C g alpha b k near alone). }
  split; [exact speed | apply grows_decides, speed].
Qed.

(** Where the two slopes are equal the score stays bounded. *)
Theorem vim_at_infinity_level : forall r n C Q u z T a delta g alpha b k weight,
  activation_lines n z T a delta -> approaches C g alpha b -> unique_top C b k ->
  b k = weight * norm r (projected n Q delta) ->
  exists B A, forall t, A <= t -> Rabs (energy C (g t) - weight * norm r (residual r n Q u (z t))) <= B.
Proof.
  intros r n C Q u z T a delta g alpha b k weight lines near alone level.
  destruct (ebo_at_infinity C g alpha b k near alone) as [follows _].
  destruct (follows 1 ltac:(lra)) as [A close].
  set (w := projected n Q delta) in *. set (start := residual r n Q u a).
  exists (Rabs (alpha k) + 1 + Rabs weight * norm r start), (Rmax 0 (Rmax A T)). intros t late.
  pose proof (Rmax_l 0 (Rmax A T)). pose proof (Rmax_r 0 (Rmax A T)).
  pose proof (Rmax_l A T). pose proof (Rmax_r A T).
  specialize (close t ltac:(lra)). rewrite Rminus_0_r in close.
  assert (on_line : norm r (residual r n Q u (z t)) = norm r (fun i => start i + t * w i)).
  { apply norm_ext. intros i _. rewrite (residual_line r n Q u z T a delta) by (assumption || lra).
    fold start w. ring. }
  assert (length : Rabs (norm r (fun i => start i + t * w i) - t * norm r w) <= norm r start).
  { pose proof (norm_triangle r start (fun i => t * w i)) as one. cbv beta in one.
    rewrite norm_scal in one by lra.
    pose proof (norm_triangle r (fun i => start i + t * w i) (fun i => - start i)) as two. cbv beta in two.
    rewrite (norm_ext r (fun i => start i + t * w i + - start i) (fun i => t * w i)) in two by (intros; ring).
    rewrite norm_scal in two by lra.
    assert (same : norm r (fun i => - start i) = norm r start)
      by (unfold norm; f_equal; apply sum_ext; intros; ring).
    apply Rabs_le. lra. }
  rewrite on_line. set (N := norm r (fun i => start i + t * w i)) in *.
  replace (energy C (g t) - weight * N)
    with ((energy C (g t) - (alpha k + b k * t)) + alpha k + - (weight * (N - t * norm r w)))
    by (rewrite level; ring).
  apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp, Rabs_mult.
  apply Rplus_le_compat; [|apply Rmult_le_compat_l; [apply Rabs_pos|exact length]].
  apply Rle_trans with (1 := Rabs_triang _ _). lra.
Qed.

(** ** Normalised features: KNN, NNGuide, NECO, fDBD *)

(** z / || z || tends to delta / || delta ||. *)
Lemma normalised_limit : forall n z T a delta, activation_lines n z T a delta ->
  (exists j, (j < n)%nat /\ delta j <> 0) ->
  forall j, (j < n)%nat -> tends_to (fun t => z t j / norm n (z t)) (delta j / norm n delta).
Proof.
  intros n z T a delta lines moves j inside. pose proof (norm_pos n delta moves) as positive.
  assert (size : grows (fun t => norm n (z t)) (norm n delta))
    by (apply grows_norm; intros i below; apply activation_grows with n T a; assumption).
  destruct (tends_to_eventually_gt _ _ 0 size positive) as [A nonzero].
  apply tends_to_eventually with (fun t => (z t j / t) * / (norm n (z t) / t)) (Rmax A 1).
  - intros t late. pose proof (Rmax_l A 1). pose proof (Rmax_r A 1).
    specialize (nonzero t ltac:(lra)). cbv beta in nonzero.
    assert (norm n (z t) <> 0).
    { intros zero. rewrite zero in nonzero. unfold Rdiv in nonzero. lra. }
    field. split; [assumption|lra].
  - apply tends_to_mult; [apply (activation_grows n z T a delta j lines inside)|].
    apply tends_to_inv; [lra|exact size].
Qed.

(** Order statistics are continuous: insertion by minimum and maximum. *)
Fixpoint bubble (r : R) (l : list R) : list R :=
  match l with
  | [] => [r]
  | s :: rest => Rmin r s :: bubble (Rmax r s) rest
  end.

Lemma bubble_in_front : forall l r, (forall s, In s l -> r <= s) -> ascending l -> bubble r l = r :: l.
Proof.
  induction l as [|s rest IH]; intros r least order; [reflexivity|]. destruct order as [least' order].
  simpl. rewrite Rmin_left, Rmax_right by (apply least; left; reflexivity).
  rewrite IH by assumption. reflexivity.
Qed.

Lemma bubble_is_insert : forall l r, ascending l -> bubble r l = insert r l.
Proof.
  induction l as [|s rest IH]; intros r order; [reflexivity|]. destruct order as [least order].
  simpl. destruct (Rle_dec r s) as [le|gt].
  - rewrite Rmin_left, Rmax_right by exact le. rewrite bubble_in_front by assumption. reflexivity.
  - rewrite Rmin_right, Rmax_left by lra. rewrite IH by exact order. reflexivity.
Qed.

(** Lists whose entries converge. *)
Definition list_limit (u : R -> list R) (l : list R) : Prop :=
  (forall t, length (u t) = length l) /\ forall i, tends_to (fun t => nth i (u t) 0) (nth i l 0).

Lemma tends_to_min : forall u w l m, tends_to u l -> tends_to w m ->
  tends_to (fun t => Rmin (u t) (w t)) (Rmin l m).
Proof.
  intros u w l m limit limit'.
  assert (as_max : forall r s, Rmin r s = - Rmax (- r) (- s)).
  { intros r s. unfold Rmin, Rmax. destruct (Rle_dec r s), (Rle_dec (- r) (- s)); lra. }
  rewrite as_max. apply tends_to_ext with (fun t => -1 * Rmax (-1 * u t) (-1 * w t)).
  - intros t. rewrite as_max. replace (-1 * u t) with (- u t) by ring.
    replace (-1 * w t) with (- w t) by ring. ring.
  - replace (- Rmax (- l) (- m)) with (-1 * Rmax (-1 * l) (-1 * m))
      by (replace (-1 * l) with (- l) by ring; replace (-1 * m) with (- m) by ring; ring).
    apply tends_to_scal, tends_to_max; apply tends_to_scal; assumption.
Qed.

Lemma bubble_limit : forall l (u : R -> list R) r s, tends_to r s -> list_limit u l ->
  list_limit (fun t => bubble (r t) (u t)) (bubble s l).
Proof.
  induction l as [|m l IH]; intros u r s limit [sizes entries].
  - assert (empty : forall t, u t = []) by (intros t; apply length_zero_iff_nil, sizes).
    split; [intros t; rewrite empty; reflexivity|]. intros i. destruct i as [|i]; simpl.
    + apply tends_to_ext with r; [intros t; rewrite empty; reflexivity|exact limit].
    + apply tends_to_ext with (fun _ => 0); [intros t; rewrite empty; simpl; destruct i; reflexivity|].
      destruct i; apply tends_to_const.
  - set (head := fun t => hd 0 (u t)). set (tail := fun t => tl (u t)).
    assert (cons : forall t, u t = head t :: tail t).
    { intros t. specialize (sizes t). unfold head, tail. destruct (u t); [discriminate|reflexivity]. }
    assert (head_limit : tends_to head m).
    { apply tends_to_ext with (2 := entries 0%nat). intros t. rewrite cons. reflexivity. }
    assert (tail_limit : list_limit tail l).
    { split.
      - intros t. specialize (sizes t). rewrite cons in sizes. simpl in sizes. lia.
      - intros i. apply tends_to_ext with (2 := entries (S i)). intros t. rewrite cons. reflexivity. }
    destruct (IH tail (fun t => Rmax (r t) (head t)) (Rmax s m)) as [sizes' entries'].
    + apply tends_to_max; assumption.
    + exact tail_limit.
    + split.
      * intros t. rewrite cons. simpl. f_equal. apply sizes'.
      * intros i. destruct i as [|i]; simpl.
        -- apply tends_to_ext with (fun t => Rmin (r t) (head t));
             [intros t; rewrite cons; reflexivity | apply tends_to_min; assumption].
        -- apply tends_to_ext with (2 := entries' i). intros t. rewrite cons. reflexivity.
Qed.

Lemma sorted_limit : forall N (u : R -> nat -> R) (l : nat -> R),
  (forall i, (i < N)%nat -> tends_to (fun t => u t i) (l i)) ->
  forall first count, (first + count <= N)%nat ->
  list_limit (fun t => sorted (map (u t) (seq first count))) (sorted (map l (seq first count))).
Proof.
  intros N u l limits first count. revert first. induction count as [|count IH]; intros first range.
  - split; [reflexivity|]. intros i. cbn [seq map sorted]. apply tends_to_const.
  - cbn [seq map sorted].
    assert (step := bubble_limit _ _ (fun t => u t first) (l first) (limits first ltac:(lia))
      (IH (S first) ltac:(lia))).
    rewrite bubble_is_insert in step by apply sorted_ascending.
    destruct step as [sizes entries]. split.
    + intros t. specialize (sizes t). cbv beta in sizes.
      rewrite bubble_is_insert in sizes by apply sorted_ascending. exact sizes.
    + intros i. apply tends_to_ext with (2 := entries i). intros t.
      rewrite bubble_is_insert by apply sorted_ascending. reflexivity.
Qed.

(** KNN on normalised features: minus the distance to the K-th nearest of N
    training rows tends to that of delta / || delta ||.  Bounded; the limit
    decides. *)
Theorem knn_at_infinity : forall n N K z T a delta (F : nat -> vec),
  activation_lines n z T a delta -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  let distances := fun u : vec => map (fun i => norm n (fun j => u j - F i j)) (seq 0 N) in
  let S := fun t => - nth K (sorted (distances (fun j => z t j / norm n (z t)))) 0 in
  let limit := - nth K (sorted (distances (fun j => delta j / norm n delta))) 0 in
  tends_to S limit
  /\ (forall theta, theta < limit -> blind_at S theta)
  /\ (forall theta, limit < theta -> flags_at S theta).
Proof.
  intros n N K z T a delta F lines moves distances S limit.
  assert (converges : tends_to S limit).
  { unfold S, limit.
    apply tends_to_ext with (fun t => -1 * nth K (sorted (distances (fun j => z t j / norm n (z t)))) 0);
      [intros; ring|].
    replace (- nth K (sorted (distances (fun j => delta j / norm n delta))) 0)
      with (-1 * nth K (sorted (distances (fun j => delta j / norm n delta))) 0) by ring.
    apply tends_to_scal.
    apply (sorted_limit N (fun t i => norm n (fun j => z t j / norm n (z t) - F i j))
      (fun i => norm n (fun j => delta j / norm n delta - F i j))); [|lia].
    intros i _. unfold norm at 1 3. apply tends_to_of_gap.
    apply tends_to_squeeze_0 with (fun t => norm n (fun j =>
      z t j / norm n (z t) - delta j / norm n delta)) 0.
    - intros t _. set (p := fun j => z t j / norm n (z t)). set (q := fun j => delta j / norm n delta).
      change (Rabs (norm n (fun j => p j - F i j) - norm n (fun j => q j - F i j))
        <= norm n (fun j => p j - q j)).
      pose proof (norm_triangle n (fun j => q j - F i j) (fun j => p j - q j)) as one. cbv beta in one.
      rewrite (norm_ext n (fun j => q j - F i j + (p j - q j)) (fun j => p j - F i j)) in one
        by (intros; ring).
      pose proof (norm_triangle n (fun j => p j - F i j) (fun j => q j - p j)) as two. cbv beta in two.
      rewrite (norm_ext n (fun j => p j - F i j + (q j - p j)) (fun j => q j - F i j)) in two
        by (intros; ring).
      assert (same : norm n (fun j => q j - p j) = norm n (fun j => p j - q j))
        by (unfold norm; f_equal; apply sum_ext; intros; ring).
      apply Rabs_le. lra.
    - apply norm_tends_to_0. intros j inside.
      assert (gap := tends_to_minus _ _ _ _ (normalised_limit n z T a delta lines moves j inside)
        (tends_to_const (delta j / norm n delta))).
      replace (delta j / norm n delta - delta j / norm n delta) with 0 in gap by ring. exact gap. }
  split; [exact converges | apply limit_decides, converges].
Qed.

(** NNGuide: energy times the mean of the K largest similarities
    <bank_i, z / || z ||>: slope b_k m. *)
Theorem nnguide_at_infinity : forall n N K C z T a delta (bank : nat -> vec) g alpha b k,
  activation_lines n z T a delta -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  approaches C g alpha b -> unique_top C b k ->
  let similar := fun u : vec => map (fun i => - sum_below n (fun j => bank i j * u j)) (seq 0 N) in
  let guide := fun u : vec => / INR K * sum_below K (fun i => - nth i (sorted (similar u)) 0) in
  let S := fun t => energy C (g t) * guide (fun j => z t j / norm n (z t)) in
  let q := b k * guide (fun j => delta j / norm n delta) in
  grows S q /\ (0 < q -> diverges S) /\ (q < 0 -> diverges (fun t => - S t)).
Proof.
  intros n N K C z T a delta bank g alpha b k lines moves near alone similar guide S q.
  assert (speed : grows S q).
  { apply grows_times.
    - apply grows_of_gap with (alpha k). apply (ebo_at_infinity C g alpha b k near alone).
    - apply tends_to_scal.
      apply (tends_to_sum K (fun t i => - nth i (sorted (similar (fun j => z t j / norm n (z t)))) 0)
        (fun i => - nth i (sorted (similar (fun j => delta j / norm n delta))) 0)).
      intros i _.
      apply tends_to_ext with (fun t => -1 * nth i (sorted (similar (fun j => z t j / norm n (z t)))) 0);
        [intros; ring|].
      replace (- nth i (sorted (similar (fun j => delta j / norm n delta))) 0)
        with (-1 * nth i (sorted (similar (fun j => delta j / norm n delta))) 0) by ring.
      apply tends_to_scal.
      apply (sorted_limit N (fun t m => - sum_below n (fun j => bank m j * (z t j / norm n (z t))))
        (fun m => - sum_below n (fun j => bank m j * (delta j / norm n delta)))); [|lia].
      intros m _.
      apply tends_to_ext with (fun t => -1 * sum_below n (fun j => bank m j * (z t j / norm n (z t))));
        [intros; ring|].
      replace (- sum_below n (fun j => bank m j * (delta j / norm n delta)))
        with (-1 * sum_below n (fun j => bank m j * (delta j / norm n delta))) by ring.
      apply tends_to_scal, (tends_to_sum n (fun t j => bank m j * (z t j / norm n (z t)))
        (fun j => bank m j * (delta j / norm n delta))).
      intros j inside. apply tends_to_scal, normalised_limit with T a; assumption. }
  split; [exact speed | apply grows_decides, speed].
Qed.

(** NECO with the maximum logit: slope b_k || A d || / || d ||, d the
    standardised slopes. *)
Theorem neco_at_infinity : forall n r C A (m sigma : vec) z T a delta g alpha b k,
  activation_lines n z T a delta -> approaches C g alpha b -> unique_top C b k ->
  (forall j, (j < n)%nat -> 0 < sigma j) -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  let s := fun t j => (z t j - m j) / sigma j in
  let d := fun j => delta j / sigma j in
  let S := fun t => max_slope C (g t) * (norm r (projected n A (s t)) / norm n (s t)) in
  let q := b k * (norm r (projected n A d) / norm n d) in
  grows S q /\ (0 < q -> diverges S) /\ (q < 0 -> diverges (fun t => - S t)).
Proof.
  intros n r C A m sigma z T a delta g alpha b k lines near alone spread moves s d S q.
  assert (standardised : activation_lines n s T (fun j => (a j - m j) / sigma j) d).
  { intros t j late inside. unfold s, d. rewrite lines by assumption. unfold line.
    specialize (spread j inside). field. lra. }
  assert (d_moves : exists j, (j < n)%nat /\ d j <> 0).
  { destruct moves as [j [inside moves]]. exists j. split; [exact inside|].
    specialize (spread j inside). unfold d, Rdiv. intros zero. apply Rmult_integral in zero.
    destruct zero as [zero|zero]; [contradiction|].
    pose proof (Rinv_0_lt_compat _ spread). lra. }
  assert (share : tends_to (fun t => norm r (projected n A (s t)) / norm n (s t))
    (norm r (projected n A d) / norm n d)).
  { pose proof (norm_pos n d d_moves) as positive.
    assert (size : grows (fun t => norm n (s t)) (norm n d))
      by (apply grows_norm; intros i below; apply activation_grows with n T (fun j => (a j - m j) / sigma j); assumption).
    assert (part : grows (fun t => norm r (projected n A (s t))) (norm r (projected n A d))).
    { apply grows_norm. intros i _. apply (grows_sum n (fun t j => A i j * s t j) (fun j => A i j * d j)).
      intros j inside. apply grows_scal, activation_grows with n T (fun j => (a j - m j) / sigma j); assumption. }
    destruct (tends_to_eventually_gt _ _ 0 size positive) as [B nonzero].
    apply tends_to_eventually with
      (fun t => (norm r (projected n A (s t)) / t) * / (norm n (s t) / t)) (Rmax B 1).
    - intros t late. pose proof (Rmax_l B 1). pose proof (Rmax_r B 1).
      specialize (nonzero t ltac:(lra)). cbv beta in nonzero.
      assert (norm n (s t) <> 0) by (intros zero; rewrite zero in nonzero; unfold Rdiv in nonzero; lra).
      field. split; [assumption|lra].
    - apply tends_to_mult; [exact part|]. apply tends_to_inv; [lra|exact size]. }
  assert (speed : grows S q).
  { apply grows_times; [|exact share]. apply grows_of_gap with (alpha k).
    apply (mls_at_infinity C g alpha b k near alone). }
  split; [exact speed | apply grows_decides, speed].
Qed.

(** fDBD: the sum over c != k of (f_k - f_c) / || w_k - w_c ||, divided by
    || z - mu ||: bounded, with a limit that ignores the starting point. *)
Theorem fdbd_at_infinity : forall n C (mu : vec) z T a delta g alpha b k (gap : vec),
  activation_lines n z T a delta -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  approaches C g alpha b ->
  let S := fun t => sum_except C k (fun c => (g t k - g t c) / gap c)
    / norm n (fun j => z t j - mu j) in
  let limit := sum_except C k (fun c => (b k - b c) / gap c) / norm n delta in
  (k < C)%nat ->
  tends_to S limit
  /\ (forall theta, theta < limit -> blind_at S theta)
  /\ (forall theta, limit < theta -> flags_at S theta).
Proof.
  intros n C mu z T a delta g alpha b k gap lines moves near S limit below.
  pose proof (norm_pos n delta moves) as positive.
  assert (logit : forall c, (c < C)%nat -> grows (fun t => g t c) (b c)).
  { intros c inside. apply grows_of_gap with (alpha c). apply near, inside. }
  assert (top : grows (fun t => sum_except C k (fun c => (g t k - g t c) / gap c))
    (sum_except C k (fun c => (b k - b c) / gap c))).
  { apply (grows_sum C (fun t c => if Nat.eqb c k then 0 else (g t k - g t c) / gap c)
      (fun c => if Nat.eqb c k then 0 else (b k - b c) / gap c)).
    intros c inside. destruct (Nat.eqb c k).
    - apply grows_eventually with (fun t => 0 + 0 * t) 0; [intros; ring|apply grows_line].
    - apply grows_eventually with (fun t => / gap c * (g t k + -1 * g t c)) 0;
        [intros; unfold Rdiv; ring|].
      replace ((b k - b c) / gap c) with (/ gap c * (b k + -1 * b c)) by (unfold Rdiv; ring).
      apply grows_scal, grows_plus; [apply logit, below | apply grows_scal, logit, inside]. }
  assert (size : grows (fun t => norm n (fun j => z t j - mu j)) (norm n delta)).
  { apply grows_norm. intros j inside.
    apply grows_eventually with (fun t => (a j - mu j) + delta j * t) T; [|apply grows_line].
    intros t late. rewrite lines by assumption. unfold line. ring. }
  assert (converges : tends_to S limit).
  { destruct (tends_to_eventually_gt _ _ 0 size positive) as [A nonzero].
    apply tends_to_eventually with
      (fun t => (sum_except C k (fun c => (g t k - g t c) / gap c) / t)
        * / (norm n (fun j => z t j - mu j) / t)) (Rmax A 1).
    - intros t late. pose proof (Rmax_l A 1). pose proof (Rmax_r A 1).
      specialize (nonzero t ltac:(lra)). cbv beta in nonzero. unfold S.
      assert (norm n (fun j => z t j - mu j) <> 0)
        by (intros zero; rewrite zero in nonzero; unfold Rdiv in nonzero; lra).
      field. split; [assumption|lra].
    - apply tends_to_mult; [exact top|]. apply tends_to_inv; [lra|exact size]. }
  split; [exact converges | apply limit_decides, converges].
Qed.

(** ** ReAct *)

Lemma affine_limit : forall n W beta (z : R -> vec) l c,
  (forall j, (j < n)%nat -> tends_to (fun t => z t j) (l j)) ->
  tends_to (fun t => affine_map n W beta (z t) c) (affine_map n W beta l c).
Proof.
  intros n W beta z l c limits. unfold affine_map. apply tends_to_plus; [|apply tends_to_const].
  apply (tends_to_sum n (fun t j => W c j * z t j) (fun j => W c j * l j)).
  intros j inside. apply tends_to_scal, limits, inside.
Qed.

(** ReAct: behind a ReLU, units that rise freeze at the threshold.  The score
    is eventually the energy of the frozen activations, a number. *)
Theorem react_at_infinity : forall n C W beta z T a delta theta,
  activation_lines n z T a delta -> (forall j, (j < n)%nat -> 0 <= delta j) ->
  let clipped := fun u : vec => fun j => Rmin (u j) theta in
  let frozen := fun j => if Rlt_dec 0 (delta j) then theta else Rmin (a j) theta in
  exists A, forall t, A <= t ->
    energy C (affine_map n W beta (clipped (z t))) = energy C (affine_map n W beta frozen).
Proof.
  intros n C W beta z T a delta theta lines rises clipped frozen.
  assert (units : exists A, forall t, A <= t -> forall j, (j < n)%nat -> clipped (z t) j = frozen j).
  { apply eventually_all. intros j inside. unfold clipped, frozen.
    destruct (Rlt_dec 0 (delta j)) as [up|level].
    - destruct (diverges_line (a j) (delta j) up theta) as [A high].
      exists (Rmax A T). intros t late. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
      rewrite lines by (lra || exact inside). apply Rmin_right. apply high. lra.
    - exists T. intros t late. rewrite lines by assumption. unfold line.
      assert (delta j = 0) as -> by (specialize (rises j inside); lra). f_equal. ring. }
  destruct units as [A units]. exists A. intros t late. unfold energy. f_equal.
  apply sum_ext. intros c _. f_equal. unfold affine_map. f_equal. apply sum_ext. intros j inside.
  rewrite (units t late j inside). reflexivity.
Qed.
