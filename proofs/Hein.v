(** * Scaling the whole input (Hein et al. 2019, Theorem 3.1; claim hein-scaling)

    Along alpha x the slopes are f0(x).  The measure-zero exception of the
    printed theorem is given exactly: finitely many hyperplanes through 0. *)

From Farfield Require Import Basics Calculus Softmax Tail Network.
Import ListNotations.

Open Scope R_scope.

(** alpha x, as a ray from 0. *)
Definition origin : vec := fun _ => 0.

Lemma scaled_input : forall x alpha, ray origin x alpha = (fun j => alpha * x j).
Proof. intros. apply functional_extensionality. intros j. unfold ray, origin. ring. Qed.

(** Confidence tends to 1 exactly if f0(x) has a unique largest entry. *)
Theorem hein_scaling_criterion : forall net C x, (0 < C)%nat ->
  (tends_to (fun alpha => confidence C (eval net (fun j => alpha * x j))) 1
   <-> exists k, unique_top C (eval (bias_free net) x) k).
Proof.
  intros net C x HC.
  assert (S : tail_slope net origin x = eval (bias_free net) x)
    by (apply functional_extensionality; intros; apply slopes_ignore_input).
  rewrite <- S.
  rewrite <- (regimes_confidence_criterion (eval net) C origin x (tail_from net origin x)
    (tail_intercept net origin x) (tail_slope net origin x) HC (network_has_lines net C origin x)).
  split; apply tends_to_ext; intros alpha; rewrite scaled_input; reflexivity.
Qed.

(** ** The finitely many Jacobians a network can have *)

(** All ways to keep or scale each of n units. *)
Fixpoint masks (n : nat) (s : vec) : list (vec -> vec) :=
  match n with
  | O => [fun _ _ => 0]
  | S m => flat_map (fun g : vec -> vec =>
      [ (fun d i => if Nat.eqb i m then d i else g d i);
        (fun d i => if Nat.eqb i m then s i * d i else g d i) ]) (masks m s)
  end.

(** All ways to choose one unit of each of n windows. *)
Fixpoint choices (n : nat) (first : nat -> nat) (others : nat -> list nat)
    : list (vec -> vec) :=
  match n with
  | O => [fun _ _ => 0]
  | S m => flat_map (fun g : vec -> vec =>
      map (fun k d i => if Nat.eqb i m then d k else g d i) (first m :: others m))
      (choices m first others)
  end.

(** Every linear map that some activation pattern gives. *)
Fixpoint pieces (net : network) : list (vec -> vec) :=
  match net with
  | Identity => [fun d => d]
  | Affine n W _ => [affine_map n W (fun _ => 0)]
  | Leaky n s => masks n s
  | Clip n _ _ => masks n (fun _ => 0)
  | MaxPool n first others => choices n first others
  | Compose f g => flat_map (fun p : vec -> vec => map (fun q d => q (p d)) (pieces g)) (pieces f)
  | Sum f g => flat_map (fun p : vec -> vec => map (fun q d i => p d i + q d i) (pieces g)) (pieces f)
  end.

Lemma masks_complete : forall n s (keep : nat -> bool),
  In (fun d i => if Nat.ltb i n then if keep i then d i else s i * d i else 0) (masks n s).
Proof.
  induction n as [|n IH]; intros s keep; cbn [masks].
  - left. reflexivity.
  - apply in_flat_map.
    exists (fun d i => if Nat.ltb i n then if keep i then d i else s i * d i else 0).
    split; [apply IH|].
    assert (E : forall F : vec -> vec,
      F = (fun d i => if Nat.eqb i n then (if keep n then d i else s i * d i)
             else if Nat.ltb i n then if keep i then d i else s i * d i else 0) ->
      F = (fun d i => if Nat.ltb i (S n) then if keep i then d i else s i * d i else 0)).
    { intros F ->. apply functional_extensionality. intros d.
      apply functional_extensionality. intros i.
      destruct (Nat.eqb_spec i n) as [->|Hne].
      - destruct (Nat.ltb_spec n (S n)); [reflexivity|lia].
      - destruct (Nat.ltb_spec i n), (Nat.ltb_spec i (S n)); try lia; reflexivity. }
    destruct (keep n) eqn:K; [left | right; left]; apply E; reflexivity.
