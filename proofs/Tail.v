(** * The tail: logits that move along straight lines

    Far along a ray the logits of a piecewise-affine network are
    a_c + b_c t (file Network proves it).  This file says what the softmax
    then does: the three regimes, the danger scale, the saturation rate. *)

From Farfield Require Import Basics Calculus Softmax.

Open Scope R_scope.

(** Logits with intercepts a and slopes b, at time t. *)
Definition line (a b : vec) (t : R) : vec := fun c => a c + b c * t.

(** From T on, the C outputs of f along the ray are straight lines. *)
Definition has_lines (f : vec -> vec) (C : nat) (x v : vec) (T : R) (a b : vec) : Prop :=
  forall t c, T <= t -> (c < C)%nat -> f (ray x v t) c = line a b t c.

(** ... and after T the Jacobian is the constant matrix V. *)
Definition has_tail (f : vec -> vec) (C D : nat) (x v : vec) (T : R) (a b : vec)
    (V : nat -> nat -> R) : Prop :=
  has_lines f C x v T a b
  /\ forall t c j, T < t -> (c < C)%nat -> (j < D)%nat ->
       is_partial (fun y => f y c) j (ray x v t) (V c j).

(** The largest of b 0, ..., b (n-1) (0 if n = 0). *)
Fixpoint max_slope (n : nat) (b : vec) : R :=
  match n with
  | O => 0
  | S m => match m with O => b O | S _ => Rmax (max_slope m b) (b m) end
  end.

(** Class c is one of the classes T of largest slope. *)
Definition is_top (C : nat) (b : vec) (c : nat) : Prop :=
  (c < C)%nat /\ forall c', (c' < C)%nat -> b c' <= b c.

(** k is the only class of largest slope. *)
Definition unique_top (C : nat) (b : vec) (k : nat) : Prop :=
  (k < C)%nat /\ forall c, (c < C)%nat -> c <> k -> b c < b k.

(** The tail saturates to class k: every other slope is smaller by at least
    gamma > 0. *)
Definition saturating (C : nat) (b : vec) (k : nat) (gamma : R) : Prop :=
  (k < C)%nat /\ 0 < gamma
  /\ forall c, (c < C)%nat -> c <> k -> gamma <= b k - b c.

Definition flat (C : nat) (b : vec) : Prop :=
  forall c c', (c < C)%nat -> (c' < C)%nat -> b c = b c'.

(** Tied: two classes share the largest slope and a third stays below. *)
Definition tied (C : nat) (b : vec) : Prop :=
  (exists k l, k <> l /\ is_top C b k /\ is_top C b l)
  /\ exists c, (c < C)%nat /\ ~ is_top C b c.

(** The limit of the softmax: softmax of the intercepts over the classes of
    largest slope, 0 elsewhere. *)
Definition top_weight (C : nat) (a b : vec) (c : nat) : R :=
  if Rlt_dec (b c) (max_slope C b) then 0 else exp (a c).

Definition limit_probability (C : nat) (a b : vec) (c : nat) : R :=
  top_weight C a b c / sum_below C (top_weight C a b).

Definition one_hot (k : nat) : vec := fun c => if Nat.eqb c k then 1 else 0.

(** ** Classes of largest slope *)

Lemma max_slope_ge : forall n b c, (c < n)%nat -> b c <= max_slope n b.
Proof.
  induction n as [|n IH]; intros b c Hc; [lia|].
  destruct n as [|n].
  - replace c with 0%nat by lia. simpl. lra.
  - change (max_slope (S (S n)) b) with (Rmax (max_slope (S n) b) (b (S n))).
    destruct (Nat.eq_dec c (S n)) as [->|]; [apply Rmax_r|].
    apply Rle_trans with (2 := Rmax_l _ _). apply IH. lia.
Qed.

Lemma max_slope_attained : forall n b, (0 < n)%nat ->
  exists k, (k < n)%nat /\ max_slope n b = b k.
Proof.
  induction n as [|n IH]; intros b Hn; [lia|].
  destruct n as [|n].
  - exists 0%nat. split; [lia|reflexivity].
  - change (max_slope (S (S n)) b) with (Rmax (max_slope (S n) b) (b (S n))).
    destruct (IH b ltac:(lia)) as [k [Hk E]]. rewrite E. unfold Rmax.
    destruct (Rle_dec (b k) (b (S n))); [exists (S n) | exists k]; split; auto; lia.
Qed.

Lemma is_top_iff : forall C b c,
  is_top C b c <-> (c < C)%nat /\ b c = max_slope C b.
