(** * D-intervals far out on which a network is affine

    Paper A states its lemmas on partially unbounded D-intervals
    (Definition 7).  Off the boundary, the tail of a coordinate ray has such
    an interval around it, on which the network is affine with the tail's
    Jacobian.  There, strict monotonicity can be read off the columns of the
    Jacobian. *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network.
Import ListNotations.

Open Scope R_scope.

(** Bounds of a D-interval; [None] means that there is none. *)
Definition bounds := nat -> option R.

Definition above (l : option R) (r : R) : Prop :=
  match l with Some b => b <= r | None => True end.

Definition below (u : option R) (r : R) : Prop :=
  match u with Some b => r <= b | None => True end.

(** The vectors of D coordinates (the others are 0) between the bounds. *)
Definition in_interval (D : nat) (lo hi : bounds) : vec -> Prop := fun y =>
  (forall j, (j < D)%nat -> above (lo j) (y j) /\ below (hi j) (y j))
  /\ forall j, (D <= j)%nat -> y j = 0.

(** Definition 7. *)
Definition partially_unbounded (D : nat) (lo hi : bounds) : Prop :=
  exists d, (d < D)%nat /\ (lo d = None \/ hi d = None).

(** ** The tube around a tail *)

(** Radius and start of the tube, in one number: the larger M, the thinner and
    farther out. *)
Definition radius (M : nat) : R := / (INR M + 1).

Lemma radius_pos : forall M, 0 < radius M.
Proof. intros M. apply Rinv_0_lt_compat. pose proof (pos_INR M). lra. Qed.

Lemma radius_le : forall M M', (M <= M')%nat -> radius M' <= radius M.
Proof.
  intros M M' ordered. pose proof (pos_INR M). apply le_INR in ordered.
  apply Rinv_le_contravar; lra.
Qed.

Lemma radius_small : forall eps, 0 < eps -> exists M, radius M <= eps.
Proof.
  intros eps eps_positive. destruct (archimed (/ eps)) as [U _].
  assert (P : 0 < / eps) by (apply Rinv_0_lt_compat, eps_positive).
  assert (Z0 : (0 <= up (/ eps))%Z) by (apply le_IZR; lra).
  exists (Z.to_nat (up (/ eps))). unfold radius.
  rewrite INR_IZR_INZ, Z2Nat.id by exact Z0.
  assert (Q : / (IZR (up (/ eps)) + 1) <= / / eps) by (apply Rinv_le_contravar; lra).
  rewrite Rinv_inv in Q. exact Q.
Qed.

Lemma INR_large : forall r, exists M, r <= INR M.
Proof.
  intros r. destruct (archimed r) as [U _]. exists (Z.to_nat (up r)).
  rewrite INR_IZR_INZ. destruct (Z_le_gt_dec 0 (up r)) as [P|N].
  - rewrite Z2Nat.id by exact P. lra.
  - apply Rle_trans with (IZR (up r)); [lra|]. apply IZR_le. lia.
Qed.

(** z is a point of the tube at time t: the germs' values plus an offset e. *)
Definition near (G : nat -> germ) (M : nat) (t : R) (z e : vec) : Prop :=
  INR M <= t /\ forall j, (j < M)%nat -> z j = value (G j) t + e j /\ Rabs (e j) <= radius M.

Lemma near_le : forall G M M' t z e, near G M' t z e -> (M <= M')%nat -> near G M t z e.
Proof.
  intros G M M' t z e [Ht Hj] ordered. split.
  - apply le_INR in ordered. lra.
  - intros j HjM. destruct (Hj j ltac:(lia)) as [E B]. split; [exact E|].
    apply Rle_trans with (1 := B), radius_le, ordered.
Qed.

(** In the tube unit i is affine, and its offset is at most eps. *)
Definition affine_in_tube (net : network) (G : nat -> germ) (i : nat) (eps : R) (M : nat) : Prop :=
  forall t z e, near G M t z e ->
    eval net z i = value (push net G i) t + tangent net G e i
    /\ Rabs (tangent net G e i) <= eps.

Lemma affine_in_tube_le : forall net G i eps M M', (M <= M')%nat ->
  affine_in_tube net G i eps M -> affine_in_tube net G i eps M'.
Proof. intros net G i eps M M' ordered A t z e N. apply A. exact (near_le G M M' t z e N ordered). Qed.

