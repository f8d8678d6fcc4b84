(** * Gradients of the uncertainty metrics (paper A, Lemmas 5 to 9), repaired

    A finite ensemble f 0, ..., f (K-1); every member has a tail along the
    ray and saturates, possibly each to its own class.  Then the input
    gradients of all metrics exist and decay exponentially. *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Gradient Metrics.

Open Scope R_scope.

(** ** Partial derivatives of the metrics *)

Lemma mean_partial : forall K (p : nat -> vec -> nat -> R) c j x (dp : nat -> vec),
  (forall m, (m < K)%nat -> is_partial (fun y => p m y c) j x (dp m c)) ->
  is_partial (fun y => mean K (fun m => p m y) c) j x (mean K dp c).
Proof.
  intros K p c j x dp each. unfold mean. apply is_partial_scal.
  apply (is_partial_sum K (fun m y => p m y c)). exact each.
Qed.

Lemma mean_limit : forall K (u : R -> nat -> vec) l c,
  (forall m, (m < K)%nat -> tends_to (fun t => u t m c) (l m c)) ->
  tends_to (fun t => mean K (u t) c) (mean K l c).
Proof.
  intros K u l c each. unfold mean. apply tends_to_scal.
  apply (tends_to_sum K (fun t m => u t m c) (fun m => l m c)). exact each.
Qed.

Lemma variance_partial : forall K C (p : nat -> vec -> nat -> R) j x (dp : nat -> vec),
  (forall m c, (m < K)%nat -> (c < C)%nat -> is_partial (fun y => p m y c) j x (dp m c)) ->
  is_partial (fun y => variance K C (fun m => p m y)) j x
    (/ INR C * sum_below C (fun c =>
       mean K (fun m k => 2 * p m x k * dp m k) c
       - 2 * mean K (fun m => p m x) c * mean K dp c)).
Proof.
  intros K C p j x dp each. unfold variance. apply is_partial_scal.
  apply (is_partial_sum C (fun c y => mean K (fun m k => p m y k * p m y k) c
           - mean K (fun m => p m y) c * mean K (fun m => p m y) c)).
  intros c Hc. apply is_partial_minus.
  - apply (mean_partial K (fun m y k => p m y k * p m y k) c j x
             (fun m k => 2 * p m x k * dp m k)).
    intros m Hm. apply (is_partial_square (fun y => p m y c)), each; assumption.
  - apply (is_partial_square (fun y => mean K (fun m => p m y) c)).
    apply mean_partial. intros m Hm. apply each; assumption.
Qed.

(** d/dx of - sum q ln q, as a formula. *)
Definition entropy_derivative (C : nat) (q dq : vec) : R :=
  - sum_below C (fun c => (ln (q c) + 1) * dq c).

Lemma entropy_partial : forall C (q : vec -> nat -> R) j x dq,
  (forall c, (c < C)%nat -> 0 < q x c) ->
  (forall c, (c < C)%nat -> is_partial (fun y => q y c) j x (dq c)) ->
  is_partial (fun y => entropy C (q y)) j x (entropy_derivative C (q x) dq).
Proof.
  intros C q j x dq Hq each. unfold entropy, entropy_derivative.
  apply is_partial_ext with (fun y => (-1) * sum_below C (fun c => q y c * ln (q y c)));
    [intros; ring|].
  replace (- sum_below C (fun c => (ln (q x c) + 1) * dq c))
    with ((-1) * sum_below C (fun c => dq c * ln (q x c) + q x c * (dq c / q x c))).
  - apply is_partial_scal, (is_partial_sum C (fun c y => q y c * ln (q y c))).
    intros c Hc. apply (is_partial_mult (fun y => q y c) (fun y => ln (q y c)));
      [apply each, Hc|]. apply (is_partial_ln (fun y => q y c)); auto.
  - rewrite (sum_ext C _ (fun c => (ln (q x c) + 1) * dq c)); [ring|].
    intros c Hc. specialize (Hq c Hc). field. lra.
Qed.

Lemma mutual_information_partial : forall K C (p : nat -> vec -> nat -> R) j x (dp : nat -> vec),
  (0 < K)%nat ->
  (forall m c, (m < K)%nat -> (c < C)%nat -> 0 < p m x c) ->
  (forall m c, (m < K)%nat -> (c < C)%nat -> is_partial (fun y => p m y c) j x (dp m c)) ->
  is_partial (fun y => mutual_information K C (fun m => p m y)) j x
    (entropy_derivative C (mean K (fun m => p m x)) (mean K dp)
     - / INR K * sum_below K (fun m => entropy_derivative C (p m x) (dp m))).
Proof.
  intros K C p j x dp HK Hp each. unfold mutual_information. apply is_partial_minus.
  - apply (entropy_partial C (fun y => mean K (fun m => p m y))).
    + intros c Hc. unfold mean. apply Rmult_lt_0_compat.
      * apply Rinv_0_lt_compat, INR_pos, HK.
      * apply sum_pos; [exact HK|]. intros. apply Hp; assumption.
    + intros c Hc. apply mean_partial. intros. apply each; assumption.
  - apply is_partial_scal, (is_partial_sum K (fun m y => entropy C (p m y))).
    intros m Hm. apply (entropy_partial C (p m)); intros; [apply Hp | apply each]; assumption.
Qed.

(** ** Sizes *)

Lemma mean_bound : forall K (u : nat -> vec) c M, (0 < K)%nat ->
  (forall m, (m < K)%nat -> Rabs (u m c) <= M) -> Rabs (mean K u c) <= M.
Proof.
  intros K u c M HK bounded. pose proof (INR_pos K HK) as PK. unfold mean.
  rewrite Rabs_mult, Rabs_pos_eq by (apply Rlt_le, Rinv_0_lt_compat, PK).
  apply (Rmult_le_reg_l (INR K)); [exact PK|].
  rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. rewrite <- sum_const.
  apply Rle_trans with (1 := sum_Rabs _ _). apply sum_le. exact bounded.
Qed.

Lemma sum_bound : forall n (u : nat -> R) M,
  (forall c, (c < n)%nat -> Rabs (u c) <= M) -> Rabs (sum_below n u) <= INR n * M.
Proof.
  intros n u M bounded. rewrite <- sum_const.
  apply Rle_trans with (1 := sum_Rabs _ _). apply sum_le. exact bounded.
Qed.

(** |d bounded| <= C (1 + L) M when |ln q_c| <= L and |d q_c| <= M. *)
Lemma entropy_derivative_bound : forall C q dq L M,
  0 <= M -> (forall c, (c < C)%nat -> Rabs (ln (q c)) <= L) ->
  (forall c, (c < C)%nat -> Rabs (dq c) <= M) ->
  Rabs (entropy_derivative C q dq) <= INR C * ((L + 1) * M).
Proof.
  intros C q dq L M HM HL Hd. unfold entropy_derivative. rewrite Rabs_Ropp.
  apply sum_bound. intros c Hc. rewrite Rabs_mult.
  apply Rmult_le_compat; try apply Rabs_pos; [|apply Hd, Hc].
  apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_R1.
  specialize (HL c Hc). lra.
Qed.

(** On a saturating tail no probability falls below exp (- (alpha + beta t)). *)
Lemma saturating_lower : forall C a b k gamma,
  saturating C b k gamma ->
  exists alpha beta, 0 <= alpha /\ 0 <= beta /\
    forall t c, 0 <= t -> (c < C)%nat ->
      exp (- (alpha + beta * t)) <= softmax C (line a b t) c.
Proof.
  intros C a b k g saturates. pose proof (rest_mass_nonneg C a k) as HR.
  destruct (finite_bound C (fun c => a c - a k)) as [A [HA BA]].
  destruct (finite_bound C (fun c => b k - b c)) as [B [HB BB]].
  assert (L0 : 0 <= ln (1 + rest_mass C a k)).
  { rewrite <- ln_1. destruct HR as [HR|HR];
      [apply Rlt_le, ln_increasing; lra | rewrite <- HR, Rplus_0_r; lra]. }
  exists (ln (1 + rest_mass C a k) + A), B. split; [lra|]. split; [exact HB|].
  intros t c Ht Hc. rewrite (softmax_line_ratio C a b k c t) by apply saturates.
  apply Rle_trans with (/ (1 + rest_mass C a k) * exp (a c - a k - (b k - b c) * t)).
  - replace (/ (1 + rest_mass C a k)) with (exp (- ln (1 + rest_mass C a k)))
      by (rewrite exp_Ropp, exp_ln by lra; reflexivity).
    rewrite <- exp_plus.
    specialize (BA c Hc). specialize (BB c Hc). cbv beta in BA, BB.
    pose proof (Rle_abs (- (a c - a k))). rewrite Rabs_Ropp in *.
    pose proof (Rle_abs (b k - b c)).
    assert ((b k - b c) * t <= B * t) by (apply Rmult_le_compat_r; lra).
    match goal with |- exp ?u <= exp ?w => assert (Q : u <= w) by lra; destruct Q as [Q|Q] end;
      [apply Rlt_le, exp_increasing, Q | rewrite Q; lra].
  - apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|].
    apply saturating_top_lower with g; assumption.
