(** * Counterexamples about uncertainty metrics that Coq checks by computing

    For claims variance-gradient, entropy-gradient and mi-gradient.  Far out the
    derivative of such a metric tends to a sum of exponentials and logarithms of
    rational numbers; file Enclosures encloses it, and a ball away from 0 is a
    refutation. *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Interval Gradient
  Metrics MetricGradients Rational Counterexamples TailCounterexamples Enclosures.
Import ListNotations.
Import QArith Qreals.

Open Scope R_scope.

(** ** What the derivative of a metric tends to *)

(** Predictions and their derivatives approach l and dl, and no derivative
    outweighs its probability. *)
Definition settles (K C : nat) (p dp : R -> nat -> vec) (l dl : nat -> vec) : Prop :=
  (exists B A, forall t m c, A <= t -> (m < K)%nat -> (c < C)%nat ->
     0 < p t m c /\ Rabs (dp t m c) <= B * p t m c)
  /\ forall m c, (m < K)%nat -> (c < C)%nat ->
       tends_to (fun t => p t m c) (l m c) /\ tends_to (fun t => dp t m c) (dl m c).

(** Also where ln q_c goes to minus infinity: ln 0 is 0 in the standard library,
    and what a vanishing class adds tends to 0. *)
Lemma entropy_derivative_tends : forall C (q dq : R -> vec) l dl B A,
  (forall t c, A <= t -> (c < C)%nat -> 0 < q t c /\ Rabs (dq t c) <= B * q t c) ->
  (forall c, (c < C)%nat -> tends_to (fun t => q t c) (l c) /\ tends_to (fun t => dq t c) (dl c)) ->
  tends_to (fun t => entropy_derivative C (q t) (dq t)) (entropy_derivative C l dl).
Proof.
  intros C q dq l dl B A bounds limits. unfold entropy_derivative.
  apply tends_to_ext with (fun t => -1 * sum_below C (fun c => (ln (q t c) + 1) * dq t c));
    [intros; ring|].
  replace (- sum_below C (fun c => (ln (l c) + 1) * dl c))
    with (-1 * sum_below C (fun c => (ln (l c) + 1) * dl c)) by ring.
  apply tends_to_scal, (tends_to_sum C (fun t c => (ln (q t c) + 1) * dq t c)).
  intros c below. destruct (limits c below) as [q_limit dq_limit].
  destruct (Rtotal_order (l c) 0) as [negative|[zero|positive]].
  - exfalso. destruct (tends_to_eventually_lt _ _ 0 q_limit negative) as [A' less].
    pose proof (Rmax_l A A'). pose proof (Rmax_r A A').
    specialize (less (Rmax A A') ltac:(lra)). cbv beta in less.
    pose proof (proj1 (bounds (Rmax A A') c ltac:(lra) below)). lra.
  - rewrite zero in q_limit.
    assert (still : dl c = 0).
    { apply (tends_to_unique _ _ _ dq_limit).
      apply tends_to_squeeze_0 with (fun t => B * q t c) A.
      - intros t late. apply (bounds t c late below).
      - rewrite <- (Rmult_0_r B). apply tends_to_scal, q_limit. }
    rewrite still, Rmult_0_r.
    apply tends_to_squeeze_0 with (fun t => B * (Rabs (q t c * ln (q t c)) + q t c)) A.
    + intros t late. destruct (bounds t c late below) as [q_positive small]. rewrite Rabs_mult.
      apply Rle_trans with ((Rabs (ln (q t c)) + 1) * (B * q t c)).
      * apply Rmult_le_compat; try apply Rabs_pos; [|exact small].
        apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_R1. lra.
      * rewrite Rabs_mult, (Rabs_pos_eq (q t c)) by lra. right. ring.
    + rewrite <- (Rmult_0_r B). apply tends_to_scal.
      replace 0 with (0 + 0) by ring. apply tends_to_plus; [|exact q_limit].
      apply (tends_to_Rabs_0 (fun t => q t c * ln (q t c))).
      replace 0 with (0 * ln 0) by ring.
      apply (tends_to_xlnx (fun t => q t c) 0 A); [|lra|exact q_limit].
      intros t late. apply Rlt_le, (bounds t c late below).
  - apply (tends_to_mult (fun t => ln (q t c) + 1)); [|exact dq_limit].
    apply (tends_to_plus (fun t => ln (q t c)) (fun _ => 1)); [|apply tends_to_const].
    apply (tends_to_ln (fun t => q t c)); assumption.
Qed.

Lemma mean_settles : forall K C p dp l dl, (0 < K)%nat -> settles K C p dp l dl ->
  settles 1 C (fun t _ => mean K (p t)) (fun t _ => mean K (dp t))
    (fun _ => mean K l) (fun _ => mean K dl).
Proof.
  intros K C p dp l dl some_member [[B [A bounds]] limits]. split.
  - exists B, A. intros t m c late _ below. unfold mean.
    assert (positive : 0 < / INR K) by (apply Rinv_0_lt_compat, INR_pos, some_member). split.
    + apply Rmult_lt_0_compat; [exact positive|]. apply sum_pos; [exact some_member|].
      intros k inside. apply (bounds t k c late inside below).
    + rewrite Rabs_mult, Rabs_pos_eq by lra.
      replace (B * (/ INR K * sum_below K (fun k => p t k c)))
        with (/ INR K * (B * sum_below K (fun k => p t k c))) by ring.
      apply Rmult_le_compat_l; [lra|]. rewrite <- sum_scal.
      apply Rle_trans with (1 := sum_Rabs _ _). apply sum_le.
      intros k inside. apply (bounds t k c late inside below).
  - intros _ c _ below.
    split; apply mean_limit; intros k inside; apply (limits k c inside below).
Qed.

(** ** A metric, the formula of its derivative, and the ball of that *)

Definition refutes_metric_gradient (Phi : nat -> nat -> (nat -> vec) -> R) (K D C : nat)
    (f : nat -> vec -> vec) (x v : vec) : Prop :=
  (exists I, meets_hypotheses K D C f x v I)
  /\ ~ gradient_tends_to_0 D (fun y => Phi K C (predictions C f y)) x v.

(** The hypotheses of Lemma 7 (8, 9) hold on the ray, its conclusion does not. *)
Definition refutes_variance_gradient := refutes_metric_gradient variance.
Definition refutes_entropy_gradient := refutes_metric_gradient predictive_entropy.
Definition refutes_mi_gradient := refutes_metric_gradient mutual_information.

Definition rate_formula : Type := nat -> nat -> (nat -> vec) -> (nat -> vec) -> R.
Definition ball_formula : Type := nat -> nat -> (nat -> nat -> ball) -> (nat -> nat -> ball) -> ball.

Record computable_metric (Phi : nat -> nat -> (nat -> vec) -> R) (rate : rate_formula)
    (kept : ball_formula) : Prop := {
  rate_is_partial : forall K C (p : nat -> vec -> nat -> R) j x dp, (0 < K)%nat ->
    (forall m c, (m < K)%nat -> (c < C)%nat -> 0 < p m x c) ->
    (forall m c, (m < K)%nat -> (c < C)%nat -> is_partial (fun y => p m y c) j x (dp m c)) ->
    is_partial (fun y => Phi K C (fun m => p m y)) j x (rate K C (fun m => p m x) dp);
  rate_settles : forall K C p dp l dl, (0 < K)%nat -> settles K C p dp l dl ->
    tends_to (fun t => rate K C (p t) (dp t)) (rate K C l dl);
  rate_within : forall K C l dl p dp, (0 < K)%nat -> (0 < C)%nat ->
    (forall m c, (m < K)%nat -> (c < C)%nat -> within (l m c) (p m c) /\ within (dl m c) (dp m c)) ->
    within (rate K C l dl) (kept K C p dp)
}.

Arguments rate_is_partial {Phi rate kept}.
Arguments rate_settles {Phi rate kept}.
Arguments rate_within {Phi rate kept}.

(** 1/n *)
Definition ball_share (n : nat) : ball := exactly (1 # Pos.of_nat n).

Lemma ball_share_sound : forall n, (0 < n)%nat -> within (/ INR n) (ball_share n).
Proof.
  intros n positive. replace (/ INR n) with (Q2R (1 # Pos.of_nat n)); [apply exactly_sound|].
  unfold Q2R. cbn [Qnum Qden]. rewrite Rmult_1_l, INR_IZR_INZ. do 2 f_equal.
  rewrite <- positive_nat_Z, Nat2Pos.id by lia. reflexivity.
Qed.

Definition ball_mean (K : nat) (p : nat -> nat -> ball) (c : nat) : ball :=
  ball_mult (ball_share K) (ball_sum K (fun m => p m c)).

Lemma ball_mean_sound : forall K u p c, (0 < K)%nat ->
  (forall m, (m < K)%nat -> within (u m c) (p m c)) -> within (mean K u c) (ball_mean K p c).
Proof.
  intros K u p c some_member each. apply ball_mult_sound; [apply ball_share_sound, some_member|].
  apply (ball_sum_sound K (fun m => u m c)). exact each.
Qed.

Definition variance_derivative : rate_formula := fun K C p dp =>
  / INR C * sum_below C (fun c =>
    mean K (fun m k => 2 * p m k * dp m k) c - 2 * mean K p c * mean K dp c).

Definition ball_variance : ball_formula := fun K C p dp =>
  ball_mult (ball_share C) (ball_sum C (fun c => ball_minus
    (ball_mean K (fun m k => ball_mult (ball_mult (exactly 2) (p m k)) (dp m k)) c)
    (ball_mult (ball_mult (exactly 2) (ball_mean K p c)) (ball_mean K dp c)))).

Lemma twice_within : forall x y b c, within x b -> within y c ->
  within (2 * x * y) (ball_mult (ball_mult (exactly 2) b) c).
Proof.
  intros x y b c x_within y_within. apply ball_mult_sound; [|exact y_within].
  apply ball_mult_sound; [rewrite <- Q2R_2; apply exactly_sound | exact x_within].
Qed.

Lemma variance_computable : computable_metric variance variance_derivative ball_variance.
Proof.
  constructor.
  - intros K C p j x dp _ _ partials. apply (variance_partial K C p j x dp). exact partials.
  - intros K C p dp l dl _ [_ limits]. unfold variance_derivative. apply tends_to_scal.
    apply (tends_to_sum C (fun t c => mean K (fun m k => 2 * p t m k * dp t m k) c
      - 2 * mean K (p t) c * mean K (dp t) c)).
    intros c below. apply tends_to_minus.
    + apply (mean_limit K (fun t m k => 2 * p t m k * dp t m k)).
      intros m inside. destruct (limits m c inside below).
      apply (tends_to_mult (fun t => 2 * p t m c)); [apply tends_to_scal|]; assumption.
    + apply (tends_to_mult (fun t => 2 * mean K (p t) c)); [apply tends_to_scal|];
        apply mean_limit; intros m inside; apply (limits m c inside below).
  - intros K C l dl p dp some_member some_class each.
    apply ball_mult_sound; [apply ball_share_sound, some_class|].
    apply (ball_sum_sound C (fun c => mean K (fun m k => 2 * l m k * dl m k) c
      - 2 * mean K l c * mean K dl c)).
    intros c below. apply ball_minus_sound.
    + apply (ball_mean_sound K (fun m k => 2 * l m k * dl m k)); [exact some_member|].
      intros m inside. apply twice_within; apply (each m c inside below).
    + apply twice_within; apply ball_mean_sound; try exact some_member; intros m inside;
        apply (each m c inside below).
Qed.

Definition ball_entropy (C : nat) (q dq : nat -> ball) : ball :=
  ball_mult (exactly (-1))
    (ball_sum C (fun c => ball_mult (ball_plus (ball_ln (q c)) (exactly 1)) (dq c))).

Lemma ball_entropy_sound : forall C l dl q dq,
  (forall c, (c < C)%nat -> within (l c) (q c) /\ within (dl c) (dq c)) ->
  within (entropy_derivative C l dl) (ball_entropy C q dq).
Proof.
  intros C l dl q dq each. unfold entropy_derivative, ball_entropy.
  replace (- sum_below C (fun c => (ln (l c) + 1) * dl c))
    with (Q2R (-1) * sum_below C (fun c => (ln (l c) + Q2R 1) * dl c))
    by (rewrite Q2R_minus_1, Q2R_1; ring).
  apply ball_mult_sound; [apply exactly_sound|].
  apply (ball_sum_sound C (fun c => (ln (l c) + Q2R 1) * dl c)). intros c below.
  destruct (each c below). apply ball_mult_sound; [|assumption].
  apply ball_plus_sound; [apply ball_ln_sound; assumption | apply exactly_sound].
Qed.

Definition mean_entropy_derivative : rate_formula := fun K C p dp =>
  entropy_derivative C (mean K p) (mean K dp).

Definition ball_mean_entropy : ball_formula := fun K C p dp =>
  ball_entropy C (ball_mean K p) (ball_mean K dp).

Lemma mean_entropy_tends : forall K C p dp l dl, (0 < K)%nat -> settles K C p dp l dl ->
  tends_to (fun t => mean_entropy_derivative K C (p t) (dp t)) (mean_entropy_derivative K C l dl).
Proof.
  intros K C p dp l dl some_member settled.
  destruct (mean_settles K C p dp l dl some_member settled) as [[B [A bounds]] limits].
  apply (entropy_derivative_tends C (fun t => mean K (p t)) (fun t => mean K (dp t)) _ _ B A).
  - intros t c late below. apply (bounds t 0%nat c late (Nat.lt_0_1) below).
  - intros c below. apply (limits 0%nat c (Nat.lt_0_1) below).
Qed.

Lemma ball_mean_entropy_sound : forall K C l dl p dp, (0 < K)%nat ->
  (forall m c, (m < K)%nat -> (c < C)%nat -> within (l m c) (p m c) /\ within (dl m c) (dp m c)) ->
  within (mean_entropy_derivative K C l dl) (ball_mean_entropy K C p dp).
Proof.
  intros K C l dl p dp some_member each. apply ball_entropy_sound. intros c below.
  split; apply ball_mean_sound; try exact some_member; intros m inside;
    apply (each m c inside below).
Qed.

Lemma entropy_computable :
  computable_metric predictive_entropy mean_entropy_derivative ball_mean_entropy.
Proof.
  constructor.
  - intros K C p j x dp some_member positive partials.
    apply (entropy_partial C (fun y => mean K (fun m => p m y))).
    + intros c below. unfold mean. apply Rmult_lt_0_compat.
      * apply Rinv_0_lt_compat, INR_pos, some_member.
      * apply sum_pos; [exact some_member|]. intros m inside. apply positive; assumption.
    + intros c below. apply mean_partial. intros m inside. apply partials; assumption.
  - exact mean_entropy_tends.
  - intros K C l dl p dp some_member _. apply ball_mean_entropy_sound, some_member.
Qed.

Definition mutual_information_derivative : rate_formula := fun K C p dp =>
  mean_entropy_derivative K C p dp
  - / INR K * sum_below K (fun m => entropy_derivative C (p m) (dp m)).

Definition ball_mutual_information : ball_formula := fun K C p dp =>
  ball_minus (ball_mean_entropy K C p dp)
    (ball_mult (ball_share K) (ball_sum K (fun m => ball_entropy C (p m) (dp m)))).

Lemma mutual_information_computable :
  computable_metric mutual_information mutual_information_derivative ball_mutual_information.
Proof.
  constructor.
  - intros K C p j x dp some_member positive partials.
    apply (mutual_information_partial K C p j x dp); assumption.
  - intros K C p dp l dl some_member settled. unfold mutual_information_derivative.
    apply tends_to_minus; [apply mean_entropy_tends; assumption|]. apply tends_to_scal.
    apply (tends_to_sum K (fun t m => entropy_derivative C (p t m) (dp t m))).
    destruct settled as [[B [A bounds]] limits]. intros m inside.
    apply (entropy_derivative_tends C (fun t => p t m) (fun t => dp t m) _ _ B A).
    + intros t c late below. apply (bounds t m c late inside below).
    + intros c below. apply (limits m c inside below).
  - intros K C l dl p dp some_member _ each.
    apply ball_minus_sound; [apply ball_mean_entropy_sound; assumption|].
    apply ball_mult_sound; [apply ball_share_sound, some_member|].
    apply (ball_sum_sound K (fun m => entropy_derivative C (l m) (dl m))). intros m inside.
    apply ball_entropy_sound. intros c below. apply (each m c inside below).
Qed.

(** ** Balls of the limits of predictions and their derivatives *)

(** The largest intercept of the classes of largest slope. *)
Definition largest_intercept (C : nat) (net : qnetwork) (x : list Q) (d : nat) (s : Q) : Q :=
  let best := fold_left (fun best c =>
    if qis_top C (qslope net x d s) c
    then match best with
         | Some r => if qlt r (qintercept net x d s c) then Some (qintercept net x d s c) else best
         | None => Some (qintercept net x d s c)
         end
    else best) (seq 0 C) None in
  match best with Some r => r | None => 0%Q end.

Definition ball_weight (C : nat) (net : qnetwork) (x : list Q) (d : nat) (s r : Q) (c : nat) : ball :=
  if qis_top C (qslope net x d s) c
  then ball_exp (qplus (qintercept net x d s c) (qmult (-1) r)) else exactly 0.

Definition ball_at (table : list ball) (c : nat) : ball := nth c table None.

Definition ball_probabilities (C : nat) (net : qnetwork) (x : list Q) (d : nat) (s : Q)
    : list ball :=
  let r := largest_intercept C net x d s in
  let weights := tabulate C (ball_weight C net x d s r) in
  let inverse := ball_inverse (ball_sum C (ball_at weights)) in
  tabulate C (fun c => ball_mult (ball_at weights c) inverse).

Definition ball_derivatives (C : nat) (net : qnetwork) (x : list Q) (d : nat) (s : Q) (j : nat)
    (probabilities : list ball) : list ball :=
  let column := qcolumn net x d s j in
  let average := ball_sum C (fun m =>
    ball_mult (ball_at probabilities m) (exactly (entry column m))) in
  tabulate C (fun c =>
    ball_mult (ball_at probabilities c) (ball_minus (exactly (entry column c)) average)).

Lemma ball_at_tabulate : forall n f c, (c < n)%nat -> ball_at (tabulate n f) c = f c.
Proof.
  intros n f c below. unfold ball_at. rewrite tabulate_nth.
  apply Nat.ltb_lt in below. rewrite below. reflexivity.
Qed.

Section Member.

Variables (C : nat) (net : qnetwork) (x : list Q) (d : nat) (s : Q).

Let v : vec := coordinate_direction d (Q2R s).
Let a : vec := tail_intercept (real net) (real_vec x) v.
Let b : vec := tail_slope (real net) (real_vec x) v.

Lemma ball_weight_sound : forall r c, (c < C)%nat ->
  within (top_weight C a b c * exp (- Q2R r)) (ball_weight C net x d s r c).
Proof.
  intros r c below. unfold ball_weight. destruct (qis_top C (qslope net x d s) c) eqn:top.
  - apply qis_top_sound in top; [|exact below]. rewrite top_weight_top by exact top.
    rewrite <- exp_plus. unfold a, v. rewrite qintercept_sound.
    replace (Q2R (qintercept net x d s c) + - Q2R r)
      with (Q2R (qplus (qintercept net x d s c) (qmult (-1) r)))
      by (rewrite Q2R_qplus, Q2R_qmult, Q2R_minus_1; ring).
    apply ball_exp_sound.
  - rewrite top_weight_below; [|exact below|].
    + rewrite Rmult_0_l, <- Q2R_0. apply exactly_sound.
    + intros also. apply qis_top_complete in also. congruence.
Qed.

Lemma ball_probabilities_sound : forall c, (c < C)%nat ->
  within (limit_probability C a b c) (ball_at (ball_probabilities C net x d s) c).
Proof.
  intros c below. unfold ball_probabilities. set (r := largest_intercept C net x d s).
  rewrite ball_at_tabulate by exact below.
  pose proof (top_mass_pos C a b ltac:(lia)) as mass. pose proof (exp_pos (- Q2R r)) as positive.
  replace (limit_probability C a b c) with (top_weight C a b c * exp (- Q2R r)
    * / sum_below C (fun i => top_weight C a b i * exp (- Q2R r))).
  - apply ball_mult_sound.
    + rewrite ball_at_tabulate by exact below. apply ball_weight_sound, below.
    + apply ball_inverse_sound, (ball_sum_sound C (fun i => top_weight C a b i * exp (- Q2R r))).
      intros i inside. rewrite ball_at_tabulate by exact inside. apply ball_weight_sound, inside.
  - rewrite sum_scal_r. unfold limit_probability. field. lra.
Qed.

Lemma ball_derivatives_sound : forall j c, (c < C)%nat ->
  within (softmax_grad C (tail_jacobian (real net) (real_vec x) v) (limit_probability C a b) c j)
    (ball_at (ball_derivatives C net x d s j (ball_probabilities C net x d s)) c).
Proof.
  intros j c below. unfold ball_derivatives. rewrite ball_at_tabulate by exact below.
  unfold softmax_grad. apply ball_mult_sound; [apply ball_probabilities_sound, below|].
  apply ball_minus_sound.
  - unfold v. rewrite qcolumn_sound. apply exactly_sound.
  - apply (ball_sum_sound C (fun m => limit_probability C a b m
      * tail_jacobian (real net) (real_vec x) v m j)).
    intros m inside. apply ball_mult_sound; [apply ball_probabilities_sound, inside|].
    unfold v. rewrite qcolumn_sound. apply exactly_sound.
Qed.

End Member.

(** ** The check *)

(** In some coordinate the ball of what the metric's derivative keeps is away
    from 0. *)
Definition metric_check (kept : ball_formula) (D C : nat) (nets : list qnetwork) (x : list Q)
    (d : nat) (s : Q) : bool :=
  let K := length nets in
  let probabilities := map (fun net => ball_probabilities C net x d s) nets in
  ray_is_valid D x d s && forallb (member_meets_hypotheses D C x d s) nets
  && negb (Nat.eqb K 0) && negb (Nat.eqb C 0)
  && some_below D (fun j =>
       let derivatives := tabulate K (fun m =>
         ball_derivatives C (nth m nets QIdentity) x d s j (nth m probabilities [])) in
       away_from_0 (kept K C (fun m => ball_at (nth m probabilities []))
         (fun m => ball_at (nth m derivatives [])))).

Lemma metric_witness : forall Phi rate kept, computable_metric Phi rate kept ->
  forall D C nets x d s, metric_check kept D C nets x d s = true ->
  refutes_metric_gradient Phi (length nets) D C (members nets) (real_vec x)
    (coordinate_direction d (Q2R s)).
Proof.
  intros Phi rate kept metric D C nets x d s checked. unfold metric_check in checked.
  set (K := length nets) in *.
  apply Bool.andb_true_iff in checked. destruct checked as [checked apart].
  apply Bool.andb_true_iff in checked. destruct checked as [checked some_class].
  apply Bool.andb_true_iff in checked. destruct checked as [checked some_member].
  apply Bool.andb_true_iff in checked. destruct checked as [valid meets].
  apply Bool.negb_true_iff, Nat.eqb_neq in some_class, some_member. split.
  { destruct (hypotheses_sound D C x d s nets valid meets) as [I [hypotheses _]].
    exists I. exact hypotheses. }
  apply some_below_sound in apart. destruct apart as [j [inside apart]].
  rewrite forallb_forall in meets.
  set (v := coordinate_direction d (Q2R s)) in *.
  set (net := fun m => real (nth m nets QIdentity)).
  set (T := fun m => tail_from (net m) (real_vec x) v).
  set (a := fun m => tail_intercept (net m) (real_vec x) v).
  set (b := fun m => tail_slope (net m) (real_vec x) v).
  set (V := fun m => tail_jacobian (net m) (real_vec x) v).
  assert (tails : forall m, (m < K)%nat ->
    has_tail (eval (net m)) C D (real_vec x) v (T m) (a m) (b m) (V m)).
  { intros m member. apply network_has_tail. specialize (meets _ (nth_In nets QIdentity member)).
    apply Bool.andb_true_iff in meets.
    apply qoff_boundary_sound with (start_germs x d s); [apply start_germs_mirror | apply meets]. }
  set (p := fun t => predictions C (members nets) (ray (real_vec x) v t)).
  set (dp := fun t m c => softmax_grad C (V m) (p t m) c j).
  set (l := fun m => limit_probability C (a m) (b m)).
  set (dl := fun m c => softmax_grad C (V m) (l m) c j).
  assert (settled : settles K C p dp l dl).
  { split.
    - destruct (eventually_all K (fun m B => forall t c, (c < C)%nat ->
        Rabs (dp t m c) <= B * p t m c)) as [B bounds].
      + intros m member. destruct (matrix_bound C D (V m)) as [B [nonneg bounded]].
        exists (2 * B). intros B' larger t c below.
        destruct (softmax_is_distribution C (members nets m (ray (real_vec x) v t)) ltac:(lia))
          as [each total].
        apply Rle_trans with (1 := softmax_grad_bound C (V m) (p t m) c j B below each total
          (fun i small => bounded i j small inside)).
        pose proof (each c below) as positive.
        change (softmax C (members nets m (ray (real_vec x) v t))) with (p t m) in positive.
        apply Rle_trans with (2 * B * p t m c); [|apply Rmult_le_compat_r; assumption].
        apply Rmult_le_compat_l; [lra|]. nra.
      + exists B, 0. intros t m c _ member below. split; [apply softmax_pos, below|].
        apply (bounds B (Rle_refl B) m member t c below).
    - intros m c member below. split.
      + exact (tail_limit_law (eval (net m)) C _ v (T m) _ _ c (proj1 (tails m member)) below).
      + exact (tail_gradient_limit (eval (net m)) C D _ v (T m) _ _ (V m) c j
          (tails m member) below). }
  assert (enclosed : within (rate K C l dl) (kept K C
    (fun m => ball_at (nth m (map (fun net => ball_probabilities C net x d s) nets) []))
    (fun m => ball_at (nth m (tabulate K (fun m => ball_derivatives C (nth m nets QIdentity) x d s j
      (nth m (map (fun net => ball_probabilities C net x d s) nets) []))) [])))).
  { apply (rate_within metric); try lia. intros m c member below.
    assert (row : nth m (map (fun net => ball_probabilities C net x d s) nets) []
      = ball_probabilities C (nth m nets QIdentity) x d s).
    { rewrite (nth_indep _ _ ((fun net => ball_probabilities C net x d s) QIdentity))
        by (rewrite map_length; exact member).
      apply (map_nth (fun net => ball_probabilities C net x d s)). }
    rewrite tabulate_nth. replace (Nat.ltb m K) with true by (symmetry; apply Nat.ltb_lt, member).
    rewrite row. split.
    - exact (ball_probabilities_sound C (nth m nets QIdentity) x d s c below).
    - exact (ball_derivatives_sound C (nth m nets QIdentity) x d s j c below). }
  intros [A [r [gradient vanishes]]].
  apply (away_from_0_sound _ _ enclosed apart).
  apply (tends_to_unique _ _ _ (rate_settles metric K C p dp l dl ltac:(lia) settled)).
  apply (norm_tends_to_0_component D r j inside) in vanishes.
  destruct (eventually_all K (fun m t => T m < t)) as [A' late_all].
  { intros m _. exists (T m + 1). intros t late. lra. }
  apply tends_to_eventually with (2 := vanishes) (T := Rmax A A' + 1). intros t late.
  pose proof (Rmax_l A A'). pose proof (Rmax_r A A').
  apply (is_partial_unique (fun y => Phi K C (predictions C (members nets) y)) j
    (ray (real_vec x) v t)); [apply gradient; [lra | exact inside]|].
  apply (rate_is_partial metric K C (fun m y => predictions C (members nets) y m) j); [lia| |].
  - intros m c _ below. apply softmax_pos, below.
  - intros m c member below.
    apply (tail_gradient (eval (net m)) C D (real_vec x) v (T m) (a m) (b m) (V m) t c
      (tails m member)); [apply late_all; [lra | exact member] | exact below | exact inside].
Qed.

Definition variance_gradient_check := metric_check ball_variance.
Definition entropy_gradient_check := metric_check ball_mean_entropy.
Definition mi_gradient_check := metric_check ball_mutual_information.

Theorem variance_gradient_witness : forall D C nets x d s,
  variance_gradient_check D C nets x d s = true ->
  refutes_variance_gradient (length nets) D C (members nets) (real_vec x)
    (coordinate_direction d (Q2R s)).
Proof. exact (metric_witness _ _ _ variance_computable). Qed.

Theorem entropy_gradient_witness : forall D C nets x d s,
  entropy_gradient_check D C nets x d s = true ->
  refutes_entropy_gradient (length nets) D C (members nets) (real_vec x)
    (coordinate_direction d (Q2R s)).
Proof. exact (metric_witness _ _ _ entropy_computable). Qed.

Theorem mi_gradient_witness : forall D C nets x d s,
  mi_gradient_check D C nets x d s = true ->
  refutes_mi_gradient (length nets) D C (members nets) (real_vec x)
    (coordinate_direction d (Q2R s)).
Proof. exact (metric_witness _ _ _ mutual_information_computable). Qed.