Lemma common_tube : forall n (P : nat -> nat -> Prop),
  (forall k M M', (M <= M')%nat -> P k M -> P k M') ->
  (forall k, (k < n)%nat -> exists M, P k M) ->
  exists M, forall k, (k < n)%nat -> P k M.
Proof.
  induction n as [|n IH]; intros P Hle each.
  - exists 0%nat. intros; lia.
  - destruct (IH P Hle ltac:(intros; apply each; lia)) as [M A].
    destruct (each n ltac:(lia)) as [M' A']. exists (Nat.max M M'). intros k Hk.
    destruct (Nat.eq_dec k n) as [->|].
    + apply Hle with M'; [lia|exact A'].
    + apply Hle with M; [lia|apply A; lia].
Qed.

(** A germ that is not (0, 0) keeps its sign in a thin tube far out. *)
Lemma germ_keeps_sign : forall g, intercept g <> 0 \/ slope g <> 0 ->
  exists M, forall t e, INR M <= t -> Rabs e <= radius M ->
    if germ_positive g then 0 < value g t + e else value g t + e < 0.
Proof.
  intros g Hg.
  (* at time T the germ has its sign; it does not come closer to 0 later *)
  set (T := Rmax 0 (crossing g) + 1).
  assert (HT : crossing g < T) by (unfold T; pose proof (Rmax_r 0 (crossing g)); lra).
  pose proof (positive_strict g T HT Hg) as S.
  assert (Far : forall t, T <= t ->
    if germ_positive g then value g T <= value g t else value g t <= value g T).
  { intros t Ht. unfold germ_positive, value.
    destruct (Rlt_dec 0 (slope g)); [|destruct (Rlt_dec (slope g) 0)].
    - assert (slope g * T <= slope g * t) by (apply Rmult_le_compat_l; lra). lra.
    - assert (slope g * t <= slope g * T) by (apply Rmult_le_compat_neg_l; lra). lra.
    - assert (slope g = 0) as -> by lra. destruct (Rlt_dec 0 (intercept g)); lra. }
  destruct (INR_large T) as [M1 after_T].
  assert (P : 0 < Rabs (value g T) / 2).
  { assert (value g T <> 0) by (destruct (germ_positive g); lra).
    pose proof (Rabs_pos_lt (value g T) ltac:(assumption)). lra. }
  destruct (radius_small _ P) as [M2 within_P].
  exists (Nat.max M1 M2). intros t e Ht He.
  assert (L1 : INR M1 <= INR (Nat.max M1 M2)) by (apply le_INR; lia).
  pose proof (radius_le M2 (Nat.max M1 M2) ltac:(lia)).
  specialize (Far t ltac:(lra)).
  pose proof (Rle_abs e). pose proof (Rle_abs (- e)). rewrite Rabs_Ropp in *.
  destruct (germ_positive g); [rewrite (Rabs_pos_eq (value g T)) in * by lra
                         |rewrite (Rabs_left (value g T)) in * by lra]; lra.
Qed.

Lemma germ_minus_value : forall g h t, value (germ_minus g h) t = value g t - value h t.
Proof. intros. unfold value. simpl. ring. Qed.

