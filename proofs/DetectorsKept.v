(** * Detectors that keep, freeze or rescale activations, at infinity

    In the convention "higher = more in-distribution".  Which units are kept
    is decided by their order, which settles on the tail. *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  Penultimate Cea Mds MetricRates Ceilings Heads DetectorsLogits DetectorsFeatures.
Import ListNotations.

Open Scope R_scope.

(** ** The largest units *)

(** How many units come before unit j. *)
Definition rank (n : nat) (before : nat -> nat -> bool) (j : nat) : nat :=
  length (filter (fun i => before i j) (seq 0 n)).

(** Unit i comes before unit j: it is larger, or as large and first. *)
Definition larger_first (z : vec) (i j : nat) : bool :=
  if Rlt_dec (z j) (z i) then true else if Rlt_dec (z i) (z j) then false else Nat.ltb i j.

(** Unit j is one of the k largest. *)
Definition largest (n k : nat) (z : vec) (j : nat) : bool := Nat.ltb (rank n (larger_first z) j) k.

(** ... where all that are as large as the last one to stay do. *)
Definition strictly_larger (z : vec) (i j : nat) : bool := if Rlt_dec (z j) (z i) then true else false.
Definition largest_with_ties (n k : nat) (z : vec) (j : nat) : bool :=
  Nat.ltb (rank n (strictly_larger z) j) k.

(** The same of lines, far out: slopes first, then intercepts. *)
Definition line_larger_first (a delta : vec) (i j : nat) : bool :=
  if Rlt_dec (delta j) (delta i) then true
  else if Rlt_dec (delta i) (delta j) then false else larger_first a i j.
Definition ends_largest (n k : nat) (a delta : vec) (j : nat) : bool :=
  Nat.ltb (rank n (line_larger_first a delta) j) k.

Lemma rank_ext : forall n before before' j,
  (forall i, (i < n)%nat -> before i j = before' i j) -> rank n before j = rank n before' j.
Proof.
  intros n before before' j same. unfold rank. f_equal. apply filter_ext_in.
  intros i member. apply in_seq in member. apply same. lia.
Qed.

Lemma larger_first_settles : forall n z T a delta i j, activation_lines n z T a delta ->
  (i < n)%nat -> (j < n)%nat ->
  exists A, forall t, A <= t -> larger_first (z t) i j = line_larger_first a delta i j.
Proof.
  intros n z T a delta i j lines i_inside j_inside.
  assert (faster : forall p q, delta p < delta q -> (p < n)%nat -> (q < n)%nat ->
    exists A, forall t, A <= t -> z t p < z t q).
  { intros p q less p_inside q_inside.
    destruct (diverges_line (a q - a p) (delta q - delta p) ltac:(lra) 1) as [A ahead].
    exists (Rmax A T). intros t late. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
    specialize (ahead t ltac:(lra)). rewrite !lines by (assumption || lra). unfold line. lra. }
  unfold line_larger_first.
  destruct (Rlt_dec (delta j) (delta i)) as [up|not_up].
  - destruct (faster j i up j_inside i_inside) as [A ahead]. exists A. intros t late.
    unfold larger_first. destruct (Rlt_dec (z t j) (z t i)) as [|no]; [reflexivity|].
    exfalso. apply no, ahead, late.
  - destruct (Rlt_dec (delta i) (delta j)) as [down|not_down].
    + destruct (faster i j down i_inside j_inside) as [A ahead]. exists A. intros t late.
      specialize (ahead t late). unfold larger_first.
      destruct (Rlt_dec (z t j) (z t i)); [lra|]. destruct (Rlt_dec (z t i) (z t j)); [reflexivity|lra].
    + exists T. intros t late. assert (delta i = delta j) as same by lra.
      unfold larger_first. rewrite !lines by assumption. unfold line. rewrite same.
      destruct (Rlt_dec (a j + delta j * t) (a i + delta j * t)), (Rlt_dec (a j) (a i));
        try lra; try reflexivity.
      destruct (Rlt_dec (a i + delta j * t) (a j + delta j * t)), (Rlt_dec (a i) (a j));
        lra || reflexivity.
Qed.

Lemma largest_settles : forall n k z T a delta, activation_lines n z T a delta ->
  exists A, forall t, A <= t -> forall j, (j < n)%nat -> largest n k (z t) j = ends_largest n k a delta j.
Proof.
  intros n k z T a delta lines.
  apply (eventually_all n (fun j t => largest n k (z t) j = ends_largest n k a delta j)).
  intros j j_inside.
  destruct (eventually_all n (fun i t => larger_first (z t) i j = line_larger_first a delta i j))
    as [A order].
  { intros i i_inside. apply (larger_first_settles n z T); assumption. }
  exists A. intros t late. unfold largest, ends_largest.
  rewrite (rank_ext n _ (line_larger_first a delta) j); [reflexivity|].
  intros i i_inside. apply order; assumption.
Qed.

Lemma line_larger_first_transitive : forall a delta i j k,
  line_larger_first a delta i j = true -> line_larger_first a delta j k = true ->
  line_larger_first a delta i k = true.
Proof.
  intros a delta i j k. unfold line_larger_first, larger_first.
  repeat match goal with |- context [Rlt_dec ?r ?s] => destruct (Rlt_dec r s) end;
    intros one two; try discriminate; try reflexivity; try lra.
  apply Nat.ltb_lt in one, two. apply Nat.ltb_lt. lia.
Qed.

Lemma first_unit : forall n a delta, (0 < n)%nat ->
  exists m, (m < n)%nat /\ forall i, (i < n)%nat -> line_larger_first a delta i m = false.
Proof.
  intros n a delta some. apply first_place; [|apply line_larger_first_transitive|exact some].
  intros m. unfold line_larger_first, larger_first.
  destruct (Rlt_dec (delta m) (delta m)); [lra|]. destruct (Rlt_dec (a m) (a m)); [lra|].
  apply Nat.ltb_irrefl.
Qed.

Lemma first_unit_kept : forall n k a delta m, (0 < k)%nat ->
  (forall i, (i < n)%nat -> line_larger_first a delta i m = false) -> ends_largest n k a delta m = true.
Proof.
  intros n k a delta m some first. unfold ends_largest, rank.
  rewrite (filter_ext_in _ (fun _ => false)).
  - assert (none : forall l : list nat, filter (fun _ => false) l = []) by (induction l; assumption || reflexivity).
    rewrite none. apply Nat.ltb_lt. exact some.
  - intros i member. apply in_seq in member. apply first. lia.
Qed.

Definition kept_sum (n : nat) (kept : nat -> bool) (u : vec) : R :=
  sum_below n (fun j => if kept j then u j else 0).

(** Behind a ReLU the largest unit moves wherever some unit does. *)
Lemma kept_slopes_pos : forall n k a delta, (0 < k)%nat ->
  (forall j, (j < n)%nat -> 0 <= delta j) -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  0 < kept_sum n (ends_largest n k a delta) delta.
Proof.
  intros n k a delta some rises [j [inside moves]].
  destruct (first_unit n a delta ltac:(lia)) as [m [m_inside first]].
  assert (positive : 0 < delta m).
  { specialize (first j inside). pose proof (rises j inside). unfold line_larger_first in first.
    destruct (Rlt_dec (delta m) (delta j)); [discriminate|]. lra. }
  apply Rlt_le_trans with (if ends_largest n k a delta m then delta m else 0).
  - rewrite first_unit_kept by assumption. exact positive.
  - apply (sum_term_le n (fun j => if ends_largest n k a delta j then delta j else 0) m m_inside).
    intros i i_inside. destruct (ends_largest n k a delta i); [apply rises, i_inside|lra].
Qed.

(** ** The energy of logits that grow *)

Lemma energy_between : forall C f, (0 < C)%nat ->
  max_slope C f <= energy C f <= max_slope C f + ln (INR C).
Proof.
  intros C f classes. unfold energy.
  destruct (max_slope_attained C f classes) as [m [m_below m_max]].
  pose proof (partition_pos C f classes) as positive.
  assert (count : 0 < INR C) by (apply lt_0_INR; exact classes). split.
  - rewrite m_max, <- (ln_exp (f m)). apply ln_le; [apply exp_pos|].
    apply (sum_term_le C (fun c => exp (f c)) m m_below). intros; apply Rlt_le, exp_pos.
  - rewrite <- (ln_exp (max_slope C f)), Rplus_comm, <- ln_mult by (exact count || apply exp_pos).
    apply ln_le; [exact positive|]. rewrite <- sum_const. apply sum_le. intros c inside.
    apply exp_le, max_slope_ge, inside.
Qed.

Lemma max_slope_scal : forall C r b, 0 <= r -> max_slope C (fun c => r * b c) = r * max_slope C b.
Proof.
  intros C r b nonneg. induction C as [|C IH]; [simpl; ring|]. destruct C as [|C]; [reflexivity|].
  change (Rmax (max_slope (S C) (fun c => r * b c)) (r * b (S C)) = r * Rmax (max_slope (S C) b) (b (S C))).
  rewrite IH. apply RmaxRmult, nonneg.
Qed.

Lemma max_slope_ext : forall C b b', (forall c, (c < C)%nat -> b c = b' c) -> max_slope C b = max_slope C b'.
Proof.
  intros C b b' same. induction C as [|C IH]; [reflexivity|]. destruct C as [|C]; [apply same; lia|].
  change (Rmax (max_slope (S C) b) (b (S C)) = Rmax (max_slope (S C) b') (b' (S C))).
  rewrite IH, same by (intros; try apply same; lia). reflexivity.
Qed.

Lemma energy_grows : forall C (g : R -> vec) q, (0 < C)%nat ->
  (forall c, (c < C)%nat -> grows (fun t => g t c) (q c)) ->
  grows (fun t => energy C (g t)) (max_slope C q).
Proof.
  intros C g q classes speeds. unfold grows. apply tends_to_of_gap.
  assert (largest_speed : tends_to (fun t => max_slope C (g t) / t) (max_slope C q)).
  { apply tends_to_eventually with (fun t => max_slope C (fun c => g t c / t)) 1.
    - intros t late. assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
      rewrite (max_slope_ext C _ (fun c => / t * g t c)) by (intros; unfold Rdiv; ring).
      rewrite max_slope_scal by lra. unfold Rdiv. ring.
    - apply (tends_to_max_slope C (fun t c => g t c / t)); [exact classes|exact speeds]. }
  assert (gap := tends_to_minus _ _ _ _ largest_speed (tends_to_const (max_slope C q))).
  rewrite Rminus_diag_eq in gap by reflexivity.
  apply tends_to_ext with (fun t => (energy C (g t) - max_slope C (g t)) / t
    + (max_slope C (g t) / t - max_slope C q)); [intros; unfold Rdiv; ring|].
  replace 0 with (0 + 0) by ring. apply tends_to_plus; [|exact gap].
  apply tends_to_squeeze_0 with (fun t => ln (INR C) * / t) 1.
  - intros t late. destruct (energy_between C (g t) classes) as [low high].
    assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
    unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ t)) by lra.
    apply Rmult_le_compat_r; [lra|]. apply Rabs_le. lra.
  - rewrite <- (Rmult_0_r (ln (INR C))). apply tends_to_scal, tends_to_inverse.
