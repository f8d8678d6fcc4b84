(** * Each metric by itself: criteria, rates with their constants, and the
    largest class variance (claims perfect-certainty and metric-bounds) *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  MetricRefutations Certainty.
Import ListNotations.

Open Scope R_scope.

(** ** Criteria *)

Section Criteria.

Variables (K C : nat) (f : nat -> vec -> vec) (x v : vec) (T : nat -> R) (a b : nat -> vec).
Hypothesis members : (0 < K)%nat.
Hypothesis classes : (0 < C)%nat.
Hypothesis lines : forall m, (m < K)%nat -> has_lines (f m) C x v (T m) (a m) (b m).

Let p (t : R) : nat -> vec := predictions C f (ray x v t).

(** The members' limits. *)
Definition member_limits : nat -> vec := fun m => limit_probability C (a m) (b m).

Lemma member_limits_ensemble : is_ensemble K C member_limits.
Proof.
  split; [exact members|]. intros m _. split;
    [intros; apply limit_probability_nonneg, classes | apply limit_probability_sum_one, classes].
Qed.

Lemma metrics_converge :
  tends_to (fun t => msp C (mean K (p t))) (msp C (mean K member_limits))
  /\ tends_to (fun t => variance K C (p t)) (variance K C member_limits)
  /\ tends_to (fun t => predictive_entropy K C (p t)) (predictive_entropy K C member_limits)
  /\ tends_to (fun t => mutual_information K C (p t)) (mutual_information K C member_limits).
Proof.
  apply perfect_certainty_limit_law; [exact classes | | exact member_limits_ensemble |].
  - intros t. split; [exact members|]. intros m _. apply softmax_distribution, classes.
  - intros m c member below. exact (tail_limit_law (f m) C x v _ _ _ c (lines m member) below).
Qed.

(** Variance and mutual information tend to 0 exactly if the members' limits
    agree: each by itself. *)
Theorem perfect_certainty_agreement_criterion :
  (tends_to (fun t => variance K C (p t)) 0 <-> members_agree K C member_limits)
  /\ (tends_to (fun t => mutual_information K C (p t)) 0 <-> members_agree K C member_limits).
Proof.
  destruct metrics_converge as [_ [V [_ M]]].
  destruct (metric_bounds_variance K C member_limits classes members) as [_ V0].
  destruct (metric_bounds_mutual_information K C member_limits classes member_limits_ensemble)
    as [_ [_ [_ M0]]].
  split; split.
  - intros zero. apply V0, (tends_to_unique _ _ _ V zero).
  - intros agree. rewrite (proj2 V0 agree) in V. exact V.
  - intros zero. apply M0, (tends_to_unique _ _ _ M zero).
  - intros agree. rewrite (proj2 M0 agree) in M. exact M.
Qed.

(** Predictive entropy tends to 0 exactly if the confidence tends to 1, and
    exactly if all members saturate to one class. *)
Theorem perfect_certainty_entropy_criterion :
  (tends_to (fun t => predictive_entropy K C (p t)) 0
   <-> exists k, forall m, (m < K)%nat -> unique_top C (b m) k)
  /\ (tends_to (fun t => predictive_entropy K C (p t)) 0
      <-> tends_to (fun t => msp C (mean K (p t))) 1).
Proof.
  destruct metrics_converge as [S [_ [entropy_limit _]]].
  pose proof (mean_distribution K C member_limits member_limits_ensemble) as distribution.
  assert (one : tends_to (fun t => predictive_entropy K C (p t)) 0 ->
                tends_to (fun t => msp C (mean K (p t))) 1).
  { intros zero. pose proof (tends_to_unique _ _ _ entropy_limit zero) as E.
    apply (entropy_direction_repaired_one_hot C _ classes distribution) in E.
    destruct E as [k [below full]].
    replace 1 with (msp C (mean K member_limits)); [exact S|].
    apply Rle_antisym; [apply (metric_bounds_msp C _ classes distribution)|].
    rewrite <- full. apply (max0_ge C (mean K member_limits)), below. }
  assert (unanimous : tends_to (fun t => msp C (mean K (p t))) 1
    <-> exists k, forall m, (m < K)%nat -> unique_top C (b m) k)
    by (apply (perfect_certainty_criterion K C f x v T a b); assumption).
  assert (back : (exists k, forall m, (m < K)%nat -> unique_top C (b m) k) ->
    tends_to (fun t => predictive_entropy K C (p t)) 0).
  { intros [k alone]. apply (perfect_certainty_repaired K C f x v T a b k members lines alone). }
  tauto.
Qed.

End Criteria.

(** One network: variance and mutual information are 0 from the start. *)
Theorem metric_bounds_single_member : forall C p,
  variance 1 C p = 0 /\ mutual_information 1 C p = 0.
Proof.
  intros C p.
  assert (same : forall q : nat -> vec, mean 1 q = fun c => q 0%nat c).
  { intros q. apply functional_extensionality. intros c. unfold mean. simpl. field. }
  split.
  - unfold variance. rewrite !same, (sum_ext C _ (fun _ => 0)), sum_zero; [ring|].
    intros c _. ring.
  - unfold mutual_information. rewrite same. simpl. replace (entropy C (fun c => p 0%nat c))
      with (entropy C (p 0%nat)) by reflexivity. field.
Qed.

(** ** Entropy between two functions of 1 - q_k *)

Lemma ln_le : forall u w, 0 < u -> u <= w -> ln u <= ln w.
Proof. intros u w positive [less| ->]; [apply Rlt_le, ln_increasing; assumption | lra]. Qed.

(** - s ln s <= H(q) <= s (1 + ln (C - 1) - ln s), with s = 1 - q_k > 0. *)
Theorem metric_bounds_entropy_of_rest : forall C q k,
  (1 < C)%nat -> is_distribution C q -> (k < C)%nat -> 0 < 1 - q k ->
  let s := 1 - q k in
  - (s * ln s) <= entropy C q <= s * (1 + ln (INR (C - 1)) - ln s).
Proof.
  intros C q k several [nonneg total] below positive s.
  assert (others : INR (C - 1) = INR C - 1)
    by (rewrite minus_INR by lia; reflexivity).
  assert (count : 0 < INR (C - 1)) by (apply lt_0_INR; lia).
  assert (rest : sum_except C k q = s)
    by (unfold s; rewrite <- total, (sum_split C k) by exact below; ring).
  assert (split : entropy C q = - (q k * ln (q k)) - sum_except C k (fun c => q c * ln (q c))).
  { unfold entropy. rewrite (sum_split C k) by exact below. ring. }
  assert (fill : forall r, sum_except C k (fun _ => r) = INR (C - 1) * r).
  { intros r. assert (E := sum_split C k (fun _ => r) below). rewrite sum_const in E.
    rewrite others. lra. }
  assert (at_most : forall c, (c < C)%nat -> c <> k -> q c <= s).
  { intros c inside distinct.
    pose proof (sum_two_terms_le C q k c below inside (not_eq_sym distinct) nonneg).
    unfold s. lra. }
  assert (qk : 0 <= q k <= 1) by (split; [apply nonneg, below | unfold s in *; lra]).
  rewrite split. split.
  - pose proof (entropy_term_nonneg (q k) qk).
    assert (each : sum_except C k (fun c => q c * ln (q c)) <= sum_except C k (fun c => q c * ln s)).
    { apply sum_le. intros c inside. destruct (Nat.eqb_spec c k) as [|distinct]; [lra|].
      pose proof (nonneg c inside). destruct (Req_dec (q c) 0) as [->|nonzero]; [lra|].
      apply Rmult_le_compat_l; [lra|]. apply ln_le; [lra|]. apply at_most; assumption. }
    replace (sum_except C k (fun c => q c * ln s)) with (s * ln s) in each; [lra|].
    rewrite <- rest at 1. unfold sum_except. rewrite <- sum_scal_r. apply sum_ext.
    intros c _. destruct (Nat.eqb c k); ring.
  - assert (top : - (q k * ln (q k)) <= s).
    { destruct (Req_dec (q k) 0) as [->|nonzero]; [unfold s; lra|].
      assert (inverse : - ln (q k) <= / q k - 1)
        by (rewrite <- ln_Rinv by lra; apply ln_le_minus_one, Rinv_0_lt_compat; lra).
      apply (Rmult_le_compat_l (q k)) in inverse; [|lra].
      replace (q k * (/ q k - 1)) with s in inverse by (unfold s; field; exact nonzero). lra. }
    set (share := s / INR (C - 1)).
    assert (share_pos : 0 < share) by (apply Rdiv_lt_0_compat; assumption).
    assert (each : sum_except C k (fun c => q c - share)
      <= sum_except C k (fun c => q c * ln (q c) - q c * ln share)).
    { apply sum_le. intros c inside. destruct (Nat.eqb c k); [lra|].
      apply (gibbs_term (q c) share (nonneg c inside) (Rlt_le _ _ share_pos)). intros; lra. }
    assert (difference : forall g h : nat -> R, sum_except C k (fun c => g c - h c)
      = sum_except C k g - sum_except C k h).
    { intros g h. unfold sum_except. rewrite <- sum_minus. apply sum_ext. intros c _.
      destruct (Nat.eqb c k); ring. }
    rewrite !difference, rest, fill in each.
    replace (INR (C - 1) * share) with s in each by (unfold share; field; lra).
    assert (linear : sum_except C k (fun c => q c * ln share) = s * ln share).
    { rewrite <- rest at 1. unfold sum_except. rewrite <- sum_scal_r. apply sum_ext.
      intros c _. destruct (Nat.eqb c k); ring. }
    rewrite linear in each.
    assert (ln share = ln s - ln (INR (C - 1))).
    { unfold share, Rdiv. rewrite ln_mult by (try apply Rinv_0_lt_compat; assumption).
      rewrite ln_Rinv by exact count. ring. }
    nra.
Qed.

(** ** Rates, with their constants *)

Section Rates.

Variables (K C : nat) (f : nat -> vec -> vec) (x v : vec) (T gamma : R) (a b : nat -> vec) (k : nat).
Hypothesis members : (0 < K)%nat.
Hypothesis several : (1 < C)%nat.
Hypothesis lines : forall m, (m < K)%nat -> has_lines (f m) C x v T (a m) (b m).
Hypothesis saturates : forall m, (m < K)%nat -> saturating C (b m) k gamma.

Let p (t : R) : nat -> vec := predictions C f (ray x v t).

(** The mean and the largest weight of what the losing classes leave. *)
Definition mean_rest : R := / INR K * sum_below K (fun m => rest_mass C (a m) k).
Definition largest_rest : R := max0 K (fun m => rest_mass C (a m) k).

Let below : (k < C)%nat := proj1 (saturates 0%nat members).

Lemma on_line : forall t m c, T <= t -> (m < K)%nat -> (c < C)%nat ->
  p t m c = softmax C (line (a m) (b m) t) c.
Proof.
  intros t m c late member inside. apply softmax_on_tail with T; [apply lines| |]; assumption.
Qed.

Lemma inverse_K : 0 < / INR K.
Proof. apply Rinv_0_lt_compat, INR_pos, members. Qed.

Lemma mean_of_ones : forall g, / INR K * sum_below K (fun m => 1 - g m)
  = 1 - / INR K * sum_below K g.
Proof.
  intros g. rewrite sum_minus, sum_const. pose proof (INR_pos K members). field. lra.
Qed.

Lemma mean_gap_upper : forall t, T <= t -> 0 <= t ->
  1 - mean K (p t) k <= mean_rest * exp (- gamma * t).
Proof.
  intros t late forward. unfold mean. rewrite <- mean_of_ones. unfold mean_rest.
  rewrite Rmult_assoc, <- sum_scal_r. apply Rmult_le_compat_l; [apply Rlt_le, inverse_K|].
  apply sum_le. intros m member. rewrite on_line by (assumption || exact below).
  apply saturating_gap_upper; [apply saturates, member | exact forward].
Qed.

Lemma member_gap : forall t m, T <= t -> 0 <= t -> (m < K)%nat ->
  1 - p t m k <= largest_rest * exp (- gamma * t).
Proof.
  intros t m late forward member. rewrite on_line by (assumption || exact below).
  apply Rle_trans with (rest_mass C (a m) k * exp (- gamma * t)).
  - apply saturating_gap_upper; [apply saturates, member | exact forward].
  - apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|].
    apply (max0_ge K (fun m => rest_mass C (a m) k)), member.
Qed.

Lemma ensemble_at : forall t, is_ensemble K C (p t).
Proof.
  intros t. split; [exact members|]. intros m _. apply softmax_distribution. lia.
Qed.

(** 1 - MSP <= S exp (- gamma t), S the mean rest mass. *)
Theorem perfect_certainty_msp_rate : forall t, T <= t -> 0 <= t ->
  1 - msp C (mean K (p t)) <= mean_rest * exp (- gamma * t).
Proof.
  intros t late forward. apply Rle_trans with (2 := mean_gap_upper t late forward).
  pose proof (max0_ge C (mean K (p t)) k below). unfold msp. lra.
Qed.

(** Class variance <= M^2 exp (- 2 gamma t), M the largest rest mass: twice
    the rate. *)
Theorem perfect_certainty_variance_rate : forall t, T <= t -> 0 <= t ->
  variance K C (p t) <= largest_rest * largest_rest * exp (- (2 * gamma) * t).
Proof.
  intros t late forward.
  set (M := largest_rest * exp (- gamma * t)).
  replace (largest_rest * largest_rest * exp (- (2 * gamma) * t)) with (M * M).
  2:{ unfold M. replace (- (2 * gamma) * t) with (- gamma * t + - gamma * t) by ring.
      rewrite exp_plus. ring. }
  pose proof inverse_K as PK. pose proof (INR_pos C ltac:(lia)) as PC.
  assert (member_near : forall m c, (m < K)%nat -> (c < C)%nat ->
    if Nat.eqb c k then 1 - M <= p t m c <= 1 else 0 <= p t m c <= M).
  { intros m c member inside. pose proof (member_gap t m late forward member) as gap. fold M in gap.
    pose proof (proj2 (ensemble_at t) m member) as distribution.
    destruct (Nat.eqb_spec c k) as [->|distinct].
    - split; [lra | apply (distribution_le_one C _ k distribution below)].
    - split; [apply distribution, inside|].
      destruct distribution as [nonneg total].
      pose proof (sum_two_terms_le C (p t m) k c below inside (not_eq_sym distinct) nonneg). lra. }
  assert (mean_between : forall c L U, (c < C)%nat ->
    (forall m, (m < K)%nat -> L <= p t m c <= U) -> L <= mean K (p t) c <= U).
  { intros c L U inside bounds. unfold mean. pose proof (INR_pos K members).
    split; apply (Rmult_le_reg_l (INR K)); try assumption;
      rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra; rewrite <- sum_const;
      apply sum_le; intros m member; apply bounds, member. }
  unfold variance.
  apply (Rmult_le_reg_l (INR C)); [exact PC|]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
  rewrite <- sum_const. apply sum_le. intros c inside. rewrite class_variance by exact members.
  replace (M * M) with (/ INR K * (INR K * (M * M))) by (field; pose proof (INR_pos K members); lra).
  apply Rmult_le_compat_l; [lra|]. rewrite <- sum_const. apply sum_le. intros m member.
  assert (close : - M <= p t m c - mean K (p t) c <= M).
  { pose proof (member_near m c member inside) as one_member.
    assert (all := fun m' member' => member_near m' c member' inside).
    destruct (Nat.eqb c k).
    - pose proof (mean_between c _ _ inside all). lra.
    - pose proof (mean_between c _ _ inside all). lra. }
  nra.
Qed.

Lemma top_mean_lower : forall t, T <= t -> 0 <= t -> / (1 + largest_rest) <= mean K (p t) k.
Proof.
  intros t late forward. pose proof (INR_pos K members). unfold mean.
  apply (Rmult_le_reg_l (INR K)); [assumption|].
  rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. rewrite <- sum_const. apply sum_le.
  intros m member. rewrite on_line by (assumption || exact below).
  pose proof (rest_mass_nonneg C (a m) k).
  apply Rle_trans with (/ (1 + rest_mass C (a m) k)).
  - apply Rinv_le_contravar; [lra|].
    pose proof (max0_ge K (fun m => rest_mass C (a m) k) m member). unfold largest_rest. lra.
  - apply saturating_top_lower with gamma; [apply saturates, member | exact forward].
Qed.

(** Mutual information <= S (ln K + 1 + M) exp (- gamma t). *)
Theorem perfect_certainty_mutual_information_rate : forall t, T <= t -> 0 <= t ->
  mutual_information K C (p t)
  <= mean_rest * (ln (INR K) + 1 + largest_rest) * exp (- gamma * t).
Proof.
  intros t late forward.
  set (q := mean K (p t)). set (s := 1 - q k).
  pose proof (ensemble_at t) as ensemble.
  pose proof (mean_distribution K C (p t) ensemble) as mean_dist. fold q in mean_dist.
  pose proof (top_mean_lower t late forward) as lower. fold q in lower.
  pose proof (max0_nonneg K (fun m => rest_mass C (a m) k)) as M_nonneg. fold largest_rest in M_nonneg.
  assert (inverse_pos : 0 < / (1 + largest_rest)) by (apply Rinv_0_lt_compat; lra).
  assert (q_pos : 0 < q k) by lra.
  assert (K_log : 0 <= ln (INR K)).
  { rewrite <- ln_1. apply ln_le; [lra|]. apply (le_INR 1). lia. }
  assert (s_nonneg : 0 <= s) by (unfold s; pose proof (distribution_le_one C q k mean_dist below); lra).
  rewrite mutual_information_eq by exact members. fold q.
  (* each member's relative entropy is at most (1 - p_mk) ln K + s / q_k *)
  assert (each : forall m, (m < K)%nat ->
    sum_below C (fun c => p t m c * ln (p t m c) - p t m c * ln (q c))
    <= (1 - p t m k) * ln (INR K) + s / q k).
  { intros m member. pose proof (proj2 ensemble m member) as distribution.
    rewrite (sum_split C k) by exact below.
    assert (losers : sum_except C k (fun c => p t m c * ln (p t m c) - p t m c * ln (q c))
      <= (1 - p t m k) * ln (INR K)).
    { replace (1 - p t m k) with (sum_except C k (p t m))
        by (destruct distribution as [_ total]; rewrite <- total, (sum_split C k) by exact below; ring).
      unfold sum_except. rewrite <- sum_scal_r. apply sum_le. intros c inside.
      destruct (Nat.eqb c k); [lra|]. pose proof (proj1 distribution c inside) as nonneg.
      destruct (Req_dec (p t m c) 0) as [->|nonzero]; [lra|].
      pose proof (member_le_mean K C (p t) m c ensemble member inside) as share. fold q in share.
      assert (0 < q c).
      { destruct (Req_dec (q c) 0) as [zero|]; [rewrite zero in share; lra|].
        pose proof (proj1 mean_dist c inside). lra. }
      assert (ln (p t m c) <= ln (INR K) + ln (q c))
        by (rewrite <- ln_mult by (assumption || apply INR_pos, members); apply ln_le; lra).
      rewrite <- Rmult_minus_distr_l. apply Rmult_le_compat_l; lra. }
    assert (winner : p t m k * ln (p t m k) - p t m k * ln (q k) <= s / q k).
    { pose proof (softmax_pos C (f m (ray x v t)) k below) as positive.
      fold (p t m k) in positive. change (0 < p t m k) in positive.
      pose proof (distribution_le_one C _ k distribution below) as at_most.
      assert (E : ln (p t m k) - ln (q k) = ln (p t m k / q k)).
      { unfold Rdiv. rewrite ln_mult by (try apply Rinv_0_lt_compat; assumption).
        rewrite ln_Rinv by exact q_pos. ring. }
      pose proof (ln_le_minus_one (p t m k / q k) ltac:(apply Rdiv_lt_0_compat; assumption)) as L.
      rewrite <- Rmult_minus_distr_l, E.
      assert (quotient : p t m k / q k - 1 <= s / q k).
      { unfold s. apply (Rmult_le_reg_r (q k)); [exact q_pos|].
        replace ((p t m k / q k - 1) * q k) with (p t m k - q k) by (field; lra).
        replace ((1 - q k) / q k * q k) with (1 - q k) by (field; lra). lra. }
      assert (0 <= s / q k) by (apply Rmult_le_pos; [lra|apply Rlt_le, Rinv_0_lt_compat, q_pos]).
      apply Rle_trans with (p t m k * (s / q k)).
      - apply Rmult_le_compat_l; lra.
      - rewrite <- (Rmult_1_l (s / q k)) at 2. apply Rmult_le_compat_r; lra. }
    lra. }
  apply Rle_trans with (s * ln (INR K) + s / q k).
  - apply (Rmult_le_reg_l (INR K)); [apply INR_pos, members|].
    pose proof (INR_pos K members) as PK.
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
    replace (INR K * (s * ln (INR K) + s / q k))
      with (sum_below K (fun m => (1 - p t m k) * ln (INR K) + s / q k)).
    + apply sum_le. exact each.
    + rewrite sum_plus, sum_scal_r, sum_const.
      assert (E : sum_below K (fun m => 1 - p t m k) = INR K * s).
      { unfold s, q, mean. rewrite <- mean_of_ones. field. lra. }
      rewrite E. ring.
  - assert (inverse : / q k <= 1 + largest_rest).
    { rewrite <- (Rinv_inv (1 + largest_rest)). apply Rinv_le_contravar; [exact inverse_pos|exact lower]. }
    pose proof (mean_gap_upper t late forward) as gap. fold q in gap. fold s in gap.
    apply Rle_trans with (s * (ln (INR K) + 1 + largest_rest)).
    + unfold Rdiv. rewrite <- Rmult_plus_distr_l. apply Rmult_le_compat_l; lra.
    + rewrite (Rmult_comm mean_rest), Rmult_assoc, (Rmult_comm s).
      apply Rmult_le_compat_l; lra.
Qed.

(** ... and the rate is exactly gamma if the members' leading terms
    exp (a_mc - a_mk) exp (- gamma t) differ for some class c: then
    MI >= D exp (- gamma t) from some t on, for every D below the divergence of
    these terms from their mean, which is positive. *)
Definition leading_weight (m : nat) : vec := fun c =>
  if Req_EM_T (b m k - b m c) gamma then exp (a m c - a m k) else 0.

Definition leading_information (c : nat) : R :=
  / INR K * sum_below K (fun m => leading_weight m c * ln (leading_weight m c)
    - leading_weight m c * ln (mean K leading_weight c)
    - (leading_weight m c - mean K leading_weight c)).

Lemma leading_weight_nonneg : forall m c, 0 <= leading_weight m c.
Proof.
  intros m c. unfold leading_weight. destruct (Req_EM_T _ _); [apply Rlt_le, exp_pos | lra].
Qed.

Lemma top_tends_to_1 : forall m, (m < K)%nat -> tends_to (fun t => p t m k) 1.
Proof.
  intros m member.
  assert (rest : tends_to (fun t => 1 - p t m k) 0).
  { apply tends_to_squeeze_0 with (fun t => largest_rest * exp (0 + - gamma * t)) (Rmax T 0).
    - intros t late. pose proof (Rmax_l T 0). pose proof (Rmax_r T 0).
      pose proof (member_gap t m ltac:(lra) ltac:(lra) member) as gap.
      pose proof (distribution_le_one C _ k (proj2 (ensemble_at t) m member) below).
      rewrite Rabs_pos_eq by lra. rewrite Rplus_0_l. exact gap.
    - rewrite <- (Rmult_0_r largest_rest). apply tends_to_scal, tends_to_exp_neg.
      destruct (saturates m member) as [_ [positive _]]. lra. }
  assert (limit := tends_to_minus _ _ _ _ (tends_to_const 1) rest). rewrite Rminus_0_r in limit.
  apply tends_to_ext with (2 := limit). intros t. ring.
Qed.

Lemma leading_term : forall m c, (m < K)%nat -> (c < C)%nat -> c <> k ->
  tends_to (fun t => p t m c * exp (gamma * t)) (leading_weight m c).
Proof.
  intros m c member inside distinct.
  apply tends_to_eventually with (fun t => p t m k
    * exp ((a m c - a m k) + (gamma - (b m k - b m c)) * t)) T.
  - intros t late. rewrite !on_line by (assumption || exact below).
    rewrite (softmax_line_ratio C (a m) (b m) k c t below), Rmult_assoc, <- exp_plus.
    do 2 f_equal. ring.
  - rewrite <- (Rmult_1_l (leading_weight m c)).
    apply (tends_to_mult (fun t => p t m k)); [apply top_tends_to_1, member|].
    unfold leading_weight. destruct (Req_EM_T (b m k - b m c) gamma) as [leads|trails].
    + apply tends_to_ext with (fun _ => exp (a m c - a m k)); [|apply tends_to_const].
      intros t. f_equal. rewrite leads. ring.
    + apply tends_to_exp_neg. destruct (saturates m member) as [_ [_ gaps]].
      pose proof (gaps c inside distinct) as gap. lra.
Qed.

(** One class's part of the divergence; it is homogeneous. *)
Lemma divergence_term_scales : forall u w e, 0 < u -> 0 < w -> 0 < e ->
  (u * e) * ln (u * e) - (u * e) * ln (w * e) - (u * e - w * e)
  = (u * ln u - u * ln w - (u - w)) * e.
Proof. intros u w e u_pos w_pos e_pos. rewrite !ln_mult by assumption. ring. Qed.

Lemma divergence_term_pos : forall u w, 0 <= u -> 0 < w -> u <> w ->
  0 < u * ln u - u * ln w - (u - w).
Proof.
  intros u w nonneg positive differ.
  destruct (gibbs_term u w nonneg (Rlt_le _ _ positive) ltac:(intros; lra)) as [[less|equal] only];
    [lra | destruct (differ (only equal))].
Qed.

Lemma information_of_class : forall t c, (c < C)%nat ->
  / INR K * sum_below K (fun m => p t m c * ln (p t m c) - p t m c * ln (mean K (p t) c)
    - (p t m c - mean K (p t) c))
  <= mutual_information K C (p t).
Proof.
  intros t c inside. rewrite mutual_information_eq by exact members.
  apply Rmult_le_compat_l; [apply Rlt_le, inverse_K|]. apply sum_le. intros m member.
  set (q := mean K (p t)).
  pose proof (proj2 (ensemble_at t) m member) as [_ total].
  pose proof (proj2 (mean_distribution K C (p t) (ensemble_at t))) as mean_total. fold q in mean_total.
  assert (positive : forall i, (i < C)%nat -> 0 < p t m i) by (intros; apply softmax_pos; assumption).
  assert (mean_positive : forall i, (i < C)%nat -> 0 < q i).
  { intros i small. unfold q, mean. apply Rmult_lt_0_compat; [apply inverse_K|].
    apply sum_pos; [exact members|]. intros n _. apply softmax_pos, small. }
  replace (sum_below C (fun i => p t m i * ln (p t m i) - p t m i * ln (q i)))
    with (sum_below C (fun i => p t m i * ln (p t m i) - p t m i * ln (q i) - (p t m i - q i))).
  - apply (sum_term_le C (fun i => p t m i * ln (p t m i) - p t m i * ln (q i) - (p t m i - q i)) c
      inside).
    intros i small. destruct (Req_dec (p t m i) (q i)) as [->|differ]; [lra|].
    apply Rlt_le, divergence_term_pos; [apply Rlt_le, positive | apply mean_positive | ]; assumption.
  - rewrite !sum_minus, total, mean_total. ring.
Qed.

Theorem perfect_certainty_mutual_information_rate_exact : forall c m m',
  (c < C)%nat -> c <> k -> (m < K)%nat -> (m' < K)%nat -> leading_weight m c <> leading_weight m' c ->
  0 < leading_information c
  /\ forall D, D < leading_information c ->
       exists A, forall t, A <= t -> D * exp (- gamma * t) <= mutual_information K C (p t).
Proof.
  intros c m m' inside distinct member member' differ.
  assert (mean_pos : 0 < mean K leading_weight c).
  { unfold mean. apply Rmult_lt_0_compat; [apply inverse_K|]. rewrite <- (sum_zero K).
    destruct (Req_dec (leading_weight m c) 0) as [zero|nonzero].
    - apply (sum_lt K _ _ m' member'); [intros; apply leading_weight_nonneg|].
      pose proof (leading_weight_nonneg m' c). lra.
    - apply (sum_lt K _ _ m member); [intros; apply leading_weight_nonneg|].
      pose proof (leading_weight_nonneg m c). lra. }
  split.
  - unfold leading_information. apply Rmult_lt_0_compat; [apply inverse_K|].
    assert (each : forall n, 0 <= leading_weight n c * ln (leading_weight n c)
      - leading_weight n c * ln (mean K leading_weight c)
      - (leading_weight n c - mean K leading_weight c)).
    { intros n. destruct (Req_dec (leading_weight n c) (mean K leading_weight c)) as [->|off]; [lra|].
      apply Rlt_le, divergence_term_pos; [apply leading_weight_nonneg | exact mean_pos | exact off]. }
    rewrite <- (sum_zero K).
    destruct (Req_dec (leading_weight m c) (mean K leading_weight c)) as [same|off].
    + apply (sum_lt K _ _ m' member'); [intros; apply each|].
      apply divergence_term_pos; [apply leading_weight_nonneg | exact mean_pos | congruence].
    + apply (sum_lt K _ _ m member); [intros; apply each|].
      apply divergence_term_pos; [apply leading_weight_nonneg | exact mean_pos | exact off].
  - intros D smaller.
    set (scaled := fun t n => p t n c * exp (gamma * t)).
    set (scaled_mean := fun t => mean K (p t) c * exp (gamma * t)).
    assert (limits : forall n, (n < K)%nat -> tends_to (fun t => scaled t n) (leading_weight n c))
      by (intros n small; apply leading_term; assumption).
    assert (mean_limit : tends_to scaled_mean (mean K leading_weight c)).
    { apply tends_to_ext with (fun t => / INR K * sum_below K (fun n => scaled t n)).
      - intros t. unfold scaled_mean, mean, scaled. rewrite sum_scal_r. ring.
      - unfold mean. apply tends_to_scal.
        apply (tends_to_sum K scaled (fun n => leading_weight n c)). exact limits. }
    assert (information : tends_to (fun t => / INR K * sum_below K (fun n =>
        scaled t n * ln (scaled t n) - scaled t n * ln (scaled_mean t)
        - (scaled t n - scaled_mean t))) (leading_information c)).
    { unfold leading_information. apply tends_to_scal.
      apply (tends_to_sum K (fun t n => scaled t n * ln (scaled t n) - scaled t n * ln (scaled_mean t)
        - (scaled t n - scaled_mean t))).
      intros n small. specialize (limits n small).
      apply tends_to_minus; [|apply tends_to_minus; assumption]. apply tends_to_minus.
      - apply (tends_to_xlnx (fun t => scaled t n) _ 0); [|apply leading_weight_nonneg|exact limits].
        intros t _. unfold scaled. apply Rmult_le_pos; [apply Rlt_le, softmax_pos, inside|].
        apply Rlt_le, exp_pos.
      - apply (tends_to_mult (fun t => scaled t n)); [exact limits|].
        apply (tends_to_ln scaled_mean); assumption. }
    destruct (tends_to_eventually_gt _ _ D information smaller) as [A above].
    exists A. intros t late. specialize (above t late). cbv beta in above.
    apply Rle_trans with (2 := information_of_class t c inside).
    pose proof (exp_pos (gamma * t)) as e_pos.
    apply (Rmult_le_reg_r (exp (gamma * t))); [exact e_pos|].
    rewrite Rmult_assoc, <- exp_plus. replace (- gamma * t + gamma * t) with 0 by ring.
    rewrite exp_0, Rmult_1_r. apply Rlt_le. apply Rlt_le_trans with (1 := above). apply Req_le.
    rewrite Rmult_assoc, <- sum_scal_r. f_equal. apply sum_ext. intros n small.
    unfold scaled, scaled_mean. apply divergence_term_scales; [| |exact e_pos].
    + apply softmax_pos, inside.
    + unfold mean. apply Rmult_lt_0_compat; [apply inverse_K|].
      apply sum_pos; [exact members|]. intros i _. apply softmax_pos, inside.
Qed.

(** The rates of 1 - MSP and of H are exactly gamma if some member i has gap
    gamma to some class l. *)
Variables (i l : nat).
Hypothesis slowest : (i < K)%nat.
Hypothesis runner_up : (l < C)%nat /\ l <> k /\ b i k - b i l = gamma.

Definition slowest_rest : R := / INR K * (/ (1 + rest_mass C (a i) k) * exp (a i l - a i k)).

Lemma slowest_rest_pos : 0 < slowest_rest.
Proof.
  pose proof (rest_mass_nonneg C (a i) k). unfold slowest_rest.
  apply Rmult_lt_0_compat; [apply inverse_K|].
  apply Rmult_lt_0_compat; [apply Rinv_0_lt_compat; lra | apply exp_pos].
Qed.

Lemma mean_gap_lower : forall t, T <= t -> 0 <= t ->
  slowest_rest * exp (- gamma * t) <= 1 - mean K (p t) k.
Proof.
  intros t late forward. destruct runner_up as [l_below [distinct gap]].
  pose proof (saturates i slowest) as sat.
  unfold mean. rewrite <- mean_of_ones. unfold slowest_rest. rewrite Rmult_assoc.
  apply Rmult_le_compat_l; [apply Rlt_le, inverse_K|].
  apply Rle_trans with (1 - p t i k).
  - rewrite on_line by (assumption || exact below).
    apply Rle_trans with (softmax C (line (a i) (b i) t) l).
    + rewrite (softmax_line_ratio C (a i) (b i) k l t below). rewrite gap.
      replace (a i l - a i k - gamma * t) with ((a i l - a i k) + - gamma * t) by ring.
      rewrite exp_plus, <- Rmult_assoc. apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|].
      apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|].
      apply saturating_top_lower with gamma; assumption.
    + apply softmax_le_one_minus; auto.
  - apply (sum_term_le K (fun m => 1 - p t m k) i slowest). intros m member.
    pose proof (distribution_le_one C _ k (proj2 (ensemble_at t) m member) below). lra.
Qed.

(** m exp (- gamma t) <= 1 - p_k <= M exp (- gamma t), and 1 - MSP is
    1 - p_k once p_k >= 1/2. *)
Theorem perfect_certainty_msp_rate_exact : forall t, T <= t -> 0 <= t ->
  mean_rest * exp (- gamma * t) <= / 2 ->
  slowest_rest * exp (- gamma * t) <= 1 - msp C (mean K (p t)) <= mean_rest * exp (- gamma * t).
Proof.
  intros t late forward majority. split; [|apply perfect_certainty_msp_rate; assumption].
  rewrite (msp_is_majority C (mean K (p t)) k).
  - apply mean_gap_lower; assumption.
  - apply mean_distribution, ensemble_at.
  - exact below.
  - pose proof (mean_gap_upper t late forward). lra.
Qed.

(** H is t exp (- gamma t) up to constants. *)
Theorem perfect_certainty_entropy_rate : forall t, T <= t -> 0 <= t ->
  slowest_rest * (gamma * t - ln mean_rest) * exp (- gamma * t)
  <= predictive_entropy K C (p t)
  <= mean_rest * (1 + ln (INR (C - 1)) + gamma * t - ln slowest_rest) * exp (- gamma * t).
Proof.
  intros t late forward. set (q := mean K (p t)). set (s := 1 - q k).
  pose proof (mean_distribution K C (p t) (ensemble_at t)) as distribution. fold q in distribution.
  pose proof (mean_gap_lower t late forward) as lower. fold q in lower. fold s in lower.
  pose proof (mean_gap_upper t late forward) as upper. fold q in upper. fold s in upper.
  pose proof slowest_rest_pos as positive. pose proof (exp_pos (- gamma * t)) as e_pos.
  assert (product : 0 < slowest_rest * exp (- gamma * t)) by (apply Rmult_lt_0_compat; assumption).
  assert (s_pos : 0 < s) by lra.
  assert (rest_pos : 0 < mean_rest) by nra.
  assert (up : ln s <= ln mean_rest - gamma * t).
  { replace (ln mean_rest - gamma * t) with (ln (mean_rest * exp (- gamma * t)))
      by (rewrite ln_mult, ln_exp by assumption; ring). apply ln_le; assumption. }
  assert (down : ln slowest_rest - gamma * t <= ln s).
  { replace (ln slowest_rest - gamma * t) with (ln (slowest_rest * exp (- gamma * t)))
      by (rewrite ln_mult, ln_exp by assumption; ring). apply ln_le; assumption. }
  destruct (metric_bounds_entropy_of_rest C q k several distribution below s_pos) as [H_low H_up].
  fold s in H_low, H_up. unfold predictive_entropy. fold q. split.
  - destruct (Rle_dec 0 (gamma * t - ln mean_rest)) as [useful|useless].
    + apply Rle_trans with (2 := H_low).
      replace (- (s * ln s)) with (s * - ln s) by ring.
      replace (slowest_rest * (gamma * t - ln mean_rest) * exp (- gamma * t))
        with (slowest_rest * exp (- gamma * t) * (gamma * t - ln mean_rest)) by ring.
      apply Rmult_le_compat; lra.
    + apply Rle_trans with 0; [|apply entropy_nonneg, distribution].
      replace (slowest_rest * (gamma * t - ln mean_rest) * exp (- gamma * t))
        with (- (slowest_rest * exp (- gamma * t) * (ln mean_rest - gamma * t))) by ring.
      assert (0 <= slowest_rest * exp (- gamma * t) * (ln mean_rest - gamma * t))
        by (apply Rmult_le_pos; lra). lra.
  - apply Rle_trans with (1 := H_up).
    assert (logs : 0 <= ln (INR (C - 1))).
    { rewrite <- ln_1. apply ln_le; [lra|]. apply (le_INR 1). lia. }
    assert (s_small : s <= 1) by (unfold s; pose proof (proj1 distribution k below); lra).
    assert (ln s <= 0) by (rewrite <- ln_1; apply ln_le; assumption).
    replace (mean_rest * (1 + ln (INR (C - 1)) + gamma * t - ln slowest_rest) * exp (- gamma * t))
      with (mean_rest * exp (- gamma * t) * (1 + ln (INR (C - 1)) + gamma * t - ln slowest_rest)) by ring.
    apply Rmult_le_compat; lra.
Qed.

End Rates.
