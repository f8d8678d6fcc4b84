(** * What detectors that read the logits do at infinity

    In the convention "higher = more in-distribution".  The logits follow
    lines up to o(1), so the theorems cover piecewise-affine networks and
    networks whose activations have asymptotes. *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  MetricRefutations Certainty Penultimate Ceilings Auroc.
Import ListNotations.

Open Scope R_scope.

(** The curve g approaches the lines a + b t in the first C coordinates. *)
Definition approaches (C : nat) (g : R -> vec) (a b : vec) : Prop :=
  forall c, (c < C)%nat -> tends_to (fun t => g t c - line a b t c) 0.

Lemma lines_approach : forall f C x v T a b, has_lines f C x v T a b ->
  approaches C (fun t => f (ray x v t)) a b.
Proof.
  intros f C x v T a b lines c below. apply tends_to_eventually with (fun _ => 0) T;
    [|apply tends_to_const].
  intros t late. rewrite lines by assumption. ring.
Qed.

(** The limit law of the softmax, for curves that approach lines. *)
Lemma limit_law_approached : forall C g a b c, approaches C g a b -> (c < C)%nat ->
  tends_to (fun t => softmax C (g t) c) (limit_probability C a b c).
Proof.
  intros C g a b c near below. set (m := max_slope C b).
  assert (weight : forall k, (k < C)%nat ->
    tends_to (fun t => exp (g t k + - m * t)) (top_weight C a b k)).
  { intros k small.
    apply tends_to_ext with (fun t => exp (g t k - line a b t k) * exp (a k + (b k - m) * t)).
    { intros t. rewrite <- exp_plus. f_equal. unfold line. ring. }
    rewrite <- (Rmult_1_l (top_weight C a b k)). apply tends_to_mult.
    - rewrite <- exp_0. apply (tends_to_continuous exp); [|apply near, small].
      apply derivable_continuous_pt, derivable_pt_exp.
    - unfold top_weight. fold m. destruct (Rlt_dec (b k) m) as [less|not_less].
      + apply tends_to_exp_neg. lra.
      + assert (same : b k = m) by (pose proof (max_slope_ge C b k small); unfold m in *; lra).
        apply tends_to_ext with (fun _ => exp (a k)); [|apply tends_to_const].
        intros t. f_equal. rewrite same. ring. }
  apply tends_to_ext with (fun t => exp (g t c + - m * t)
    * / sum_below C (fun k => exp (g t k + - m * t))).
  { intros t. rewrite <- (softmax_shift_invariant C (g t) (- m * t) c below). reflexivity. }
  unfold limit_probability, Rdiv. apply tends_to_mult; [apply weight, below|].
  apply tends_to_inv; [apply Rgt_not_eq, top_mass_pos; lia|].
  apply (tends_to_sum C (fun t k => exp (g t k + - m * t)) (top_weight C a b)). exact weight.
Qed.

Lemma one_hot_limit : forall C g a b k, approaches C g a b -> unique_top C b k ->
  forall c, (c < C)%nat -> tends_to (fun t => softmax C (g t) c) (one_hot k c).
Proof.
  intros C g a b k near alone c below.
  rewrite <- (limit_probability_unique C a b k c alone below).
  apply limit_law_approached; assumption.
Qed.

Lemma one_hot_confidence : forall C g a b k, approaches C g a b -> unique_top C b k ->
  tends_to (fun t => confidence C (g t)) 1.
Proof.
  intros C g a b k near alone. pose proof (proj1 alone) as below.
  replace 1 with (max0 C (one_hot k)).
  - apply (tends_to_max0 C (fun t => softmax C (g t))). apply (one_hot_limit C g a b k); assumption.
  - apply Rle_antisym.
    + apply max0_le; [lra|]. intros c _. unfold one_hot. destruct (Nat.eqb c k); lra.
    + replace 1 with (one_hot k k) by (unfold one_hot; rewrite Nat.eqb_refl; reflexivity).
      apply max0_ge, below.
Qed.

(** A detector is blind at a threshold if the score ends above it. *)
Definition blind_at (S : R -> R) (theta : R) : Prop := exists A, forall t, A <= t -> theta < S t.
Definition flags_at (S : R -> R) (theta : R) : Prop := exists A, forall t, A <= t -> S t < theta.

Lemma limit_decides : forall S l, tends_to S l ->
  (forall theta, theta < l -> blind_at S theta) /\ (forall theta, l < theta -> flags_at S theta).
Proof.
  intros S l limit. split; intros theta beyond;
    [apply tends_to_eventually_gt with l | apply tends_to_eventually_lt with l]; assumption.
Qed.

(** ** MSP, temperature scaling, ODIN, entropy *)

(** MSP tends to 1, its largest value, and is blind at every threshold below. *)
Theorem msp_at_infinity : forall C g a b k, approaches C g a b -> unique_top C b k ->
  tends_to (fun t => confidence C (g t)) 1
  /\ (forall f, confidence C f <= 1)
  /\ forall theta, theta < 1 -> blind_at (fun t => confidence C (g t)) theta.
Proof.
  intros C g a b k near alone. pose proof (one_hot_confidence C g a b k near alone) as limit.
  split; [exact limit|]. split; [apply confidence_le_one | apply limit_decides, limit].
Qed.

Lemma tempered_approach : forall C g a b temperature, 0 < temperature -> approaches C g a b ->
  approaches C (fun t => tempered temperature (g t)) (tempered temperature a) (tempered temperature b).
Proof.
  intros C g a b temperature positive near c below.
  apply tends_to_ext with (fun t => / temperature * (g t c - line a b t c)).
  - intros t. unfold tempered, line. field. lra.
  - rewrite <- (Rmult_0_r (/ temperature)). apply tends_to_scal, near, below.
Qed.

Lemma tempered_top : forall C b k temperature, 0 < temperature ->
  unique_top C b k -> unique_top C (tempered temperature b) k.
Proof.
  intros C b k temperature positive [below largest]. split; [exact below|]. intros c inside distinct.
  apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat, positive | apply largest; assumption].
