(** * The real numbers that a certificate is about

    File CertificateChecker computes with whole numbers.  This file says which
    real numbers and germs those stand for, and that the arithmetic is right. *)

From Farfield Require Import Basics Tail Network CertificateChecker.
Import ListNotations.

Open Scope R_scope.

(** ** The real numbers meant *)

Definition number_value (x : number) : R :=
  IZR (mantissa x) * powerRZ 2 (exponent x) / IZR (divisor x).

Definition germ_of (g : exact_germ) : germ :=
  mk_germ (number_value (germ_start g)) (number_value (germ_speed g)).

(** ** Arithmetic *)

Lemma integer_shift_value : forall m k, (0 <= k)%Z -> IZR (integer_shift m k) = IZR m * powerRZ 2 k.
Proof.
  intros m k nonneg. unfold integer_shift. rewrite Z.shiftl_mul_pow2 by exact nonneg.
  rewrite mult_IZR. f_equal. rewrite <- (Z2Nat.id k nonneg).
  rewrite <- pow_IZR, pow_powerRZ. reflexivity.
Qed.

Lemma valid_divisor : forall x, valid x = true -> 0 < IZR (divisor x).
Proof.
  intros x good. unfold valid, integer_less, integer_zero in good.
  apply Z.ltb_lt in good. apply IZR_lt, good.
Qed.

Lemma two_power_positive : forall k, 0 < powerRZ 2 k.
Proof. intros k. apply powerRZ_lt. lra. Qed.

Lemma is_zero_spec : forall x, valid x = true ->
  if is_zero x then number_value x = 0 else number_value x <> 0.
Proof.
  intros x good. apply valid_divisor in good. unfold is_zero, integer_equal, integer_zero, number_value.
  pose proof (two_power_positive (exponent x)) as power.
  destruct (Z.eqb_spec (mantissa x) 0) as [zero|nonzero].
  - rewrite zero. unfold Rdiv. ring.
  - intros zero. apply nonzero, eq_IZR. unfold Rdiv in zero.
    apply Rmult_integral in zero. destruct zero as [zero|zero].
    + apply Rmult_integral in zero. destruct zero; [assumption|lra].
    + pose proof (Rinv_0_lt_compat _ good). lra.
Qed.

Lemma is_positive_spec : forall x, valid x = true ->
  if is_positive x then 0 < number_value x else number_value x <= 0.
Proof.
  intros x good. apply valid_divisor in good. unfold is_positive, integer_less, integer_zero, number_value.
  pose proof (two_power_positive (exponent x)) as power.
  pose proof (Rinv_0_lt_compat _ good) as inverse.
  destruct (Z.ltb_spec 0 (mantissa x)) as [positive|other]; unfold Rdiv.
  - apply IZR_lt in positive. apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat|]; assumption.
  - apply IZR_le in other. rewrite Rmult_assoc. set (r := powerRZ 2 (exponent x) * / IZR (divisor x)).
    assert (0 < r) by (apply Rmult_lt_0_compat; assumption). nra.
Qed.

Lemma number_value_zero : number_value number_zero = 0.
Proof. unfold number_value, number_zero, integer_zero, integer_one. simpl. lra. Qed.

Lemma number_value_minus_one : number_value number_minus_one = -1.
Proof. unfold number_value, number_minus_one, integer_negate, integer_zero, integer_one. simpl. lra. Qed.

Lemma valid_multiply : forall d e,
  integer_less integer_zero d = true -> integer_less integer_zero e = true ->
  integer_less integer_zero (integer_multiply d e) = true.
Proof.
  unfold integer_less, integer_multiply, integer_zero. intros d e one two.
  apply Z.ltb_lt in one, two. apply Z.ltb_lt. nia.
Qed.

Lemma valid_plus : forall x y, valid x = true -> valid y = true -> valid (plus x y) = true.
Proof.
  intros x y good_x good_y. unfold plus. destruct (integer_equal _ _); [exact good_x|].
  apply valid_multiply; assumption.