Lemma tube : forall net G, off_boundary net G ->
  forall i eps, 0 < eps -> exists M, affine_in_tube net G i eps M.
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f IHf g IHg|f IHf g IHg];
    intros G Hoff i eps Heps; unfold affine_in_tube; cbn [eval push tangent off_boundary] in *.
  - (* Identity *)
    destruct (radius_small eps Heps) as [M HM]. exists (Nat.max M (S i)).
    intros t z e [_ N]. destruct (N i ltac:(lia)) as [E B]. split; [exact E|].
    pose proof (radius_le M (Nat.max M (S i)) ltac:(lia)). lra.
  - (* Affine *)
    set (L := sum_below n (fun j => Rabs (W i j))).
    assert (HL : 0 <= L) by (apply sum_nonneg; intros; apply Rabs_pos).
    destruct (radius_small (eps / (L + 1))) as [M HM].
    { apply Rdiv_lt_0_compat; lra. }
    exists (Nat.max M n). intros t z e [_ N]. split.
    + unfold value, affine_map. cbn [intercept slope].
      rewrite (sum_ext n (fun j => W i j * z j)
        (fun j => (W i j * intercept (G j) + W i j * slope (G j) * t) + W i j * e j)).
      * rewrite !sum_plus, sum_scal_r. ring.
      * intros j Hj. destruct (N j ltac:(lia)) as [-> _]. unfold value. ring.
    + unfold affine_map. rewrite Rplus_0_r.
      apply Rle_trans with (L * (eps / (L + 1))).
      * apply Rle_trans with (1 := sum_Rabs _ _). unfold L. rewrite <- sum_scal_r.
        apply sum_le. intros j Hj. rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|].
        destruct (N j ltac:(lia)) as [_ B].
        pose proof (radius_le M (Nat.max M n) ltac:(lia)). fold L. lra.
      * apply (Rmult_le_reg_r (L + 1)); [lra|].
        replace (L * (eps / (L + 1)) * (L + 1)) with (L * eps) by (field; lra). nra.
  - (* Leaky *)
    destruct (Nat.ltb_spec i n) as [Hi|_].
    2:{ exists 0%nat. intros. split; [unfold value; simpl; ring|]. rewrite Rabs_R0. lra. }
    destruct (germ_keeps_sign (G i) (Hoff i Hi)) as [M1 Sg].
    assert (Hw : 0 < Rabs (s i) + 1) by (pose proof (Rabs_pos (s i)); lra).
    destruct (radius_small (eps / (Rabs (s i) + 1))) as [M2 HM].
    { apply Rdiv_lt_0_compat; lra. }
    exists (Nat.max (Nat.max M1 M2) (S i)). intros t z e N.
    destruct (near_le G (Nat.max M1 (S i)) _ t z e N ltac:(lia)) as [T1 _].
    destruct N as [HT N]. destruct (N i ltac:(lia)) as [E B].
    assert (B1 : Rabs (e i) <= radius M1)
      by (apply Rle_trans with (1 := B), radius_le; lia).
    assert (B2 : Rabs (e i) <= eps / (Rabs (s i) + 1)).
    { pose proof (radius_le M2 (Nat.max (Nat.max M1 M2) (S i)) ltac:(lia)). lra. }
    assert (T2 : INR M1 <= t).
    { apply Rle_trans with (2 := T1). apply le_INR. lia. }
    assert (B3 : (Rabs (s i) + 1) * Rabs (e i) <= eps).
    { apply (Rmult_le_compat_l (Rabs (s i) + 1)) in B2; [|lra].
      replace ((Rabs (s i) + 1) * (eps / (Rabs (s i) + 1))) with eps in B2 by (field; lra). exact B2. }
    specialize (Sg t (e i) T2 B1). rewrite E. pose proof (Rabs_pos (e i)).
    pose proof (Rabs_pos (s i)).
    unfold leaky. destruct (germ_positive (G i)).
    + destruct (Rlt_dec 0 (value (G i) t + e i)); [|lra]. split; [reflexivity|]. nra.
    + destruct (Rlt_dec 0 (value (G i) t + e i)); [lra|]. rewrite value_scale.
      split; [ring|]. rewrite Rabs_mult. nra.
  - (* Clip *)
    destruct (Nat.ltb_spec i n) as [below|_].
    2:{ exists 0%nat. intros. split; [unfold value; simpl; ring|]. rewrite Rabs_R0. lra. }
    destruct (Hoff i below) as [off_lo off_hi].
    destruct (germ_keeps_sign (germ_shift (G i) (lo i)) off_lo) as [M1 sign_lo].
    destruct (germ_keeps_sign (germ_shift (G i) (hi i)) off_hi) as [M2 sign_hi].
    destruct (radius_small eps Heps) as [M3 small].
    exists (Nat.max (Nat.max M1 M2) (Nat.max M3 (S i))). intros t z e tube_point.
    destruct (near_le G M1 _ t z e tube_point ltac:(lia)) as [late1 _].
    destruct (near_le G M2 _ t z e tube_point ltac:(lia)) as [late2 _].
    destruct tube_point as [_ offsets]. destruct (offsets i ltac:(lia)) as [point bound].
    assert (bound1 : Rabs (e i) <= radius M1) by (apply Rle_trans with (1 := bound), radius_le; lia).
    assert (bound2 : Rabs (e i) <= radius M2) by (apply Rle_trans with (1 := bound), radius_le; lia).
    assert (bound3 : Rabs (e i) <= eps).
    { pose proof (radius_le M3 (Nat.max (Nat.max M1 M2) (Nat.max M3 (S i))) ltac:(lia)). lra. }
    specialize (sign_lo t (e i) late1 bound1). specialize (sign_hi t (e i) late2 bound2).
    rewrite value_shift in *. rewrite point. unfold ends_inside, germ_clip, clip.
    destruct (germ_positive (germ_shift (G i) (hi i))).
    + pose proof (Rmax_r (lo i) (value (G i) t + e i)). rewrite Rmin_left by lra.
      split; [unfold value; simpl; ring|]. rewrite Rabs_R0. lra.
    + destruct (germ_positive (germ_shift (G i) (lo i))).
      * rewrite Rmax_right, Rmin_right by lra. split; [reflexivity|exact bound3].
      * rewrite Rmax_left by lra. split; [unfold value; simpl; ring|]. rewrite Rabs_R0. lra.
  - (* MaxPool *)
    destruct (Nat.ltb_spec i n) as [Hi|_].
    2:{ exists 0%nat. intros. split; [unfold value; simpl; ring|]. rewrite Rabs_R0. lra. }
    set (w := winner G (first i) (others i)). set (l := first i :: others i).
    assert (Hw : In w l) by apply winner_in.
    destruct (radius_small eps Heps) as [M0 HM0].
    assert (X : forall l', incl l' l -> exists M, forall t z e, near G M t z e ->
              forall k, In k l' -> z k <= z w).
    { induction l' as [|k l' IH]; intros Hl; [exists 0%nat; intros ? ? ? ? ? []|].
      destruct (IH ltac:(intros m Hm; apply Hl; right; exact Hm)) as [M1 A].
      destruct (Hoff i k Hi (Hl k (or_introl eq_refl))) as [->|D].
      - exists M1. intros t z e N m [<-|Hm]; [fold w; lra | apply (A t z e N m Hm)].
      - destruct (germ_keeps_sign (germ_minus (G w) (G k)) D) as [M2 Sg].
        exists (Nat.max M1 (Nat.max (2 * M2 + 1) (S (Nat.max k w)))).
        intros t z e N m [<-|Hm];
          [|apply (A t z e (near_le G M1 _ t z e N ltac:(lia)) m Hm)].
        assert (HT : INR M2 <= t).
        { destruct N as [HT _]. apply Rle_trans with (2 := HT). apply le_INR. lia. }
        destruct N as [_ N].
        destruct (N k ltac:(lia)) as [Ek Bk]. destruct (N w ltac:(lia)) as [Ew Bw].
        assert (R2 : radius (Nat.max M1 (Nat.max (2 * M2 + 1) (S (Nat.max k w)))) <= radius M2 / 2).
        { apply Rle_trans with (radius (2 * M2 + 1)); [apply radius_le; lia|].
          unfold radius. rewrite plus_INR, mult_INR. simpl INR. pose proof (pos_INR M2).
          right. field. lra. }
        assert (B : Rabs (e w - e k) <= radius M2).
        { unfold Rminus. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp. lra. }
        specialize (Sg t (e w - e k) HT B). rewrite germ_minus_value in Sg.
        assert (Pos : germ_positive (germ_minus (G w) (G k)) = true).
        { pose proof (winner_lex G _ _ k (Hl k (or_introl eq_refl))) as L. fold w in L.
          unfold germ_positive, lex_ge in *. simpl in *.
          destruct (Rlt_dec 0 (slope (G w) - slope (G k))); [reflexivity|].
          destruct (Rlt_dec (slope (G w) - slope (G k)) 0); [lra|].
          destruct (Rlt_dec 0 (intercept (G w) - intercept (G k))); [reflexivity|].
          exfalso. fold w in D. destruct D as [D|D]; apply D; lra. }
        rewrite Pos in Sg. lra. }
    destruct (X l (incl_refl l)) as [M1 A].
    exists (Nat.max (Nat.max M0 M1) (S w)). intros t z e N.
    rewrite (max_over_eq z (others i) (first i) w Hw
      (fun k Hk => A t z e (near_le G M1 _ t z e N ltac:(lia)) k Hk)).
    destruct N as [_ N]. destruct (N w ltac:(lia)) as [E B]. split; [exact E|].
    pose proof (radius_le M0 (Nat.max (Nat.max M0 M1) (S w)) ltac:(lia)). lra.
  - (* Compose *)
    destruct Hoff as [Of Og].
    destruct (IHg (push f G) Og i eps Heps) as [Mg A].
    destruct (common_tube Mg (fun k M => affine_in_tube f G k (radius Mg) M)) as [Mf B].
    + intros. eapply affine_in_tube_le; eassumption.
    + intros k _. apply IHf; [exact Of | apply radius_pos].
    + exists (Nat.max Mf Mg). intros t z e N. apply A. split.
      * destruct N as [HT _]. apply Rle_trans with (2 := HT). apply le_INR. lia.
      * intros k Hk. apply (B k Hk). exact (near_le G Mf _ t z e N ltac:(lia)).
  - (* Sum *)
    destruct Hoff as [Of Og].
    destruct (IHf G Of i (eps / 2) ltac:(lra)) as [Mf A].
    destruct (IHg G Og i (eps / 2) ltac:(lra)) as [Mg B].
    exists (Nat.max Mf Mg). intros t z e N.
    destruct (A t z e (near_le G Mf _ t z e N ltac:(lia))) as [E1 B1].
    destruct (B t z e (near_le G Mg _ t z e N ltac:(lia))) as [E2 B2]. split.
    + rewrite E1, E2. unfold value. simpl. ring.
    + apply Rle_trans with (1 := Rabs_triang _ _). lra.