Qed.

(** A temperature changes nothing. *)
Theorem temp_scale_at_infinity : forall C g a b k temperature, 0 < temperature ->
  approaches C g a b -> unique_top C b k ->
  tends_to (fun t => confidence C (tempered temperature (g t))) 1
  /\ forall theta, theta < 1 -> blind_at (fun t => confidence C (tempered temperature (g t))) theta.
Proof.
  intros C g a b k temperature positive near alone.
  destruct (msp_at_infinity C (fun t => tempered temperature (g t)) _ _ k
    (tempered_approach C g a b temperature positive near)
    (tempered_top C b k temperature positive alone)) as [limit [_ blind]].
  split; assumption.
Qed.

(** On a tail of lines: the limit is the largest share, 1 is approached within
    rest_mass exp (- gamma t). *)
Theorem msp_at_infinity_tail : forall f C x v T a b, (0 < C)%nat -> has_lines f C x v T a b ->
  tends_to (fun t => confidence C (f (ray x v t))) (max0 C (limit_probability C a b))
  /\ forall k gamma, saturating C b k gamma -> forall t, T <= t -> 0 <= t ->
       0 <= 1 - confidence C (f (ray x v t)) <= rest_mass C a k * exp (- gamma * t).
Proof.
  intros f C x v T a b classes lines. split.
  - apply (tends_to_max0 C (fun t => softmax C (f (ray x v t)))). intros c below.
    exact (tail_limit_law f C x v T a b c lines below).
  - intros k gamma sat t late forward. pose proof (proj1 sat) as below.
    pose proof (confidence_le_one C (f (ray x v t))). pose proof (confidence_ge C (f (ray x v t)) k below).
    pose proof (saturating_gap_upper C a b k gamma t sat forward) as gap.
    rewrite <- (softmax_on_tail f C x v T a b t k lines late below) in gap. lra.
Qed.

