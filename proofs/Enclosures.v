(** * Rational enclosures of exponentials and logarithms

    What a metric's gradient keeps far out is a sum of exponentials and
    logarithms of rational numbers.  Here such numbers are enclosed in rational
    balls (a midpoint and a radius) that Coq computes; every bound is proved, the
    precision is not: where it is too small, a comparison is left undecided. *)

From Farfield Require Import Basics Tail Rational.
Import ListNotations.
Import QArith Qreals Qround.

Open Scope R_scope.

(** ** Rounding *)

Definition grain : positive := (2 ^ 96)%positive.

(** A multiple of 1/grain below a number that is not negative; the number
    itself, should that fail. *)
Definition round_down (q : Q) : Q :=
  let r := (Qfloor (q * (Zpos grain # 1)) # grain)%Q in if qlt q r || qlt r 0 then q else r.

(** A multiple of 1/grain above a number, with the same way out. *)
Definition round_up (q : Q) : Q :=
  let r := (Qceiling (q * (Zpos grain # 1)) # grain)%Q in if qlt r q then q else r.

Lemma round_down_sound : forall q, 0 <= Q2R q -> 0 <= Q2R (round_down q) <= Q2R q.
Proof.
  intros q nonneg. unfold round_down. set (r := (Qfloor _ # _)%Q).
  pose proof (qlt_sound q r) as above. pose proof (qlt_sound r 0) as below. rewrite Q2R_0 in below.
  destruct (qlt q r); [cbn; lra|]. destruct (qlt r 0); cbn; lra.
Qed.

Lemma round_up_sound : forall q, Q2R q <= Q2R (round_up q).
Proof.
  intros q. unfold round_up. set (r := (Qceiling _ # _)%Q).
  pose proof (qlt_sound r q) as below. destruct (qlt r q); lra.
Qed.

(** ** Bounds of the exponential and the logarithm *)

Definition half : Q := (1 # 2)%Q.

Lemma Q2R_half : Q2R half = / 2.
Proof. unfold Q2R, half. cbn. lra. Qed.

(** (1 + x / 2^n)^(2^n), rounded down. *)
Fixpoint exp_below (n : nat) (x : Q) : Q :=
  match n with
  | O => if qlt (qplus 1 x) 0 then 0%Q else qplus 1 x
  | S m => let e := exp_below m (qmult half x) in round_down (qmult e e)
  end.

Lemma exp_below_sound : forall n x, 0 <= Q2R (exp_below n x) <= exp (Q2R x).
Proof.
  induction n as [|n IHn]; intros x.
  - cbn [exp_below]. pose proof (qlt_sound (qplus 1 x) 0) as sign.
    rewrite Q2R_qplus, Q2R_1, Q2R_0 in sign. destruct (qlt (qplus 1 x) 0).
    + rewrite Q2R_0. pose proof (exp_pos (Q2R x)). lra.
    + rewrite Q2R_qplus, Q2R_1. pose proof (exp_ineq1_le (Q2R x)). lra.
  - cbn [exp_below]. set (e := exp_below n (qmult half x)). specialize (IHn (qmult half x)).
    fold e in IHn. rewrite Q2R_qmult, Q2R_half in IHn.
    assert (square : 0 <= Q2R (qmult e e) <= exp (Q2R x)).
    { rewrite Q2R_qmult. split; [nra|].
      replace (exp (Q2R x)) with (exp (/ 2 * Q2R x) * exp (/ 2 * Q2R x));
        [apply Rmult_le_compat; lra|].
      rewrite <- exp_plus. f_equal. field. }
    pose proof (round_down_sound (qmult e e) (proj1 square)). lra.
Qed.

(** A number above the square root of a positive one. *)
Definition root_above (y : Q) : Q :=
  let r := (Z.sqrt (Qceiling (y * (Zpos (grain * grain) # 1))) + 1 # grain)%Q in
  if qlt 0 r && negb (qlt (qmult r r) y) then r else qplus 1 y.

Lemma root_above_sound : forall y, 0 < Q2R y ->
  0 < Q2R (root_above y) /\ Q2R y <= Q2R (root_above y) * Q2R (root_above y).
Proof.
  intros y positive. unfold root_above. set (r := (_ # grain)%Q).
  pose proof (qlt_sound 0 r) as sign. rewrite Q2R_0 in sign.
  pose proof (qlt_sound (qmult r r) y) as large. rewrite Q2R_qmult in large.
  destruct (qlt 0 r); destruct (qlt (qmult r r) y); cbn [andb negb];
    try (split; assumption); rewrite Q2R_qplus, Q2R_1; split; nra.
Qed.

(** 2^n (y^(1/2^n) - 1), roots rounded up. *)
Fixpoint ln_above (n : nat) (y : Q) : Q :=
  match n with
  | O => qplus y (-1)
  | S m => qmult 2 (ln_above m (root_above y))
  end.

Lemma Q2R_minus_1 : Q2R (-1) = -1.
Proof. unfold Q2R. cbn. lra. Qed.

Lemma Q2R_2 : Q2R 2 = 2.
Proof. unfold Q2R. cbn. lra. Qed.

Lemma ln_le_of_le : forall y z, 0 < y -> y <= z -> ln y <= ln z.
Proof. intros y z positive [less|equal]; [left; apply ln_increasing; assumption | rewrite equal; lra]. Qed.

Lemma ln_above_sound : forall n y, 0 < Q2R y -> ln (Q2R y) <= Q2R (ln_above n y).
Proof.
  induction n as [|n IHn]; intros y positive; cbn [ln_above].
  - rewrite Q2R_qplus, Q2R_minus_1. pose proof (exp_ineq1_le (ln (Q2R y))) as tangent.
    rewrite exp_ln in tangent by exact positive. lra.
  - destruct (root_above_sound y positive) as [root_positive square].
    rewrite Q2R_qmult, Q2R_2. specialize (IHn _ root_positive).
    pose proof (ln_le_of_le _ _ positive square) as under.
    rewrite ln_mult in under by exact root_positive. lra.
Qed.

(** ** Balls *)

(** A midpoint and a radius; [None] encloses everything. *)
Definition ball : Type := option (Q * Q).

Definition within (x : R) (b : ball) : Prop :=
  match b with
  | Some (m, r) => Rabs (x - Q2R m) <= Q2R r
  | None => True
  end.

Definition exactly (q : Q) : ball := Some (q, 0%Q).

Lemma exactly_sound : forall q, within (Q2R q) (exactly q).
Proof. intros q. unfold within, exactly. rewrite Q2R_0. unfold Rminus. rewrite Rplus_opp_r, Rabs_R0. lra. Qed.

Definition between (lo hi : Q) : ball :=
  Some (qmult half (qplus lo hi), qmult half (qplus hi (qmult (-1) lo))).

Lemma between_sound : forall x lo hi, Q2R lo <= x <= Q2R hi -> within x (between lo hi).
Proof.
  intros x lo hi bounds. unfold within, between. rewrite !Q2R_qmult, !Q2R_qplus, Q2R_qmult, Q2R_half, Q2R_minus_1.
  apply Rabs_le. lra.
Qed.

Definition ball_plus (b c : ball) : ball :=
  match b, c with
  | Some (m, r), Some (n, s) => Some (qplus m n, qplus r s)
  | _, _ => None
  end.

Lemma ball_plus_sound : forall x y b c, within x b -> within y c -> within (x + y) (ball_plus b c).
Proof.
  intros x y [[m r]|] [[n s]|] x_within y_within; try exact I. cbn -[qplus] in *. rewrite !Q2R_qplus.
  replace (x + y - (Q2R m + Q2R n)) with ((x - Q2R m) + (y - Q2R n)) by ring.
  apply Rle_trans with (1 := Rabs_triang _ _). lra.
Qed.

Definition qabs (q : Q) : Q := if qlt q 0 then qmult (-1) q else q.

Lemma Q2R_qabs : forall q, Q2R (qabs q) = Rabs (Q2R q).
Proof.
  intros q. unfold qabs. pose proof (qlt_sound q 0) as sign. rewrite Q2R_0 in sign.
  destruct (qlt q 0).
  - rewrite Q2R_qmult, Q2R_minus_1, Rabs_left by exact sign. ring.
  - rewrite Rabs_pos_eq by exact sign. reflexivity.
Qed.

Definition ball_mult (b c : ball) : ball :=
  match b, c with
  | Some (m, r), Some (n, s) =>
      Some (qmult m n, qplus (qmult (qabs m) s) (qmult r (qplus (qabs n) s)))
  | _, _ => None
  end.

Lemma ball_mult_sound : forall x y b c, within x b -> within y c -> within (x * y) (ball_mult b c).
Proof.
  intros x y [[m r]|] [[n s]|] x_within y_within; try exact I. cbn -[qplus qmult qabs] in *.
  rewrite Q2R_qplus, !Q2R_qmult, Q2R_qplus, !Q2R_qabs.
  replace (x * y - Q2R m * Q2R n) with (Q2R m * (y - Q2R n) + (x - Q2R m) * (Q2R n + (y - Q2R n)))
    by ring.
  apply Rle_trans with (1 := Rabs_triang _ _). rewrite !Rabs_mult.
  apply Rplus_le_compat; [apply Rmult_le_compat_l; [apply Rabs_pos | exact y_within]|].
  apply Rmult_le_compat; [apply Rabs_pos | apply Rabs_pos | exact x_within |].
  apply Rle_trans with (1 := Rabs_triang _ _). lra.
Qed.

Definition ball_minus (b c : ball) : ball := ball_plus b (ball_mult (exactly (-1)) c).

Lemma ball_minus_sound : forall x y b c, within x b -> within y c -> within (x - y) (ball_minus b c).
Proof.
  intros x y b c x_within y_within. replace (x - y) with (x + Q2R (-1) * y)
    by (rewrite Q2R_minus_1; ring).
  apply ball_plus_sound; [exact x_within|].
  apply ball_mult_sound; [apply exactly_sound | exact y_within].
Qed.

(** The inverse of a ball of positive numbers. *)
Definition ball_inverse (b : ball) : ball :=
  match b with
  | Some (m, r) =>
      let lo := qplus m (qmult (-1) r) in let hi := qplus m r in
      if qlt 0 lo then if qlt 0 hi then between (round_down (/ hi)) (round_up (/ lo)) else None
      else None
  | None => None
  end.

Lemma Q2R_inverse : forall q, 0 < Q2R q -> Q2R (/ q) = / Q2R q.
Proof.
  intros q positive. apply Q2R_inv. intros zero. apply Qeq_eqR in zero. rewrite Q2R_0 in zero. lra.
Qed.

(** What a ball says of a number that it encloses. *)
Lemma within_bounds : forall x m r, within x (Some (m, r)) ->
  Q2R (qplus m (qmult (-1) r)) <= x <= Q2R (qplus m r).
Proof.
  intros x m r inside. cbn -[qplus qmult] in inside. rewrite !Q2R_qplus, Q2R_qmult, Q2R_minus_1.
  pose proof (Rle_abs (x - Q2R m)). pose proof (Rle_abs (- (x - Q2R m))) as other.
  rewrite Rabs_Ropp in other. lra.
Qed.

Lemma ball_inverse_sound : forall x b, within x b -> within (/ x) (ball_inverse b).
Proof.
  intros x [[m r]|] inside; [|exact I]. apply within_bounds in inside. unfold ball_inverse.
  set (lo := qplus m (qmult (-1) r)) in *. set (hi := qplus m r) in *.
  pose proof (qlt_sound 0 lo) as lo_sign. pose proof (qlt_sound 0 hi) as hi_sign.
  rewrite Q2R_0 in lo_sign, hi_sign. destruct (qlt 0 lo); [|exact I].
  destruct (qlt 0 hi); [|exact I]. apply between_sound.
  pose proof (Q2R_inverse lo lo_sign) as inverse_lo. pose proof (Q2R_inverse hi hi_sign) as inverse_hi.
  assert (0 < / Q2R hi) by (apply Rinv_0_lt_compat, hi_sign).
  pose proof (round_down_sound (/ hi) ltac:(lra)). pose proof (round_up_sound (/ lo)).
  assert (/ Q2R hi <= / x) by (apply Rinv_le_contravar; lra).
  assert (/ x <= / Q2R lo) by (apply Rinv_le_contravar; lra). lra.
Qed.

(** 2^20 halvings or roots: an error of about x^2 / 2^20, relative to exp x. *)
Definition halvings : nat := 20.

Definition ball_exp (x : Q) : ball :=
  let e := exp_below halvings (qmult (-1) x) in
  if qlt 0 e then between (exp_below halvings x) (round_up (/ e)) else None.

Lemma ball_exp_sound : forall x, within (exp (Q2R x)) (ball_exp x).
Proof.
  intros x. unfold ball_exp. set (e := exp_below halvings (qmult (-1) x)).
  pose proof (qlt_sound 0 e) as sign. rewrite Q2R_0 in sign. destruct (qlt 0 e); [|exact I].
  apply between_sound. split; [apply exp_below_sound|].
  apply Rle_trans with (2 := round_up_sound _). rewrite (Q2R_inverse e sign).
  pose proof (exp_below_sound halvings (qmult (-1) x)) as under. fold e in under.
  rewrite Q2R_qmult, Q2R_minus_1 in under.
  replace (exp (Q2R x)) with (/ exp (-1 * Q2R x)); [apply Rinv_le_contravar; lra|].
  rewrite <- exp_Ropp. f_equal. ring.
Qed.

(** The standard library's ln 0 is 0. *)
Definition ball_ln (b : ball) : ball :=
  match b with
  | Some (m, r) =>
      let lo := qplus m (qmult (-1) r) in let hi := qplus m r in
      if qlt 0 lo
      then between (qmult (-1) (ln_above halvings (round_up (/ lo)))) (ln_above halvings hi)
      else if qeq m 0 && qeq r 0 then exactly 0 else None
  | None => None
  end.

Lemma ln_of_0 : ln 0 = 0.
Proof. unfold ln. destruct (Rlt_dec 0 0) as [positive|_]; [|reflexivity]. destruct (Rlt_irrefl 0 positive). Qed.

Lemma ball_ln_sound : forall x b, within x b -> within (ln x) (ball_ln b).
Proof.
  intros x [[m r]|] inside; [|exact I]. apply within_bounds in inside. unfold ball_ln.
  pose proof (qeq_sound m 0) as m_zero. pose proof (qeq_sound r 0) as r_zero.
  set (lo := qplus m (qmult (-1) r)) in *. set (hi := qplus m r) in *.
  pose proof (qlt_sound 0 lo) as sign. rewrite Q2R_0 in sign. destruct (qlt 0 lo).
  2: { destruct (qeq m 0); [|exact I]. destruct (qeq r 0); [|exact I]. cbn [andb].
       unfold lo, hi in inside. rewrite !Q2R_qplus, Q2R_qmult, m_zero, r_zero, Q2R_0 in inside.
       replace x with 0 by lra. rewrite ln_of_0, <- Q2R_0. apply exactly_sound. }
  pose proof (round_up_sound (/ lo)) as rounded. rewrite (Q2R_inverse lo sign) in rounded.
  assert (inverse_positive : 0 < / Q2R lo) by (apply Rinv_0_lt_compat, sign).
  apply between_sound. split.
  - rewrite Q2R_qmult, Q2R_minus_1.
    pose proof (ln_above_sound halvings (round_up (/ lo)) ltac:(lra)).
    pose proof (ln_le_of_le _ _ inverse_positive rounded) as inverse_under.
    rewrite ln_Rinv in inverse_under by exact sign.
    pose proof (ln_le_of_le (Q2R lo) x sign ltac:(lra)). lra.
  - pose proof (ln_above_sound halvings hi ltac:(lra)).
    pose proof (ln_le_of_le x (Q2R hi) ltac:(lra) ltac:(lra)). lra.
Qed.

Fixpoint ball_sum (n : nat) (f : nat -> ball) : ball :=
  match n with
  | O => exactly 0
  | S m => ball_plus (ball_sum m f) (f m)
  end.

Lemma ball_sum_sound : forall n (u : nat -> R) f, (forall i, (i < n)%nat -> within (u i) (f i)) ->
  within (sum_below n u) (ball_sum n f).
Proof.
  induction n as [|n IHn]; intros u f each; cbn [ball_sum sum_below].
  - rewrite <- Q2R_0. apply exactly_sound.
  - apply ball_plus_sound; [apply IHn; intros; apply each; lia | apply each; lia].
Qed.

(** The ball keeps away from 0. *)
Definition away_from_0 (b : ball) : bool :=
  match b with Some (m, r) => qlt r (qabs m) | None => false end.

Lemma away_from_0_sound : forall x b, within x b -> away_from_0 b = true -> x <> 0.
Proof.
  intros x [[m r]|] inside away; [|discriminate]. cbn -[qabs] in inside, away.
  pose proof (qlt_sound r (qabs m)) as apart. rewrite away, Q2R_qabs in apart.
  intros zero. rewrite zero in inside. unfold Rminus in inside.
  rewrite Rplus_0_l, Rabs_Ropp in inside. lra.
Qed.