Qed.

(** ** Derivatives in the tube *)

Lemma tube_partial : forall net x v i j M t e,
  affine_in_tube net (ray_germs x v) i 1 M -> INR M <= t ->
  (forall k, (k < M)%nat -> Rabs (e k) <= radius M / 2) ->
  is_partial (fun y => eval net y i) j (fun k => ray x v t k + e k) (tail_jacobian net x v i j).
Proof.
  intros net x v i j M t e A Ht He. set (y := fun k => ray x v t k + e k).
  unfold is_partial. pose proof (radius_pos M) as HR.
  set (G := ray_germs x v).
  apply derivable_pt_lim_near with
    (fun s => (value (push net G i) t + tangent net G e i - tail_jacobian net x v i j * y j)
              + tail_jacobian net x v i j * s) (radius M / 2); [lra| |apply derivable_pt_lim_line].
  intros s Hs.
  destruct (A t (set_coord y j s) (fun k => e k + (s - y j) * basis j k)) as [E _].
  - split; [exact Ht|]. intros k Hk. split.
    + unfold set_coord, basis. destruct (Nat.eqb_spec k j) as [->|].
      * unfold y, ray, value. simpl. ring.
      * unfold y, ray, value. simpl. ring.
    + apply Rle_trans with (1 := Rabs_triang _ _). specialize (He k Hk).
      unfold basis. destruct (Nat.eqb k j).
      * rewrite Rmult_1_r. lra.
      * rewrite Rmult_0_r, Rabs_R0. lra.
  - rewrite E, tangent_plus, tangent_scal. unfold tail_jacobian. fold G. ring.