(** The same at a temperature, with gamma / temperature. *)
Theorem temp_scale_at_infinity_tail : forall f C x v T a b temperature, (0 < C)%nat -> 0 < temperature ->
  has_lines f C x v T a b ->
  let score := fun t => confidence C (tempered temperature (f (ray x v t))) in
  tends_to score (max0 C (limit_probability C (tempered temperature a) (tempered temperature b)))
  /\ forall k gamma, saturating C b k gamma -> forall t, T <= t -> 0 <= t ->
       0 <= 1 - score t <= rest_mass C (tempered temperature a) k * exp (- (gamma / temperature) * t).
Proof.
  intros f C x v T a b temperature classes positive lines score.
  assert (tempered_lines : has_lines (fun y => tempered temperature (f y)) C x v T
    (tempered temperature a) (tempered temperature b)).
  { intros t c late below. unfold tempered. rewrite lines by assumption. unfold line. field. lra. }
  destruct (msp_at_infinity_tail (fun y => tempered temperature (f y)) C x v T _ _ classes tempered_lines)
    as [limit rate].
  split; [exact limit|]. intros k gamma [below [gamma_pos gap]]. apply rate.
  assert (inverse : 0 < / temperature) by (apply Rinv_0_lt_compat, positive).
  split; [exact below|]. split; [apply Rmult_lt_0_compat; assumption|]. intros c inside distinct.
  specialize (gap c inside distinct). unfold tempered, Rdiv. nra.
Qed.

(** Minus the entropy tends to that of the shares where classes stay tied. *)
Theorem entropy_at_infinity_tail : forall f C x v T a b, (0 < C)%nat -> has_lines f C x v T a b ->
  tends_to (fun t => entropy C (softmax C (f (ray x v t)))) (entropy C (limit_probability C a b)).
Proof.
  intros f C x v T a b classes lines. apply entropy_limit.
  - intros t c below. apply Rlt_le, softmax_pos, below.
  - intros c _. apply limit_probability_nonneg, classes.
  - intros c below. exact (tail_limit_law f C x v T a b c lines below).
Qed.

(** ODIN moves the input by a bounded step e(t): what matters is that the
    logits stay within B of t b, as they do for every network. *)
Lemma bounded_distance_certain : forall C (g : R -> vec) b k B, unique_top C b k ->
  (forall t c, 0 <= t -> (c < C)%nat -> Rabs (g t c - t * b c) <= B) ->
  tends_to (fun t => softmax C (g t) k) 1.
Proof.
  intros C g b k B alone near.
  destruct (unique_top_saturating C b k alone) as [gamma [below [positive gap]]].
  set (M := INR C * exp (2 * B)).
  assert (rest : tends_to (fun t => 1 - softmax C (g t) k) 0).
  { apply tends_to_squeeze_0 with (fun t => M * exp (- gamma * t)) 0;
      [|apply tends_to_exp_decay, positive].
    intros t forward. rewrite Rabs_pos_eq by (pose proof (softmax_le_one C (g t) k below); lra).
    apply Rle_trans with (1 := softmax_gap C (g t) k below).
    unfold M. rewrite Rmult_assoc, <- exp_plus.
    rewrite <- (sum_const C (exp (2 * B + - gamma * t))).
    apply sum_le. intros c inside. destruct (Nat.eqb_spec c k) as [|distinct];
      [apply Rlt_le, exp_pos|].
    apply exp_le. specialize (gap c inside distinct).
    pose proof (near t c forward inside) as near_c. pose proof (near t k forward below) as near_k.
    pose proof (Rle_abs (g t c - t * b c)). pose proof (Rle_abs (- (g t k - t * b k))).
    rewrite Rabs_Ropp in *.
    assert (gamma * t <= (b k - b c) * t) by (apply Rmult_le_compat_r; assumption). lra. }
  apply tends_to_of_gap. apply tends_to_ext with (fun t => -1 * (1 - softmax C (g t) k));
    [intros; ring|]. rewrite <- (Rmult_0_r (-1)). apply tends_to_scal, rest.
Qed.

Theorem odin_at_infinity : forall C (g : R -> vec) b k B temperature, 0 < temperature ->
  unique_top C b k ->
  (forall t c, 0 <= t -> (c < C)%nat -> Rabs (g t c - t * b c) <= B) ->
  forall theta, theta < 1 -> blind_at (fun t => confidence C (tempered temperature (g t))) theta.