Qed.

Lemma choices_complete : forall n first others (w : nat -> nat),
  (forall i, (i < n)%nat -> In (w i) (first i :: others i)) ->
  In (fun d i => if Nat.ltb i n then d (w i) else 0) (choices n first others).
Proof.
  induction n as [|n IH]; intros first others w Hw; cbn [choices].
  - left. reflexivity.
  - apply in_flat_map.
    exists (fun d i => if Nat.ltb i n then d (w i) else 0).
    split; [apply IH; intros; apply Hw; lia|].
    replace (fun d i => if Nat.ltb i (S n) then d (w i) else 0)
      with ((fun k (d : vec) (i : nat) => if Nat.eqb i n then d k
              else if Nat.ltb i n then d (w i) else 0) (w n)).
    + apply (in_map (fun k (d : vec) (i : nat) => if Nat.eqb i n then d k
              else if Nat.ltb i n then d (w i) else 0)). apply Hw. lia.
    + apply functional_extensionality. intros d. apply functional_extensionality. intros i.
      destruct (Nat.eqb_spec i n) as [->|Hne].
      * destruct (Nat.ltb_spec n (S n)); [reflexivity|lia].
      * destruct (Nat.ltb_spec i n), (Nat.ltb_spec i (S n)); try lia; reflexivity.
Qed.

(** The tail's Jacobian is one of the pieces. *)
Lemma tangent_in_pieces : forall net G, In (fun d => tangent net G d) (pieces net).
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f IHf g IHg|f IHf g IHg];
    intros G; cbn [pieces tangent].
  - left. reflexivity.
  - left. reflexivity.
  - apply (masks_complete n s (fun i => germ_positive (G i))).
  - replace (fun (d : vec) i => if Nat.ltb i n then if ends_inside (lo i) (hi i) (G i) then d i else 0 else 0)
      with (fun (d : vec) i => if Nat.ltb i n then if ends_inside (lo i) (hi i) (G i) then d i else 0 * d i else 0).
    + apply (masks_complete n (fun _ => 0) (fun i => ends_inside (lo i) (hi i) (G i))).
    + apply functional_extensionality. intros d. apply functional_extensionality. intros i.
      destruct (Nat.ltb i n); [|reflexivity]. destruct (ends_inside (lo i) (hi i) (G i)); ring.
  - apply (choices_complete n first others (fun i => winner G (first i) (others i))).
    intros. apply winner_in.
  - apply in_flat_map. exists (fun d => tangent f G d). split; [apply IHf|].
    apply (in_map (fun (q : vec -> vec) d => q (tangent f G d))). apply IHg.
  - apply in_flat_map. exists (fun d => tangent f G d). split; [apply IHf|].
    apply (in_map (fun (q : vec -> vec) d i => tangent f G d i + q d i)). apply IHg.
Qed.

Definition dot (D : nat) (u x : vec) : R := sum_below D (fun j => u j * x j).

(** The difference of rows k and l of a linear map. *)
Definition row_difference (p : vec -> vec) (k l : nat) : vec :=
  fun j => p (basis j) k - p (basis j) l.

(** All row differences of all pieces, for C classes. *)
Definition normals (net : network) (C : nat) : list vec :=
  flat_map (fun p => flat_map (fun k => map (row_difference p k) (seq 0 C)) (seq 0 C))
    (pieces net).

Definition nonzero (D : nat) (u : vec) : Prop := exists j, (j < D)%nat /\ u j <> 0.

