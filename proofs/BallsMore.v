(** * More robust refutations: entropy-direction and cea-catches-overconfidence *)

From Farfield Require Import Basics Calculus Softmax Tail Network Witnesses Metrics Certainty
  Penultimate Cea Balls Auroc.
Import ListNotations.

Open Scope R_scope.

(** ** Claim entropy-direction: every logit vector is a counterexample *)

Theorem entropy_direction_robust : forall C f k, (1 < C)%nat -> (k < C)%nat ->
  entropy C (one_hot k) < entropy C (softmax C f).
Proof.
  intros C f k several below. rewrite one_hot_entropy by exact below.
  apply softmax_entropy_pos, several.
Qed.

(** ** Claim cea-catches-overconfidence: z = relu(x), f = (2 z, 0) from x' = 1
    with lambda = 1, and everything within 1/8, whatever the threshold: the
    network becomes certain, and the corrected maximum logit goes to plus
    infinity *)

Theorem cea_catches_overconfidence_robust : forall w b W beta x tau lambda,
  near_to (/ 8) 1 w -> near_to (/ 8) 0 b ->
  layer_near (/ 8) 2 1 (rows [[2]; [0]]) (entries [0; 0]) W beta ->
  near_to (/ 8) 1 (x 0%nat) -> near_to (/ 8) 1 lambda ->
  let features := Compose (Affine 1 (fun _ _ => w) (fun _ => b)) (Relu 1) in
  let f := eval (Compose features (Affine 1 W beta)) in
  let v := scaling_direction x 0 in
  tends_to (fun t => softmax 2 (f (ray x v t)) 0) 1
  /\ diverges (fun t => f (ray x v t) 0%nat - lambda * cea 1 tau (eval features (ray x v t))).
Proof.
  intros w b W beta x tau lambda near_w near_b near near_x near_lambda features f v.
  destruct (near 0%nat ltac:(lia)) as [_ W0]. destruct (near 1%nat ltac:(lia)) as [_ W1].
  specialize (W0 0%nat ltac:(lia)). specialize (W1 0%nat ltac:(lia)).
  apply near_to_bounds in near_w, near_b, near_x, near_lambda, W0, W1.
  unfold rows in W0, W1. cbn [nth] in W0, W1.
  set (u := x 0%nat) in *. assert (speed : / 2 < w * u) by nra.
  assert (unit_value : forall t, 0 <= t -> eval features (ray x v t) 0%nat = w * u + b + w * u * t).
  { intros t forward. unfold features, Relu. cbn [eval Nat.ltb Nat.leb]. rewrite relu_is_leaky.
    unfold affine_map. cbn [sum_below]. unfold ray, v, scaling_direction. cbn [Nat.eqb]. fold u.
    unfold relu. assert (0 <= w * u * t) by (apply Rmult_le_pos; lra).
    rewrite Rmax_right; [ring|]. replace (0 + w * (u + t * u) + b) with (w * u + b + w * u * t) by ring.
    lra. }
  assert (lines : has_lines f 2 x v 0 (fun c => W c 0%nat * (w * u + b) + beta c)
    (fun c => W c 0%nat * (w * u))).
  { intros t c forward _. unfold f. cbn [eval]. unfold affine_map. cbn [sum_below].
    change (eval (Relu 1) (fun i : nat => 0 + w * ray x v t 0%nat + b)) with (eval features (ray x v t)).
    rewrite unit_value by exact forward. unfold line. ring. }
  assert (alone : unique_top 2 (fun c => W c 0%nat * (w * u)) 0).
  { split; [lia|]. intros c below other. assert (c = 1%nat) as -> by lia. nra. }
  split.
  - destruct (regimes f 2 x v 0 _ _ ltac:(lia) lines) as [saturates _].
    exact (saturates 0%nat alone 0%nat ltac:(lia)).
  - destruct (cea_catches_overconfidence_criterion 1 (fun t => eval features (ray x v t)) 0
      (fun _ => w * u + b) (fun _ => w * u) tau (fun t => f (ray x v t) 0%nat)
      (W 0%nat 0%nat * (w * u + b) + beta 0%nat) (W 0%nat 0%nat * (w * u)) lambda) as [_ [grows _]].
    + intros t j forward inside. assert (j = 0%nat) as -> by lia. rewrite unit_value by exact forward.
      unfold line. ring.
    + intros t forward. rewrite (lines t 0%nat forward ltac:(lia)). reflexivity.
    + lra.
    + apply grows. unfold rising, norm. cbn [sum_below]. unfold relu. rewrite Rmax_right by lra.
      rewrite Rplus_0_l, sqrt_square by lra. nra.
Qed.