Proof.
  intros C g b k B temperature positive alone near theta below_one.
  assert (inverse : 0 < / temperature) by (apply Rinv_0_lt_compat, positive).
  assert (certain := bounded_distance_certain C (fun t => tempered temperature (g t))
    (tempered temperature b) k (/ temperature * B) (tempered_top C b k temperature positive alone)).
  destruct (tends_to_eventually_gt (fun t => softmax C (tempered temperature (g t)) k) 1 theta)
    as [A far]; [|exact below_one|].
  - apply certain. intros t c forward inside.
    replace (tempered temperature (g t) c - t * tempered temperature b c)
      with (/ temperature * (g t c - t * b c)) by (unfold tempered; field; lra).
    rewrite Rabs_mult, (Rabs_pos_eq (/ temperature)) by lra.
    apply Rmult_le_compat_l; [lra | apply near; assumption].
  - exists A. intros t late. specialize (far t late).
    pose proof (confidence_ge C (tempered temperature (g t)) k (proj1 alone)). lra.
Qed.

(** Minus the entropy tends to 0, its largest value. *)
Theorem entropy_at_infinity : forall C g a b k, approaches C g a b -> unique_top C b k ->
  tends_to (fun t => - entropy C (softmax C (g t))) 0
  /\ forall theta, theta < 0 -> blind_at (fun t => - entropy C (softmax C (g t))) theta.
Proof.
  intros C g a b k near alone. pose proof (proj1 alone) as below.
  assert (limit : tends_to (fun t => - entropy C (softmax C (g t))) 0).
  { apply tends_to_ext with (fun t => -1 * entropy C (softmax C (g t))); [intros; ring|].
    rewrite <- (Rmult_0_r (-1)). apply tends_to_scal.
    rewrite <- (one_hot_entropy C k below). apply entropy_limit.
    - intros t c inside. apply Rlt_le, softmax_pos, inside.
    - intros c inside. apply (one_hot_distribution C k below), inside.
    - apply (one_hot_limit C g a b k); assumption. }
  split; [exact limit | apply limit_decides, limit].
Qed.

(** ** GEN *)

Lemma tends_to_power_0 : forall u gamma, 0 < gamma -> (forall t, 0 < u t) -> tends_to u 0 ->
  tends_to (fun t => Rpower (u t) gamma) 0.
Proof.
  intros u gamma positive u_pos limit eps eps_pos.
  destruct (limit (Rpower eps (/ gamma))) as [A small]; [apply exp_pos|].
  exists A. intros t late. specialize (small t late). rewrite Rminus_0_r in *.
  rewrite Rabs_pos_eq in small by (apply Rlt_le, u_pos).
  rewrite Rabs_pos_eq by (apply Rlt_le, exp_pos).
  replace eps with (Rpower (Rpower eps (/ gamma)) gamma).
  - unfold Rpower. apply exp_increasing, Rmult_lt_compat_l; [exact positive|].
    apply ln_increasing; [apply u_pos|exact small].
  - rewrite Rpower_mult, Rinv_l by lra. apply Rpower_1, eps_pos.
Qed.

(** GEN, - sum over the kept classes of p^gamma (1 - p)^gamma, tends to 0, its
    largest value, whichever classes are kept at each t. *)
Theorem gen_at_infinity : forall C g a b k gamma (kept : R -> nat -> bool),
  (1 < C)%nat -> 0 < gamma -> approaches C g a b -> unique_top C b k ->
  let S := fun t => - sum_below C (fun c => if kept t c
    then Rpower (softmax C (g t) c * (1 - softmax C (g t) c)) gamma else 0) in
  tends_to S 0 /\ (forall t, S t <= 0) /\ forall theta, theta < 0 -> blind_at S theta.