Qed.

Lemma valid_times : forall x y, valid x = true -> valid y = true -> valid (times x y) = true.
Proof.
  intros x y good_x good_y. unfold times. destruct (is_zero x); [reflexivity|].
  destruct (is_zero y); [reflexivity|]. apply valid_multiply; assumption.
Qed.

Lemma shifted_value : forall m e low, (low <= e)%Z ->
  IZR (integer_shift m (integer_add e (integer_negate low))) * powerRZ 2 low = IZR m * powerRZ 2 e.
Proof.
  intros m e low below. unfold integer_add, integer_negate.
  rewrite integer_shift_value by lia. rewrite Rmult_assoc, <- powerRZ_add by lra.
  f_equal. f_equal. lia.
Qed.

Lemma plus_value : forall x y, valid x = true -> valid y = true ->
  number_value (plus x y) = number_value x + number_value y.
Proof.
  intros [m e d] [n f c] good_x good_y. apply valid_divisor in good_x, good_y.
  unfold plus. cbn [mantissa exponent divisor] in *.
  set (low := if integer_less e f then e else f).
  assert (below : (low <= e)%Z /\ (low <= f)%Z).
  { unfold low, integer_less. destruct (Z.ltb_spec e f); lia. }
  pose proof (shifted_value m e low (proj1 below)) as left_part.
  pose proof (shifted_value n f low (proj2 below)) as right_part.
  unfold integer_equal. destruct (Z.eqb_spec d c) as [equal|other]; unfold number_value;
    cbn [mantissa exponent divisor]; unfold integer_add at 1, integer_multiply.
  - subst c. rewrite plus_IZR, Rmult_plus_distr_r, left_part, right_part. field. lra.
  - rewrite plus_IZR, !mult_IZR, Rmult_plus_distr_r.
    rewrite (Rmult_comm (IZR (integer_shift m _))), (Rmult_comm (IZR (integer_shift n _))), !Rmult_assoc.
    rewrite left_part, right_part. field. lra.
Qed.

Lemma times_value : forall x y, valid x = true -> valid y = true ->
  number_value (times x y) = number_value x * number_value y.
Proof.
  intros x y good_x good_y. unfold times.
  pose proof (is_zero_spec x good_x) as zero_x. destruct (is_zero x).
  { rewrite zero_x, number_value_zero. ring. }
  pose proof (is_zero_spec y good_y) as zero_y. destruct (is_zero y).
  { rewrite zero_y, number_value_zero. ring. }
  apply valid_divisor in good_x, good_y.
  unfold number_value, integer_multiply, integer_add. cbn [mantissa exponent divisor].
  rewrite !mult_IZR, powerRZ_add by lra. field. lra.
Qed.

Lemma valid_minus : forall x y, valid x = true -> valid y = true -> valid (minus x y) = true.
Proof. intros. apply valid_plus; [assumption|]. apply valid_times; [reflexivity|assumption]. Qed.

Lemma minus_value : forall x y, valid x = true -> valid y = true ->
  number_value (minus x y) = number_value x - number_value y.
Proof.
  intros x y good_x good_y. unfold minus.
  rewrite plus_value by (assumption || (apply valid_times; [reflexivity|assumption])).
  rewrite times_value by (reflexivity || assumption). rewrite number_value_minus_one. ring.
Qed.

Lemma same_spec : forall x y, valid x = true -> valid y = true ->
  if same x y then number_value x = number_value y else number_value x <> number_value y.
Proof.
  intros x y good_x good_y. unfold same.
  pose proof (is_zero_spec (minus x y) (valid_minus x y good_x good_y)) as zero.
  rewrite minus_value in zero by assumption. destruct (is_zero (minus x y)); lra.
Qed.

Lemma less_spec : forall x y, valid x = true -> valid y = true ->
  if less x y then number_value x < number_value y else number_value y <= number_value x.