Qed.

Lemma exp_le : forall u w, u <= w -> exp u <= exp w.
Proof. intros u w [ordered|ordered]; [apply Rlt_le, exp_increasing, ordered | rewrite ordered; lra]. Qed.

(** A number in [exp (- L), 1] has |ln| at most L. *)
Lemma ln_bound : forall q L, exp (- L) <= q <= 1 -> Rabs (ln q) <= L.
Proof.
  intros q L [q_large q_le_one]. pose proof (exp_pos (- L)).
  assert (ln q <= 0).
  { rewrite <- ln_1. destruct q_le_one as [q_le_one|q_le_one]; [apply Rlt_le, ln_increasing; lra|rewrite q_le_one; lra]. }
  assert (- L <= ln q).
  { rewrite <- (ln_exp (- L)). destruct q_large as [q_large|q_large];
      [apply Rlt_le, ln_increasing; lra | rewrite q_large; lra]. }
  apply Rabs_le. lra.
Qed.

(** ** The setting of Lemmas 6 to 9, repaired *)

(** Every member of the ensemble has a tail from T on and saturates with a gap
    of at least gamma; the classes [top m] may differ. *)
Record saturating_ensemble (K C D : nat) (f : nat -> vec -> vec) (x v : vec) (T gamma : R)
    (a b : nat -> vec) (V : nat -> nat -> nat -> R) (top : nat -> nat) : Prop := {
  some_member : (0 < K)%nat;
  some_class : (0 < C)%nat;
  member_tail : forall m, (m < K)%nat -> has_tail (f m) C D x v T (a m) (b m) (V m);
  member_saturates : forall m, (m < K)%nat -> saturating C (b m) (top m) gamma
}.

