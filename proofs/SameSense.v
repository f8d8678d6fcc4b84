(** * Ensembles whose members share the sense of monotonicity
    (claim perfect-certainty-same-sense)

    On a saturating tail the top class is the only one whose probability
    rises.  Members with equal signs therefore saturate to one class. *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Witnesses
  Gradient Metrics MetricGradients MetricRefutations Certainty Penultimate Cea Interval Heads.
Import ListNotations.

Open Scope R_scope.

(** Every class probability rises in coordinate d for all members, or falls
    for all members. *)
Definition share_sense (K C : nat) (I : vec -> Prop) (d : nat) (p : nat -> vec -> vec) : Prop :=
  forall c, (c < C)%nat ->
    (forall m, (m < K)%nat -> increasing_in I d (fun y => p m y c))
    \/ (forall m, (m < K)%nat -> decreasing_in I d (fun y => p m y c)).

(** The top class rises on the whole tail ... *)
Lemma top_rises : forall C b k p, unique_top C b k -> (1 < C)%nat ->
  (forall c, (c < C)%nat -> 0 < p c) -> sum_below C p = 1 ->
  0 < b k - sum_below C (fun c => p c * b c).
Proof.
  intros C b k p [below largest] several positive total.
  destruct (rival C k several below) as [l [l_below distinct]].
  assert (less : sum_below C (fun c => p c * b c) < sum_below C (fun c => p c * b k)).
  { apply (sum_lt C _ _ l l_below).
    - intros c inside. specialize (positive c inside).
      destruct (Nat.eq_dec c k) as [->|other]; [lra|].
      specialize (largest c inside other). apply Rmult_le_compat_l; lra.
    - specialize (positive l l_below). specialize (largest l l_below distinct).
      apply Rmult_lt_compat_l; lra. }
  rewrite (sum_scal_r C (b k) p), total in less. lra.
Qed.

(** ... and every other class falls in the end. *)
Lemma other_falls : forall f C x v T a b k l, has_lines f C x v T a b ->
  unique_top C b k -> (l < C)%nat -> l <> k ->
  exists A, forall t, A <= t ->
    b l - sum_below C (fun c => softmax C (f (ray x v t)) c * b c) < 0.
Proof.
  intros f C x v T a b k l lines alone below distinct.
  apply tends_to_eventually_lt with (b l - b k).
  - apply tends_to_minus; [apply tends_to_const|].
    replace (b k) with (sum_below C (fun c => one_hot k c * b c)).
    + apply (tends_to_sum C (fun t c => softmax C (f (ray x v t)) c * b c)).
      intros c inside. apply (tends_to_mult (fun t => softmax C (f (ray x v t)) c) (fun _ => b c));
        [|apply tends_to_const].
      rewrite <- (limit_probability_unique C a b k c alone inside).
      apply tail_limit_law with T; assumption.
    + rewrite (sum_ext C _ (fun c => if Nat.eqb c k then b c else 0)).
      * apply sum_single, alone.
      * intros c _. unfold one_hot. destruct (Nat.eqb c k); ring.
  - pose proof (proj2 alone l below distinct). lra.
Qed.

Lemma same_sense_same_top : forall K C f x d s T a b top (I : vec -> Prop),
  let v := coordinate_direction d s in
  s <> 0 ->
  (forall m, (m < K)%nat -> has_lines (f m) C x v (T m) (a m) (b m)) ->
  (forall m, (m < K)%nat -> unique_top C (b m) (top m)) ->
  (exists A, forall t, A <= t -> I (ray x v t)) ->
  share_sense K C I d (fun m y => softmax C (f m y)) ->
  forall m m', (m < K)%nat -> (m' < K)%nat -> top m = top m'.