Proof.
  intros x y good_x good_y. unfold less.
  pose proof (is_positive_spec (minus y x) (valid_minus y x good_y good_x)) as sign.
  rewrite minus_value in sign by assumption. destruct (is_positive (minus y x)); lra.
Qed.

(** ** Germs *)

Lemma valid_germ_parts : forall g, valid_germ g = true ->
  valid (germ_start g) = true /\ valid (germ_speed g) = true.
Proof. intros g good. unfold valid_germ in good. destruct (valid (germ_start g)); [auto|discriminate]. Qed.

Lemma valid_germ_intro : forall g, valid (germ_start g) = true -> valid (germ_speed g) = true ->
  valid_germ g = true.
Proof. intros g one two. unfold valid_germ. rewrite one. exact two. Qed.

Lemma valid_combine : forall g w h, valid_germ g = true -> valid w = true -> valid_germ h = true ->
  valid_germ (combine_germs g w h) = true.
Proof.
  intros g w h good_g good_w good_h. destruct (valid_germ_parts g good_g), (valid_germ_parts h good_h).
  apply valid_germ_intro; cbn [combine_germs germ_start germ_speed];
    (apply valid_plus; [|apply valid_times]; assumption).
Qed.

Lemma germ_of_combine : forall g w h, valid_germ g = true -> valid w = true -> valid_germ h = true ->
  germ_of (combine_germs g w h) = germ_plus (germ_of g) (germ_scale (number_value w) (germ_of h)).
Proof.
  intros g w h good_g good_w good_h. destruct (valid_germ_parts g good_g), (valid_germ_parts h good_h).
  unfold germ_of, germ_plus, germ_scale. cbn [combine_germs germ_start germ_speed intercept slope].
  rewrite !plus_value, !times_value by (assumption || (apply valid_times; assumption)). reflexivity.
Qed.

Lemma is_positive_germ_spec : forall g, valid_germ g = true ->
  is_positive_germ g = germ_positive (germ_of g).
Proof.
  intros g good. destruct (valid_germ_parts g good) as [good_start good_speed].
  unfold is_positive_germ, germ_positive. cbn [germ_of intercept slope].
  pose proof (is_zero_spec _ good_speed) as still. pose proof (is_positive_spec _ good_speed) as rises.
  pose proof (is_positive_spec _ good_start) as above.
  destruct (is_zero (germ_speed g)); destruct (Rlt_dec 0 (number_value (germ_speed g))); try lra.
  - destruct (Rlt_dec (number_value (germ_speed g)) 0); [lra|].
    destruct (is_positive (germ_start g)), (Rlt_dec 0 (number_value (germ_start g))); try lra; reflexivity.
  - destruct (is_positive (germ_speed g)); [reflexivity|lra].
  - destruct (is_positive (germ_speed g)); [lra|].
    destruct (Rlt_dec (number_value (germ_speed g)) 0); [reflexivity|lra].
Qed.

Lemma is_zero_germ_spec : forall g, valid_germ g = true ->
  if is_zero_germ g then germ_of g = germ_zero else germ_of g <> germ_zero.
Proof.
  intros g good. destruct (valid_germ_parts g good) as [good_start good_speed].
  unfold is_zero_germ, germ_of, germ_zero.
  pose proof (is_zero_spec _ good_speed) as still. pose proof (is_zero_spec _ good_start) as nothing.
  destruct (is_zero (germ_speed g)); [destruct (is_zero (germ_start g))|].
  - rewrite still, nothing. reflexivity.
  - intros equal. injection equal. lra.
  - intros equal. injection equal. lra.
Qed.

Lemma germ_of_above : forall g b, valid_germ g = true -> valid b = true ->
  germ_of (above_breakpoint g b) = germ_shift (germ_of g) (number_value b)
  /\ valid_germ (above_breakpoint g b) = true.
Proof.
  intros g b good_g good_b. destruct (valid_germ_parts g good_g). split.
  - unfold germ_of, above_breakpoint, germ_shift. cbn [germ_start germ_speed intercept slope].
    rewrite minus_value by assumption. reflexivity.
  - apply valid_germ_intro; [apply valid_minus|]; assumption.
