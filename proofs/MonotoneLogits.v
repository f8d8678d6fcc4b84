(** * Claim monotone-logits (paper A, Lemma 1) *)

From Farfield Require Import Basics Calculus Softmax Monotonic Network Witnesses.
Import ListNotations.

Open Scope R_scope.

(** ** Refuted

    Lemma 1 for ReLU networks, with p strictly monotonic on the whole space. *)
Definition monotone_logits_as_printed : Prop :=
  forall (net : network) D C,
    componentwise_strictly_monotonic everywhere D C (fun x => softmax C (eval net x)) ->
    componentwise_strictly_monotonic everywhere D C (eval net).

(** f(x) = (0, -x): p_0 is the sigmoid of x, but f_0 is constant. *)
Theorem monotone_logits_as_printed_false : ~ monotone_logits_as_printed.
Proof.
  intros claim.
  assert (Z : is_partial (fun y => eval still_net y 0%nat) 0 (fun _ => 0) 0).
  { apply is_partial_ext with (fun _ => 0); [|apply is_partial_const].
    intros y. unfold still_net. rewrite through_relu_eval.
    unfold affine_map, still_weights, rows. cbn [sum_below nth]. ring. }
  destruct (claim still_net 1%nat 2%nat still_net_monotonic 0%nat ltac:(lia) 0%nat ltac:(lia))
    as [U|U]; destruct (U (fun _ => 0) I) as [r [Hr S]];
    rewrite (is_partial_unique _ _ _ _ _ Hr Z) in S; lra.
Qed.

(** ** Repaired

    What strict monotonicity of p_c does say is that the log-odds of class c
    against all the others are strictly monotonic. *)

Definition log_odds_against_rest (C : nat) (f : vec) (c : nat) : R :=
  f c - ln (sum_except C c (fun k => exp (f k))).

Lemma rest_pos : forall C f c, (1 < C)%nat -> (c < C)%nat ->
  0 < sum_except C c (fun k => exp (f k)).
Proof.
  intros C f c HC Hc.
  assert (L := softmax_lt_one C f c Hc HC). unfold softmax in L.
  assert (Z := partition_pos C f ltac:(lia)).
  apply (Rmult_lt_compat_r (sum_below C (fun k => exp (f k)))) in L; [|exact Z].
  unfold Rdiv in L. rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l in L by lra.
  rewrite (sum_split C c) in L by exact Hc. lra.
Qed.

Lemma log_odds_against_rest_eq : forall C f c, (1 < C)%nat -> (c < C)%nat ->
  log_odds_against_rest C f c = ln (softmax C f c) - ln (1 - softmax C f c).
Proof.
  intros C f c HC Hc. unfold log_odds_against_rest.
  pose proof (rest_pos C f c HC Hc) as Hr. pose proof (partition_pos C f ltac:(lia)) as Z.
  pose proof (exp_pos (f c)) as He.
  assert (E : 1 - softmax C f c
              = sum_except C c (fun k => exp (f k)) / sum_below C (fun k => exp (f k))).
  { unfold softmax. rewrite (sum_split C c) in * by exact Hc. field. lra. }
  rewrite E. unfold softmax. unfold Rdiv.
  rewrite !ln_mult by (try apply Rinv_0_lt_compat; assumption).
  rewrite ln_exp. ring.
Qed.

(** The two gradients have the same sign, for any function f at all. *)
Lemma log_odds_partial : forall C (f : vec -> vec) c d x r,
  (1 < C)%nat -> (c < C)%nat ->
  is_partial (fun y => softmax C (f y) c) d x r ->
  is_partial (fun y => log_odds_against_rest C (f y) c) d x
    (r / (softmax C (f x) c * (1 - softmax C (f x) c))).
Proof.
  intros C f c d x r HC Hc partial.
  pose proof (softmax_pos C (f x) c Hc) as P. pose proof (softmax_lt_one C (f x) c Hc HC) as L.
  apply is_partial_ext with
    (fun y => ln (softmax C (f y) c) - ln (1 - softmax C (f y) c)).
  { intros y. symmetry. apply log_odds_against_rest_eq; assumption. }
  replace (r / (softmax C (f x) c * (1 - softmax C (f x) c)))
    with (r / softmax C (f x) c - (0 - r) / (1 - softmax C (f x) c)) by (field; lra).
  apply is_partial_minus; apply (is_partial_ln (fun y => _)); try lra; [exact partial|].
  apply (is_partial_minus (fun _ => 1)); [apply is_partial_const | exact partial].
Qed.

(** The log-odds move in the direction of p_c, at every point. *)
Theorem monotone_logits_direction : forall C (f : vec -> vec) c d x r, (1 < C)%nat -> (c < C)%nat ->
  is_partial (fun y => softmax C (f y) c) d x r ->
  exists q, is_partial (fun y => log_odds_against_rest C (f y) c) d x q
    /\ (0 < r -> 0 < q) /\ (r < 0 -> q < 0) /\ (r = 0 -> q = 0).
Proof.
  intros C f c d x r several below partial.
  pose proof (softmax_pos C (f x) c below). pose proof (softmax_lt_one C (f x) c below several).
  eexists. split; [apply log_odds_partial; eassumption|].
  assert (positive : 0 < / (softmax C (f x) c * (1 - softmax C (f x) c)))
    by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra).
  unfold Rdiv. repeat split; intros sign; [nra|nra|rewrite sign; ring].
Qed.

Theorem monotone_logits_repaired : forall (I : vec -> Prop) D C (f : vec -> vec),
  (1 < C)%nat ->
  componentwise_strictly_monotonic I D C (fun x => softmax C (f x)) ->
  componentwise_strictly_monotonic I D C (fun x => log_odds_against_rest C (f x)).
Proof.
  intros I D C f HC monotonic c Hc d Hd.
  destruct (monotonic c Hc d Hd) as [U|U]; [left|right]; intros x Hx;
    destruct (U x Hx) as [r [Hr S]];
    pose proof (softmax_pos C (f x) c Hc); pose proof (softmax_lt_one C (f x) c Hc HC);
    eexists; (split; [apply log_odds_partial; eassumption|]);
    assert (Q : 0 < / (softmax C (f x) c * (1 - softmax C (f x) c)))
      by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra);
    unfold Rdiv; nra.
Qed.

(** With two classes: the difference of the two logits. *)
Theorem monotone_logits_two_classes : forall (I : vec -> Prop) D (f : vec -> vec),
  componentwise_strictly_monotonic I D 2 (fun x => softmax 2 (f x)) ->
  strictly_monotonic I D (fun x => f x 0%nat - f x 1%nat)
  /\ strictly_monotonic I D (fun x => f x 1%nat - f x 0%nat).
Proof.
  intros I D f monotonic. assert (R := monotone_logits_repaired I D 2 f ltac:(lia) monotonic).
  split; intros d Hd; [destruct (R 0%nat ltac:(lia) d Hd) as [U|U]
                      |destruct (R 1%nat ltac:(lia) d Hd) as [U|U]];
    (left + right); intros x Hx; destruct (U x Hx) as [r [Hr S]]; exists r;
    (split; [|exact S]);
    (eapply is_partial_ext; [|exact Hr]); intros y; unfold log_odds_against_rest, sum_except;
    cbn [sum_below Nat.eqb]; rewrite ?Rplus_0_l, ?Rplus_0_r, ln_exp; reflexivity.
Qed.