Proof.
  intros C g a b k gamma kept several positive near alone S.
  set (term := fun t c => Rpower (softmax C (g t) c * (1 - softmax C (g t) c)) gamma).
  assert (inside : forall t c, (c < C)%nat -> 0 < softmax C (g t) c * (1 - softmax C (g t) c)).
  { intros t c below. pose proof (softmax_pos C (g t) c below).
    pose proof (softmax_lt_one C (g t) c below several). apply Rmult_lt_0_compat; lra. }
  assert (terms : forall c, (c < C)%nat -> tends_to (fun t => term t c) 0).
  { intros c below. unfold term.
    assert (product : tends_to (fun t => softmax C (g t) c * (1 - softmax C (g t) c))
      (one_hot k c * (1 - one_hot k c))).
    { apply tends_to_mult; [|apply tends_to_minus; [apply tends_to_const|]];
        apply (one_hot_limit C g a b k); assumption. }
    replace (one_hot k c * (1 - one_hot k c)) with 0 in product
      by (unfold one_hot; destruct (Nat.eqb c k); ring).
    assert (clipped := tends_to_power_0 (fun t => softmax C (g t) c * (1 - softmax C (g t) c))
      gamma positive (fun t => inside t c below) product). exact clipped. }
  assert (total : tends_to (fun t => sum_below C (term t)) 0).
  { rewrite <- (sum_zero C). apply (tends_to_sum C term (fun _ => 0)). exact terms. }
  assert (limit : tends_to S 0).
  { apply tends_to_squeeze_0 with (fun t => sum_below C (term t)) 0; [|exact total].
    intros t _. unfold S. rewrite Rabs_Ropp, Rabs_pos_eq.
    - apply sum_le. intros c _. destruct (kept t c); [apply Rle_refl | apply Rlt_le, exp_pos].
    - apply sum_nonneg. intros c _. destruct (kept t c); [apply Rlt_le, exp_pos | lra]. }
  split; [exact limit|]. split; [|apply limit_decides, limit].
  intros t. unfold S. assert (0 <= sum_below C (fun c => if kept t c then term t c else 0)).
  { apply sum_nonneg. intros c _. destruct (kept t c); [apply Rlt_le, exp_pos | lra]. }
  unfold term in *. lra.
Qed.

(** ** Matching to templates: KLM *)

Lemma tends_to_max_slope : forall n (u : R -> nat -> R) (l : nat -> R), (0 < n)%nat ->
  (forall k, (k < n)%nat -> tends_to (fun t => u t k) (l k)) ->
  tends_to (fun t => max_slope n (u t)) (max_slope n l).
Proof.
  induction n as [|n IH]; intros u l some limits; [lia|]. destruct n as [|n].
  - apply limits. lia.
  - change (max_slope (S (S n)) l) with (Rmax (max_slope (S n) l) (l (S n))).
    apply (tends_to_max (fun t => max_slope (S n) (u t)) (fun t => u t (S n))).
    + apply IH; [lia|]. intros k below. apply limits. lia.
    + apply limits. lia.
Qed.

(** Minus the relative entropy of p to a template d. *)
Definition match_score (C : nat) (p d : vec) : R :=
  - sum_below C (fun c => p c * ln (p c) - p c * ln (d c)).

(** The best of M templates: the score tends to max_m ln d_m[k], a number. *)
Theorem klm_at_infinity : forall C M (d : nat -> vec) g a b k, (0 < M)%nat ->
  approaches C g a b -> unique_top C b k ->
  tends_to (fun t => max_slope M (fun m => match_score C (softmax C (g t)) (d m)))
    (max_slope M (fun m => ln (d m k))).