Qed.

(** Activations that grow, times a factor that settles, under a head. *)
Lemma rescaled_energy_grows : forall n C W beta (u : R -> vec) (factor : R -> R) d l, (0 < C)%nat ->
  (forall j, (j < n)%nat -> grows (fun t => u t j) (d j)) -> tends_to factor l -> 0 <= l ->
  grows (fun t => energy C (affine_map n W beta (fun j => u t j * factor t)))
    (l * max_slope C (affine_map n W (fun _ => 0) d)).
Proof.
  intros n C W beta u factor d l classes speeds settles nonneg.
  rewrite <- max_slope_scal by exact nonneg. apply energy_grows; [exact classes|]. intros c _.
  replace (l * affine_map n W (fun _ => 0) d c) with (sum_below n (fun j => W c j * (d j * l)) + 0).
  - unfold affine_map. apply grows_plus.
    + apply (grows_sum n (fun t j => W c j * (u t j * factor t)) (fun j => W c j * (d j * l))).
      intros j inside. apply grows_scal, grows_times; [apply speeds, inside | exact settles].
    + apply grows_eventually with (fun t => beta c + 0 * t) 0; [intros; ring|apply grows_line].
  - unfold affine_map. rewrite (sum_ext n _ (fun j => l * (W c j * d j))) by (intros; ring).
    rewrite sum_scal. ring.