Proof.
  intros C b c. split; intros [Hc largest]; split; auto.
  - destruct (max_slope_attained C b ltac:(lia)) as [k [Hk E]].
    pose proof (max_slope_ge C b c Hc). specialize (largest k Hk). lra.
  - intros c' Hc'. rewrite largest. apply max_slope_ge, Hc'.
Qed.

Lemma is_top_dec : forall C b c, (c < C)%nat -> {is_top C b c} + {~ is_top C b c}.
Proof.
  intros C b c Hc. destruct (Req_EM_T (b c) (max_slope C b)) as [E|E].
  - left. apply is_top_iff. auto.
  - right. intros top. apply E. apply is_top_iff in top. tauto.
Qed.

Lemma is_top_exists : forall C b, (0 < C)%nat -> exists k, is_top C b k.
Proof.
  intros C b HC. destruct (max_slope_attained C b HC) as [k [Hk E]].
  exists k. apply is_top_iff. auto.
Qed.

Lemma unique_top_is_top : forall C b k, unique_top C b k -> is_top C b k.
Proof.
  intros C b k [Hk alone]. split; [exact Hk|]. intros c Hc.
  destruct (Nat.eq_dec c k) as [->|Hne]; [lra|]. apply Rlt_le, alone; assumption.
Qed.

(** A top class is alone or has a rival. *)
Lemma unique_top_or_rival : forall C b k,
  is_top C b k -> unique_top C b k \/ exists l, l <> k /\ is_top C b l.
