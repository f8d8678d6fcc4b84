(** * Lemmas 5 to 9 of paper A, refuted as printed

    All five fail on the ensemble of [tie_net 1] and [tie_net 2] along the ray
    that scales x_1 from (1, ln 2): both members are strictly monotonic
    everywhere, but classes 0 and 1 tie and stay sensitive to x_2. *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Witnesses
  Gradient Metrics MetricGradients.
Import ListNotations.

Open Scope R_scope.

Definition networks (net : nat -> network) : nat -> vec -> vec := fun m => eval (net m).

(** "The gradient of the metric Phi vanishes as x_d is scaled."  Extra
    hypotheses: a finite ensemble of ReLU networks, members and mean strictly
    monotonic on the whole space, x_d not 0. *)
Definition metric_gradient_vanishes (Phi : nat -> nat -> (nat -> vec) -> R) : Prop :=
  forall K C D (net : nat -> network) x d (grad : R -> vec),
    (0 < K)%nat ->
    (forall m, (m < K)%nat ->
       componentwise_strictly_monotonic everywhere D C (fun y => softmax C (eval (net m) y))) ->
    componentwise_strictly_monotonic everywhere D C
      (fun y => mean K (predictions C (networks net) y)) ->
    (d < D)%nat -> x d <> 0 ->
    (forall alpha, 1 <= alpha ->
       is_gradient D (fun y => Phi K C (predictions C (networks net) y))
         (scale x d alpha) (grad alpha)) ->
    tends_to (fun alpha => norm D (grad alpha)) 0.

(** Lemma 5 speaks of one network: the first member. *)
Definition msp_gradient_as_printed : Prop :=
  metric_gradient_vanishes (fun K C p => msp C (p 0%nat)).

(** Lemma 6, for class c. *)
Definition mean_gradient_as_printed : Prop :=
  forall c, metric_gradient_vanishes (fun K C p => if Nat.ltb c C then mean K p c else 0).

Definition variance_gradient_as_printed : Prop := metric_gradient_vanishes variance.
Definition entropy_gradient_as_printed : Prop := metric_gradient_vanishes predictive_entropy.
Definition mi_gradient_as_printed : Prop := metric_gradient_vanishes mutual_information.

(** ** The ensemble *)

Definition weight_of (m : nat) : R := if Nat.eqb m 0 then 1 else 2.

Definition pair (m : nat) : network := tie_net (weight_of m).

Lemma weight_of_pos : forall m, 0 < weight_of m.
Proof. intros m. unfold weight_of. destruct (Nat.eqb m 0); lra. Qed.

Lemma pair_monotonic : forall m,
  componentwise_strictly_monotonic everywhere 2 3 (fun y => softmax 3 (eval (pair m) y)).
Proof. intros m. apply tie_net_monotonic, weight_of_pos. Qed.

Lemma mean_increasing : forall K I d (g : nat -> vec -> nat -> R) c, (0 < K)%nat ->
  (forall m, (m < K)%nat -> increasing_in I d (fun y => g m y c)) ->
  increasing_in I d (fun y => mean K (fun m => g m y) c).
Proof.
  intros K I d g c HK each y Hy.
  assert (X : forall n, (n <= K)%nat -> exists r, is_partial
    (fun y => sum_below n (fun m => g m y c)) d y r /\ 0 <= r /\ ((0 < n)%nat -> 0 < r)).
  { induction n as [|n IH]; intros Hn; simpl.
    - exists 0. split; [apply is_partial_const|]. split; [lra | lia].
    - destruct (IH ltac:(lia)) as [r [Hr [P _]]]. destruct (each n ltac:(lia) y Hy) as [q [Hq Q]].
      exists (r + q). split; [apply (is_partial_plus (fun y => _)); assumption|]. split; lra. }
  destruct (X K (le_n K)) as [r [Hr [_ P]]]. exists (/ INR K * r). split.
  - unfold mean. apply is_partial_scal, Hr.
  - apply Rmult_lt_0_compat; [apply Rinv_0_lt_compat, INR_pos, HK | apply P, HK].
Qed.

Lemma mean_decreasing : forall K I d (g : nat -> vec -> nat -> R) c, (0 < K)%nat ->
  (forall m, (m < K)%nat -> decreasing_in I d (fun y => g m y c)) ->
  decreasing_in I d (fun y => mean K (fun m => g m y) c).
Proof.
  intros K I d g c HK each y Hy.
  destruct (mean_increasing K I d (fun m y c => -1 * g m y c) c HK) with (x := y)
    as [r [Hr P]]; [|exact Hy|].
  - intros m Hm z Hz. destruct (each m Hm z Hz) as [q [Hq Q]]. exists (-1 * q).
    split; [apply is_partial_scal, Hq | lra].
  - exists (-1 * r). split; [|lra].
    apply is_partial_ext with (fun y => -1 * mean K (fun m c => -1 * g m y c) c).
    + intros z. unfold mean. rewrite (sum_scal K (-1) (fun m => g m z c)). ring.
    + apply is_partial_scal, Hr.
Qed.

Lemma pair_mean_monotonic : forall K, (0 < K)%nat ->
  componentwise_strictly_monotonic everywhere 2 3
    (fun y => mean K (predictions 3 (networks pair) y)).
Proof.
  intros K HK c Hc d Hd.
  assert (S := fun m => tie_net_signs (weight_of m) c d (weight_of_pos m) Hc Hd).
  destruct (tie_rises c d); [left|right].
  - apply (mean_increasing K everywhere d (fun m y => predictions 3 (networks pair) y m));
      [exact HK | intros m _; apply S].
  - apply (mean_decreasing K everywhere d (fun m y => predictions 3 (networks pair) y m));
      [exact HK | intros m _; apply S].
Qed.

(** Predictions, their derivatives in x_j, and the limits of both. *)
Definition P (alpha : R) : nat -> nat -> R := predictions 3 (networks pair) (scale start 0 alpha).

Definition dP (alpha : R) (j : nat) : nat -> nat -> R :=
  fun m c => softmax_grad 3 (tie_weights (weight_of m)) (P alpha m) c j.

Definition W (m : nat) : R := exp (weight_of m * ln 2).
Definition P_end (m c : nat) : R := tie_weight (W m) 0 c / (W m + 1).
Definition dP_end (m c : nat) : R :=
  softmax_grad 3 (tie_weights (weight_of m)) (P_end m) c 1%nat.

Lemma W_0 : W 0 = 2.
Proof. exact two_to_one. Qed.

Lemma W_1 : W 1 = 4.
Proof. exact two_to_two. Qed.

Lemma P_affine : forall alpha m,
  P alpha m = softmax 3 (affine_map 2 (tie_weights (weight_of m)) (fun _ => 0) (scale start 0 alpha)).
Proof.
  intros alpha m. unfold P, predictions, networks, pair, tie_net.
  rewrite through_relu_eval. reflexivity.
Qed.

Lemma P_partial : forall alpha m c j, (c < 3)%nat -> (j < 2)%nat ->
  is_partial (fun y => predictions 3 (networks pair) y m c) j (scale start 0 alpha)
    (dP alpha j m c).
Proof.
  intros alpha m c j Hc Hj. unfold dP. rewrite P_affine.
  apply through_relu_partial; assumption.
Qed.

Lemma P_pos : forall alpha m c, (c < 3)%nat -> 0 < P alpha m c.
Proof. intros. apply softmax_pos. assumption. Qed.

Lemma P_limit : forall m c, (c < 3)%nat -> tends_to (fun alpha => P alpha m c) (P_end m c).
Proof.
  intros m c Hc. apply tends_to_ext with (fun alpha => softmax 3 (affine_map 2
    (tie_weights (weight_of m)) (fun _ => 0) (scale start 0 alpha)) c).
  - intros alpha. rewrite P_affine. reflexivity.
  - apply tie_net_limit, Hc.
Qed.

Lemma dP_limit : forall m c, (c < 3)%nat ->
  tends_to (fun alpha => dP alpha 1 m c) (dP_end m c).
Proof.
  intros m c Hc. apply (softmax_grad_limit 3 (tie_weights (weight_of m)) (fun alpha => P alpha m));
    [exact Hc | intros; apply P_limit; assumption].
Qed.

(** Evaluates the limits to rational numbers. *)
Ltac evaluate :=
  unfold dP_end, softmax_grad, P_end; cbn [sum_below];
  unfold tie_weights, tie_weight, weight_of, rows; cbn [nth Nat.eqb];
  rewrite ?W_0, ?W_1; field.

Lemma P_end_values :
  P_end 0 0 = 2 / 3 /\ P_end 0 1 = / 3 /\ P_end 0 2 = 0
  /\ P_end 1 0 = 4 / 5 /\ P_end 1 1 = / 5 /\ P_end 1 2 = 0.
Proof. repeat split; evaluate. Qed.

Lemma dP_end_values :
  dP_end 0 0 = 2 / 9 /\ dP_end 0 1 = - (2 / 9) /\ dP_end 0 2 = 0
  /\ dP_end 1 0 = 8 / 25 /\ dP_end 1 1 = - (8 / 25) /\ dP_end 1 2 = 0.
Proof. repeat split; evaluate. Qed.

(** If a claim held, the x_2-component of its gradient would vanish. *)
Lemma claim_component : forall Phi K (g : R -> nat -> R) l,
  metric_gradient_vanishes Phi -> (0 < K)%nat ->
  (forall alpha j, 1 <= alpha -> (j < 2)%nat ->
     is_partial (fun y => Phi K 3%nat (predictions 3 (networks pair) y)) j
       (scale start 0 alpha) (g alpha j)) ->
  tends_to (fun alpha => g alpha 1%nat) l -> l = 0.
Proof.
  intros Phi K g l claim HK Hg Hl.
  assert (L := claim K 3%nat 2%nat pair start 0%nat g HK (fun m _ => pair_monotonic m)
    (pair_mean_monotonic K HK) ltac:(lia) start_nonzero
    (fun alpha Ha j Hj => Hg alpha j Ha Hj)).
  apply (norm_tends_to_0_component 2 g 1) in L; [|lia].
  exact (tends_to_unique _ _ _ Hl L).
Qed.

(** ** Lemma 5 *)
Theorem msp_gradient_as_printed_false : ~ msp_gradient_as_printed.
Proof.
  intros claim.
  assert (Z : dP_end 0 0 = 0).
  { apply (claim_component _ 1 (fun alpha j => dP alpha j 0%nat 0%nat) _ claim ltac:(lia)).
    - intros alpha j Ha Hj.
      apply (msp_partial 3 (fun y => predictions 3 (networks pair) y 0%nat) 0).
      + intros y. apply softmax_distribution. lia.
      + lia.
      + change (/ 2 < P alpha 0 0). rewrite P_affine, (tie_net_on_ray _ alpha 0) by lia.
        change (exp (weight_of 0 * ln 2)) with (W 0). rewrite W_0. cbn [tie_weight Nat.eqb].
        assert (E : exp (- alpha) < 1) by (rewrite <- exp_0; apply exp_increasing; lra).
        pose proof (exp_pos (- alpha)).
        apply (Rmult_lt_reg_r (2 + 1 + exp (- alpha))); [lra|].
        unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
      + apply P_partial; [lia | exact Hj].
    - apply dP_limit. lia. }
  pose proof dP_end_values. lra.
Qed.

(** ** Lemma 6 *)
Theorem mean_gradient_as_printed_false : ~ mean_gradient_as_printed.
Proof.
  intros claim.
  assert (Z : mean 2 dP_end 0%nat = 0).
  { apply (claim_component _ 2 (fun alpha j => mean 2 (dP alpha j) 0%nat) _ (claim 0%nat) ltac:(lia)).
    - intros alpha j Ha Hj. cbn [Nat.ltb Nat.leb].
      apply (mean_partial 2 (fun m y => predictions 3 (networks pair) y m)).
      intros m _. apply P_partial; [lia | exact Hj].
    - apply (mean_limit 2 (fun alpha => dP alpha 1)). intros. apply dP_limit. lia. }
  pose proof dP_end_values. unfold mean in Z. cbn [sum_below] in Z. simpl INR in Z. lra.
Qed.

(** ** Lemma 7 *)
Theorem variance_gradient_as_printed_false : ~ variance_gradient_as_printed.
Proof.
  intros claim.
  assert (Z : / INR 3 * sum_below 3 (fun c =>
      mean 2 (fun m k => 2 * P_end m k * dP_end m k) c
      - 2 * mean 2 P_end c * mean 2 dP_end c) = 0).
  { apply (claim_component _ 2 (fun alpha j => / INR 3 * sum_below 3 (fun c =>
      mean 2 (fun m k => 2 * P alpha m k * dP alpha j m k) c
      - 2 * mean 2 (P alpha) c * mean 2 (dP alpha j) c)) _ claim ltac:(lia)).
    - intros alpha j Ha Hj.
      apply (variance_partial 2 3 (fun m y => predictions 3 (networks pair) y m)).
      intros m c _ Hc. apply P_partial; assumption.
    - apply tends_to_scal.
      apply (tends_to_sum 3 (fun alpha c =>
        mean 2 (fun m k => 2 * P alpha m k * dP alpha 1 m k) c
        - 2 * mean 2 (P alpha) c * mean 2 (dP alpha 1) c)).
      intros c Hc. apply tends_to_minus.
      + apply (mean_limit 2 (fun alpha m k => 2 * P alpha m k * dP alpha 1 m k)).
        intros m _. apply (tends_to_mult (fun alpha => 2 * P alpha m c));
          [apply tends_to_scal, P_limit, Hc | apply dP_limit, Hc].
      + apply (tends_to_mult (fun alpha => 2 * mean 2 (P alpha) c)).
        * apply tends_to_scal, mean_limit. intros. apply P_limit, Hc.
        * apply (mean_limit 2 (fun alpha => dP alpha 1)). intros. apply dP_limit, Hc. }
  unfold mean in Z. cbn [sum_below] in Z. revert Z.
  destruct P_end_values as [-> [-> [-> [-> [-> ->]]]]].
  destruct dP_end_values as [-> [-> [-> [-> [-> ->]]]]].
  simpl INR. lra.
Qed.

(** ** Lemmas 8 and 9: the derivative of the entropy has a limit, although
    ln p_2 goes to minus infinity. *)

Lemma entropy_derivative_limit : forall (q dq : R -> vec) l dl B,
  (forall t c, 1 <= t -> (c < 3)%nat -> 0 < q t c) ->
  (forall c, (c < 3)%nat -> tends_to (fun t => q t c) (l c)) ->
  (forall c, (c < 3)%nat -> tends_to (fun t => dq t c) (dl c)) ->
  0 < l 0%nat -> 0 < l 1%nat -> l 2%nat = 0 -> dl 2%nat = 0 ->
  (forall t, 1 <= t -> Rabs (dq t 2%nat) <= B * q t 2%nat) ->
  tends_to (fun t => entropy_derivative 3 (q t) (dq t))
    (- ((ln (l 0%nat) + 1) * dl 0%nat + (ln (l 1%nat) + 1) * dl 1%nat)).
Proof.
  intros q dq l dl B Hq L DL L0 L1 L2 D2 HB.
  assert (T : forall c, (c < 3)%nat -> 0 < l c ->
    tends_to (fun t => (ln (q t c) + 1) * dq t c) ((ln (l c) + 1) * dl c)).
  { intros c Hc Pc. apply (tends_to_mult (fun t => ln (q t c) + 1)); [|apply DL, Hc].
    apply (tends_to_plus (fun t => ln (q t c)) (fun _ => 1)); [|apply tends_to_const].
    apply (tends_to_ln (fun t => q t c)); [exact Pc | apply L, Hc]. }
  assert (Z : tends_to (fun t => (ln (q t 2%nat) + 1) * dq t 2%nat) 0).
  { apply tends_to_squeeze_0 with
      (fun t => B * (Rabs (q t 2%nat * ln (q t 2%nat)) + q t 2%nat)) 1.
    - intros t Ht. specialize (HB t Ht). specialize (Hq t 2%nat Ht ltac:(lia)).
      rewrite Rabs_mult.
      apply Rle_trans with ((Rabs (ln (q t 2%nat)) + 1) * (B * q t 2%nat)).
      + apply Rmult_le_compat; try apply Rabs_pos; [|exact HB].
        apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_R1. lra.
      + rewrite Rabs_mult, (Rabs_pos_eq (q t 2%nat)) by lra. right. ring.
    - rewrite <- (Rmult_0_r B). apply tends_to_scal.
      replace 0 with (0 + 0) by ring. apply tends_to_plus; [|rewrite <- L2; apply L; lia].
      apply (tends_to_Rabs_0 (fun t => q t 2%nat * ln (q t 2%nat))).
      replace 0 with (0 * ln 0) by ring.
      apply (tends_to_xlnx (fun t => q t 2%nat) 0 1); [|lra|rewrite <- L2; apply L; lia].
      intros t Ht. apply Rlt_le, Hq; [exact Ht | lia]. }
  unfold entropy_derivative. cbn [sum_below].
  apply tends_to_ext with (fun t => -1 * (((ln (q t 0%nat) + 1) * dq t 0%nat
    + (ln (q t 1%nat) + 1) * dq t 1%nat) + (ln (q t 2%nat) + 1) * dq t 2%nat));
    [intros; ring|].
  replace (- ((ln (l 0%nat) + 1) * dl 0%nat + (ln (l 1%nat) + 1) * dl 1%nat))
    with (-1 * (((ln (l 0%nat) + 1) * dl 0%nat + (ln (l 1%nat) + 1) * dl 1%nat) + 0)) by ring.
  apply tends_to_scal, tends_to_plus; [|exact Z].
  apply tends_to_plus; apply T; (lia || assumption).
Qed.

(** The fading class moves no faster than its probability allows. *)
Lemma dP_fading : forall alpha m, Rabs (dP alpha 1 m 2) <= 2 * P alpha m 2%nat.
Proof.
  intros alpha m. unfold dP.
  destruct (three_classes (networks pair m (scale start 0 alpha))) as [Q0 [Q1 [Q2 QS]]].
  change (softmax 3 (networks pair m (scale start 0 alpha))) with (P alpha m) in *.
  unfold softmax_grad. cbn [sum_below]. unfold tie_weights, rows. cbn [nth].
  pose proof (weight_of_pos m).
  assert (weight_of m <= 2) by (unfold weight_of; destruct (Nat.eqb m 0); lra).
  replace (P alpha m 2%nat * (0 - (0 + P alpha m 0%nat * weight_of m + P alpha m 1%nat * 0
    + P alpha m 2%nat * 0))) with (- (weight_of m * P alpha m 0%nat * P alpha m 2%nat)) by ring.
  set (p0 := P alpha m 0%nat) in *. set (p1 := P alpha m 1%nat) in *.
  set (p2 := P alpha m 2%nat) in *. clearbody p0 p1 p2.
  rewrite Rabs_Ropp, Rabs_pos_eq by (repeat apply Rmult_le_pos; lra).
  apply Rmult_le_compat_r; [lra|]. nra.
Qed.

Lemma member_entropy_limit : forall m,
  tends_to (fun alpha => entropy_derivative 3 (P alpha m) (dP alpha 1 m))
    (- ((ln (P_end m 0) + 1) * dP_end m 0 + (ln (P_end m 1) + 1) * dP_end m 1)).
Proof.
  intros m. assert (PW : 0 < W m) by apply exp_pos.
  apply (entropy_derivative_limit (fun alpha => P alpha m) (fun alpha => dP alpha 1 m)
           (P_end m) (dP_end m) 2).
  - intros. apply P_pos. assumption.
  - intros. apply P_limit. assumption.
  - intros. apply dP_limit. assumption.
  - unfold P_end, tie_weight. cbn [Nat.eqb]. apply Rdiv_lt_0_compat; lra.
  - unfold P_end, tie_weight. cbn [Nat.eqb]. apply Rdiv_lt_0_compat; lra.
  - unfold P_end, tie_weight. cbn [Nat.eqb]. field. lra.
  - unfold dP_end, softmax_grad, P_end, tie_weight. cbn [Nat.eqb]. unfold Rdiv. ring.
  - intros t _. apply dP_fading.
Qed.

(** d H / d x_2 of the single network [tie_net 1] tends to - (2/9) ln 2. *)
Theorem entropy_gradient_as_printed_false : ~ entropy_gradient_as_printed.
Proof.
  intros claim.
  assert (M : forall (u : nat -> vec), mean 1 u = u 0%nat).
  { intros u. apply functional_extensionality. intros c. unfold mean. simpl. field. }
  assert (Z : - ((ln (P_end 0 0) + 1) * dP_end 0 0 + (ln (P_end 0 1) + 1) * dP_end 0 1) = 0).
  { apply (claim_component _ 1
      (fun alpha j => entropy_derivative 3 (P alpha 0%nat) (dP alpha j 0%nat)) _ claim ltac:(lia)).
    - intros alpha j Ha Hj. unfold predictive_entropy.
      apply is_partial_ext with (fun y => entropy 3 (predictions 3 (networks pair) y 0%nat)).
      { intros y. rewrite M. reflexivity. }
      apply (entropy_partial 3 (fun y => predictions 3 (networks pair) y 0%nat)).
      + intros c Hc. apply P_pos, Hc.
      + intros c Hc. apply P_partial; assumption.
    - apply member_entropy_limit. }
  destruct P_end_values as [E0 [E1 _]]. destruct dP_end_values as [D0 [D1 _]].
  rewrite E0, E1, D0, D1 in Z. unfold Rdiv in Z. rewrite ln_mult in Z by lra.
  assert (0 < ln 2) by (rewrite <- ln_1; apply ln_increasing; lra). lra.
Qed.

(** d MI / d x_2 tends to (219 ln 2 - 61 ln 11) / 225, which is positive because
    11^2 < 2^7. *)
Theorem mi_gradient_as_printed_false : ~ mi_gradient_as_printed.
Proof.
  intros claim.
  set (member := fun m => - ((ln (P_end m 0) + 1) * dP_end m 0
                             + (ln (P_end m 1) + 1) * dP_end m 1)).
  destruct P_end_values as [E0 [E1 [E2 [F0 [F1 F2]]]]].
  destruct dP_end_values as [D0 [D1 [D2 [G0 [G1 G2]]]]].
  assert (Z : - ((ln (mean 2 P_end 0%nat) + 1) * mean 2 dP_end 0%nat
                 + (ln (mean 2 P_end 1%nat) + 1) * mean 2 dP_end 1%nat)
              - / INR 2 * sum_below 2 member = 0).
  { apply (claim_component _ 2
      (fun alpha j => entropy_derivative 3 (mean 2 (P alpha)) (mean 2 (dP alpha j))
        - / INR 2 * sum_below 2 (fun m => entropy_derivative 3 (P alpha m) (dP alpha j m)))
      _ claim ltac:(lia)).
    - intros alpha j Ha Hj.
      apply (mutual_information_partial 2 3 (fun m y => predictions 3 (networks pair) y m)).
      + lia.
      + intros m c _ Hc. apply P_pos, Hc.
      + intros m c _ Hc. apply P_partial; assumption.
    - apply tends_to_minus.
      + apply (entropy_derivative_limit (fun alpha => mean 2 (P alpha))
                 (fun alpha => mean 2 (dP alpha 1)) (mean 2 P_end) (mean 2 dP_end) 2).
        * intros t c _ Hc. unfold mean. apply Rmult_lt_0_compat.
          -- apply Rinv_0_lt_compat, INR_pos. lia.
          -- apply sum_pos; [lia|]. intros. apply P_pos, Hc.
        * intros c Hc. apply mean_limit. intros. apply P_limit, Hc.
        * intros c Hc. apply (mean_limit 2 (fun alpha => dP alpha 1)). intros. apply dP_limit, Hc.
        * unfold mean. cbn [sum_below]. rewrite E0, F0. simpl INR. lra.
        * unfold mean. cbn [sum_below]. rewrite E1, F1. simpl INR. lra.
        * unfold mean. cbn [sum_below]. rewrite E2, F2. ring.
        * unfold mean. cbn [sum_below]. rewrite D2, G2. ring.
        * intros t _. unfold mean. cbn [sum_below]. simpl INR.
          pose proof (dP_fading t 0). pose proof (dP_fading t 1).
          rewrite Rabs_mult, (Rabs_pos_eq (/ (1 + 1))) by lra.
          pose proof (Rabs_triang (0 + dP t 1 0 2) (dP t 1 1 2)).
          rewrite Rplus_0_l in *. lra.
      + apply tends_to_scal, (tends_to_sum 2 (fun alpha m =>
          entropy_derivative 3 (P alpha m) (dP alpha 1 m)) member).
        intros m _. apply member_entropy_limit. }
  unfold member, mean in Z. cbn [sum_below] in Z.
  rewrite E0, E1, F0, F1, D0, D1, G0, G1 in Z. simpl INR in Z.
  replace (/ (1 + 1) * (0 + 2 / 3 + 4 / 5)) with (11 * / 15) in Z by field.
  replace (/ (1 + 1) * (0 + / 3 + / 5)) with ((2 * 2) * / 15) in Z by field.
  replace (4 / 5) with ((2 * 2) * / 5) in Z by field.
  unfold Rdiv in Z. rewrite !ln_mult in Z by lra.
  assert (A : ln (11 * 11) < ln (2 * 2 * (2 * 2) * (2 * 2 * 2))) by (apply ln_increasing; lra).
  rewrite !ln_mult in A by lra.
  assert (0 < ln 2) by (rewrite <- ln_1; apply ln_increasing; lra). lra.
Qed.