Qed.

Lemma germ_of_lead : forall g h, valid_germ g = true -> valid_germ h = true ->
  germ_of (combine_germs g number_minus_one h) = germ_minus (germ_of g) (germ_of h)
  /\ valid_germ (combine_germs g number_minus_one h) = true.
Proof.
  intros g h good_g good_h. split; [|apply valid_combine; auto].
  rewrite germ_of_combine by auto. unfold germ_plus, germ_scale, germ_minus.
  rewrite number_value_minus_one. cbn [germ_of intercept slope]. f_equal; ring.
Qed.

(** What [meet] lets pass. *)
Lemma meet_sound : forall last g f f',
  valid last = true -> valid_germ g = true -> 0 <= number_value last ->
  meet last g f = Some f' ->
  crossing (germ_of g) <= number_value last
  /\ (changes f' = true -> changes f = true
      \/ slope (germ_of g) <> 0 /\ value (germ_of g) (number_value last) = 0)
  /\ (touches f' = true <-> touches f = true \/ germ_of g = germ_zero).
Proof.
  intros last g f f' good_last good nonneg met.
  destruct (valid_germ_parts g good) as [good_start good_speed]. unfold meet in met.
  pose proof (is_zero_spec _ good_speed) as still. unfold crossing. cbn [germ_of slope intercept] in *.
  destruct (is_zero (germ_speed g)).
  - injection met as <-. cbn [changes touches]. destruct (Req_EM_T _ 0) as [_|moves]; [|lra].
    split; [exact nonneg|]. split; [auto|].
    pose proof (is_zero_spec _ good_start) as nothing. destruct (is_zero (germ_start g)).
    + split; [|reflexivity]. intros _. right. unfold germ_zero, germ_of. rewrite nothing, still. reflexivity.
    + split; [auto|]. intros [touched|zero]; [exact touched|].
      unfold germ_zero, germ_of in zero. injection zero. lra.
  - destruct (Req_EM_T _ 0) as [zero|_]; [lra|].
    set (v := plus (germ_start g) (times (germ_speed g) last)) in met.
    assert (good_v : valid v = true) by (apply valid_plus; [|apply valid_times]; assumption).
    assert (v_value : number_value v = number_value (germ_start g) + number_value (germ_speed g) * number_value last).
    { unfold v. rewrite plus_value, times_value by (try assumption; apply valid_times; assumption). reflexivity. }
    assert (not_zero : germ_of g <> germ_zero).
    { unfold germ_zero, germ_of. intros equal. injection equal. lra. }
    pose proof (is_zero_spec v good_v) as at_last.
    assert (root : number_value (germ_speed g) * (- number_value (germ_start g) / number_value (germ_speed g))
      = - number_value (germ_start g)) by (field; exact still).
    set (r := - number_value (germ_start g) / number_value (germ_speed g)) in *.
    destruct (is_zero v).
    + injection met as <-. cbn [changes touches]. split; [|split].
      * apply Req_le, (Rmult_eq_reg_l (number_value (germ_speed g))); [lra|exact still].
      * intros _. right. split; [exact still|]. unfold value. cbn [germ_of intercept slope]. lra.
      * tauto.
    + destruct (Bool.eqb (is_positive v) (is_positive (germ_speed g))) eqn:agree; [|discriminate].
      injection met as <-. split; [|tauto]. apply Bool.eqb_prop in agree.
      pose proof (is_positive_spec v good_v) as sign_v. pose proof (is_positive_spec _ good_speed) as sign_b.
      rewrite agree in sign_v. destruct (is_positive (germ_speed g)).
      * apply Rnot_lt_le. intros late. apply (Rmult_lt_compat_l (number_value (germ_speed g))) in late; lra.
      * apply Rnot_lt_le. intros late.
        apply (Rmult_lt_compat_l (- number_value (germ_speed g))) in late; lra.
Qed.
