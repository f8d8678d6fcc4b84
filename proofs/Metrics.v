(** * The uncertainty metrics (paper A, section 3.3) and their bounds *)

From Farfield Require Import Basics Calculus Softmax.

Open Scope R_scope.

(** An ensemble of K members: [p m c] is member m's probability of class c. *)
Definition is_distribution (C : nat) (q : vec) : Prop :=
  (forall c, (c < C)%nat -> 0 <= q c) /\ sum_below C q = 1.

Definition is_ensemble (K C : nat) (p : nat -> vec) : Prop :=
  (0 < K)%nat /\ forall m, (m < K)%nat -> is_distribution C (p m).

(** E[p_c], the expectation over the members. *)
Definition mean (K : nat) (p : nat -> vec) : vec :=
  fun c => / INR K * sum_below K (fun m => p m c).

(** Maximum softmax probability. *)
Definition msp (C : nat) (q : vec) : R := max0 C q.

(** Shannon entropy in nats; ln 0 is 0 in the standard library, so 0 ln 0 = 0. *)
Definition entropy (C : nat) (q : vec) : R := - sum_below C (fun c => q c * ln (q c)).

(** Class variance (1/C) sum_c (E[p_c^2] - E[p_c]^2). *)
Definition variance (K C : nat) (p : nat -> vec) : R :=
  / INR C * sum_below C (fun c =>
    mean K (fun m k => p m k * p m k) c - mean K p c * mean K p c).

Definition predictive_entropy (K C : nat) (p : nat -> vec) : R := entropy C (mean K p).

(** H[E p] - E[H p]. *)
Definition mutual_information (K C : nat) (p : nat -> vec) : R :=
  entropy C (mean K p) - / INR K * sum_below K (fun m => entropy C (p m)).

Definition members_agree (K C : nat) (p : nat -> vec) : Prop :=
  forall m c, (m < K)%nat -> (c < C)%nat -> p m c = mean K p c.

(** ** Distributions *)

Lemma softmax_distribution : forall C f, (0 < C)%nat -> is_distribution C (softmax C f).
Proof.
  intros C f HC. split; [intros; apply Rlt_le, softmax_pos; assumption|].
  apply softmax_sum_one, HC.
Qed.

Lemma distribution_le_one : forall C q c, is_distribution C q -> (c < C)%nat -> q c <= 1.
Proof.
  intros C q c [Hp Hs] Hc. rewrite <- Hs. apply sum_term_le; assumption.
Qed.

Lemma INR_pos : forall n, (0 < n)%nat -> 0 < INR n.
Proof. intros n positive. apply lt_0_INR, positive. Qed.

Lemma mean_distribution : forall K C p, is_ensemble K C p -> is_distribution C (mean K p).
Proof.
  intros K C p [HK members]. pose proof (INR_pos K HK) as PK.
  assert (IK : 0 < / INR K) by (apply Rinv_0_lt_compat; assumption). split.
  - intros c Hc. apply Rmult_le_pos; [lra|]. apply sum_nonneg. intros m Hm.
    apply (members m Hm), Hc.
  - unfold mean. rewrite (sum_scal C (/ INR K) (fun c => sum_below K (fun m => p m c))).
    rewrite sum_swap, (sum_ext K _ (fun _ => 1)).
    + rewrite sum_const. field. lra.
    + intros m Hm. apply (members m Hm).
Qed.

Lemma member_le_mean : forall K C p m c,
  is_ensemble K C p -> (m < K)%nat -> (c < C)%nat -> p m c <= INR K * mean K p c.
Proof.
  intros K C p m c [HK members] Hm Hc. pose proof (INR_pos K HK) as PK. unfold mean.
  rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
  apply (sum_term_le K (fun m => p m c)); [exact Hm|]. intros i Hi. apply (members i Hi), Hc.
Qed.

(** ** Entropy: the inequality of Gibbs *)

Lemma ln_le_minus_one : forall x, 0 < x -> ln x <= x - 1.
Proof.
  intros x Hx. pose proof (exp_ineq1_le (ln x)). rewrite exp_ln in * by exact Hx. lra.
Qed.

Lemma ln_eq_minus_one : forall x, 0 < x -> ln x = x - 1 -> x = 1.
Proof.
  intros x Hx E. destruct (Req_dec (ln x) 0) as [Z|Z]; [lra|].
  pose proof (exp_ineq1 (ln x) Z). rewrite exp_ln in * by exact Hx. lra.
Qed.

(** One term of a relative entropy. *)
Lemma gibbs_term : forall p q, 0 <= p -> 0 <= q -> (q = 0 -> p = 0) ->
  p - q <= p * ln p - p * ln q
  /\ (p - q = p * ln p - p * ln q -> p = q).
Proof.
  intros p q Hp Hq Hz. destruct (Req_dec p 0) as [->|Np]; [split; lra|].
  assert (Pp : 0 < p) by lra.
  assert (Pq : 0 < q) by (destruct (Req_dec q 0); [exfalso; apply Np; auto | lra]).
  assert (E : ln (q / p) = ln q - ln p).
  { unfold Rdiv. rewrite ln_mult by (try apply Rinv_0_lt_compat; assumption).
    rewrite ln_Rinv by exact Pp. ring. }
  assert (Pqp : 0 < q / p) by (apply Rdiv_lt_0_compat; assumption).
  assert (Q : p * (q / p - 1) = q - p) by (field; lra). split.
  - pose proof (ln_le_minus_one _ Pqp) as L. rewrite E in L.
    apply (Rmult_le_compat_l p) in L; [|lra]. rewrite Q in L. lra.
  - intros S.
    assert (X : q / p = 1).
    { apply ln_eq_minus_one; [exact Pqp|]. rewrite E.
      apply (Rmult_eq_reg_l p); [|lra]. lra. }
    rewrite X in Q. lra.
Qed.

(** Relative entropy is non-negative, and 0 only between equal distributions. *)
Lemma gibbs : forall C p q,
  is_distribution C p -> is_distribution C q ->
  (forall c, (c < C)%nat -> q c = 0 -> p c = 0) ->
  0 <= sum_below C (fun c => p c * ln (p c) - p c * ln (q c))
  /\ (sum_below C (fun c => p c * ln (p c) - p c * ln (q c)) = 0 ->
      forall c, (c < C)%nat -> p c = q c).
Proof.
  intros C p q [Hp Sp] [Hq Sq] Hz.
  assert (Z : sum_below C (fun c => p c - q c) = 0) by (rewrite sum_minus, Sp, Sq; ring).
  assert (T : forall c, (c < C)%nat ->
    0 <= (p c * ln (p c) - p c * ln (q c)) - (p c - q c)).
  { intros c Hc. destruct (gibbs_term (p c) (q c) (Hp c Hc) (Hq c Hc) (Hz c Hc)). lra. }
  assert (D : sum_below C (fun c => (p c * ln (p c) - p c * ln (q c)) - (p c - q c))
              = sum_below C (fun c => p c * ln (p c) - p c * ln (q c)))
    by (rewrite (sum_minus C (fun c => p c * ln (p c) - p c * ln (q c)) (fun c => p c - q c)), Z; ring).
  split.
  - rewrite <- D. apply sum_nonneg. exact T.
  - intros E c Hc. rewrite E in D.
    pose proof (sum_nonneg_zero C _ T D c Hc) as X. cbv beta in X.
    apply (gibbs_term (p c) (q c) (Hp c Hc) (Hq c Hc) (Hz c Hc)). lra.
Qed.

Lemma entropy_term_nonneg : forall q, 0 <= q <= 1 -> 0 <= - (q * ln q).
Proof.
  intros q [q_nonneg q_le_one]. destruct (Req_dec q 0) as [->|]; [lra|].
  pose proof (ln_le_minus_one q ltac:(lra)). nra.
Qed.

Lemma entropy_nonneg : forall C q, is_distribution C q -> 0 <= entropy C q.
Proof.
  intros C q distribution. unfold entropy. rewrite <- (Rmult_1_l (sum_below _ _)), Ropp_mult_distr_l.
  rewrite <- sum_scal. apply sum_nonneg. intros c Hc.
  pose proof (entropy_term_nonneg (q c)
    (conj (proj1 distribution c Hc) (distribution_le_one C q c distribution Hc))). lra.
Qed.

Definition uniform (C : nat) : vec := fun _ => / INR C.

Lemma uniform_distribution : forall C, (0 < C)%nat -> is_distribution C (uniform C).
Proof.
  intros C HC. pose proof (INR_pos C HC). split.
  - intros c _. apply Rlt_le, Rinv_0_lt_compat. assumption.
  - unfold uniform. rewrite sum_const. field. lra.
Qed.

(** ln C - H(q) is the relative entropy to the uniform distribution. *)
Lemma entropy_gap : forall C q, (0 < C)%nat -> is_distribution C q ->
  ln (INR C) - entropy C q
  = sum_below C (fun c => q c * ln (q c) - q c * ln (uniform C c)).
Proof.
  intros C q HC [_ Hs]. pose proof (INR_pos C HC). unfold uniform.
  rewrite sum_minus, (sum_scal_r C (ln (/ INR C)) q), Hs, ln_Rinv by assumption.
  unfold entropy. ring.
Qed.

Lemma uniform_dominates : forall C (q : vec) c, (0 < C)%nat -> uniform C c = 0 -> q c = 0.
Proof.
  intros C q c HC E. exfalso. unfold uniform in E. pose proof (INR_pos C HC).
  pose proof (Rinv_0_lt_compat (INR C) ltac:(assumption)). lra.
Qed.

Lemma entropy_le_ln : forall C q, is_distribution C q -> (0 < C)%nat ->
  entropy C q <= ln (INR C).
Proof.
  intros C q distribution HC.
  destruct (gibbs C q (uniform C) distribution (uniform_distribution C HC)
              (fun c _ => uniform_dominates C q c HC)) as [G _].
  rewrite <- entropy_gap in G by assumption. lra.
Qed.

(** q ln q is continuous on [0, infinity): this is what makes entropies
    converge although ln p_c goes to minus infinity. *)
Lemma xlnx_small : forall q, 0 <= q <= 1 -> Rabs (q * ln q) <= 2 * sqrt q.
Proof.
  intros q [q_nonneg q_le_one]. destruct (Req_dec q 0) as [->|N].
  { rewrite Rmult_0_l, Rabs_R0, sqrt_0. lra. }
  set (s := sqrt q). assert (S : 0 < s) by (apply sqrt_lt_R0; lra).
  assert (Q : q = s * s) by (symmetry; apply sqrt_sqrt, q_nonneg).
  assert (S1 : s <= 1) by (apply le_of_squares; lra).
  pose proof (entropy_term_nonneg q (conj q_nonneg q_le_one)).
  rewrite <- Rabs_Ropp, Rabs_pos_eq by assumption.
  assert (L : - ln s <= / s - 1).
  { rewrite <- ln_Rinv by exact S. apply ln_le_minus_one, Rinv_0_lt_compat, S. }
  replace (ln q) with (ln s + ln s) by (rewrite Q, ln_mult by exact S; reflexivity).
  apply (Rmult_le_compat_l (2 * q)) in L; [|lra].
  replace (2 * q * (/ s - 1)) with (2 * s - 2 * q) in L by (rewrite Q; field; lra). lra.
Qed.

Lemma tends_to_sqrt_0 : forall u, tends_to u 0 -> tends_to (fun t => sqrt (u t)) 0.
Proof.
  intros u vanishes eps Heps. destruct (vanishes (eps * eps)) as [A HA]; [nra|]. exists A. intros t Ht.
  specialize (HA t Ht). rewrite Rminus_0_r in *.
  rewrite Rabs_pos_eq by apply sqrt_pos.
  destruct (Rle_dec 0 (u t)) as [P|N].
  - rewrite Rabs_pos_eq in HA by exact P. rewrite <- (sqrt_square eps) by lra.
    apply sqrt_lt_1_alt. lra.
  - rewrite sqrt_neg_0 by lra. exact Heps.
Qed.

Lemma tends_to_ln : forall u l, 0 < l -> tends_to u l -> tends_to (fun t => ln (u t)) (ln l).
Proof.
  intros u l Hl limit. apply tends_to_continuous; [|exact limit].
  apply derivable_continuous_pt. exists (/ l). apply derivable_pt_lim_ln, Hl.
Qed.

Lemma tends_to_xlnx : forall u l T,
  (forall t, T <= t -> 0 <= u t) -> 0 <= l -> tends_to u l ->
  tends_to (fun t => u t * ln (u t)) (l * ln l).
Proof.
  intros u l T Hu Hl limit. destruct (Req_dec l 0) as [->|N].
  - rewrite Rmult_0_l.
    destruct (tends_to_eventually_lt u 0 1 limit ltac:(lra)) as [A HA].
    apply tends_to_squeeze_0 with (fun t => 2 * sqrt (u t)) (Rmax A T).
    + intros t Ht. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
      apply xlnx_small. specialize (HA t ltac:(lra)). specialize (Hu t ltac:(lra)). lra.
    + rewrite <- (Rmult_0_r 2). apply tends_to_scal, tends_to_sqrt_0, limit.
  - apply tends_to_mult; [exact limit | apply tends_to_ln; [lra | exact limit]].
Qed.

(** ** Claim entropy-direction *)

(** Paper A, section 3.3: "the entropy is low when probability mass is
    distributed uniformly ... high when all ... mass on a single class". *)
Definition entropy_direction_as_printed : Prop :=
  forall C q, (1 < C)%nat -> is_distribution C q ->
    (exists k, (k < C)%nat /\ q k = 1) -> entropy C (uniform C) < entropy C q.

(** Highest exactly for uniform mass ... *)
Theorem entropy_direction_repaired_uniform : forall C q,
  (0 < C)%nat -> is_distribution C q ->
  (entropy C q = ln (INR C) <-> forall c, (c < C)%nat -> q c = / INR C).
Proof.
  intros C q HC distribution.
  destruct (gibbs C q (uniform C) distribution (uniform_distribution C HC)
              (fun c _ => uniform_dominates C q c HC)) as [_ G].
  pose proof (entropy_gap C q HC distribution) as E. split.
  - intros S c Hc. apply (G ltac:(lra) c Hc).
  - intros S. rewrite (sum_ext C _ (fun _ => 0)), sum_zero in E; [lra|].
    intros c Hc. rewrite (S c Hc). unfold uniform. ring.
Qed.

(** ... and lowest, 0, exactly when all mass is on one class. *)
Theorem entropy_direction_repaired_one_hot : forall C q,
  (0 < C)%nat -> is_distribution C q ->
  (entropy C q = 0 <-> exists k, (k < C)%nat /\ q k = 1).
Proof.
  intros C q HC distribution. split.
  - intros E. destruct (max0_attained C q HC (proj1 distribution)) as [k [Hk _]].
    assert (T : forall c, (c < C)%nat -> q c = 0 \/ q c = 1).
    { intros c Hc.
      assert (Z : - (q c * ln (q c)) = 0).
      { apply (sum_nonneg_zero C (fun c => - (q c * ln (q c)))); [| |exact Hc].
        - intros i Hi. apply entropy_term_nonneg. split; [apply (proj1 distribution i Hi)|].
          apply (distribution_le_one C q i distribution Hi).
        - unfold entropy in E. rewrite (sum_ext C _ (fun c => (-1) * (q c * ln (q c))))
            by (intros; ring). rewrite sum_scal. lra. }
      pose proof (proj1 distribution c Hc) as P. destruct (Req_dec (q c) 0) as [|N]; [left; assumption|].
      right. assert (L : ln (q c) = 0).
      { apply (Rmult_eq_reg_l (q c)); [lra|exact N]. }
      rewrite <- (exp_ln (q c)) by lra. rewrite L. apply exp_0. }
    assert (G : forall n, (n <= C)%nat -> (exists k, (k < n)%nat /\ q k = 1)
                 \/ sum_below n q = 0).
    { induction n as [|n IH]; intros Hn; [right; reflexivity|].
      destruct (IH ltac:(lia)) as [[i [Hi Ei]]|S]; [left; exists i; split; [lia|exact Ei]|].
      destruct (T n ltac:(lia)) as [Z|Z]; [right; simpl; lra|].
      left. exists n. split; [lia|exact Z]. }
    destruct (G C (le_n C)) as [X|X]; [exact X|]. destruct distribution as [_ Hs]. lra.
  - intros [k [Hk Ek]].
    assert (O : forall c, (c < C)%nat -> c <> k -> q c = 0).
    { intros c Hc Hne. destruct distribution as [Hp Hs].
      pose proof (sum_two_terms_le C q k c Hk Hc (fun e => Hne (eq_sym e)) Hp).
      specialize (Hp c Hc). lra. }
    unfold entropy. rewrite (sum_ext C _ (fun _ => 0)), sum_zero; [ring|].
    intros c Hc. destruct (Nat.eq_dec c k) as [->|Hne].
    + rewrite Ek, ln_1. ring.
    + rewrite (O c Hc Hne). ring.
Qed.

Theorem entropy_direction_as_printed_false : ~ entropy_direction_as_printed.
Proof.
  intros claim. set (q := fun c : nat => if Nat.eqb c 0 then 1 else 0).
  assert (D : is_distribution 2 q).
  { split; [intros c _; unfold q; destruct (Nat.eqb c 0); lra | cbn; lra]. }
  assert (W : exists k, (k < 2)%nat /\ q k = 1) by (exists 0%nat; split; [lia|reflexivity]).
  specialize (claim 2%nat q ltac:(lia) D W).
  apply (entropy_direction_repaired_one_hot 2 q ltac:(lia) D) in W. rewrite W in claim.
  pose proof (entropy_nonneg 2 (uniform 2) (uniform_distribution 2 ltac:(lia))). lra.
Qed.

(** ** Claim metric-bounds *)

Theorem metric_bounds_msp : forall C q, (0 < C)%nat -> is_distribution C q ->
  / INR C <= msp C q <= 1.
Proof.
  intros C q HC distribution. pose proof (INR_pos C HC) as PC. split.
  - apply (Rmult_le_reg_l (INR C)); [exact PC|]. rewrite Rinv_r by lra.
    rewrite <- (proj2 distribution), <- (sum_const C (msp C q)). apply sum_le.
    intros c Hc. apply (max0_ge C q c Hc).
  - apply max0_le; [lra|]. intros c Hc. apply (distribution_le_one C q c distribution Hc).
Qed.

Theorem metric_bounds_entropy : forall C q, (0 < C)%nat -> is_distribution C q ->
  0 <= entropy C q <= ln (INR C).
Proof. intros C q HC distribution. split; [apply entropy_nonneg | apply entropy_le_ln]; assumption. Qed.

(** The variance of one class is the mean squared deviation. *)
Lemma class_variance : forall K p c, (0 < K)%nat ->
  mean K (fun m k => p m k * p m k) c - mean K p c * mean K p c
  = / INR K * sum_below K (fun m => (p m c - mean K p c) * (p m c - mean K p c)).
Proof.
  intros K p c HK. pose proof (INR_pos K HK) as PK.
  set (u := mean K p c).
  assert (Hu : sum_below K (fun m => p m c) = INR K * u)
    by (unfold u, mean; field; lra).
  rewrite (sum_ext K (fun m => (p m c - u) * (p m c - u))
    (fun m => p m c * p m c - ((2 * u) * p m c - u * u))) by (intros; ring).
  rewrite !sum_minus, sum_scal, Hu, sum_const. unfold mean. field. lra.
Qed.

Theorem metric_bounds_variance : forall K C p, (0 < C)%nat -> (0 < K)%nat ->
  0 <= variance K C p /\ (variance K C p = 0 <-> members_agree K C p).
Proof.
  intros K C p HC HK. pose proof (INR_pos C HC). pose proof (INR_pos K HK).
  assert (IC : 0 < / INR C) by (apply Rinv_0_lt_compat; assumption).
  assert (IK : 0 < / INR K) by (apply Rinv_0_lt_compat; assumption).
  set (dev := fun c => / INR K * sum_below K (fun m => (p m c - mean K p c) * (p m c - mean K p c))).
  assert (E : variance K C p = / INR C * sum_below C dev).
  { unfold variance. f_equal. apply sum_ext. intros c _. apply class_variance, HK. }
  assert (P : forall c, 0 <= dev c).
  { intros c. apply Rmult_le_pos; [lra|]. apply sum_nonneg. intros. apply Rle_0_sqr. }
  split; [|split].
  - rewrite E. apply Rmult_le_pos; [lra|]. apply sum_nonneg. intros. apply P.
  - intros Z m c Hm Hc. rewrite E in Z. apply Rmult_integral in Z.
    destruct Z as [Z|Z]; [lra|].
    pose proof (sum_nonneg_zero C dev (fun k _ => P k) Z c Hc) as D. unfold dev in D.
    apply Rmult_integral in D. destruct D as [D|D]; [lra|].
    pose proof (sum_nonneg_zero K (fun m => (p m c - mean K p c) * (p m c - mean K p c))
      (fun k _ => Rle_0_sqr _) D m Hm) as Q. cbv beta in Q. nra.
  - intros A. rewrite E, (sum_ext C dev (fun _ => 0)), sum_zero; [ring|].
    intros c Hc. unfold dev. rewrite (sum_ext K _ (fun _ => 0)), sum_zero; [ring|].
    intros m Hm. rewrite (A m c Hm Hc) at 1 2. ring.
Qed.

(** Mutual information is the mean relative entropy of the members to their mean. *)
Lemma mutual_information_eq : forall K C p, (0 < K)%nat ->
  mutual_information K C p
  = / INR K * sum_below K (fun m =>
      sum_below C (fun c => p m c * ln (p m c) - p m c * ln (mean K p c))).
Proof.
  intros K C p HK. pose proof (INR_pos K HK).
  unfold mutual_information.
  rewrite (sum_ext K (fun m => sum_below C (fun c => p m c * ln (p m c) - p m c * ln (mean K p c)))
    (fun m => (-1) * entropy C (p m) - sum_below C (fun c => p m c * ln (mean K p c)))).
  - rewrite sum_minus, sum_scal, sum_swap.
    rewrite (sum_ext C (fun c => sum_below K (fun m => p m c * ln (mean K p c)))
      (fun c => INR K * (mean K p c * ln (mean K p c)))).
    + rewrite sum_scal. unfold entropy at 1. field. lra.
    + intros c _. rewrite sum_scal_r. unfold mean. field. lra.
  - intros m _. rewrite sum_minus. unfold entropy. ring.
Qed.

Theorem metric_bounds_mutual_information : forall K C p,
  (0 < C)%nat -> is_ensemble K C p ->
  0 <= mutual_information K C p
  /\ mutual_information K C p <= ln (INR C)
  /\ mutual_information K C p <= ln (INR K)
  /\ (mutual_information K C p = 0 <-> members_agree K C p).
Proof.
  intros K C p HC He. pose proof He as [HK Hp]. pose proof (INR_pos K HK) as PK.
  assert (IK : 0 < / INR K) by (apply Rinv_0_lt_compat; assumption).
  pose proof (mean_distribution K C p He) as Hm.
  set (kl := fun m => sum_below C (fun c => p m c * ln (p m c) - p m c * ln (mean K p c))).
  assert (Dom : forall m c, (m < K)%nat -> (c < C)%nat -> mean K p c = 0 -> p m c = 0).
  { intros m c Hmk Hc Z. pose proof (member_le_mean K C p m c He Hmk Hc) as L.
    rewrite Z in L. pose proof (proj1 (Hp m Hmk) c Hc). lra. }
  assert (P : forall m, (m < K)%nat -> 0 <= kl m).
  { intros m Hmk. apply (gibbs C (p m) (mean K p) (Hp m Hmk) Hm). intros. apply Dom; assumption. }
  rewrite mutual_information_eq by exact HK. fold kl. split; [|split; [|split]].
  - apply Rmult_le_pos; [lra|]. apply sum_nonneg. exact P.
  - change (/ INR K * sum_below K kl) with (/ INR K * sum_below K (fun m =>
      sum_below C (fun c => p m c * ln (p m c) - p m c * ln (mean K p c)))).
    rewrite <- mutual_information_eq by exact HK. unfold mutual_information.
    pose proof (entropy_le_ln C (mean K p) Hm HC).
    assert (0 <= / INR K * sum_below K (fun m => entropy C (p m))); [|lra].
    apply Rmult_le_pos; [lra|]. apply sum_nonneg. intros m Hmk. apply entropy_nonneg, Hp, Hmk.
  - (* each member's relative entropy to the mean is at most ln K *)
    assert (B : forall m, (m < K)%nat -> kl m <= ln (INR K)).
    { intros m Hmk. unfold kl. rewrite <- (Rmult_1_r (ln (INR K))), <- (proj2 (Hp m Hmk)).
      rewrite <- sum_scal. apply sum_le. intros c Hc.
      pose proof (proj1 (Hp m Hmk) c Hc) as Pc.
      destruct (Req_dec (p m c) 0) as [Z|Z]; [rewrite Z; lra|].
      pose proof (member_le_mean K C p m c He Hmk Hc) as L.
      assert (Pm : 0 < mean K p c).
      { destruct (Req_dec (mean K p c) 0) as [Zm|Zm].
        - exfalso. apply Z, Dom; assumption.
        - pose proof (proj1 Hm c Hc). lra. }
      assert (LL : ln (p m c) <= ln (INR K) + ln (mean K p c)).
      { rewrite <- ln_mult by assumption. destruct L as [L|L];
          [apply Rlt_le, ln_increasing; lra | rewrite L; lra]. }
      rewrite (Rmult_comm (ln (INR K))), <- Rmult_minus_distr_l.
      apply Rmult_le_compat_l; lra. }
    apply (Rmult_le_reg_l (INR K)); [exact PK|].
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. rewrite <- sum_const.
    apply sum_le. exact B.
  - split.
    + intros Z m c Hmk Hc. apply Rmult_integral in Z. destruct Z as [Z|Z]; [lra|].
      pose proof (sum_nonneg_zero K kl P Z m Hmk) as Q.
      apply (proj2 (gibbs C (p m) (mean K p) (Hp m Hmk) Hm
               (fun c Hc => Dom m c Hmk Hc)) Q c Hc).
    + intros A. rewrite (sum_ext K kl (fun _ => 0)), sum_zero; [ring|].
      intros m Hmk. unfold kl. rewrite (sum_ext C _ (fun _ => 0)), sum_zero; [ring|].
      intros c Hc. rewrite (A m c Hmk Hc). ring.
Qed.

(** Variance and mutual information vanish together. *)
Theorem metric_bounds_zero_together : forall K C p,
  (0 < C)%nat -> is_ensemble K C p ->
  (variance K C p = 0 <-> mutual_information K C p = 0).
Proof.
  intros K C p HC He. destruct (metric_bounds_variance K C p HC (proj1 He)) as [_ V].
  destruct (metric_bounds_mutual_information K C p HC He) as [_ [_ [_ M]]]. tauto.
Qed.

(** The claim as one statement. *)
Theorem metric_bounds_as_printed : forall K C p,
  (0 < C)%nat -> is_ensemble K C p ->
  / INR C <= msp C (mean K p) <= 1
  /\ 0 <= variance K C p
  /\ 0 <= predictive_entropy K C p <= ln (INR C)
  /\ 0 <= mutual_information K C p <= Rmin (ln (INR C)) (ln (INR K))
  /\ (variance K C p = 0 <-> members_agree K C p)
  /\ (mutual_information K C p = 0 <-> members_agree K C p).
Proof.
  intros K C p HC He. pose proof (mean_distribution K C p He) as Hm.
  destruct (metric_bounds_variance K C p HC (proj1 He)) as [V0 V].
  destruct (metric_bounds_mutual_information K C p HC He) as [M0 [M1 [M2 M]]].
  split; [exact (metric_bounds_msp C _ HC Hm)|]. split; [exact V0|].
  split; [exact (metric_bounds_entropy C _ HC Hm)|].
  split; [split; [exact M0 | apply Rmin_glb; assumption]|]. split; assumption.
Qed.
