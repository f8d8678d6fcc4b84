(** * Limits of the softmax Jacobian (paper A, Lemmas 2 and 3) *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Witnesses.
Import ListNotations.

Open Scope R_scope.

(** ** Claim jacobian-limit: Lemma 2 with the other logits held fixed *)

Lemma jacobian_entry_partial : forall C f c j J,
  (c < C)%nat -> (j < C)%nat ->
  is_partial (fun g => softmax C g c) j f J -> J = jacobian_entry C f c j.
Proof.
  intros C f c j J Hc Hj partial.
  exact (is_partial_unique _ _ _ _ _ partial (softmax_jacobian_as_printed C f c j Hc Hj)).
Qed.

(** When one logit runs along a line, s_c (1 - s_c) vanishes. *)
Lemma one_logit_saturates : forall C f c sigma,
  (c < C)%nat -> sigma <> 0 ->
  tends_to (fun t => softmax C (set_coord f c (sigma * t)) c
                     * (1 - softmax C (set_coord f c (sigma * t)) c)) 0.
Proof.
  intros C f c sigma Hc Hs.
  set (a := set_coord f c 0). set (b := set_coord (fun _ => 0) c sigma).
  assert (E : forall t, set_coord f c (sigma * t) = line a b t).
  { intros t. apply functional_extensionality. intros i. unfold line, a, b, set_coord.
    destruct (Nat.eqb i c); ring. }
  set (l := limit_probability C a b c).
  assert (L : tends_to (fun t => softmax C (set_coord f c (sigma * t)) c) l).
  { apply tends_to_ext with (fun t => softmax C (line a b t) c);
      [intros; rewrite E; reflexivity | apply regimes_limit_law, Hc]. }
  replace 0 with (l * (1 - l)).
  { apply (tends_to_mult (fun t => softmax C (set_coord f c (sigma * t)) c)); [exact L|].
    apply (tends_to_minus (fun _ => 1)); [apply tends_to_const | exact L]. }
  assert (Bc : b c = sigma) by (unfold b; apply set_coord_at).
  assert (Bo : forall i, i <> c -> b i = 0) by (intros; apply set_coord_other; assumption).
  destruct (Rlt_dec 0 sigma) as [P|N].
  - assert (U : unique_top C b c).
    { split; [exact Hc|]. intros i _ Hi. rewrite Bc, (Bo i Hi). exact P. }
    assert (El : l = 1) by (apply limit_probability_one_iff; assumption).
    rewrite El. ring.
  - destruct (Nat.eq_dec C 1) as [->|HC].
    + assert (c = 0%nat) as -> by lia.
      assert (U : unique_top 1 b 0) by (split; [lia | intros; lia]).
      assert (El : l = 1) by (apply limit_probability_one_iff; assumption).
      rewrite El. ring.
    + assert (El : l = 0).
      { apply limit_probability_below; [exact Hc|]. intros [_ T].
        set (d := if Nat.eqb c 0 then 1%nat else 0%nat).
        assert (Hd : (d < C)%nat /\ d <> c) by (unfold d; destruct (Nat.eqb_spec c 0); lia).
        specialize (T d ltac:(tauto)). rewrite Bc, (Bo d) in T by tauto. lra. }
      rewrite El. ring.
Qed.

(** As f_c goes to plus or minus infinity, all other logits fixed, every
    derivative of s_c goes to 0. *)
Theorem jacobian_limit_as_printed : forall C f c j (J : R -> R),
  (c < C)%nat -> (j < C)%nat ->
  (forall r, is_partial (fun g => softmax C g c) j (set_coord f c r) (J r)) ->
  tends_to (fun t => J t) 0 /\ tends_to (fun t => J (- t)) 0.
Proof.
  intros C f c j J Hc Hj partial.
  assert (E : forall r, Rabs (J r) <= softmax C (set_coord f c r) c
                          * (1 - softmax C (set_coord f c r) c)).
  { intros r. rewrite (jacobian_entry_partial C _ c j (J r) Hc Hj (partial r)).
    apply jacobian_entry_bound; assumption. }
  split.
  - apply tends_to_squeeze_0 with (fun t => softmax C (set_coord f c (1 * t)) c
      * (1 - softmax C (set_coord f c (1 * t)) c)) 0.
    + intros t _. rewrite Rmult_1_l. apply E.
    + apply one_logit_saturates; [exact Hc | lra].
  - apply tends_to_squeeze_0 with (fun t => softmax C (set_coord f c (-1 * t)) c
      * (1 - softmax C (set_coord f c (-1 * t)) c)) 0.
    + intros t _. replace (-1 * t) with (- t) by ring. apply E.
    + apply one_logit_saturates; [exact Hc | lra].
Qed.

(** ** Claim jacobian-limit-joint: Lemma 2 as Lemma 4 uses it *)

(** The logits move along any curve on which f_c diverges. *)
Definition jacobian_limit_joint_as_printed : Prop :=
  forall C (f : R -> vec) c j (J : R -> R),
    (c < C)%nat -> (j < C)%nat ->
    diverges (fun t => f t c) \/ diverges (fun t => - f t c) ->
    (forall t, is_partial (fun g => softmax C g c) j (f t) (J t)) ->
    tends_to J 0.

(** f_0 = f_1 = t: the probabilities stay 1/2 and the derivative 1/4. *)
Theorem jacobian_limit_joint_as_printed_false : ~ jacobian_limit_joint_as_printed.
Proof.
  intros claim.
  assert (S : forall t, softmax 2 (fun _ => t) 0 = / 2).
  { intros t. rewrite softmax_inv by lia. cbn [sum_below].
    replace (t - t) with 0 by ring. rewrite exp_0. f_equal. ring. }
  specialize (claim 2%nat (fun t _ => t) 0%nat 0%nat
    (fun t => jacobian_entry 2 (fun _ => t) 0 0) ltac:(lia) ltac:(lia)).
  assert (L : tends_to (fun t => jacobian_entry 2 (fun _ => t) 0 0) 0).
  { apply claim.
    - left. intros M. exists M. auto.
    - intros t. apply softmax_jacobian_as_printed; lia. }
  assert (Q : tends_to (fun t => jacobian_entry 2 (fun _ => t) 0 0) (/ 4)).
  { apply tends_to_ext with (fun _ => / 4); [|apply tends_to_const].
    intros t. rewrite jacobian_entry_diagonal, S. field. }
  pose proof (tends_to_unique _ _ _ L Q). lra.
Qed.

(** Every derivative of s_c vanishes along a curve exactly if s_c (1 - s_c) does. *)
Theorem jacobian_limit_joint_criterion : forall C (f : R -> vec) c,
  (c < C)%nat ->
  ((forall j, (j < C)%nat -> tends_to (fun t => jacobian_entry C (f t) c j) 0)
   <-> tends_to (fun t => softmax C (f t) c * (1 - softmax C (f t) c)) 0).
Proof.
  intros C f c Hc. split; intros vanishes.
  - apply tends_to_ext with (fun t => jacobian_entry C (f t) c c); [|apply vanishes, Hc].
    intros t. apply jacobian_entry_diagonal.
  - intros j Hj. apply tends_to_squeeze_0 with
      (fun t => softmax C (f t) c * (1 - softmax C (f t) c)) 0; [|exact vanishes].
    intros t _. apply jacobian_entry_bound; assumption.
Qed.

(** The same in the words of Lemma 2, repaired: the partial derivatives. *)
Theorem jacobian_limit_joint_repaired : forall C (f : R -> vec) c j (J : R -> R),
  (c < C)%nat -> (j < C)%nat ->
  tends_to (fun t => softmax C (f t) c * (1 - softmax C (f t) c)) 0 ->
  (forall t, is_partial (fun g => softmax C g c) j (f t) (J t)) ->
  tends_to J 0.
Proof.
  intros C f c j J Hc Hj vanishes HJ.
  apply tends_to_ext with (fun t => jacobian_entry C (f t) c j).
  - intros t. symmetry. apply jacobian_entry_partial; auto.
  - apply (jacobian_limit_joint_criterion C f c Hc); assumption.
Qed.

(** ** Claim growth-rate: Lemma 3 *)

(** Printed for every ReLU network and every pair of classes.  Extra
    hypotheses, which only make the refutation stronger: p is strictly
    monotonic everywhere, x_d is not 0, and the tail saturates. *)
Definition growth_rate_as_printed : Prop :=
  forall (net : network) D C x d c c' (J g : R -> R),
    componentwise_strictly_monotonic everywhere D C (fun y => softmax C (eval net y)) ->
    (d < D)%nat -> x d <> 0 ->
    (exists k, unique_top C (tail_slope net x (scaling_direction x d)) k) ->
    (c < C)%nat -> (c' < C)%nat ->
    (forall alpha, is_partial (fun h => softmax C h c) c'
                     (eval net (scale x d alpha)) (J alpha)) ->
    (forall alpha, is_partial (fun y => eval net y c') d (scale x d alpha) (g alpha)) ->
    diverges (fun alpha => / J alpha - g alpha).

(** For two different classes the derivative is negative, so its inverse
    goes to minus infinity. *)
Theorem growth_rate_as_printed_false : ~ growth_rate_as_printed.
Proof.
  intros claim.
  destruct (claim still_net 1%nat 2%nat (fun _ => 1) 0%nat 0%nat 1%nat
    (fun alpha => jacobian_entry 2 (eval still_net (scale (fun _ => 1) 0 alpha)) 0 1)
    (fun _ => -1) still_net_monotonic ltac:(lia) ltac:(lra)) with (M := 2) as [A HA].
  - exists 0%nat. split; [lia|]. intros c Hc Hne. assert (c = 1%nat) as -> by lia.
    unfold still_net. rewrite !through_relu_slope. unfold affine_map, still_weights, rows.
    cbn [sum_below nth]. unfold scaling_direction. cbn [Nat.eqb]. lra.
  - lia.
  - lia.
  - intros alpha. apply softmax_jacobian_as_printed; lia.
  - intros alpha. apply is_partial_ext with (fun y => affine_map 1 still_weights (fun _ => 0) y 1%nat).
    + intros y. unfold still_net. rewrite through_relu_eval. reflexivity.
    + exact (affine_map_partial 1 still_weights (fun _ => 0) _ 1 0 ltac:(lia)).
  - specialize (HA A (Rle_refl A)). revert HA. unfold jacobian_entry. cbn [Nat.eqb].
    set (f := eval still_net (scale (fun _ => 1) 0 A)).
    destruct (two_classes f) as [P0 [P1 _]]. intros HA.
    assert (/ (softmax 2 f 0 * (0 - softmax 2 f 1)) < 0); [|lra].
    apply Rinv_lt_0_compat. nra.
Qed.

(** On a saturating tail every entry is non-zero (for C > 1) and
    |d s_c / d f_c'|^-1 grows at least like exp (gamma t), for every pair. *)
Lemma inverse_derivative_grows : forall f C x v T a b k gamma,
  (1 < C)%nat -> has_lines f C x v T a b -> saturating C b k gamma ->
  exists M, 0 < M /\ forall t c c', T <= t -> 0 <= t -> (c < C)%nat -> (c' < C)%nat ->
    jacobian_entry C (f (ray x v t)) c c' <> 0
    /\ M * exp (gamma * t) <= / Rabs (jacobian_entry C (f (ray x v t)) c c').
Proof.
  intros f C x v T a b k g HC Hf saturates. pose proof (rest_mass_nonneg C a k) as HR.
  exists (/ (rest_mass C a k + 1)). split; [apply Rinv_0_lt_compat; lra|].
  intros t c c' Ht t_nonneg Hc Hc'.
  set (p := softmax C (f (ray x v t))).
  assert (Hp : forall i, (i < C)%nat -> 0 < p i) by (intros; apply softmax_pos; assumption).
  assert (Hp1 : forall i, (i < C)%nat -> p i < 1) by (intros; apply softmax_lt_one; assumption).
  assert (NZ : jacobian_entry C (f (ray x v t)) c c' <> 0).
  { unfold jacobian_entry. fold p. specialize (Hp c Hc) as Q. specialize (Hp1 c' Hc') as Q1.
    specialize (Hp c' Hc') as Q2. apply Rmult_integral_contrapositive_currified; [lra|].
    destruct (Nat.eqb c c'); lra. }
  split; [exact NZ|].
  assert (B : Rabs (jacobian_entry C (f (ray x v t)) c c')
              <= (rest_mass C a k + 1) * exp (- g * t)).
  { apply Rle_trans with (1 := jacobian_entry_bound C _ c c' Hc Hc').
    assert (S : p c * (1 - p c) <= 1 - p k).
    { specialize (Hp c Hc). specialize (Hp1 c Hc).
      destruct (Nat.eq_dec c k) as [->|Hne]; [nra|].
      assert (p c <= 1 - p k).
      { apply (softmax_le_one_minus C _ k c); [apply saturates | exact Hc | auto]. }
      nra. }
    fold p. apply Rle_trans with (1 := S). unfold p.
    rewrite (softmax_on_tail f C x v T a b t k Hf Ht) by apply saturates.
    apply Rle_trans with (1 := saturating_gap_upper C a b k g t saturates t_nonneg).
    apply Rmult_le_compat_r; [apply Rlt_le, exp_pos | lra]. }
  pose proof (Rabs_pos_lt _ NZ) as PA.
  replace (/ (rest_mass C a k + 1) * exp (g * t))
    with (/ ((rest_mass C a k + 1) * exp (- g * t))).
  - apply Rinv_le_contravar; assumption.
  - replace (- g * t) with (- (g * t)) by ring. rewrite exp_Ropp.
    pose proof (exp_pos (g * t)). field. lra.
Qed.

(** Repaired, with its constant: if a_c - a_k <= A for every other class,
    |d s_c / d f_c'|^-1 >= exp (-A) / (C - 1) exp (gamma t). *)
Theorem growth_rate_repaired : forall f C x v T a b k gamma A,
  (1 < C)%nat -> has_lines f C x v T a b -> saturating C b k gamma ->
  (forall c, (c < C)%nat -> c <> k -> a c - a k <= A) ->
  forall t c c', T <= t -> 0 <= t -> (c < C)%nat -> (c' < C)%nat ->
    jacobian_entry C (f (ray x v t)) c c' <> 0
    /\ exp (- A) / INR (C - 1) * exp (gamma * t) <= / Rabs (jacobian_entry C (f (ray x v t)) c c').
Proof.
  intros f C x v T a b k gamma A several lines sat gaps t c c' late forward below below'.
  set (p := softmax C (f (ray x v t))).
  assert (count : 0 < INR (C - 1)) by (apply lt_0_INR; lia).
  assert (present : jacobian_entry C (f (ray x v t)) c c' <> 0).
  { destruct (inverse_derivative_grows f C x v T a b k gamma several lines sat) as [M [_ each]].
    apply (each t c c'); assumption. }
  pose proof (Rabs_pos_lt _ present) as entry. split; [exact present|].
  assert (small : 1 - p k <= INR (C - 1) * exp A * exp (- gamma * t)).
  { unfold p. rewrite (softmax_on_tail f C x v T a b t k lines late) by apply sat.
    apply Rle_trans with (1 := saturating_gap_upper C a b k gamma t sat forward).
    apply Rmult_le_compat_r; [apply Rlt_le, exp_pos | apply rest_mass_le; [apply sat|exact gaps]]. }
  assert (bound : Rabs (jacobian_entry C (f (ray x v t)) c c')
    <= INR (C - 1) * exp A * exp (- gamma * t)).
  { apply Rle_trans with (1 := jacobian_entry_bound C _ c c' below below'). fold p.
    apply Rle_trans with (2 := small).
    assert (0 < p c < 1) by (split; [apply softmax_pos|apply softmax_lt_one]; assumption).
    destruct (Nat.eq_dec c k) as [->|distinct]; [nra|].
    assert (p c <= 1 - p k) by (apply (softmax_le_one_minus C _ k c); [apply sat|exact below|auto]). nra. }
  replace (exp (- A) / INR (C - 1) * exp (gamma * t)) with (/ (INR (C - 1) * exp A * exp (- gamma * t))).
  - apply Rinv_le_contravar; assumption.
  - replace (- gamma * t) with (- (gamma * t)) by ring. rewrite !exp_Ropp.
    pose proof (exp_pos (gamma * t)). pose proof (exp_pos A). field. lra.
Qed.

(** Consequently the printed difference, with the absolute value put in,
    does go to infinity: on the tail d f_c' / d x_d is a constant. *)
Theorem growth_rate_repaired_difference : forall f C D x v T a b V k gamma c c' d,
  (1 < C)%nat -> has_tail f C D x v T a b V -> saturating C b k gamma ->
  (c < C)%nat -> (c' < C)%nat -> (d < D)%nat ->
  forall g, (forall t, T < t -> is_partial (fun y => f y c') d (ray x v t) (g t)) ->
  diverges (fun t => / Rabs (jacobian_entry C (f (ray x v t)) c c') - g t).
Proof.
  intros f C D x v T a b V k gm c c' d HC [Hf HV] saturates Hc Hc' Hd g Hg.
  destruct (inverse_derivative_grows f C x v T a b k gm HC Hf saturates) as [M [HM B]].
  assert (Hgm : 0 < gm) by apply saturates.
  apply diverges_le with (fun t => (M - V c' d) + (M * gm) * t) (Rmax (T + 1) 0).
  - intros t Ht. pose proof (Rmax_l (T + 1) 0). pose proof (Rmax_r (T + 1) 0).
    destruct (B t c c' ltac:(lra) ltac:(lra) Hc Hc') as [_ L].
    assert (g t = V c' d) as ->
      by (apply (is_partial_unique _ _ _ _ _ (Hg t ltac:(lra))), HV; (assumption || lra)).
    pose proof (exp_ineq1_le (gm * t)).
    assert (M * (1 + gm * t) <= M * exp (gm * t)) by (apply Rmult_le_compat_l; lra). lra.
  - apply diverges_line. apply Rmult_lt_0_compat; assumption.
Qed.

(** On a tail with a top class c, the inverse diagonal derivative of c goes to
    infinity exactly if c is alone at the top: tied and flat tails keep it
    bounded. *)
Theorem growth_rate_criterion : forall f C x v T a b c,
  (1 < C)%nat -> has_lines f C x v T a b -> is_top C b c ->
  (diverges (fun t => / Rabs (jacobian_entry C (f (ray x v t)) c c)) <-> unique_top C b c).
Proof.
  intros f C x v T a b c HC Hf Hc. assert (Hc' : (c < C)%nat) by apply Hc. split.
  - intros D. destruct (unique_top_or_rival C b c Hc) as [U|[l [Hl Hlt]]]; [exact U|exfalso].
    set (q := limit_probability C a b c).
    assert (P0 : 0 < q) by (apply limit_probability_top_pos, Hc).
    assert (P1 : q < 1).
    { pose proof (limit_probability_top_pos C a b l Hlt).
      assert (S := sum_two_terms_le C (limit_probability C a b) c l Hc' (proj1 Hlt)
        (fun e => Hl (eq_sym e)) (fun k _ => limit_probability_nonneg C a b k ltac:(lia))).
      rewrite limit_probability_sum_one in S by lia. fold q in S. lra. }
    assert (Pq : 0 < q * (1 - q)) by (apply Rmult_lt_0_compat; lra).
    assert (L : tends_to (fun t => / Rabs (jacobian_entry C (f (ray x v t)) c c)) (/ (q * (1 - q)))).
    { apply tends_to_inv; [lra|].
      apply tends_to_ext with (fun t => softmax C (f (ray x v t)) c
        * (1 - softmax C (f (ray x v t)) c)).
      - intros t. rewrite jacobian_entry_diagonal, Rabs_pos_eq; [reflexivity|].
        pose proof (softmax_pos C (f (ray x v t)) c Hc').
        pose proof (softmax_le_one C (f (ray x v t)) c Hc'). apply Rmult_le_pos; lra.
      - assert (Lc := tail_limit_law f C x v T a b c Hf Hc').
        apply (tends_to_mult (fun t => softmax C (f (ray x v t)) c)); [exact Lc|].
        apply (tends_to_minus (fun _ => 1)); [apply tends_to_const | exact Lc]. }
    destruct (tends_to_eventually_lt _ _ (/ (q * (1 - q)) + 1) L ltac:(lra)) as [A HA].
    destruct (D (/ (q * (1 - q)) + 1)) as [B HB].
    specialize (HA (Rmax A B) (Rmax_l A B)). specialize (HB (Rmax A B) (Rmax_r A B)).
    cbv beta in HA, HB. lra.
  - intros U. destruct (unique_top_saturating C b c U) as [g Hg].
    destruct (inverse_derivative_grows f C x v T a b c g HC Hf Hg) as [M [HM B]].
    assert (Pg : 0 < g) by apply Hg.
    apply diverges_le with (fun t => M + (M * g) * t) (Rmax T 0).
    + intros t Ht. pose proof (Rmax_l T 0). pose proof (Rmax_r T 0).
      destruct (B t c c ltac:(lra) ltac:(lra) Hc' Hc') as [_ L].
      pose proof (exp_ineq1_le (g * t)).
      assert (M * (1 + g * t) <= M * exp (g * t)) by (apply Rmult_le_compat_l; lra). lra.
    + apply diverges_line, Rmult_lt_0_compat; assumption.
Qed.

(** Along lines: s_c (1 - s_c) tends to 0 exactly if c is not among the classes
    of largest slope, or alone there. *)
Theorem jacobian_limit_joint_tail : forall f C x v T a b c,
  has_lines f C x v T a b -> (c < C)%nat ->
  (tends_to (fun t => softmax C (f (ray x v t)) c * (1 - softmax C (f (ray x v t)) c)) 0
   <-> ~ is_top C b c \/ unique_top C b c).
Proof.
  intros f C x v T a b c lines below. set (l := limit_probability C a b c).
  assert (limit : tends_to (fun t => softmax C (f (ray x v t)) c * (1 - softmax C (f (ray x v t)) c))
    (l * (1 - l))).
  { pose proof (tail_limit_law f C x v T a b c lines below) as law.
    apply tends_to_mult; [exact law|]. apply tends_to_minus; [apply tends_to_const|exact law]. }
  split.
  - intros zero. pose proof (tends_to_unique _ _ _ limit zero) as product.
    apply Rmult_integral in product. destruct product as [none|all].
    + left. intros top. pose proof (limit_probability_top_pos C a b c top) as positive. fold l in positive. lra.
    + right. apply (limit_probability_one_iff C a b c below). fold l. lra.
  - intros [not_top|alone].
    + assert (l = 0) as zero by (apply limit_probability_below; assumption).
      rewrite zero in limit. replace (0 * (1 - 0)) with 0 in limit by ring. exact limit.
    + assert (l = 1) as one by (apply (limit_probability_one_iff C a b c below), alone).
      rewrite one in limit. replace (1 * (1 - 1)) with 0 in limit by ring. exact limit.
Qed.