Qed.

(** ** ASH *)

(** ASH-B: each of the k units that end largest gets the share sum z / k, the
    others 0; EBO of the lines of that head. *)
Theorem ash_at_infinity : forall n C W beta z T a delta k share, (0 < C)%nat ->
  activation_lines n z T a delta ->
  let shaped := fun (kept : nat -> bool) (u : vec) => fun j => if kept j then share * sum_below n u else 0 in
  let last := ends_largest n k a delta in
  let b := affine_map n W (fun _ => 0) (shaped last delta) in
  let S := fun t => energy C (affine_map n W beta (shaped (largest n k (z t)) (z t))) in
  (0 < max_slope C b -> diverges S) /\ (max_slope C b < 0 -> diverges (fun t => - S t))
  /\ (max_slope C b = 0 ->
      tends_to S (ln (sum_below C (top_weight C (affine_map n W beta (shaped last a)) b)))).
Proof.
  intros n C W beta z T a delta k share classes lines shaped last b S.
  destruct (largest_settles n k z T a delta lines) as [A settled].
  apply (dice_at_infinity C (fun t => affine_map n W beta (shaped (largest n k (z t)) (z t)))
    (affine_map n W beta (shaped last a)) b classes).
  intros c below. apply tends_to_eventually with (fun _ => 0) (Rmax A T); [|apply tends_to_const].
  intros t late. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
  assert (total : sum_below n (z t) = sum_below n a + sum_below n delta * t).
  { rewrite <- sum_scal_r, <- sum_plus. apply sum_ext. intros j inside.
    rewrite lines by (assumption || lra). reflexivity. }
  unfold line, b, affine_map. unfold shaped. rewrite total.
  rewrite (sum_ext n (fun j => W c j * (if largest n k (z t) j
      then share * (sum_below n a + sum_below n delta * t) else 0))
    (fun j => W c j * (if last j then share * sum_below n a else 0)
      + (W c j * (if last j then share * sum_below n delta else 0)) * t)).
  - rewrite sum_plus, sum_scal_r. ring.
  - intros j inside. rewrite (settled t ltac:(lra) j inside). fold last. destruct (last j); ring.
Qed.

(** ASH-P: the k units that end largest stay as they are. *)
Theorem ash_p_at_infinity : forall n C W beta z T a delta k, (0 < C)%nat ->
  activation_lines n z T a delta ->
  let pruned := fun (kept : nat -> bool) (u : vec) => fun j => if kept j then u j else 0 in
  let last := ends_largest n k a delta in
  let b := affine_map n W (fun _ => 0) (pruned last delta) in
  let S := fun t => energy C (affine_map n W beta (pruned (largest n k (z t)) (z t))) in
  (0 < max_slope C b -> diverges S) /\ (max_slope C b < 0 -> diverges (fun t => - S t))
  /\ (max_slope C b = 0 ->
      tends_to S (ln (sum_below C (top_weight C (affine_map n W beta (pruned last a)) b)))).
Proof.
  intros n C W beta z T a delta k classes lines pruned last b S.
  destruct (largest_settles n k z T a delta lines) as [A settled].
  apply (dice_at_infinity C (fun t => affine_map n W beta (pruned (largest n k (z t)) (z t)))
    (affine_map n W beta (pruned last a)) b classes).
  intros c below. apply tends_to_eventually with (fun _ => 0) (Rmax A T); [|apply tends_to_const].
  intros t late. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
  unfold line, b, affine_map. unfold pruned.
  rewrite (sum_ext n (fun j => W c j * (if largest n k (z t) j then z t j else 0))
    (fun j => W c j * (if last j then a j else 0) + (W c j * (if last j then delta j else 0)) * t)).
  - rewrite sum_plus, sum_scal_r. ring.
  - intros j inside. rewrite (settled t ltac:(lra) j inside). fold last.
    rewrite lines by (assumption || lra). unfold line. destruct (last j); ring.
Qed.

(** Sum of all activations over that of the kept ones. *)
Definition kept_ratio (n : nat) (kept : nat -> bool) (u : vec) : R :=
  sum_below n u / kept_sum n kept u.

Lemma kept_ratio_limit : forall n z T a delta (kept : R -> nat -> bool) last A,
  activation_lines n z T a delta ->
  (forall t, A <= t -> forall j, (j < n)%nat -> kept t j = last j) -> kept_sum n last delta <> 0 ->
  tends_to (fun t => kept_ratio n (kept t) (z t)) (kept_ratio n last delta).