Proof.
  intros C M d g a b k some near alone. pose proof (proj1 alone) as below.
  apply (tends_to_max_slope M (fun t m => match_score C (softmax C (g t)) (d m))
    (fun m => ln (d m k)) some).
  intros m _. unfold match_score.
  assert (target : ln (d m k) = -1 * sum_below C (fun c =>
    one_hot k c * ln (one_hot k c) - one_hot k c * ln (d m c))).
  { rewrite (sum_ext C _ (fun c => if Nat.eqb c k then - ln (d m c) else 0)).
    - rewrite (sum_single C k (fun c => - ln (d m c))) by exact below. ring.
    - intros c _. unfold one_hot. destruct (Nat.eqb c k); [rewrite ln_1; ring|ring]. }
  rewrite target.
  apply tends_to_ext with (fun t => -1 * sum_below C (fun c =>
    softmax C (g t) c * ln (softmax C (g t) c) - softmax C (g t) c * ln (d m c))); [intros; ring|].
  apply tends_to_scal.
  apply (tends_to_sum C (fun t c => softmax C (g t) c * ln (softmax C (g t) c) - softmax C (g t) c * ln (d m c))
    (fun c => one_hot k c * ln (one_hot k c) - one_hot k c * ln (d m c))).
  intros c inside. pose proof (one_hot_limit C g a b k near alone c inside) as limit.
  apply tends_to_minus.
  - apply (tends_to_xlnx (fun t => softmax C (g t) c) (one_hot k c) 0); [| |exact limit].
    + intros t _. apply Rlt_le, softmax_pos, inside.
    + unfold one_hot. destruct (Nat.eqb c k); lra.
  - apply (tends_to_mult (fun t => softmax C (g t) c) (fun _ => ln (d m c)));
      [exact limit | apply tends_to_const].
Qed.

(** ** Maximum logit and energy *)

(** How a score that follows q t + p + o(1) ends. *)
Lemma line_decides : forall S p q, tends_to (fun t => S t - (p + q * t)) 0 ->
  (0 < q -> diverges S) /\ (q < 0 -> diverges (fun t => - S t)) /\ (q = 0 -> tends_to S p).
Proof.
  intros S p q near.
  destruct (tends_to_eventually_gt _ 0 (-1) near ltac:(lra)) as [A low].
  destruct (tends_to_eventually_lt _ 0 1 near ltac:(lra)) as [B high]. split; [|split].
  - intros rises. apply diverges_le with (fun t => (p - 1) + q * t) A;
      [|apply diverges_line, rises]. intros t late. specialize (low t late). lra.
  - intros falls. apply diverges_le with (fun t => (- p - 1) + (- q) * t) B;
      [|apply diverges_line; lra]. intros t late. specialize (high t late). lra.
  - intros zero. apply tends_to_of_gap. apply tends_to_ext with (2 := near).
    intros t. rewrite zero. ring.
Qed.

Definition energy (C : nat) (f : vec) : R := ln (sum_below C (fun c => exp (f c))).

(** Energy follows its largest slopes: the constant is the log-sum-exp of the
    intercepts of the top classes. *)
Lemma energy_line : forall C g a b, (0 < C)%nat -> approaches C g a b ->
  tends_to (fun t => energy C (g t) - (ln (sum_below C (top_weight C a b)) + max_slope C b * t)) 0.
Proof.
  intros C g a b classes near. destruct (is_top_exists C b classes) as [k top].
  pose proof (proj1 top) as below.
  assert (slope : max_slope C b = b k) by (symmetry; apply is_top_iff, top).
  pose proof (limit_law_approached C g a b k near below) as limit.
  pose proof (limit_probability_top_pos C a b k top) as positive.
  pose proof (top_mass_pos C a b classes) as mass.
  assert (log_limit : ln (limit_probability C a b k) = a k - ln (sum_below C (top_weight C a b))).
  { unfold limit_probability. rewrite (top_weight_top C a b k top). unfold Rdiv.
    rewrite ln_mult by (try apply Rinv_0_lt_compat; try apply exp_pos; exact mass).
    rewrite ln_exp, ln_Rinv by exact mass. ring. }
  apply tends_to_ext with (fun t => (g t k - line a b t k)
    - (ln (softmax C (g t) k) - ln (limit_probability C a b k))).
  { intros t. rewrite log_limit, slope. unfold energy, softmax, Rdiv.
    pose proof (partition_pos C (g t) classes).
    rewrite ln_mult by (try apply Rinv_0_lt_compat; try apply exp_pos; assumption).
    rewrite ln_exp, ln_Rinv by assumption. unfold line. ring. }
  replace 0 with (0 - 0) by ring. apply tends_to_minus; [apply near, below|].
  assert (logs := tends_to_minus _ _ _ _ (tends_to_ln _ _ positive limit)
    (tends_to_const (ln (limit_probability C a b k)))).
  replace (ln (limit_probability C a b k) - ln (limit_probability C a b k)) with 0 in logs by ring.
  exact logs.