Proof.
  intros C b k [Hk Hmax].
  assert (search : forall n, (n <= C)%nat ->
    (forall c, (c < n)%nat -> c <> k -> b c < b k)
    \/ exists c, (c < n)%nat /\ c <> k /\ b k <= b c).
  { induction n as [|n IH]; intros Hn.
    - left. intros c Hc. lia.
    - destruct (IH ltac:(lia)) as [IH'|[c [Hc Hr]]].
      + destruct (Nat.eq_dec n k) as [->|Hne].
        * left. intros c Hc Hck. apply IH'; lia.
        * destruct (Rlt_dec (b n) (b k)) as [Hlt|Hnlt].
          -- left. intros c Hc Hck.
             destruct (Nat.eq_dec c n) as [->|Hcn]; [exact Hlt | apply IH'; lia].
          -- right. exists n. split; [lia|]. split; [exact Hne|lra].
      + right. exists c. split; [lia|exact Hr]. }
  destruct (search C (le_n C)) as [U|[c [Hc [Hck Hbc]]]].
  - left. split; assumption.
  - right. exists c. split; [exact Hck|]. split; [exact Hc|].
    intros c' Hc'. specialize (Hmax c' Hc'). lra.
Qed.

Lemma unique_top_unique : forall C b k l,
  unique_top C b k -> is_top C b l -> l = k.
Proof.
  intros C b k l [Hk alone] [Hl Hmax]. destruct (Nat.eq_dec l k) as [|Hne]; [assumption|].
  specialize (alone l Hl Hne). specialize (Hmax k Hk). lra.
Qed.

(** A unique top class leads by some gap gamma > 0. *)
Lemma unique_top_saturating : forall C b k,
  unique_top C b k -> exists gamma, saturating C b k gamma.
Proof.
  intros C b k [Hk alone].
  assert (G : forall n, (n <= C)%nat -> exists gamma, 0 < gamma
    /\ forall c, (c < n)%nat -> c <> k -> gamma <= b k - b c).
  { induction n as [|n IH]; intros Hn.
    - exists 1. split; [lra|]. intros c Hc. lia.
    - destruct (IH ltac:(lia)) as [g [Hg Hall]].
      destruct (Nat.eq_dec n k) as [->|Hne].
      + exists g. split; [exact Hg|]. intros c Hc Hck. apply Hall; lia.
      + specialize (alone n ltac:(lia) Hne).
        exists (Rmin g (b k - b n)). split; [apply Rmin_glb_lt; lra|].
        intros c Hc Hck. pose proof (Rmin_l g (b k - b n)).
        pose proof (Rmin_r g (b k - b n)).
        destruct (Nat.eq_dec c n) as [->|]; [lra|].
        specialize (Hall c ltac:(lia) Hck). lra. }
  destruct (G C (le_n C)) as [g [Hg Hall]]. exists g. repeat split; assumption.
Qed.

Lemma saturating_unique_top : forall C b k gamma,
  saturating C b k gamma -> unique_top C b k.
Proof.
  intros C b k g [Hk [Hg gaps]]. split; [exact Hk|]. intros c Hc Hne.
  specialize (gaps c Hc Hne). lra.
Qed.

(** Exactly one regime holds. *)
Theorem regimes_partition : forall C b, (1 < C)%nat ->
  ((exists k, unique_top C b k) /\ ~ flat C b /\ ~ tied C b)
  \/ (~ (exists k, unique_top C b k) /\ flat C b /\ ~ tied C b)
  \/ (~ (exists k, unique_top C b k) /\ ~ flat C b /\ tied C b).
Proof.
  intros C b HC. destruct (is_top_exists C b ltac:(lia)) as [k Hk].
  destruct (unique_top_or_rival C b k Hk) as [U|[l [Hlk Hl]]].
  - left. split; [exists k; exact U|]. split.
    + intros F. destruct U as [_ U].
      set (d := if Nat.eqb k 0 then 1%nat else 0%nat).
      assert (Hd : (d < C)%nat /\ d <> k)
        by (unfold d; destruct (Nat.eqb_spec k 0); lia).
      specialize (U d ltac:(tauto) ltac:(tauto)).
      rewrite (F d k) in U; [lra | tauto | apply Hk].
    + intros [[k1 [k2 [Hne [top_k1 top_k2]]]] _]. apply Hne.
      rewrite (unique_top_unique C b k k1 U top_k1), (unique_top_unique C b k k2 U top_k2).
      reflexivity.
  - assert (N : ~ exists k, unique_top C b k).
    { intros [m Um]. apply Hlk.
      rewrite (unique_top_unique C b m k Um Hk), (unique_top_unique C b m l Um Hl).
      reflexivity. }
    right.
    assert (DEC : (forall c, (c < C)%nat -> is_top C b c)
                  \/ exists c, (c < C)%nat /\ ~ is_top C b c).
    { assert (G : forall n, (n <= C)%nat -> (forall c, (c < n)%nat -> is_top C b c)
                  \/ exists c, (c < n)%nat /\ ~ is_top C b c).
      { induction n as [|n IH]; intros Hn; [left; intros; lia|].
        destruct (IH ltac:(lia)) as [A|[c [Hc B]]];
          [|right; exists c; split; [lia|exact B]].
        destruct (is_top_dec C b n ltac:(lia)) as [Y|Y].
        - left. intros c Hc. destruct (Nat.eq_dec c n) as [->|]; [exact Y|apply A; lia].
        - right. exists n. split; [lia|exact Y]. }
      exact (G C (le_n C)). }
    destruct DEC as [A|B].
    + left. repeat split; [exact N| |].
      * intros c c' Hc Hc'. apply Rle_antisym; [apply (A c' Hc')|apply (A c Hc)]; assumption.
      * intros [_ [c [Hc Hn]]]. apply Hn, A, Hc.
    + right. repeat split; [exact N| |exists k, l; auto|exact B].
      intros F. destruct B as [c [Hc Hn]]. apply Hn. split; [exact Hc|].
      intros c' Hc'. rewrite (F c' c Hc' Hc). lra.
Qed.

(** ** The limit law *)

Lemma top_weight_nonneg : forall C a b c, 0 <= top_weight C a b c.
Proof.
  intros. unfold top_weight. destruct (Rlt_dec _ _); [lra | apply Rlt_le, exp_pos].
Qed.

Lemma top_weight_top : forall C a b k, is_top C b k -> top_weight C a b k = exp (a k).
Proof.
  intros C a b k top. apply is_top_iff in top. destruct top as [Hk E].
  unfold top_weight. destruct (Rlt_dec _ _); [lra|reflexivity].
Qed.

Lemma top_weight_below : forall C a b c,
  (c < C)%nat -> ~ is_top C b c -> top_weight C a b c = 0.
Proof.
  intros C a b c Hc not_top. unfold top_weight. destruct (Rlt_dec _ _) as [|N]; [reflexivity|].
  exfalso. apply not_top, is_top_iff. split; [exact Hc|].
  pose proof (max_slope_ge C b c Hc). lra.
Qed.

Lemma top_mass_pos : forall C a b, (0 < C)%nat ->
  0 < sum_below C (top_weight C a b).
Proof.
  intros C a b HC. destruct (is_top_exists C b HC) as [k Hk].
  apply Rlt_le_trans with (exp (a k)); [apply exp_pos|].
  rewrite <- (top_weight_top C a b k Hk).
  apply sum_term_le; [apply Hk | intros; apply top_weight_nonneg].
Qed.

Lemma limit_probability_nonneg : forall C a b c, (0 < C)%nat ->
  0 <= limit_probability C a b c.
Proof.
  intros C a b c HC. apply Rmult_le_pos; [apply top_weight_nonneg|].
  apply Rlt_le, Rinv_0_lt_compat, top_mass_pos, HC.
Qed.

Lemma limit_probability_sum_one : forall C a b, (0 < C)%nat ->
  sum_below C (limit_probability C a b) = 1.
Proof.
  intros C a b HC. unfold limit_probability, Rdiv.
  rewrite (sum_scal_r C (/ sum_below C (top_weight C a b)) (top_weight C a b)).
  pose proof (top_mass_pos C a b HC). field. lra.
Qed.

Lemma limit_probability_top_pos : forall C a b k,
  is_top C b k -> 0 < limit_probability C a b k.
Proof.
  intros C a b k Hk. unfold limit_probability. rewrite top_weight_top by exact Hk.
  apply Rdiv_lt_0_compat; [apply exp_pos | apply top_mass_pos; destruct Hk; lia].
Qed.

Lemma limit_probability_below : forall C a b c,
  (c < C)%nat -> ~ is_top C b c -> limit_probability C a b c = 0.
Proof.
  intros C a b c Hc not_top. unfold limit_probability. rewrite top_weight_below by assumption.
  unfold Rdiv. ring.
Qed.

Lemma limit_probability_unique : forall C a b k c,
  unique_top C b k -> (c < C)%nat -> limit_probability C a b c = one_hot k c.
Proof.
  intros C a b k c U Hc. unfold one_hot. destruct (Nat.eqb_spec c k) as [->|Hne].
  - unfold limit_probability. rewrite (top_weight_top C a b k) by (apply unique_top_is_top, U).
    rewrite (sum_split C k) by apply U. unfold sum_except.
    rewrite (sum_ext C _ (fun _ => 0)), sum_zero.
    + rewrite top_weight_top by (apply unique_top_is_top, U).
      pose proof (exp_pos (a k)). field. lra.
    + intros d Hd. destruct (Nat.eqb_spec d k) as [|N]; [reflexivity|].
      apply top_weight_below; [exact Hd|]. intros T. apply N.
      exact (unique_top_unique C b k d U T).
  - apply limit_probability_below; [exact Hc|]. intros T. apply Hne.
    exact (unique_top_unique C b k c U T).
Qed.

(** p_c (t) tends to softmax(a) over the classes of largest slope. *)
Theorem regimes_limit_law : forall C a b c, (c < C)%nat ->
  tends_to (fun t => softmax C (line a b t) c) (limit_probability C a b c).
Proof.
  intros C a b c Hc. set (m := max_slope C b).
  (* multiply numerator and denominator by exp (- m t) *)
  apply tends_to_ext with (fun t => exp (a c + (b c - m) * t)
    * / sum_below C (fun k => exp (a k + (b k - m) * t))).
  { intros t.
    rewrite <- (softmax_shift_invariant C (line a b t) (- m * t) c Hc).
    unfold softmax, Rdiv, line. f_equal.
    - f_equal. ring.
    - f_equal. apply sum_ext. intros. f_equal. ring. }
  assert (L : forall k, (k < C)%nat ->
    tends_to (fun t => exp (a k + (b k - m) * t)) (top_weight C a b k)).
  { intros k Hk. unfold top_weight. fold m. destruct (Rlt_dec (b k) m) as [Hlt|Hn].
    - apply tends_to_exp_neg. lra.
    - assert (E : b k = m) by (pose proof (max_slope_ge C b k Hk); unfold m in *; lra).
      apply tends_to_ext with (fun _ => exp (a k)); [|apply tends_to_const].
      intros t. f_equal. rewrite E. ring. }
  unfold limit_probability, Rdiv. apply tends_to_mult; [apply L, Hc|].
  apply tends_to_inv; [apply Rgt_not_eq, top_mass_pos; lia|].
  apply (tends_to_sum C (fun t k => exp (a k + (b k - m) * t)) (top_weight C a b)).
  exact L.
Qed.

(** The softmax of a function with a tail. *)
Lemma softmax_on_tail : forall f C x v T a b t c,
  has_lines f C x v T a b -> T <= t -> (c < C)%nat ->
  softmax C (f (ray x v t)) c = softmax C (line a b t) c.
Proof.
  intros f C x v T a b t c lines Ht Hc. apply softmax_ext; [exact Hc|].
  intros k Hk. apply lines; assumption.
Qed.

Lemma tail_limit_law : forall f C x v T a b c,
  has_lines f C x v T a b -> (c < C)%nat ->
  tends_to (fun t => softmax C (f (ray x v t)) c) (limit_probability C a b c).
Proof.
  intros f C x v T a b c lines Hc.
  apply tends_to_eventually with (fun t => softmax C (line a b t) c) T;
    [|apply regimes_limit_law, Hc].
  intros t Ht. symmetry. apply softmax_on_tail with T; assumption.
Qed.

(** Claim regimes: one-hot, constant, or softmax(a) over the tied classes. *)
Theorem regimes : forall f C x v T a b,
  (1 < C)%nat -> has_lines f C x v T a b ->
  (forall k, unique_top C b k -> forall c, (c < C)%nat ->
     tends_to (fun t => softmax C (f (ray x v t)) c) (one_hot k c))
  /\ (flat C b -> forall t c, T <= t -> (c < C)%nat ->
     softmax C (f (ray x v t)) c = softmax C a c)
  /\ (tied C b -> forall c, (c < C)%nat ->
     tends_to (fun t => softmax C (f (ray x v t)) c) (limit_probability C a b c)
     /\ limit_probability C a b c < 1).
Proof.
  intros f C x v T a b HC lines. split; [|split].
  - intros k U c Hc. rewrite <- (limit_probability_unique C a b k c U Hc).
    apply tail_limit_law with T; assumption.
  - intros F t c Ht Hc. rewrite (softmax_on_tail f C x v T a b t c lines Ht Hc).
    rewrite <- (softmax_shift_invariant C a (b c * t) c Hc).
    apply softmax_ext; [exact Hc|]. intros k Hk. unfold line.
    rewrite (F k c Hk Hc). reflexivity.
  - intros HT c Hc. split; [apply tail_limit_law with T; assumption|].
    destruct HT as [[k [l [Hkl [Hk Hl]]]] _].
    destruct (Nat.eq_dec k c) as [E|E];
      [assert (Hd : l <> c) by congruence; rename l into d, Hl into Htop
      |assert (Hd : k <> c) by congruence; rename k into d, Hk into Htop].
    all: assert (S := sum_two_terms_le C (limit_probability C a b) c d Hc
           (proj1 Htop) (fun e => Hd (eq_sym e))
           (fun k _ => limit_probability_nonneg C a b k ltac:(lia)));
         rewrite limit_probability_sum_one in S by lia;
         pose proof (limit_probability_top_pos C a b d Htop); lra.
Qed.

(** ** Confidence *)

Lemma confidence_limit : forall f C x v T a b,
  has_lines f C x v T a b ->
  tends_to (fun t => confidence C (f (ray x v t))) (max0 C (limit_probability C a b)).
Proof.
  intros f C x v T a b lines.
  apply (tends_to_max0 C (fun t => softmax C (f (ray x v t)))).
  intros c Hc. apply tail_limit_law with T; assumption.
Qed.

Lemma limit_probability_one_iff : forall C a b c, (c < C)%nat ->
  (limit_probability C a b c = 1 <-> unique_top C b c).
Proof.
  intros C a b c Hc. split.
  - intros E.
    assert (Hc' : is_top C b c).
    { destruct (is_top_dec C b c Hc) as [Y|N]; [exact Y|].
      rewrite limit_probability_below in E by assumption. lra. }
    destruct (unique_top_or_rival C b c Hc') as [U|[l [Hl Htop]]]; [exact U|exfalso].
    assert (S := sum_two_terms_le C (limit_probability C a b) c l Hc (proj1 Htop)
      (fun e => Hl (eq_sym e)) (fun k _ => limit_probability_nonneg C a b k ltac:(lia))).
    rewrite limit_probability_sum_one in S by lia.
    pose proof (limit_probability_top_pos C a b l Htop). lra.
  - intros U. rewrite (limit_probability_unique C a b c c U Hc). unfold one_hot.
    rewrite Nat.eqb_refl. reflexivity.
Qed.

(** Confidence tends to 1 exactly if one class alone has the largest slope. *)
Theorem regimes_confidence_criterion : forall f C x v T a b,
  (0 < C)%nat -> has_lines f C x v T a b ->
  (tends_to (fun t => confidence C (f (ray x v t))) 1 <-> exists k, unique_top C b k).
Proof.
  intros f C x v T a b HC lines. pose proof (confidence_limit f C x v T a b lines) as L.
  split.
  - intros certain. assert (E := tends_to_unique _ _ _ L certain).
    destruct (max0_attained C (limit_probability C a b) HC
      (fun k _ => limit_probability_nonneg C a b k HC)) as [k [Hk Ek]].
    exists k. apply (limit_probability_one_iff C a b k Hk). lra.
  - intros [k U]. replace 1 with (max0 C (limit_probability C a b)); [exact L|].
    apply Rle_antisym.
    + apply max0_le; [lra|]. intros c Hc.
      rewrite (limit_probability_unique C a b k c U Hc). unfold one_hot.
      destruct (Nat.eqb c k); lra.
    + rewrite <- (proj2 (limit_probability_one_iff C a b k (proj1 U)) U) at 1.
      apply (max0_ge C (limit_probability C a b)), U.
Qed.

(** ** Rates on a saturating tail *)

(** What the losing classes weigh relative to the top class. *)
Definition rest_mass (C : nat) (a : vec) (k : nat) : R :=
  sum_except C k (fun c => exp (a c - a k)).

Lemma rest_mass_nonneg : forall C a k, 0 <= rest_mass C a k.
Proof.
  intros. apply sum_nonneg. intros c _. destruct (Nat.eqb c k); [lra|apply Rlt_le, exp_pos].
Qed.

(** At most C - 1 times the largest. *)
Lemma rest_mass_le : forall C a k A, (k < C)%nat ->
  (forall c, (c < C)%nat -> c <> k -> a c - a k <= A) -> rest_mass C a k <= INR (C - 1) * exp A.
Proof.
  intros C a k A below gaps. unfold rest_mass, sum_except.
  assert (others : sum_below C (fun c => if Nat.eqb c k then 0 else exp A) = INR (C - 1) * exp A).
  { rewrite (sum_ext C _ (fun c => exp A - (if Nat.eqb c k then exp A else 0)))
      by (intros c _; destruct (Nat.eqb c k); ring).
    rewrite sum_minus, sum_const, (sum_single C k (fun _ => exp A)) by exact below.
    rewrite minus_INR by lia. simpl. ring. }
  rewrite <- others. apply sum_le. intros c inside. destruct (Nat.eqb_spec c k) as [|distinct]; [lra|].
  specialize (gaps c inside distinct). destruct gaps as [less|equal];
    [apply Rlt_le, exp_increasing, less | rewrite equal; lra].
Qed.

Lemma softmax_line_ratio : forall C a b k c t,
  (k < C)%nat -> softmax C (line a b t) c
    = softmax C (line a b t) k * exp ((a c - a k) - (b k - b c) * t).
Proof.
  intros. rewrite (softmax_ratio C _ c k) by assumption. do 2 f_equal.
  unfold line. ring.
Qed.

Lemma saturating_gap_upper : forall C a b k gamma t,
  saturating C b k gamma -> 0 <= t ->
  1 - softmax C (line a b t) k <= rest_mass C a k * exp (- gamma * t).
Proof.
  intros C a b k g t [Hk [Hg gaps]] Ht.
  apply Rle_trans with (1 := softmax_gap C (line a b t) k Hk).
  unfold rest_mass, sum_except. rewrite <- sum_scal_r. apply sum_le. intros c Hc.
  destruct (Nat.eqb_spec c k) as [|Hne]; [lra|]. rewrite <- exp_plus.
  specialize (gaps c Hc Hne).
  assert (E : - (line a b t k - line a b t c) <= a c - a k + - g * t).
  { unfold line. assert (g * t <= (b k - b c) * t) by (apply Rmult_le_compat_r; lra). lra. }
  destruct E as [E|E]; [apply Rlt_le, exp_increasing, E | rewrite E; lra].
Qed.

(** With s = 1 - p_k(t): every losing class has p_c <= s. *)
Lemma saturating_loser_upper : forall C a b k gamma t c,
  saturating C b k gamma -> 0 <= t -> (c < C)%nat -> c <> k ->
  softmax C (line a b t) c <= rest_mass C a k * exp (- gamma * t).
Proof.
  intros C a b k g t c saturates Ht Hc Hne.
  apply Rle_trans with (2 := saturating_gap_upper C a b k g t saturates Ht).
  apply softmax_le_one_minus; auto. apply saturates.
Qed.

(** p_k is bounded below from t = 0 on. *)
Lemma saturating_top_lower : forall C a b k gamma t,
  saturating C b k gamma -> 0 <= t ->
  / (1 + rest_mass C a k) <= softmax C (line a b t) k.
Proof.
  intros C a b k g t [Hk [Hg gaps]] Ht. rewrite softmax_inv by exact Hk.
  pose proof (rest_mass_nonneg C a k).
  apply Rinv_le_contravar.
  { apply sum_pos; [lia|]. intros. apply exp_pos. }
  rewrite (sum_split C k) by exact Hk. replace (line a b t k - line a b t k) with 0 by ring.
  rewrite exp_0. apply Rplus_le_compat_l. apply sum_le. intros c Hc.
  destruct (Nat.eqb_spec c k) as [|Hne]; [lra|]. specialize (gaps c Hc Hne).
  assert (E : line a b t c - line a b t k <= a c - a k).
  { unfold line. assert (0 <= (b k - b c) * t) by (apply Rmult_le_pos; lra). lra. }
  destruct E as [E|E]; [apply Rlt_le, exp_increasing, E | rewrite E; lra].
Qed.

(** Claim danger-scale. *)
Theorem danger_scale : forall f C x v T a b k gamma A eps t,
  (1 < C)%nat -> has_lines f C x v T a b -> saturating C b k gamma ->
  (forall c, (c < C)%nat -> c <> k -> a c - a k <= A) ->
  0 < eps < 1 -> 0 <= t ->
  Rmax T ((ln (INR (C - 1) * (1 - eps) / eps) + A) / gamma) <= t ->
  1 - eps <= softmax C (f (ray x v t)) k.
Proof.
  intros f C x v T a b k g A eps t HC lines [Hk [Hg Hsat]] HA [He He1] Ht Hmax.
  pose proof (Rmax_l T ((ln (INR (C - 1) * (1 - eps) / eps) + A) / g)) as M1.
  pose proof (Rmax_r T ((ln (INR (C - 1) * (1 - eps) / eps) + A) / g)) as M2.
  rewrite (softmax_on_tail f C x v T a b t k lines ltac:(lra) Hk).
  rewrite softmax_inv by exact Hk.
  assert (HN : 0 < INR (C - 1)) by (apply lt_0_INR; lia).
  assert (Hq : 0 < INR (C - 1) * (1 - eps) / eps)
    by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra).
  assert (S : sum_below C (fun c => exp (line a b t c - line a b t k)) <= / (1 - eps)).
  { rewrite (sum_split C k) by exact Hk.
    replace (line a b t k - line a b t k) with 0 by ring. rewrite exp_0.
    (* each of the C - 1 others weighs at most eps / ((1 - eps) (C - 1)) *)
    set (q := / (INR (C - 1) * (1 - eps) / eps)).
    assert (B : forall c, (c < C)%nat -> c <> k ->
              exp (line a b t c - line a b t k) <= q).
    { intros c Hc Hne. unfold q.
      rewrite <- (exp_ln (INR (C - 1) * (1 - eps) / eps)) by exact Hq.
      rewrite <- exp_Ropp.
      assert (G : line a b t c - line a b t k <= - ln (INR (C - 1) * (1 - eps) / eps)).
      { specialize (HA c Hc Hne). specialize (Hsat c Hc Hne).
        assert (g * t <= (b k - b c) * t) by (apply Rmult_le_compat_r; lra).
        assert (M3 : (ln (INR (C - 1) * (1 - eps) / eps) + A) / g <= t) by lra.
        apply (Rmult_le_compat_l g) in M3; [|lra].
        replace (g * ((ln (INR (C - 1) * (1 - eps) / eps) + A) / g))
          with (ln (INR (C - 1) * (1 - eps) / eps) + A) in M3 by (field; lra).
        unfold line. lra. }
      destruct G as [G|G]; [apply Rlt_le, exp_increasing, G | rewrite G; lra]. }
    assert (Q : sum_except C k (fun c => exp (line a b t c - line a b t k))
                <= INR (C - 1) * q).
    { replace (INR (C - 1) * q) with (sum_except C k (fun _ => q)).
      - apply sum_le. intros c Hc. destruct (Nat.eqb_spec c k); [lra|]. apply B; assumption.
      - assert (E := sum_split C k (fun _ => q) Hk). rewrite sum_const in E.
        replace C with (S (C - 1)) in E at 1 by lia. rewrite S_INR in E. lra. }
    replace (/ (1 - eps)) with (1 + INR (C - 1) * q); [lra|].
    unfold q. field. lra. }
  rewrite <- (Rinv_inv (1 - eps)). apply Rinv_le_contravar; [|exact S].
  apply sum_pos; [lia|]. intros. apply exp_pos.
Qed.

(** Claim saturation-rate: 1 - p_k is exp (- gamma t) up to constants, where
    gamma is the gap to a runner-up ... *)
Theorem saturation_rate_bounds : forall C a b k l gamma,
  saturating C b k gamma -> (l < C)%nat -> l <> k -> b k - b l = gamma ->
  exists m M, 0 < m /\ 0 < M /\ forall t, 0 <= t ->
    m * exp (- gamma * t) <= 1 - softmax C (line a b t) k <= M * exp (- gamma * t).
Proof.
  intros C a b k l g saturates Hl Hne Hgap. pose proof (rest_mass_nonneg C a k) as HR.
  assert (0 < / (1 + rest_mass C a k)) by (apply Rinv_0_lt_compat; lra).
  exists (/ (1 + rest_mass C a k) * exp (a l - a k)), (rest_mass C a k + 1).
  split; [apply Rmult_lt_0_compat; [assumption|apply exp_pos]|]. split; [lra|].
  intros t Ht. pose proof (exp_pos (- g * t)) as He. split.
  - apply Rle_trans with (softmax C (line a b t) l).
    + rewrite (softmax_line_ratio C a b k l t) by apply saturates. rewrite Hgap.
      replace (a l - a k - g * t) with ((a l - a k) + - g * t) by ring.
      rewrite exp_plus, <- Rmult_assoc.
      apply Rmult_le_compat_r; [lra|].
      apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|].
      apply saturating_top_lower with g; assumption.
    + apply softmax_le_one_minus; auto. apply saturates.
  - apply Rle_trans with (1 := saturating_gap_upper C a b k g t saturates Ht). nra.
Qed.

(** ... so ln (1 - p_k) / t tends to - gamma. *)
Theorem saturation_rate : forall f C x v T a b k l gamma,
  has_lines f C x v T a b -> saturating C b k gamma ->
  (l < C)%nat -> l <> k -> b k - b l = gamma ->
  tends_to (fun t => ln (1 - softmax C (f (ray x v t)) k) / t) (- gamma).
Proof.
  intros f C x v T a b k l g Hf saturates Hl Hne Hgap.
  destruct (saturation_rate_bounds C a b k l g saturates Hl Hne Hgap) as [m [M [Hm [HM B]]]].
  intros eps Heps.
  set (K := Rmax (Rabs (ln m)) (Rabs (ln M))).
  exists (Rmax (Rmax T 1) (K / eps + 1)). intros t Ht.
  pose proof (Rmax_l (Rmax T 1) (K / eps + 1)). pose proof (Rmax_r (Rmax T 1) (K / eps + 1)).
  pose proof (Rmax_l T 1). pose proof (Rmax_r T 1).
  rewrite (softmax_on_tail f C x v T a b t k Hf ltac:(lra) ltac:(apply saturates)).
  destruct (B t ltac:(lra)) as [B1 B2].
  pose proof (exp_pos (- g * t)) as He.
  assert (P : 0 < m * exp (- g * t)) by (apply Rmult_lt_0_compat; assumption).
  set (u := 1 - softmax C (line a b t) k) in *.
  assert (L1 : ln m + - g * t <= ln u).
  { rewrite <- (ln_exp (- g * t)) at 1. rewrite <- ln_mult by assumption.
    destruct B1 as [B1|B1]; [apply Rlt_le, ln_increasing; assumption|rewrite B1; lra]. }
  assert (L2 : ln u <= ln M + - g * t).
  { rewrite <- (ln_exp (- g * t)). rewrite <- ln_mult by assumption.
    destruct B2 as [B2|B2]; [apply Rlt_le, ln_increasing; [lra|assumption]|rewrite B2; lra]. }
  assert (A : Rabs (ln u + g * t) <= K).
  { pose proof (Rmax_l (Rabs (ln m)) (Rabs (ln M))) as K1.
    pose proof (Rmax_r (Rabs (ln m)) (Rabs (ln M))) as K2. fold K in K1, K2.
    pose proof (Rle_abs (ln M)). pose proof (Rle_abs (- ln m)).
    rewrite Rabs_Ropp in *. apply Rabs_le. lra. }
  replace (ln u / t - - g) with ((ln u + g * t) * / t) by (field; lra).
  assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
  rewrite Rabs_mult, (Rabs_pos_eq (/ t)) by lra.
  apply Rle_lt_trans with (K * / t); [apply Rmult_le_compat_r; lra|].
  apply (Rmult_lt_reg_r t); [lra|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  assert (E : K / eps < t) by lra.
  apply (Rmult_lt_compat_l eps) in E; [|exact Heps].
  replace (eps * (K / eps)) with K in E by (field; lra). exact E.
Qed.
