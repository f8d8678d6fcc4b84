(** * The largest class variance (claim metric-bounds)

    With K = q C + r members and r < C, the class variance is at most
    (1/C) (1 - (r (q + 1)^2 + (C - r) q^2) / K^2), and votes dealt out evenly
    attain it. *)

From Farfield Require Import Basics Calculus Softmax Tail Network Witnesses Metrics MetricGradients
  Certainty MetricRates.
Import ListNotations.

Open Scope R_scope.

(** What the squared votes sum to if K members vote as evenly as possible. *)
Definition even_square (C q r : nat) : R :=
  INR r * ((INR q + 1) * (INR q + 1)) + (INR C - INR r) * (INR q * INR q).

(** Votes of K members for class c. *)
Definition votes (K : nat) (top : nat -> nat) (c : nat) : R :=
  sum_below K (fun m => one_hot (top m) c).

Lemma smallest_entry : forall C (h : vec), (0 < C)%nat ->
  exists k, (k < C)%nat /\ forall c, (c < C)%nat -> h k <= h c.
Proof.
  intros C h classes. destruct (is_top_exists C (fun c => - h c) classes) as [k [below largest]].
  exists k. split; [exact below|]. intros c inside. specialize (largest c inside). lra.
Qed.

Lemma one_hot_square : forall k c, one_hot k c * one_hot k c = one_hot k c.
Proof. intros k c. unfold one_hot. destruct (Nat.eqb c k); ring. Qed.

(** Members replaced by votes, one after the other, without raising
    sum_c ((h_c + sum_m p_mc)^2 - sum_m p_mc^2), which is linear in each. *)
Lemma round_to_votes : forall C K (p : nat -> vec) (h : vec), (0 < C)%nat ->
  (forall m, (m < K)%nat -> is_distribution C (p m)) ->
  exists top, (forall m, (m < K)%nat -> (top m < C)%nat) /\
    sum_below C (fun c => (h c + votes K top c) * (h c + votes K top c) - votes K top c)
    <= sum_below C (fun c => (h c + sum_below K (fun m => p m c)) * (h c + sum_below K (fun m => p m c))
         - sum_below K (fun m => p m c * p m c)).