Qed.

(** ** The interval around a coordinate ray *)

(** v moves coordinate d only. *)
Definition coordinate_direction (d : nat) (s : R) : vec := fun j => if Nat.eqb j d then s else 0.

Definition around_lo (x : vec) (d : nat) (s : R) (M : nat) : bounds := fun j =>
  if Nat.eqb j d then if Rlt_dec 0 s then Some (x d + s * INR M) else None
  else Some (x j - radius M / 2).

Definition around_hi (x : vec) (d : nat) (s : R) (M : nat) : bounds := fun j =>
  if Nat.eqb j d then if Rlt_dec 0 s then None else Some (x d + s * INR M)
  else Some (x j + radius M / 2).

Lemma around_unbounded : forall D x d s M, (d < D)%nat ->
  partially_unbounded D (around_lo x d s M) (around_hi x d s M).
Proof.
  intros D x d s M Hd. exists d. split; [exact Hd|].
  unfold around_lo, around_hi. rewrite Nat.eqb_refl.
  destruct (Rlt_dec 0 s); [right|left]; reflexivity.
Qed.

Lemma around_contains_ray : forall D x d s M t, s <> 0 ->
  (forall j, (D <= j)%nat -> x j = 0) -> (d < D)%nat -> INR M <= t ->
  in_interval D (around_lo x d s M) (around_hi x d s M) (ray x (coordinate_direction d s) t).