Arguments some_member {K C D f x v T gamma a b V top}.
Arguments some_class {K C D f x v T gamma a b V top}.
Arguments member_tail {K C D f x v T gamma a b V top}.
Arguments member_saturates {K C D f x v T gamma a b V top}.

(** Networks off the boundary with saturating tails form such an ensemble. *)
Lemma networks_saturate : forall K C D (net : nat -> network) x v gamma top,
  (0 < K)%nat -> (0 < C)%nat ->
  (forall m, (m < K)%nat -> off_boundary (net m) (ray_germs x v)) ->
  (forall m, (m < K)%nat -> saturating C (eval (bias_free (net m)) v) (top m) gamma) ->
  saturating_ensemble K C D (fun m => eval (net m)) x v
    (max0 K (fun m => tail_from (net m) x v)) gamma
    (fun m => tail_intercept (net m) x v) (fun m => tail_slope (net m) x v)
    (fun m => tail_jacobian (net m) x v) top.
Proof.
  intros K C D net x v g top HK HC Hoff Hsat. constructor; try assumption.
  - intros m Hm. destruct (network_has_tail (net m) C D x v (Hoff m Hm)) as [Hl HV].
    pose proof (max0_ge K (fun m => tail_from (net m) x v) m Hm) as Hge. cbv beta in Hge.
    split.
    + intros t c Ht Hc. apply Hl; [lra | exact Hc].
    + intros t c j Ht Hc Hj. apply HV; [lra | exact Hc | exact Hj].
  - intros m Hm. replace (tail_slope (net m) x v) with (eval (bias_free (net m)) v);
      [apply Hsat, Hm|].
    apply functional_extensionality. intros i. symmetry. apply slopes_ignore_input.
Qed.

