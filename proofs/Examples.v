(** * The repaired theorems are not vacuous

    One network, [still_net], f(x) = (0, -x) through a hidden ReLU layer,
    meets the hypotheses of the main results at the input 1.  The others are
    exercised by the refutations, which use the same definitions. *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Witnesses
  Gradient Metrics MetricGradients Certainty Penultimate.
Import ListNotations.

Open Scope R_scope.

Definition one : vec := fun _ => 1.

(** The ray that scales the only coordinate. *)
Definition along : vec := scaling_direction one 0.

Lemma still_net_off_boundary : off_boundary still_net (ray_germs one along).
Proof.
  unfold still_net, through_relu, Relu. cbn [off_boundary push]. repeat split.
  intros i Hi. right. cbn [slope ray_germs].
  unfold affine_map. cbn [sum_below]. unfold along, scaling_direction, one. cbn [Nat.eqb].
  assert (i = 0 \/ i = 1)%nat as [->| ->] by (clear - Hi; lia);
    unfold split_weights; cbn [Nat.eqb Nat.add]; lra.
Qed.

Lemma still_net_slopes : forall c, eval (bias_free still_net) along c
  = affine_map 1 still_weights (fun _ => 0) along c.
Proof.
  intros c. rewrite <- (slopes_ignore_input still_net one). unfold still_net.
  apply through_relu_slope.
Qed.

Lemma still_net_saturates : saturating 2 (eval (bias_free still_net) along) 0 1.
Proof.
  split; [lia|]. split; [lra|]. intros c Hc Hne. assert (c = 1%nat) as -> by lia.
  rewrite !still_net_slopes. unfold affine_map. cbn [sum_below].
  unfold still_weights, rows, along, scaling_direction, one. cbn [nth Nat.eqb]. lra.
Qed.

(** Lemma 4 repaired applies: its gradients exist and vanish. *)
Theorem gradient_vanishes_example : forall c, (c < 2)%nat ->
  gradient_tends_to_0 1 (fun y => softmax 2 (eval still_net y) c) one along.
Proof.
  apply (gradient_vanishes_network still_net 2 1 one along 0 still_net_off_boundary).
  exact (saturating_unique_top _ _ _ _ still_net_saturates).
Qed.

(** So do Lemmas 6 to 9, for an ensemble of two copies. *)
Theorem mi_gradient_example : exists alpha beta,
  gradient_decays 1 (fun y => mutual_information 2 2 (predictions 2 (fun _ => eval still_net) y))
    one along (fun t => INR 1 * ((alpha + beta * t) * exp (- 1 * t))).
Proof.
  exact (mi_gradient_rate 2 2 1 _ one along _ 1 _ _ _ _
    (networks_saturate 2 2 1 (fun _ => still_net) one along 1 (fun _ => 0%nat)
       ltac:(lia) ltac:(lia) (fun _ _ => still_net_off_boundary)
       (fun _ _ => still_net_saturates))).
Qed.

(** Theorem 1 repaired applies ... *)
Theorem perfect_certainty_example :
  reaches_certainty 2 2 (fun t => predictions 2 (fun _ => eval still_net) (ray one along t)).
Proof.
  apply (perfect_certainty_repaired 2 2 (fun _ => eval still_net) one along
    (fun _ => tail_from still_net one along) (fun _ => tail_intercept still_net one along)
    (fun _ => tail_slope still_net one along) 0); [lia| |].
  - intros m _. apply network_has_lines.
  - intros m _. replace (tail_slope still_net one along) with (eval (bias_free still_net) along);
      [exact (saturating_unique_top _ _ _ _ still_net_saturates)|].
    apply functional_extensionality. intros i. symmetry. apply slopes_ignore_input.
Qed.

(** ... and, as it must, a hidden unit diverges. *)
Theorem penultimate_diverges_example : exists j, (j < 2)%nat /\
  diverges (fun t => eval (Compose (Affine 1 (split_weights 1) (fun _ => 0)) (Relu 2))
                       (ray one along t) j).
Proof.
  destruct (penultimate_diverges_relu (Affine 1 (split_weights 1) (fun _ => 0)) 2 2
    (merge_weights 1 still_weights) (fun _ => 0) 2 one along 0 ltac:(lia) ltac:(lia))
    as [j [Hj [_ D]]]; [|exists j; split; [exact Hj | exact D]].
  rewrite <- (proj2 (limit_probability_one_iff 2 (tail_intercept still_net one along)
    (tail_slope still_net one along) 0 ltac:(lia))).
  - exact (tail_limit_law (eval still_net) 2 one along _ _ _ 0
             (network_has_lines still_net 2 one along) ltac:(lia)).
  - replace (tail_slope still_net one along) with (eval (bias_free still_net) along);
      [exact (saturating_unique_top _ _ _ _ still_net_saturates)|].
    apply functional_extensionality. intros i. symmetry. apply slopes_ignore_input.
Qed.
