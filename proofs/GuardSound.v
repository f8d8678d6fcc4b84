(** * What an accepted certificate of a guard says (claim guard-uniform) *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients Ceilings
  CertificateChecker CertificateNumbers GuardChecker.
Import ListNotations.

Open Scope R_scope.

(** ** Series of odd degree stay below the exponential *)

Fixpoint series_below (n : nat) (y : R) : R :=
  match n with O => 1 | S m => series_below m y + y ^ n / INR (fact n) end.

Lemma series_at_zero : forall n, series_below n 0 = 1.
Proof.
  induction n as [|n IH]; [reflexivity|]. cbn [series_below]. rewrite IH.
  replace (0 ^ S n) with 0 by (simpl; ring). unfold Rdiv. ring.
Qed.

Lemma series_derivative : forall n y, derivable_pt_lim (series_below (S n)) y (series_below n y).
Proof.
  induction n as [|n IH]; intros y.
  - apply derivable_pt_lim_ext with (fun s => 1 + 1 * s); [intros s; simpl; field|].
    apply derivable_pt_lim_line.
  - change (derivable_pt_lim (fun s => series_below (S n) s + s ^ S (S n) / INR (fact (S (S n)))) y
      (series_below n y + y ^ S n / INR (fact (S n)))).
    apply (derivable_pt_lim_plus (series_below (S n)) (fun s => s ^ S (S n) / INR (fact (S (S n)))));
      [apply IH|].
    apply derivable_pt_lim_ext with (fun s => / INR (fact (S (S n))) * s ^ S (S n));
      [intros; unfold Rdiv; ring|].
    apply derivable_pt_lim_value with (/ INR (fact (S (S n))) * (INR (S (S n)) * y ^ S n)).
    + replace (fact (S (S n))) with (S (S n) * fact (S n))%nat by reflexivity. rewrite mult_INR.
      field. split; [apply INR_fact_neq_0|apply not_0_INR; lia].
    + apply derivable_pt_lim_times, (derivable_pt_lim_pow y (S (S n))).
Qed.

Lemma gap_derivative : forall n y,
  derivable_pt_lim (fun s => exp s - series_below (S n) s) y (exp y - series_below n y).
Proof.
  intros n y. apply (derivable_pt_lim_minus exp (series_below (S n)));
    [apply derivable_pt_lim_exp|apply series_derivative].
Qed.

Lemma odd_series_below_exp : forall k y, series_below (2 * k + 1) y <= exp y.
Proof.
  induction k as [|k IH]; intros y.
  - simpl. pose proof (exp_ineq1_le y). lra.
  - replace (2 * S k + 1)%nat with (S (S (2 * k + 1))) by lia. set (n := (2 * k + 1)%nat) in *.
    assert (gap_at_zero : forall m, exp 0 - series_below m 0 = 0)
      by (intros m; rewrite exp_0, series_at_zero; ring).
    (* the gap of degree n + 1 has the sign of y *)
    assert (sign : forall s, (0 <= s -> 0 <= exp s - series_below (S n) s)
      /\ (s <= 0 -> exp s - series_below (S n) s <= 0)).
    { intros s. split; intros side; (destruct side as [strict|equal];
        [|assert (s = 0) as -> by lra; rewrite gap_at_zero; lra]).
      - destruct (MVT_cor2 (fun r => exp r - series_below (S n) r) (fun r => exp r - series_below n r) 0 s strict)
          as [c [mean _]]; [intros; apply gap_derivative|].
        cbv beta in mean. rewrite gap_at_zero in mean. specialize (IH c). nra.
      - destruct (MVT_cor2 (fun r => exp r - series_below (S n) r) (fun r => exp r - series_below n r) s 0 strict)
          as [c [mean _]]; [intros; apply gap_derivative|].
        cbv beta in mean. rewrite gap_at_zero in mean. specialize (IH c). nra. }
    assert (0 <= exp y - series_below (S (S n)) y); [|lra].
    destruct (Rtotal_order 0 y) as [up|[<-|down]].
    + destruct (MVT_cor2 (fun r => exp r - series_below (S (S n)) r) (fun r => exp r - series_below (S n) r) 0 y up)
        as [c [mean inside]]; [intros; apply gap_derivative|].
      cbv beta in mean. rewrite gap_at_zero in mean.
      pose proof (proj1 (sign c) ltac:(lra)). nra.
    + rewrite gap_at_zero. lra.
    + destruct (MVT_cor2 (fun r => exp r - series_below (S (S n)) r) (fun r => exp r - series_below (S n) r) y 0 down)
        as [c [mean inside]]; [intros; apply gap_derivative|].
      cbv beta in mean. rewrite gap_at_zero in mean.
      pose proof (proj2 (sign c) ltac:(lra)). nra.
Qed.

(** ** The numbers of the checker *)

Lemma whole_is : forall n, whole n = mk_number (Z.of_nat n) 0 1.
Proof.
  induction n as [|n IH]; [reflexivity|]. cbn [whole]. rewrite IH. unfold plus, number_one.
  cbn [mantissa exponent divisor]. unfold integer_less, integer_zero, integer_one, integer_equal,
    integer_shift, integer_add, integer_negate. rewrite Z.ltb_irrefl, Z.eqb_refl.
  cbn [Z.opp Z.add Z.shiftl Z.eqb]. f_equal. lia.
Qed.

Lemma number_one_value : number_value number_one = 1.
Proof. unfold number_value, number_one, integer_one, integer_zero. simpl. lra. Qed.

Lemma whole_value : forall n, valid (whole n) = true /\ number_value (whole n) = INR n.
Proof.
  intros n. rewrite whole_is. split; [reflexivity|]. unfold number_value. cbn [mantissa exponent divisor].
  rewrite INR_IZR_INZ. simpl. field.
Qed.

Lemma one_over_value : forall n, (0 < n)%nat ->
  valid (one_over n) = true /\ number_value (one_over n) = / INR n.
Proof.
  intros n some. unfold one_over. rewrite whole_is. cbn [mantissa]. split.
  - unfold valid, integer_less, integer_zero. cbn [divisor]. apply Z.ltb_lt. lia.
  - unfold number_value, integer_one, integer_zero. cbn [mantissa exponent divisor].
    rewrite INR_IZR_INZ. simpl. unfold Rdiv. ring.
Qed.

Lemma exponential_series_value : forall n w, valid w = true ->
  valid (fst (exponential_series n w)) = true /\ valid (snd (exponential_series n w)) = true
  /\ number_value (fst (exponential_series n w)) = series_below n (number_value w)
  /\ number_value (snd (exponential_series n w)) = number_value w ^ n / INR (fact n).
Proof.
  intros n w good. induction n as [|n [good_sum [good_term [sum term]]]].
  - cbn [exponential_series fst snd series_below]. rewrite number_one_value.
    split; [reflexivity|]. split; [reflexivity|]. split; [reflexivity|]. simpl. field.
  - cbn [exponential_series]. destruct (exponential_series n w) as [s u]. cbn [fst snd] in *.
    destruct (one_over_value (S n) ltac:(lia)) as [good_inverse inverse].
    assert (good_step : valid (times w (one_over (S n))) = true) by (apply valid_times; assumption).
    assert (next : number_value (times u (times w (one_over (S n)))) = number_value w ^ S n / INR (fact (S n))).
    { rewrite !times_value by assumption. rewrite term, inverse.
      replace (fact (S n)) with (S n * fact n)%nat by reflexivity. rewrite mult_INR.
      change (number_value w ^ S n) with (number_value w * number_value w ^ n).
      field. split; [apply INR_fact_neq_0|apply not_0_INR; lia]. }
    assert (good_next : valid (times u (times w (one_over (S n)))) = true) by (apply valid_times; assumption).
    split; [apply valid_plus; assumption|]. split; [exact good_next|]. split; [|exact next].
    rewrite plus_value by assumption. rewrite sum, next. reflexivity.
Qed.

Lemma halved_value : forall x, valid x = true ->
  valid (halved x) = true /\ number_value (halved x) = number_value x / 2.
Proof.
  intros x good. split; [exact good|]. apply valid_divisor in good.
  unfold number_value, halved, integer_add, integer_negate, integer_one. cbn [mantissa exponent divisor].
  rewrite powerRZ_add by lra. change (powerRZ 2 (Z.opp 1)) with (/ (2 * 1)). field. lra.
Qed.

Lemma halved_times_value : forall k x, valid x = true ->
  valid (halved_times k x) = true /\ number_value (halved_times k x) = number_value x / 2 ^ k.
Proof.
  induction k as [|k IH]; intros x good; [split; [exact good|simpl; field]|].
  destruct (halved_value x good) as [good_half half]. destruct (IH (halved x) good_half) as [good_rest rest].
  split; [exact good_rest|]. cbn [halved_times]. rewrite rest, half.
  change (2 ^ S k) with (2 * 2 ^ k). field. apply pow_nonzero. lra.
Qed.

Lemma squared_times_below : forall k x r, valid x = true -> 0 < number_value x <= exp r ->
  valid (squared_times k x) = true /\ 0 < number_value (squared_times k x) <= exp (r * 2 ^ k).
Proof.
  induction k as [|k IH]; intros x r good bounds.
  - cbn [squared_times]. split; [exact good|]. simpl. rewrite Rmult_1_r. exact bounds.
  - cbn [squared_times]. replace (r * 2 ^ S k) with ((r + r) * 2 ^ k) by (simpl; ring).
    apply IH; [apply valid_times; exact good|]. rewrite times_value by exact good. rewrite exp_plus. nra.
Qed.

(** The bound is one. *)
Lemma exponential_below_sound : forall y, valid y = true ->
  valid (exponential_below y) = true /\ 0 <= number_value (exponential_below y) <= exp (number_value y).
Proof.
  intros y good. unfold exponential_below.
  assert (good_cap : valid largest_exponent = true) by reflexivity.
  set (z := if less largest_exponent y then largest_exponent else y).
  assert (z_below : valid z = true /\ number_value z <= number_value y).
  { unfold z. pose proof (less_spec largest_exponent y good_cap good) as order.
    destruct (less largest_exponent y); split; try assumption; lra. }
  destruct z_below as [good_z z_below]. clearbody z.
  destruct (halved_times_value halvings z good_z) as [good_w w_value].
  destruct (exponential_series_value degree _ good_w) as [good_root [_ [root_value _]]].
  destruct (exponential_series degree (halved_times halvings z)) as [root term]. cbn [fst snd] in *.
  pose proof (is_positive_spec root good_root) as sign.
  destruct (is_positive root).
  - assert (below : number_value root <= exp (number_value z / 2 ^ halvings)).
    { rewrite root_value, <- w_value. apply (odd_series_below_exp 13). }
    destruct (squared_times_below halvings root (number_value z / 2 ^ halvings) good_root (conj sign below))
      as [good_power [positive power]].
    split; [exact good_power|]. split; [lra|]. apply Rle_trans with (1 := power).
    replace (number_value z / 2 ^ halvings * 2 ^ halvings) with (number_value z)
      by (field; apply pow_nonzero; lra).
    apply exp_le, z_below.
  - split; [reflexivity|]. rewrite number_value_zero. pose proof (exp_pos (number_value y)). lra.
Qed.

Opaque exponential_below.

(** ** What an accepted certificate says *)

Section Accepted.

Variable g : guard.
Hypothesis accepted : check_guard g = true.

Let C := guard_classes g.
Let D := length (guard_box g).
Let nothing := mk_watched number_zero number_zero number_one.
Let entry_of (part : watched -> number) : vec := fun d => number_value (part (nth d (guard_box g) nothing)).

(** The guarded classifier of the certificate's numbers. *)
Definition certified_guard (p : vec -> vec) : vec -> vec :=
  guarded C D (entry_of lower_end) (entry_of upper_end) (entry_of width)
    (number_value (guard_kappa g)) (number_value (guard_mu g)) p.

Definition certified_excess (x : vec) : R :=
  outside D (entry_of lower_end) (entry_of upper_end) (entry_of width) x.

Lemma accepted_parts : (1 < C)%nat
  /\ (forall d, (d < D)%nat -> 0 < entry_of width d)
  /\ valid (guard_kappa g) = true /\ valid (guard_mu g) = true /\ 0 < number_value (guard_mu g)
  /\ valid (guard_change g) = true /\ bounds_share C (guard_kappa g) (guard_change g) = true
  /\ forall excess bound, In (excess, bound) (guard_confidence g) -> bounds_confidence g excess bound = true.
Proof.
  unfold check_guard, examine_guard in accepted.
  destruct (several (guard_classes g)) eqn:classes; [|discriminate].
  destruct (wrong_input (guard_box g) 0) eqn:box; [discriminate|].
  destruct (valid (guard_kappa g)) eqn:good_kappa; [|discriminate].
  destruct (valid (guard_mu g)) eqn:good_mu; [|discriminate].
  destruct (is_positive (guard_mu g)) eqn:mu_sign; [|discriminate].
  destruct (valid (guard_change g)) eqn:good_change; [|discriminate].
  destruct (bounds_share (guard_classes g) (guard_kappa g) (guard_change g)) eqn:share; [|discriminate].
  destruct (wrong_confidence g (guard_confidence g) 0) eqn:confidence; [discriminate|].
  split.
  { unfold C. destruct (guard_classes g) as [|[|n]]; [discriminate|discriminate|lia]. }
  split.
  { assert (inputs : forall l n d, wrong_input l n = None -> (d < length l)%nat ->
      valid_watched (nth d l nothing) = true).
    { induction l as [|w l IH]; intros n d right below; [simpl in below; lia|]. cbn [wrong_input] in right.
      destruct (valid_watched w) eqn:good; [|discriminate]. destruct d as [|d]; [exact good|].
      apply (IH (S n)); [exact right|simpl in below; lia]. }
    intros d below. specialize (inputs _ _ d box below). unfold valid_watched in inputs.
    unfold entry_of. set (w := nth d (guard_box g) nothing) in *.
    destruct (valid (lower_end w)); [|discriminate]. destruct (valid (upper_end w)); [|discriminate].
    destruct (valid (width w)) eqn:good; [|discriminate].
    pose proof (is_positive_spec (width w) good) as sign. destruct (is_positive (width w)); [exact sign|discriminate]. }
  split; [reflexivity|]. split; [reflexivity|]. split.
  { pose proof (is_positive_spec (guard_mu g) good_mu) as sign. rewrite mu_sign in sign. exact sign. }
  split; [reflexivity|]. split; [exact share|].
  assert (entries : forall l n, wrong_confidence g l n = None -> forall excess bound,
    In (excess, bound) l -> bounds_confidence g excess bound = true).
  { induction l as [|[e b] l IH]; intros n right excess bound member; [destruct member|].
    cbn [wrong_confidence] in right. destruct (bounds_confidence g e b) eqn:good; [|discriminate].
    destruct member as [same|member]; [injection same as <- <-; exact good|].
    apply (IH (S n) right), member. }
  exact (entries _ _ confidence).
Qed.

Lemma bounds_share_sound : forall y said, (0 < C)%nat -> valid y = true -> valid said = true ->
  bounds_share C y said = true -> (1 - / INR C) * / (1 + exp (number_value y)) <= number_value said.
Proof.
  intros y said classes good_y good_said right. unfold bounds_share in right.
  destruct (exponential_below_sound y good_y) as [good_exp [exp_nonneg exp_below]].
  destruct (one_over_value C classes) as [good_inverse inverse].
  set (E := exponential_below y) in *. clearbody E. apply Bool.negb_true_iff in right.
  assert (good_sum : valid (plus number_one E) = true) by (apply valid_plus; [reflexivity|exact good_exp]).
  pose proof (less_spec (times said (plus number_one E)) (minus number_one (one_over C))
    (valid_times _ _ good_said good_sum) (valid_minus number_one _ eq_refl good_inverse)) as order.
  rewrite right in order.
  rewrite minus_value, times_value, plus_value, number_one_value, inverse in order
    by (assumption || reflexivity).
  pose proof (exp_pos (number_value y)).
  assert (share_nonneg : 0 <= 1 - / INR C).
  { assert (/ INR C <= / 1); [|lra]. apply Rinv_le_contravar; [lra|]. apply (le_INR 1). lia. }
  assert (said_nonneg : 0 <= number_value said) by nra.
  apply (Rmult_le_reg_r (1 + exp (number_value y))); [lra|].
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. nra.
Qed.

(** Inside the box no probability changes by more than [guard_change]. *)
Theorem guard_uniform_certified_inside : forall p x c, is_distribution C (p x) -> (c < C)%nat ->
  (forall d, (d < D)%nat -> entry_of lower_end d <= x d <= entry_of upper_end d) ->
  Rabs (certified_guard p x c - p x c) <= number_value (guard_change g).
Proof.
  intros p x c distribution below box.
  destruct accepted_parts as [classes [_ [good_kappa [_ [_ [good_change [share _]]]]]]].
  apply Rle_trans with ((1 - / INR C) * (1 - sigmoid (number_value (guard_kappa g)))).
  - apply guard_uniform_inside; assumption.
  - replace (1 - sigmoid (number_value (guard_kappa g))) with (/ (1 + exp (number_value (guard_kappa g)))).
    + apply bounds_share_sound; (assumption || lia).
    + unfold sigmoid. set (r := number_value (guard_kappa g)). rewrite exp_Ropp. pose proof (exp_pos r).
      field. lra.
Qed.

(** No probability exceeds the bound where the excess is at least the one given. *)
Theorem guard_uniform_certified_confidence : forall excess bound p x,
  In (excess, bound) (guard_confidence g) -> is_distribution C (p x) ->
  number_value excess <= certified_excess x ->
  msp C (certified_guard p x) <= number_value bound.
Proof.
  intros excess bound p x member distribution far.
  destruct accepted_parts as [classes [_ [good_kappa [good_mu [mu_pos [_ [_ entries]]]]]]].
  specialize (entries excess bound member). unfold bounds_confidence in entries.
  destruct (valid excess) eqn:good_excess; [|discriminate].
  destruct (valid bound) eqn:good_bound; [|discriminate].
  destruct (less excess number_zero); [discriminate|].
  destruct (one_over_value C ltac:(lia)) as [good_inverse inverse].
  assert (good_product : valid (times (guard_mu g) excess) = true) by (apply valid_times; assumption).
  apply bounds_share_sound in entries;
    [|lia|apply valid_minus; assumption|apply valid_minus; assumption].
  fold C in entries. rewrite !minus_value, times_value, inverse in entries by assumption.
  apply Rle_trans with (/ INR C + (1 - / INR C)
    * sigmoid (number_value (guard_kappa g) - number_value (guard_mu g) * number_value excess)).
  - apply guard_uniform_ceiling; [lia|lra|exact distribution|exact far].
  - unfold sigmoid.
    replace (- (number_value (guard_kappa g) - number_value (guard_mu g) * number_value excess))
      with (number_value (guard_mu g) * number_value excess - number_value (guard_kappa g)) by ring.
    lra.
Qed.

(** The most probable classes are the classifier's, and along every ray that
    moves a watched input the probabilities tend to 1/C. *)
Theorem guard_uniform_certified_far : forall p x,
  (forall k, is_top C (certified_guard p x) k <-> is_top C (p x) k)
  /\ forall v, (forall y, is_distribution C (p y)) -> (exists d, (d < D)%nat /\ v d <> 0) ->
     forall c, (c < C)%nat -> tends_to (fun t => certified_guard p (ray x v t) c) (/ INR C).
Proof.
  intros p x. destruct accepted_parts as [classes [widths [_ [_ [mu_pos _]]]]]. split.
  - intros k. apply guard_uniform_decision.
  - intros v distribution moves c below. apply guard_uniform_limit; try assumption. lia.
Qed.

End Accepted.
