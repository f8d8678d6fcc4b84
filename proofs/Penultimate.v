(** * Divergence of logits and penultimate activations (paper B, appendix C) *)

From Farfield Require Import Basics Calculus Softmax Tail Network.
Import ListNotations.

Open Scope R_scope.

(** u goes to plus or to minus infinity. *)
Definition goes_to_infinity (u : R -> R) : Prop := diverges u \/ diverges (fun t => - u t).

(** The largest |z_j| over the first n coordinates. *)
Definition max_abs (n : nat) (z : vec) : R := max0 n (fun j => Rabs (z j)).

(** Distance between two rows of the weight matrix, in the 1-norm. *)
Definition row_distance (n : nat) (W : nat -> nat -> R) (k k' : nat) : R :=
  sum_below n (fun j => Rabs (W k j - W k' j)).

Lemma max_abs_ge : forall n z j, (j < n)%nat -> Rabs (z j) <= max_abs n z.
Proof. intros n z j Hj. apply (max0_ge n (fun i => Rabs (z i)) j Hj). Qed.

(** A rival class, if there are two classes. *)
Lemma rival : forall C k, (1 < C)%nat -> (k < C)%nat -> exists k', (k' < C)%nat /\ k' <> k.
Proof.
  intros C k HC Hk. exists (if Nat.eqb k 0 then 1%nat else 0%nat).
  destruct (Nat.eqb_spec k 0); lia.
Qed.

(** If p_k tends to 1 then the log-odds against any other class diverge. *)
Lemma log_odds_diverge : forall C (f : R -> vec) k k',
  (k < C)%nat -> (k' < C)%nat -> k' <> k ->
  tends_to (fun t => softmax C (f t) k) 1 ->
  diverges (fun t => ln (softmax C (f t) k / softmax C (f t) k')).
Proof.
  intros C f k k' Hk Hk' Hne certain M.
  destruct (certain (/ (1 + exp M))) as [A HA].
  { apply Rinv_0_lt_compat. pose proof (exp_pos M). lra. }
  exists A. intros t Ht. specialize (HA t Ht). apply Rabs_def2 in HA.
  pose proof (exp_pos M) as HM.
  pose proof (softmax_pos C (f t) k Hk) as Pk.
  pose proof (softmax_pos C (f t) k' Hk') as Pk'.
  pose proof (softmax_le_one_minus C (f t) k k' Hk Hk' (fun e => Hne (eq_sym e))) as Hsum.
  rewrite <- (ln_exp M). apply Rlt_le, ln_increasing; [exact HM|].
  apply (Rmult_lt_reg_r (softmax C (f t) k')); [exact Pk'|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  (* exp M * p_k' <= exp M * (1 - p_k) < p_k because 1 - p_k < 1/(1 + exp M) *)
  assert (Hq : softmax C (f t) k' < / (1 + exp M)) by lra.
  assert (Hp : 1 - / (1 + exp M) < softmax C (f t) k) by lra.
  assert (E : exp M * / (1 + exp M) = 1 - / (1 + exp M)) by (field; lra).
  apply Rlt_trans with (2 := Hp). rewrite <- E.
  apply Rmult_lt_compat_l; assumption.
Qed.

(** ** Claim logit-diverges: paper B, Lemma 1, on piecewise-affine rays *)

Theorem logit_diverges_as_printed : forall C (g : R -> vec) T a b k,
  (1 < C)%nat -> (k < C)%nat ->
  (forall t c, T <= t -> (c < C)%nat -> g t c = line a b t c) ->
  tends_to (fun t => softmax C (g t) k) 1 ->
  exists i, (i < C)%nat /\ goes_to_infinity (fun t => g t i).
Proof.
  intros C g T a b k HC Hk Hg certain.
  destruct (rival C k HC Hk) as [k' [Hk' Hne]].
  assert (D := log_odds_diverge C g k k' Hk Hk' Hne certain).
  assert (B : b k <> b k').
  { (* equal slopes keep the log-odds constant *)
    intros E. destruct (D (a k - a k' + 1)) as [A HA].
    specialize (HA (Rmax A T) (Rmax_l A T)). rewrite log_odds in HA by assumption.
    rewrite !Hg in HA by (assumption || apply Rmax_r). unfold line in HA. rewrite E in HA. lra. }
  assert (G : forall i, (i < C)%nat -> b i <> 0 -> goes_to_infinity (fun t => g t i)).
  { intros i Hi Hb. destruct (Rlt_dec 0 (b i)).
    - left. apply diverges_le with (fun t => a i + b i * t) T.
      + intros t Ht. rewrite Hg by assumption. unfold line. lra.
      + apply diverges_line. assumption.
    - right. apply diverges_le with (fun t => - a i + (- b i) * t) T.
      + intros t Ht. rewrite Hg by assumption. unfold line. lra.
      + apply diverges_line. lra. }
  destruct (Req_dec (b k) 0) as [Z|N]; [exists k' | exists k]; split; auto.
  apply G; [exact Hk'|]. rewrite <- Z. auto.
Qed.

(** ** Claim logit-diverges-any: the same for an arbitrary function *)

Definition logit_diverges_any_as_printed : Prop :=
  forall C (g : R -> vec) k, (1 < C)%nat -> (k < C)%nat ->
    tends_to (fun t => softmax C (g t) k) 1 ->
    exists i, (i < C)%nat /\ goes_to_infinity (fun t => g t i).

(** g = (t sin^2 t, - t cos^2 t): the difference is t, but each component
    returns to 0 for ever. *)
Definition oscillating (t : R) : vec := fun c =>
  if Nat.eqb c 0 then t * (sin t * sin t) else - (t * (cos t * cos t)).

Lemma oscillating_certain : tends_to (fun t => softmax 2 (oscillating t) 0) 1.
Proof.
  apply tends_to_ext with (fun t => / (1 + exp (0 + (-1) * t))).
  - intros t. rewrite softmax_inv by lia. f_equal. cbn [sum_below].
    unfold oscillating. cbn [Nat.eqb].
    replace (t * (sin t * sin t) - t * (sin t * sin t)) with 0 by ring.
    replace (- (t * (cos t * cos t)) - t * (sin t * sin t)) with (0 + (-1) * t).
    + rewrite exp_0. ring.
    + pose proof (sin2_cos2 t) as S. unfold Rsqr in S.
      transitivity (- t * (sin t * sin t + cos t * cos t)); [rewrite S; ring | ring].
  - assert (L := tends_to_inv _ (1 + 0) ltac:(lra) (tends_to_plus _ _ _ _ (tends_to_const 1)
                   (tends_to_exp_neg 0 (-1) ltac:(lra)))).
    replace (/ (1 + 0)) with 1 in L by field. exact L.
Qed.

Lemma large_multiple : forall A, exists n : Z, A <= IZR n * PI.
Proof.
  intros A. pose proof PI_RGT_0 as P. exists (up (A / PI)).
  destruct (archimed (A / PI)) as [U _].
  apply (Rmult_le_reg_r (/ PI)); [apply Rinv_0_lt_compat, P|].
  rewrite Rmult_assoc, Rinv_r, Rmult_1_r by lra. apply Rlt_le. exact U.
Qed.

Lemma oscillating_returns : forall c A, (c < 2)%nat ->
  exists t, A <= t /\ oscillating t c = 0.
Proof.
  intros c A Hc. pose proof PI_RGT_0. destruct (large_multiple A) as [n Hn].
  assert (c = 0 \/ c = 1)%nat as [->| ->] by lia; unfold oscillating; cbn [Nat.eqb].
  - exists (IZR n * PI). split; [exact Hn|].
    rewrite (sin_eq_0_1 (IZR n * PI)); [ring|]. exists n. reflexivity.
  - exists (IZR n * PI + PI / 2). split; [lra|].
    rewrite (cos_eq_0_1 (IZR n * PI + PI / 2)); [ring|]. exists n. reflexivity.
Qed.

Lemma oscillating_bounded_away : forall c, (c < 2)%nat ->
  ~ goes_to_infinity (fun t => oscillating t c).
Proof.
  intros c Hc [far|far]; destruct (far 1) as [A HA];
    destruct (oscillating_returns c A Hc) as [t [Ht E]];
    specialize (HA t Ht); rewrite E in HA; lra.
Qed.

Theorem logit_diverges_any_as_printed_false : ~ logit_diverges_any_as_printed.
Proof.
  intros claim. destruct (claim 2%nat oscillating 0%nat ltac:(lia) ltac:(lia) oscillating_certain)
    as [i [Hi G]]. exact (oscillating_bounded_away i Hi G).
Qed.

(** Repaired, for any function: max |g_i| is at least half of the log-odds ... *)
Theorem logit_diverges_any_repaired_bound : forall C g k k',
  (k < C)%nat -> (k' < C)%nat ->
  / 2 * ln (softmax C g k / softmax C g k') <= max_abs C g.
Proof.
  intros C g k k' Hk Hk'. rewrite log_odds by assumption.
  pose proof (max_abs_ge C g k Hk). pose proof (max_abs_ge C g k' Hk').
  pose proof (Rle_abs (g k)). pose proof (Rle_abs (- g k')). rewrite Rabs_Ropp in *. lra.
Qed.

(** ... so the norm of the logits diverges. *)
Theorem logit_diverges_any_repaired : forall C (g : R -> vec) k,
  (1 < C)%nat -> (k < C)%nat ->
  tends_to (fun t => softmax C (g t) k) 1 -> diverges (fun t => max_abs C (g t)).
Proof.
  intros C g k HC Hk certain. destruct (rival C k HC Hk) as [k' [Hk' Hne]]. intros M.
  destruct (log_odds_diverge C g k k' Hk Hk' Hne certain (2 * M)) as [A HA].
  exists A. intros t Ht. specialize (HA t Ht).
  pose proof (logit_diverges_any_repaired_bound C (g t) k k' Hk Hk'). lra.
Qed.

(** ** Claim penultimate-diverges-any: paper B, Theorem 1, any network with a
    linear head *)

Definition penultimate_diverges_any_as_printed : Prop :=
  forall C n W beta (z : R -> vec) k, (1 < C)%nat -> (k < C)%nat ->
    tends_to (fun t => softmax C (affine_map n W beta (z t)) k) 1 ->
    exists j, (j < n)%nat /\ goes_to_infinity (fun t => z t j).

(** The same oscillation under an identity head. *)
Theorem penultimate_diverges_any_as_printed_false : ~ penultimate_diverges_any_as_printed.
Proof.
  intros claim.
  destruct (claim 2%nat 2%nat (fun i j => if Nat.eqb i j then 1 else 0) (fun _ => 0) oscillating 0%nat
    ltac:(lia) ltac:(lia)) as [j [Hj G]].
  - apply tends_to_ext with (2 := oscillating_certain). intros t. apply softmax_ext; [lia|].
    intros c Hc. unfold affine_map. cbn [sum_below].
    assert (c = 0 \/ c = 1)%nat as [->| ->] by lia; cbn [Nat.eqb]; ring.
  - exact (oscillating_bounded_away j Hj G).
Qed.

Lemma dot_bound : forall n (u z : vec),
  sum_below n (fun j => u j * z j) <= sum_below n (fun j => Rabs (u j)) * max_abs n z.
Proof.
  intros n u z. rewrite <- sum_scal_r. apply sum_le. intros j Hj.
  apply Rle_trans with (1 := Rle_abs _). rewrite Rabs_mult.
  apply Rmult_le_compat_l; [apply Rabs_pos | apply max_abs_ge, Hj].
Qed.

(** Repaired and quantitative, one input at a time: the log-odds bound the
    largest activation from below. *)
Theorem penultimate_diverges_any_repaired_bound : forall C n W beta z k k',
  (k < C)%nat -> (k' < C)%nat -> 0 < row_distance n W k k' ->
  let p := softmax C (affine_map n W beta z) in
  (ln (p k / p k') - (beta k - beta k')) / row_distance n W k k' <= max_abs n z.
Proof.
  intros C n W beta z k k' Hk Hk' Hd p. unfold p. rewrite log_odds by assumption.
  apply (Rmult_le_reg_r (row_distance n W k k')); [exact Hd|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_comm by lra.
  apply Rle_trans with (2 := dot_bound n (fun j => W k j - W k' j) z).
  apply Req_le. unfold affine_map.
  rewrite (sum_ext n (fun j => (W k j - W k' j) * z j)
             (fun j => W k j * z j - W k' j * z j)) by (intros; ring).
  rewrite sum_minus. ring.
Qed.

(** Certainty forces the rows to differ, and the activations to diverge. *)
Theorem penultimate_diverges_any_repaired : forall C n W beta (z : R -> vec) k,
  (1 < C)%nat -> (k < C)%nat ->
  tends_to (fun t => softmax C (affine_map n W beta (z t)) k) 1 ->
  diverges (fun t => max_abs n (z t)).
Proof.
  intros C n W beta z k HC Hk certain M.
  destruct (rival C k HC Hk) as [k' [Hk' Hne]].
  assert (D := log_odds_diverge C (fun t => affine_map n W beta (z t)) k k' Hk Hk' Hne certain).
  set (S := row_distance n W k k').
  assert (HS : 0 <= S) by (apply sum_nonneg; intros; apply Rabs_pos).
  destruct (D (S * M + (beta k - beta k') + 1)) as [A HA].
  exists A. intros t Ht. specialize (HA t Ht). cbv beta in HA.
  destruct (Rle_dec M (max_abs n (z t))) as [|N]; [assumption|exfalso].
  rewrite log_odds in HA by assumption.
  assert (Q : affine_map n W beta (z t) k - affine_map n W beta (z t) k'
              <= S * max_abs n (z t) + (beta k - beta k')).
  { unfold affine_map.
    pose proof (dot_bound n (fun j => W k j - W k' j) (z t)) as B.
    cbv beta in B. fold (row_distance n W k k') in B. fold S in B.
    rewrite (sum_ext n (fun j => (W k j - W k' j) * z t j)
             (fun j => W k j * z t j - W k' j * z t j)), sum_minus in B by (intros; ring). lra. }
  assert (S * max_abs n (z t) <= S * M) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(** ** Claim penultimate-diverges: paper B, Theorem 1, piecewise-affine networks *)

(** The units whose tail has a slope decide; for any piecewise-affine body. *)
Theorem penultimate_diverges_as_printed : forall body n W beta C x v k,
  (1 < C)%nat -> (k < C)%nat ->
  tends_to (fun t => softmax C (eval (Compose body (Affine n W beta)) (ray x v t)) k) 1 ->
  exists j, (j < n)%nat /\ tail_slope body x v j <> 0
    /\ goes_to_infinity (fun t => eval body (ray x v t) j).
Proof.
  intros body n W beta C x v k HC Hk certain. cbn [eval] in certain.
  set (b := tail_slope body x v). set (T := tail_from body x v).
  assert (X : forall m, (forall j, (j < m)%nat -> b j = 0) \/ exists j, (j < m)%nat /\ b j <> 0).
  { induction m as [|m [A|[j [Hj A]]]].
    - left. intros; lia.
    - destruct (Req_dec (b m) 0).
      + left. intros j Hj. destruct (Nat.eq_dec j m) as [->|]; [assumption | apply A; lia].
      + right. exists m. split; [lia|assumption].
    - right. exists j. split; [lia|exact A]. }
  destruct (X n) as [Z|[j [Hj N]]].
  - (* all units constant on the tail: their maximum cannot diverge *)
    exfalso.
    assert (D := penultimate_diverges_any_repaired C n W beta (fun t => eval body (ray x v t)) k HC Hk certain).
    destruct (D (max_abs n (tail_intercept body x v) + 1)) as [A HA].
    specialize (HA (Rmax A T) (Rmax_l A T)).
    assert (E : max_abs n (eval body (ray x v (Rmax A T))) = max_abs n (tail_intercept body x v)).
    { apply max0_ext. intros j Hj. rewrite eventually_affine by apply Rmax_r.
      fold b. rewrite (Z j Hj). f_equal. ring. }
    rewrite E in HA. lra.
  - exists j. split; [exact Hj|]. split; [exact N|].
    destruct (Rlt_dec 0 (b j)).
    + left. apply diverges_le with (fun t => tail_intercept body x v j + b j * t) T.
      * intros t Ht. rewrite eventually_affine by exact Ht. fold b. lra.
      * apply diverges_line. assumption.
    + right. apply diverges_le with (fun t => - tail_intercept body x v j + (- b j) * t) T.
      * intros t Ht. rewrite eventually_affine by exact Ht. fold b. lra.
      * apply diverges_line. lra.
Qed.

(** ReLU units have slopes of at least 0 on the tail. *)
Lemma relu_slope_nonneg : forall body n x v j,
  0 <= tail_slope (Compose body (Relu n)) x v j.
Proof.
  intros body n x v j. rewrite slopes_ignore_input. cbn [bias_free eval Relu].
  unfold Relu. cbn [bias_free eval].
  destruct (Nat.ltb j n); [|lra]. rewrite relu_is_leaky. apply Rmax_l.
Qed.

(** After a ReLU the unit goes to plus infinity. *)
Theorem penultimate_diverges_relu : forall body n m W beta C x v k,
  (1 < C)%nat -> (k < C)%nat ->
  tends_to (fun t => softmax C
    (eval (Compose (Compose body (Relu m)) (Affine n W beta)) (ray x v t)) k) 1 ->
  exists j, (j < n)%nat /\ 0 < tail_slope (Compose body (Relu m)) x v j
    /\ diverges (fun t => eval (Compose body (Relu m)) (ray x v t) j).
Proof.
  intros body n m W beta C x v k HC Hk certain.
  destruct (penultimate_diverges_as_printed (Compose body (Relu m)) n W beta C x v k HC Hk certain)
    as [j [Hj [N _]]].
  pose proof (relu_slope_nonneg body m x v j).
  exists j. split; [exact Hj|]. split; [lra|].
  apply diverges_le with (fun t => tail_intercept (Compose body (Relu m)) x v j
    + tail_slope (Compose body (Relu m)) x v j * t) (tail_from (Compose body (Relu m)) x v).
  - intros t Ht. rewrite eventually_affine by exact Ht. lra.
  - apply diverges_line. lra.
Qed.

(** The converse is false: a unit may diverge while the classes stay tied. *)
Theorem penultimate_diverges_converse_fails :
  exists body n W beta C x v, (1 < C)%nat
    /\ (exists j, (j < n)%nat /\ diverges (fun t => eval body (ray x v t) j))
    /\ forall k, (k < C)%nat ->
         ~ tends_to (fun t => softmax C (eval (Compose body (Affine n W beta)) (ray x v t)) k) 1.
Proof.
  exists (Relu 1), 1%nat, (fun _ _ => 1), (fun _ => 0), 2%nat, (fun _ => 0), (fun _ => 1).
  split; [lia|]. split.
  - exists 0%nat. split; [lia|]. apply diverges_le with (fun t => 0 + 1 * t) 0.
    + intros t Ht. unfold Relu. cbn [eval Nat.ltb Nat.leb]. rewrite relu_is_leaky.
      unfold relu, ray. rewrite Rmax_right; lra.
    + apply diverges_line. lra.
  - intros k Hk certain. cbn [eval] in certain.
    set (z := fun t => eval (Relu 1) (ray (fun _ => 0) (fun _ => 1) t)) in *.
    assert (E : forall t, softmax 2 (affine_map 1 (fun _ _ => 1) (fun _ => 0) (z t)) k = / 2).
    { intros t. rewrite softmax_inv by exact Hk. cbn [sum_below]. unfold affine_map.
      set (s := sum_below 1 (fun j => 1 * z t j) + 0).
      replace (s - s) with 0 by ring. rewrite exp_0. f_equal. ring. }
    assert (L : tends_to (fun _ : R => / 2) 1) by (apply tends_to_ext with (2 := certain); exact E).
    pose proof (tends_to_unique _ _ _ L (tends_to_const (/ 2))). lra.
Qed.