(** Claim hein-scaling.  Off finitely many hyperplanes u . x = 0, u among the
    normals of the network and not 0, confidence tends to 1, provided the
    region at infinity of x has no two identical rows. *)
Theorem hein_scaling_as_printed : forall net C D x,
  (0 < C)%nat -> (forall j, (D <= j)%nat -> x j = 0) ->
  (forall k l, (k < C)%nat -> (l < C)%nat -> k <> l ->
     nonzero D (fun j => tail_jacobian net origin x k j - tail_jacobian net origin x l j)) ->
  (forall u, In u (normals net C) -> nonzero D u -> dot D u x <> 0) ->
  tends_to (fun alpha => confidence C (eval net (fun j => alpha * x j))) 1.
Proof.
  intros net C D x HC Hx Hrows Hoff. apply hein_scaling_criterion; [exact HC|].
  set (b := tail_slope net origin x).
  assert (S : eval (bias_free net) x = b)
    by (apply functional_extensionality; intros; symmetry; apply slopes_ignore_input).
  rewrite S. destruct (is_top_exists C b HC) as [k Hk]. exists k.
  destruct (unique_top_or_rival C b k Hk) as [U|[l [Hlk Hl]]]; [exact U|exfalso].
  assert (E : b k = b l).
  { apply is_top_iff in Hk, Hl. destruct Hk, Hl. lra. }
  assert (Hk' : (k < C)%nat) by apply Hk. assert (Hl' : (l < C)%nat) by apply Hl.
  set (p := fun d => tangent net (ray_germs origin x) d).
  apply (Hoff (row_difference p k l)).
  - unfold normals. apply in_flat_map. exists p. split; [apply tangent_in_pieces|].
    apply in_flat_map. exists k. split; [apply in_seq; lia|].
    apply in_map. apply in_seq. lia.
  - exact (Hrows k l Hk' Hl' (fun e => Hlk (eq_sym e))).
  - unfold dot, row_difference.
    rewrite (sum_ext D _ (fun j => tail_jacobian net origin x k j * x j
                                   - tail_jacobian net origin x l j * x j))
      by (intros; unfold p, tail_jacobian; ring).
    rewrite sum_minus.
    rewrite <- !(eventually_affine_slope_is_jacobian_times_direction net origin x D) by exact Hx.
    fold b. lra.
Qed.

(** The hypothesis is needed: a dead region has identical rows, V = 0, and a
    constant confidence of 1/2. *)
Theorem hein_scaling_needs_distinct_rows :
  exists net x, x 0%nat <> 0
    /\ forall alpha, 0 <= alpha -> confidence 2 (eval net (fun j => alpha * x j)) = / 2.
Proof.
  exists (Compose (dense 1 [[-1]] [0]) (Compose (Relu 1) (dense 1 [[1]; [0]] [0; 0]))), (fun _ => 1).
  split; [lra|]. intros alpha Ha.
  set (f := eval _ _).
  assert (F : forall c, (c < 2)%nat -> f c = 0).
  { intros c Hc. unfold f, dense, Relu. cbn [eval].
    unfold affine_map at 1. cbn [sum_below Nat.ltb Nat.leb]. rewrite relu_is_leaky.
    unfold affine_map, rows, entries. cbn [sum_below nth].
    unfold relu. rewrite Rmax_left by lra.
    assert (c = 0 \/ c = 1)%nat as [->| ->] by lia; cbn [nth]; ring. }
  assert (P : forall c, (c < 2)%nat -> softmax 2 f c = / 2).
  { intros c Hc. unfold softmax. cbn [sum_below].
    rewrite (F c Hc), (F 0%nat), (F 1%nat), exp_0 by lia. field. }
  unfold confidence. cbn [max0]. rewrite (P 0%nat), (P 1%nat) by lia.
  rewrite (Rmax_right 0 (/ 2)) by lra. apply Rmax_left. lra.
Qed.
