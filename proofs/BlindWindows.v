(** * Blind windows and limit AUROCs (claims blind-window and limit-auroc)

    Here scores are novelties: larger is more out-of-distribution. *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  MetricRefutations Certainty Auroc Penultimate Ceilings DetectorsLogits.
Import ListNotations.

Open Scope R_scope.

(** ** Claim blind-window *)

(** The detector flags for ever from s on. *)
Definition flags_from (S : R -> R) (theta s : R) : Prop := forall t, s <= t -> theta < S t.

(** The end of the window is the infimum of the abscissae from which on the
    detector flags for ever. *)
Definition is_window_end (S : R -> R) (theta T t_flag : R) : Prop :=
  T <= t_flag
  /\ (forall t, t_flag < t -> theta < S t)
  /\ (forall s, T <= s < t_flag -> exists t, s <= t <= t_flag /\ S t <= theta).

Lemma window_end_exists : forall S theta T s, flags_from S theta s ->
  exists t_flag, is_window_end S theta T t_flag.
Proof.
  intros S theta T s flagged.
  set (E := fun r => exists u, r = - u /\ T <= u /\ flags_from S theta u).
  assert (bounded : bound E) by (exists (- T); intros r [u [-> [late _]]]; lra).
  assert (inhabited : exists r, E r).
  { exists (- Rmax T s), (Rmax T s). split; [reflexivity|]. split; [apply Rmax_l|].
    intros t late. apply flagged. pose proof (Rmax_r T s). lra. }
  destruct (completeness E bounded inhabited) as [m [upper least]].
  exists (- m). split; [|split].
  - assert (m <= - T); [|lra]. apply least. intros r [u [-> [late _]]]. lra.
  - intros t beyond.
    destruct (Classical_Prop.classic (exists u, T <= u /\ flags_from S theta u /\ u <= t))
      as [[u [_ [flags before]]]|none]; [apply flags, before|exfalso].
    assert (m <= - t); [|lra]. apply least. intros r [u [-> [late flags]]].
    destruct (Rle_dec u t) as [before|]; [|lra]. exfalso. apply none. exists u. auto.
  - intros u [late before].
    destruct (Classical_Prop.classic (exists t, u <= t <= - m /\ S t <= theta)) as [|none]; [assumption|exfalso].
    assert (flags : flags_from S theta u \/ S (- m) <= theta).
    { destruct (Rle_dec (S (- m)) theta) as [|above]; [right; assumption|left].
      intros t after. destruct (Rle_dec (S t) theta) as [silent|]; [exfalso|lra].
      destruct (Rle_dec t (- m)) as [early|not_early].
      - apply none. exists t. auto.
      - assert (m <= - t); [|lra]. apply least. intros r [w [-> [w_late flags]]].
        destruct (Rle_dec w t) as [w_before|]; [|lra]. exfalso.
        specialize (flags t w_before). lra. }
    destruct flags as [flags|silent].
    + assert (- u <= m); [|lra]. apply upper. exists u. auto.
    + apply none. exists (- m). split; [lra|exact silent].
Qed.

(** From the danger scale on the network is certain.  If the detector flags in
    the end, the window ends at a t_flag: it flags beyond, and for no longer
    before.  It has no end exactly if the detector is silent again and again. *)
Theorem blind_window : forall f C x v T a b k gamma A eps S theta,
  (1 < C)%nat -> has_lines f C x v T a b -> saturating C b k gamma ->
  (forall c, (c < C)%nat -> c <> k -> a c - a k <= A) -> 0 < eps < 1 -> 0 <= T ->
  let t_eps := Rmax T ((ln (INR (C - 1) * (1 - eps) / eps) + A) / gamma) in
  (forall t, t_eps <= t -> 1 - eps <= softmax C (f (ray x v t)) k)
  /\ ((exists s, flags_from S theta s) -> exists t_flag, is_window_end S theta T t_flag)
  /\ (~ (exists s, flags_from S theta s) <-> forall s, exists t, s <= t /\ S t <= theta).
Proof.
  intros f C x v T a b k gamma A eps S theta several lines sat gaps share start t_eps. split; [|split].
  - intros t late. pose proof (Rmax_l T ((ln (INR (C - 1) * (1 - eps) / eps) + A) / gamma)).
    unfold t_eps in late. apply (danger_scale f C x v T a b k gamma A); try assumption; lra.
  - intros [s flagged]. exact (window_end_exists S theta T s flagged).
  - split.
    + intros never s. destruct (Classical_Prop.classic (exists t, s <= t /\ S t <= theta)) as [|none];
        [assumption|exfalso]. apply never. exists s. intros t late.
      destruct (Rle_dec (S t) theta) as [silent|]; [|lra]. exfalso. apply none. exists t. auto.
    + intros silent [s flagged]. destruct (silent s) as [t [late low]].
      specialize (flagged t late). lra.
Qed.

(** A novelty with a limit: the window ends where the limit is above the
    threshold and has no end where it is below. *)
Theorem blind_window_limit : forall S theta T l, tends_to S l ->
  (theta < l -> exists t_flag, is_window_end S theta T t_flag)
  /\ (l < theta -> ~ exists s, flags_from S theta s).
Proof.
  intros S theta T l limit. split; intros side.
  - destruct (tends_to_eventually_gt _ _ theta limit side) as [s above].
    exact (window_end_exists S theta T s above).
  - intros [s flagged]. destruct (tends_to_eventually_lt _ _ theta limit side) as [s' below].
    specialize (flagged (Rmax s s') (Rmax_l s s')). specialize (below (Rmax s s') (Rmax_r s s')).
    cbv beta in below. lra.
Qed.

(** ** Claim limit-auroc *)

(** The share of N scores below a level, ties counted half. *)
Definition share_below (N : nat) (scores : vec) (level : R) : R :=
  / INR N * sum_below N (fun i => pair_credit (scores i) level).

Lemma auroc_of_one : forall N scores s, auroc N 1 scores (fun _ => s) = share_below N scores s.
Proof.
  intros N scores s. unfold auroc, share_below. simpl INR. rewrite Rmult_1_r. f_equal.
  apply sum_ext. intros i _. simpl. ring.
Qed.

Lemma share_below_ext : forall N scores s s',
  (forall i, (i < N)%nat -> pair_credit (scores i) s = pair_credit (scores i) s') ->
  share_below N scores s = share_below N scores s'.
Proof. intros N scores s s' same. unfold share_below. f_equal. apply sum_ext. exact same. Qed.

(** The far point's novelty tends to a limit that no score equals, or is equal
    to it from some t on: the AUROC is the share of scores below the limit. *)
Theorem limit_auroc : forall N scores S l, tends_to S l ->
  (forall i, (i < N)%nat -> scores i <> l) \/ (exists A, forall t, A <= t -> S t = l) ->
  exists A, forall t, A <= t -> auroc N 1 scores (fun _ => S t) = share_below N scores l.
Proof.
  intros N scores S l limit [clear|[A settled]].
  - destruct (eventually_all N (fun i t => pair_credit (scores i) (S t) = pair_credit (scores i) l))
      as [A all].
    + intros i inside. specialize (clear i inside). unfold pair_credit.
      destruct (Rlt_dec (scores i) l) as [below|not_below].
      * destruct (tends_to_eventually_gt _ _ (scores i) limit below) as [A above].
        exists A. intros t late. specialize (above t late). cbv beta in above.
        destruct (Rlt_dec (scores i) (S t)); [reflexivity|lra].
      * destruct (tends_to_eventually_lt _ _ (scores i) limit ltac:(lra)) as [A below].
        exists A. intros t late. specialize (below t late). cbv beta in below.
        destruct (Rlt_dec (scores i) (S t)); [lra|]. destruct (Rlt_dec (S t) (scores i)); [|lra].
        destruct (Rlt_dec l (scores i)); [reflexivity|lra].
    + exists A. intros t late. rewrite auroc_of_one. apply share_below_ext, all, late.
  - exists A. intros t late. rewrite auroc_of_one, settled by exact late. reflexivity.
Qed.

(** A novelty that grows ends above every score, one that falls below. *)
Theorem limit_auroc_growth : forall N scores S, (0 < N)%nat ->
  (diverges S -> exists A, forall t, A <= t -> auroc N 1 scores (fun _ => S t) = 1)
  /\ (diverges (fun t => - S t) -> exists A, forall t, A <= t -> auroc N 1 scores (fun _ => S t) = 0).
Proof.
  intros N scores S some. destruct (finite_bound N scores) as [M [M_nonneg bounded]]. split; intros far.
  - destruct (far (M + 1)) as [A high]. exists A. intros t late. specialize (high t late).
    rewrite auroc_of_one. unfold share_below.
    rewrite (sum_ext N _ (fun _ => 1)).
    + rewrite sum_const. field. apply not_0_INR. lia.
    + intros i inside. specialize (bounded i inside). pose proof (Rle_abs (scores i)).
      unfold pair_credit. destruct (Rlt_dec (scores i) (S t)); [reflexivity|lra].
  - destruct (far (M + 1)) as [A low]. exists A. intros t late. specialize (low t late). cbv beta in low.
    rewrite auroc_of_one. unfold share_below. rewrite (sum_ext N _ (fun _ => 0)), sum_zero; [ring|].
    intros i inside. specialize (bounded i inside). pose proof (Rle_abs (- scores i)).
    rewrite Rabs_Ropp in *. unfold pair_credit.
    destruct (Rlt_dec (scores i) (S t)); [lra|]. destruct (Rlt_dec (S t) (scores i)); [reflexivity|lra].
Qed.

(** MSP on a saturating tail: 0, since no input is as certain as the limit. *)
Theorem limit_auroc_msp : forall f C N (ids : nat -> vec) x v T a b k, (1 < C)%nat ->
  has_lines f C x v T a b -> unique_top C b k ->
  exists A, forall t, A <= t ->
    auroc N 1 (fun i => - confidence C (f (ids i))) (fun _ => - confidence C (f (ray x v t))) = 0.
Proof.
  intros f C N ids x v T a b k several lines alone.
  destruct (far_points_below_id_as_printed f C N 1 ids (fun _ => x) (fun _ => v) (fun _ => T)
    (fun _ => a) (fun _ => b) (fun _ => k) several (fun _ _ => lines) (fun _ _ => alone)) as [A far].
  exists A. intros t late. apply (far (fun _ => t)). intros; exact late.
Qed.

(** MLS: the sign of the top slope decides, or the top intercept where it is 0. *)
Theorem limit_auroc_mls : forall f C N (ids : nat -> vec) x v T a b k, (0 < N)%nat ->
  has_lines f C x v T a b -> unique_top C b k ->
  let scores := fun i => - max_slope C (f (ids i)) in
  let ends := fun l => exists A, forall t, A <= t ->
    auroc N 1 scores (fun _ => - max_slope C (f (ray x v t))) = l in
  (0 < b k -> ends 0) /\ (b k < 0 -> ends 1) /\ (b k = 0 -> ends (share_below N scores (- a k))).
Proof.
  intros f C N ids x v T a b k some lines alone scores ends.
  destruct (mls_at_infinity C (fun t => f (ray x v t)) a b k (lines_approach f C x v T a b lines) alone)
    as [_ [rises [falls _]]].
  destruct (limit_auroc_growth N scores (fun t => - max_slope C (f (ray x v t))) some) as [up down].
  split; [|split]; intros sign.
  - apply down. intros M. destruct (rises sign M) as [A high]. exists A. intros t late.
    rewrite Ropp_involutive. apply high, late.
  - apply up, falls, sign.
  - destruct (eventually_all C (fun c t => f (ray x v t) c <= a k)) as [A top].
    { intros c inside. destruct (Nat.eq_dec c k) as [->|other].
      - exists T. intros t late. rewrite lines by assumption. unfold line. rewrite sign. lra.
      - pose proof (proj2 alone c inside other) as less. rewrite sign in less.
        destruct (diverges_line (- a c) (- b c) ltac:(lra) (- a k)) as [A low].
        exists (Rmax A T). intros t late. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
        specialize (low t ltac:(lra)). rewrite lines by (assumption || lra). unfold line. lra. }
    exists (Rmax A T). intros t late. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
    rewrite auroc_of_one. f_equal. f_equal.
    assert (at_k : f (ray x v t) k = a k).
    { rewrite lines by (lra || apply alone). unfold line. rewrite sign. ring. }
    rewrite <- at_k. symmetry. apply is_top_iff. split; [apply alone|].
    intros c inside. rewrite at_k. apply top; [lra|exact inside].
Qed.
