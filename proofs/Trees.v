(** * Decision trees, forests and boosting (claim trees-constant) *)

From Farfield Require Import Basics Calculus Softmax Tail Metrics.
Import ListNotations.

Open Scope R_scope.

(** A split asks whether x_d <= c; thresholds are compared as real numbers. *)
Inductive tree :=
  | Leaf (value : vec)
  | Split (d : nat) (c : R) (low high : tree).

Fixpoint tree_value (tr : tree) (x : vec) : vec :=
  match tr with
  | Leaf value => value
  | Split d c low high => if Rle_dec (x d) c then tree_value low x else tree_value high x
  end.

(** The sum of the trees. *)
Definition forest_value (trees : list tree) (x : vec) : vec := fun c =>
  fold_right (fun tr s => tree_value tr x c + s) 0 trees.

(** The leaf in which the ray x + t v ends. *)
Fixpoint last_leaf (tr : tree) (x v : vec) : vec :=
  match tr with
  | Leaf value => value
  | Split d c low high =>
      if Rlt_dec 0 (v d) then last_leaf high x v
      else if Rlt_dec (v d) 0 then last_leaf low x v
      else if Rle_dec (x d) c then last_leaf low x v else last_leaf high x v
  end.

Definition last_leaves (trees : list tree) (x v : vec) : vec := fun c =>
  fold_right (fun tr s => last_leaf tr x v c + s) 0 trees.

(** The last threshold that the ray meets, 0 if there is none. *)
Fixpoint last_threshold (tr : tree) (x v : vec) : R :=
  match tr with
  | Leaf _ => 0
  | Split d c low high =>
      Rmax (if Req_EM_T (v d) 0 then 0 else (c - x d) / v d)
        (Rmax (last_threshold low x v) (last_threshold high x v))
  end.

Definition last_thresholds (trees : list tree) (x v : vec) : R :=
  fold_right (fun tr s => Rmax (last_threshold tr x v) s) 0 trees.

Lemma tree_settles : forall tr x v t, last_threshold tr x v < t -> tree_value tr (ray x v t) = last_leaf tr x v.
Proof.
  induction tr as [value|d c low on_low high on_high]; intros x v t late; [reflexivity|].
  cbn [tree_value last_leaf last_threshold] in *.
  set (meeting := if Req_EM_T (v d) 0 then 0 else (c - x d) / v d) in *.
  pose proof (Rmax_l meeting (Rmax (last_threshold low x v) (last_threshold high x v))).
  pose proof (Rmax_r meeting (Rmax (last_threshold low x v) (last_threshold high x v))).
  pose proof (Rmax_l (last_threshold low x v) (last_threshold high x v)).
  pose proof (Rmax_r (last_threshold low x v) (last_threshold high x v)).
  rewrite <- (on_low x v t ltac:(lra)), <- (on_high x v t ltac:(lra)).
  assert (beyond : meeting < t) by lra. unfold meeting in beyond.
  destruct (Req_EM_T (v d) 0) as [still|moves].
  - assert (unmoved : ray x v t d = x d) by (unfold ray; rewrite still; ring). rewrite unmoved.
    destruct (Rlt_dec 0 (v d)); [lra|]. destruct (Rlt_dec (v d) 0); [lra|]. reflexivity.
  - destruct (Rlt_dec 0 (v d)) as [up|not_up].
    + apply (Rmult_lt_compat_r (v d)) in beyond; [|exact up].
      replace ((c - x d) / v d * v d) with (c - x d) in beyond by (field; exact moves).
      unfold ray at 1. destruct (Rle_dec (x d + t * v d) c); [lra|reflexivity].
    + destruct (Rlt_dec (v d) 0) as [down|not_down]; [|lra].
      apply (Rmult_lt_compat_r (- v d)) in beyond; [|lra].
      replace ((c - x d) / v d * - v d) with (- (c - x d)) in beyond by (field; exact moves).
      unfold ray at 1. destruct (Rle_dec (x d + t * v d) c); [reflexivity|lra].
Qed.

(** Beyond the last threshold nothing changes any more. *)
Theorem trees_constant : forall trees x v t c, last_thresholds trees x v < t ->
  forest_value trees (ray x v t) c = last_leaves trees x v c.
Proof.
  induction trees as [|tr rest IH]; intros x v t c late; [reflexivity|].
  cbn [last_thresholds fold_right] in late. fold (last_thresholds rest x v) in late.
  pose proof (Rmax_l (last_threshold tr x v) (last_thresholds rest x v)).
  pose proof (Rmax_r (last_threshold tr x v) (last_thresholds rest x v)).
  change (tree_value tr (ray x v t) c + forest_value rest (ray x v t) c
    = last_leaf tr x v c + last_leaves rest x v c).
  rewrite tree_settles by lra. rewrite IH by lra. reflexivity.
Qed.

Lemma shares_one_hot : forall C (w : vec) k, (k < C)%nat -> (forall c, (c < C)%nat -> 0 <= w c) ->
  0 < sum_below C w ->
  (w k / sum_below C w = 1 <-> forall c, (c < C)%nat -> c <> k -> w c = 0).
Proof.
  intros C w k below nonneg positive. split.
  - intros all c inside distinct.
    assert (total : w k = sum_below C w).
    { replace (w k) with (w k / sum_below C w * sum_below C w) by (field; lra). rewrite all. ring. }
    pose proof (sum_two_terms_le C w k c) as two. specialize (two ltac:(assumption) ltac:(assumption)).
    specialize (two ltac:(auto) nonneg). specialize (nonneg c inside). lra.
  - intros others. rewrite (sum_ext C w (fun c => if Nat.eqb c k then w c else 0)).
    + rewrite sum_single by exact below. field.
      assert (total : sum_below C w = w k).
      { rewrite (sum_ext C w (fun c => if Nat.eqb c k then w c else 0)).
        - apply sum_single, below.
        - intros c inside. destruct (Nat.eqb_spec c k) as [->|distinct]; [reflexivity|].
          apply others; assumption. }
      lra.
    + intros c inside. destruct (Nat.eqb_spec c k) as [->|distinct]; [reflexivity|].
      apply others; assumption.
Qed.

(** A forest of votes or shares, normalised: certain of class k exactly if the
    last leaves leave class k alone positive. *)
Theorem trees_constant_certain : forall trees C x v t k, (k < C)%nat ->
  last_thresholds trees x v < t ->
  (forall c, (c < C)%nat -> 0 <= last_leaves trees x v c) -> 0 < sum_below C (last_leaves trees x v) ->
  let w := forest_value trees (ray x v t) in
  (w k / sum_below C w = 1 <-> forall c, (c < C)%nat -> c <> k -> last_leaves trees x v c = 0).
Proof.
  intros trees C x v t k below late nonneg positive w.
  assert (same : forall c, w c = last_leaves trees x v c) by (intros; apply trees_constant, late).
  rewrite same, (sum_ext C w (last_leaves trees x v)) by (intros; apply same).
  apply shares_one_hot; assumption.
Qed.

(** Boosted trees under a softmax stay below certainty. *)
Theorem trees_constant_boosted : forall trees C x v t k, (1 < C)%nat -> (k < C)%nat ->
  last_thresholds trees x v < t ->
  softmax C (forest_value trees (ray x v t)) k = softmax C (last_leaves trees x v) k
  /\ softmax C (last_leaves trees x v) k < 1.
Proof.
  intros trees C x v t k several below late. split.
  - apply softmax_ext; [exact below|]. intros c _. apply trees_constant, late.
  - apply softmax_lt_one; assumption.
Qed.