(** The members' probabilities at an input. *)
Definition predictions (C : nat) (f : nat -> vec -> vec) (y : vec) : nat -> vec :=
  fun m => softmax C (f m y).

Section Repaired.

Variables (K C D : nat) (f : nat -> vec -> vec) (x v : vec) (T gamma : R).
Variables (a b : nat -> vec) (V : nat -> nat -> nat -> R) (top : nat -> nat).
Hypothesis ensemble : saturating_ensemble K C D f x v T gamma a b V top.

Let K_pos : (0 < K)%nat := some_member ensemble.
Let C_pos : (0 < C)%nat := some_class ensemble.

(** d p_c / d x_j of member m at time t. *)
Definition member_derivative (t : R) (j : nat) : nat -> vec :=
  fun m c => softmax_grad C (V m) (predictions C f (ray x v t) m) c j.

Lemma member_partial : forall t j m c,
  T < t -> (j < D)%nat -> (m < K)%nat -> (c < C)%nat ->
  is_partial (fun y => predictions C f y m c) j (ray x v t) (member_derivative t j m c).
Proof.
  intros t j m c Ht Hj Hm Hc.
  exact (tail_gradient (f m) C D x v T (a m) (b m) (V m) t c
           (member_tail ensemble m Hm) Ht Hc j Hj).
Qed.

Lemma gamma_pos : 0 < gamma.
Proof.
  destruct (member_saturates ensemble 0%nat K_pos) as [_ [positive _]].
  exact positive.
Qed.

Lemma finite_choice_bound : forall n (P : nat -> R -> Prop),
  (forall m M M', M <= M' -> P m M -> P m M') ->
  (forall m, (m < n)%nat -> exists M, 0 <= M /\ P m M) ->
  exists M, 0 <= M /\ forall m, (m < n)%nat -> P m M.
Proof.
  induction n as [|n IH]; intros P Hmono each.
  - exists 0. split; [lra|]. intros; lia.
  - destruct (IH P Hmono ltac:(intros; apply each; lia)) as [M [HM A]].
    destruct (each n ltac:(lia)) as [M' [HM' A']].
    exists (Rmax M M'). pose proof (Rmax_l M M'). pose proof (Rmax_r M M').
    split; [lra|]. intros m Hm. destruct (Nat.eq_dec m n) as [->|].
    + apply Hmono with M'; assumption.
    + apply Hmono with M; [assumption | apply A; lia].
Qed.

Lemma member_derivative_bound : exists M, 0 <= M /\
  forall m, (m < K)%nat -> forall t j c, T <= t -> 0 <= t -> (j < D)%nat -> (c < C)%nat ->
    Rabs (member_derivative t j m c) <= M * exp (- gamma * t).
Proof.
  apply (finite_choice_bound K (fun m M => forall t j c, T <= t -> 0 <= t ->
    (j < D)%nat -> (c < C)%nat -> Rabs (member_derivative t j m c) <= M * exp (- gamma * t))).
  - intros m M M' HM bounded t j c Ht t_nonneg Hj Hc. apply Rle_trans with (1 := bounded t j c Ht t_nonneg Hj Hc).
    apply Rmult_le_compat_r; [apply Rlt_le, exp_pos | exact HM].
  - intros m Hm. destruct (matrix_bound C D (V m)) as [B [HB0 HB]].
    exists (2 * B * rest_mass C (a m) (top m)).
    pose proof (rest_mass_nonneg C (a m) (top m)). split; [apply Rmult_le_pos; lra|].
    intros t j c Ht t_nonneg Hj Hc. unfold member_derivative, predictions.
    apply saturating_gradient_bound with D T (b m); try assumption.
    + apply (member_tail ensemble m Hm).
    + apply (member_saturates ensemble m Hm).
Qed.

Lemma member_log_bound : exists alpha beta, 0 <= alpha /\ 0 <= beta /\
  forall m, (m < K)%nat -> forall t c, T <= t -> 0 <= t -> (c < C)%nat ->
    exp (- (alpha + beta * t)) <= predictions C f (ray x v t) m c.
Proof.
  set (P := fun m M => forall t c, T <= t -> 0 <= t -> (c < C)%nat ->
    exp (- (M + M * t)) <= predictions C f (ray x v t) m c).
  destruct (finite_choice_bound K P) as [M [HM bounded]].
  - intros m M M' HM bounded t c Ht t_nonneg Hc. apply Rle_trans with (2 := bounded t c Ht t_nonneg Hc).
    apply exp_le. assert (M * t <= M' * t) by (apply Rmult_le_compat_r; lra). lra.
  - intros m Hm.
    destruct (saturating_lower C (a m) (b m) (top m) gamma
      (member_saturates ensemble m Hm)) as [al [be [Ha [Hb bounded]]]].
    exists (al + be). split; [lra|]. intros t c Ht t_nonneg Hc. unfold predictions.
    rewrite (softmax_on_tail (f m) C x v T (a m) (b m) t c
      (proj1 (member_tail ensemble m Hm)) Ht Hc).
    apply Rle_trans with (2 := bounded t c t_nonneg Hc). apply exp_le.
    assert (0 <= al * t) by (apply Rmult_le_pos; lra).
    replace ((al + be) * t) with (al * t + be * t) by ring. lra.
  - exists M, M. split; [exact HM|]. split; [exact HM|]. exact bounded.
Qed.

Lemma predictions_ensemble : forall y, is_ensemble K C (predictions C f y).
Proof.
  intros y. split; [exact K_pos|]. intros m _. apply softmax_distribution, C_pos.
Qed.

(** Assembles a gradient from its partial derivatives. *)
Lemma decays_from_partials : forall g bound (r : R -> nat -> R),
  (forall t j, T < t -> 0 <= t -> (j < D)%nat ->
     is_partial g j (ray x v t) (r t j) /\ Rabs (r t j) <= bound t) ->
  gradient_decays D g x v (fun t => INR D * bound t).
Proof.
  intros g bound r bounded. exists (Rmax T 0). intros t Ht.
  pose proof (Rmax_l T 0). pose proof (Rmax_r T 0). exists (r t). split.
  - intros j Hj. apply bounded; (assumption || lra).
  - apply norm_bound. intros j Hj. apply bounded; (assumption || lra).
Qed.

(** *** Lemma 6: the mean prediction *)
Theorem mean_gradient_rate : exists M, forall c, (c < C)%nat ->
  gradient_decays D (fun y => mean K (predictions C f y) c) x v
    (fun t => INR D * (M * exp (- gamma * t))).
Proof.
  destruct member_derivative_bound as [M [HM B]]. exists M. intros c Hc.
  apply decays_from_partials with (fun t j => mean K (member_derivative t j) c).
  intros t j Ht t_nonneg Hj. split.
  - apply (mean_partial K (fun m y => predictions C f y m)). intros m Hm.
    apply member_partial; assumption.
  - apply mean_bound; [exact K_pos|]. intros m Hm. apply B; (assumption || lra).
Qed.

(** *** Lemma 7: the class variance *)
Theorem variance_gradient_rate : exists M,
  gradient_decays D (fun y => variance K C (predictions C f y)) x v
    (fun t => INR D * (M * exp (- gamma * t))).
Proof.
  destruct member_derivative_bound as [M [HM B]]. exists (4 * M).
  apply decays_from_partials with (fun t j => / INR C * sum_below C (fun c =>
       mean K (fun m k => 2 * predictions C f (ray x v t) m k * member_derivative t j m k) c
       - 2 * mean K (predictions C f (ray x v t)) c * mean K (member_derivative t j) c)).
  intros t j Ht t_nonneg Hj. split.
  - apply (variance_partial K C (fun m y => predictions C f y m)).
    intros. apply member_partial; assumption.
  - set (E := M * exp (- gamma * t)).
    assert (HE : 0 <= E) by (apply Rmult_le_pos; [exact HM | apply Rlt_le, exp_pos]).
    pose proof (INR_pos C C_pos) as PC.
    rewrite Rabs_mult, Rabs_pos_eq by (apply Rlt_le, Rinv_0_lt_compat, PC).
    apply (Rmult_le_reg_l (INR C)); [exact PC|].
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
    apply sum_bound. intros c Hc.
    assert (P1 : forall q d, 0 <= q <= 1 -> Rabs d <= E -> Rabs (2 * q * d) <= 2 * E).
    { intros q d [Q0 Q1] Hd. rewrite !Rabs_mult, (Rabs_pos_eq 2), (Rabs_pos_eq q) by lra.
      pose proof (Rabs_pos d). nra. }
    assert (Q : Rabs (mean K (fun m k => 2 * predictions C f (ray x v t) m k
                              * member_derivative t j m k) c) <= 2 * E).
    { apply mean_bound; [exact K_pos|]. intros m Hm. apply P1.
      - split; [apply Rlt_le, softmax_pos, Hc | apply softmax_le_one, Hc].
      - apply B; (assumption || lra). }
    assert (Q' : Rabs (2 * mean K (predictions C f (ray x v t)) c
                       * mean K (member_derivative t j) c) <= 2 * E).
    { pose proof (mean_distribution K C _ (predictions_ensemble (ray x v t))) as Dm.
      apply P1.
      - split; [apply Dm, Hc | apply (distribution_le_one C _ c Dm Hc)].
      - apply mean_bound; [exact K_pos|]. intros m Hm. apply B; (assumption || lra). }
    unfold Rminus. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp.
    unfold E in *. lra.
Qed.

Lemma mean_lower : forall alpha beta t c, T <= t -> 0 <= t -> (c < C)%nat ->
  (forall m, (m < K)%nat -> exp (- (alpha + beta * t)) <= predictions C f (ray x v t) m c) ->
  exp (- (alpha + beta * t)) <= mean K (predictions C f (ray x v t)) c.
Proof.
  intros al be t c Ht t_nonneg Hc bounded. pose proof (INR_pos K K_pos) as PK. unfold mean.
  apply (Rmult_le_reg_l (INR K)); [exact PK|].
  rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. rewrite <- sum_const.
  apply sum_le. exact bounded.
Qed.

(** The common bound for Lemmas 8 and 9: the factor ln p_c, which the paper
    treats as a constant, grows only linearly. *)
Lemma entropy_derivatives_bound : exists alpha beta, 0 <= alpha /\ 0 <= beta /\
  forall t j, T <= t -> 0 <= t -> (j < D)%nat ->
    Rabs (entropy_derivative C (mean K (predictions C f (ray x v t)))
            (mean K (member_derivative t j)))
      <= (alpha + beta * t) * exp (- gamma * t)
    /\ forall m, (m < K)%nat ->
      Rabs (entropy_derivative C (predictions C f (ray x v t) m) (member_derivative t j m))
        <= (alpha + beta * t) * exp (- gamma * t).
Proof.
  destruct member_derivative_bound as [M [HM B]].
  destruct member_log_bound as [al [be [Ha [Hb L]]]].
  pose proof (INR_pos C C_pos) as PC.
  exists (INR C * ((al + 1) * M)), (INR C * (be * M)).
  split; [apply Rmult_le_pos; [lra|]; apply Rmult_le_pos; lra|].
  split; [apply Rmult_le_pos; [lra|]; apply Rmult_le_pos; lra|].
  intros t j Ht t_nonneg Hj. set (E := M * exp (- gamma * t)).
  assert (HE : 0 <= E) by (apply Rmult_le_pos; [exact HM | apply Rlt_le, exp_pos]).
  replace ((INR C * ((al + 1) * M) + INR C * (be * M) * t) * exp (- gamma * t))
    with (INR C * (((al + be * t) + 1) * E)) by (unfold E; ring).
  split.
  - apply entropy_derivative_bound; [exact HE| |].
    + intros c Hc. apply ln_bound. split.
      * apply mean_lower; try assumption. intros m Hm. apply L; assumption.
      * apply (distribution_le_one C); [|exact Hc].
        apply mean_distribution, predictions_ensemble.
    + intros c Hc. apply mean_bound; [exact K_pos|]. intros m Hm. apply B; assumption.
  - intros m Hm. apply entropy_derivative_bound; [exact HE| |].
    + intros c Hc. apply ln_bound. split; [apply L; assumption|].
      apply softmax_le_one, Hc.
    + intros c Hc. apply B; assumption.
Qed.

(** *** Lemma 8: the predictive entropy *)
Theorem entropy_gradient_rate : exists alpha beta,
  gradient_decays D (fun y => predictive_entropy K C (predictions C f y)) x v
    (fun t => INR D * ((alpha + beta * t) * exp (- gamma * t))).
Proof.
  destruct entropy_derivatives_bound as [al [be [_ [_ B]]]]. exists al, be.
  apply decays_from_partials with (fun t j =>
    entropy_derivative C (mean K (predictions C f (ray x v t))) (mean K (member_derivative t j))).
  intros t j Ht t_nonneg Hj. split.
  - apply (entropy_partial C (fun y => mean K (predictions C f y))).
    + intros c Hc. unfold mean. apply Rmult_lt_0_compat.
      * apply Rinv_0_lt_compat, INR_pos, K_pos.
      * apply sum_pos; [exact K_pos|]. intros. apply softmax_pos, Hc.
    + intros c Hc. apply (mean_partial K (fun m y => predictions C f y m)).
      intros m Hm. apply member_partial; assumption.
  - apply B; (assumption || lra).
Qed.

(** *** Lemma 9: the mutual information *)
Theorem mi_gradient_rate : exists alpha beta,
  gradient_decays D (fun y => mutual_information K C (predictions C f y)) x v
    (fun t => INR D * ((alpha + beta * t) * exp (- gamma * t))).
Proof.
  destruct entropy_derivatives_bound as [al [be [Ha [Hb B]]]]. exists (2 * al), (2 * be).
  apply decays_from_partials with (fun t j =>
    entropy_derivative C (mean K (predictions C f (ray x v t))) (mean K (member_derivative t j))
    - / INR K * sum_below K (fun m =>
        entropy_derivative C (predictions C f (ray x v t) m) (member_derivative t j m))).
  intros t j Ht t_nonneg Hj. split.
  - apply (mutual_information_partial K C (fun m y => predictions C f y m)); [exact K_pos| |].
    + intros. apply softmax_pos. assumption.
    + intros. apply member_partial; assumption.
  - destruct (B t j ltac:(lra) t_nonneg Hj) as [B1 B2].
    set (E := (al + be * t) * exp (- gamma * t)) in *.
    assert (Q : Rabs (/ INR K * sum_below K (fun m =>
      entropy_derivative C (predictions C f (ray x v t) m) (member_derivative t j m))) <= E).
    { apply (mean_bound K (fun m _ =>
        entropy_derivative C (predictions C f (ray x v t) m) (member_derivative t j m)) 0 E K_pos).
      exact B2. }
    replace ((2 * al + 2 * be * t) * exp (- gamma * t)) with (E + E) by (unfold E; ring).
    unfold Rminus. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp. lra.
Qed.

Lemma rate_tends_to_0 : forall M,
  tends_to (fun t => INR D * (M * exp (- gamma * t))) 0.
Proof.
  intros M. rewrite <- (Rmult_0_r (INR D)). apply tends_to_scal, tends_to_exp_decay, gamma_pos.
Qed.

Lemma line_rate_tends_to_0 : forall alpha beta,
  tends_to (fun t => INR D * ((alpha + beta * t) * exp (- gamma * t))) 0.
Proof.
  intros al be. rewrite <- (Rmult_0_r (INR D)).
  apply tends_to_scal, tends_to_line_exp, gamma_pos.
Qed.

(** The lemmas in the paper's words: whatever function r gives the gradient,
    its norm tends to 0. *)
Theorem mean_gradient_repaired : forall c r, (c < C)%nat ->
  (exists A, forall t, A < t ->
     is_gradient D (fun y => mean K (predictions C f y) c) (ray x v t) (r t)) ->
  tends_to (fun t => norm D (r t)) 0.
Proof.
  intros c r Hc gradients. destruct mean_gradient_rate as [M B].
  exact (gradient_decays_tends D _ x v _ (B c Hc) (rate_tends_to_0 M) r gradients).
Qed.

Theorem variance_gradient_repaired : forall r,
  (exists A, forall t, A < t ->
     is_gradient D (fun y => variance K C (predictions C f y)) (ray x v t) (r t)) ->
  tends_to (fun t => norm D (r t)) 0.
Proof.
  intros r gradients. destruct variance_gradient_rate as [M B].
  exact (gradient_decays_tends D _ x v _ B (rate_tends_to_0 M) r gradients).
Qed.

Theorem entropy_gradient_repaired : forall r,
  (exists A, forall t, A < t ->
     is_gradient D (fun y => predictive_entropy K C (predictions C f y)) (ray x v t) (r t)) ->
  tends_to (fun t => norm D (r t)) 0.
Proof.
  intros r gradients. destruct entropy_gradient_rate as [al [be B]].
  exact (gradient_decays_tends D _ x v _ B (line_rate_tends_to_0 al be) r gradients).
Qed.

Theorem mi_gradient_repaired : forall r,
  (exists A, forall t, A < t ->
     is_gradient D (fun y => mutual_information K C (predictions C f y)) (ray x v t) (r t)) ->
  tends_to (fun t => norm D (r t)) 0.
Proof.
  intros r gradients. destruct mi_gradient_rate as [al [be B]].
  exact (gradient_decays_tends D _ x v _ B (line_rate_tends_to_0 al be) r gradients).
Qed.

End Repaired.

(** ** Lemma 5: the maximum softmax probability of one network *)

(** A class with more than half of the mass is the maximum. *)
Lemma msp_is_majority : forall C q k,
  is_distribution C q -> (k < C)%nat -> / 2 <= q k -> msp C q = q k.
Proof.
  intros C q k [Hp Hs] Hk majority. apply Rle_antisym.
  - apply max0_le; [lra|]. intros c Hc. destruct (Nat.eq_dec c k) as [->|Hne]; [lra|].
    pose proof (sum_two_terms_le C q k c Hk Hc (fun e => Hne (eq_sym e)) Hp). lra.
  - apply (max0_ge C q k Hk).
Qed.

(** Where class k has more than half of the mass, the maximum is
    differentiable like p_k. *)
Lemma msp_partial : forall C (p : vec -> nat -> R) k j x r,
  (forall y, is_distribution C (p y)) -> (k < C)%nat -> / 2 < p x k ->
  is_partial (fun y => p y k) j x r -> is_partial (fun y => msp C (p y)) j x r.
Proof.
  intros C p k j x r Hp Hk majority partial.
  destruct (derivable_pt_lim_positive_near (fun s => p (set_coord x j s) k - / 2) (x j) (r - 0))
    as [e [He Hpos]].
  - apply (derivable_pt_lim_minus (fun s => p (set_coord x j s) k) (fun _ => / 2));
      [exact partial | apply derivable_pt_lim_const].
  - rewrite set_coord_same. lra.
  - apply derivable_pt_lim_near with (fun s => p (set_coord x j s) k) e; [exact He| |exact partial].
    intros s Hs. specialize (Hpos s Hs). symmetry. apply msp_is_majority; auto. lra.
Qed.

Theorem msp_gradient_rate : forall f C D x v T a b V k gamma,
  has_tail f C D x v T a b V -> saturating C b k gamma ->
  exists M, gradient_decays D (fun y => msp C (softmax C (f y))) x v
    (fun t => M * exp (- gamma * t)).
Proof.
  intros f C D x v T a b V k g Htail saturates. assert (Hk : (k < C)%nat) by apply saturates.
  destruct (gradient_decays_exponentially f C D x v T a b V k g Htail saturates) as [M HM]. exists M.
  destruct (HM k Hk) as [A HA].
  assert (L := tail_limit_law f C x v T a b k (proj1 Htail) Hk).
  rewrite (proj2 (limit_probability_one_iff C a b k Hk) (saturating_unique_top _ _ _ _ saturates)) in L.
  destruct (tends_to_eventually_gt _ _ (/ 2) L ltac:(lra)) as [A' HA'].
  exists (Rmax A A'). intros t Ht. pose proof (Rmax_l A A'). pose proof (Rmax_r A A').
  destruct (HA t ltac:(lra)) as [r [Hr B]]. exists r. split; [|exact B].
  intros j Hj. apply (msp_partial C (fun y => softmax C (f y)) k).
  - intros y. apply softmax_distribution. lia.
  - exact Hk.
  - apply HA'. lra.
  - apply Hr, Hj.
Qed.

Theorem msp_gradient_repaired : forall f C D x v T a b V k r,
  has_tail f C D x v T a b V -> unique_top C b k ->
  (exists A, forall t, A < t ->
     is_gradient D (fun y => msp C (softmax C (f y))) (ray x v t) (r t)) ->
  tends_to (fun t => norm D (r t)) 0.
Proof.
  intros f C D x v T a b V k r Htail U gradients.
  destruct (unique_top_saturating C b k U) as [g Hg].
  destruct (msp_gradient_rate f C D x v T a b V k g Htail Hg) as [M B].
  refine (gradient_decays_tends D _ x v _ B _ r gradients). apply tends_to_exp_decay, Hg.
Qed.