Proof.
  intros n z T a delta kept last A lines settled nonzero.
  assert (sums : grows (fun t => sum_below n (z t)) (sum_below n delta))
    by (apply grows_sum; intros j inside; apply activation_grows with n T a; assumption).
  assert (kept_grows : grows (fun t => kept_sum n last (z t)) (kept_sum n last delta)).
  { apply (grows_sum n (fun t j => if last j then z t j else 0) (fun j => if last j then delta j else 0)).
    intros j inside. destruct (last j); [apply activation_grows with n T a; assumption|].
    apply grows_eventually with (fun t => 0 + 0 * t) 0; [intros; ring|apply grows_line]. }
  destruct (grows_nonzero _ _ kept_grows nonzero) as [B present].
  apply tends_to_eventually with (fun t => (sum_below n (z t) / t) * / (kept_sum n last (z t) / t))
    (Rmax A (Rmax B 1)).
  - intros t late. pose proof (Rmax_l A (Rmax B 1)). pose proof (Rmax_r A (Rmax B 1)).
    pose proof (Rmax_l B 1). pose proof (Rmax_r B 1).
    specialize (present t ltac:(lra)). unfold kept_ratio.
    assert (same : kept_sum n (kept t) (z t) = kept_sum n last (z t)).
    { apply sum_ext. intros j inside. rewrite (settled t ltac:(lra) j inside). reflexivity. }
    rewrite same. field. split; [exact present|lra].
  - apply tends_to_mult; [exact sums|]. apply tends_to_inv; [exact nonzero|exact kept_grows].
Qed.

Lemma tends_to_exp : forall u l, tends_to u l -> tends_to (fun t => exp (u t)) (exp l).
Proof.
  intros u l limit. apply (tends_to_continuous exp); [|exact limit].
  apply derivable_continuous_pt, derivable_pt_exp.
Qed.

(** ASH-S: the k largest units times exp (sum / kept sum), the others 0: slope
    exp (ratio of the sums of slopes) times the largest slope the head makes
    of the kept units. *)
Theorem ash_s_at_infinity : forall n C W beta z T a delta k, (0 < C)%nat -> (0 < k)%nat ->
  activation_lines n z T a delta ->
  (forall j, (j < n)%nat -> 0 <= delta j) -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  let pruned := fun (kept : nat -> bool) (u : vec) => fun j => if kept j then u j else 0 in
  let last := ends_largest n k a delta in
  let S := fun t => energy C (affine_map n W beta (fun j =>
    pruned (largest n k (z t)) (z t) j * exp (kept_ratio n (largest n k (z t)) (z t)))) in
  let q := exp (kept_ratio n last delta) * max_slope C (affine_map n W (fun _ => 0) (pruned last delta)) in
  grows S q /\ (0 < q -> diverges S) /\ (q < 0 -> diverges (fun t => - S t)).
Proof.
  intros n C W beta z T a delta k classes some lines rises moves pruned last S q.
  destruct (largest_settles n k z T a delta lines) as [A settled].
  assert (speed : grows S q).
  { apply (rescaled_energy_grows n C W beta (fun t => pruned (largest n k (z t)) (z t))
      (fun t => exp (kept_ratio n (largest n k (z t)) (z t))) (pruned last delta)).
    - exact classes.
    - intros j inside. apply grows_eventually with (fun t => if last j then z t j else 0) A.
      + intros t late. unfold pruned. rewrite (settled t late j inside). reflexivity.
      + unfold pruned. destruct (last j); [apply activation_grows with n T a; assumption|].
        apply grows_eventually with (fun t => 0 + 0 * t) 0; [intros; ring|apply grows_line].
    - apply tends_to_exp, kept_ratio_limit with T a A; [exact lines|exact settled|].
      apply Rgt_not_eq, kept_slopes_pos; assumption.
    - apply Rlt_le, exp_pos. }
  split; [exact speed | apply grows_decides, speed].
Qed.

(** ** SCALE and AdaScale *)

Lemma unique_top_slope : forall C b k, unique_top C b k -> max_slope C b = b k.
Proof. intros C b k alone. symmetry. apply is_top_iff, unique_top_is_top, alone. Qed.

(** All activations times exp (sum / kept sum), where what is kept settles. *)
Lemma scaled_features_grow : forall n C W beta z T a delta (kept : R -> nat -> bool) last A k,
  activation_lines n z T a delta ->
  (forall t, A <= t -> forall j, (j < n)%nat -> kept t j = last j) -> kept_sum n last delta <> 0 ->
  unique_top C (affine_map n W (fun _ => 0) delta) k ->
  grows (fun t => energy C (affine_map n W beta (fun j => z t j * exp (kept_ratio n (kept t) (z t)))))
    (exp (kept_ratio n last delta) * affine_map n W (fun _ => 0) delta k).
Proof.
  intros n C W beta z T a delta kept last A k lines settled nonzero alone.
  rewrite <- (unique_top_slope C _ k alone). pose proof (proj1 alone).
  apply (rescaled_energy_grows n C W beta z (fun t => exp (kept_ratio n (kept t) (z t)))).
  - lia.
  - intros j inside. apply activation_grows with n T a; assumption.
  - apply tends_to_exp, kept_ratio_limit with T a A; assumption.
  - apply Rlt_le, exp_pos.
Qed.

(** SCALE: slope exp (ratio of the sums of slopes) b_k, b = W delta. *)
Theorem scale_at_infinity : forall n C W beta z T a delta m k, (0 < m)%nat ->
  activation_lines n z T a delta ->
  (forall j, (j < n)%nat -> 0 <= delta j) -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  let b := affine_map n W (fun _ => 0) delta in
  unique_top C b k ->
  let S := fun t => energy C (affine_map n W beta (fun j =>
    z t j * exp (kept_ratio n (largest n m (z t)) (z t)))) in
  let q := exp (kept_ratio n (ends_largest n m a delta) delta) * b k in
  grows S q /\ (0 < q -> diverges S) /\ (q < 0 -> diverges (fun t => - S t)).