Proof.
  intros D x d s M t Hs Hx Hd Ht. pose proof (radius_pos M). split.
  - intros j Hj. unfold around_lo, around_hi, ray, coordinate_direction.
    destruct (Nat.eqb_spec j d) as [->|].
    + destruct (Rlt_dec 0 s); simpl; split; try exact I; nra.
    + simpl. split; lra.
  - intros j Hj. unfold ray, coordinate_direction.
    destruct (Nat.eqb_spec j d); [lia|]. rewrite (Hx j Hj). ring.
Qed.

(** Every point of the interval lies in the tube. *)
Lemma around_in_tube : forall D x d s M y, s <> 0 -> (d < D)%nat ->
  (forall j, (D <= j)%nat -> x j = 0) ->
  in_interval D (around_lo x d s M) (around_hi x d s M) y ->
  exists t e, INR M <= t /\ (forall k, Rabs (e k) <= radius M / 2)
    /\ y = (fun k => ray x (coordinate_direction d s) t k + e k).
Proof.
  intros D x d s M y Hs Hd Hx [HI beyond_D]. pose proof (radius_pos M) as HR.
  set (t := (y d - x d) / s).
  assert (Et : s * t = y d - x d) by (unfold t; field; exact Hs).
  exists t, (fun k => if Nat.eqb k d then 0 else y k - x k). split; [|split].
  - destruct (HI d Hd) as [L U]. unfold around_lo, around_hi in L, U.
    rewrite Nat.eqb_refl in L, U. destruct (Rlt_dec 0 s); simpl in L, U.
    + apply (Rmult_le_reg_l s); lra.
    + apply Ropp_le_cancel. apply (Rmult_le_reg_l (- s)); lra.
  - intros k. destruct (Nat.eqb_spec k d) as [->|Hne]; [rewrite Rabs_R0; lra|].
    destruct (Nat.lt_ge_cases k D) as [Hk|Hk].
    + destruct (HI k Hk) as [L U]. unfold around_lo, around_hi in L, U.
      destruct (Nat.eqb_spec k d); [contradiction|]. simpl in L, U. apply Rabs_le. lra.
    + rewrite (beyond_D k Hk), (Hx k Hk). replace (0 - 0) with 0 by ring. rewrite Rabs_R0. lra.
  - apply functional_extensionality. intros k. unfold ray, coordinate_direction.
    destruct (Nat.eqb_spec k d) as [->|]; [|ring]. rewrite Rmult_comm. rewrite Et. ring.
Qed.

(** ** Monotonicity from the columns of the Jacobian *)

(** Column j is not constant, and every class is one of its extremes. *)
Definition monotone_column (C : nat) (V : nat -> nat -> R) (j : nat) : Prop :=
  forall c, (c < C)%nat ->
    (exists m, (m < C)%nat /\ V m j <> V c j)
    /\ ((forall m, (m < C)%nat -> V m j <= V c j) \/ (forall m, (m < C)%nat -> V c j <= V m j)).

Lemma monotone_column_sign : forall C V j p c,
  monotone_column C V j -> (c < C)%nat ->
  (forall m, (m < C)%nat -> 0 < p m) -> sum_below C p = 1 ->
  if (if Rlt_dec 0 (sum_below C (fun m => V c j - V m j)) then true else false)
  then 0 < softmax_grad C V p c j else softmax_grad C V p c j < 0.