Qed.

(** EBO follows a_k + b_k t: blind if b_k > 0, flags if b_k < 0, and tends to
    a_k if b_k = 0. *)
Theorem ebo_at_infinity : forall C g a b k, approaches C g a b -> unique_top C b k ->
  tends_to (fun t => energy C (g t) - (a k + b k * t)) 0
  /\ (0 < b k -> diverges (fun t => energy C (g t)))
  /\ (b k < 0 -> diverges (fun t => - energy C (g t)))
  /\ (b k = 0 -> tends_to (fun t => energy C (g t)) (a k)).
Proof.
  intros C g a b k near alone. pose proof (proj1 alone) as below.
  assert (slope : max_slope C b = b k) by (symmetry; apply is_top_iff, unique_top_is_top, alone).
  assert (constant : ln (sum_below C (top_weight C a b)) = a k).
  { pose proof (limit_probability_unique C a b k k alone below) as one.
    unfold one_hot, limit_probability in one. rewrite Nat.eqb_refl in one.
    rewrite (top_weight_top C a b k) in one by (apply unique_top_is_top, alone).
    pose proof (top_mass_pos C a b ltac:(lia)).
    assert (E : exp (a k) = sum_below C (top_weight C a b)).
    { apply (Rmult_eq_reg_r (/ sum_below C (top_weight C a b)));
        [|apply Rgt_not_eq, Rinv_0_lt_compat; assumption].
      rewrite Rinv_r by lra. exact one. }
    rewrite <- E. apply ln_exp. }
  pose proof (energy_line C g a b ltac:(lia) near) as follows. rewrite slope, constant in follows.
  split; [exact follows | apply line_decides, follows].
Qed.

(** DICE is EBO of the masked head. *)
Theorem dice_at_infinity : forall C g a b, (0 < C)%nat -> approaches C g a b ->
  (0 < max_slope C b -> diverges (fun t => energy C (g t)))
  /\ (max_slope C b < 0 -> diverges (fun t => - energy C (g t)))
  /\ (max_slope C b = 0 -> tends_to (fun t => energy C (g t)) (ln (sum_below C (top_weight C a b)))).
Proof.
  intros C g a b classes near.
  apply (line_decides (fun t => energy C (g t)) (ln (sum_below C (top_weight C a b))) (max_slope C b)).
  apply energy_line; assumption.
Qed.

(** The maximum logit follows a_k + b_k t too. *)
Theorem mls_at_infinity : forall C g a b k, approaches C g a b -> unique_top C b k ->
  tends_to (fun t => max_slope C (g t) - (a k + b k * t)) 0
  /\ (0 < b k -> diverges (fun t => max_slope C (g t)))
  /\ (b k < 0 -> diverges (fun t => - max_slope C (g t)))
  /\ (b k = 0 -> tends_to (fun t => max_slope C (g t)) (a k)).
Proof.
  intros C g a b k near alone. pose proof (proj1 alone) as below.
  assert (winner : exists A, forall t, A <= t -> max_slope C (g t) = g t k).
  { destruct (tends_to_eventually_gt (fun t => softmax C (g t) k) 1 (/ 2)) as [A majority];
      [|lra|].
    { pose proof (one_hot_limit C g a b k near alone k below) as limit.
      unfold one_hot in limit. rewrite Nat.eqb_refl in limit. exact limit. }
    exists A. intros t late. specialize (majority t late).
    symmetry. apply is_top_iff. split; [exact below|]. intros c inside.
    destruct (Nat.eq_dec c k) as [->|distinct]; [lra|].
    pose proof (softmax_le_one_minus C (g t) k c below inside (not_eq_sym distinct)) as minority.
    destruct (Rle_dec (g t c) (g t k)) as [|above]; [assumption|exfalso].
    rewrite (softmax_ratio C (g t) c k below) in minority.
    assert (1 < exp (g t c - g t k)) by (rewrite <- exp_0; apply exp_increasing; lra). nra. }
  destruct winner as [A winner].
  assert (follows : tends_to (fun t => max_slope C (g t) - (a k + b k * t)) 0).
  { apply tends_to_eventually with (fun t => g t k - line a b t k) A; [|apply near, below].
    intros t late. rewrite winner by exact late. reflexivity. }
  split; [exact follows | apply line_decides, follows].