Proof.
  intros n C W beta z T a delta m k some lines rises moves b alone S q.
  destruct (largest_settles n m z T a delta lines) as [A settled].
  assert (speed : grows S q).
  { apply (scaled_features_grow n C W beta z T a delta (fun t => largest n m (z t))
      (ends_largest n m a delta) A k lines settled); [|exact alone].
    apply Rgt_not_eq, kept_slopes_pos; assumption. }
  split; [exact speed | apply grows_decides, speed].
Qed.

(** AdaScale's statistic: the activations y of the moved input, summed over
    the largest ones, plus the weighted changes, which are not negative.  How
    many units are kept depends on it; above M, the largest value seen in
    validation, it is m. *)
Definition ada_statistic (n sums : nat) (weight : R) (y : vec) (changes : R) : R :=
  kept_sum n (largest n sums y) y + weight * changes.

(** The largest unit is one of those summed. *)
Lemma largest_sum_ge : forall n sums y j, (0 < sums)%nat -> (forall i, (i < n)%nat -> 0 <= y i) ->
  (j < n)%nat -> y j <= kept_sum n (largest n sums y) y.
Proof.
  intros n sums y j some nonneg inside.
  destruct (first_unit n y (fun _ => 0) ltac:(lia)) as [m [m_inside first]].
  assert (kept : largest n sums y m = true).
  { assert (same : largest n sums y m = ends_largest n sums y (fun _ => 0) m).
    { unfold largest, ends_largest. rewrite (rank_ext n _ (line_larger_first y (fun _ => 0)) m); [reflexivity|].
      intros i _. unfold line_larger_first. destruct (Rlt_dec 0 0); [lra|reflexivity]. }
    rewrite same. apply first_unit_kept; assumption. }
  apply Rle_trans with (if largest n sums y m then y m else 0).
  - rewrite kept. specialize (first j inside). unfold line_larger_first, larger_first in first.
    destruct (Rlt_dec 0 0); [lra|]. destruct (Rlt_dec (y m) (y j)); [discriminate|lra].
  - apply (sum_term_le n (fun j => if largest n sums y j then y j else 0) m m_inside).
    intros i i_inside. destruct (largest n sums y i); [apply nonneg, i_inside|lra].
Qed.

Lemma ada_statistic_passes : forall n sums weight z T a delta (y : R -> vec) changes B M,
  (0 < sums)%nat -> 0 <= weight -> activation_lines n z T a delta ->
  (forall j, (j < n)%nat -> 0 <= delta j) -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  (forall t j, (j < n)%nat -> 0 <= y t j /\ Rabs (y t j - z t j) <= B) -> (forall t, 0 <= changes t) ->
  exists A, forall t, A <= t -> M < ada_statistic n sums weight (y t) (changes t).
Proof.
  intros n sums weight z T a delta y changes B M some nonneg lines rises [j [inside moves]] near kind.
  assert (up : 0 < delta j) by (specialize (rises j inside); lra).
  destruct (diverges_line (a j) (delta j) up (M + B + 1)) as [A high].
  exists (Rmax A T). intros t late. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
  specialize (high t ltac:(lra)). cbv beta in high.
  pose proof (largest_sum_ge n sums (y t) j some (fun i i_inside => proj1 (near t i i_inside)) inside).
  destruct (near t j inside) as [_ close]. rewrite lines in close by (assumption || lra).
  unfold line in close. pose proof (Rle_abs (- (y t j - (a j + delta j * t)))). rewrite Rabs_Ropp in *.
  assert (0 <= weight * changes t) by (apply Rmult_le_pos; [exact nonneg|apply kind]).
  unfold ada_statistic. lra.
Qed.