Proof.
  intros C V j p c Hcol Hc Hp Hs. destruct (Hcol c Hc) as [[m [Hm Hne]] Hext].
  rewrite softmax_grad_differences by exact Hs. pose proof (Hp c Hc) as Pc.
  assert (Pm := Hp m Hm).
  destruct Hext as [Hmax|Hmin].
  - assert (P1 : 0 < sum_below C (fun m => V c j - V m j)).
    { apply Rlt_le_trans with (V c j - V m j); [specialize (Hmax m Hm); lra|].
      apply (sum_term_le C (fun m => V c j - V m j)); [exact Hm|].
      intros k Hk. specialize (Hmax k Hk). lra. }
    destruct (Rlt_dec 0 _); [|contradiction].
    apply Rmult_lt_0_compat; [exact Pc|].
    apply Rlt_le_trans with (p m * (V c j - V m j));
      [apply Rmult_lt_0_compat; [exact Pm | specialize (Hmax m Hm); lra]|].
    apply (sum_term_le C (fun m => p m * (V c j - V m j))); [exact Hm|].
    intros k Hk. specialize (Hmax k Hk). specialize (Hp k Hk). apply Rmult_le_pos; lra.
  - assert (P1 : 0 < sum_below C (fun m => V m j - V c j)).
    { apply Rlt_le_trans with (V m j - V c j); [specialize (Hmin m Hm); lra|].
      apply (sum_term_le C (fun m => V m j - V c j)); [exact Hm|].
      intros k Hk. specialize (Hmin k Hk). lra. }
    rewrite (sum_ext C (fun m => V c j - V m j) (fun m => (-1) * (V m j - V c j)))
      by (intros; ring). rewrite sum_scal. destruct (Rlt_dec 0 _); [lra|].
    assert (P2 : 0 < sum_below C (fun m => p m * (V m j - V c j))).
    { apply Rlt_le_trans with (p m * (V m j - V c j));
        [apply Rmult_lt_0_compat; [exact Pm | specialize (Hmin m Hm); lra]|].
      apply (sum_term_le C (fun m => p m * (V m j - V c j))); [exact Hm|].
      intros k Hk. specialize (Hmin k Hk). specialize (Hp k Hk). apply Rmult_le_pos; lra. }
    rewrite (sum_ext C (fun m => p m * (V c j - V m j)) (fun m => (-1) * (p m * (V m j - V c j))))
      by (intros; ring). rewrite sum_scal. nra.
Qed.

(** On a thin interval far out the network's derivatives are the tail's
    Jacobian, and p is component-wise strictly monotonic if every column is. *)
Theorem eventually_affine_interval : forall net C D x d s,
  let v := coordinate_direction d s in
  s <> 0 -> (d < D)%nat -> (forall j, (D <= j)%nat -> x j = 0) ->
  off_boundary net (ray_germs x v) ->
  exists M0, forall M, (M0 <= M)%nat ->
    let I := in_interval D (around_lo x d s M) (around_hi x d s M) in
    (forall y c j, I y -> (c < C)%nat ->
       is_partial (fun y => eval net y c) j y (tail_jacobian net x v c j))
    /\ ((forall j, (j < D)%nat -> monotone_column C (tail_jacobian net x v) j) ->
        componentwise_strictly_monotonic I D C (fun y => softmax C (eval net y))).
Proof.
  intros net C D x d s v Hs Hd Hx Hoff.
  destruct (common_tube C (fun c M => affine_in_tube net (ray_germs x v) c 1 M)) as [M0 A].
  { intros. eapply affine_in_tube_le; eassumption. }
  { intros c _. apply tube; [exact Hoff | lra]. }
  exists M0. intros M HM I.
  assert (P : forall y c j, I y -> (c < C)%nat ->
       is_partial (fun y => eval net y c) j y (tail_jacobian net x v c j)).
  { intros y c j Hy Hc. destruct (around_in_tube D x d s M y Hs Hd Hx Hy) as [t [e [Ht [He Ey]]]].
    fold v in Ey. rewrite Ey. apply tube_partial with M; [|exact Ht|intros; apply He].
    apply affine_in_tube_le with M0; [exact HM | apply A, Hc]. }
  split; [exact P|]. intros Hcol c Hc j Hj.
  assert (Q : forall y, I y -> is_partial (fun y => softmax C (eval net y) c) j y
      (softmax_grad C (tail_jacobian net x v) (softmax C (eval net y)) c j)).
  { intros y Hy. apply softmax_partial; [exact Hc|]. intros i Hi. apply P; assumption. }
  assert (S : forall y, _) by (exact (fun y => monotone_column_sign C (tail_jacobian net x v) j
    (softmax C (eval net y)) c (Hcol j Hj) Hc
    (fun m Hm => softmax_pos C _ m Hm) (softmax_sum_one C (eval net y) ltac:(lia)))).
  destruct (Rlt_dec 0 (sum_below C (fun m => tail_jacobian net x v c j - tail_jacobian net x v m j)));
    [left|right]; intros y Hy; eexists; (split; [apply Q, Hy | apply S]).
Qed.