Qed.

(** ** OpenMax *)

(** The known classes keep 1 - omega_c of their logits, the unknown class gets
    the rest; omega_c(t) tends to omega_c faster than 1/t.  Its probability
    follows the limit law of the C + 1 new lines: 1 if the unknown class has
    the largest slope alone, 0 if it has not, in between if slopes tie. *)
Definition revised (C : nat) (omega f : vec) : vec := fun c =>
  if Nat.eqb c C then sum_below C (fun j => omega j * f j) else (1 - omega c) * f c.

Theorem open_max_at_infinity : forall C (g omega : R -> vec) a b w,
  approaches C g a b ->
  (forall c, (c < C)%nat -> tends_to (fun t => (omega t c - w c) * t) 0) ->
  let p := fun t => softmax (S C) (revised C (omega t) (g t)) C in
  tends_to p (limit_probability (S C) (revised C w a) (revised C w b) C)
  /\ (unique_top (S C) (revised C w b) C -> tends_to p 1)
  /\ (~ is_top (S C) (revised C w b) C -> tends_to p 0).
Proof.
  intros C g omega a b w near settle p.
  assert (shares : forall c, (c < C)%nat -> tends_to (fun t => omega t c - w c) 0).
  { intros c below. apply tends_to_eventually with (fun t => (omega t c - w c) * t * / t) 1.
    - intros t late. field. lra.
    - rewrite <- (Rmult_0_l 0). apply tends_to_mult; [apply settle, below | apply tends_to_inverse]. }
  assert (part : forall c, (c < C)%nat ->
    tends_to (fun t => omega t c * g t c - w c * line a b t c) 0).
  { intros c below.
    apply tends_to_ext with (fun t => (omega t c - w c) * (g t c - line a b t c)
      + (w c * (g t c - line a b t c) + (a c * (omega t c - w c) + b c * ((omega t c - w c) * t)))).
    { intros t. unfold line. ring. }
    replace 0 with (0 * 0 + (w c * 0 + (a c * 0 + b c * 0))) by ring.
    apply tends_to_plus; [apply tends_to_mult; [apply shares|apply near]; exact below|].
    apply tends_to_plus; [apply tends_to_scal, near, below|].
    apply tends_to_plus; apply tends_to_scal; [apply shares|apply settle]; exact below. }
  assert (new_lines : approaches (S C) (fun t => revised C (omega t) (g t)) (revised C w a) (revised C w b)).
  { intros c below. unfold revised, line. destruct (Nat.eqb_spec c C) as [->|known].
    - apply tends_to_ext with (fun t => sum_below C (fun j => omega t j * g t j - w j * line a b t j)).
      + intros t. rewrite sum_minus. f_equal. unfold line.
        rewrite (sum_ext C (fun j => w j * (a j + b j * t)) (fun j => w j * a j + (w j * b j) * t))
          by (intros; ring). rewrite sum_plus, sum_scal_r. ring.
      + rewrite <- (sum_zero C).
        apply (tends_to_sum C (fun t j => omega t j * g t j - w j * line a b t j) (fun _ => 0)).
        exact part.
    - apply tends_to_ext with (fun t => (g t c - line a b t c)
        - (omega t c * g t c - w c * line a b t c)).
      + intros t. unfold line. ring.
      + replace 0 with (0 - 0) by ring. apply tends_to_minus; [apply near|apply part]; lia. }
  pose proof (limit_law_approached (S C) _ _ _ C new_lines ltac:(lia)) as limit.
  split; [exact limit|]. split; intros case.
  - rewrite (proj2 (limit_probability_one_iff (S C) _ _ C ltac:(lia)) case) in limit. exact limit.
  - rewrite (limit_probability_below (S C) _ _ C ltac:(lia) case) in limit. exact limit.
Qed.
