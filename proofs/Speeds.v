(** * Several speeds: curves x' + t^(r_0) v_0 + t^(r_1) v_1 + ...
    (claim several-speeds) *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics DetectorsLogits.
Import ListNotations.

Open Scope R_scope.

(** Falling positive powers. *)
Definition falling (m : nat) (r : nat -> R) : Prop :=
  (forall i, (i < m)%nat -> 0 < r i) /\ (forall i j, (i < j < m)%nat -> r j < r i).

Definition curve (m : nat) (r : nat -> R) (x : vec) (v : nat -> vec) (t : R) : vec :=
  fun j => x j + sum_below m (fun i => Rpower t (r i) * v i j).

(** a + b_0 t^(r_0) + b_1 t^(r_1) + ... *)
Definition series (m : nat) (r b : nat -> R) (a t : R) : R :=
  a + sum_below m (fun i => Rpower t (r i) * b i).

(** The first coefficient, from i on, in which b differs from b' is larger. *)
Fixpoint lex_larger (m i : nat) (b b' : nat -> R) : bool :=
  match m with
  | O => false
  | S rest => if Rlt_dec (b' i) (b i) then true
              else if Rlt_dec (b i) (b' i) then false else lex_larger rest (S i) b b'
  end.

Lemma lex_larger_true : forall m i b b', lex_larger m i b b' = true ->
  exists p, (i <= p < i + m)%nat /\ b' p < b p /\ forall q, (i <= q < p)%nat -> b q = b' q.
Proof.
  induction m as [|m IH]; intros i b b' larger; [discriminate|]. cbn [lex_larger] in larger.
  destruct (Rlt_dec (b' i) (b i)) as [less|not_less].
  - exists i. split; [lia|]. split; [exact less|]. intros q range. lia.
  - destruct (Rlt_dec (b i) (b' i)) as [|not_more]; [discriminate|].
    destruct (IH (S i) b b' larger) as [p [range [less same]]].
    exists p. split; [lia|]. split; [exact less|]. intros q q_range.
    destruct (Nat.eq_dec q i) as [->|other]; [lra|]. apply same. lia.
Qed.

Lemma lex_larger_neither : forall m i b b', lex_larger m i b b' = false -> lex_larger m i b' b = false ->
  forall q, (i <= q < i + m)%nat -> b q = b' q.
Proof.
  induction m as [|m IH]; intros i b b' one two q range; [lia|]. cbn [lex_larger] in *.
  destruct (Rlt_dec (b' i) (b i)) as [|not_less]; [discriminate|].
  destruct (Rlt_dec (b i) (b' i)) as [|not_more]; [discriminate|].
  destruct (Nat.eq_dec q i) as [->|other]; [lra|]. apply (IH (S i)); [exact one|exact two|lia].
Qed.

Lemma lex_larger_itself : forall m i b, lex_larger m i b b = false.
Proof.
  induction m as [|m IH]; intros i b; [reflexivity|]. cbn [lex_larger].
  destruct (Rlt_dec (b i) (b i)); [lra|]. apply IH.
Qed.

Lemma lex_larger_transitive : forall m i b b' b'', lex_larger m i b b' = true ->
  lex_larger m i b' b'' = true -> lex_larger m i b b'' = true.
Proof.
  induction m as [|m IH]; intros i b b' b'' one two; [discriminate|]. cbn [lex_larger] in *.
  destruct (Rlt_dec (b' i) (b i)), (Rlt_dec (b'' i) (b' i)), (Rlt_dec (b'' i) (b i)); try reflexivity;
    try lra; destruct (Rlt_dec (b i) (b' i)), (Rlt_dec (b' i) (b'' i)), (Rlt_dec (b i) (b'' i));
    try discriminate; try lra.
  apply IH with b'; assumption.
Qed.

(** ** A series ends with the sign of its first coefficient *)

Lemma power_fades : forall p, 0 < p -> tends_to (fun t => Rpower t (- p)) 0.
Proof.
  intros p positive eps eps_pos. exists (Rmax 1 (Rpower eps (- / p)) + 1). intros t late.
  pose proof (Rmax_l 1 (Rpower eps (- / p))). pose proof (Rmax_r 1 (Rpower eps (- / p))).
  rewrite Rminus_0_r, Rabs_pos_eq by (apply Rlt_le, exp_pos).
  assert (eps_power : eps = Rpower (Rpower eps (- / p)) (- p)).
  { rewrite Rpower_mult. replace (- / p * - p) with 1 by (field; lra). rewrite Rpower_1; [reflexivity|exact eps_pos]. }
  rewrite eps_power at 1. unfold Rpower at 1 2. apply exp_increasing.
  assert (ln (Rpower eps (- / p)) < ln t) by (apply ln_increasing; [apply exp_pos|lra]). nra.
Qed.

(** Divided by t^(r_p), a series whose coefficients before p are 0 tends to b_p. *)
Lemma series_leading : forall m r b a p, falling m r -> (p < m)%nat ->
  (forall q, (q < p)%nat -> b q = 0) ->
  tends_to (fun t => series m r b a t * Rpower t (- r p)) (b p).
Proof.
  intros m r b a p [positive order] inside zero.
  apply tends_to_eventually with (fun t => a * Rpower t (- r p)
    + sum_below m (fun i => if Nat.eqb i p then b p else
        if Nat.ltb i p then 0 else b i * Rpower t (- (r p - r i)))) 1.
  - intros t late. unfold series. rewrite Rmult_plus_distr_r. f_equal.
    rewrite <- sum_scal_r. apply sum_ext. intros i i_inside.
    rewrite (Rmult_comm (Rpower t (r i))), Rmult_assoc, <- Rpower_plus.
    destruct (Nat.eqb_spec i p) as [->|other].
    + replace (r p + - r p) with 0 by ring. rewrite Rpower_O by lra. ring.
    + destruct (Nat.ltb_spec i p) as [early|late_index]; [rewrite zero by exact early; ring|].
      f_equal. f_equal. ring.
  - replace (tends_to (fun t => a * Rpower t (- r p) + sum_below m (fun i => if Nat.eqb i p then b p else
        if Nat.ltb i p then 0 else b i * Rpower t (- (r p - r i)))) (b p))
      with (tends_to (fun t => a * Rpower t (- r p) + sum_below m (fun i => if Nat.eqb i p then b p else
        if Nat.ltb i p then 0 else b i * Rpower t (- (r p - r i))))
        (a * 0 + sum_below m (fun i => if Nat.eqb i p then b p else 0)))
      by (f_equal; rewrite (sum_single m p (fun _ => b p)) by exact inside; ring).
    apply tends_to_plus; [apply tends_to_scal, power_fades, positive, inside|].
    apply (tends_to_sum m (fun t i => if Nat.eqb i p then b p else
        if Nat.ltb i p then 0 else b i * Rpower t (- (r p - r i)))
      (fun i => if Nat.eqb i p then b p else 0)).
    intros i i_inside. destruct (Nat.eqb_spec i p) as [|other]; [apply tends_to_const|].
    destruct (Nat.ltb_spec i p) as [early|late_index]; [apply tends_to_const|].
    rewrite <- (Rmult_0_r (b i)). apply tends_to_scal, power_fades.
    specialize (order p i ltac:(lia)). lra.
Qed.

(** ... so a larger series stays ahead by as much as one likes. *)
Lemma series_ahead : forall m r b b' a a', falling m r -> lex_larger m 0 b b' = true ->
  diverges (fun t => series m r b a t - series m r b' a' t).
Proof.
  intros m r b b' a a' fall larger M.
  destruct (lex_larger_true m 0 b b' larger) as [p [range [less same]]].
  set (d := fun i => b i - b' i).
  assert (leads : tends_to (fun t => series m r d (a - a') t * Rpower t (- r p)) (d p)).
  { apply series_leading; [exact fall|lia|]. intros q early. unfold d. rewrite same by lia. ring. }
  assert (positive : 0 < d p) by (unfold d; lra).
  destruct (tends_to_eventually_gt _ _ (d p / 2) leads ltac:(lra)) as [A high].
  destruct (power_fades (r p) (proj1 fall p ltac:(lia)) (d p / 2 / (Rabs M + 1))) as [B small].
  { apply Rdiv_lt_0_compat; [lra|]. pose proof (Rabs_pos M). lra. }
  exists (Rmax A B). intros t late. pose proof (Rmax_l A B). pose proof (Rmax_r A B).
  specialize (high t ltac:(lra)). specialize (small t ltac:(lra)). cbv beta in high.
  assert (factor : 0 < Rpower t (- r p)) by apply exp_pos.
  rewrite Rminus_0_r, Rabs_pos_eq in small by lra.
  assert (difference : series m r b a t - series m r b' a' t = series m r d (a - a') t).
  { unfold series, d. rewrite (sum_ext m (fun i => Rpower t (r i) * (b i - b' i))
      (fun i => Rpower t (r i) * b i - Rpower t (r i) * b' i)) by (intros; ring).
    rewrite sum_minus. ring. }
  rewrite difference. pose proof (Rabs_pos M). pose proof (Rle_abs M).
  apply (Rmult_le_reg_r (Rpower t (- r p))); [exact factor|].
  apply Rle_trans with (d p / 2); [|lra].
  apply Rle_trans with ((Rabs M + 1) * Rpower t (- r p)); [apply Rmult_le_compat_r; lra|].
  apply (Rmult_lt_compat_l (Rabs M + 1)) in small; [|lra].
  replace ((Rabs M + 1) * (d p / 2 / (Rabs M + 1))) with (d p / 2) in small by (field; lra). lra.
Qed.

(** ** The limit of the softmax *)

(** Class c is among those of the lexicographically largest coefficients. *)
Definition fastest (C m : nat) (b : nat -> nat -> R) (c : nat) : bool :=
  forallb (fun k => negb (lex_larger m 0 (b k) (b c))) (seq 0 C).

Definition fastest_weight (C m : nat) (b : nat -> nat -> R) (a : vec) (c : nat) : R :=
  if fastest C m b c then exp (a c) else 0.

(** Logits that follow series up to o(1): p tends to the softmax of the
    constants over the fastest classes, and to 0 elsewhere. *)
Theorem several_speeds : forall C m r (g : R -> vec) (b : nat -> nat -> R) a c,
  falling m r -> (c < C)%nat ->
  (forall k, (k < C)%nat -> tends_to (fun t => g t k - series m r (b k) (a k) t) 0) ->
  tends_to (fun t => softmax C (g t) c)
    (fastest_weight C m b a c / sum_below C (fastest_weight C m b a)).
Proof.
  intros C m r g b a c fall below follows.
  destruct (first_place C (fun i j => lex_larger m 0 (b i) (b j))) as [l [l_below l_first]].
  { intros i. apply lex_larger_itself. }
  { intros i j k. apply lex_larger_transitive. }
  { lia. }
  assert (l_fastest : fastest C m b l = true).
  { apply forallb_forall. intros k member. apply in_seq in member. rewrite l_first by lia. reflexivity. }
  assert (weight : forall k, (k < C)%nat ->
    tends_to (fun t => exp (g t k - g t l)) (exp (- a l) * fastest_weight C m b a k)).
  { intros k k_below. unfold fastest_weight. destruct (fastest C m b k) eqn:k_fastest.
    - assert (same : forall q, (q < m)%nat -> b k q = b l q).
      { intros q range. apply (lex_larger_neither m 0 (b k) (b l)); [apply l_first, k_below| |lia].
        unfold fastest in k_fastest. rewrite forallb_forall in k_fastest.
        specialize (k_fastest l). destruct (lex_larger m 0 (b l) (b k)); [|reflexivity].
        discriminate k_fastest. apply in_seq. lia. }
      rewrite <- exp_plus.
      assert (gap : tends_to (fun t => g t k - g t l) (- a l + a k)).
      { apply tends_to_ext with (fun t => (g t k - series m r (b k) (a k) t)
          - (g t l - series m r (b l) (a l) t) + (- a l + a k)).
        - intros t. unfold series. rewrite (sum_ext m (fun i => Rpower t (r i) * b k i)
            (fun i => Rpower t (r i) * b l i)) by (intros i i_inside; rewrite same by exact i_inside; reflexivity).
          ring.
        - assert (step := tends_to_plus _ _ _ _ (tends_to_minus _ _ _ _ (follows k k_below) (follows l l_below))
            (tends_to_const (- a l + a k))).
          replace (0 - 0 + (- a l + a k)) with (- a l + a k) in step by ring. exact step. }
      apply (tends_to_continuous exp); [|exact gap].
      apply derivable_continuous_pt, derivable_pt_exp.
    - rewrite Rmult_0_r.
      assert (ahead : lex_larger m 0 (b l) (b k) = true).
      { destruct (lex_larger m 0 (b l) (b k)) eqn:ahead; [reflexivity|].
        assert (fastest C m b k = true); [|congruence].
        apply forallb_forall. intros j member. apply in_seq in member.
        destruct (lex_larger m 0 (b j) (b k)) eqn:before; [|reflexivity]. exfalso.
        assert (same := lex_larger_neither m 0 (b k) (b l) (l_first k k_below) ahead).
        assert (transfer : lex_larger m 0 (b j) (b l) = true).
        { assert (rewritten : forall n i, (i + n <= m)%nat ->
            lex_larger n i (b j) (b k) = lex_larger n i (b j) (b l)).
          { induction n as [|n IH]; intros i range; [reflexivity|]. cbn [lex_larger].
            rewrite (same i) by lia. rewrite IH by lia. reflexivity. }
          rewrite <- rewritten by lia. exact before. }
        rewrite l_first in transfer by lia. discriminate. }
      intros eps positive.
      pose proof (series_ahead m r (b l) (b k) (a l) (a k) fall ahead) as far.
      destruct (far (1 + 1 + - ln eps)) as [A high].
      destruct (follows k k_below 1 ltac:(lra)) as [B near].
      destruct (follows l l_below 1 ltac:(lra)) as [B' near'].
      exists (Rmax A (Rmax B B')). intros t late.
      pose proof (Rmax_l A (Rmax B B')). pose proof (Rmax_r A (Rmax B B')).
      pose proof (Rmax_l B B'). pose proof (Rmax_r B B').
      specialize (high t ltac:(lra)). specialize (near t ltac:(lra)). specialize (near' t ltac:(lra)).
      apply Rabs_def2 in near. apply Rabs_def2 in near'. cbv beta in high.
      rewrite Rminus_0_r, Rabs_pos_eq by (apply Rlt_le, exp_pos).
      rewrite <- (exp_ln eps) at 1 by exact positive. apply exp_increasing. lra. }
  assert (total_pos : 0 < sum_below C (fastest_weight C m b a)).
  { apply Rlt_le_trans with (fastest_weight C m b a l).
    - unfold fastest_weight. rewrite l_fastest. apply exp_pos.
    - apply (sum_term_le C (fastest_weight C m b a) l l_below). intros k _. unfold fastest_weight.
      destruct (fastest C m b k); [apply Rlt_le, exp_pos|lra]. }
  pose proof (exp_pos (- a l)) as scale_pos.
  apply tends_to_ext with (fun t => exp (g t c - g t l) * / sum_below C (fun k => exp (g t k - g t l))).
  - intros t. rewrite <- (softmax_shift_invariant C (g t) (- g t l) c below). reflexivity.
  - replace (fastest_weight C m b a c / sum_below C (fastest_weight C m b a))
      with (exp (- a l) * fastest_weight C m b a c
        * / sum_below C (fun k => exp (- a l) * fastest_weight C m b a k)).
    + apply tends_to_mult; [apply weight, below|]. apply tends_to_inv.
      * rewrite sum_scal. apply Rgt_not_eq, Rmult_lt_0_compat; assumption.
      * apply (tends_to_sum C (fun t k => exp (g t k - g t l)) (fun k => exp (- a l) * fastest_weight C m b a k)).
        exact weight.
    + rewrite sum_scal. field. split; lra.
Qed.

(** ** Networks along curves *)

(** A unit is a series from some t on. *)
Definition ends_as_series (m : nat) (r : nat -> R) (u : R -> R) : Prop :=
  exists b a A, forall t, A <= t -> u t = series m r b a t.

Lemma series_plus : forall m r u w, ends_as_series m r u -> ends_as_series m r w ->
  ends_as_series m r (fun t => u t + w t).
Proof.
  intros m r u w [b [a [A same]]] [b' [a' [A' same']]].
  exists (fun i => b i + b' i), (a + a'), (Rmax A A'). intros t late.
  pose proof (Rmax_l A A'). pose proof (Rmax_r A A'). rewrite same, same' by lra. unfold series.
  rewrite (sum_ext m (fun i => Rpower t (r i) * (b i + b' i))
    (fun i => Rpower t (r i) * b i + Rpower t (r i) * b' i)) by (intros; ring).
  rewrite sum_plus. ring.
Qed.

Lemma series_scal : forall m r s u, ends_as_series m r u -> ends_as_series m r (fun t => s * u t).
Proof.
  intros m r s u [b [a [A same]]]. exists (fun i => s * b i), (s * a), A. intros t late.
  rewrite same by exact late. unfold series.
  rewrite (sum_ext m (fun i => Rpower t (r i) * (s * b i)) (fun i => s * (Rpower t (r i) * b i)))
    by (intros; ring). rewrite sum_scal. ring.
Qed.

Lemma series_const : forall m r s, ends_as_series m r (fun _ => s).
Proof.
  intros m r s. exists (fun _ => 0), s, 0. intros t _. unfold series.
  rewrite (sum_ext m _ (fun _ => 0)), sum_zero by (intros; ring). ring.
Qed.

Lemma series_eventually : forall m r u w A, (forall t, A <= t -> u t = w t) ->
  ends_as_series m r u -> ends_as_series m r w.
Proof.
  intros m r u w A same [b [a [B as_series]]]. exists b, a, (Rmax A B). intros t late.
  pose proof (Rmax_l A B). pose proof (Rmax_r A B). rewrite <- same by lra. apply as_series. lra.
Qed.

(** A series ends positive, or not positive. *)
Lemma series_sign : forall m r u, falling m r -> ends_as_series m r u ->
  (exists A, forall t, A <= t -> 0 < u t) \/ (exists A, forall t, A <= t -> u t <= 0).
Proof.
  intros m r u fall [b [a [A same]]].
  assert (zero : forall t, series m r (fun _ => 0) 0 t = 0).
  { intros t. unfold series. rewrite (sum_ext m _ (fun _ => 0)), sum_zero by (intros; ring). ring. }
  destruct (lex_larger m 0 b (fun _ => 0)) eqn:up.
  - left. destruct (series_ahead m r b (fun _ => 0) a 0 fall up 1) as [B high].
    exists (Rmax A B). intros t late. pose proof (Rmax_l A B). pose proof (Rmax_r A B).
    specialize (high t ltac:(lra)). cbv beta in high. rewrite zero in high. rewrite same by lra. lra.
  - destruct (lex_larger m 0 (fun _ => 0) b) eqn:down.
    + right. destruct (series_ahead m r (fun _ => 0) b 0 a fall down 1) as [B high].
      exists (Rmax A B). intros t late. pose proof (Rmax_l A B). pose proof (Rmax_r A B).
      specialize (high t ltac:(lra)). cbv beta in high. rewrite zero in high. rewrite same by lra. lra.
    + assert (constant : forall t, A <= t -> u t = a).
      { intros t late. rewrite same by exact late. unfold series.
        rewrite (sum_ext m _ (fun _ => 0)), sum_zero; [ring|]. intros i i_inside.
        rewrite (lex_larger_neither m 0 b (fun _ => 0) up down i ltac:(lia)). ring. }
      destruct (Rlt_dec 0 a) as [positive|]; [left|right]; exists A; intros t late;
        rewrite constant by exact late; lra.
Qed.

Lemma series_max : forall m r u w, falling m r -> ends_as_series m r u -> ends_as_series m r w ->
  ends_as_series m r (fun t => Rmax (u t) (w t)).
Proof.
  intros m r u w fall as_series as_series'.
  destruct (series_sign m r (fun t => u t + -1 * w t) fall) as [[A ahead]|[A behind]].
  - apply series_plus; [exact as_series|apply series_scal, as_series'].
  - apply series_eventually with u A; [|exact as_series]. intros t late. specialize (ahead t late).
    symmetry. apply Rmax_left. lra.
  - apply series_eventually with w A; [|exact as_series']. intros t late. specialize (behind t late).
    symmetry. apply Rmax_right. lra.
Qed.

Lemma series_min : forall m r u w, falling m r -> ends_as_series m r u -> ends_as_series m r w ->
  ends_as_series m r (fun t => Rmin (u t) (w t)).
Proof.
  intros m r u w fall as_series as_series'.
  apply series_eventually with (fun t => -1 * Rmax (-1 * u t) (-1 * w t)) 0.
  - intros t _. unfold Rmin, Rmax. destruct (Rle_dec (-1 * u t) (-1 * w t)), (Rle_dec (u t) (w t)); lra.
  - apply series_scal, series_max; [exact fall| |]; apply series_scal; assumption.
Qed.

Lemma series_sum : forall m r n (u : R -> vec), (forall j, (j < n)%nat -> ends_as_series m r (fun t => u t j)) ->
  ends_as_series m r (fun t => sum_below n (u t)).
Proof.
  intros m r n u each. induction n as [|n IH]; [exact (series_const m r 0)|]. cbn [sum_below].
  apply (series_plus m r (fun t => sum_below n (u t)) (fun t => u t n)); [apply IH; intros; apply each; lia|].
  apply each. lia.
Qed.

(** Every unit of every network is a series of the same powers in the end. *)
Theorem several_speeds_network : forall net m r (u : R -> vec), falling m r ->
  (forall j, ends_as_series m r (fun t => u t j)) ->
  forall i, ends_as_series m r (fun t => eval net (u t) i).
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f onf g ong|f onf g ong];
    intros m r u fall inputs i; cbn [eval].
  - apply inputs.
  - unfold affine_map. apply series_plus; [|apply series_const].
    apply (series_sum m r n (fun t j => W i j * u t j)). intros j _. apply series_scal, inputs.
  - destruct (Nat.ltb i n); [|apply series_const].
    destruct (series_sign m r (fun t => u t i) fall (inputs i)) as [[A up]|[A down]].
    + apply series_eventually with (fun t => u t i) A; [|apply inputs]. intros t late. unfold leaky.
      specialize (up t late). destruct (Rlt_dec 0 (u t i)); [reflexivity|lra].
    + apply series_eventually with (fun t => s i * u t i) A; [|apply series_scal, inputs].
      intros t late. unfold leaky. specialize (down t late). destruct (Rlt_dec 0 (u t i)); [lra|reflexivity].
  - destruct (Nat.ltb i n); [|apply series_const]. unfold clip.
    apply (series_min m r (fun _ => hi i) (fun t => Rmax (lo i) (u t i))); [exact fall|apply series_const|].
    apply (series_max m r (fun _ => lo i)); [exact fall|apply series_const|apply inputs].
  - destruct (Nat.ltb i n); [|apply series_const]. generalize (first i) as j.
    induction (others i) as [|k rest IH]; intros j; cbn [max_over]; [apply inputs|].
    apply (series_max m r (fun t => u t j) (fun t => max_over (u t) k rest)); [exact fall|apply inputs|apply IH].
  - apply (ong m r (fun t => eval f (u t)) fall). intros j. apply onf; assumption.
  - apply (series_plus m r (fun t => eval f (u t) i) (fun t => eval g (u t) i)); [apply onf|apply ong]; assumption.
Qed.

Lemma curve_series : forall m r x v j, ends_as_series m r (fun t => curve m r x v t j).
Proof. intros m r x v j. exists (fun i => v i j), (x j), 0. intros t _. reflexivity. Qed.

(** So the classes of every network along every such curve are compared
    lexicographically, and p has the limit above. *)
Theorem several_speeds_limit : forall net C m r x v, falling m r ->
  exists b a A, (forall t k, A <= t -> (k < C)%nat -> eval net (curve m r x v t) k = series m r (b k) (a k) t)
  /\ forall c, (c < C)%nat -> tends_to (fun t => softmax C (eval net (curve m r x v t)) c)
       (fastest_weight C m b a c / sum_below C (fastest_weight C m b a)).
Proof.
  intros net C m r x v fall.
  assert (each : forall k, ends_as_series m r (fun t => eval net (curve m r x v t) k))
    by (intros k; apply several_speeds_network; [exact fall|intros j; apply curve_series]).
  assert (together : exists (b : nat -> nat -> R) a A, forall t k, A <= t -> (k < C)%nat ->
    eval net (curve m r x v t) k = series m r (b k) (a k) t).
  { induction C as [|C [b [a [A same]]]]; [exists (fun _ _ => 0), (fun _ => 0), 0; intros; lia|].
    destruct (each C) as [b' [a' [A' same']]].
    exists (fun k => if Nat.eqb k C then b' else b k), (fun k => if Nat.eqb k C then a' else a k), (Rmax A A').
    intros t k late below. pose proof (Rmax_l A A'). pose proof (Rmax_r A A').
    destruct (Nat.eqb_spec k C) as [->|other]; [apply same'; lra|apply same; [lra|lia]]. }
  destruct together as [b [a [A same]]]. exists b, a, A. split; [exact same|]. intros c below.
  apply (several_speeds C m r (fun t => eval net (curve m r x v t)) b a c fall below). intros k k_below.
  apply tends_to_eventually with (fun _ => 0) A; [|apply tends_to_const].
  intros t late. rewrite same by assumption. ring.
Qed.
