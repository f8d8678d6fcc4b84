(** * Certainty in the limit (paper A, Theorem 1) and vote shares *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Witnesses
  Gradient Metrics MetricGradients MetricRefutations.
Import ListNotations.

Open Scope R_scope.

(** Scaling a coordinate by alpha is moving along a ray by alpha - 1. *)
Lemma tends_to_scaling : forall (g : vec -> R) x d l,
  tends_to (fun alpha => g (scale x d alpha)) l
  <-> tends_to (fun t => g (ray x (scaling_direction x d) t)) l.
Proof.
  intros g x d l. rewrite (tends_to_shift (fun alpha => g (scale x d alpha)) l 1).
  split; apply tends_to_ext; intros t; rewrite scale_ray; reflexivity.
Qed.

(** ** The metrics are continuous: they tend to the metrics of the limits *)

Lemma entropy_limit : forall C (q : R -> vec) l,
  (forall t c, (c < C)%nat -> 0 <= q t c) ->
  (forall c, (c < C)%nat -> 0 <= l c) ->
  (forall c, (c < C)%nat -> tends_to (fun t => q t c) (l c)) ->
  tends_to (fun t => entropy C (q t)) (entropy C l).
Proof.
  intros C q l Hq Hl each. unfold entropy.
  apply tends_to_ext with (fun t => -1 * sum_below C (fun c => q t c * ln (q t c)));
    [intros; ring|].
  replace (- sum_below C (fun c => l c * ln (l c)))
    with (-1 * sum_below C (fun c => l c * ln (l c))) by ring.
  apply tends_to_scal, (tends_to_sum C (fun t c => q t c * ln (q t c)) (fun c => l c * ln (l c))).
  intros c Hc. apply (tends_to_xlnx (fun t => q t c) (l c) 0); auto.
Qed.

Theorem perfect_certainty_limit_law : forall K C (p : R -> nat -> vec) l,
  (0 < C)%nat -> (forall t, is_ensemble K C (p t)) -> is_ensemble K C l ->
  (forall m c, (m < K)%nat -> (c < C)%nat -> tends_to (fun t => p t m c) (l m c)) ->
  tends_to (fun t => msp C (mean K (p t))) (msp C (mean K l))
  /\ tends_to (fun t => variance K C (p t)) (variance K C l)
  /\ tends_to (fun t => predictive_entropy K C (p t)) (predictive_entropy K C l)
  /\ tends_to (fun t => mutual_information K C (p t)) (mutual_information K C l).
Proof.
  intros K C p l HC Hp Hl each.
  assert (Hm : forall c, (c < C)%nat -> tends_to (fun t => mean K (p t) c) (mean K l c))
    by (intros c Hc; apply (mean_limit K p l c); intros m Hm; apply each; assumption).
  assert (He : tends_to (fun t => entropy C (mean K (p t))) (entropy C (mean K l))).
  { apply entropy_limit; [| |exact Hm].
    - intros t c Hc. apply (mean_distribution K C (p t) (Hp t)), Hc.
    - intros c Hc. apply (mean_distribution K C l Hl), Hc. }
  split; [|split; [|split; [exact He|]]].
  - apply (tends_to_max0 C (fun t => mean K (p t))). exact Hm.
  - unfold variance. apply tends_to_scal.
    apply (tends_to_sum C (fun t c => mean K (fun m k => p t m k * p t m k) c
      - mean K (p t) c * mean K (p t) c)). intros c Hc. apply tends_to_minus.
    + apply (mean_limit K (fun t m k => p t m k * p t m k) (fun m k => l m k * l m k)).
      intros m Hmk. apply (tends_to_square (fun t => p t m c)), each; assumption.
    + apply (tends_to_square (fun t => mean K (p t) c)), Hm, Hc.
  - unfold mutual_information. apply tends_to_minus; [exact He|]. apply tends_to_scal.
    apply (tends_to_sum K (fun t m => entropy C (p t m)) (fun m => entropy C (l m))).
    intros m Hmk. apply entropy_limit.
    + intros t c Hc. apply (proj2 (Hp t) m Hmk), Hc.
    + intros c Hc. apply (proj2 Hl m Hmk), Hc.
    + intros c Hc. apply each; assumption.
Qed.

(** ** Claim vote-shares (F4) *)

(** The share of the members whose top class is c. *)
Definition vote_share (K : nat) (top : nat -> nat) : vec :=
  mean K (fun m => one_hot (top m)).

Lemma one_hot_distribution : forall C k, (k < C)%nat -> is_distribution C (one_hot k).
Proof.
  intros C k Hk. split.
  - intros c _. unfold one_hot. destruct (Nat.eqb c k); lra.
  - unfold one_hot. apply (sum_single C k (fun _ => 1)), Hk.
Qed.

Lemma one_hot_entropy : forall C k, (k < C)%nat -> entropy C (one_hot k) = 0.
Proof.
  intros C k Hk. apply (entropy_direction_repaired_one_hot C (one_hot k) ltac:(lia)
    (one_hot_distribution C k Hk)). exists k. split; [exact Hk|].
  unfold one_hot. rewrite Nat.eqb_refl. reflexivity.
Qed.

Theorem vote_shares : forall K C (f : nat -> vec -> vec) x v T a b top,
  (0 < K)%nat -> (0 < C)%nat ->
  (forall m, (m < K)%nat -> has_lines (f m) C x v (T m) (a m) (b m)) ->
  (forall m, (m < K)%nat -> unique_top C (b m) (top m)) ->
  let p := fun t => predictions C f (ray x v t) in
  let w := vote_share K top in
  (forall c, (c < C)%nat -> tends_to (fun t => mean K (p t) c) (w c))
  /\ tends_to (fun t => msp C (mean K (p t))) (max0 C w)
  /\ tends_to (fun t => variance K C (p t)) (/ INR C * sum_below C (fun c => w c * (1 - w c)))
  /\ tends_to (fun t => predictive_entropy K C (p t)) (entropy C w)
  /\ tends_to (fun t => mutual_information K C (p t)) (entropy C w).
Proof.
  intros K C f x v T a b top HK HC Hf Hu p w.
  set (l := fun m => one_hot (top m)).
  assert (L : forall m c, (m < K)%nat -> (c < C)%nat -> tends_to (fun t => p t m c) (l m c)).
  { intros m c Hm Hc. unfold l.
    rewrite <- (limit_probability_unique C (a m) (b m) (top m) c (Hu m Hm) Hc).
    exact (tail_limit_law (f m) C x v (T m) (a m) (b m) c (Hf m Hm) Hc). }
  assert (El : is_ensemble K C l).
  { split; [exact HK|]. intros m Hm. apply one_hot_distribution, (Hu m Hm). }
  assert (Ep : forall t, is_ensemble K C (p t)).
  { intros t. split; [exact HK|]. intros m _. apply softmax_distribution, HC. }
  destruct (perfect_certainty_limit_law K C p l HC Ep El L) as [M [V [entropy_limit I]]].
  split; [|split; [exact M|split; [|split; [exact entropy_limit|]]]].
  - intros c Hc. apply (mean_limit K p l c). intros. apply L; assumption.
  - replace (/ INR C * sum_below C (fun c => w c * (1 - w c))) with (variance K C l); [exact V|].
    unfold variance. f_equal. apply sum_ext. intros c _. unfold w, vote_share. fold l.
    replace (mean K (fun m k => l m k * l m k) c) with (mean K l c); [ring|].
    unfold mean. f_equal. apply sum_ext. intros m _. unfold l, one_hot.
    destruct (Nat.eqb c (top m)); ring.
  - replace (entropy C w) with (mutual_information K C l); [exact I|].
    unfold mutual_information. rewrite (sum_ext K _ (fun _ => 0)), sum_zero;
      [unfold w, vote_share; fold l; ring|].
    intros m Hm. apply one_hot_entropy, (Hu m Hm).
Qed.

(** ** Claim perfect-certainty (paper A, Theorem 1) *)

(** All four metrics reach perfect certainty. *)
Definition reaches_certainty (K C : nat) (p : R -> nat -> vec) : Prop :=
  tends_to (fun t => msp C (mean K (p t))) 1
  /\ tends_to (fun t => variance K C (p t)) 0
  /\ tends_to (fun t => predictive_entropy K C (p t)) 0
  /\ tends_to (fun t => mutual_information K C (p t)) 0.

(** Theorem 1 for finite ensembles of ReLU networks.  Extra hypotheses: members
    strictly monotonic everywhere, x_d not 0. *)
Definition perfect_certainty_as_printed : Prop :=
  forall K C D (net : nat -> network) x d,
    (0 < K)%nat ->
    (forall m, (m < K)%nat ->
       componentwise_strictly_monotonic everywhere D C (fun y => softmax C (eval (net m) y))) ->
    (d < D)%nat -> x d <> 0 ->
    reaches_certainty K C (fun alpha => predictions C (networks net) (scale x d alpha)).

(** One network with a tied tail: its confidence tends to 2/3. *)
Theorem perfect_certainty_as_printed_false : ~ perfect_certainty_as_printed.
Proof.
  intros claim. destruct (claim 1%nat 3%nat 2%nat pair start 0%nat ltac:(lia)
    (fun m _ => pair_monotonic m) ltac:(lia) start_nonzero) as [M _].
  assert (L : tends_to (fun alpha => msp 3 (mean 1 (P alpha))) (msp 3 (mean 1 P_end))).
  { apply (tends_to_max0 3 (fun alpha => mean 1 (P alpha))). intros c Hc.
    apply (mean_limit 1 P P_end). intros m _. apply P_limit, Hc. }
  assert (E := tends_to_unique _ _ _ L M).
  assert (B : msp 3 (mean 1 P_end) <= 2 / 3); [|lra].
  destruct P_end_values as [E0 [E1 [E2 _]]].
  apply max0_le; [lra|]. intros c Hc. unfold mean. cbn [sum_below]. simpl INR.
  three c Hc; rewrite ?E0, ?E1, ?E2; lra.
Qed.

(** Two networks, each saturating, to opposite classes: still_net and
    mirror_net.  Certainty is then not reached even if tails are not tied. *)
Definition opposed (m : nat) : network := if Nat.eqb m 0 then still_net else mirror_net.

Definition perfect_certainty_saturating_ensembles : Prop :=
  forall K C D (net : nat -> network) x d,
    (0 < K)%nat ->
    (forall m, (m < K)%nat ->
       componentwise_strictly_monotonic everywhere D C (fun y => softmax C (eval (net m) y))) ->
    (forall m, (m < K)%nat ->
       exists k, unique_top C (tail_slope (net m) x (scaling_direction x d)) k) ->
    (d < D)%nat -> x d <> 0 ->
    reaches_certainty K C (fun alpha => predictions C (networks net) (scale x d alpha)).

Lemma opposed_tops : forall m, (m < 2)%nat ->
  unique_top 2 (tail_slope (opposed m) (fun _ => 1) (scaling_direction (fun _ => 1) 0)) m.
Proof.
  intros m Hm. split; [exact Hm|]. intros c Hc Hne.
  two m Hm; two c Hc; try congruence; unfold opposed; cbn [Nat.eqb];
    unfold still_net, mirror_net; rewrite !through_relu_slope; unfold affine_map;
    cbn [sum_below]; unfold still_weights, mirror_weights, rows; cbn [nth];
    unfold scaling_direction; cbn [Nat.eqb]; lra.
Qed.

(** Both entropies tend to ln 2, the most uncertain value there is. *)
Theorem perfect_certainty_disagreement :
  let p := fun alpha => predictions 2 (networks opposed) (scale (fun _ => 1) 0 alpha) in
  tends_to (fun alpha => predictive_entropy 2 2 (p alpha)) (ln (INR 2))
  /\ tends_to (fun alpha => mutual_information 2 2 (p alpha)) (ln (INR 2)).
Proof.
  destruct (vote_shares 2 2 (networks opposed) (fun _ => 1) (scaling_direction (fun _ => 1) 0)
    (fun m => tail_from (opposed m) (fun _ => 1) (scaling_direction (fun _ => 1) 0))
    (fun m => tail_intercept (opposed m) (fun _ => 1) (scaling_direction (fun _ => 1) 0))
    (fun m => tail_slope (opposed m) (fun _ => 1) (scaling_direction (fun _ => 1) 0))
    (fun m => m) ltac:(lia) ltac:(lia)
    (fun m _ => network_has_lines (opposed m) 2 _ _) opposed_tops) as [_ [_ [_ [entropy_limit I]]]].
  assert (E : entropy 2 (vote_share 2 (fun m => m)) = ln (INR 2)).
  { apply (entropy_direction_repaired_uniform 2); [lia| |].
    - apply mean_distribution. split; [lia|]. intros m Hm. apply one_hot_distribution, Hm.
    - intros c Hc. unfold vote_share, mean, one_hot. cbn [sum_below].
      two c Hc; cbn [Nat.eqb]; simpl INR; lra. }
  rewrite E in *. split.
  - apply (tends_to_scaling (fun y => predictive_entropy 2 2 (predictions 2 (networks opposed) y))).
    exact entropy_limit.
  - apply (tends_to_scaling (fun y => mutual_information 2 2 (predictions 2 (networks opposed) y))).
    exact I.
Qed.

Theorem perfect_certainty_saturating_ensembles_false : ~ perfect_certainty_saturating_ensembles.
Proof.
  intros claim. destruct (claim 2%nat 2%nat 1%nat opposed (fun _ => 1) 0%nat ltac:(lia))
    as [_ [_ [E _]]].
  - intros m _. unfold opposed. destruct (Nat.eqb m 0);
      [apply still_net_monotonic | apply mirror_net_monotonic].
  - intros m Hm. exists m. apply opposed_tops, Hm.
  - lia.
  - lra.
  - assert (Z := tends_to_unique _ _ _ E (proj1 perfect_certainty_disagreement)).
    assert (0 < ln (INR 2)) by (rewrite <- ln_1; apply ln_increasing; simpl; lra). lra.
Qed.

(** Repaired: if every member saturates to the same class, certainty is perfect. *)
Theorem perfect_certainty_repaired : forall K C (f : nat -> vec -> vec) x v T a b k,
  (0 < K)%nat ->
  (forall m, (m < K)%nat -> has_lines (f m) C x v (T m) (a m) (b m)) ->
  (forall m, (m < K)%nat -> unique_top C (b m) k) ->
  reaches_certainty K C (fun t => predictions C f (ray x v t)).
Proof.
  intros K C f x v T a b k HK Hf Hu.
  assert (Hk : (k < C)%nat) by (apply (Hu 0%nat HK)).
  pose proof (INR_pos K HK) as PK.
  destruct (vote_shares K C f x v T a b (fun _ => k) HK ltac:(lia) Hf Hu)
    as [_ [M [V [entropy_limit I]]]].
  assert (W : vote_share K (fun _ => k) = one_hot k).
  { apply functional_extensionality. intros c. unfold vote_share, mean.
    rewrite sum_const. field. lra. }
  rewrite W in *. rewrite one_hot_entropy in * by exact Hk.
  assert (M1 : max0 C (one_hot k) = 1).
  { apply Rle_antisym.
    - apply max0_le; [lra|]. intros c _. unfold one_hot. destruct (Nat.eqb c k); lra.
    - replace 1 with (one_hot k k) by (unfold one_hot; rewrite Nat.eqb_refl; reflexivity).
      apply max0_ge, Hk. }
  assert (V0 : / INR C * sum_below C (fun c => one_hot k c * (1 - one_hot k c)) = 0).
  { rewrite (sum_ext C _ (fun _ => 0)), sum_zero; [ring|].
    intros c _. unfold one_hot. destruct (Nat.eqb c k); ring. }
  rewrite M1 in M. rewrite V0 in V. repeat split; assumption.
Qed.

(** Exactly then: the confidence of the mean tends to 1 only if all members
    saturate to one class. *)
Theorem perfect_certainty_criterion : forall K C (f : nat -> vec -> vec) x v T a b,
  (0 < K)%nat -> (0 < C)%nat ->
  (forall m, (m < K)%nat -> has_lines (f m) C x v (T m) (a m) (b m)) ->
  (tends_to (fun t => msp C (mean K (predictions C f (ray x v t)))) 1
   <-> exists k, forall m, (m < K)%nat -> unique_top C (b m) k).
Proof.
  intros K C f x v T a b HK HC Hf. split.
  - intros certain. set (l := fun m => limit_probability C (a m) (b m)).
    pose proof (INR_pos K HK) as PK.
    assert (L : tends_to (fun t => msp C (mean K (predictions C f (ray x v t))))
                  (msp C (mean K l))).
    { apply (tends_to_max0 C (fun t => mean K (predictions C f (ray x v t)))). intros c Hc.
      apply (mean_limit K (fun t => predictions C f (ray x v t)) l).
      intros m Hm. apply tail_limit_law with (T m); [apply Hf, Hm | exact Hc]. }
    assert (E := tends_to_unique _ _ _ L certain).
    assert (El : is_ensemble K C l).
    { split; [exact HK|]. intros m _. split;
        [intros; apply limit_probability_nonneg, HC | apply limit_probability_sum_one, HC]. }
    destruct (max0_attained C (mean K l) HC (proj1 (mean_distribution K C l El)))
      as [k [Hk Ek]]. exists k. intros m Hm.
    apply (limit_probability_one_iff C (a m) (b m) k Hk). change (l m k = 1).
    (* the mean of K numbers at most 1 is 1 *)
    assert (S : sum_below K (fun m => 1 - l m k) = 0).
    { rewrite sum_minus, sum_const. unfold msp in E. rewrite Ek in E. unfold mean in E.
      assert (sum_below K (fun m => l m k) = INR K); [|lra].
      apply (Rmult_eq_reg_l (/ INR K)); [rewrite E; field; lra|].
      apply Rgt_not_eq, Rinv_0_lt_compat, PK. }
    assert (Z := sum_nonneg_zero K (fun m => 1 - l m k)
      (fun i Hi => ltac:(pose proof (distribution_le_one C (l i) k (proj2 El i Hi) Hk); lra)) S m Hm).
    cbv beta in Z. lra.
  - intros [k Hu]. apply (perfect_certainty_repaired K C f x v T a b k HK Hf Hu).
Qed.