Proof.
  intros C K p. induction K as [|K rounded]; intros h classes distributions.
  - exists (fun _ => 0%nat). split; [intros; lia|]. apply Req_le, sum_ext. intros c _.
    unfold votes. simpl. ring.
  - destruct (rounded (fun c => h c + p K c) classes) as [top [valid smaller]];
      [intros m member; apply distributions; lia|].
    destruct (smallest_entry C (fun c => h c + votes K top c) classes) as [k [below least]].
    destruct (distributions K ltac:(lia)) as [nonneg total].
    set (top' := fun m => if Nat.eqb m K then k else top m).
    assert (counts : forall c, votes (S K) top' c = votes K top c + one_hot k c).
    { intros c. unfold votes. simpl. f_equal.
      - apply sum_ext. intros m member. unfold top'. destruct (Nat.eqb_spec m K); [lia|reflexivity].
      - unfold top'. rewrite Nat.eqb_refl. reflexivity. }
    exists top'. split.
    { intros m member. unfold top'. destruct (Nat.eqb_spec m K); [exact below|]. apply valid. lia. }
    set (g := fun c => h c + votes K top c).
    apply Rle_trans with (sum_below C (fun c => g c * g c - votes K top c) + 2 * g k).
    { apply Req_le. rewrite (sum_ext C _ (fun c => (g c * g c - votes K top c)
        + (if Nat.eqb c k then 2 * g c else 0))).
      - rewrite sum_plus, (sum_single C k (fun c => 2 * g c)) by exact below. reflexivity.
      - intros c _. rewrite counts. unfold g.
        pose proof (one_hot_square k c) as square. unfold one_hot in *.
        destruct (Nat.eqb c k); ring. }
    apply Rle_trans with (sum_below C (fun c =>
      ((h c + p K c) + votes K top c) * ((h c + p K c) + votes K top c) - votes K top c)
      - sum_below C (fun c => p K c * p K c)).
    { rewrite <- sum_minus.
      rewrite (sum_ext C (fun c => (h c + p K c + votes K top c) * (h c + p K c + votes K top c)
        - votes K top c - p K c * p K c)
        (fun c => (g c * g c - votes K top c) + 2 * (g c * p K c))) by (intros; unfold g; ring).
      rewrite sum_plus, sum_scal. apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|].
      rewrite <- (Rmult_1_r (g k)), <- total, <- sum_scal. apply sum_le. intros c inside.
      apply Rmult_le_compat_r; [apply nonneg, inside | apply (least c inside)]. }
    simpl sum_below.
    rewrite (sum_ext C (fun c => (h c + (sum_below K (fun m => p m c) + p K c))
        * (h c + (sum_below K (fun m => p m c) + p K c))
        - (sum_below K (fun m => p m c * p m c) + p K c * p K c))
      (fun c => ((h c + p K c + sum_below K (fun m => p m c)) * (h c + p K c + sum_below K (fun m => p m c))
        - sum_below K (fun m => p m c * p m c)) - p K c * p K c)) by (intros; ring).
    rewrite (sum_minus C (fun c =>
      (h c + p K c + sum_below K (fun m => p m c)) * (h c + p K c + sum_below K (fun m => p m c))
      - sum_below K (fun m => p m c * p m c)) (fun c => p K c * p K c)).
    cbv beta in smaller. lra.
Qed.

Lemma votes_whole : forall K top c, exists n, votes K top c = INR n.
Proof.
  intros K top c. unfold votes. induction K as [|K [n IH]]; [exists 0%nat; reflexivity|].
  simpl. rewrite IH. unfold one_hot. destruct (Nat.eqb c (top K)).
  - exists (S n). rewrite S_INR. reflexivity.
  - exists n. ring.
Qed.

Lemma votes_total : forall C K top, (forall m, (m < K)%nat -> (top m < C)%nat) ->
  sum_below C (votes K top) = INR K.
Proof.
  intros C K top valid. unfold votes.
  rewrite (sum_swap C K (fun c m => one_hot (top m) c)).
  rewrite (sum_ext K _ (fun _ => 1)).
  - rewrite sum_const. ring.
  - intros m member. apply (one_hot_distribution C (top m)), valid, member.
Qed.

(** Whole votes: sum of squares at least that of even votes. *)
Lemma votes_square : forall C K q r top, (forall m, (m < K)%nat -> (top m < C)%nat) ->
  (K = q * C + r)%nat ->
  even_square C q r <= sum_below C (fun c => votes K top c * votes K top c).
Proof.
  intros C K q r top valid split_K.
  apply Rle_trans with (sum_below C (fun c =>
    (2 * INR q + 1) * votes K top c - INR q * (INR q + 1))).
  - rewrite sum_minus, sum_scal, sum_const, (votes_total C K top valid), split_K.
    rewrite plus_INR, mult_INR. unfold even_square. right. ring.
  - apply sum_le. intros c _. destruct (votes_whole K top c) as [n ->].
    assert (0 <= (INR n - INR q) * (INR n - (INR q + 1))).
    { destruct (Nat.le_gt_cases n q) as [low|high].
      - apply le_INR in low. nra.
      - assert (INR q + 1 <= INR n) by (rewrite <- S_INR; apply le_INR; lia). nra. }
    nra.
Qed.

Lemma variance_sums : forall K C p, (0 < K)%nat ->
  variance K C p = / INR C * sum_below C (fun c =>
    / INR K * sum_below K (fun m => p m c * p m c)
    - / (INR K * INR K) * (sum_below K (fun m => p m c) * sum_below K (fun m => p m c))).
Proof.
  intros K C p members. unfold variance. f_equal. apply sum_ext. intros c _. unfold mean.
  pose proof (INR_pos K members). field. lra.
Qed.

Theorem metric_bounds_variance_sharp : forall K C q r p,
  (0 < C)%nat -> is_ensemble K C p -> (K = q * C + r)%nat -> (r < C)%nat ->
  variance K C p <= / INR C * (1 - even_square C q r / (INR K * INR K)).
Proof.
  intros K C q r p classes [members distributions] split_K small.
  rewrite variance_sums by exact members.
  pose proof (INR_pos C classes). pose proof (INR_pos K members) as PK.
  apply Rmult_le_compat_l; [apply Rlt_le, Rinv_0_lt_compat; assumption|].
  set (N2 := sum_below C (fun c => sum_below K (fun m => p m c * p m c))).
  set (S2 := sum_below C (fun c => sum_below K (fun m => p m c) * sum_below K (fun m => p m c))).
  rewrite sum_minus, !sum_scal. fold N2. fold S2.
  destruct (round_to_votes C K p (fun _ => 0) classes distributions) as [top [valid smaller]].
  pose proof (votes_square C K q r top valid split_K) as square.
  rewrite (sum_ext C (fun c => (0 + votes K top c) * (0 + votes K top c) - votes K top c)
    (fun c => votes K top c * votes K top c - votes K top c)) in smaller by (intros; ring).
  rewrite (sum_ext C (fun c => (0 + sum_below K (fun m => p m c)) * (0 + sum_below K (fun m => p m c))
      - sum_below K (fun m => p m c * p m c))
    (fun c => sum_below K (fun m => p m c) * sum_below K (fun m => p m c)
      - sum_below K (fun m => p m c * p m c))) in smaller by (intros; ring).
  rewrite !sum_minus in smaller. fold N2 S2 in smaller.
  change (fun c => votes K top c) with (votes K top) in smaller.
  rewrite (votes_total C K top valid) in smaller.
  assert (N2_bound : N2 <= INR K).
  { unfold N2. rewrite (sum_swap C K (fun c m => p m c * p m c)).
    rewrite <- (Rmult_1_r (INR K)), <- sum_const. apply sum_le. intros m member.
    destruct (distributions m member) as [nonneg total]. rewrite <- total. apply sum_le.
    intros c inside. pose proof (nonneg c inside).
    pose proof (distribution_le_one C (p m) c (conj nonneg total) inside). nra. }
  assert (K1 : 1 <= INR K) by (apply (le_INR 1); lia).
  apply (Rmult_le_reg_l (INR K * INR K)); [nra|].
  replace (INR K * INR K * (/ INR K * N2 - / (INR K * INR K) * S2)) with (INR K * N2 - S2) by (field; lra).
  replace (INR K * INR K * (1 - even_square C q r / (INR K * INR K)))
    with (INR K * INR K - even_square C q r) by (field; lra).
  assert (0 <= (INR K - 1) * (INR K - N2)) by (apply Rmult_le_pos; lra).
  lra.
Qed.

(** In the shorter, sometimes weaker form. *)
Theorem metric_bounds_variance_simple : forall K C p,
  (0 < C)%nat -> is_ensemble K C p ->
  variance K C p <= / INR C * (1 - / INR (Nat.min C K)).
Proof.
  intros K C p classes ensemble. pose proof ensemble as [members _].
  pose proof (INR_pos C classes) as PC. pose proof (INR_pos K members) as PK.
  set (q := (K / C)%nat). set (r := (K mod C)%nat).
  assert (split_K : (K = q * C + r)%nat)
    by (unfold q, r; rewrite Nat.mul_comm; apply Nat.div_mod; lia).
  assert (small : (r < C)%nat) by (apply Nat.mod_upper_bound; lia).
  apply Rle_trans with (1 := metric_bounds_variance_sharp K C q r p classes ensemble split_K small).
  apply Rmult_le_compat_l; [apply Rlt_le, Rinv_0_lt_compat, PC|].
  assert (INR_K : INR K = INR q * INR C + INR r) by (rewrite split_K at 1; rewrite plus_INR, mult_INR; reflexivity).
  assert (INR r <= INR C) by (apply le_INR; lia). pose proof (pos_INR r). pose proof (pos_INR q).
  apply Rplus_le_compat_l, Ropp_le_contravar.
  apply (Rmult_le_reg_r (INR K * INR K)); [nra|].
  replace (even_square C q r / (INR K * INR K) * (INR K * INR K)) with (even_square C q r) by (field; lra).
  destruct (Nat.le_gt_cases C K) as [more|fewer].
  - rewrite Nat.min_l by exact more.
    apply (Rmult_le_reg_l (INR C)); [exact PC|].
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. rewrite INR_K. unfold even_square. nra.
  - rewrite Nat.min_r by lia.
    assert (q = 0%nat) as q_zero by (unfold q; apply Nat.div_small; exact fewer).
    replace (/ INR K * (INR K * INR K)) with (INR K) by (field; lra).
    rewrite INR_K, q_zero. unfold even_square. simpl INR. lra.
Qed.

(** ** The bound is attained *)

Lemma even_votes : forall C q r c, (0 < C)%nat -> (r < C)%nat -> (c < C)%nat ->
  votes (q * C + r) (fun m => (m mod C)%nat) c = INR q + (if Nat.ltb c r then 1 else 0).
Proof.
  intros C q r c classes small below. unfold votes. induction q as [|q IH].
  - simpl Nat.add. rewrite (sum_ext r _ (fun m => if Nat.eqb m c then 1 else 0)).
    + simpl INR. rewrite Rplus_0_l. destruct (Nat.ltb_spec c r).
      * apply (sum_single r c (fun _ => 1)). assumption.
      * rewrite (sum_ext r _ (fun _ => 0)), sum_zero; [reflexivity|].
        intros m member. destruct (Nat.eqb_spec m c); [lia|reflexivity].
    + intros m member. unfold one_hot. rewrite Nat.mod_small by lia.
      rewrite Nat.eqb_sym. reflexivity.
  - replace (S q * C + r)%nat with (C + (q * C + r))%nat by lia. rewrite sum_app.
    rewrite (sum_ext C _ (fun m => if Nat.eqb m c then 1 else 0)).
    + rewrite (sum_single C c (fun _ => 1)) by exact below.
      rewrite (sum_ext (q * C + r) _ (fun m => one_hot (m mod C) c)).
      * rewrite IH, S_INR. ring.
      * intros m _. replace (C + m)%nat with (m + 1 * C)%nat by lia.
        rewrite Nat.mod_add by lia. reflexivity.
    + intros m member. unfold one_hot. rewrite Nat.mod_small by lia.
      rewrite Nat.eqb_sym. reflexivity.
Qed.

Theorem metric_bounds_variance_attained : forall K C q r,
  (0 < C)%nat -> (0 < K)%nat -> (K = q * C + r)%nat -> (r < C)%nat ->
  let p := fun m => one_hot (m mod C) in
  is_ensemble K C p
  /\ variance K C p = / INR C * (1 - even_square C q r / (INR K * INR K)).
Proof.
  intros K C q r classes members split_K small p. split.
  { split; [exact members|]. intros m _. apply one_hot_distribution, Nat.mod_upper_bound. lia. }
  rewrite variance_sums by exact members. f_equal. pose proof (INR_pos K members).
  set (n := votes K (fun m => (m mod C)%nat)).
  rewrite (sum_ext C _ (fun c => / INR K * n c - / (INR K * INR K) * (n c * n c))).
  - rewrite sum_minus, !sum_scal.
    assert (total : sum_below C n = INR K)
      by (apply votes_total; intros; apply Nat.mod_upper_bound; lia).
    change (fun c => n c) with n. rewrite total.
    assert (squares : sum_below C (fun c => n c * n c) = even_square C q r).
    { rewrite (sum_ext C _ (fun c => INR q * INR q
        + (2 * INR q + 1) * (if Nat.ltb c r then 1 else 0))).
      - rewrite sum_plus, sum_const, sum_scal.
        assert (prefix : forall m, (m <= C)%nat ->
          sum_below m (fun c => if Nat.ltb c r then 1 else 0) = INR (Nat.min m r)).
        { induction m as [|m IH]; intros inside; [reflexivity|]. simpl sum_below.
          rewrite IH by lia. destruct (Nat.ltb_spec m r).
          - rewrite !Nat.min_l, S_INR by lia. reflexivity.
          - rewrite !Nat.min_r by lia. ring. }
        rewrite prefix, Nat.min_r by lia. unfold even_square. ring.
      - intros c below. unfold n. rewrite split_K, even_votes by assumption.
        destruct (Nat.ltb c r); ring. }
    rewrite squares. field. lra.
  - intros c _. unfold n, votes, p. f_equal. f_equal. apply sum_ext. intros m _. apply one_hot_square.
Qed.