Proof.
  intros K C f x d s T a b top I v moving lines alone [A inside] shared m m' member member'.
  destruct (Nat.eq_dec (top m) (top m')) as [|distinct]; [assumption|exfalso].
  pose proof (proj1 (alone m member)) as below. pose proof (proj1 (alone m' member')) as below'.
  set (k := top m) in *.
  destruct (other_falls (f m') C x v _ _ _ (top m') k (lines m' member') (alone m' member')
    below distinct) as [B falls].
  set (t := Rmax (Rmax A B) (Rmax (T m) (T m')) + 1).
  pose proof (Rmax_l (Rmax A B) (Rmax (T m) (T m'))).
  pose proof (Rmax_r (Rmax A B) (Rmax (T m) (T m'))).
  pose proof (Rmax_l A B). pose proof (Rmax_r A B).
  pose proof (Rmax_l (T m) (T m')). pose proof (Rmax_r (T m) (T m')).
  assert (here : I (ray x v t)) by (apply inside; unfold t; lra).
  pose proof (tail_derivative (f m) C x v _ _ _ t k (lines m member) ltac:(unfold t; lra) below) as up.
  pose proof (tail_derivative (f m') C x v _ _ _ t k (lines m' member') ltac:(unfold t; lra) below) as down.
  cbv beta zeta in up, down.
  pose proof (softmax_pos C (f m (ray x v t)) k below) as positive.
  pose proof (softmax_pos C (f m' (ray x v t)) k below) as positive'.
  pose proof (top_rises C (b m) k (softmax C (f m (ray x v t))) (alone m member) ltac:(lia)
    (fun c small => softmax_pos C _ c small) (softmax_sum_one C _ ltac:(lia))) as rising.
  specialize (falls t ltac:(unfold t; lra)).
  assert (signs : exists r r', is_partial (fun y => softmax C (f m y) k) d (ray x v t) r
    /\ is_partial (fun y => softmax C (f m' y) k) d (ray x v t) r' /\ 0 < r * r').
  { destruct (shared k below) as [rise|fall].
    - destruct (rise m member _ here) as [r [partial sign]].
      destruct (rise m' member' _ here) as [r' [partial' sign']].
      exists r, r'. repeat split; try assumption. nra.
    - destruct (fall m member _ here) as [r [partial sign]].
      destruct (fall m' member' _ here) as [r' [partial' sign']].
      exists r, r'. repeat split; try assumption. nra. }
  destruct signs as [r [r' [partial [partial' sign]]]].
  apply (partial_along_ray (fun y => softmax C (f m y) k)) in partial.
  apply (partial_along_ray (fun y => softmax C (f m' y) k)) in partial'.
  pose proof (derivable_pt_lim_unique _ _ _ _ partial up) as E.
  pose proof (derivable_pt_lim_unique _ _ _ _ partial' down) as E'.
  assert (P : 0 < r * s) by (rewrite E; apply Rmult_lt_0_compat; assumption).
  assert (N : r' * s < 0).
  { rewrite E'.
    assert (0 < softmax C (f m' (ray x v t)) k *
      - (b m' k - sum_below C (fun c => softmax C (f m' (ray x v t)) c * b m' c)))
      by (apply Rmult_lt_0_compat; lra). lra. }
  assert (square : 0 < s * s) by nra. nra.
Qed.

(** Repaired: saturating members that share the sense of monotonicity in the
    scaled coordinate reach perfect certainty together. *)
Theorem perfect_certainty_same_sense_repaired : forall K C f x d s T a b top (I : vec -> Prop),
  let v := coordinate_direction d s in
  (0 < K)%nat -> s <> 0 ->
  (forall m, (m < K)%nat -> has_lines (f m) C x v (T m) (a m) (b m)) ->
  (forall m, (m < K)%nat -> unique_top C (b m) (top m)) ->
  (exists A, forall t, A <= t -> I (ray x v t)) ->
  share_sense K C I d (fun m y => softmax C (f m y)) ->
  reaches_certainty K C (fun t => predictions C f (ray x v t)).
Proof.
  intros K C f x d s T a b top I v members moving lines alone inside shared.
  apply (perfect_certainty_repaired K C f x v T a b (top 0%nat) members lines).
  intros m member.
  rewrite <- (same_sense_same_top K C f x d s T a b top I moving lines alone inside shared
    m 0%nat member members).
  apply alone, member.
Qed.

(** ... so it holds for almost every tuple of heads: for all that lie off the
    hyperplanes of their bodies (see [almost_every_head_on_lines]). *)
Theorem perfect_certainty_same_sense_almost_every_head :
  forall K C (body : nat -> network) n W beta x d s (I : vec -> Prop),
  let v := coordinate_direction d s in
  let net m := Compose (body m) (Affine (n m) (W m) (beta m)) in
  (0 < K)%nat -> (0 < C)%nat -> s <> 0 ->
  (forall m, (m < K)%nat -> off_hyperplanes C (n m) (W m) (tail_slope (body m) x v)) ->
  (exists A, forall t, A <= t -> I (ray x v t)) ->
  share_sense K C I d (fun m y => softmax C (eval (net m) y)) ->
  reaches_certainty K C (fun t => predictions C (fun m => eval (net m)) (ray x v t)).
Proof.
  intros K C body n W beta x d s I v net members classes moving off inside shared.
  set (b := fun m => tail_slope (net m) x v).
  assert (tops : exists top, forall m, (m < K)%nat -> unique_top C (b m) (top m)).
  { assert (each : forall m, (m < K)%nat -> exists k, unique_top C (b m) k).
    { intros m member.
      destruct (off_hyperplanes_unique_top C (n m) (W m) _ classes (off m member)) as [k alone].
      exists k. exact alone. }
    clear - each. induction K as [|K earlier].
    - exists (fun _ => 0%nat). intros; lia.
    - destruct earlier as [top alone]; [intros; apply each; lia|].
      destruct (each K ltac:(lia)) as [k last].
      exists (fun m => if Nat.eqb m K then k else top m). intros m member.
      destruct (Nat.eqb_spec m K) as [->|other]; [exact last | apply alone; lia]. }
  destruct tops as [top alone].
  exact (perfect_certainty_same_sense_repaired K C (fun m => eval (net m)) x d s
    (fun m => tail_from (net m) x v) (fun m => tail_intercept (net m) x v) b top I
    members moving (fun m _ => network_has_lines (net m) C x v) alone inside shared).
Qed.

(** Assumption 1 with its approximation error ignored, for ReLU networks
    whose signs are shared everywhere and in every coordinate. *)
Definition perfect_certainty_same_sense_as_printed : Prop :=
  forall K C D (net : nat -> network) x d,
    (0 < K)%nat -> (d < D)%nat -> x d <> 0 ->
    (forall j, (j < D)%nat ->
       share_sense K C everywhere j (fun m y => softmax C (eval (net m) y))) ->
    reaches_certainty K C (fun alpha => predictions C (networks net) (scale x d alpha)).

Lemma tie_net_not_saturating : forall w x v k, v 1%nat = 0 -> 0 < v 0%nat ->
  ~ unique_top 3 (tail_slope (tie_net w) x v) k.
Proof.
  intros w x v k still moving [below largest].
  set (b := tail_slope (tie_net w) x v) in *.
  assert (slopes : b 0%nat = 0 /\ b 1%nat = 0 /\ b 2%nat < 0).
  { unfold b, tie_net. rewrite !through_relu_slope. unfold affine_map. cbn [sum_below].
    unfold tie_weights, rows. cbn [nth]. rewrite still. repeat split; lra. }
  three k below; [specialize (largest 1%nat ltac:(lia) ltac:(lia))
    | specialize (largest 0%nat ltac:(lia) ltac:(lia))
    | specialize (largest 0%nat ltac:(lia) ltac:(lia))]; lra.
Qed.

(** Two networks with tied tails share all signs and are never certain. *)
Theorem perfect_certainty_same_sense_as_printed_false : ~ perfect_certainty_same_sense_as_printed.
Proof.
  intros claim.
  destruct (claim 2%nat 3%nat 2%nat pair (fun _ => 1) 0%nat ltac:(lia) ltac:(lia) ltac:(lra))
    as [M _].
  - intros j inside c below. destruct (tie_rises c j) eqn:rising; [left|right]; intros m _;
      pose proof (tie_net_signs (weight_of m) c j (weight_of_pos m) below inside) as sign;
      rewrite rising in sign; exact sign.
  - assert (R := proj1 (tends_to_scaling
      (fun y => msp 3 (mean 2 (predictions 3 (networks pair) y))) (fun _ => 1) 0 1) M).
    set (v := scaling_direction (fun _ => 1) 0) in *.
    apply (perfect_certainty_criterion 2 3 (networks pair) (fun _ => 1) v
      (fun m => tail_from (pair m) (fun _ => 1) v)
      (fun m => tail_intercept (pair m) (fun _ => 1) v)
      (fun m => tail_slope (pair m) (fun _ => 1) v)) in R;
      [|lia|lia|intros m _; apply network_has_lines].
    destruct R as [k alone].
    apply (tie_net_not_saturating (weight_of 0) (fun _ => 1) v k);
      [reflexivity | unfold v, scaling_direction; simpl; lra | apply (alone 0%nat); lia].
Qed.