(** AdaScale-A: SCALE's law with the m units of the lowest percentile. *)
Theorem adascale_a_at_infinity :
  forall n C W beta z T a delta (y : R -> vec) changes B M weight sums m (count : R -> nat) k,
  (0 < sums)%nat -> (0 < m)%nat -> 0 <= weight -> activation_lines n z T a delta ->
  (forall j, (j < n)%nat -> 0 <= delta j) -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  (forall t j, (j < n)%nat -> 0 <= y t j /\ Rabs (y t j - z t j) <= B) -> (forall t, 0 <= changes t) ->
  (forall r, M < r -> count r = m) ->
  let b := affine_map n W (fun _ => 0) delta in
  unique_top C b k ->
  let kept := fun t => largest n (count (ada_statistic n sums weight (y t) (changes t))) (z t) in
  let S := fun t => energy C (affine_map n W beta (fun j => z t j * exp (kept_ratio n (kept t) (z t)))) in
  let q := exp (kept_ratio n (ends_largest n m a delta) delta) * b k in
  grows S q /\ (0 < q -> diverges S) /\ (q < 0 -> diverges (fun t => - S t)).
Proof.
  intros n C W beta z T a delta y changes B M weight sums m count k
    some_sums some nonneg lines rises moves near kind most b alone kept S q.
  destruct (ada_statistic_passes n sums weight z T a delta y changes B M) as [A passed]; try assumption.
  destruct (largest_settles n m z T a delta lines) as [A' settled].
  assert (speed : grows S q).
  { apply (scaled_features_grow n C W beta z T a delta kept (ends_largest n m a delta) (Rmax A A') k);
      [exact lines| |apply Rgt_not_eq, kept_slopes_pos; assumption|exact alone].
    intros t late j inside. pose proof (Rmax_l A A'). pose proof (Rmax_r A A').
    unfold kept. rewrite most by (apply passed; lra). apply settled; [lra|exact inside]. }
  split; [exact speed | apply grows_decides, speed].
Qed.

(** AdaScale-L: the logits times the square of the ratio. *)
Theorem adascale_l_at_infinity :
  forall n C z T a delta (y : R -> vec) changes B M weight sums m (count : R -> nat) g alpha b k,
  (0 < sums)%nat -> (0 < m)%nat -> 0 <= weight -> activation_lines n z T a delta ->
  (forall j, (j < n)%nat -> 0 <= delta j) -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  (forall t j, (j < n)%nat -> 0 <= y t j /\ Rabs (y t j - z t j) <= B) -> (forall t, 0 <= changes t) ->
  (forall r, M < r -> count r = m) ->
  approaches C g alpha b -> unique_top C b k ->
  let kept := fun t => largest n (count (ada_statistic n sums weight (y t) (changes t))) (z t) in
  let square := fun (kept : nat -> bool) u => kept_ratio n kept u * kept_ratio n kept u in
  let S := fun t => energy C (fun c => g t c * square (kept t) (z t)) in
  let q := square (ends_largest n m a delta) delta * b k in
  grows S q /\ (0 < q -> diverges S) /\ (q < 0 -> diverges (fun t => - S t)).
Proof.
  intros n C z T a delta y changes B M weight sums m count g alpha b k
    some_sums some nonneg lines rises moves near kind most follows alone kept square S q.
  destruct (ada_statistic_passes n sums weight z T a delta y changes B M) as [A passed]; try assumption.
  destruct (largest_settles n m z T a delta lines) as [A' settled].
  assert (ratio : tends_to (fun t => kept_ratio n (kept t) (z t))
    (kept_ratio n (ends_largest n m a delta) delta)).
  { apply kept_ratio_limit with T a (Rmax A A');
      [exact lines| |apply Rgt_not_eq, kept_slopes_pos; assumption].
    intros t late j inside. pose proof (Rmax_l A A'). pose proof (Rmax_r A A').
    unfold kept. rewrite most by (apply passed; lra). apply settled; [lra|exact inside]. }
  pose proof (proj1 alone) as below.
  assert (speed : grows S q).
  { unfold q. rewrite <- (unique_top_slope C b k alone).
    rewrite <- max_slope_scal by (unfold square; apply Rle_0_sqr).
    apply energy_grows; [lia|]. intros c inside. rewrite Rmult_comm.
    apply grows_times; [|apply tends_to_mult; exact ratio].
    apply grows_of_gap with (alpha c), follows, inside. }
  split; [exact speed | apply grows_decides, speed].
Qed.

(** ** Frozen activations: VRA, DICE with ReAct, ReAct with ASH-S *)

(** Reshaping that is constant far up and, where a unit falls, far down. *)
Definition frozen (h : nat -> R -> R) (up down a delta : vec) : vec := fun j =>
  if Rlt_dec 0 (delta j) then up j else if Rlt_dec (delta j) 0 then down j else h j (a j).

Lemma units_freeze : forall n z T a delta (h : nat -> R -> R) (up down : vec),
  activation_lines n z T a delta ->
  (forall j, (j < n)%nat -> exists M, forall r, M <= r -> h j r = up j) ->
  (forall j, (j < n)%nat -> delta j < 0 -> exists M, forall r, r <= M -> h j r = down j) ->
  exists A, forall t, A <= t -> forall j, (j < n)%nat -> h j (z t j) = frozen h up down a delta j.
Proof.
  intros n z T a delta h up down lines above below.
  apply (eventually_all n (fun j t => h j (z t j) = frozen h up down a delta j)). intros j inside.
  unfold frozen. destruct (Rlt_dec 0 (delta j)) as [rises|not_rises].
  - destruct (above j inside) as [M high]. destruct (diverges_line (a j) (delta j) rises M) as [A far].
    exists (Rmax A T). intros t late. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
    rewrite lines by (assumption || lra). apply high, far. lra.
  - destruct (Rlt_dec (delta j) 0) as [falls|level].
    + destruct (below j inside falls) as [M low].
      destruct (diverges_line (- a j) (- delta j) ltac:(lra) (- M)) as [A far].
      exists (Rmax A T). intros t late. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
      rewrite lines by (assumption || lra). apply low. specialize (far t ltac:(lra)). unfold line. lra.
    + exists T. intros t late. rewrite lines by assumption. unfold line. f_equal.
      assert (delta j = 0) as -> by lra. ring.
Qed.

Lemma energy_of_head_ext : forall n C W beta u w, (forall j, (j < n)%nat -> u j = w j) ->
  energy C (affine_map n W beta u) = energy C (affine_map n W beta w).
Proof.
  intros n C W beta u w same. unfold energy. f_equal. apply sum_ext. intros c _. f_equal.
  unfold affine_map. f_equal. apply sum_ext. intros j inside. rewrite same by exact inside. reflexivity.
Qed.

(** VRA: 0 below a bound, another bound above it, moved by a constant between. *)
Definition rectified_between (low high shift r : R) : R :=
  if Rlt_dec r low then 0 else if Rlt_dec high r then high else r + shift.

Lemma vra_freezes : forall n C W beta z T a delta (low high : vec) shift,
  activation_lines n z T a delta -> (forall j, (j < n)%nat -> low j <= high j) ->
  let h := fun j => rectified_between (low j) (high j) shift in
  exists A, forall t, A <= t -> energy C (affine_map n W beta (fun j => h j (z t j)))
    = energy C (affine_map n W beta (frozen h high (fun _ => 0) a delta)).
Proof.
  intros n C W beta z T a delta low high shift lines order h.
  destruct (units_freeze n z T a delta h high (fun _ => 0) lines) as [A still].
  - intros j inside. specialize (order j inside). exists (high j + 1). intros r far.
    unfold h, rectified_between. destruct (Rlt_dec r (low j)); [lra|]. destruct (Rlt_dec (high j) r); lra.
  - intros j _ _. exists (low j - 1). intros r far. unfold h, rectified_between.
    destruct (Rlt_dec r (low j)); lra.
  - exists A. intros t late. apply energy_of_head_ext. intros j inside. apply still; assumption.
Qed.

(** The score is a number from some t on. *)
Theorem vra_at_infinity : forall n C W beta z T a delta (low high : vec),
  activation_lines n z T a delta -> (forall j, (j < n)%nat -> low j <= high j) ->
  let h := fun j => rectified_between (low j) (high j) 0 in
  exists A, forall t, A <= t -> energy C (affine_map n W beta (fun j => h j (z t j)))
    = energy C (affine_map n W beta (frozen h high (fun _ => 0) a delta)).
Proof. intros. apply vra_freezes with T; assumption. Qed.

(** VRA+: the same with a constant added between the bounds. *)
Theorem vra_plus_at_infinity : forall n C W beta z T a delta (low high : vec) shift,
  activation_lines n z T a delta -> (forall j, (j < n)%nat -> low j <= high j) ->
  let h := fun j => rectified_between (low j) (high j) shift in
  exists A, forall t, A <= t -> energy C (affine_map n W beta (fun j => h j (z t j)))
    = energy C (affine_map n W beta (frozen h high (fun _ => 0) a delta)).
Proof. intros. apply vra_freezes with T; assumption. Qed.

(** VRA as OpenOOD ships it: activations clipped between two numbers. *)
Theorem vra_clip_at_infinity : forall n C W beta z T a delta low high,
  activation_lines n z T a delta -> low <= high ->
  let h := fun _ : nat => clip low high in
  exists A, forall t, A <= t -> energy C (affine_map n W beta (fun j => h j (z t j)))
    = energy C (affine_map n W beta (frozen h (fun _ => high) (fun _ => low) a delta)).
Proof.
  intros n C W beta z T a delta low high lines order h.
  destruct (units_freeze n z T a delta h (fun _ => high) (fun _ => low) lines) as [A still].
  - intros j inside. exists high. intros r far. unfold h, clip. apply Rmin_left.
    apply Rle_trans with (1 := far), Rmax_r.
  - intros j _ _. exists low. intros r far. unfold h, clip.
    rewrite Rmax_left by exact far. apply Rmin_right, order.
  - exists A. intros t late. apply energy_of_head_ext. intros j inside. apply still; assumption.
Qed.

Lemma clipped_above_freezes : forall n z T a delta theta,
  activation_lines n z T a delta -> (forall j, (j < n)%nat -> 0 <= delta j) ->
  exists A, forall t, A <= t -> forall j, (j < n)%nat ->
    Rmin (z t j) theta = frozen (fun _ r => Rmin r theta) (fun _ => theta) (fun _ => 0) a delta j.
Proof.
  intros n z T a delta theta lines rises.
  apply (units_freeze n z T a delta (fun _ r => Rmin r theta) (fun _ => theta) (fun _ => 0) lines).
  - intros j inside. exists theta. intros r far. apply Rmin_right, far.
  - intros j inside falls. specialize (rises j inside). lra.
Qed.

(** DICE and ReAct together: the masked head reads clipped activations. *)
Theorem dice_react_at_infinity : forall n C W (mask : nat -> nat -> bool) beta z T a delta theta,
  activation_lines n z T a delta -> (forall j, (j < n)%nat -> 0 <= delta j) ->
  let masked := fun c j => if mask c j then W c j else 0 in
  let last := frozen (fun _ r => Rmin r theta) (fun _ => theta) (fun _ => 0) a delta in
  exists A, forall t, A <= t -> energy C (affine_map n masked beta (fun j => Rmin (z t j) theta))
    = energy C (affine_map n masked beta last).
Proof.
  intros n C W mask beta z T a delta theta lines rises masked last.
  destruct (clipped_above_freezes n z T a delta theta lines rises) as [A still].
  exists A. intros t late. apply energy_of_head_ext. intros j inside. apply still; assumption.
Qed.

(** ReAct, then ASH-S, all that tie at the cut kept: a number too. *)
Theorem react_ash_s_at_infinity : forall n C W beta z T a delta theta k,
  activation_lines n z T a delta -> (forall j, (j < n)%nat -> 0 <= delta j) ->
  let shaped := fun u : vec => fun j => (if largest_with_ties n k u j then u j else 0)
    * exp (kept_ratio n (largest_with_ties n k u) u) in
  let last := frozen (fun _ r => Rmin r theta) (fun _ => theta) (fun _ => 0) a delta in
  exists A, forall t, A <= t -> energy C (affine_map n W beta (shaped (fun j => Rmin (z t j) theta)))
    = energy C (affine_map n W beta (shaped last)).
Proof.
  intros n C W beta z T a delta theta k lines rises shaped last.
  destruct (clipped_above_freezes n z T a delta theta lines rises) as [A still].
  exists A. intros t late. apply energy_of_head_ext.
  pose proof (still t late) as same. fold last in same.
  assert (kept : forall j, (j < n)%nat -> largest_with_ties n k (fun i => Rmin (z t i) theta) j
    = largest_with_ties n k last j).
  { intros j inside. unfold largest_with_ties. rewrite (rank_ext n _ (strictly_larger last) j); [reflexivity|].
    intros i i_inside. unfold strictly_larger. rewrite !same by assumption. reflexivity. }
  assert (ratio : kept_ratio n (largest_with_ties n k (fun i => Rmin (z t i) theta)) (fun i => Rmin (z t i) theta)
    = kept_ratio n (largest_with_ties n k last) last).
  { unfold kept_ratio, kept_sum. apply f_equal2; [apply sum_ext; exact same|].
    apply sum_ext. intros j inside. rewrite kept, same by exact inside. reflexivity. }
  intros j inside. unfold shaped. rewrite ratio, kept, same by exact inside. reflexivity.
Qed.

(** ** Quadratic growth, and VRA++ *)

(** u(t) / t^2 tends to q. *)
Definition grows_squared (u : R -> R) (q : R) : Prop := tends_to (fun t => u t / (t * t)) q.

Lemma grows_squared_decides : forall u q, grows_squared u q ->
  (0 < q -> diverges u) /\ (q < 0 -> diverges (fun t => - u t)).
Proof.
  assert (up : forall u q, grows_squared u q -> 0 < q -> diverges u).
  { intros u q speed sign M.
    destruct (tends_to_eventually_gt _ _ (q / 2) speed ltac:(lra)) as [A fast].
    destruct (diverges_quadratic (q / 2) 0 0 ltac:(lra) M) as [B large].
    exists (Rmax 1 (Rmax A B)). intros t late.
    pose proof (Rmax_l 1 (Rmax A B)). pose proof (Rmax_r 1 (Rmax A B)).
    pose proof (Rmax_l A B). pose proof (Rmax_r A B).
    specialize (fast t ltac:(lra)). specialize (large t ltac:(lra)). cbv beta in large.
    assert (0 < t * t) by nra.
    apply (Rmult_lt_compat_r (t * t)) in fast; [|assumption].
    replace (u t / (t * t) * (t * t)) with (u t) in fast by (field; nra). lra. }
  intros u q speed. split; intros sign; [apply (up u q); assumption|].
  apply (up (fun t => - u t) (- q)); [|lra]. unfold grows_squared.
  apply tends_to_ext with (fun t => -1 * (u t / (t * t))); [intros; unfold Rdiv; ring|].
  replace (- q) with (-1 * q) by ring. apply tends_to_scal, speed.
Qed.

Lemma grows_squared_quadratic : forall u r s p T,
  (forall t, T <= t -> u t = r * (t * t) + s * t + p) -> grows_squared u r.
Proof.
  intros u r s p T same. unfold grows_squared.
  apply tends_to_eventually with (fun t => r + (s * / t + p * (/ t * / t))) (Rmax 1 T).
  - intros t late. pose proof (Rmax_l 1 T). pose proof (Rmax_r 1 T).
    rewrite same by lra. field. lra.
  - replace (tends_to (fun t => r + (s * / t + p * (/ t * / t))) r)
      with (tends_to (fun t => r + (s * / t + p * (/ t * / t))) (r + (s * 0 + p * (0 * 0))))
      by (f_equal; ring).
    apply tends_to_plus; [apply tends_to_const|].
    apply tends_to_plus; apply tends_to_scal; [|apply tends_to_mult]; apply tends_to_inverse.
Qed.

Lemma grows_squared_plus : forall u w q r, grows_squared u q -> grows_squared w r ->
  grows_squared (fun t => u t + w t) (q + r).
Proof.
  intros u w q r speed speed'. unfold grows_squared.
  apply tends_to_ext with (fun t => u t / (t * t) + w t / (t * t)); [intros; unfold Rdiv; ring|].
  apply tends_to_plus; assumption.
Qed.

Lemma grows_squared_scal : forall r u q, grows_squared u q -> grows_squared (fun t => r * u t) (r * q).
Proof.
  intros r u q speed. unfold grows_squared.
  apply tends_to_ext with (fun t => r * (u t / (t * t))); [intros; unfold Rdiv; ring|].
  apply tends_to_scal, speed.
Qed.

Lemma diverges_down_flags : forall S, diverges (fun t => - S t) -> forall theta, flags_at S theta.
Proof.
  intros S down theta. destruct (down (1 - theta)) as [A low]. exists A. intros t late.
  specialize (low t late). cbv beta in low. lra.
Qed.

(** VRA++: the energy of VRA minus weight times the squared distance from m:
    - weight || delta ||^2 t^2, flags at every threshold. *)
Theorem vra_plus_plus_at_infinity : forall n C W beta z T a delta (low high : vec) weight m,
  activation_lines n z T a delta -> (forall j, (j < n)%nat -> low j <= high j) ->
  (exists j, (j < n)%nat /\ delta j <> 0) -> 0 < weight ->
  let h := fun j => rectified_between (low j) (high j) 0 in
  let S := fun t => energy C (affine_map n W beta (fun j => h j (z t j)))
    - weight * sum_below n (fun j => (z t j - m) * (z t j - m)) in
  grows_squared S (- (weight * sum_below n (fun j => delta j * delta j)))
  /\ diverges (fun t => - S t) /\ forall theta, flags_at S theta.
Proof.
  intros n C W beta z T a delta low high weight m lines order moves positive h S.
  destruct (vra_freezes n C W beta z T a delta low high 0 lines order) as [A still].
  change (forall t, A <= t -> energy C (affine_map n W beta (fun j => h j (z t j)))
    = energy C (affine_map n W beta (frozen h high (fun _ => 0) a delta))) in still.
  set (e := energy C (affine_map n W beta (frozen h high (fun _ => 0) a delta))) in *.
  assert (speed : grows_squared S (- (weight * sum_below n (fun j => delta j * delta j)))).
  { apply grows_squared_quadratic with
      (- (weight * (2 * sum_below n (fun j => (a j - m) * delta j))))
      (e - weight * sum_below n (fun j => (a j - m) * (a j - m))) (Rmax A T).
    intros t late. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
    unfold S. rewrite (still t ltac:(lra)).
    rewrite (sum_ext n _ (fun j => (a j - m) * (a j - m)
      + (t * (2 * ((a j - m) * delta j)) + t * t * (delta j * delta j)))).
    - rewrite !sum_plus, !sum_scal. ring.
    - intros j inside. rewrite lines by (assumption || lra). unfold line. ring. }
  split; [exact speed|].
  assert (down : diverges (fun t => - S t)).
  { apply (grows_squared_decides S _ speed). destruct moves as [j [inside moves]].
    assert (0 < sum_below n (fun j => delta j * delta j)).
    { apply Rlt_le_trans with (delta j * delta j); [nra|].
      apply (sum_term_le n (fun j => delta j * delta j) j inside). intros; nra. }
    nra. }
  split; [exact down | apply diverges_down_flags, down].
Qed.
