(** * Functions that are affine near a point

    A function of n coordinates is affine near a point if some row of slopes
    describes it in a whole neighbourhood.  Sums and multiples of such functions
    are such functions, and strict comparisons between them hold nearby. *)

From Farfield Require Import Basics Calculus.
Import ListNotations.

Open Scope R_scope.

Definition affine_near (D : nat) (g : vec -> R) (y row : vec) : Prop :=
  exists r, 0 < r /\ forall z, (forall j, (j < D)%nat -> Rabs (z j - y j) < r) ->
    g z = g y + sum_below D (fun j => row j * (z j - y j)).

Lemma affine_near_ext : forall D g h y row, (forall z, g z = h z) ->
  affine_near D g y row -> affine_near D h y row.
Proof.
  intros D g h y row equal [r [positive near]]. exists r. split; [exact positive|].
  intros z close. rewrite <- !equal. apply near, close.
Qed.

(** Two functions that agree near a point share their slopes there. *)
Lemma affine_near_agree : forall D g h y row r, 0 < r ->
  (forall z, (forall j, (j < D)%nat -> Rabs (z j - y j) < r) -> h z = g z) ->
  affine_near D g y row -> affine_near D h y row.
Proof.
  intros D g h y row r positive agree [s [positive' near]].
  exists (Rmin r s). split; [apply Rmin_glb_lt; assumption|]. intros z close.
  pose proof (Rmin_l r s). pose proof (Rmin_r r s).
  assert (at_y : h y = g y).
  { apply agree. intros j _. rewrite Rminus_eq_0, Rabs_R0. exact positive. }
  rewrite at_y, agree by (intros j below; specialize (close j below); lra).
  apply near. intros j below. specialize (close j below). lra.
Qed.

Lemma affine_near_constant : forall D (k : R) y, affine_near D (fun _ => k) y (fun _ => 0).
Proof.
  intros D k y. exists 1. split; [lra|]. intros z _.
  rewrite (sum_ext D _ (fun _ => 0)) by (intros; ring). rewrite sum_zero. ring.
Qed.

Lemma affine_near_plus : forall D g h y row row', affine_near D g y row -> affine_near D h y row' ->
  affine_near D (fun z => g z + h z) y (fun j => row j + row' j).
Proof.
  intros D g h y row row' [r [positive near]] [s [positive' near']].
  exists (Rmin r s). split; [apply Rmin_glb_lt; assumption|]. intros z close.
  pose proof (Rmin_l r s). pose proof (Rmin_r r s).
  rewrite near by (intros j below; specialize (close j below); lra).
  rewrite near' by (intros j below; specialize (close j below); lra).
  rewrite (sum_ext D (fun j => (row j + row' j) * (z j - y j))
    (fun j => row j * (z j - y j) + row' j * (z j - y j))) by (intros; ring).
  rewrite sum_plus. ring.
Qed.

Lemma affine_near_scale : forall D g y row w, affine_near D g y row ->
  affine_near D (fun z => w * g z) y (fun j => w * row j).
Proof.
  intros D g y row w [r [positive near]]. exists r. split; [exact positive|].
  intros z close. rewrite (near z close).
  rewrite (sum_ext D (fun j => w * row j * (z j - y j)) (fun j => w * (row j * (z j - y j))))
    by (intros; ring).
  rewrite sum_scal. ring.
Qed.

Lemma affine_near_continuous : forall D g y row eps, affine_near D g y row -> 0 < eps ->
  exists r, 0 < r /\ forall z, (forall j, (j < D)%nat -> Rabs (z j - y j) < r) ->
    Rabs (g z - g y) < eps.
Proof.
  intros D g y row eps [r [positive near]] eps_positive.
  set (m := sum_below D (fun j => Rabs (row j))).
  assert (nonneg : 0 <= m) by (apply sum_nonneg; intros; apply Rabs_pos).
  set (s := Rmin r (eps / (m + 1))).
  assert (s_positive : 0 < s).
  { apply Rmin_glb_lt; [exact positive|]. apply Rdiv_lt_0_compat; lra. }
  exists s. split; [exact s_positive|]. intros z close.
  pose proof (Rmin_l r (eps / (m + 1))) as below_r. pose proof (Rmin_r r (eps / (m + 1))) as below_eps.
  fold s in below_r, below_eps.
  rewrite (near z) by (intros j below; specialize (close j below); lra).
  replace (g y + sum_below D (fun j => row j * (z j - y j)) - g y)
    with (sum_below D (fun j => row j * (z j - y j))) by ring.
  apply Rle_lt_trans with (1 := sum_Rabs D _).
  apply Rle_lt_trans with (sum_below D (fun j => Rabs (row j) * s)).
  - apply sum_le. intros j below. rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|].
    apply Rlt_le, close, below.
  - rewrite (sum_scal_r D s (fun j => Rabs (row j))). fold m.
    assert (small : s * (m + 1) <= eps).
    { apply Rmult_le_compat_r with (r := m + 1) in below_eps; [|lra].
      replace (eps / (m + 1) * (m + 1)) with eps in below_eps by (field; lra). lra. }
    nra.
Qed.

(** A strict comparison holds near the point too. *)
Lemma affine_near_less : forall D g h y row row', affine_near D g y row -> affine_near D h y row' ->
  g y < h y ->
  exists r, 0 < r /\ forall z, (forall j, (j < D)%nat -> Rabs (z j - y j) < r) -> g z < h z.
Proof.
  intros D g h y row row' near near' less_at_y.
  destruct (affine_near_continuous D g y row ((h y - g y) / 2) near) as [r [positive close]]; [lra|].
  destruct (affine_near_continuous D h y row' ((h y - g y) / 2) near') as [s [positive' close']]; [lra|].
  exists (Rmin r s). split; [apply Rmin_glb_lt; assumption|]. intros z within.
  pose proof (Rmin_l r s). pose proof (Rmin_r r s).
  assert (one := close z ltac:(intros j below; specialize (within j below); lra)).
  assert (two := close' z ltac:(intros j below; specialize (within j below); lra)).
  apply Rabs_def2 in one. apply Rabs_def2 in two. lra.
Qed.

(** A function of level slopes is constant near the point. *)
Lemma affine_near_level : forall D g y row, affine_near D g y row ->
  (forall j, (j < D)%nat -> row j = 0) ->
  exists r, 0 < r /\ forall z, (forall j, (j < D)%nat -> Rabs (z j - y j) < r) -> g z = g y.
Proof.
  intros D g y row [r [positive near]] level. exists r. split; [exact positive|].
  intros z close. rewrite (near z close).
  rewrite (sum_ext D _ (fun _ => 0)) by (intros j below; rewrite level by exact below; ring).
  rewrite sum_zero. ring.
Qed.

Lemma affine_near_partial : forall D g y row j, affine_near D g y row -> (j < D)%nat ->
  is_partial g j y (row j).
Proof.
  intros D g y row j [r [positive near]] below. unfold is_partial.
  apply derivable_pt_lim_near with (fun s => g y + row j * (s - y j)) r; [exact positive| |].
  - intros s close. rewrite (near (set_coord y j s)).
    + f_equal. rewrite (sum_split D j) by exact below. rewrite set_coord_at.
      unfold sum_except. rewrite (sum_ext D _ (fun _ => 0)); [rewrite sum_zero; ring|].
      intros k _. destruct (Nat.eqb_spec k j) as [|other]; [reflexivity|].
      rewrite set_coord_other by exact other. ring.
    + intros k _. destruct (Nat.eq_dec k j) as [->|other].
      * rewrite set_coord_at. exact close.
      * rewrite set_coord_other, Rminus_eq_0, Rabs_R0 by exact other. exact positive.
  - replace (row j) with (0 + row j * 1) at 1 by ring.
    apply (derivable_pt_lim_plus (fun _ => g y) (fun s => row j * (s - y j)));
      [apply (derivable_pt_lim_const (g y))|].
    apply (derivable_pt_lim_times (fun s => s - y j)).
    replace 1 with (1 - 0) by ring.
    apply (derivable_pt_lim_minus (fun s => s) (fun _ => y j));
      [apply derivable_pt_lim_id|apply (derivable_pt_lim_const (y j))].
Qed.

(** Finitely many properties that hold near a point hold together near it. *)
Lemma near_all : forall (A : Type) (l : list A) D y (P : A -> vec -> Prop),
  (forall a, In a l -> exists r, 0 < r /\
     forall z, (forall j, (j < D)%nat -> Rabs (z j - y j) < r) -> P a z) ->
  exists r, 0 < r /\
    forall z, (forall j, (j < D)%nat -> Rabs (z j - y j) < r) -> forall a, In a l -> P a z.
Proof.
  intros A l D y P. induction l as [|a l IH]; intros each.
  - exists 1. split; [lra|]. intros z _ a [].
  - destruct IH as [r [positive near]]; [intros b inside; apply each; right; exact inside|].
    destruct (each a (or_introl eq_refl)) as [s [positive' near']].
    exists (Rmin r s). split; [apply Rmin_glb_lt; assumption|]. intros z close b inside.
    pose proof (Rmin_l r s). pose proof (Rmin_r r s).
    destruct inside as [<-|inside].
    + apply near'. intros j below. specialize (close j below). lra.
    + apply near; [|exact inside]. intros j below. specialize (close j below). lra.
Qed.
